"""Figures as they stand: by organisation, year and what is counted; over the years; summed with care."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, Prefetch, Q, QuerySet, Sum

from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.indicators.formulas import Total, trimmed
from emulation.indicators.models import (
    Figure,
    FigureState,
    Indicator,
    IndicatorVersion,
    Period,
    Population,
    Qualifier,
)
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import alive_on

Subject = Population | IndicatorVersion

ENDS = {"H1": (6, 30), "Q1": (3, 31), "Q2": (6, 30), "Q3": (9, 30)}


def last_day(year: int, period: str) -> date:
    """The day on which a period of a year ends; that of the year for "on one day"."""
    return date(year, *ENDS.get(period, (12, 31)))


class Key(NamedTuple):
    """Where a figure stands: exactly one of the last two is set."""

    organisation_id: int
    year: int
    population_id: int | None = None
    version_id: int | None = None


def key_of(figure: Figure) -> Key:
    return Key(figure.organisation_id, figure.year, figure.population_id, figure.indicator_version_id)


def current() -> QuerySet[Figure]:
    """Figures that were neither replaced nor withdrawn."""
    return Figure.objects.filter(state=FigureState.CURRENT)


def figures_on(
    organisation_ids: Collection[int],
    years: Iterable[int],
    *,
    populations: Collection[Population | int] | None = None,
    indicators: Collection[Indicator | int] | None = None,
    period: str = Period.YEAR,
) -> dict[Key, Figure]:
    """{key: the current figure}, one query; a figure that was not reported has no key.

    `populations` and `indicators` (every version of them) narrow; neither given means all of both.
    For "on one day" the latest day of the year counts.
    """
    rows = current().filter(organisation_id__in=organisation_ids, year__in=list(years), period=period)
    if populations is not None or indicators is not None:
        rows = rows.filter(
            Q(population__in=list(populations or ()))
            | Q(indicator_version__indicator__in=list(indicators or ()))
        )
    rows = rows.select_related("population", "indicator_version__indicator").order_by("as_of", "pk")
    return {key_of(figure): figure for figure in rows}


def series(
    organisation: Organisation,
    subject: Population | Indicator | IndicatorVersion,
    years: Sequence[int],
    *,
    period: str = Period.YEAR,
) -> list[tuple[int, Figure | None]]:
    """(year, the current figure or None where none was reported) in the order of the years; one query.

    Of an indicator with figures by several versions in one year, that of the newest version.
    """
    condition = (
        Q(population=subject)
        if isinstance(subject, Population)
        else Q(indicator_version__indicator=subject)
        if isinstance(subject, Indicator)
        else Q(indicator_version=subject)
    )
    rows = current().filter(condition, organisation=organisation, year__in=list(years), period=period)
    rows = rows.select_related("population", "indicator_version")
    found = {figure.year: figure for figure in rows.order_by("indicator_version__valid_from", "as_of", "pk")}
    return [(year, found.get(year)) for year in years]


def versions_on(on: date, *, indicators: Collection[Indicator | int] | None = None) -> list[IndicatorVersion]:
    """The version of each indicator in force on the day, in official order; retired ones are left out."""
    rows = IndicatorVersion.objects.filter(valid_from__lte=on)
    rows = rows.filter(Q(indicator__retired_on=None) | Q(indicator__retired_on__gt=on))
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    rows = rows.select_related("indicator", "numerator_population", "denominator_population")
    newest = {version.indicator_id: version for version in rows.order_by("valid_from")}
    return sorted(newest.values(), key=lambda one: (one.indicator.official_order, one.indicator.code))


def version_on(code: str, on: date) -> IndicatorVersion | None:
    """The version in force on the day of the indicator with this code."""
    rows = IndicatorVersion.objects.filter(indicator__code=code, valid_from__lte=on)
    return rows.select_related("indicator").order_by("-valid_from").first()


def populations() -> list[Population]:
    """All populations in official order, each with its whole."""
    return list(Population.objects.select_related("part_of"))


def asked(kind: str, subjects: Iterable[Population]) -> list[Population]:
    """Those of the populations that an organisation of this kind reports."""
    return [one for one in subjects if not one.asked_of or kind in one.asked_of]


def asked_versions(kind: str, versions: Iterable[IndicatorVersion]) -> list[IndicatorVersion]:
    """Those of the versions whose indicator an organisation of this kind reports."""
    return [one for one in versions if not one.indicator.asked_of or kind in one.indicator.asked_of]


def indicators_page() -> QuerySet[Indicator]:
    """The catalogue in official order, each with its versions, the newest first, as `all_versions`."""
    versions = IndicatorVersion.objects.order_by("-valid_from").select_related(
        "numerator_population", "denominator_population"
    )
    return Indicator.objects.prefetch_related(Prefetch("versions", versions, to_attr="all_versions"))


def total_below(
    organisation: Organisation, year: int, population: Population, *, period: str = Period.YEAR
) -> Total:
    """What the units below report together, in one aggregate: the sum, how many are missing, which are hedged.

    Asked are the units of the kinds that report this population and exist at the end of the period, in today's
    tree; the organisation itself is not one of them.
    """
    units = units_below([organisation], year, period=period)
    if population.asked_of:
        units = units.filter(kind__in=population.asked_of)
    of_it = Q(
        figures__state=FigureState.CURRENT,
        figures__year=year,
        figures__period=period,
        figures__population=population,
    )
    hedges = [value for value in Qualifier.values if value]
    counts = {
        f"hedged_{place}": Count("found", filter=Q(found__qualifier=value))
        for place, value in enumerate(hedges)
    }
    row = units.annotate(found=FilteredRelation("figures", condition=of_it)).aggregate(
        units=Count("pk", distinct=True),
        reported=Count("found__organisation", distinct=True),
        sum=Sum("found__value"),
        **counts,
    )
    return Total(
        value=None if row["sum"] is None else trimmed(row["sum"]),
        counted=row["reported"],
        missing=row["units"] - row["reported"],
        qualifiers=tuple(sorted(value for place, value in enumerate(hedges) if row[f"hedged_{place}"])),
    )


def totals_below(
    organisation: Organisation, year: int, wanted: Collection[Population], *, period: str = Period.YEAR
) -> dict[int, Total]:
    """{population id: `total_below`} for many populations in two queries."""
    units = units_below([organisation], year, period=period)
    by_kind = dict(units.order_by().values_list("kind").annotate(Count("pk")))
    rows = current().filter(organisation__in=units, year=year, period=period, population__in=list(wanted))
    lines = rows.order_by().values_list("population", "organisation__kind", "qualifier")
    sums: dict[int, Total] = {one.pk: Total() for one in wanted}
    reported = dict.fromkeys(sums, 0)
    kinds = {one.pk: frozenset(one.asked_of or by_kind) for one in wanted}
    for pk, kind, qualifier, number, value in lines.annotate(Count("pk"), Sum("value")):
        if kind in kinds[pk]:
            sums[pk] += Total(trimmed(value), number, 0, (qualifier,) if qualifier else ())
            reported[pk] += number
    return {
        pk: total + Total(missing=sum(by_kind.get(kind, 0) for kind in kinds[pk]) - reported[pk])
        for pk, total in sums.items()
    }


def units_below(
    organisations: Collection[Organisation], year: int, *, period: str = Period.YEAR
) -> QuerySet[Organisation]:
    """The organisations below these in today's tree that exist at the end of the period."""
    below = Q(pk__in=[])
    for organisation in organisations:
        below |= Q(path__startswith=organisation.path) & ~Q(pk=organisation.pk)
    return Organisation.objects.filter(below & alive_on(last_day(year, period)))


@dataclass(frozen=True)
class Course:
    """A figure and what it replaced, the newest first."""

    figures: tuple[Figure, ...]

    @property
    def newest(self) -> Figure:
        return self.figures[0]


def course_of(figure: Figure) -> Course:
    """All rows that ever stood in the place of this figure: what it replaced and what replaced it. One query."""
    rows = Figure.objects.filter(
        organisation=figure.organisation_id,
        year=figure.year,
        period=figure.period,
        population=figure.population_id,
        indicator_version=figure.indicator_version_id,
    )
    if figure.period == Period.AS_OF:
        rows = rows.filter(as_of=figure.as_of)
    rows = rows.select_related("population", "indicator_version", "entered_by__person", "organisation")
    return Course(tuple(rows.order_by("-pk")))


def history_of_course(course: Course) -> QuerySet[Entry]:
    """What was done to any of the rows, the newest act first."""
    histories = (history_of(figure) for figure in course.figures)
    return reduce(or_, histories).order_by("-id")


def figures_by_id(organisation: Organisation, ids: Collection[int]) -> dict[int, Figure]:
    """{id: figure} of this organisation, whatever became of them: what a person saw when beginning to type."""
    return Figure.objects.filter(organisation=organisation).in_bulk(list(ids)) if ids else {}
