"""Setting up a board by its decision, and who sits on it from one day to another."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Board, Seat
from awards.permissions import may_keep_boards
from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.merging import merge
from emulation.organisations.models import Organisation, Person
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@dataclass(frozen=True)
class BoardTerms:
    """What is typed into a board: its name, and the decision that set it up."""

    name: str
    decision_number: str = ""
    decision_date: date | None = None


@transaction.atomic
def set_up(organisation: Organisation, terms: BoardTerms, *, by: User) -> Board:
    """Enter a board set up by a decision."""
    hold(organisation.pk)
    demand(may_keep_boards(by, organisation, on=timezone.localdate()))
    board = Board(organisation=organisation, **_values(terms))
    board.full_clean()
    board.save()
    record("board.set_up", board, by=by, decision=[None, board.decision_number])
    return board


def _values(terms: BoardTerms) -> dict[str, Any]:
    """Field by field, as kept."""
    values = {name: getattr(terms, name) for name in BoardTerms.__dataclass_fields__}
    return {name: nfc(value).strip() if isinstance(value, str) else value for name, value in values.items()}


def terms_of(board: Board) -> BoardTerms:
    """What is typed into the board, as stored now."""
    return BoardTerms(**{name: getattr(board, name) for name in BoardTerms.__dataclass_fields__})


@transaction.atomic
def revise(board: Board, terms: BoardTerms, *, base: BoardTerms, by: User) -> Board:
    """Correct the name of a board or the decision that set it up; `base` is what the person saw when beginning.

    Raises merging.Clash for the fields that somebody else changed meanwhile.
    """
    hold(board.organisation_id)
    locked = Board.objects.select_for_update().get(pk=board.pk)
    demand(may_keep_boards(by, locked.organisation, on=timezone.localdate()))
    stored = _values(terms_of(locked))
    values = merge(_values(base), _values(terms), stored)
    changes: dict[str, Any] = {
        name: [str(stored[name] or ""), str(value or "")]
        for name, value in values.items()
        if stored[name] != value
    }
    if not changes:
        return locked
    for name, value in values.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save(update_fields=list(values))
    record("board.revise", locked, by=by, **changes)
    return locked


@transaction.atomic
def seat(board: Board, person: Person, *, role: str, title: str, valid_from: date, by: User) -> Seat:
    """Give a person a seat from a day on; refused while the person sits there already."""
    hold(board.organisation_id)
    demand(may_keep_boards(by, board.organisation, on=timezone.localdate()))
    Board.objects.select_for_update().get(pk=board.pk)
    # One person may stand in the register twice; twice on a roll they would move the base of every share.
    same = Q(person=person) | Q(person__search=person.search, person__birth_year=person.birth_year)
    if person.birth_year is None:
        same |= Q(person__search=person.search)
    _refuse_overlap(board.seats.filter(same).exclude(valid_to__lt=valid_from), person)
    row = Seat(board=board, person=person, role=role, title=nfc(title).strip(), valid_from=valid_from)
    row.full_clean()
    row.save()
    record(
        "board.seat", board, by=by, member=[None, person.full_name], valid_from=[None, valid_from.isoformat()]
    )
    return row


def _refuse_overlap(others: QuerySet[Seat], person: Person) -> None:
    # Two seats open on one day would put the person on a vote's list of members twice.
    if others.exists():
        raise Refused(_("%(name)s sits on this board on that day already.") % {"name": person.full_name})


@transaction.atomic
def end_seat(place: Seat, *, on: date, by: User) -> Seat:
    """The last day on which the person sits there; a vote already open keeps its frozen list."""
    hold(place.board.organisation_id)
    demand(may_keep_boards(by, place.board.organisation, on=timezone.localdate()))
    Board.objects.select_for_update().get(pk=place.board_id)
    locked = Seat.objects.select_related("board", "person").get(pk=place.pk)
    if on < locked.valid_from:
        raise Refused(_("The last day lies before the first."))
    later = Seat.objects.filter(board=locked.board, person=locked.person, valid_from__gt=locked.valid_from)
    _refuse_overlap(later.filter(valid_from__lte=on), locked.person)
    before, locked.valid_to = locked.valid_to, on
    locked.full_clean()
    locked.save(update_fields=["valid_to"])
    record(
        "board.end_seat",
        locked.board,
        by=by,
        member=[None, locked.person.full_name],
        valid_to=[before.isoformat() if before else None, on.isoformat()],
    )
    return locked
