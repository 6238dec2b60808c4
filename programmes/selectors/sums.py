"""What the units of a round aim at together: targets by indicator, titles by code, joint work counted once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from emulation.indicators.models import Nature
from emulation.vietnamese import fold
from programmes.models import Credit, OverlapCase, RegisteredTarget, RegisteredTitle, Round
from programmes.movement_states import OverlapState
from programmes.selectors.registrations import COUNTED

PERCENTS = frozenset({"%", "phan tram", "percent"})
"""Folded units of measure whose values are shares of something: two of them make no sum."""
NOT_ADDED = frozenset({Nature.RATIO, Nature.GROWTH})

Key = tuple[str, str]
"""Folded words of the indicator (or of the target that names none) and folded unit of measure."""


@dataclass(frozen=True)
class TargetSum:
    """The targets of a round for one indicator and unit of measure.

    `total` adds the exact values only; `approximate` those given with "khoảng", "gần" …; `unsaid` counts targets
    in words without a value. They are never added up together silently. Percents are not `added`: they are
    counted, and both totals are 0. `left_out` counts the targets of joint work that is credited to the other
    unit of the pair, `weighed` those that enter by their share; both numbers are of settled overlaps.
    """

    name: str
    unit: str
    added: bool
    exact: int
    total: Decimal
    approximate: int
    approximate_total: Decimal
    unsaid: int
    units: int
    left_out: int
    weighed: int


class _Line(NamedTuple):
    here: bool
    registration: int
    name: str
    unit: str
    nature: str
    value: Decimal | None
    qualifier: str

    @property
    def key(self) -> Key:
        return fold(self.name), fold(self.unit)


def joint_cases(round_: Round) -> list[OverlapCase]:
    """The settled pairs of a round that do it together and both still count, with units and credit."""
    rows = OverlapCase.objects.filter(
        Q(first__round=round_) | Q(second__round=round_),
        state=OverlapState.JOIN,
        first__state__in=COUNTED,
        second__state__in=COUNTED,
    )
    return list(rows.select_related("first__organisation", "second__organisation", "credited").order_by("pk"))


def target_sums(round_: Round, joint: Iterable[OverlapCase]) -> list[TargetSum]:
    """By indicator, then by the words of targets that name none; of registrations sent or accepted.

    `joint` are the pairs of `joint_cases`: a target that both registrations hold counts once, for the credited
    unit, or for each by its share, whichever round the other one stands in.
    """
    cases = list(joint)
    partners = [pk for case in cases for pk in (case.first_id, case.second_id)]
    rows = RegisteredTarget.objects.filter(
        Q(registration__round=round_) | Q(registration__in=partners), registration__state__in=COUNTED
    )
    told = rows.order_by("indicator__indicator__official_order", "text", "pk").values_list(
        "registration__round_id",
        "registration_id",
        "indicator__name",
        "text",
        "unit",
        "indicator__nature",
        "value",
        "qualifier",
    )
    groups: dict[Key, list[_Line]] = {}
    for place, pk, indicator, text, unit, nature, value, qualifier in told:
        line = _Line(place == round_.pk, pk, indicator or text, unit, nature or "", value, qualifier)
        groups.setdefault(line.key, []).append(line)
    pairs = [_shares(case) for case in cases]
    return [
        _sum(here, _weights(lines, pairs))
        for lines in groups.values()
        if (here := [line for line in lines if line.here])
    ]


def _shares(case: OverlapCase) -> dict[int, Decimal]:
    """{registration: the part of 1 for which it counts} of a pair that works together."""
    if case.credit == Credit.SHARED:
        first = Decimal(case.first_share or 0) / 100
    else:
        first = Decimal(case.first.organisation_id == case.credited_id)
    return {case.first_id: first, case.second_id: 1 - first}


def _weights(lines: Iterable[_Line], pairs: Iterable[dict[int, Decimal]]) -> dict[int, Decimal]:
    """{registration: the part of 1} for one target, where both of a pair hold it."""
    weights = {line.registration: Decimal(1) for line in lines}
    for shares in pairs:
        if shares.keys() <= weights.keys():
            for pk, share in shares.items():
                weights[pk] *= share
    return weights


def _sum(lines: list[_Line], weights: dict[int, Decimal]) -> TargetSum:
    first = lines[0]
    added = fold(first.unit) not in PERCENTS and not any(line.nature in NOT_ADDED for line in lines)
    kept = [(line, weights[line.registration]) for line in lines if weights[line.registration]]
    exact = [line.value * weight for line, weight in kept if line.value is not None and not line.qualifier]
    hedged = [line.value * weight for line, weight in kept if line.value is not None and line.qualifier]
    return TargetSum(
        name=first.name,
        unit=first.unit,
        added=added,
        exact=len(exact),
        total=sum(exact, Decimal(0)) if added else Decimal(0),
        approximate=len(hedged),
        approximate_total=sum(hedged, Decimal(0)) if added else Decimal(0),
        unsaid=len(kept) - len(exact) - len(hedged),
        units=len({line.registration for line in lines}),
        left_out=len(lines) - len(kept),
        weighed=sum(weight != 1 for _line, weight in kept),
    )


def title_sums(round_: Round) -> list[tuple[str, int, int]]:
    """(title, for units, for people) by code, a title without a code by its words; sent or accepted only."""
    rows = RegisteredTitle.objects.filter(registration__round=round_, registration__state__in=COUNTED)
    found: dict[str, list[Any]] = {}
    for code, title, name in rows.order_by("pk").values_list("title_code", "title", "name"):
        line = found.setdefault(code or fold(title), [title, 0, 0])
        line[2 if name else 1] += 1
    return sorted((title, units, people) for title, units, people in found.values())
