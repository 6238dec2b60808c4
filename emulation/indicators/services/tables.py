"""The table of many units' figures as a workbook: what is exported is what may be filled in and brought back."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from emulation.indicators.formulas import NOT_REPORTED, trimmed
from emulation.indicators.models import Figure, Population
from emulation.indicators.offices import UNITS
from emulation.indicators.selectors import Key, asked, figures_on, populations
from emulation.organisations.models import Organisation

CODE, UNIT, YEAR = "Mã đơn vị", "Đơn vị", "Năm"
"""The headings by which a column is known again; they are those of the offices' own tables."""


def columns() -> list[Population]:
    """The populations that units report, in official order."""
    everything = populations()
    return [one for one in everything if any(asked(kind, [one]) for kind in UNITS)]


def table_of(units: Sequence[Organisation], year: int, *, on: date) -> bytes:
    """An .xlsx with one row a unit and one column a population; a figure not reported says so."""
    from emulation.spreadsheets.writing import write_table

    wanted = columns()
    known = figures_on([unit.pk for unit in units], [year], populations=wanted)
    rows = (
        [place, unit.pk, unit.name, year, *(_cell(known, unit, year, one) for one in wanted)]
        for place, unit in enumerate(units, start=1)
    )
    return write_table(
        title=_("Figures of the units, %(year)s") % {"year": year},
        header=["STT", CODE, UNIT, YEAR, *(one.name for one in wanted)],
        rows=rows,
        on=on,
    )


def _cell(known: dict[Key, Figure], unit: Organisation, year: int, one: Population) -> object:
    figure = known.get(Key(unit.pk, year, population_id=one.pk))
    if figure is not None:
        return figure.words if figure.qualifier else trimmed(figure.value)
    return NOT_REPORTED if asked(unit.kind, [one]) else ""
