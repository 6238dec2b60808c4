"""Rounds of registration: the list, the page of one, preparing and moving it, the units it asks."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, now_stands, saved_over, shown, typed
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.paging import page_of, whole_numbers
from emulation.reasons import ReasonForm
from emulation.verdicts import demand
from programmes.forms.registrations import (
    ExtensionForm,
    NewRoundForm,
    RoundFilter,
    RoundForm,
    UnitForm,
    first_days,
)
from programmes.models import Expected, Round
from programmes.movement_states import ROUND, ROUND_NEEDS_REASON, OverlapState, RoundState
from programmes.permissions import registrations as permissions
from programmes.selectors import registrations as selectors
from programmes.selectors.homes import coordinating_homes
from programmes.selectors.movements import movements_visible_to
from programmes.selectors.overlaps import overlap_counts
from programmes.services import registrations, rounds
from programmes.services.rounds import RoundTerms
from programmes.views.pages import home_of
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
    bar.is_valid()  # what cannot be read is left out and complained of at its field; the rest counts
    wanted = bar.cleaned_data
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
        "asked": bar.has_changed() or bool(answering),
        "lines": [(row, view.coordinates(row.organisation_id)) for row in page.rows],
        "may_enter": bool(coordinating_homes(request.user)),
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
    home = home_of(request, coordinating_homes(request.user) or None)
    demand(permissions.may_enter_round(request.user, home, on=timezone.localdate()))
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
        said=now_stands(RoundState, ROUND.target(move, round_.state, round_)),
    )
    return done(
        request,
        form,
        act,
        lambda: rounds.move_round(round_, move, by=request.user, reason=form.cleaned_data["reason"]),
    )


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
        said=_("The unit is asked no more."),
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
@require_http_methods(["GET", "POST"])
def expected_start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the registration of a unit, empty or as a copy of the one before; by the coordinator from its paper."""
    expected = selectors.expected_for(request.user, pk)
    if request.method == "GET":
        demand(permissions.may_start(request.user, expected, on=timezone.localdate()))
        act = Act(
            title=_("Enter a registration that came on paper"),
            lead=expected.organisation.name,
            verb=_("Begin the registration"),
            back=reverse("programmes:round_board", args=[expected.round_id]),
            crumbs=crumbs_to(expected.round),
            consequences=[_("You write and send it for the unit; the unit reads it once it has an account.")],
        )
        return shown(request, Form(), act)
    registration = registrations.start(expected, by=request.user, copy="copy" in request.POST)
    return redirect("programmes:registration_edit", registration.pk)
