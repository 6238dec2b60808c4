"""The figures a programme follows: target and actual of each year in one row, a missing year said as missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from emulation.indicators.formulas import reached
from emulation.indicators.models import Figure
from emulation.indicators.selectors import figures_on, series
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
    """Every indicator the programme follows, over its own years or those given; three queries for any number."""
    measures = measures_of(programme)
    wanted = list(years if years is not None else programme.years)
    figures = figures_on(
        {measure.organisation_id for measure in measures},
        wanted,
        indicators=[measure.version.indicator_id for measure in measures],
    )
    # An indicator's later version still answers for the same measure; the newest of the year counts.
    found = {
        (figure.organisation_id, figure.indicator_version.indicator_id, figure.year): figure
        for figure in figures.values()
        if figure.indicator_version
    }
    return [Row(measure, [_cell(measure, year, found) for year in wanted]) for measure in measures]


def _cell(measure: Measure, year: int, found: dict[tuple[int, int, int], Figure]) -> Cell:
    key = (measure.organisation_id, measure.version.indicator_id, year)
    return Cell(year, targets_by_year(measure).get(year), found.get(key), measure.version.comparator)


def value_in(measure: Measure, year: int) -> Decimal | None:
    """What was reported for that year; None where nothing was."""
    figure = series(measure.organisation, measure.version.indicator, [year])[0][1]
    return figure.value if figure else None
