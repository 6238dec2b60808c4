"""Boards: who sits on them from one day to another."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from awards import permissions, selectors
from awards.forms.boards import BoardForm, EndSeatForm, PersonSearch, SeatForm
from awards.models import Board, Seat
from awards.services import boards
from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.audit.selectors import history_of
from emulation.clashes import frozen_base, save_over
from emulation.organisations.models import Person
from emulation.organisations.selectors import organisation_of
from emulation.organisations.services import add_person
from emulation.paging import page_of
from emulation.verdicts import demand


@login_required
@require_GET
def board_list(request: SignedInRequest) -> HttpResponse:
    homes = selectors.boards_home(request.user)
    context = {
        "page": page_of(selectors.boards_visible_to(request.user), request.GET),
        "may_set_up": bool(homes),
    }
    return render(request, "awards/board_list.html", context)


@login_required
@require_GET
def board_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    board = selectors.board_for(request.user, pk)
    today = timezone.localdate()
    sitting = selectors.members_on(board, on=today)
    context = {
        "board": board,
        "sitting": sitting,
        "former": selectors.former_members(board, on=today),
        "without_chair": bool(sitting) and not any(place.role == Seat.Role.CHAIR for place in sitting),
        "may_keep": permissions.may_keep_boards(request.user, board.organisation, on=today),
        "entries": history_of(board),
    }
    return render(request, "awards/board_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def board_new(request: SignedInRequest) -> HttpResponse:
    homes = selectors.boards_home(request.user)
    organisation = organisation_of(min(homes)) if homes else None
    if organisation is None:
        raise Http404
    form = BoardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: boards.set_up(organisation, form.terms(), by=request.user))
        if made is not None:
            messages.success(request, _("The board is entered. Now name its members."))
            return redirect("awards:board", made.pk)
    return render(request, "awards/board_form.html", {"form": form, "organisation": organisation})


@login_required
@require_http_methods(["GET", "POST"])
def board_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    board = selectors.board_for(request.user, pk)
    demand(permissions.may_keep_boards(request.user, board.organisation, on=timezone.localdate()))
    stored = boards.terms_of(board)
    form = BoardForm(request.POST or None, initial=asdict(stored))
    clashes: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        saved, clashes = save_over(
            request,
            form,
            form.terms(),
            stored,
            of=board,
            act=lambda terms, base: boards.revise(board, terms, base=base, by=request.user),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("awards:board", pk)
    now = boards.terms_of(selectors.board_for(request.user, pk))
    context = {
        "form": form,
        "board": board,
        "organisation": board.organisation,
        "clashes": clashes,
        "base": frozen_base(request, now, of=board, clashes=clashes),
    }
    return render(request, "awards/board_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def seat_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Find the person by name, or enter a new one; then the seat."""
    board = selectors.board_for(request.user, pk)
    demand(permissions.may_keep_boards(request.user, board.organisation, on=timezone.localdate()))
    search = PersonSearch(request.GET)
    term = search.cleaned_data["q"] if search.is_valid() else ""
    people = selectors.people_for_seats(board, term, on=timezone.localdate())
    form = SeatForm(request.POST or None, people=people, initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        seated = attempt(form, lambda: _seat(board, form.cleaned_data, request))
        if seated is not None:
            messages.success(request, _("Saved."))
            return redirect("awards:board", pk)
    return render(
        request, "awards/seat_form.html", {"form": form, "board": board, "search": search, "term": term}
    )


@transaction.atomic
def _seat(board: Board, cleaned: dict[str, Any], request: SignedInRequest) -> Any:
    person: Person = cleaned.get("person") or add_person(
        cleaned["new_name"], by=request.user, keeper=board.organisation, birth_year=cleaned["new_birth_year"]
    )
    return boards.seat(
        board,
        person,
        role=cleaned["role"],
        title=cleaned["title"],
        valid_from=cleaned["valid_from"],
        by=request.user,
    )


@login_required
@require_http_methods(["GET", "POST"])
def seat_end(request: SignedInRequest, pk: int, seat_pk: int) -> HttpResponse:
    board = selectors.board_for(request.user, pk)
    place = board.seats.select_related("person", "board__organisation").filter(pk=seat_pk).first()
    if place is None:
        raise Http404
    demand(permissions.may_keep_boards(request.user, board.organisation, on=timezone.localdate()))
    form = EndSeatForm(request.POST or None, place=place, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        ended = attempt(form, lambda: boards.end_seat(place, on=form.cleaned_data["on"], by=request.user))
        if ended is not None:
            messages.success(request, _("Saved."))
            return redirect("awards:board", pk)
    return render(request, "awards/seat_end.html", {"form": form, "board": board, "place": place})
