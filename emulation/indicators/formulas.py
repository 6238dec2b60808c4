"""The arithmetic of figures. Nothing reported stays nothing: None comes out where None goes in, never 0.

Percents are Decimals of 0 to 4 places, rounded half up: 86.6667 for 13/15.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from emulation.vietnamese import format_number, trimmed

PLACES = Decimal("0.0001")
NOT_REPORTED = "chưa báo cáo"

COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "GE": operator.ge,
    "GT": operator.gt,
    "LE": operator.le,
    "LT": operator.lt,
    "EQ": operator.eq,
}


class NothingToDivideBy(ValueError):
    """There is no percent of nothing."""


def rounded(number: Decimal, places: Decimal = PLACES) -> Decimal:
    return trimmed(number.quantize(places, rounding=ROUND_HALF_UP))


def value(n: Decimal | None, d: Decimal | None) -> Decimal | None:
    """n of d in percent; None where either was not reported. Raises NothingToDivideBy for d = 0."""
    if n is None or d is None:
        return None
    if d == 0:
        raise NothingToDivideBy
    return rounded(n * 100 / d)


def growth(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """By how many percent of `before` it grew; None where either is missing, NothingToDivideBy from 0."""
    if now is None or before is None:
        return None
    return value(now - before, before)


def reached(value: Decimal | None, comparator: str, target: Decimal | None) -> bool | None:
    """Whether `value` stands to `target` as GE, GT, LE, LT or EQ says; None where one of them is missing."""
    if value is None or target is None:
        return None
    return COMPARISONS[comparator](value, target)


@dataclass(frozen=True)
class Percent:
    """A percent with its two numbers; as text "13/15 = 86,7%", in the words of Vietnamese documents."""

    numerator: Decimal | None
    denominator: Decimal | None
    percent: Decimal | None

    def __str__(self) -> str:
        n, d = _words(self.numerator), _words(self.denominator)
        if self.percent is None:
            return f"{n}/{d}"
        return f"{n}/{d} = {_words(rounded(self.percent, Decimal('0.1')))}%"


def _words(number: Decimal | None) -> str:
    return NOT_REPORTED if number is None else format_number(trimmed(number))


def percent_words(n: Decimal | None, d: Decimal | None) -> Percent:
    """The pieces of "n/d = x,y%"; without a percent where one is missing or d is 0."""
    return Percent(n, d, None if not d else value(n, d))


class Overlap(ValueError):
    """More are said to be in both sets than there are in one of them."""


def counted_once(members: Decimal | None, labourers: Decimal | None, both: Decimal | None) -> Decimal | None:
    """Members and labourers together, who are both counted once; None where one of the three is missing.

    Raises Overlap where `both` is more than either.
    """
    if members is None or labourers is None or both is None:
        return None
    if both > min(members, labourers):
        raise Overlap
    return members + labourers - both


class Amount(NamedTuple):
    """A reported number as its source hedges it: ("gần", 70)."""

    value: Decimal
    qualifier: str = ""

    @property
    def exact(self) -> bool:
        return not self.qualifier


@dataclass(frozen=True)
class BreakdownFault:
    """What is wrong with a division of a whole: `kind` is "part" (one part is more than the whole), "more"
    (the parts reported are more together) or "differs" (all parts are reported and do not add up)."""

    kind: str
    part: str
    found: Decimal
    whole: Decimal


def breakdown_faults(
    parts: Mapping[str, Amount | None], whole: Amount | None, *, divides: bool = True
) -> list[BreakdownFault]:
    """Where parts contradict their whole; what is approximate or missing contradicts nothing by itself.

    `divides`: together the parts are the whole, no more and no less; otherwise each is only "of which".
    """
    if whole is None or not whole.exact:
        return []
    known = {name: amount.value for name, amount in parts.items() if amount is not None and amount.exact}
    over = [
        BreakdownFault("part", name, found, whole.value)
        for name, found in known.items()
        if found > whole.value
    ]
    if over or not divides or not known:
        return over
    total = sum(known.values(), Decimal(0))
    if total > whole.value:
        return [BreakdownFault("more", "", total, whole.value)]
    if len(known) == len(parts) and total != whole.value:
        return [BreakdownFault("differs", "", total, whole.value)]
    return []


@dataclass(frozen=True)
class Total:
    """A sum that says what it is made of: how many were counted, how many are missing, how any are hedged.

    `value` is None where nothing was reported; `qualifiers` are the hedging words met, sorted.
    """

    value: Decimal | None = None
    counted: int = 0
    missing: int = 0
    qualifiers: tuple[str, ...] = ()

    @property
    def asked(self) -> int:
        """How many numbers it would be made of if all were reported."""
        return self.counted + self.missing

    @property
    def exact(self) -> bool:
        """Whether every number in it is exact and none is missing."""
        return not self.qualifiers and not self.missing

    @classmethod
    def of(cls, amounts: Iterable[Amount | None]) -> "Total":
        """The sum of the amounts; None stands for one that was not reported."""
        total = cls()
        for amount in amounts:
            total += cls(missing=1) if amount is None else cls.single(amount)
        return total

    @classmethod
    def single(cls, amount: Amount) -> "Total":
        return cls(amount.value, 1, 0, (amount.qualifier,) if amount.qualifier else ())

    def __add__(self, other: "Total") -> "Total":
        known = [one.value for one in (self, other) if one.value is not None]
        return Total(
            sum(known, Decimal(0)) if known else None,
            self.counted + other.counted,
            self.missing + other.missing,
            tuple(sorted({*self.qualifiers, *other.qualifiers})),
        )
