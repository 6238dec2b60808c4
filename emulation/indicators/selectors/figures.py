"""Figures as they stand: by organisation, year and what is counted; over the years; summed with care."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q, QuerySet

from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.indicators.models import (
    Figure,
    FigureState,
    Indicator,
    IndicatorVersion,
    Period,
    Population,
)
from emulation.organisations.models import Organisation

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
    day: date | None = None,
) -> dict[Key, Figure]:
    """{key: the current figure}, one query; a figure that was not reported has no key.

    `populations` and `indicators` (every version of them) narrow; neither given means all of both.
    For "on one day" the latest day of the year counts, or only `day`.
    """
    rows = current().filter(organisation_id__in=organisation_ids, year__in=list(years), period=period)
    if day is not None:
        rows = rows.filter(as_of=day)
    if populations is not None or indicators is not None:
        rows = rows.filter(
            Q(population__in=list(populations or ()))
            | Q(indicator_version__indicator__in=list(indicators or ()))
        )
    rows = rows.select_related("population", "indicator_version__indicator", "entered_by__person")
    rows = rows.order_by("as_of", "pk")
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


def days_reported(organisation: Organisation, year: int) -> list[date]:
    """The days of which "on one day" something was reported that year, the latest first; one query."""
    rows = current().filter(organisation=organisation, year=year, period=Period.AS_OF, as_of__isnull=False)
    return [day for day in rows.order_by("-as_of").values_list("as_of", flat=True).distinct() if day]


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
