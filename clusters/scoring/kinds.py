"""The eleven kinds of criterion, each a frozen rule. The points it gives are in `points`; reading and writing the
JSON kept with a criterion in `parameters`.

A rule does not hold the standard points of its criterion ("điểm chuẩn"): the same rule serves 30 points and 80.
Where a rule may be read in two ways, the reading is a parameter with a default, listed in ADR 0046.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

ZERO = Decimal(0)


class Kind(StrEnum):
    BINARY = "BINARY"
    PROPORTIONAL = "PROPORTIONAL"
    OVER_BONUS = "OVER_BONUS"
    BAND = "BAND"
    PER_UNIT_DEDUCT = "PER_UNIT_DEDUCT"
    COUNT_CAP = "COUNT_CAP"
    SUBSUM = "SUBSUM"
    RATIO = "RATIO"
    GATE = "GATE"
    EXPERT = "EXPERT"
    RELATIVE = "RELATIVE"


class Measure(StrEnum):
    """What a result is measured by: a number as reported, n of d in percent, or the growth of n over d (the year
    before) in percent."""

    VALUE = "VALUE"
    SHARE = "SHARE"
    GROWTH = "GROWTH"


class Comparator(StrEnum):
    """ "từ 90% trở lên" is GE, "trên 90%" is GT."""

    GE = "GE"
    GT = "GT"


class Below(StrEnum):
    """What a ratio short of its target earns: its share of the points, or nothing."""

    PROPORTIONAL = "PROPORTIONAL"
    NOTHING = "NOTHING"


class Better(StrEnum):
    """Which end of a comparison among peers comes first."""

    HIGH = "HIGH"
    LOW = "LOW"


class Effect(StrEnum):
    """What a fallen gate does: no flag though ranked; not ranked at all; points off the total."""

    NO_FLAG = "NO_FLAG"
    UNRANKED = "UNRANKED"
    DEDUCT = "DEDUCT"


@dataclass(frozen=True)
class Bonus:
    """Points over the standard for a result over its target: 1 % over adds 1 % of the standard points, up to `cap`.

    whole_percents: only each full 1 % counts (1.9 % over counts as 1 %); otherwise every part of it does.
    Source: Kiên Giang's provincial sheet of 1,000 points.
    """

    cap: Decimal
    whole_percents: bool = False


@dataclass(frozen=True)
class Binary:
    """All points or none: for a yes, or for a number that reaches `target` where there is one."""

    kind: ClassVar[Kind] = Kind.BINARY
    target: Decimal | None = None


@dataclass(frozen=True)
class Proportional:
    """The share of the target that was reached, at most all points. Without `target` each unit's own plan is asked."""

    kind: ClassVar[Kind] = Kind.PROPORTIONAL
    target: Decimal | None = None
    measure: Measure = Measure.VALUE
    bonus: Bonus | None = None


@dataclass(frozen=True)
class OverBonus:
    """A criterion made of bonus alone: what lies over the target, on the `standard` points of the criterion it is
    about. It has no standard points of its own."""

    kind: ClassVar[Kind] = Kind.OVER_BONUS
    standard: Decimal
    bonus: Bonus
    target: Decimal | None = None
    measure: Measure = Measure.VALUE


@dataclass(frozen=True)
class Band:
    """From `low` to `high` these points; an end is in the band or not, as it says. None is without an end."""

    points: Decimal
    low: Decimal | None = None
    low_closed: bool = True
    high: Decimal | None = None
    high_closed: bool = False


@dataclass(frozen=True)
class Banded:
    """Points by band, the highest band first; a result is never rounded before it is looked up."""

    kind: ClassVar[Kind] = Kind.BAND
    bands: tuple[Band, ...]
    measure: Measure = Measure.SHARE


@dataclass(frozen=True)
class PerUnitDeduct:
    """The standard points less `unit_points` for each occurrence, at most `cap` (all standard points by default).

    On a criterion of 0 points it only deducts: Hậu Giang's −0.5 a commune, at most −1.5.
    """

    kind: ClassVar[Kind] = Kind.PER_UNIT_DEDUCT
    unit_points: Decimal
    cap: Decimal | None = None


@dataclass(frozen=True)
class CountCap:
    """`unit_points` for each, at most the standard points. A bonus needs the `target` it is over."""

    kind: ClassVar[Kind] = Kind.COUNT_CAP
    unit_points: Decimal
    target: Decimal | None = None
    bonus: Bonus | None = None


@dataclass(frozen=True)
class Part:
    """One sub-item with its own most points."""

    code: str
    text: str
    max: Decimal


@dataclass(frozen=True)
class Subsum:
    """The sum of its parts; together their most points are the standard points: 5 + 2 + 3."""

    kind: ClassVar[Kind] = Kind.SUBSUM
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Ratio:
    """n of d against a target in percent, numerator and denominator named: who counts belongs to the rule."""

    kind: ClassVar[Kind] = Kind.RATIO
    numerator: str
    denominator: str
    target: Decimal
    comparator: Comparator = Comparator.GE
    below: Below = Below.PROPORTIONAL
    bonus: Bonus | None = None


@dataclass(frozen=True)
class Gate:
    """Earns nothing, and stands in the way when it falls.

    falls_on: the answer at which it falls; a gate is worded as the fault by default ("không nộp đúng hạn": yes).
    points: what DEDUCT takes off the total; kept also where another of the `choices` is taken.
    choices: the effects among which the members choose when they sign the pledge, empty where there is no choice.
    """

    kind: ClassVar[Kind] = Kind.GATE
    effect: Effect
    points: Decimal = ZERO
    choices: tuple[Effect, ...] = ()
    falls_on: bool = True


@dataclass(frozen=True)
class Expert:
    """0 to the standard points by judgement, and never without its reason."""

    kind: ClassVar[Kind] = Kind.EXPERT


@dataclass(frozen=True)
class Relative:
    """Points by place among the units of the cluster: the first of `points` for the first place, `rest` beyond.

    Equal results share the place and its points; the next place is skipped.
    """

    kind: ClassVar[Kind] = Kind.RELATIVE
    points: tuple[Decimal, ...]
    rest: Decimal = ZERO
    better: Better = Better.HIGH
    measure: Measure = Measure.VALUE


Rule = (
    Binary
    | Proportional
    | OverBonus
    | Banded
    | PerUnitDeduct
    | CountCap
    | Subsum
    | Ratio
    | Gate
    | Expert
    | Relative
)


def bonus_of(rule: Rule) -> Bonus | None:
    """The bonus a rule may give beyond the standard points, if any."""
    return rule.bonus if isinstance(rule, Proportional | OverBonus | CountCap | Ratio) else None


ASKED: dict[Kind, tuple[str, ...]] = {
    Kind.BINARY: ("yes",),
    Kind.GATE: ("yes",),
    Kind.PER_UNIT_DEDUCT: ("count",),
    Kind.COUNT_CAP: ("count",),
    Kind.SUBSUM: ("parts",),
    Kind.RATIO: ("n", "d"),
    Kind.EXPERT: ("points", "reason"),
}


def asked(rule: Rule) -> tuple[str, ...]:
    """The fields of a claim that this rule needs answered, in the order a form shows them."""
    match rule:
        case Binary(target=Decimal()):
            return ("value",)
        case Proportional(target=None) | OverBonus(target=None):
            return (*_measured(rule.measure), "target")
        case Proportional() | OverBonus() | Banded() | Relative():
            return _measured(rule.measure)
    return ASKED[rule.kind]


def _measured(measure: Measure) -> tuple[str, ...]:
    return ("value",) if measure is Measure.VALUE else ("n", "d")
