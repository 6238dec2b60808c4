"""Totals of one unit on one sheet: four columns that never overwrite each other, and what is still missing.

Nothing is rounded here: leaves are rounded, so sums of leaves are exact, group by group and over the sheet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from clusters.scoring.claims import Claim
from clusters.scoring.earning import falls
from clusters.scoring.fault import Fault
from clusters.scoring.kinds import ZERO, Effect, Gate
from clusters.scoring.rounding import plain, rounded
from clusters.scoring.sheets import Leaf, Node, NotApplicable, Sheet, gates_of, holds_for, leaves_below
from clusters.scoring.weighing import weights


class Column(StrEnum):
    """Who scored: the unit, its peer (chấm chéo), the assisting team, the council. None changes another."""

    SELF = "SELF"
    CROSS = "CROSS"
    APPRAISED = "APPRAISED"
    FINAL = "FINAL"


NEWEST_FIRST = (Column.FINAL, Column.APPRAISED, Column.CROSS, Column.SELF)


@dataclass(frozen=True)
class Value:
    """What stands in one column for one criterion. points: base and bonus together; None is empty, 0 is a score.

    A gate's value is its claim (yes or no). `na`: not applicable, with the reason; it is approved by standing in the
    column that counts.
    """

    points: Decimal | None = None
    na: bool = False
    claim: Claim | None = None
    reason: str = ""

    @property
    def empty(self) -> bool:
        return self.points is None and not self.na


EMPTY = Value()
Values = Mapping[str, Value]
Columns = Mapping[Column, Values]


def value_faults(sheet: Sheet, leaf: Leaf, value: Value) -> list[Fault]:
    """What forbids a typed value: out of its bounds, more places than the sheet has, "not applicable" without why."""
    faults = []
    if value.na and not value.reason.strip():
        faults.append(Fault(leaf.code, "reason", "REASON_NEEDED"))
    if value.na and leaf.is_gate:
        faults.append(Fault(leaf.code, "na", "GATE_ALWAYS_APPLIES"))
    if value.points is None:
        return faults
    facts = {"found": plain(value.points), "least": plain(leaf.least), "most": plain(leaf.most)}
    if not leaf.least <= value.points <= leaf.most:
        faults.append(Fault(leaf.code, "points", "OUT_OF_BOUNDS", facts))
    if rounded(value.points, sheet.rounding) != value.points:
        faults.append(Fault(leaf.code, "points", "TOO_MANY_PLACES", {"decimals": str(sheet.decimals)}))
    return faults


@dataclass(frozen=True)
class Knock:
    """A gate that fell: what it does to the unit, and the words of the criterion with the reason given."""

    code: str
    text: str
    effect: Effect
    points: Decimal = ZERO
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One criterion in a total.

    base: what counts, None where nothing is known or nothing applies; entered: base as it stood in the column, before
    points were redistributed; possible: the standard points this unit can have here; column: where it came from.
    """

    leaf: Leaf
    entered: Decimal | None
    base: Decimal | None
    bonus: Decimal
    possible: Decimal
    na: bool = False
    column: Column | None = None

    @property
    def provisional(self) -> bool:
        return self.column not in (None, Column.FINAL)


@dataclass(frozen=True)
class GroupTotal:
    """A group's sum over its lines; base None where none of them has points. bonus: after the group's own cap."""

    base: Decimal | None
    bonus: Decimal
    possible: Decimal
    missing: tuple[str, ...] = ()

    @property
    def points(self) -> Decimal | None:
        return None if self.base is None else self.base + self.bonus


@dataclass(frozen=True)
class Total:
    """What a unit has on a sheet.

    base, bonus: after caps; bonus_lost: cut off by them; deducted: by gates (0 or more); possible: standard points of
    the criteria that apply, bonus apart. missing: criteria without a value, whose points are in no sum; provisional:
    those whose value is not the final one. comparable: (points, possible) of what sectors may be compared by, less what
    gates took.
    """

    lines: tuple[Line, ...]
    groups: Mapping[str, GroupTotal]
    base: Decimal | None
    bonus: Decimal
    bonus_lost: Decimal
    deducted: Decimal
    possible: Decimal
    comparable: tuple[Decimal | None, Decimal]
    missing: tuple[str, ...] = ()
    provisional: tuple[str, ...] = ()
    knocks: tuple[Knock, ...] = ()

    @property
    def points(self) -> Decimal | None:
        """The total; None where not one criterion has points: nothing is not 0."""
        return None if self.base is None else self.base + self.bonus - self.deducted

    @property
    def share(self) -> Fraction | None:
        """Points over points possible, exact; None where there are none of either."""
        if self.points is None or not self.possible:
            return None
        return Fraction(self.points) / Fraction(self.possible)

    @property
    def complete(self) -> bool:
        return not self.missing


def column_total(sheet: Sheet, values: Values, *, sector: str = "", column: Column | None = None) -> Total:
    """The total of one column alone; `column` names it, so that all but FINAL is marked provisional."""
    return _total(sheet, {code: (column, value) for code, value in values.items()}, sector)


def standing_total(sheet: Sheet, columns: Columns, *, sector: str = "") -> Total:
    """The total as far as it is known: final, else appraised, else cross, else self, each leaf marked with its column.

    What is not final is in `provisional`: such a total is shown, never published.
    """
    codes = {code for values in columns.values() for code in values}
    return _total(sheet, {code: newest(columns, code) for code in codes}, sector)


def newest(columns: Columns, code: str) -> tuple[Column | None, Value]:
    """The value that counts for one criterion, and its column; (None, EMPTY) where every column is empty."""
    for column in NEWEST_FIRST:
        value = columns.get(column, {}).get(code, EMPTY)
        if not value.empty or (value.claim is not None and value.claim.yes is not None):
            return column, value
    return None, EMPTY


def unfinished(sheet: Sheet, final: Values, *, sector: str = "") -> tuple[str, ...]:
    """The criteria and gates that lack a final value: nothing is published before this is empty."""
    return column_total(sheet, final, sector=sector, column=Column.FINAL).missing


Chosen = Mapping[str, tuple[Column | None, Value]]


def _total(sheet: Sheet, chosen: Chosen, sector: str) -> Total:
    leaves = leaves_below(sheet, sector)
    values = {leaf.code: chosen.get(leaf.code, (None, EMPTY)) for leaf in leaves}
    away = frozenset(code for code, (_, value) in values.items() if value.na)
    counted = weights(sheet, away, sector)
    lines = tuple(_line(sheet, leaf, *values[leaf.code], counted[leaf.code]) for leaf in leaves)
    groups: dict[str, GroupTotal] = {}
    by_code = {line.leaf.code: line for line in lines}
    within = [_sum_up(child, by_code, sector, groups) for child in sheet.children if holds_for(child, sector)]
    whole = _added(within)
    bonus = min(whole.bonus, sheet.bonus_cap)
    gates = gates_of(sheet, sector)
    knocks, unanswered = _knocks(gates, chosen)
    deducted = sum((knock.points for knock in knocks), ZERO)
    return Total(
        lines=lines,
        groups=groups,
        base=whole.base,
        bonus=bonus,
        bonus_lost=sum((line.bonus for line in lines), ZERO) - bonus,
        deducted=deducted,
        possible=whole.possible,
        comparable=_comparable(lines, deducted),
        missing=(*whole.missing, *unanswered),
        provisional=_provisional(lines, gates, chosen),
        knocks=knocks,
    )


def _line(sheet: Sheet, leaf: Leaf, column: Column | None, value: Value, weight: Decimal) -> Line:
    if value.na:
        given = weight if sheet.not_applicable is NotApplicable.STANDARD_POINTS else None
        return Line(leaf, None, given, ZERO, weight, True, column)
    if value.points is None:
        return Line(leaf, None, None, ZERO, weight)
    entered = min(value.points, leaf.max)
    base = entered
    if weight != leaf.max:
        base = rounded(Fraction(entered) * Fraction(weight) / Fraction(leaf.max), sheet.rounding)
    return Line(leaf, entered, base, value.points - entered, weight, False, column)


def _sum_up(node: Node, lines: Mapping[str, Line], sector: str, groups: dict[str, GroupTotal]) -> GroupTotal:
    """The node's sum; every group met on the way enters itself into `groups`."""
    if isinstance(node, Leaf):
        line = lines.get(node.code)
        if line is None:
            return _added(())
        missing = (node.code,) if line.base is None and not line.na else ()
        return GroupTotal(line.base, line.bonus, line.possible, missing)
    within = _added(
        [_sum_up(child, lines, sector, groups) for child in node.children if holds_for(child, sector)]
    )
    capped = within.bonus if node.bonus_cap is None else min(within.bonus, node.bonus_cap)
    groups[node.code] = GroupTotal(within.base, capped, within.possible, within.missing)
    return groups[node.code]


def _added(parts: Iterable[GroupTotal]) -> GroupTotal:
    found = list(parts)
    known = [part.base for part in found if part.base is not None]
    return GroupTotal(
        sum(known, ZERO) if known else None,
        sum((part.bonus for part in found), ZERO),
        sum((part.possible for part in found), ZERO),
        tuple(code for part in found for code in part.missing),
    )


Gates = tuple[tuple[Leaf, Gate], ...]


def _knocks(gates: Gates, chosen: Chosen) -> tuple[tuple[Knock, ...], tuple[str, ...]]:
    """The gates that fell, and the codes of those nobody has answered."""
    knocks, unanswered = [], []
    for leaf, gate in gates:
        _, value = chosen.get(leaf.code, (None, EMPTY))
        fallen = falls(gate, value.claim)
        if fallen is None:
            unanswered.append(leaf.code)
        elif fallen:
            points = gate.points if gate.effect is Effect.DEDUCT else ZERO
            reason = value.reason or (value.claim.reason if value.claim else "")
            knocks.append(Knock(leaf.code, leaf.text, gate.effect, points, reason))
    return tuple(knocks), tuple(unanswered)


def _provisional(lines: Iterable[Line], gates: Gates, chosen: Chosen) -> tuple[str, ...]:
    held = [
        leaf.code for leaf, _ in gates if chosen.get(leaf.code, (None, EMPTY))[0] not in (None, Column.FINAL)
    ]
    return (*(line.leaf.code for line in lines if line.provisional), *held)


def _comparable(lines: Iterable[Line], deducted: Decimal) -> tuple[Decimal | None, Decimal]:
    """Base points and points possible of the criteria that may be compared between sectors; bonus apart."""
    counted = [line for line in lines if line.leaf.comparable]
    known = [line.base for line in counted if line.base is not None]
    return sum(known, -deducted) if known else None, sum((line.possible for line in counted), ZERO)
