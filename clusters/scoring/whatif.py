"""The same ranking under another reading: what a ruling would move. It changes nothing and cannot be published.

Case 002: nine labourers commended of 12, or of 312 labourers and members: two readings of one criterion.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from clusters.scoring.claims import Claim
from clusters.scoring.kinds import Rule
from clusters.scoring.ranking import Ranking, RankingRule, entrant, rank
from clusters.scoring.rounding import rounded
from clusters.scoring.sheets import Group, Leaf, Node, Sheet, leaf_of, scored
from clusters.scoring.totals import Total, Value, Values, column_total
from clusters.scoring.working import Points, Step

Unit = Hashable


@dataclass(frozen=True)
class Scored:
    """A unit with the values that count for it, one a criterion."""

    unit: Unit
    values: Values
    sector: str = ""
    votes: int | None = None
    order: int = 0


@dataclass(frozen=True)
class Reading:
    """Another way to read one criterion; what is None stays as it is.

    rule: another rule; max: another weight (the groups above and the sheet change with it); claims: other answers by
    unit, as with another denominator.
    """

    code: str
    rule: Rule | None = None
    max: Decimal | None = None
    claims: Mapping[Unit, Claim] = field(default_factory=dict)


@dataclass(frozen=True)
class Move:
    """One unit before and after. places are None where it is not ranked; steps show both workings of the criterion."""

    unit: Unit
    place_before: int | None
    place_after: int | None
    total_before: Decimal | None
    total_after: Decimal | None
    before: Mapping[str, Decimal | None]
    after: Mapping[str, Decimal | None]
    steps_before: Mapping[str, tuple[Step, ...]]
    steps_after: Mapping[str, tuple[Step, ...]]

    @property
    def rises(self) -> int:
        """Places won (+) or lost (−); 0 where it was or would be without a place."""
        if self.place_before is None or self.place_after is None:
            return 0
        return self.place_before - self.place_after


@dataclass(frozen=True)
class WhatIf:
    """Both rankings, and every unit's move, in the order of the ranking as it stands."""

    before: Ranking
    after: Ranking
    sheet: Sheet
    moves: tuple[Move, ...]


def what_if(sheet: Sheet, units: Sequence[Scored], rule: RankingRule, readings: Sequence[Reading]) -> WhatIf:
    """The ranking as it is and as it would be.

    A criterion that is read otherwise is scored anew from its claims; points that were typed without an answer are
    kept, or scaled to another weight, and their step says so. Raises KeyError for a code that the sheet has not,
    BadClaim for an answer that is none.
    """
    other = read(sheet, readings)
    peers = {one.code: [claim for unit in units if (claim := _claim(unit, one))] for one in readings}
    results = {
        unit.unit: {one.code: _anew(sheet, other, unit, one, peers[one.code]) for one in readings}
        for unit in units
    }
    changed = [_with(unit, readings, results[unit.unit]) for unit in units]
    before, totals_before = _ranked(sheet, units, rule)
    after, totals_after = _ranked(other, changed, rule)
    was = {unit.unit: _workings(sheet, unit, readings, units) for unit in units}
    order = [place.unit for place in before.places] + [out.unit for out in before.unranked]
    by_unit = {unit.unit: unit for unit in units}
    moves = tuple(
        Move(
            unit=unit,
            place_before=before.place_of(unit),
            place_after=after.place_of(unit),
            total_before=totals_before[unit].points,
            total_after=totals_after[unit].points,
            before={one.code: by_unit[unit].values.get(one.code, Value()).points for one in readings},
            after={code: points.total for code, points in results[unit].items()},
            steps_before=was[unit],
            steps_after={code: points.steps for code, points in results[unit].items()},
        )
        for unit in order
    )
    return WhatIf(before, after, other, moves)


def read(sheet: Sheet, readings: Sequence[Reading]) -> Sheet:
    """The sheet under other readings. A weight changed changes its groups, the base and the total by as much."""
    by_code = {one.code: one for one in readings}
    for code in by_code:
        leaf_of(sheet, code)
    children = tuple(_read(child, by_code) for child in sheet.children)
    more = _heavier(children, sheet.children, "")
    return replace(sheet, children=children, base=sheet.base + more, total=sheet.total + more)


def _read(node: Node, readings: Mapping[str, Reading]) -> Node:
    if isinstance(node, Group):
        children = tuple(_read(child, readings) for child in node.children)
        return replace(node, children=children, max=node.max + _heavier(children, node.children, node.sector))
    one = readings.get(node.code)
    if one is None:
        return node
    return replace(
        node,
        rule=node.rule if one.rule is None else one.rule,
        max=node.max if one.max is None else one.max,
    )


def _heavier(now: Sequence[Node], was: Sequence[Node], sector: str) -> Decimal:
    """By how many points the parts that hold for all became more; the part of one sector is that sector's matter."""
    pairs = zip(now, was, strict=True)
    return sum((new.max - old.max for new, old in pairs if new.sector in ("", sector)), Decimal(0))


def _claim(unit: Scored, reading: Reading) -> Claim | None:
    """The answer under the reading: its own for this unit, else the one that was given."""
    return reading.claims.get(unit.unit) or unit.values.get(reading.code, Value()).claim


def _anew(sheet: Sheet, other: Sheet, unit: Scored, reading: Reading, peers: Sequence[Claim]) -> Points:
    """The points of the unit for the criterion as it is now read."""
    claim = _claim(unit, reading)
    leaf = leaf_of(other, reading.code)
    value = unit.values.get(reading.code, Value())
    if value.na and reading.code not in reading.claims:
        return Points(None, None, (Step("NOT_APPLICABLE"),), na=True)
    if claim is not None and not claim.empty:
        return scored(other, leaf, claim, peers=peers)
    return _typed(sheet, leaf_of(sheet, reading.code), leaf, value)


def _typed(sheet: Sheet, was: Leaf, now: Leaf, value: Value) -> Points:
    """Points that stand without an answer: the rule cannot be asked again, the weight can."""
    if value.points is None:
        return Points(None, None, (Step("NOT_ANSWERED", {"missing": ""}),))
    base, bonus = min(value.points, was.max), max(Decimal(0), value.points - was.max)
    if was.max == now.max or not was.max:
        return Points(base, bonus, (Step("KEPT", {"points": value.points}),))
    scaled = rounded(Fraction(base) * Fraction(now.max) / Fraction(was.max), sheet.rounding)
    facts = {"points_before": base, "standard_before": was.max, "standard": now.max, "points": scaled}
    return Points(scaled, min(bonus, now.bonus_cap), (Step("SCALED", facts),))


def _with(unit: Scored, readings: Sequence[Reading], results: Mapping[str, Points]) -> Scored:
    values = dict(unit.values)
    for one in readings:
        points = results[one.code]
        was = values.get(one.code, Value())
        values[one.code] = replace(was, points=points.total, na=points.na, claim=_claim(unit, one))
    return replace(unit, values=values)


def _ranked(sheet: Sheet, units: Sequence[Scored], rule: RankingRule) -> tuple[Ranking, dict[Unit, Total]]:
    totals = {unit.unit: column_total(sheet, unit.values, sector=unit.sector) for unit in units}
    entrants = [
        entrant(unit.unit, totals[unit.unit], sector=unit.sector, votes=unit.votes, order=unit.order)
        for unit in units
    ]
    return rank(entrants, rule), totals


def _workings(
    sheet: Sheet, unit: Scored, readings: Sequence[Reading], units: Sequence[Scored]
) -> dict[str, tuple[Step, ...]]:
    """How the criterion stood before, where its answer is known."""
    steps = {}
    for one in readings:
        value = unit.values.get(one.code, Value())
        peers = [other.values.get(one.code, Value()).claim for other in units]
        if value.claim is not None and not value.claim.empty:
            known = [peer for peer in peers if peer is not None]
            steps[one.code] = scored(sheet, leaf_of(sheet, one.code), value.claim, peers=known).steps
        elif value.points is not None:
            steps[one.code] = (Step("KEPT", {"points": value.points}),)
    return steps
