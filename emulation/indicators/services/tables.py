"""The table of many units' figures as a workbook: what is exported is what may be filled in and brought back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from emulation.indicators.formulas import NOT_REPORTED
from emulation.indicators.models import Figure, IndicatorVersion, Period, Population
from emulation.indicators.offices import UNITS
from emulation.indicators.selectors import (
    Key,
    Subject,
    figures_on,
    is_asked,
    last_day,
    populations,
    versions_on,
)
from emulation.organisations.models import Organisation
from emulation.vietnamese import format_number, trimmed

CODE, UNIT, YEAR = "Mã đơn vị", "Đơn vị", "Năm"
"""The headings by which a column is known again; they are those of the offices' own tables."""
NUMERATOR_HEADING, DENOMINATOR_HEADING = "%s (tử số)", "%s (mẫu số)"
NUMBER, DENOMINATOR = "n", "d"
"""Before the id of an indicator: the column of its value or numerator, and that of its denominator."""


@dataclass(frozen=True)
class Column:
    """What stands below one heading: "p12" of a population, "n5" and "d5" of an indicator by its id.

    `headings`: the one that is printed, then others that are understood.
    """

    place: str
    headings: tuple[str, ...]
    subject: Subject

    def number(self, figure: Figure) -> Decimal:
        """The number of a figure that stands here."""
        if figure.numerator is None or figure.denominator is None:
            return figure.value
        return figure.denominator if self.place.startswith(DENOMINATOR) else figure.numerator


def columns(year: int) -> list[Column]:
    """What units report of that year, in official order: populations, then indicators; a percent has two columns."""
    end = last_day(year, Period.YEAR)
    wanted: list[Subject] = [*populations(), *versions_on(end)]
    asked = [one for one in wanted if any(is_asked(kind, one, on=end) for kind in UNITS)]
    return [column for one in asked for column in _columns_of(one)]


def _columns_of(one: Subject) -> list[Column]:
    if isinstance(one, Population):
        return [Column(f"p{one.pk}", (one.name, one.code), one)]
    name, pk = one.name, one.indicator_id
    if not one.is_percent:
        return [Column(f"{NUMBER}{pk}", (name, one.indicator.code), one)]
    return [
        Column(f"{NUMBER}{pk}", (NUMERATOR_HEADING % name,), one),
        Column(f"{DENOMINATOR}{pk}", (DENOMINATOR_HEADING % name,), one),
    ]


def table_of(units: Sequence[Organisation], year: int, *, on: date) -> bytes:
    """An .xlsx with one row a unit and the columns of the year; a figure not reported says so."""
    from emulation.spreadsheets.writing import write_table

    wanted = columns(year)
    known = figures_on([unit.pk for unit in units], [year])
    rows = (
        [place, unit.pk, unit.name, year, *(_cell(known, unit, year, one) for one in wanted)]
        for place, unit in enumerate(units, start=1)
    )
    return write_table(
        title=_("Figures of the units, %(year)s") % {"year": year},
        header=["STT", CODE, UNIT, YEAR, *(one.headings[0] for one in wanted)],
        rows=rows,
        on=on,
    )


def _cell(known: dict[Key, Figure], unit: Organisation, year: int, column: Column) -> object:
    subject = column.subject
    named = "version_id" if isinstance(subject, IndicatorVersion) else "population_id"
    figure = known.get(Key(unit.pk, year, **{named: subject.pk}))
    if figure is not None:
        number = trimmed(column.number(figure))
        return f"{figure.qualifier} {format_number(number)}" if figure.qualifier else number
    return NOT_REPORTED if is_asked(unit.kind, subject, on=last_day(year, Period.YEAR)) else ""
