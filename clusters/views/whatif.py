"""Bảng giả định: other readings, weights and numbers tried on the season's scores. It is no result."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.forms.whatif import KeepForm, TrialForm
from clusters.models import Sandbox, Season
from clusters.permissions import disputes as permissions
from clusters.scoring import BadClaim
from clusters.selectors import disputes as selectors
from clusters.selectors.clusters import season_for
from clusters.selectors.readings import Read, Trials
from clusters.sentences import fault_words
from clusters.services import sandboxes
from clusters.services.sandboxes import rows_of
from clusters.views.disputes import crumbs_to, page_of_disputes, plain_points
from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.verdicts import demand

MOST = 8
"""Criteria tried at once: more would be another sheet, for which a version is made."""


@login_required
@require_http_methods(["GET", "POST"])
def whatif(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose criteria, change them, see everyone's place before and after; keep it under a name."""
    season = season_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_try(request.user, season, on=today))
    trials = Trials.of(season, on=today)
    criteria = [one for one in selectors.contestable(season) if not trials.leaf(one.code).is_gate]
    chosen = set(request.GET.getlist("c"))
    sent = request.POST if request.method == "POST" else None
    forms = [
        TrialForm(sent, criterion=one, season=season, trials=trials) for one in criteria if one.code in chosen
    ][:MOST]
    keeping = KeepForm(sent)
    rows: list[dict[str, Any]] = []
    if sent is not None and all([form.is_valid() for form in (*forms, keeping)]):
        reads = [read for form in forms if (read := form.read()) is not None]
        rows = _tried(trials, reads, keeping)
        if "keep" in sent and rows:
            kept = _kept(request, season, reads, keeping)
            if kept is not None:
                return redirect("clusters:sandbox", pk=kept.pk)
    context = {
        "season": season,
        "criteria": [(one, one.code in chosen) for one in criteria],
        "forms": forms,
        "keeping": keeping,
        "rows": [_row(row) for row in rows],
        "tried": sent is not None,
        "scored": trials.has_scores,
        "crumbs": crumbs_to(season),
        "may_keep": permissions.may_keep_sandbox(request.user, season, on=today),
    }
    return render(request, "clusters/whatif.html", context)


def _tried(trials: Trials, reads: Sequence[Read], keeping: KeepForm) -> list[dict[str, Any]]:
    """Both rankings; nothing, with the sentence on the form, where a number is none under its rule."""
    if not reads:
        keeping.add_error(None, _("Change something first: nothing was tried."))
        return []
    try:
        return rows_of(trials.tried(reads))
    except BadClaim as error:
        for fault in error.faults:
            keeping.add_error(None, fault_words(fault))
        return []


def _kept(
    request: SignedInRequest, season: Season, reads: Sequence[Read], keeping: KeepForm
) -> Sandbox | None:
    told = keeping.cleaned_data
    if not told["name"]:
        keeping.add_error("name", _("Give it a name to keep it."))
        return None
    row = attempt(
        keeping,
        lambda: sandboxes.keep(season, told["name"], reads, by=request.user, note=told["note"]),
    )
    if row is not None:
        messages.success(request, _("Kept as hypothetical; no score and no place has changed."))
    return row


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the two rankings with why its place moved."""
    before, after = row["place_before"], row["place_after"]
    totals = {name: plain_points(row[name]) for name in ("total_before", "total_after")}
    rises = 0 if before is None or after is None else before - after
    return {**row, **totals, "rises": rises, "words": why_words(row)}


def why_words(row: dict[str, Any]) -> str:
    """Why the place of a member moved: its own points, or those of others."""
    own = "; ".join(
        f"{one['code']}: {plain_points(one['before'])} → {plain_points(one['after'])} ({one['working']})"
        for one in row["why"]
    )
    if own:
        return own
    if row["place_before"] != row["place_after"]:
        return _("Its own points stay; others passed it or fell behind it.")
    return ""


@login_required
@require_GET
def sandbox_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """A hypothetical ranking as it was kept."""
    row = selectors.sandbox_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_read_sandbox(request.user, row, on=today))
    context = {
        "sandbox": row,
        "season": row.season,
        "rows": [_row(one) for one in row.rows],
        "may_remove": permissions.may_remove_sandbox(request.user, row, on=today),
        "again": reverse("clusters:whatif", args=[row.season_id])
        + "?"
        + "&".join(f"c={one['code']}" for one in row.readings),
        "crumbs": crumbs_to(row.season),
    }
    return render(request, "clusters/sandbox_detail.html", context)


@login_required
@require_POST
def sandbox_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    row = selectors.sandbox_for(request.user, pk)
    sandboxes.remove(row, by=request.user)
    messages.success(request, _("It is taken away from the lists; it stays in the record."))
    return redirect(page_of_disputes(row.season))
