"""Boards a person may see, and who sits on them."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from awards.models import Board, Seat
from awards.offices import MAY_RUN_BOARD
from awards.selectors.viewpoint import viewpoint
from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.organisations.models import Person, Post
from emulation.organisations.selectors import held_on, people_within, subtree
from emulation.vietnamese import fold

MOST_FOUND = 20


def boards_visible_to(user: User) -> QuerySet[Board]:
    """Boards of the organisations in scope, and those the person sits on."""
    view = viewpoint(user)
    rows = Board.objects.filter(Q(organisation_id__in=view.standing.places) | Q(pk__in=view.boards))
    return rows.select_related("organisation").order_by("name", "pk")


def board_for(user: User, pk: int) -> Board:
    found = boards_visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def boards_home(user: User) -> frozenset[int]:
    """Organisations for which the user may set up boards."""
    return organisations_where(user, MAY_RUN_BOARD, timezone.localdate())


def former_members(board: Board, *, on: date) -> list[Seat]:
    """Seats that ended before the day, the latest first."""
    return list(board.seats.filter(valid_to__lt=on).select_related("person").order_by("-valid_to", "pk"))


def people_for_seats(board: Board, term: str, *, on: date) -> QuerySet[Person]:
    """People of the organisation, below it, or ever on its boards, whose name holds the words of `term`.

    Each with `posts_held` on the day; none for no term.
    """
    if not term.strip():
        return Person.objects.none()
    places = subtree([board.organisation_id]).values("pk")
    held = Post.objects.filter(held_on(on)).select_related("organisation").order_by("pk")
    sat = Seat.objects.filter(board__organisation_id=board.organisation_id).values("person")
    near = Person.objects.filter(Q(pk__in=people_within(places).values("pk")) | Q(pk__in=sat))
    for word in fold(term).split():
        near = near.filter(search__contains=word)
    found = list(near.order_by("sort_key", "pk").values_list("pk", flat=True)[:MOST_FOUND])
    rows = Person.objects.filter(pk__in=found).prefetch_related(Prefetch("posts", held, to_attr="posts_held"))
    return rows.order_by("sort_key", "pk")
