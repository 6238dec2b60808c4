"""Tables for Excel: real dates and numbers, a heading that can be printed, and text that stays text."""

import csv
import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import chain, islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from emulation.spreadsheets.book import Value
from emulation.spreadsheets.delimited import defused, is_unsafe
from emulation.vietnamese import format_date

Content = Value | Decimal | object
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DATE_FORMAT = "DD/MM/YYYY"
LONGEST = 32_767
A4 = 9
NARROWEST, WIDEST, MEASURED_ROWS = 6, 60, 200
THIN = Side(style="thin", color="999999")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEADER_FILL = PatternFill("solid", fgColor="E7E9EC")


def write_table(
    *,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Content]],
    unit: str = "",
    filters: str = "",
    on: date | None = None,
    sheet_name: str = "Danh sách",
) -> bytes:
    """An .xlsx: title, unit, what was filtered and the day, each on its line, a blank line, header, rows.

    Dates and numbers stay dates and numbers, text stays text even where it looks like a formula. The header
    is frozen and repeated on every page; the sheet prints on A4 landscape, one page wide.
    """
    lines = [line for line in (unit, filters, format_date(on) if on else "") if line]
    book = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", sheet_name)[:31] or "Sheet1")
    header_row = len(lines) + 3
    stream = iter(rows)
    first = list(islice(stream, MEASURED_ROWS))
    _lay_out(sheet, [header, *first], header_row)
    sheet.append([_written(sheet, title, Font(bold=True, size=14))])
    for line in lines:
        sheet.append([_written(sheet, line, Font(italic=True))])
    sheet.append([])
    sheet.append([_header(sheet, column) for column in header])
    looks = _Looks(sheet)
    for row in chain(first, stream):
        sheet.append([looks.cell(content) for content in row])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _lay_out(sheet: WriteOnlyWorksheet, sample: list[Sequence[Content]], header_row: int) -> None:
    for place in range(len(sample[0])):
        longest = max(len(str(row[place])) for row in sample if place < len(row))
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(longest + 2, NARROWEST), WIDEST)
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P/&N"


def _written(sheet: WriteOnlyWorksheet, content: Content, font: Font | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, plain(content))
    if font:
        cell.font = font
    if isinstance(cell.value, str):
        keep_as_text(cell)
    return cell


def _header(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = _written(sheet, text, Font(bold=True))
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border, cell.fill = GRID, HEADER_FILL
    return cell


class _Looks:
    """The few ways a body cell looks, made once: giving each of 350,000 cells its own takes half a minute."""

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self._sheet = sheet
        self._number = self._look("General")
        self._day = self._look(DATE_FORMAT)
        self._moment = self._look(DATE_FORMAT + " HH:MM")
        self._text = self._look("General", wrap=True)

    def _look(self, number_format: str, *, wrap: bool = False) -> WriteOnlyCell:
        model = WriteOnlyCell(self._sheet)
        model.border, model.number_format = GRID, number_format
        model.alignment = Alignment(vertical="top", wrap_text=wrap)
        return model

    def cell(self, content: Content) -> WriteOnlyCell:
        """A body cell with its value in the look of its kind."""
        value = plain(content)
        if isinstance(value, datetime):
            model = self._moment
        elif isinstance(value, date):
            model = self._day
        else:
            model = self._text if isinstance(value, str) else self._number
        cell = WriteOnlyCell(self._sheet, value)
        cell._style = copy(model._style)
        if model is self._text:
            keep_as_text(cell)
        return cell


def plain(content: Content) -> Value | Decimal:
    """`content` as Excel can keep it: moments without a zone, other objects as text, no control characters."""
    if isinstance(content, datetime):
        return content.replace(tzinfo=None)
    if content is None or isinstance(content, bool | int | float | Decimal | date):
        return content
    return UNPRINTABLE.sub("", str(content))[:LONGEST]


def keep_as_text(cell: WriteOnlyCell) -> None:
    """Mark a text cell as text, so that Excel neither computes it nor turns it into a formula when edited."""
    cell.data_type = "s"
    if is_unsafe(str(cell.value)):
        cell.quotePrefix = True


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Content]], *, separator: str = ";") -> bytes:
    """A .csv that a Vietnamese Excel opens right: UTF-8 with BOM, ";", dates dd/mm/yyyy, decimal comma.

    Text that Excel would compute gets an apostrophe before it.
    """
    target = StringIO(newline="")
    writer = csv.writer(target, delimiter=separator)
    writer.writerow([defused(column) for column in header])
    writer.writerows([_field(content) for content in row] for row in rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _field(content: Content) -> str:
    value = plain(content)
    if isinstance(value, datetime):
        return f"{format_date(value)} {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, float | Decimal):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value).replace(".", ",")
    return "" if value is None else defused(str(value))
