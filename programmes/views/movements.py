"""Movements: the list, one with its readiness and its amendments, entering and moving it, its tree."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, now_stands, saved_over, typed
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.paging import page_of, whole_numbers
from emulation.reasons import ReasonForm
from emulation.serving import stored
from emulation.verdicts import demand
from programmes.forms.movements import (
    AmendmentForm,
    DocumentForm,
    LinkForm,
    MovementFilter,
    MovementForm,
)
from programmes.models import Judgement, Movement, MovementAmendment
from programmes.movement_states import MOVEMENT, MOVEMENT_NEEDS_REASON, MovementState
from programmes.permissions import movements as permissions
from programmes.selectors import movements as selectors
from programmes.selectors.homes import homes
from programmes.services import movements
from programmes.services.movements import MovementTerms, Wording
from programmes.views.pages import home_of
from programmes.views.programmes import initial_of

LIST = gettext_lazy("Emulation movements")
MOVES = {
    "launch": (
        gettext_lazy("Launch the movement"),
        gettext_lazy("The units read it; from now on its words change by numbered amendment only."),
    ),
    "unlaunch": (
        gettext_lazy("Take back the launch"),
        gettext_lazy("The movement is being prepared again; the units no longer read it."),
    ),
    "sum_up": (
        gettext_lazy("Enter that it was summed up"),
        gettext_lazy("The conference on its results was held; it takes no more amendments."),
    ),
    "resume": (gettext_lazy("Take back the summing-up"), gettext_lazy("The movement goes on.")),
    "end": (gettext_lazy("End the movement"), gettext_lazy("Nothing is entered under it any more.")),
    "reopen": (gettext_lazy("Take back the end"), gettext_lazy("The movement is summed up, but not ended.")),
}
"""Each step by its name: the words of its button, and what it does."""


def crumbs_to(movement: Movement | None = None) -> list[tuple[object, str]]:
    crumbs: list[tuple[object, str]] = [(LIST, reverse("programmes:movements"))]
    if movement is not None:
        crumbs.append((movement.name, page_of_movement(movement)))
    return crumbs


def page_of_movement(movement: Movement, part: str = "") -> str:
    return reverse("programmes:movement", args=[movement.pk]) + part


@login_required
@require_GET
def movement_list(request: SignedInRequest) -> HttpResponse:
    bar = MovementFilter(request.GET)
    bar.is_valid()  # what cannot be read is left out and complained of at its field; the rest counts
    wanted = bar.cleaned_data
    parents = whole_numbers(request.GET.getlist("parent"))
    rows = selectors.movement_page(
        request.user,
        term=wanted.get("q", ""),
        state=wanted.get("state", ""),
        level=wanted.get("level", ""),
        year=wanted.get("year"),
        parent=parents[0] if parents else None,
    )
    page = page_of(rows, request.GET)
    context = {
        "page": page,
        "bar": bar,
        "asked": bar.has_changed() or bool(parents),
        "may_enter": bool(homes(request.user)),
    }
    return render(request, "programmes/movement_list.html", context)


@login_required
@require_GET
def movement_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    movement = selectors.movement_for(request.user, pk)
    today = timezone.localdate()
    keeps = selectors.keeps_movement(request.user, movement)
    preparing = movement.state == MovementState.DRAFT
    context = {
        "movement": movement,
        "keeps": keeps,
        "missing": [label for _name, label in selectors.missing_before_launch(movement)] if preparing else [],
        "preparing": preparing,
        "amendments": movement.amendments.select_related("entered_by__person").order_by("-number"),
        "labels": _labels(),
        "aliases": movement.aliases.all(),
        "judgements": movement.judgements.filter(judgement=Judgement.DIFFERENT) if keeps else [],
        "parent": selectors.movements_visible_to(request.user).filter(pk=movement.parent_id).first()
        if movement.parent_id
        else None,
        "children": selectors.movements_visible_to(request.user)
        .filter(parent=movement)
        .order_by("folded", "pk"),
        "programmes": selectors.possible_programmes(request.user)
        .filter(movements=movement)
        .order_by("-from_year", "pk"),
        "moves": _moves_of(request, movement) if keeps else [],
        "may_change": permissions.may_change_movement(request.user, movement, on=today),
        "may_amend": permissions.may_amend_movement(request.user, movement, on=today),
        "may_link": permissions.may_link_movement(request.user, movement, on=today),
        "may_judge": permissions.may_judge_names(request.user, movement, on=today),
        "entries": history_of(movement) if keeps else [],
    }
    return render(request, "programmes/movement_detail.html", context)


def _labels() -> dict[str, object]:
    """The words of the fields an amendment may change."""
    return {name: Movement._meta.get_field(name).verbose_name for name in movements.AMENDABLE}  # type: ignore[union-attr]


def _moves_of(request: SignedInRequest, movement: Movement) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "label": MOVES[name][0],
            "url": reverse("programmes:movement_move", args=[movement.pk, name]),
            "verdict": permissions.may_move_movement(request.user, movement, name, on=today),
            "undoes": name in MOVEMENT_NEEDS_REASON,
        }
        for name in MOVEMENT.moves_from(movement.state)
    ]


@login_required
@require_http_methods(["GET", "POST"])
def movement_new(request: SignedInRequest) -> HttpResponse:
    """Enters a draft for the one body where the user may; several are chosen by `organisation`."""
    home = home_of(request)
    form = MovementForm(typed(request), initial={"level": "PROVINCE", "launcher": home})
    act = Act(
        title=_("Enter a movement"),
        lead=home.name,
        verb=_("Save the draft"),
        back=reverse("programmes:movements"),
        crumbs=crumbs_to(),
        autosave="movement-new",
        said=_("The draft is saved. The page says what is missing before the launch."),
    )

    def enter() -> Movement:
        movement = movements.enter(home, form.terms(), by=request.user)
        act.after = page_of_movement(movement)
        return movement

    return done(request, form, act, enter)


@login_required
@require_http_methods(["GET", "POST"])
def movement_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    movement = selectors.movement_for(request.user, pk)
    demand(permissions.may_change_movement(request.user, movement, on=timezone.localdate()))
    form = MovementForm(typed(request), initial=initial_of(movements.terms_of(movement)))
    act = Act(
        title=_("Change the movement"),
        lead=movement.name,
        verb=_("Save"),
        back=page_of_movement(movement),
        crumbs=crumbs_to(movement),
        autosave=f"movement-{pk}",
        said=_("Saved."),
    )

    def do(terms: MovementTerms, base: MovementTerms) -> Movement:
        return movements.revise(movement, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=movement,
        stored=lambda: movements.terms_of(selectors.movement_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def movement_amend(request: SignedInRequest, pk: int) -> HttpResponse:
    movement = selectors.movement_for(request.user, pk)
    demand(permissions.may_amend_movement(request.user, movement, on=timezone.localdate()))
    form = AmendmentForm(typed(request), initial=initial_of(movements.wording_of(movement)))
    number = movement.amendments.count() + 1
    act = Act(
        title=_("Amendment %(number)s") % {"number": number},
        lead=movement.name,
        verb=_("Enter the amendment"),
        back=page_of_movement(movement),
        crumbs=crumbs_to(movement),
        consequences=[
            _("What changes is kept as amendment %(number)s with its document.") % {"number": number},
            _("An earlier name stays known as a spelling."),
        ],
        said=_("The amendment is entered."),
        after=page_of_movement(movement, "#amendments"),
    )

    def do(wording: Wording, base: Wording) -> MovementAmendment:
        return movements.amend(movement, wording, form.document(), base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=movement,
        stored=lambda: movements.wording_of(selectors.movement_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def movement_link(request: SignedInRequest, pk: int) -> HttpResponse:
    movement = selectors.movement_for(request.user, pk)
    demand(permissions.may_link_movement(request.user, movement, on=timezone.localdate()))
    form = LinkForm(
        typed(request),
        parents=selectors.possible_parents(request.user, movement).order_by("folded", "pk"),
        programmes=selectors.possible_programmes(request.user).order_by("-from_year", "pk"),
        initial={
            "parent": movement.parent_id,
            "programmes": list(movement.programmes.values_list("pk", flat=True)),
        },
    )
    act = Act(
        title=_("What the movement answers to"),
        lead=movement.name,
        verb=_("Save"),
        back=page_of_movement(movement),
        crumbs=crumbs_to(movement),
        said=_("Saved."),
    )
    return done(
        request,
        form,
        act,
        lambda: movements.link(
            movement,
            parent=form.cleaned_data["parent"],
            programmes=list(form.cleaned_data["programmes"]),
            by=request.user,
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def movement_document(request: SignedInRequest, pk: int) -> HttpResponse:
    movement = selectors.movement_for(request.user, pk)
    demand(permissions.may_link_movement(request.user, movement, on=timezone.localdate()))
    form = DocumentForm(typed(request), request.FILES or None, exchanges=movements.exchanges(movement))
    act = Act(
        title=_("Add the launch document"),
        lead=movement.name,
        verb=_("Keep the file"),
        back=page_of_movement(movement),
        crumbs=crumbs_to(movement),
        files=True,
        said=_("The launch document is kept."),
    )

    def keep() -> Movement:
        file = form.cleaned_data["file"]
        reason = form.cleaned_data.get("reason", "")
        return movements.attach_document(
            movement, file=file, filename=file.name, by=request.user, reason=reason
        )

    return done(request, form, act, keep, file_field="file")


@login_required
@require_GET
def movement_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    movement = selectors.movement_for(request.user, pk)
    if not movement.document_file:
        raise Http404
    return stored(movement.document_file, f"phong-trao-{movement.pk}")


@login_required
@require_http_methods(["GET", "POST"])
def movement_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    movement = selectors.movement_for(request.user, pk)
    if move not in MOVES:
        raise Http404
    if movement.state not in MOVEMENT.sources(move):
        raise TransitionRefused(move, movement.state, movement)
    demand(permissions.may_move_movement(request.user, movement, move, on=timezone.localdate()))
    title, what = MOVES[move]
    form = ReasonForm(typed(request), required=move in MOVEMENT_NEEDS_REASON)
    act = Act(
        title=title,
        lead=movement.name,
        verb=title,
        back=page_of_movement(movement),
        crumbs=crumbs_to(movement),
        consequences=[what],
        calm=move in MOVEMENT_NEEDS_REASON,
        said=now_stands(MovementState, MOVEMENT.target(move, movement.state, movement)),
    )
    return done(
        request,
        form,
        act,
        lambda: movements.advance(movement, move, by=request.user, reason=form.cleaned_data["reason"]),
    )


@login_required
@require_GET
def movement_tree(request: SignedInRequest, pk: int) -> HttpResponse:
    movement = selectors.movement_for(request.user, pk)
    context = {"movement": movement, "branches": selectors.cascade(request.user, movement)}
    return render(request, "programmes/movement_tree.html", context)
