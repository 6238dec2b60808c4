"""How many standard points each criterion stands for, when some do not apply to a unit."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from clusters.scoring.kinds import ZERO
from clusters.scoring.sheets import Leaf, Node, NotApplicable, Sheet, holds_for, leaves_below


def weights(sheet: Sheet, away: Collection[str], sector: str = "") -> Mapping[str, Decimal]:
    """Points possible of every leaf of the sector; `away` are the codes that do not apply.

    Under POINTS_POSSIBLE what is away has 0, under STANDARD_POINTS it keeps its own. Under REDISTRIBUTE the siblings
    take over the points in proportion to their own; a group of which nothing applies hands its points to its own
    siblings. What does not divide evenly goes to the largest remainders, so that the sum is kept to the last place.
    """
    leaves = leaves_below(sheet, sector)
    if sheet.not_applicable is NotApplicable.STANDARD_POINTS or not away:
        return {leaf.code: leaf.max for leaf in leaves}
    if sheet.not_applicable is NotApplicable.POINTS_POSSIBLE:
        return {leaf.code: ZERO if leaf.code in away else leaf.max for leaf in leaves}
    shared = dict.fromkeys((leaf.code for leaf in leaves), ZERO)
    whole = sum((leaf.max for leaf in leaves), ZERO)
    _share(whole, sheet.children, away, sector, sheet.decimals, shared)
    return shared


def _share(
    points: Decimal,
    children: Sequence[Node],
    away: Collection[str],
    sector: str,
    decimals: int,
    shared: dict[str, Decimal],
) -> None:
    there = [child for child in children if holds_for(child, sector) and _applies(child, away, sector)]
    own = [sum((leaf.max for leaf in leaves_below(child, sector)), ZERO) for child in there]
    for child, part in zip(there, divided(points, own, decimals), strict=True):
        if isinstance(child, Leaf):
            shared[child.code] = part
        else:
            _share(part, child.children, away, sector, decimals, shared)


def _applies(child: Node, away: Collection[str], sector: str) -> bool:
    """Whether anything with standard points is left in it; a criterion that only deducts takes over nothing."""
    return any(leaf.code not in away and leaf.max > 0 for leaf in leaves_below(child, sector))


def divided(points: Decimal, shares: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """The points in proportion to the shares, each with so many places, their sum kept; earlier ones before later."""
    whole = sum(shares, ZERO)
    if not whole:
        return [ZERO for _ in shares]
    unit = 10**decimals
    exact = [Fraction(points) * unit * Fraction(share) / Fraction(whole) for share in shares]
    parts = [floor(part) for part in exact]
    left = floor(Fraction(points) * unit) - sum(parts)
    first = sorted(range(len(parts)), key=lambda number: (parts[number] - exact[number], number))
    for number in first[:left]:
        parts[number] += 1
    return [Decimal(part).scaleb(-decimals) for part in parts]
