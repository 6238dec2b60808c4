"""What each kind of rule earns, exact, with the steps of its working. Rounding comes after, in `points`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from clusters.scoring.claims import Claim
from clusters.scoring.kinds import (
    Band,
    Banded,
    Below,
    Better,
    Binary,
    Bonus,
    Comparator,
    CountCap,
    Effect,
    Expert,
    Gate,
    Kind,
    Measure,
    OverBonus,
    PerUnitDeduct,
    Proportional,
    Ratio,
    Relative,
    Subsum,
)
from clusters.scoring.rounding import Rounding, percent, rounded
from clusters.scoring.working import Number, Step

NONE = Fraction(0)


@dataclass(frozen=True)
class Earned:
    """Points before they are rounded; None where more must be known first."""

    base: Fraction | None
    bonus: Fraction = NONE
    reached: bool | None = None


class Desk:
    """What a rule reckons with, and the steps it writes down."""

    def __init__(
        self, claim: Claim, standard: Decimal, rounding: Rounding, peers: Iterable[Claim] | None
    ) -> None:
        self.claim = claim
        self.standard = Fraction(standard)
        self.rounding = rounding
        self.peers = None if peers is None else tuple(peers)
        self.steps: list[Step] = []

    def note(self, code: str, /, **facts: Fraction | Decimal | str | bool) -> None:
        """Write a step: numbers named points, earned, deducted and found as points, all others as they are."""
        self.steps.append(Step(code, {name: self._shown(name, fact) for name, fact in facts.items()}))

    def _shown(self, name: str, fact: Fraction | Decimal | str | bool) -> Number:
        if not isinstance(fact, Fraction):
            return fact
        return rounded(fact, self.rounding) if name in AS_POINTS else rounded(fact, FOR_EYES)


AS_POINTS = ("points", "earned", "deducted", "found")
FOR_EYES = Rounding(4)


def measured(measure: Measure, claim: Claim, desk: Desk | None = None) -> Fraction | None:
    """The result in the unit of its target: the number itself, or percent points. None where a field is empty."""
    if measure is Measure.VALUE:
        if claim.value is not None and desk:
            desk.note("VALUE", value=claim.value)
        return None if claim.value is None else Fraction(claim.value)
    if claim.n is None or not claim.d:
        return None
    n, d = Fraction(claim.n), Fraction(claim.d)
    share = n / d if measure is Measure.SHARE else (n - d) / d
    if desk and measure is Measure.SHARE:
        desk.note("SHARE", n=claim.n, d=claim.d, percent=percent(share))
    elif desk:
        desk.note("GROWTH", now=claim.n, before=claim.d, percent=percent(share))
    return share * 100


def known(number: Decimal | Fraction | None) -> Fraction:
    """The number. Nothing becomes 0 here: score() lets no rule see a claim that lacks one; ValueError if it did."""
    if number is None:
        raise ValueError("A field that the rule asks for is empty.")
    return Fraction(number)


def _result(measure: Measure, desk: Desk) -> Fraction:
    return known(measured(measure, desk.claim, desk))


def _target(own: Decimal | None, claim: Claim) -> Fraction:
    """The rule's target; the unit's plan only where the rule leaves it open."""
    return known(claim.target if own is None else own)


# --- kinds against a target


def _binary(rule: Binary, desk: Desk) -> Earned:
    if rule.target is None:
        held = desk.claim.yes is True
    else:
        actual = _result(Measure.VALUE, desk)
        held = actual >= rule.target
        code, facts = ("REACHED", {"points": desk.standard}) if held else ("NOT_REACHED", {})
        desk.note(code, actual=actual, comparator=Comparator.GE.value, target=rule.target, **facts)
        return Earned(desk.standard if held else NONE, reached=held)
    desk.note("YES" if held else "NO", points=desk.standard if held else NONE)
    return Earned(desk.standard if held else NONE, reached=held)


def _proportional(rule: Proportional, desk: Desk) -> Earned:
    actual, target = _result(rule.measure, desk), _target(rule.target, desk.claim)
    base = _of_target(actual, target, desk)
    return Earned(base, _over(actual, target, desk.standard, rule.bonus, desk), actual >= target)


def _of_target(actual: Fraction, target: Fraction, desk: Desk) -> Fraction:
    share = max(NONE, actual / target)
    base = desk.standard * min(Fraction(1), share)
    desk.note(
        "OF_TARGET",
        actual=actual,
        target=target,
        percent=percent(share),
        standard=desk.standard,
        points=base,
    )
    return base


def _over(
    actual: Fraction, target: Fraction, standard: Fraction, bonus: Bonus | None, desk: Desk
) -> Fraction:
    """The bonus: 1 % over the target is 1 % of the standard points, up to the cap."""
    if bonus is None:
        return NONE
    over = actual / target - 1
    if over <= 0:
        desk.note("NOT_OVER", actual=actual, target=target)
        return NONE
    counted = Fraction(over * 100 // 1, 100) if bonus.whole_percents else over
    earned = standard * counted
    points = min(Fraction(bonus.cap), earned)
    desk.note(
        "OVER",
        actual=actual,
        target=target,
        over=percent(counted),
        standard=standard,
        earned=earned,
        cap=bonus.cap,
        points=points,
    )
    return points


def _over_bonus(rule: OverBonus, desk: Desk) -> Earned:
    actual, target = _result(rule.measure, desk), _target(rule.target, desk.claim)
    return Earned(NONE, _over(actual, target, Fraction(rule.standard), rule.bonus, desk), actual >= target)


def _ratio(rule: Ratio, desk: Desk) -> Earned:
    actual, target = _result(Measure.SHARE, desk), Fraction(rule.target)
    met = actual >= target if rule.comparator is Comparator.GE else actual > target
    facts = {"actual": actual, "comparator": rule.comparator.value, "target": rule.target}
    if met:
        desk.note("REACHED", **facts, points=desk.standard)
        base = desk.standard
    else:
        desk.note("NOT_REACHED", **facts)
        base = _short_of(rule, actual, target, desk)
    return Earned(base, _over(actual, target, desk.standard, rule.bonus, desk), met)


def _short_of(rule: Ratio, actual: Fraction, target: Fraction, desk: Desk) -> Fraction:
    if rule.below is Below.NOTHING:
        desk.note("NOTHING_BELOW", points=NONE)
        return NONE
    return _of_target(actual, target, desk)


def _banded(rule: Banded, desk: Desk) -> Earned:
    result = _result(rule.measure, desk)
    for band in rule.bands:
        if lies_in(band, result):
            desk.note(
                "IN_BAND",
                value=result,
                low="" if band.low is None else band.low,
                low_closed=band.low_closed,
                high="" if band.high is None else band.high,
                high_closed=band.high_closed,
                points=band.points,
            )
            return Earned(Fraction(band.points))
    desk.note("IN_NO_BAND", value=result, points=NONE)
    return Earned(NONE)


def lies_in(band: Band, result: Fraction) -> bool:
    """Whether an unrounded result lies in the band: 79.999… is not yet 80."""
    above = band.low is None or result > band.low or (band.low_closed and result == band.low)
    below = band.high is None or result < band.high or (band.high_closed and result == band.high)
    return above and below


# --- kinds that count


def _per_unit_deduct(rule: PerUnitDeduct, desk: Desk) -> Earned:
    count = known(desk.claim.count)
    cap = desk.standard if rule.cap is None else Fraction(rule.cap)
    found = count * Fraction(rule.unit_points)
    deducted = min(cap, found)
    base = desk.standard - deducted
    desk.note(
        "DEDUCTED",
        count=count,
        unit_points=rule.unit_points,
        found=found,
        cap=cap,
        deducted=deducted,
        standard=desk.standard,
        points=base,
    )
    return Earned(base, reached=count == 0)


def _count_cap(rule: CountCap, desk: Desk) -> Earned:
    count = known(desk.claim.count)
    found = count * Fraction(rule.unit_points)
    base = min(desk.standard, found)
    desk.note(
        "COUNTED", count=count, unit_points=rule.unit_points, found=found, cap=desk.standard, points=base
    )
    if rule.target is None:
        return Earned(base)
    bonus = _over(count, Fraction(rule.target), desk.standard, rule.bonus, desk)
    return Earned(base, bonus, count >= rule.target)


def _subsum(rule: Subsum, desk: Desk) -> Earned:
    total = NONE
    for part, points in zip(rule.parts, desk.claim.parts, strict=True):
        total += known(points)
        desk.note("PART", part=part.code, points=known(points), max=part.max)
    desk.note("SUM", points=total, standard=desk.standard)
    return Earned(total)


# --- kinds by judgement, by condition, by comparison


def _expert(rule: Expert, desk: Desk) -> Earned:
    points = known(desk.claim.points)
    desk.note("JUDGED", points=points, standard=desk.standard)
    return Earned(points)


def falls(rule: Gate, claim: Claim | None) -> bool | None:
    """Whether the gate falls; None where nobody has answered."""
    return None if claim is None or claim.yes is None else claim.yes is rule.falls_on


def _gate(rule: Gate, desk: Desk) -> Earned:
    if not falls(rule, desk.claim):
        desk.note("GATE_HOLDS")
        return Earned(NONE, reached=True)
    deducted = Fraction(rule.points) if rule.effect is Effect.DEDUCT else NONE
    desk.note("GATE_FALLS", effect=rule.effect.value, points=-deducted)
    return Earned(-deducted, reached=False)


def _relative(rule: Relative, desk: Desk) -> Earned:
    own = _result(rule.measure, desk)
    if desk.peers is None:
        desk.note("WAITS_FOR_PEERS")
        return Earned(None)
    results = [
        result for peer in desk.peers if not peer.na and (result := measured(rule.measure, peer)) is not None
    ]
    before = sum(result > own if rule.better is Better.HIGH else result < own for result in results)
    points = rule.points[before] if before < len(rule.points) else rule.rest
    desk.note("PLACED", place=Decimal(before + 1), peers=Decimal(len(results)), points=points)
    return Earned(Fraction(points))


SCORERS: Mapping[Kind, Callable[..., Earned]] = {
    Kind.BINARY: _binary,
    Kind.PROPORTIONAL: _proportional,
    Kind.OVER_BONUS: _over_bonus,
    Kind.BAND: _banded,
    Kind.PER_UNIT_DEDUCT: _per_unit_deduct,
    Kind.COUNT_CAP: _count_cap,
    Kind.SUBSUM: _subsum,
    Kind.RATIO: _ratio,
    Kind.GATE: _gate,
    Kind.EXPERT: _expert,
    Kind.RELATIVE: _relative,
}
