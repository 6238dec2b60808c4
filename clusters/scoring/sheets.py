"""A score sheet ("bảng điểm") as a tree of criteria: groups, leaves that are scored, gates that score nothing.

A part with a `sector` holds for the units of that sector alone; without one it is the core common to all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clusters.scoring.claims import Claim
from clusters.scoring.fault import BadRule, BadSheet, Fault
from clusters.scoring.kinds import ZERO, Effect, Gate, PerUnitDeduct, Rule, bonus_of
from clusters.scoring.parameters import rule_of
from clusters.scoring.points import score
from clusters.scoring.rounding import Mode, Rounding, plain
from clusters.scoring.working import Points


class NotApplicable(StrEnum):
    """What becomes of the points of a criterion that does not apply to a unit; said on every print.

    POINTS_POSSIBLE (default): they are not possible for this unit, which is measured by points over points possible.
    REDISTRIBUTE: the other criteria of the group weigh more, so that the group keeps its points.
    STANDARD_POINTS: the unit is given the standard points.
    """

    POINTS_POSSIBLE = "POINTS_POSSIBLE"
    REDISTRIBUTE = "REDISTRIBUTE"
    STANDARD_POINTS = "STANDARD_POINTS"


@dataclass(frozen=True)
class Leaf:
    """A criterion that is scored; `max` are its standard points, its bonus (in the rule) comes on top of them.

    comparable: whether it may be compared between sectors (case 002: a ratio whose base differs by sector may not).
    """

    code: str
    text: str
    rule: Rule
    max: Decimal
    sector: str = ""
    comparable: bool = True
    note: str = ""

    @property
    def bonus_cap(self) -> Decimal:
        bonus = bonus_of(self.rule)
        return ZERO if bonus is None else bonus.cap

    @property
    def is_gate(self) -> bool:
        return isinstance(self.rule, Gate)

    @property
    def least(self) -> Decimal:
        """The fewest points it can have: below 0 only where it deducts."""
        if isinstance(self.rule, Gate):
            return -self.rule.points if self.rule.effect is Effect.DEDUCT else ZERO
        if isinstance(self.rule, PerUnitDeduct):
            return self.max - (self.max if self.rule.cap is None else self.rule.cap)
        return ZERO

    @property
    def most(self) -> Decimal:
        """The most points it can have, its bonus included."""
        return self.max + self.bonus_cap


@dataclass(frozen=True)
class Group:
    """A content of the sheet ("nội dung"). `max` is what the sheet declares for it; `bonus_cap` holds for all of it."""

    code: str
    text: str
    max: Decimal
    children: tuple["Group | Leaf", ...]
    sector: str = ""
    bonus_cap: Decimal | None = None
    note: str = ""


Node = Group | Leaf


@dataclass(frozen=True)
class Sheet:
    """The whole sheet as declared: `total` = `base` + `bonus_cap`. Whether that is true, `checking.faults` says."""

    code: str
    name: str
    total: Decimal
    base: Decimal
    children: tuple[Node, ...]
    bonus_cap: Decimal = ZERO
    decimals: int = 2
    mode: Mode = Mode.HALF_UP
    not_applicable: NotApplicable = NotApplicable.POINTS_POSSIBLE

    @property
    def rounding(self) -> Rounding:
        return Rounding(self.decimals, self.mode)


def nodes(sheet: Sheet) -> Iterator[Node]:
    """Every group and leaf of every sector, parents before children."""
    waiting = list(reversed(sheet.children))
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Group):
            waiting += reversed(node.children)


def holds_for(node: Node, sector: str | None) -> bool:
    """Whether the part holds for units of this sector; None asks for all sectors together."""
    return sector is None or node.sector in ("", sector)


def leaves_below(node: Sheet | Node, sector: str | None = None) -> tuple[Leaf, ...]:
    """The scored leaves below (or the leaf itself) that hold for the sector, in the order of the sheet; no gates."""
    if isinstance(node, Leaf):
        return () if node.is_gate or not holds_for(node, sector) else (node,)
    if isinstance(node, Group) and not holds_for(node, sector):
        return ()
    return tuple(leaf for child in node.children for leaf in leaves_below(child, sector))


def gates_of(sheet: Sheet, sector: str | None = None) -> tuple[tuple[Leaf, Gate], ...]:
    """The gates that stand before units of the sector, each with its rule."""
    return tuple(
        (node, node.rule)
        for node in nodes(sheet)
        if isinstance(node, Leaf) and isinstance(node.rule, Gate) and holds_for(node, sector)
    )


def sectors_of(sheet: Sheet) -> tuple[str, ...]:
    """The sectors that have a part of their own, in the order of the sheet; ("",) where all is common."""
    return tuple(dict.fromkeys(node.sector for node in nodes(sheet) if node.sector)) or ("",)


def leaf_of(sheet: Sheet, code: str) -> Leaf:
    """The leaf or gate of this code. Raises KeyError."""
    for node in nodes(sheet):
        if isinstance(node, Leaf) and node.code == code:
            return node
    raise KeyError(code)


def scored(sheet: Sheet, leaf: Leaf, claim: Claim, *, peers: Iterable[Claim] | None = None) -> Points:
    """The points of a claim on this leaf, rounded as the sheet says. Raises BadClaim (place: code of the leaf)."""
    return score(leaf.rule, claim, leaf.max, rounding=sheet.rounding, peers=peers)


@dataclass(frozen=True)
class Row:
    """A criterion as it is stored: `kind` is "" for a group, `parent` the code of the group it lies in."""

    code: str
    text: str
    kind: str
    max: Decimal
    params: Mapping[str, object]
    parent: str = ""
    order: int = 0
    sector: str = ""
    comparable: bool = True
    bonus_cap: Decimal | None = None
    note: str = ""


def tree(rows: Iterable[Row]) -> tuple[Node, ...]:
    """The criteria in their tree, siblings by `order`, then by code.

    Raises BadSheet with every fault at its criterion: CODE_TWICE, NO_SUCH_PARENT (unknown, a leaf, or itself), and
    whatever is wrong with a rule, under the name of the parameter.
    """
    ordered = sorted(rows, key=lambda row: (row.order, row.code))
    rules, faults = _rules(ordered)
    faults += _structure_faults(ordered)
    if faults:
        raise BadSheet(faults)
    below: dict[str, list[Row]] = defaultdict(list)
    for row in ordered:
        below[row.parent].append(row)
    return _children("", below, rules)


def _rules(rows: Sequence[Row]) -> tuple[dict[str, Rule], list[Fault]]:
    rules: dict[str, Rule] = {}
    faults: list[Fault] = []
    for row in rows:
        if row.kind:
            try:
                rules[row.code] = rule_of(row.kind, row.params, bonus_cap=row.bonus_cap)
            except BadRule as error:
                faults += [fault.at(row.code) for fault in error.faults]
    return rules, faults


def _structure_faults(rows: Sequence[Row]) -> list[Fault]:
    codes = [row.code for row in rows]
    faults = [Fault(code, "code", "CODE_TWICE") for code in dict.fromkeys(codes) if codes.count(code) > 1]
    parents = {row.code: row.parent for row in rows if not row.kind}
    for row in rows:
        seen = {row.code}
        above = row.parent
        while above and above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above:
            faults.append(Fault(row.code, "parent", "NO_SUCH_PARENT", {"parent": row.parent}))
    return faults


def _children(parent: str, below: Mapping[str, Sequence[Row]], rules: Mapping[str, Rule]) -> tuple[Node, ...]:
    return tuple(_node(row, below, rules) for row in below.get(parent, ()))


def _node(row: Row, below: Mapping[str, Sequence[Row]], rules: Mapping[str, Rule]) -> Node:
    if row.kind:
        return Leaf(row.code, row.text, rules[row.code], row.max, row.sector, row.comparable, row.note)
    children = _children(row.code, below, rules)
    return Group(row.code, row.text, row.max, children, row.sector, row.bonus_cap, row.note)


def described(sheet: Sheet) -> dict[str, str]:
    """What stands at the head of a printed sheet: its declared numbers and the choices made for it, as codes."""
    return {
        "total": plain(sheet.total),
        "base": plain(sheet.base),
        "bonus_cap": plain(sheet.bonus_cap),
        "decimals": str(sheet.decimals),
        "rounding": sheet.mode.value,
        "not_applicable": sheet.not_applicable.value,
    }
