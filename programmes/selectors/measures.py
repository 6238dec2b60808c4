"""The figures a programme follows: target and actual of each year in one row, a missing year said as missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from emulation.indicators.formulas import reached
from emulation.indicators.models import Figure, Period
from emulation.indicators.selectors import figures_on
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import heir_ids
from emulation.trends import Trend, trend_of
from programmes.models import Measure, Programme
from programmes.selectors.programmes import measures_of, targets_by_year


@dataclass(frozen=True)
class Cell:
    """One year of an indicator; `figure` is None where nothing was reported, which is never nought."""

    year: int
    target: Decimal | None
    figure: Figure | None
    comparator: str

    @property
    def reached(self) -> bool | None:
        """Whether the target was reached; None where either side is missing."""
        return reached(self.figure.value if self.figure else None, self.comparator, self.target)


@dataclass(frozen=True)
class Row:
    """An indicator of a programme over its years."""

    measure: Measure
    cells: list[Cell]

    @property
    def trend(self) -> Trend | None:
        """The reported values as a line; None where fewer than two years were reported."""
        points = [(cell.year, cell.figure.value if cell.figure else None) for cell in self.cells]
        known = [value for _year, value in points if value is not None]
        return trend_of(points) if len(known) > 1 else None

    @property
    def hedged(self) -> bool:
        return any(cell.figure and cell.figure.qualifier for cell in self.cells)


def rows_of(programme: Programme, years: Sequence[int] | None = None) -> list[Row]:
    """Every indicator the programme follows, over its own years or those given; few queries for any number.

    After a merger the figures of whoever took the body's place answer for it.
    """
    measures = measures_of(programme)
    wanted = list(years if years is not None else programme.years)
    found = figures_of(measures, wanted)
    return [Row(measure, [_cell(measure, year, found) for year in wanted]) for measure in measures]


def figures_of(
    measures: Sequence[Measure], years: Sequence[int], *, period: str = Period.YEAR
) -> dict[tuple[int, int], Figure]:
    """{(measure id, year): its figure}. An indicator's later version still answers for the same measure."""
    bodies = {measure.organisation_id: bodies_of(measure.organisation) for measure in measures}
    figures = figures_on(
        {pk for chain in bodies.values() for pk in chain},
        years,
        indicators=[measure.version.indicator_id for measure in measures],
        period=period,
    )
    known = {
        (figure.organisation_id, figure.indicator_version.indicator_id, figure.year): figure
        for figure in figures.values()
        if figure.indicator_version
    }
    found: dict[tuple[int, int], Figure] = {}
    for measure in measures:
        for year in years:
            for body in bodies[measure.organisation_id]:
                if figure := known.get((body, measure.version.indicator_id, year)):
                    found.setdefault((measure.pk, year), figure)
    return found


def bodies_of(organisation: Organisation) -> list[int]:
    """The body itself first, then those that took its place; the living have taken nobody's words away."""
    if organisation.ended_on is None:
        return [organisation.pk]
    return [organisation.pk, *sorted(heir_ids([organisation.pk]))]


def living(organisation: Organisation) -> Organisation:
    """The body, or the one body that continues it today; itself again where none or several do."""
    if organisation.ended_on is None:
        return organisation
    heirs = list(Organisation.objects.filter(pk__in=heir_ids([organisation.pk]), ended_on=None)[:2])
    return heirs[0] if len(heirs) == 1 else organisation


def _cell(measure: Measure, year: int, found: dict[tuple[int, int], Figure]) -> Cell:
    return Cell(
        year, targets_by_year(measure).get(year), found.get((measure.pk, year)), measure.version.comparator
    )


def last_reported(measure: Measure, years: Sequence[int]) -> tuple[int | None, Decimal | None]:
    """(the latest of these years that was reported, its value); (None, None) where none was."""
    found = figures_of([measure], list(years))
    reported = [(year, found[measure.pk, year].value) for year in years if (measure.pk, year) in found]
    return reported[-1] if reported else (None, None)
