"""A table of figures as it was sent: its row of headings found below any letterhead, its rows as plain values."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from emulation.indicators.services.tables import CODE, UNIT, YEAR, columns
from emulation.spreadsheets import Sheet, UnreadableBook, read_book
from emulation.uploads.checking import UploadRefused, sentence_of
from emulation.verdicts import Refused
from emulation.vietnamese import fold

MOST_ROWS = 2000
HEADER_WITHIN = 30


def rows_of(data: bytes, name: str, year: int) -> list[dict[str, Any]]:
    """[{"row", "code", "unit", "year", "cells": {place of a column: text}}]; `year` for rows that name none.

    Raises UploadRefused for a file that cannot be opened, Refused as `imports.receive` says.
    """
    try:
        book = read_book(data, name)
    except UnreadableBook as failure:
        raise UploadRefused(sentence_of(failure.trouble)) from failure
    wanted = {fold(heading): one.place for one in columns(year) for heading in one.headings}
    for sheet in book.sheets:
        header = _header_of(sheet, wanted)
        if header is not None:
            rows = list(_read(sheet, *header, year))
            if len(rows) > MOST_ROWS:
                limit = {"rows": len(rows), "most": MOST_ROWS}
                raise Refused(_("The table has %(rows)s rows; bring in at most %(most)s at once.") % limit)
            return rows
    raise Refused(
        _(
            "No row of headings was found with “%(unit)s” and the name of at least one population or indicator."
        )
        % {"unit": UNIT}
    )


def _header_of(sheet: Sheet, wanted: Mapping[str, str]) -> tuple[int, dict[str, int], dict[int, str]] | None:
    """(row, {CODE, UNIT or YEAR: column}, {column: place}) of the row of headings."""
    names = {fold(one): one for one in (CODE, UNIT, YEAR)}
    for row in range(1, min(HEADER_WITHIN, len(sheet.rows)) + 1):
        found = [
            (column, fold(cell.text)) for column, cell in enumerate(sheet.rows[row - 1], start=1) if cell.text
        ]
        fixed = {names[text]: column for column, text in found if text in names}
        counted = {column: wanted[text] for column, text in found if text in wanted}
        if UNIT in fixed and counted:
            return row, fixed, counted
    return None


def _read(
    sheet: Sheet, header: int, fixed: Mapping[str, int], counted: Mapping[int, str], year: int
) -> Iterator[dict[str, Any]]:
    """The rows below the headings that say anything of a unit."""

    def text(row: int, column: int | None) -> str:
        return sheet.cell(row, column).text if column else ""

    for row in range(header + 1, len(sheet.rows) + 1):
        cells = {place: said for column, place in counted.items() if (said := text(row, column))}
        unit = text(row, fixed[UNIT])
        if unit and cells:
            yield {
                "row": row,
                "code": text(row, fixed.get(CODE)),
                "unit": unit,
                "year": text(row, fixed.get(YEAR)) or str(year),
                "cells": cells,
            }
