"""What the members said, once the vote is counted: for the results page of whoever runs the board."""

from collections.abc import Collection
from dataclasses import dataclass

from awards.selectors.reviews import ReviewLine
from emulation.accounts.models import User
from emulation.ballots.models import Position
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
