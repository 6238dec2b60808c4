"""How points came about, as codes and numbers that a page puts into words in either language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from clusters.scoring.rounding import plain

Number = Decimal | str | bool

STEPS: Mapping[str, tuple[str, ...]] = {
    # nothing to score
    "NOT_APPLICABLE": (),
    "NOT_ANSWERED": ("missing",),
    "WAITS_FOR_PEERS": (),
    # what was measured
    "VALUE": ("value",),
    "SHARE": ("n", "d", "percent"),
    "GROWTH": ("now", "before", "percent"),
    # what it earns
    "YES": ("points",),
    "NO": ("points",),
    "OF_TARGET": ("actual", "target", "percent", "standard", "points"),
    "REACHED": ("actual", "comparator", "target", "points"),
    "NOT_REACHED": ("actual", "comparator", "target"),
    "NOTHING_BELOW": ("points",),
    "OVER": ("actual", "target", "over", "standard", "earned", "cap", "points"),
    "NOT_OVER": ("actual", "target"),
    "IN_BAND": ("value", "low", "low_closed", "high", "high_closed", "points"),
    "IN_NO_BAND": ("value", "points"),
    "DEDUCTED": ("count", "unit_points", "found", "cap", "deducted", "standard", "points"),
    "COUNTED": ("count", "unit_points", "found", "cap", "points"),
    "PART": ("part", "points", "max"),
    "SUM": ("points", "standard"),
    "JUDGED": ("points", "standard"),
    "PLACED": ("place", "peers", "points"),
    "GATE_HOLDS": (),
    "GATE_FALLS": ("effect", "points"),
    # what was made of points typed without an answer, when a weight is tried
    "KEPT": ("points",),
    "SCALED": ("points_before", "standard_before", "standard", "points"),
}
"""Every step there is, with the numbers it carries; a page needs a sentence for each, and a test holds it to that.

Percents and points inside a step are rounded for the eye; the numbers they were made from are not. In IN_BAND an end
that does not exist is "".
"""


@dataclass(frozen=True)
class Step:
    """One line of a working: "13/20 = 65 % của 80 điểm = 52,00" is OF_TARGET with its five numbers."""

    code: str
    facts: Mapping[str, Number] = field(default_factory=dict)

    def data(self) -> dict[str, object]:
        """As plain JSON."""
        facts = {name: plain(n) if isinstance(n, Decimal) else n for name, n in self.facts.items()}
        return {"code": self.code, "facts": facts}


@dataclass(frozen=True)
class Points:
    """What one claim earns.

    base: at most the standard points, negative only where a criterion of 0 points deducts; bonus: beyond them. Both
    are None where nothing was answered or the criterion is not applicable. reached: whether the target, the yes or
    the gate was met, where there is one. missing: the fields still empty.
    """

    base: Decimal | None
    bonus: Decimal | None
    steps: tuple[Step, ...] = ()
    reached: bool | None = None
    na: bool = False
    missing: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal | None:
        return None if self.base is None or self.bonus is None else self.base + self.bonus
