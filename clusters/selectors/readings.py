"""A criterion under several readings: everyone's points and place under each. It reads scores and changes none.

While members score each other the peer scores stay out of it, for everybody: a total would tell them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from clusters.models import Criterion, ScoreCard, ScoreValue, Season, Seat
from clusters.scoring import (
    Claim,
    Column,
    Leaf,
    Move,
    Ranking,
    Reading,
    Rule,
    Step,
    newest,
    rule_of,
    what_if,
)
from clusters.scoring import Scored as Unit
from clusters.selectors.cards import Scored
from clusters.selectors.standings import Entry, entries_of, rule_of_season
from clusters.states import CROSS_SCORING_CLOSED


@dataclass(frozen=True)
class Read:
    """One reading of one criterion. params: None leaves the rule as it is; claims: answers by the id of a seat."""

    code: str
    params: Mapping[str, Any] | None = None
    max: Decimal | None = None
    claims: Mapping[int, Claim] = field(default_factory=dict)


@dataclass(frozen=True)
class Side:
    """A member under one reading. known: its own number is given; otherwise what stands on its card counts on."""

    claim: Claim | None
    points: Decimal | None
    steps: tuple[Step, ...]
    place: int | None
    total: Decimal | None
    known: bool


@dataclass(frozen=True)
class Line:
    """A member under two readings. rises: places won by the second."""

    seat: Seat
    first: Side
    second: Side

    @property
    def rises(self) -> int:
        if self.first.place is None or self.second.place is None:
            return 0
        return self.first.place - self.second.place


def shown_columns(season: Season) -> tuple[Column, ...]:
    """The columns that may enter a trial: without the peer scores until they are seen by all."""
    hidden = season.state not in CROSS_SCORING_CLOSED
    return tuple(column for column in Column if not (hidden and column is Column.CROSS))


@dataclass
class Trials:
    """A season as it stands, on which readings are tried; its scores are read once. Three queries."""

    season: Season
    scored: Scored
    entries: list[Entry]

    @classmethod
    def of(cls, season: Season, *, on: date) -> "Trials":
        """Raises Http404 where the season has no sheet."""
        scored = Scored.of(season)
        entries = entries_of(season, provisional=True, on=on, scored=scored, answers=True)
        return cls(season, scored, entries)

    @property
    def has_scores(self) -> bool:
        return any(entry.has_card for entry in self.entries)

    @property
    def seats(self) -> list[Seat]:
        return [entry.seat for entry in self.entries]

    def leaf(self, code: str) -> Leaf:
        return self.scored.leaves[code]

    def standing_claims(self, code: str) -> dict[int, Claim]:
        """{seat: the answer that counts now} of the members that gave one."""
        found = {}
        for entry in self.entries:
            claim = newest(_seen(self.season, entry), code)[1].claim if entry.has_card else None
            if claim is not None and not claim.empty:
                found[entry.seat.pk] = claim
        return found

    def tried(self, reads: Sequence[Read]) -> "Tried":
        """The ranking as it stands and as it would be. Raises BadRule, BadClaim."""
        readings = [
            Reading(one.code, rule=self._rule(one), max=one.max, claims=dict(one.claims.items()))
            for one in reads
        ]
        codes = self.scored.leaves
        units = [
            Unit(
                entry.seat.pk,
                {code: newest(_seen(self.season, entry), code)[1] for code in codes}
                if entry.has_card
                else {},
                sector=entry.seat.sector,
                order=entry.seat.order,
            )
            for entry in self.entries
        ]
        found = what_if(self.scored.sheet, units, rule_of_season(self.season), readings)
        moves = {int(str(move.unit)): move for move in found.moves}
        return Tried(self, tuple(reads), found.before, found.after, moves)

    def _rule(self, one: Read) -> Rule | None:
        criterion = self.scored.by_code[one.code]
        if one.params is None:
            return None
        return rule_of(criterion.kind, one.params, bonus_cap=criterion.bonus_cap)


def _seen(season: Season, entry: Entry) -> dict[Column, Any]:
    columns = shown_columns(season)
    return {column: values for column, values in entry.columns.items() if column in columns}


@dataclass(frozen=True)
class Tried:
    """What came of a trial: both rankings, and each member's move by the id of its seat."""

    trials: Trials
    reads: tuple[Read, ...]
    before: Ranking
    after: Ranking
    moves: dict[int, Move]

    def side(self, seat: Seat, code: str, claims: Mapping[int, Claim]) -> Side:
        """The member under the reading that was tried; its place only where the members have scores at all."""
        move = self.moves[seat.pk]
        ranked = self.trials.has_scores
        return Side(
            claim=claims.get(seat.pk),
            points=move.after.get(code),
            steps=move.steps_after.get(code, ()),
            place=move.place_after if ranked else None,
            total=move.total_after if ranked else None,
            known=seat.pk in claims,
        )


def beside(trials: Trials, first: Read, second: Read) -> list[Line]:
    """Every member under two readings of one criterion, in the order of the list."""
    one, other = trials.tried([first]), trials.tried([second])
    return [
        Line(seat, one.side(seat, first.code, first.claims), other.side(seat, second.code, second.claims))
        for seat in trials.seats
    ]


@dataclass(frozen=True)
class Waiting:
    """A ruling in force and the members whose number under it is not known: «chưa có số liệu»."""

    criterion: Criterion
    ruling: int
    seats: list[Seat]


def waiting_for_figures(season: Season) -> list[Waiting]:
    """The rulings that lack a member's number: its appraised and final cells are empty or older. Three queries."""
    if not season.readings or season.sheet_id is None:
        return []
    criteria = season.sheet.criteria.filter(code__in=season.readings) if season.sheet else []
    cards = ScoreCard.objects.filter(seat__season=season, seat__left_on=None).select_related("seat")
    by_card = {card.pk: card.seat for card in cards.order_by("seat__order", "seat__pk")}
    rows = ScoreValue.objects.filter(
        card_id__in=by_card, replaced_by=None, column__in=[Column.APPRAISED, Column.FINAL]
    ).filter(criterion__in=[one.pk for one in criteria])
    newest_at: dict[tuple[int, int], datetime] = {}
    for row in rows:
        if not row.empty:
            key = (row.card_id, row.criterion_id)
            newest_at[key] = max(row.at, newest_at.get(key, row.at))
    found = []
    for one in criteria:
        told = season.readings[one.code]
        since = datetime.fromisoformat(told["since"])
        seats = [
            seat for card, seat in by_card.items() if not (at := newest_at.get((card, one.pk))) or at < since
        ]
        if seats:
            found.append(Waiting(one, told["ruling"], seats))
    return found
