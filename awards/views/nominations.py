"""Nominations: the list of a campaign, the page of one, writing, editing and moving them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from awards import permissions, selectors
from awards.forms.nominations import (
    BulkForm,
    NominationFilter,
    NominationForm,
    initial_of,
    with_unit_names,
)
from awards.models import Campaign, Nomination, SubjectKind
from awards.offices import BULK_MOVES
from awards.services import nominations
from awards.services.nominations import NEEDS_REASON, BulkResult
from awards.states import BEFORE_THE_BOARD, NominationState
from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.clashes import frozen_base, save_over
from emulation.lifecycle import TransitionRefused
from emulation.organisations.selectors import by_name
from emulation.paging import page_of, whole_numbers
from emulation.reasons import ReasonForm
from emulation.serving import download
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold
from programmes.models import Candidate
from programmes.selectors.activities import candidate_for

MOVES = {
    "submit": gettext_lazy("Submit"),
    "recall": gettext_lazy("Take back"),
    "receive": gettext_lazy("Receive"),
    "return": gettext_lazy("Return"),
    "appraise_ok": gettext_lazy("Find eligible"),
    "appraise_not_ok": gettext_lazy("Find not eligible"),
    "withdraw": gettext_lazy("Withdraw"),
    "restore": gettext_lazy("Take up again"),
}
"""Moves a person makes from the page of a nomination or in bulk, with the verb on the button."""

ONWARD = frozenset({"submit", "receive", "appraise_ok", "restore"})
"""Moves that carry a nomination on; only these are offered in the colour of the one primary act."""

WHAT_HAPPENS = {
    "submit": gettext_lazy("The standing agency receives the nomination; the unit can no longer change it."),
    "recall": gettext_lazy("The nomination becomes a draft of the unit again."),
    "receive": gettext_lazy("The standing agency takes the nomination in and begins the appraisal."),
    "return": gettext_lazy("The nomination goes back to the unit with your reason; the unit may correct it."),
    "appraise_ok": gettext_lazy("The nomination may be put before the board."),
    "appraise_not_ok": gettext_lazy(
        "The nomination does not go before the board; the unit reads your reason."
    ),
    "withdraw": gettext_lazy("The nomination leaves the campaign; it stays in the records with your reason."),
    "restore": gettext_lazy("The withdrawn nomination becomes a draft again."),
}
MOST_MOVED = 5_000
SHOWN = 50
"""So many of them are named on the page of confirmation."""
NAMED = 10


def _filtered(
    request: SignedInRequest, campaign: Campaign, query: QueryDict | None = None
) -> tuple[NominationFilter, QuerySet[Nomination]]:
    rows = selectors.nominations_visible_to(request.user, campaign=campaign).select_related("form", "unit")
    bar = NominationFilter(request.GET if query is None else query, campaign=campaign)
    if bar.is_valid():
        wanted = bar.cleaned_data
        rows = rows.filter(search__contains=fold(wanted["q"])) if wanted["q"] else rows
        rows = rows.filter(unit__search__contains=fold(wanted["unit"])) if wanted["unit"] else rows
        rows = rows.filter(subject_kind=wanted["kind"]) if wanted["kind"] else rows
        rows = rows.filter(form=wanted["form"]) if wanted["form"] else rows
        rows = rows.filter(**{"shown_state": wanted["state"]}) if wanted["state"] else rows
    return bar, rows.order_by("subject_kind", "sort_key", "pk")


@login_required
@require_GET
def nomination_list(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = selectors.campaign_for(request.user, pk)
    bar, rows = _filtered(request, campaign)
    page = page_of(rows, request.GET)
    today = timezone.localdate()
    context = {
        "campaign": campaign,
        "bar": bar,
        "page": page,
        "lines": [(row, NominationState(row.shown_state).label) for row in page.rows],
        "acts": _bulk_acts(request, campaign),
        "filter": urlencode(_kept_filter(request.GET)),
        "may_import": permissions.may_import(request.user, campaign, on=today),
        "may_write": bool(permissions.units_to_draft_for(request.user, on=today)),
    }
    return render(request, "awards/nomination_list.html", context)


def _bulk_acts(request: SignedInRequest, campaign: Campaign) -> list[dict[str, Any]]:
    moves = permissions.bulk_moves(request.user, campaign, on=timezone.localdate())
    primary = next((move for move in moves if move in ONWARD), "")
    return [
        {"name": "move", "value": move, "label": MOVES[move], "primary": move == primary} for move in moves
    ]


@login_required
@require_http_methods(["POST"])
def nominations_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """First post: what would happen to which rows, and a reason where one is needed; second: it happens."""
    campaign = selectors.campaign_for(request.user, pk)
    move = request.POST.get("move", "")
    if move not in BULK_MOVES:
        raise Http404
    rows = list(_chosen(request, campaign).select_related("campaign", "decision")[: MOST_MOVED + 1])
    if len(rows) > MOST_MOVED:
        raise Refused(_("At most %(most)s nominations at once: narrow the filter.") % {"most": MOST_MOVED})
    today = timezone.localdate()
    verdicts = permissions.may_move_each(request.user, rows, move, on=today)
    possible = [row for row, verdict in verdicts if verdict]
    form = BulkForm(
        request.POST if "confirmed" in request.POST else None,
        required=move in NEEDS_REASON,
        rows=[row.pk for row in possible] if "matching" in request.POST else None,
    )
    if "confirmed" in request.POST and form.is_valid():
        try:
            result = nominations.advance_many(
                [row.pk for row in (possible if "matching" in request.POST else rows)],
                move,
                campaign=campaign,
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error("reason", str(refusal.reason))
        else:
            _tell_result(request, result, str(MOVES[move]))
            return redirect(_back_to_list(request, campaign))
    context = {
        "campaign": campaign,
        "move": move,
        "verb": MOVES[move],
        "calm": move not in ONWARD,
        "what": WHAT_HAPPENS[move],
        "possible": possible,
        "duplicated": selectors.duplicated(request.user, possible[:SHOWN]),
        "refused": [(row, verdict.reason) for row, verdict in verdicts if not verdict],
        "ids": [] if "matching" in request.POST else [row.pk for row in rows],
        "matching": "matching" in request.POST,
        "filter": request.POST.get("filter", ""),
        "back": _back_to_list(request, campaign),
        "form": form,
    }
    return render(request, "awards/nominations_move.html", context)


def _chosen(request: SignedInRequest, campaign: Campaign) -> QuerySet[Nomination]:
    """The rows marked, or all that the filter finds: of either only what this person may see."""
    if "matching" not in request.POST:
        ids = whole_numbers(request.POST.getlist("ids"))
        return selectors.nominations_visible_to(request.user, campaign=campaign).filter(pk__in=ids)
    bar, rows = _filtered(request, campaign, QueryDict(request.POST.get("filter", "")))
    if not bar.is_valid():
        raise Http404
    return rows


def _kept_filter(query: QueryDict) -> dict[str, str]:
    """What of an address is the filter of the list."""
    return {name: str(query[name]) for name in NominationFilter.base_fields if query.get(name)}


def _back_to_list(request: SignedInRequest, campaign: Campaign) -> str:
    """The list as it was filtered; without the state, which the act has just changed."""
    kept = _kept_filter(QueryDict(request.POST.get("filter", "")))
    kept.pop("state", None)
    return f"{reverse('awards:nominations', args=[campaign.pk])}?{urlencode(kept)}".rstrip("?")


def _tell_result(request: SignedInRequest, result: BulkResult, verb: str) -> None:
    """How many were moved, and which were left alone for what reason."""
    told = _("%(verb)s: done for %(count)s nominations.") % {"verb": verb, "count": len(result.done)}
    messages.success(request, told)
    if not result.skipped:
        return
    named = "; ".join(f"{row.full_name} ({reason})" for row, reason in result.skipped[:NAMED])
    more = " …" if len(result.skipped) > NAMED else ""
    left = _("%(count)s nominations were left out: %(names)s") % {
        "count": len(result.skipped),
        "names": named + more,
    }
    messages.warning(request, left)


@login_required
@require_GET
def nominations_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list as filtered, to its last row, with the filter and the date in its head."""
    from emulation.spreadsheets.writing import write_table  # openpyxl: only who writes a workbook pays for it

    campaign = selectors.campaign_for(request.user, pk)
    bar, rows = _filtered(request, campaign)
    header = [
        _("No."),
        _("Name"),
        _("Kind of subject"),
        _("Year of birth"),
        _("Position"),
        _("Unit"),
        _("Achievement"),
        _("Form"),
        _("State"),
    ]
    lines = (
        [
            place,
            row.full_name,
            row.get_subject_kind_display(),
            row.birth_year,
            row.position_title,
            row.unit_name or row.unit.name,
            row.achievement,
            row.form.name,
            str(NominationState(row.shown_state).label),
        ]
        for place, row in enumerate(rows.iterator(chunk_size=2000), start=1)
    )
    told = [f"{bar.fields[name].label}: {value}" for name, value in bar.cleaned_data.items() if value]
    data = write_table(
        title=campaign.title,
        unit=campaign.organisation.name,
        filters="; ".join(told),
        on=timezone.localdate(),
        header=header,
        rows=lines,
    )
    return download(data, f"{campaign.code}.xlsx")


@login_required
@require_GET
def nomination_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    nomination = selectors.nomination_for(request.user, pk)
    today = timezone.localdate()
    moves = [
        (move, verb, permissions.may_move(request.user, nomination, move, on=today), move in ONWARD)
        for move, verb in MOVES.items()
        if permissions.move_concerns(request.user, nomination, move, on=today)
    ]
    at_the_agency = selectors.runs(request.user, nomination.campaign)
    context = {
        "nomination": nomination,
        "shown_state": nomination.shown_state,
        "state_label": NominationState(nomination.shown_state).label,
        "may_edit": permissions.may_edit(request.user, nomination, on=today),
        "moves": moves,
        "checks": selectors.checks(request.user, nomination, on=today) if at_the_agency else [],
        "candidate": nomination.candidate if at_the_agency else None,
        "duplicates": selectors.visible_duplicates(request.user, nomination),
        "earlier": selectors.earlier_grants(nomination)[:20],
        "result": selectors.told_result(request.user, nomination),
        "entries": selectors.history_for(request.user, nomination),
        "holder": selectors.held_by(nomination),
        "since": selectors.told_since(request.user, nomination),
    }
    return render(request, "awards/nomination_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def nomination_new(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = selectors.campaign_for(request.user, pk)
    kind = request.GET.get("kind", SubjectKind.INDIVIDUAL)
    if kind not in SubjectKind.values:
        raise Http404
    if not permissions.units_to_draft_for(request.user, on=timezone.localdate()):
        raise Refused(permissions.NOT_YOUR_OFFICE)
    candidate = _candidate(request)
    first = _first_values(request, campaign)
    form = NominationForm(
        request.POST or None,
        campaign=campaign,
        kind=kind,
        initial={**first, **(_found(candidate) if candidate else {})},
    )
    if request.method == "POST" and form.is_valid():
        nomination = attempt(
            form,
            lambda: nominations.draft(campaign, kind, form.words(), by=request.user, candidate=candidate),
        )
        if nomination is not None:
            messages.success(request, _("The draft is saved."))
            return redirect("awards:nomination", nomination.pk)
    context = {
        "form": form,
        "campaign": campaign,
        "kind": kind,
        "kinds": SubjectKind.choices,
        "candidate": candidate,
    }
    return render(request, "awards/nomination_form.html", context)


def _candidate(request: SignedInRequest) -> Candidate | None:
    """The model of a field visit that the address names; Http404 for one that is none of the user's business."""
    wanted = whole_numbers(request.GET.getlist("candidate"))
    return candidate_for(request.user, wanted[0]) if wanted else None


def _found(candidate: Candidate) -> dict[str, Any]:
    """What the visit noted, as first words of the nomination."""
    found = {"name": candidate.name, "unit": candidate.organisation, "achievement": candidate.text}
    return {name: value for name, value in found.items() if value}


def _first_values(request: SignedInRequest, campaign: Campaign) -> dict[str, Any]:
    units = permissions.units_to_draft_for(request.user, on=timezone.localdate())
    own = next(iter(units)) if len(units) == 1 else None
    initial: dict[str, Any] = {}
    if own is not None and own != campaign.organisation_id:
        initial["unit"] = selectors.unit_of(own)
    forms = list(campaign.forms.all()[:2])
    if len(forms) == 1:
        initial["form"] = forms[0].pk
    return initial


@login_required
@require_http_methods(["GET", "POST"])
def nomination_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    nomination = selectors.nomination_for(request.user, pk)
    demand(permissions.may_edit(request.user, nomination, on=timezone.localdate()))
    shape = {"campaign": nomination.campaign, "kind": nomination.subject_kind}
    form = NominationForm(request.POST or None, initial=initial_of(nomination), **shape)
    clashes: list[Any] = []
    if request.method == "POST" and form.is_valid():
        stored = nominations.words_of(nomination)
        saved, clashes = save_over(
            request,
            form,
            form.words(),
            stored,
            of=nomination,
            act=lambda words, base: nominations.edit(
                nomination,
                with_unit_names(words, stored, nomination.subject_kind),
                base=base,
                by=request.user,
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("awards:nomination", pk)
        nomination.refresh_from_db()
    context = {
        "form": form,
        "nomination": nomination,
        "campaign": nomination.campaign,
        "clashes": clashes,
        "base": frozen_base(request, nominations.words_of(nomination), of=nomination, clashes=clashes),
    }
    return render(request, "awards/nomination_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def nomination_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    nomination = selectors.nomination_for(request.user, pk)
    if move not in MOVES:
        raise Http404
    form = ReasonForm(request.POST or None, required=move in NEEDS_REASON)
    if request.method == "GET":
        demand(permissions.may_move(request.user, nomination, move, on=timezone.localdate()))
    elif form.is_valid():
        try:
            nominations.advance(nomination, move, by=request.user, reason=form.cleaned_data["reason"])
        except TransitionRefused as refusal:
            if refusal.state in BEFORE_THE_BOARD and not selectors.runs(request.user, nomination.campaign):
                refusal.subject = None  # the last that happened is a member's verdict: not for everybody
            raise
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _("Done: %(verb)s.") % {"verb": MOVES[move]})
            return redirect("awards:nomination", pk)
    context = {
        "nomination": nomination,
        "campaign": nomination.campaign,
        "move": move,
        "verb": MOVES[move],
        "calm": move not in ONWARD,
        "what": WHAT_HAPPENS[move],
        "form": form,
    }
    return render(request, "awards/nomination_move.html", context)


@login_required
@require_GET
def unit_options(request: SignedInRequest) -> HttpResponse:
    """Names for the unit field while one types; on a page of many such fields each name has a prefix."""
    term = next((text for name, text in request.GET.items() if name.rpartition("-")[2] == "unit"), "")
    found = by_name(term, limit=15) if len(term) >= 2 else []
    found.sort(key=lambda unit: unit.ended_on is not None)
    first_of_name = {unit.name: unit for unit in reversed(found)}
    return render(request, "awards/_unit_options.html", {"units": list(first_of_name.values())[::-1]})
