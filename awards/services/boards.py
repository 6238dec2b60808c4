"""Setting up a board by its decision, and who sits on it from one day to another."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Board, Seat
from awards.permissions import may_keep_boards
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.organisations.models import Organisation, Person
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@transaction.atomic
def set_up(
    organisation: Organisation, *, name: str, decision_number: str, decision_date: date | None, by: User
) -> Board:
    """Enter a board set up by a decision."""
    demand(may_keep_boards(by, organisation, on=timezone.localdate()))
    board = Board(
        organisation=organisation,
        name=nfc(name).strip(),
        decision_number=nfc(decision_number).strip(),
        decision_date=decision_date,
    )
    board.full_clean()
    board.save()
    record("board.set_up", board, by=by, decision=[None, board.decision_number])
    return board


@transaction.atomic
def revise(board: Board, *, name: str, decision_number: str, decision_date: date | None, by: User) -> Board:
    """Correct the name of a board or the decision that set it up; the newest saving stays, both stand in the log."""
    locked = Board.objects.select_for_update().get(pk=board.pk)
    demand(may_keep_boards(by, locked.organisation, on=timezone.localdate()))
    values = {
        "name": nfc(name).strip(),
        "decision_number": nfc(decision_number).strip(),
        "decision_date": decision_date,
    }
    changes: dict[str, Any] = {
        field: [str(getattr(locked, field) or ""), str(value or "")]
        for field, value in values.items()
        if getattr(locked, field) != value
    }
    if not changes:
        return locked
    for field, value in values.items():
        setattr(locked, field, value)
    locked.full_clean()
    locked.save(update_fields=list(values))
    record("board.revise", locked, by=by, **changes)
    return locked


@transaction.atomic
def seat(board: Board, person: Person, *, role: str, title: str, valid_from: date, by: User) -> Seat:
    """Give a person a seat from a day on; refused while the person sits there already."""
    demand(may_keep_boards(by, board.organisation, on=timezone.localdate()))
    Board.objects.select_for_update().get(pk=board.pk)
    _refuse_overlap(board.seats.filter(person=person).exclude(valid_to__lt=valid_from), person)
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
