"""Rounds of registration: the list, the page of one, its board, its sums, the units asked, the reminder."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.paging import page_of, whole_numbers
from emulation.reasons import ReasonForm
from emulation.verdicts import Refused, demand
from programmes.forms.registrations import (
    MANY,
    BoardFilter,
    ExtensionForm,
    NewRoundForm,
    RemindForm,
    RoundFilter,
    RoundForm,
    UnitForm,
    first_days,
)
from programmes.models import Expected, Registration, Round
from programmes.movement_states import ROUND, ROUND_NEEDS_REASON, OverlapState, RegistrationState
from programmes.permissions import registrations as permissions
from programmes.selectors import registrations as selectors
from programmes.selectors.movements import homes, movements_visible_to
from programmes.selectors.overlaps import overlap_counts
from programmes.services import registrations, rounds
from programmes.services.registrations import BulkResult
from programmes.services.rounds import RoundTerms
from programmes.views.movements import home_of
from programmes.views.pages import Act, done, saved_over, typed
from programmes.views.programmes import initial_of

LIST = gettext_lazy("Registration for emulation")
MOVES = {
    "open": (
        gettext_lazy("Open the registration"),
        gettext_lazy("The units asked are told and can register until the last day."),
    ),
    "unopen": (
        gettext_lazy("Take back the opening"),
        gettext_lazy("The units no longer see the round; nobody may have begun to register."),
    ),
    "close": (
        gettext_lazy("Close the round"),
        gettext_lazy("Nothing can be written, sent or answered in this round any more."),
    ),
    "reopen": (gettext_lazy("Reopen the round"), gettext_lazy("Units can register and be answered again.")),
}
"""Each step by its name: the words of its button, and what it does."""
NAMED = 10


def crumbs_to(round_: Round | None = None) -> list[tuple[object, str]]:
    crumbs: list[tuple[object, str]] = [(LIST, reverse("programmes:rounds"))]
    if round_ is not None:
        crumbs.append((round_.title, page_of_round(round_)))
    return crumbs


def page_of_round(round_: Round) -> str:
    return reverse("programmes:round", args=[round_.pk])


@login_required
@require_GET
def round_list(request: SignedInRequest) -> HttpResponse:
    bar = RoundFilter(request.GET)
    wanted = bar.cleaned_data if bar.is_valid() else {}
    answering = whole_numbers(request.GET.getlist("movement"))
    rows = selectors.round_page(
        request.user,
        term=wanted.get("q", ""),
        state=wanted.get("state", ""),
        year=wanted.get("year"),
        movement=answering[0] if answering else None,
    )
    page = page_of(rows, request.GET)
    view = selectors.view_of(request.user)
    context = {
        "page": page,
        "bar": bar,
        "lines": [(row, view.coordinates(row.organisation_id)) for row in page.rows],
        "may_enter": bool(homes(request.user)),
    }
    return render(request, "programmes/round_list.html", context)


@login_required
@require_GET
def round_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """For the coordinator the counts and what to do next; for a unit its own registration."""
    round_ = selectors.round_for(request.user, pk)
    today = timezone.localdate()
    runs = selectors.view_of(request.user).coordinates(round_.organisation_id)
    overlaps = overlap_counts(request.user, round_)
    context = {
        "round": round_,
        "runs": runs,
        "counts": selectors.board_counts(round_, on=today) if runs else [],
        "mine": _mine(request, round_),
        "movements": movements_visible_to(request.user).filter(rounds=round_).order_by("folded", "pk"),
        "overlaps": sum(overlaps.values()) - overlaps.get(OverlapState.GONE, 0),
        "overlaps_open": overlaps.get(OverlapState.OPEN, 0),
        "moves": _moves_of(request, round_) if runs else [],
        "may_change": permissions.may_change_round(request.user, round_, on=today),
        "may_remind": permissions.may_remind(request.user, round_, on=today),
        "entries": history_of(round_) if runs else [],
    }
    return render(request, "programmes/round_detail.html", context)


def _mine(request: SignedInRequest, round_: Round) -> list[dict[str, Any]]:
    """The user's own units in the round, each with what it may do now."""
    today = timezone.localdate()
    return [
        {
            "expected": row,
            "label": selectors.STATUS_LABELS[row.status],
            "may_start": permissions.may_start(request.user, row, on=today),
            "earlier": None
            if row.registration_id
            else selectors.earlier_registration(row.organisation, round_),
        }
        for row in selectors.my_expectations(request.user, round_)
    ]


def _moves_of(request: SignedInRequest, round_: Round) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "label": MOVES[name][0],
            "url": reverse("programmes:round_move", args=[round_.pk, name]),
            "verdict": permissions.may_move_round(request.user, round_, name, on=today),
            "primary": name == "open",
        }
        for name in ROUND.moves_from(round_.state)
    ]


@login_required
@require_http_methods(["GET", "POST"])
def round_new(request: SignedInRequest) -> HttpResponse:
    home = home_of(request)
    today = timezone.localdate()
    year = today.year
    form = NewRoundForm(
        typed(request),
        movements=_movements(request),
        initial={
            **first_days(year, today),
            "title": _("Registration for emulation in %(year)s") % {"year": year},
        },
    )
    act = Act(
        title=_("Prepare a round of registration"),
        lead=home.name,
        verb=_("Save"),
        back=reverse("programmes:rounds"),
        crumbs=crumbs_to(),
        autosave="round-new",
        said=_("The round is prepared; the units see it once it is opened."),
    )

    def enter() -> Round:
        round_ = rounds.enter_round(home, form.terms(), by=request.user, kinds=form.cleaned_data["kinds"])
        act.after = page_of_round(round_)
        return round_

    return done(request, form, act, enter)


def _movements(request: SignedInRequest) -> Any:
    return movements_visible_to(request.user).exclude(state="ended").order_by("folded", "pk")


@login_required
@require_http_methods(["GET", "POST"])
def round_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    round_ = selectors.coordinated_round(request.user, pk)
    demand(permissions.may_change_round(request.user, round_, on=timezone.localdate()))
    form = RoundForm(
        typed(request),
        movements=_movements(request) | movements_visible_to(request.user).filter(rounds=round_),
        initial=initial_of(rounds.round_terms_of(round_)),
    )
    act = Act(
        title=_("Change the round"),
        lead=round_.title,
        verb=_("Save"),
        back=page_of_round(round_),
        crumbs=crumbs_to(round_),
        autosave=f"round-{pk}",
        said=_("Saved."),
    )

    def do(terms: RoundTerms, base: RoundTerms) -> Round:
        return rounds.revise_round(round_, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=round_,
        stored=lambda: rounds.round_terms_of(selectors.round_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def round_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    round_ = selectors.coordinated_round(request.user, pk)
    if move not in MOVES:
        raise Http404
    if round_.state not in ROUND.sources(move):
        raise TransitionRefused(move, round_.state, round_)
    demand(permissions.may_move_round(request.user, round_, move, on=timezone.localdate()))
    title, what = MOVES[move]
    form = ReasonForm(typed(request), required=move in ROUND_NEEDS_REASON)
    act = Act(
        title=title,
        lead=round_.title,
        verb=title,
        back=page_of_round(round_),
        crumbs=crumbs_to(round_),
        consequences=[what],
        calm=move != "open",
        said=_("Done."),
    )
    return done(
        request,
        form,
        act,
        lambda: rounds.move_round(round_, move, by=request.user, reason=form.cleaned_data["reason"]),
    )


# --- the board


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
    wanted = bar.cleaned_data if bar.is_valid() else {}
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
    response = HttpResponse(
        data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="dang-ky-{round_.year}-{round_.pk}.xlsx"'
    return response


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
    """What all units together aim at: approximate and unsaid values apart from the exact ones."""
    round_ = selectors.coordinated_round(request.user, pk)
    context = {
        "round": round_,
        "targets": selectors.target_sums(round_),
        "titles": selectors.title_sums(round_),
        "counts": selectors.board_counts(round_, on=timezone.localdate()),
    }
    return render(request, "programmes/round_sums.html", context)


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
        "unreached": [row for row in rows if row.obstacle],
    }
    return render(request, "programmes/round_remind.html", context)


# --- the units asked


@login_required
@require_http_methods(["GET", "POST"])
def round_expect(request: SignedInRequest, pk: int) -> HttpResponse:
    round_ = selectors.coordinated_round(request.user, pk)
    demand(permissions.may_change_round(request.user, round_, on=timezone.localdate()))
    form = UnitForm(typed(request))
    act = Act(
        title=_("Ask another unit to register"),
        lead=round_.title,
        verb=_("Add the unit"),
        back=reverse("programmes:round_board", args=[pk]),
        crumbs=crumbs_to(round_),
        said=_("The unit is asked to register."),
    )
    return done(
        request, form, act, lambda: rounds.expect(round_, [form.cleaned_data["unit"]], by=request.user)
    )


def _expected(request: SignedInRequest, pk: int) -> Expected:
    """An expected unit, for who coordinates its round."""
    expected = selectors.expected_for(request.user, pk)
    selectors.coordinated_round(request.user, expected.round_id)
    demand(permissions.may_change_round(request.user, expected.round, on=timezone.localdate()))
    return expected


@login_required
@require_http_methods(["GET", "POST"])
def expected_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    expected = _expected(request, pk)
    form = ReasonForm(typed(request), required=True)
    act = Act(
        title=_("Ask this unit no more"),
        lead=expected.organisation.name,
        verb=_("Ask it no more"),
        back=reverse("programmes:round_board", args=[expected.round_id]),
        crumbs=crumbs_to(expected.round),
        consequences=[_("The unit is no longer counted as missing; its reason stays in the record.")],
        calm=True,
        said=_("Done."),
    )
    return done(
        request,
        form,
        act,
        lambda: rounds.expect_no_more(expected, by=request.user, reason=form.cleaned_data["reason"]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def expected_extend(request: SignedInRequest, pk: int) -> HttpResponse:
    expected = _expected(request, pk)
    form = ExtensionForm(typed(request))
    act = Act(
        title=_("Give a later last day"),
        lead=expected.organisation.name,
        verb=_("Save"),
        back=reverse("programmes:round_board", args=[expected.round_id]),
        crumbs=crumbs_to(expected.round),
        consequences=[
            _("Only for this unit; its last day is now %(day)s.") % {"day": f"{expected.last_day:%d/%m/%Y}"}
        ],
        said=_("The unit is told its new last day."),
    )
    return done(
        request,
        form,
        act,
        lambda: rounds.extend(
            expected, to=form.cleaned_data["to"], by=request.user, reason=form.cleaned_data["reason"]
        ),
    )


@login_required
@require_POST
def expected_start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the registration of a unit, empty or as a copy of the one before."""
    expected = selectors.expected_for(request.user, pk)
    registration = registrations.start(expected, by=request.user, copy="copy" in request.POST)
    return redirect("programmes:registration_edit", registration.pk)
