"""What the members said: in writing, for whoever enters it; all of it, once the vote is counted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Campaign, Nomination
from awards.selectors.reviews import ReviewLine, conflicts_of_review, positions_by, results_of
from awards.states import NominationState
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
    """A counted nomination with its numbers and what the members said, agreement without help left out.

    `bound`: names of those who had to stay out; `silent`: of those who gave no verdict. Agreed, not agreed, put
    off, taking no part and silent add up to the seats.
    """

    line: ReviewLine
    outcome: Outcome
    opinions: list[Opinion]
    bound: list[str]
    silent: list[str]

    @property
    def why_deferred(self) -> str:
        """By which rule it is considered later: too few took part, or those who asked for it could have carried it."""
        if self.line.nomination.state != NominationState.DEFERRED:
            return ""
        if not self.outcome.quorate:
            return _("Considered later: too few members gave a verdict.")
        return _(
            "Considered later: with the %(defer)s who asked for that, the %(needed)s needed could be reached."
        ) % {
            "defer": self.outcome.defer,
            "needed": self.outcome.needed,
        }


def told_results(campaign: Campaign, lines: Collection[ReviewLine]) -> list[ResultLine]:
    """The counted lines with their opinions; six queries for any number of lines."""
    if not lines:
        return []
    rows = [line.nomination for line in lines]
    # Who had to stay out is counted by the posts of the day on which the vote was closed.
    closed = campaign.ballot.closed_at if campaign.ballot is not None else None
    hidden = conflicts_of_review(campaign, rows, on=timezone.localdate(closed))
    roll = list(campaign.ballot.roll.order_by("pk")) if campaign.ballot is not None else []
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
            _bound(roll, hidden.get(line.nomination.question.pk, set())),
            _silent(
                roll,
                said.get(line.nomination.question.pk, ()),
                hidden.get(line.nomination.question.pk, set()),
            ),
        )
        for line in lines
        if line.nomination.question is not None and line.nomination.question.result is not None
    ]


def _bound(roll: Collection[RollEntry], out: Collection[int]) -> list[str]:
    return [entry.name for entry in roll if entry.person_id in out]


def _silent(roll: Collection[RollEntry], said: Collection[Position], out: Collection[int]) -> list[str]:
    spoken = {position.member_id for position in said}
    return [entry.name for entry in roll if entry.pk not in spoken and entry.person_id not in out]


def result_counts(user: User, campaign: Campaign) -> list[tuple[str, str, int]]:
    """(state, its word, number of nominations) over all results of the vote, in the order of the states."""
    rows = results_of(user, campaign).order_by().values_list("state")
    counts = dict(rows.annotate(number=Count("pk")))
    return [(state.value, str(state.label), counts[state]) for state in NominationState if state in counts]


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
