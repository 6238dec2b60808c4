"""A worked example of any rule, computed by the function that computes the points: it cannot say anything else."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from clusters.scoring.claims import Claim
from clusters.scoring.kinds import (
    Band,
    Banded,
    Binary,
    CountCap,
    Expert,
    Gate,
    Measure,
    OverBonus,
    PerUnitDeduct,
    Proportional,
    Ratio,
    Relative,
    Rule,
    Subsum,
    bonus_of,
)
from clusters.scoring.points import score
from clusters.scoring.rounding import LEAF, PLACES, Rounding, number_of, plain, rounded
from clusters.scoring.working import Points

PLAN = Decimal(20)
"""The plan of the example unit where the rule leaves the target to each unit: 13 of 20 new cooperatives."""
SHORT, OVER = Decimal("0.65"), Decimal("1.1")
BASE = Decimal(200)
"""Denominator of an example share, and the year before of an example growth."""
NUMBER = Rounding(PLACES)


@dataclass(frozen=True)
class Worked:
    """An answer and what it earns; `peers` are the answers of the other units where the kind compares."""

    claim: Claim
    points: Points
    peers: tuple[Claim, ...] = ()


def example(rule: Rule, standard: Decimal, *, rounding: Rounding = LEAF) -> Worked:
    """One telling case of this rule: 10 % over its target where it gives a bonus, 65 % of it where it does not."""
    claim = _claim(rule, standard)
    peers = _peers(rule)
    return Worked(claim, score(rule, claim, standard, rounding=rounding, peers=(claim, *peers)), peers)


def _claim(rule: Rule, standard: Decimal) -> Claim:
    match rule:
        case Binary(target=None):
            return Claim(yes=True)
        case Binary():
            return Claim(value=rule.target)
        case Gate():
            return Claim(yes=rule.falls_on)
        case Expert():
            return Claim(points=rounded(standard * SHORT), reason="…")
        case PerUnitDeduct():
            return Claim(count=Decimal(1))
        case CountCap():
            return Claim(count=_count(rule, standard))
        case Subsum():
            parts = tuple(part.max for part in rule.parts)
            return Claim(parts=(*parts[:-1], Decimal(0)))
        case _:
            return _measured_claim(rule)


def _count(rule: CountCap, standard: Decimal) -> Decimal:
    if rule.bonus and rule.target is not None:
        return Decimal(ceil(rule.target * OVER))
    return max(Decimal(1), standard // rule.unit_points - 1)


def _measured_claim(rule: Proportional | OverBonus | Banded | Ratio | Relative) -> Claim:
    if isinstance(rule, Banded):
        return _answer(rule.measure, _within(rule.bands[len(rule.bands) // 2]))
    if isinstance(rule, Relative):
        return _answer(rule.measure, PLAN)
    measure = Measure.SHARE if isinstance(rule, Ratio) else rule.measure
    target = PLAN if rule.target is None else rule.target
    result = target * (OVER if bonus_of(rule) else SHORT)
    plan = target if rule.target is None else None
    return _answer(measure, result, target=plan)


def _answer(measure: Measure, result: Decimal, *, target: Decimal | None = None) -> Claim:
    """A claim of this result: the number itself, or as many of 200 as make so many percent, in whole ones."""
    if measure is Measure.VALUE:
        return Claim(value=number_of(plain(rounded(result, NUMBER))), target=target)
    part = Decimal(ceil(BASE * result / 100))
    return Claim(n=part if measure is Measure.SHARE else BASE + part, d=BASE, target=target)


def _within(band: Band) -> Decimal:
    """A result inside the band: its middle, or a little beyond its one end."""
    if band.low is not None and band.high is not None:
        return (band.low + band.high) / 2
    if band.low is not None:
        return band.low + 1
    return Decimal(0) if band.high is None else band.high - 1


def _peers(rule: Rule) -> tuple[Claim, ...]:
    """Two others, one before and one behind, so that the example takes the second place."""
    if not isinstance(rule, Relative):
        return ()
    return (
        _answer(rule.measure, PLAN + 5),
        _answer(rule.measure, PLAN - 5),
    )
