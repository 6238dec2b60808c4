"""What the members said: in writing, for whoever enters it; all of it, once the vote is counted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from awards.models import Nomination
from awards.selectors.reviews import ReviewLine, positions_by
from emulation.accounts.models import User
from emulation.ballots.models import Position, RollEntry
from emulation.ballots.selectors import newest_positions
from emulation.ballots.tally import Outcome


@dataclass(frozen=True)
class Opinion:
    """One member's position; `entered_by` names who typed it when that was not the member."""

    member: str
    value: object
    reason: str
    entered_by: str


@dataclass(frozen=True)
class ResultLine:
    """A counted nomination with its numbers and what the members said, agreement without help left out."""

    line: ReviewLine
    outcome: Outcome
    opinions: list[Opinion]


def told_results(lines: Collection[ReviewLine]) -> list[ResultLine]:
    """The counted lines with their opinions; three queries for any number of lines."""
    questions = [line.nomination.question for line in lines if line.nomination.question is not None]
    said = newest_positions(questions)
    typists = {position.entered_by_id for positions in said.values() for position in positions}
    people = User.objects.filter(pk__in=typists).select_related("person").in_bulk()
    return [
        ResultLine(
            line,
            line.nomination.question.result,
            [
                _opinion(position, people[position.entered_by_id])
                for position in said.get(line.nomination.question.pk, ())
                if position.reason or people[position.entered_by_id].person_id != position.member.person_id
            ],
        )
        for line in lines
        if line.nomination.question is not None and line.nomination.question.result is not None
    ]


def _opinion(position: Position, typist: User) -> Opinion:
    helped = typist.person_id != position.member.person_id
    return Opinion(
        position.member.name,
        position.get_value_display(),
        position.reason,
        str(typist) if helped else "",
    )


@dataclass(frozen=True)
class Entered:
    """A member's newest position as whoever enters opinions may read it: of one given in person no more than that."""

    in_person: bool
    value: object = ""
    reason: str = ""
    entered_by: str = ""
    at: datetime | None = None


def entered_for(entry: RollEntry, rows: Iterable[Nomination]) -> dict[int, Entered]:
    """{question id: what stands there for the member}; four queries for any number of rows."""
    newest = positions_by(entry, rows)
    typists = {position.entered_by_id for position in newest.values()}
    people = User.objects.filter(pk__in=typists).select_related("person").in_bulk()
    return {pk: _entered(position, entry, people[position.entered_by_id]) for pk, position in newest.items()}


def _entered(position: Position, entry: RollEntry, typist: User) -> Entered:
    if typist.person_id == entry.person_id:
        return Entered(in_person=True)
    return Entered(False, position.get_value_display(), position.reason, str(typist), position.at)
