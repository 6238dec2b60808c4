"""Does a sheet keep what it declares? Every place where it does not; an empty list lets it be used."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from clusters.scoring.fault import Fault
from clusters.scoring.kinds import (
    ZERO,
    Banded,
    CountCap,
    Gate,
    OverBonus,
    PerUnitDeduct,
    Relative,
    Subsum,
)
from clusters.scoring.rounding import plain
from clusters.scoring.sheets import Group, Leaf, Node, Sheet, holds_for, leaves_below, nodes, sectors_of


def faults(sheet: Sheet) -> list[Fault]:
    """All that contradicts what the sheet declares, in the order of the sheet.

    Sums are taken for each sector: the common core with that sector's part must make the declared points.
    """
    return [
        *_codes(sheet),
        *_totals(sheet),
        *(fault for node in nodes(sheet) for fault in _node_faults(node, sheet)),
        *_sectors(sheet.children, ""),
    ]


def _codes(sheet: Sheet) -> Iterator[Fault]:
    counts = Counter(node.code for node in nodes(sheet))
    yield from (Fault(code, "code", "CODE_TWICE") for code, count in counts.items() if code and count > 1)
    if counts[""]:
        yield Fault("", "code", "MISSING")


def _totals(sheet: Sheet) -> Iterator[Fault]:
    if sheet.total != sheet.base + sheet.bonus_cap:
        yield _differs("", "total", "TOTAL_IS_NOT_BASE_AND_BONUS", sheet.base + sheet.bonus_cap, sheet.total)
    for sector in sectors_of(sheet):
        found = _declared(sheet.children, sector)
        if found != sheet.base:
            yield _differs("", "base", "SUM_DIFFERS", found, sheet.base, sector)
        bonus = _bonus_within(sheet.children, sector)
        if bonus < sheet.bonus_cap:
            yield _differs("", "bonus_cap", "BONUS_OUT_OF_REACH", bonus, sheet.bonus_cap, sector)


def _declared(children: Iterable[Node], sector: str) -> Decimal:
    return sum((node.max for node in children if holds_for(node, sector)), ZERO)


def _bonus_within(children: Iterable[Node], sector: str) -> Decimal:
    """The most bonus the children can give, each group no more than its own cap."""
    return sum((_bonus_of(node, sector) for node in children if holds_for(node, sector)), ZERO)


def _bonus_of(node: Node, sector: str) -> Decimal:
    if isinstance(node, Leaf):
        return node.bonus_cap
    within = _bonus_within(node.children, sector)
    if node.bonus_cap is None:
        return within
    # A group whose criteria are not known yet is taken at its word.
    return min(node.bonus_cap, within) if node.children else node.bonus_cap


def _differs(place: str, field: str, code: str, found: Decimal, declared: Decimal, sector: str = "") -> Fault:
    return Fault(place, field, code, {"found": plain(found), "declared": plain(declared), "sector": sector})


def _node_faults(node: Node, sheet: Sheet) -> Iterator[Fault]:
    if node.max < 0:
        yield Fault(node.code, "max", "BELOW_ZERO")
    exponent = node.max.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > sheet.decimals:
        yield Fault(node.code, "max", "TOO_MANY_PLACES", {"decimals": str(sheet.decimals)})
    cap = node.bonus_cap
    if cap is not None and cap > sheet.bonus_cap:
        yield _differs(node.code, "bonus_cap", "BONUS_OVER_CAP", cap, sheet.bonus_cap)
    yield from _group_faults(node, sheet) if isinstance(node, Group) else _leaf_faults(node)


def _group_faults(group: Group, sheet: Sheet) -> Iterator[Fault]:
    if not group.children:
        yield Fault(group.code, "children", "GROUP_EMPTY")
        return
    for sector in sectors_of(sheet):
        found = _declared(group.children, sector)
        if holds_for(group, sector) and found != group.max:
            yield _differs(group.code, "max", "SUM_DIFFERS", found, group.max, sector)
    for leaf in leaves_below(group):
        if group.bonus_cap is not None and leaf.bonus_cap > group.bonus_cap:
            yield _differs(leaf.code, "bonus_cap", "BONUS_OVER_CAP", leaf.bonus_cap, group.bonus_cap)


def _leaf_faults(leaf: Leaf) -> Iterator[Fault]:
    """Where the standard points and the rule do not fit each other."""
    rule, standard = leaf.rule, leaf.max
    if isinstance(rule, Gate | OverBonus):
        if standard:
            yield Fault(leaf.code, "max", "EARNS_NO_STANDARD_POINTS")
    elif isinstance(rule, PerUnitDeduct):
        yield from _deduct_faults(leaf, rule)
    elif not standard:
        yield Fault(leaf.code, "max", "TOO_SMALL")
    yield from _unreachable(leaf)


def _deduct_faults(leaf: Leaf, rule: PerUnitDeduct) -> Iterator[Fault]:
    if rule.cap is None and not leaf.max:
        yield Fault(leaf.code, "cap", "MISSING")
    if rule.cap is not None and leaf.max and rule.cap > leaf.max:
        yield _differs(leaf.code, "cap", "OVER_MAX", rule.cap, leaf.max)


def _unreachable(leaf: Leaf) -> Iterator[Fault]:
    """The best result must earn the standard points, no more and no less; a bonus comes only after all of them."""
    rule = leaf.rule
    if isinstance(rule, Banded):
        yield from _best(leaf, "bands", max(band.points for band in rule.bands))
    elif isinstance(rule, Relative):
        yield from _best(leaf, "points", rule.points[0])
    elif isinstance(rule, Subsum):
        yield from _best(leaf, "parts", sum((part.max for part in rule.parts), ZERO))
    elif isinstance(rule, CountCap) and rule.target is not None and rule.target * rule.unit_points < leaf.max:
        yield _differs(
            leaf.code, "target", "BONUS_BEFORE_ALL_POINTS", rule.target * rule.unit_points, leaf.max
        )


def _best(leaf: Leaf, field: str, best: Decimal) -> Iterator[Fault]:
    if best != leaf.max:
        yield _differs(
            leaf.code, field, "SUM_DIFFERS" if field == "parts" else "BEST_IS_NOT_MAX", best, leaf.max
        )


def _sectors(children: Iterable[Node], outer: str) -> Iterator[Fault]:
    """A part of one sector inside a part of another would hold for nobody."""
    for node in children:
        if outer and node.sector and node.sector != outer:
            yield Fault(node.code, "sector", "SECTOR_WITHIN_SECTOR", {"sector": node.sector, "outer": outer})
        if isinstance(node, Group):
            yield from _sectors(node.children, node.sector or outer)
