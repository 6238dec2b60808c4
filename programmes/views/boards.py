"""The board of a round: where each unit is, its workbook, its sums, accepting many, the reminder."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.acts import typed
from emulation.paging import page_of, whole_numbers
from emulation.serving import download
from emulation.verdicts import Refused, demand
from programmes.forms.registrations import (
    MANY,
    BoardFilter,
    RemindForm,
)
from programmes.models import Registration, Round
from programmes.movement_states import RegistrationState
from programmes.permissions import registrations as permissions
from programmes.selectors import registrations as selectors
from programmes.selectors import sums
from programmes.selectors.registrations import Recipient
from programmes.services import registrations, rounds
from programmes.services.registrations import BulkResult

NAMED = 10


@login_required
@require_GET
def round_board(request: SignedInRequest, pk: int) -> HttpResponse:
    round_ = selectors.coordinated_round(request.user, pk)
    today = timezone.localdate()
    bar, rows = _filtered(request, round_)
    page = page_of(rows, request.GET)
    context = {
        "round": round_,
        "bar": bar,
        "page": page,
        "lines": [(row, selectors.STATUS_LABELS[row.status]) for row in page.rows],
        "counts": selectors.board_counts(round_, on=today),
        "may_change": permissions.may_change_round(request.user, round_, on=today),
        "may_remind": permissions.may_remind(request.user, round_, on=today),
        "acts": _bulk_acts(request, round_),
        "today": today,
    }
    return render(request, "programmes/round_board.html", context)


def _filtered(request: SignedInRequest, round_: Round) -> tuple[BoardFilter, Any]:
    bar = BoardFilter(request.GET)
    bar.is_valid()  # what cannot be read is left out and complained of at its field; the rest counts
    wanted = bar.cleaned_data
    rows = selectors.board_page(
        round_, on=timezone.localdate(), term=wanted.get("q", ""), status=wanted.get("state", "")
    )
    return bar, rows


def _bulk_acts(request: SignedInRequest, round_: Round) -> list[dict[str, Any]]:
    example = Registration(round=round_, state=RegistrationState.SENT)
    if not permissions.may_move(request.user, example, "accept", on=timezone.localdate()):
        return []
    return [{"name": "act", "value": "accept", "label": _("Accept"), "primary": True}]


@login_required
@require_GET
def round_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The board as filtered, to its last row, with the filter and the date in its head."""
    from emulation.spreadsheets.writing import write_table  # openpyxl: only who writes a workbook pays for it

    round_ = selectors.coordinated_round(request.user, pk)
    bar, rows = _filtered(request, round_)
    lines = [
        [
            place,
            row.organisation.name,
            str(selectors.STATUS_LABELS[row.status]),
            row.last_day,
            timezone.localdate(row.sent_at) if row.sent_at else None,
            row.reminded_on,
        ]
        for place, row in enumerate(rows, start=1)
    ]
    told = [
        f"{bar.fields[name].label}: {_shown(name, value)}"
        for name, value in bar.cleaned_data.items()
        if value
    ]
    data = write_table(
        title=round_.title,
        unit=round_.organisation.name,
        filters="; ".join(told),
        on=timezone.localdate(),
        header=[_("No."), _("Unit"), _("State"), _("Last day"), _("Sent on"), _("Reminded on")],
        rows=lines,
    )
    return download(data, f"dang-ky-{round_.year}-{round_.pk}.xlsx")


def _shown(name: str, value: str) -> object:
    return selectors.STATUS_LABELS[value] if name == "state" else value


@login_required
@require_POST
def round_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """First post: which of the chosen rows would be accepted; second: those very versions are."""
    round_ = selectors.coordinated_round(request.user, pk)
    if "confirmed" in request.POST:
        read = _read_versions(request.POST.getlist("read"))
        result = registrations.accept_many(round_, read, by=request.user)
        _tell_result(request, result)
        return redirect(f"{reverse('programmes:round_board', args=[pk])}?state={RegistrationState.SENT}")
    ids = whole_numbers(request.POST.getlist("ids"))
    rows = list(
        selectors.registrations_visible_to(request.user)
        .filter(round=round_, pk__in=ids)
        .select_related("round__organisation", "organisation")
        .order_by("organisation__sort_key", "pk")
    )
    verdicts = permissions.may_accept_each(request.user, rows, on=timezone.localdate())
    context = {
        "round": round_,
        "possible": [row for row, verdict in verdicts if verdict],
        "refused": [(row, verdict.reason) for row, verdict in verdicts if not verdict],
    }
    return render(request, "programmes/round_accept.html", context)


def _read_versions(texts: list[str]) -> dict[int, int]:
    """{id: number of the revision} of what the confirmation page showed, written "id:number"."""
    pairs = [whole_numbers(text.split(":")) for text in texts]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _tell_result(request: SignedInRequest, result: BulkResult) -> None:
    if result.done:
        messages.success(request, _("%(count)s registrations were accepted.") % {"count": len(result.done)})
    if result.skipped:
        named = "; ".join(f"{row.organisation.name} ({reason})" for row, reason in result.skipped[:NAMED])
        more = " …" if len(result.skipped) > NAMED else ""
        messages.warning(
            request,
            _("%(count)s registrations were left out: %(names)s")
            % {"count": len(result.skipped), "names": named + more},
        )


@login_required
@require_GET
def round_sums(request: SignedInRequest, pk: int) -> HttpResponse:
    """What all units together aim at: approximate and unsaid values apart from the exact, joint work once."""
    round_ = selectors.coordinated_round(request.user, pk)
    joint = sums.joint_cases(round_)
    context = {
        "round": round_,
        "joint": joint,
        "targets": sums.target_sums(round_, joint),
        "titles": sums.title_sums(round_),
        "counts": selectors.board_counts(round_, on=timezone.localdate()),
    }
    return render(request, "programmes/round_sums.html", context)


def _by_obstacle(rows: Iterable[Recipient]) -> dict[str, list[str]]:
    """{why they are not reached: the names of the units}; the sentence is said once for all of them."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(str(row.obstacle), []).append(row.expected.organisation.name)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def round_remind(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who would be reminded and who cannot be reached; more than MANY want a typed word."""
    round_ = selectors.coordinated_round(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_remind(request.user, round_, on=today))
    rows = selectors.recipients(round_, on=today)
    reached = [row for row in rows if not row.obstacle]
    form = RemindForm(typed(request), many=len(reached) > MANY)
    if request.method == "POST" and form.is_valid():
        shown = whole_numbers(request.POST.getlist("units"))
        try:
            result = rounds.remind(round_, by=request.user, units=shown)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _("%(count)s units were reminded.") % {"count": len(result.told)})
            return redirect(f"{reverse('programmes:round_board', args=[pk])}?state={selectors.NOT_SENT}")
    context = {
        "round": round_,
        "form": form,
        "reached": reached,
        "unreached": _by_obstacle(row for row in rows if row.obstacle),
    }
    return render(request, "programmes/round_remind.html", context)
