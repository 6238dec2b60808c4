"""Targets tried on last year's figures before they are signed. Warnings only; what was not reported stays unknown.

Case 002: a target that one member called unreachable stood in the common criteria of all seven.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

Unit = Hashable
SMALL_BASE = 3
"""A percentage of so few, or fewer, says little: one of three is a third of it."""


class Nature(StrEnum):
    """What a target is about: a number, n of d in percent, or the growth of n over d (the year before) in percent."""

    COUNT = "COUNT"
    RATIO = "RATIO"
    GROWTH = "GROWTH"


class Comparator(StrEnum):
    GE = "GE"
    GT = "GT"
    EQ = "EQ"
    LE = "LE"
    LT = "LT"


class Warned(StrEnum):
    """What a page warns of.

    NOBODY: none of those who reported would have reached it; UNKNOWN: some have not reported; NO_BASE: a denominator
    that is 0 or in no record; SMALL_BASE: a percentage of few; ONE_DECIDES: one more or less is more than the target
    asks (10 % growth on a base of 3); EVERYBODY: all who reported have it already.
    """

    NOBODY = "NOBODY"
    EVERYBODY = "EVERYBODY"
    UNKNOWN = "UNKNOWN"
    NO_BASE = "NO_BASE"
    SMALL_BASE = "SMALL_BASE"
    ONE_DECIDES = "ONE_DECIDES"


@dataclass(frozen=True)
class Target:
    """A target of a pledge. value: a number, or percent."""

    code: str
    nature: Nature
    value: Decimal
    comparator: Comparator = Comparator.GE


@dataclass(frozen=True)
class LastYear:
    """What a unit reported: n alone for a number, n and d for a ratio, this year and the year before for a growth."""

    n: Decimal | None = None
    d: Decimal | None = None


NOT_REPORTED = LastYear()


@dataclass(frozen=True)
class Try:
    """One unit against one target. reached: None where it is not known. moves: percent points that one more makes.

    needed: the least n with which it would have been reached; None without a base, and where no whole n is.
    """

    unit: Unit
    n: Decimal | None
    d: Decimal | None
    value: Fraction | None
    reached: bool | None
    needed: int | None = None
    moves: Fraction | None = None
    warned: tuple[Warned, ...] = ()


@dataclass(frozen=True)
class Trial:
    """One target tried on all units."""

    target: Target
    tries: tuple[Try, ...]
    warned: tuple[Warned, ...]

    @property
    def reached(self) -> tuple[Unit, ...]:
        return tuple(one.unit for one in self.tries if one.reached is True)

    @property
    def not_reached(self) -> tuple[Unit, ...]:
        return tuple(one.unit for one in self.tries if one.reached is False)

    @property
    def unknown(self) -> tuple[Unit, ...]:
        return tuple(one.unit for one in self.tries if one.reached is None)


def trial(
    target: Target,
    units: Sequence[Unit],
    figures: Mapping[Unit, LastYear],
    *,
    small_base: int = SMALL_BASE,
) -> Trial:
    """Who would have reached the target; a unit without figures is unknown, never "not reached".

    small_base: a base of so many or fewer is warned of.
    """
    tries = tuple(_try(target, unit, figures.get(unit, NOT_REPORTED), small_base) for unit in units)
    known = [one.reached for one in tries if one.reached is not None]
    found = {warning for one in tries for warning in one.warned}
    found |= {Warned.NOBODY} if known and not any(known) else set()
    found |= {Warned.EVERYBODY} if known and all(known) else set()
    found |= {Warned.UNKNOWN} if len(known) < len(tries) else set()
    return Trial(target, tries, tuple(warning for warning in Warned if warning in found))


def _try(target: Target, unit: Unit, figure: LastYear, small_base: int) -> Try:
    if target.nature is Nature.COUNT:
        value = None if figure.n is None else Fraction(figure.n)
        return Try(unit, figure.n, None, value, _met(value, target), _needed(target, None))
    if figure.d is None or figure.d <= 0:
        lacks = (Warned.NO_BASE,) if figure.d is not None or figure.n is not None else ()
        return Try(unit, figure.n, figure.d, None, None, warned=lacks)
    d = Fraction(figure.d)
    value = None if figure.n is None else _percent(target, Fraction(figure.n), d)
    moves = 100 / d
    warned = [Warned.SMALL_BASE] if d <= small_base else []
    if target.nature is Nature.GROWTH and 0 < abs(target.value) <= moves:
        warned.append(Warned.ONE_DECIDES)
    needed = _needed(target, d)
    return Try(unit, figure.n, figure.d, value, _met(value, target), needed, moves, tuple(warned))


def _percent(target: Target, n: Fraction, d: Fraction) -> Fraction:
    return (n - d if target.nature is Nature.GROWTH else n) / d * 100


def _met(value: Fraction | None, target: Target) -> bool | None:
    if value is None:
        return None
    return {
        Comparator.GE: value >= target.value,
        Comparator.GT: value > target.value,
        Comparator.EQ: value == target.value,
        Comparator.LE: value <= target.value,
        Comparator.LT: value < target.value,
    }[target.comparator]


def _needed(target: Target, d: Fraction | None) -> int | None:
    """The least whole n that reaches the target; None where less is asked, or no whole n is exactly it."""
    if target.comparator in (Comparator.LE, Comparator.LT):
        return None
    wanted = Fraction(target.value)
    if d is not None:
        wanted = d * wanted / 100 + (d if target.nature is Nature.GROWTH else 0)
    if target.comparator is Comparator.EQ:
        return int(wanted) if wanted.denominator == 1 else None
    return floor(wanted) + 1 if target.comparator is Comparator.GT else ceil(wanted)


# --- under a quota


@dataclass(frozen=True)
class Quota:
    """At most this percent of a named population may be counted, such as CSTĐCS: 15 % of those who are LĐTT.

    population: its size. rounds_up: whether 1.2 of a quota allows 2; the law leaves it open, the default does not.
    """

    name: str
    percent: Decimal
    population: Decimal
    rounds_up: bool = False

    @property
    def most(self) -> int:
        """How many the quota allows."""
        exact = Fraction(self.population) * Fraction(self.percent) / 100
        return ceil(exact) if self.rounds_up else floor(exact)


@dataclass(frozen=True)
class Ceiling:
    """The best that is lawful: `most` of `d`. needed: what the target asks; possible: whether that is no more."""

    quota: Quota
    most: int
    d: Decimal
    reachable: Fraction
    needed: int
    possible: bool


def ceiling(target: Target, d: Decimal, quota: Quota) -> Ceiling:
    """The most that n of d can be under the quota, against the target (a ratio with GE or GT).

    65 % of 312 labourers and members needs 203; a quota of 15 % of them allows 46, which is 14.7 %. Raises ValueError
    for another kind of target or a denominator that is not above 0.
    """
    needed = _needed(target, Fraction(d)) if d > 0 and target.nature is Nature.RATIO else None
    if needed is None:
        raise ValueError("A quota limits a ratio that must reach a target, on a base above 0.")
    most = min(quota.most, floor(d))
    return Ceiling(quota, most, d, Fraction(most) / Fraction(d) * 100, needed, needed <= most)


def impossible_under(target: Target, d: Decimal, quotas: Sequence[Quota]) -> tuple[Ceiling, ...]:
    """The quotas under each of which the target cannot be reached whatever is done."""
    return tuple(found for quota in quotas if not (found := ceiling(target, d, quota)).possible)
