"""Who always scores high or low: each scorer against the appraised points, or else the median of the others.

Shown to the head of the cluster with its numbers; it changes no score and judges nobody.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import mean, median

HIGH, LOW = "HIGH", "LOW"


@dataclass(frozen=True)
class Given:
    """Points one scorer gave to one unit for one criterion of `max` points; appraised: None where not yet known."""

    scorer: Hashable
    unit: Hashable
    criterion: str
    points: Decimal
    max: Decimal
    appraised: Decimal | None = None


@dataclass(frozen=True)
class BiasRule:
    """When a scorer is said to lean: at least so many scores that can be compared, so large a share of them on one
    side, and so large a mean difference as a share of the points there were."""

    least: int = 5
    share: Fraction = Fraction(4, 5)
    difference: Fraction = Fraction(2, 100)


@dataclass(frozen=True)
class Leaning:
    """One scorer. mean: mean difference in shares of the standard points (+ is higher); points: the sum of all.

    leans: HIGH, LOW or "". compared: scores that had something to be compared with, of `given`.
    """

    scorer: Hashable
    given: int
    compared: int
    higher: int
    lower: int
    points: Decimal
    mean: Fraction | None
    leans: str


def leanings(scores: Sequence[Given], rule: BiasRule | None = None) -> tuple[Leaning, ...]:
    """How each scorer stands to the others, in the order of the scorers' names."""
    by_cell: dict[tuple[Hashable, str], list[Given]] = defaultdict(list)
    by_scorer: dict[Hashable, list[Given]] = defaultdict(list)
    for one in scores:
        by_cell[one.unit, one.criterion].append(one)
        by_scorer[one.scorer].append(one)
    return tuple(
        _leaning(scorer, given, by_cell, rule or BiasRule())
        for scorer, given in sorted(by_scorer.items(), key=lambda item: str(item[0]))
    )


def _leaning(
    scorer: Hashable,
    given: Sequence[Given],
    cells: dict[tuple[Hashable, str], list[Given]],
    rule: BiasRule,
) -> Leaning:
    measures = [(one, _measure(one, cells[one.unit, one.criterion])) for one in given if one.max > 0]
    differences = [(one, Fraction(one.points) - measure) for one, measure in measures if measure is not None]
    shares = [difference / Fraction(one.max) for one, difference in differences]
    higher, lower = sum(share > 0 for share in shares), sum(share < 0 for share in shares)
    average = mean(shares) if shares else None
    total = sum((difference for _, difference in differences), Fraction(0))
    points = Decimal(total.numerator) / Decimal(total.denominator)
    leans = _leans(higher, lower, len(shares), average, rule)
    return Leaning(scorer, len(given), len(shares), higher, lower, points, average, leans)


def _measure(one: Given, cell: Sequence[Given]) -> Fraction | None:
    """What the score is held against; None where there is nothing yet."""
    if one.appraised is not None:
        return Fraction(one.appraised)
    others = [Fraction(other.points) for other in cell if other.scorer != one.scorer]
    return median(others) if others else None


def _leans(higher: int, lower: int, compared: int, average: Fraction | None, rule: BiasRule) -> str:
    if average is None or compared < rule.least or abs(average) < rule.difference:
        return ""
    side, count = (HIGH, higher) if average > 0 else (LOW, lower)
    return side if Fraction(count, compared) >= rule.share else ""
