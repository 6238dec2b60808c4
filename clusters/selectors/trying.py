"""The targets of a draft tried on the figures of an earlier year: who would have reached them, under which quota."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from clusters.feasibility import (
    Ceiling,
    Comparator,
    LastYear,
    Nature,
    Quota,
    Target,
    Trial,
    Unit,
    impossible_under,
    trial,
)
from clusters.models import Pledge, PledgeTarget, Seat
from clusters.selectors.clusters import seats_of
from clusters.selectors.pledges import targets_of
from emulation.indicators.models import Figure, Population
from emulation.indicators.selectors import figures_on


@dataclass(frozen=True)
class UnderQuota:
    """At most `percent` of this population may be counted: what the person asks the targets to be tried under."""

    percent: Decimal
    population: Population


@dataclass(frozen=True)
class Line:
    """One member against one target: what it reported, whether it would have reached it, what a quota forbids."""

    seat: Seat
    figure: LastYear
    percent: Decimal | None
    reached: bool | None
    needed: int | None
    warned: tuple[str, ...]
    ceiling: Ceiling | None


@dataclass(frozen=True)
class Tried:
    """One target on all members; `trial` is None where it is said in words only or bound to no definition."""

    target: PledgeTarget
    trial: Trial | None
    lines: list[Line]

    @property
    def forbidden(self) -> list[Line]:
        """The members for whom the quota makes it impossible, whatever they do."""
        return [line for line in self.lines if line.ceiling is not None]


def tried_on(pledge: Pledge, year: int, quota: UnderQuota | None = None) -> list[Tried]:
    """Every target of the pledge on the figures of `year`; three queries for any number of members."""
    seats = [seat for seat in seats_of(pledge.season) if seat.left_on is None]
    targets = list(targets_of(pledge))
    places = [seat.organisation_id for seat in seats]
    indicators = {row.indicator.indicator_id for row in targets if row.indicator}
    populations = [quota.population] if quota else []
    found = figures_on(places, [year], populations=populations, indicators=list(indicators))
    by_indicator: dict[tuple[int, int], Figure] = {}
    sizes: dict[int, Decimal] = {}
    for figure in found.values():
        if figure.indicator_version is not None:
            by_indicator[figure.organisation_id, figure.indicator_version.indicator_id] = figure
        else:
            sizes[figure.organisation_id] = figure.value
    return [_tried(target, seats, by_indicator, quota, sizes) for target in targets]


def _tried(
    target: PledgeTarget,
    seats: Sequence[Seat],
    figures: dict[tuple[int, int], Figure],
    quota: UnderQuota | None,
    sizes: dict[int, Decimal],
) -> Tried:
    asked = _asked(target)
    if asked is None or target.indicator is None:
        return Tried(target, None, [])
    indicator = target.indicator.indicator_id
    known: dict[Unit, LastYear] = {
        seat.pk: _last_year(figures[seat.organisation_id, indicator], asked)
        for seat in seats
        if (seat.organisation_id, indicator) in figures
    }
    result = trial(asked, [seat.pk for seat in seats], known)
    by_seat = {one.unit: one for one in result.tries}
    lines = [
        Line(
            seat=seat,
            figure=known.get(seat.pk, LastYear()),
            percent=None if by_seat[seat.pk].value is None else _decimal(by_seat[seat.pk].value),
            reached=by_seat[seat.pk].reached,
            needed=by_seat[seat.pk].needed,
            warned=tuple(warning.value for warning in by_seat[seat.pk].warned),
            ceiling=_ceiling(asked, known.get(seat.pk), quota, sizes.get(seat.organisation_id)),
        )
        for seat in seats
    ]
    return Tried(target, result, lines)


def _asked(target: PledgeTarget) -> Target | None:
    """The target as the arithmetic takes it; None where it is judged by words."""
    version = target.indicator
    if version is None or target.value is None or version.nature not in Nature.__members__:
        return None
    return Target(
        code=str(target.pk),
        nature=Nature(version.nature),
        value=target.value,
        comparator=Comparator(target.comparator),
    )


def _last_year(figure: Figure, asked: Target) -> LastYear:
    if asked.nature is Nature.COUNT:
        return LastYear(n=figure.value)
    return LastYear(n=figure.numerator, d=figure.denominator)


def _decimal(value: object) -> Decimal:
    return round(Decimal(value.numerator) / Decimal(value.denominator), 2)  # type: ignore[attr-defined]


def _ceiling(
    asked: Target, figure: LastYear | None, quota: UnderQuota | None, size: Decimal | None
) -> Ceiling | None:
    """What the quota forbids; None where it does not, or where it cannot be known."""
    if quota is None or size is None or figure is None or not figure.d:
        return None
    if asked.nature is not Nature.RATIO or asked.comparator not in (Comparator.GE, Comparator.GT):
        return None
    found = impossible_under(asked, figure.d, [Quota(quota.population.name, quota.percent, size)])
    return found[0] if found else None
