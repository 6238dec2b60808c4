"""The workbook that came in, given back with a remark beside each row that could not be taken."""

import csv
import re
import warnings
from collections.abc import Mapping
from copy import copy
from io import BytesIO, StringIO
from pathlib import PurePath

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as OpenCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from emulation.spreadsheets import delimited
from emulation.spreadsheets.book import Sheet
from emulation.spreadsheets.reading import kind_of, read_book
from emulation.spreadsheets.writing import keep_as_text, plain

TITLE = "Ghi chú"
SECOND_TITLE = "Ghi chú (kiểm tra)"
TITLE_COLOUR = "00F4B942"
TITLE_FILL = PatternFill("solid", fgColor=TITLE_COLOUR)
ROW_COLOUR = "00FDE2E0"
ROW_FILL = PatternFill("solid", fgColor=ROW_COLOUR)
NO_FILL = PatternFill()
REMARK_FONT = Font(color="00A61B1B")
WIDTH = 60
# Cells of the same sheet, figures and what is done with them: nothing that reads, opens or calls anything else.
RECKONING = re.compile(
    r"=(?:(?:SUM|COUNT|COUNTA|COUNTIF|SUBTOTAL|ROW|ROWS|MAX|MIN|AVERAGE|ROUND|IF|AND|OR|NOT|ISBLANK)\(|"
    r"\$?[A-Z]{1,3}\$?[0-9]{1,7}(?![A-Z0-9(!.])|[0-9.]++(?![A-Z0-9(!])|[-+*/^&=<>%:,;() ]|\"[^\"]*\")++"
)

Remarks = Mapping[tuple[str, int], str]


def annotate(
    data: bytes, name: str, remarks: Remarks, *, header_rows: Mapping[str, int] | None = None
) -> tuple[bytes, str]:
    """(bytes, file name) of the same workbook with a column "Ghi chú" that says what is wrong where.

    `remarks` is keyed by (sheet name, row counted from 1), `header_rows` gives each sheet's header row; the
    column is the first free one right of the header. Letterhead, merged cells, widths and formats of an
    .xlsx stay; an .xls comes back as .xlsx with its values and merged cells; a .csv as .csv. A file that
    was given back before gets its old remarks replaced. Raises UnreadableBook.
    """
    headers = dict(header_rows or {})
    for sheet, row in sorted(remarks):
        headers.setdefault(sheet, max(row - 1, 1))
    kind, stem = kind_of(data), PurePath(name.replace("\\", "/")).stem or "danh-sach"
    if kind == "csv":
        return _annotate_csv(data, remarks, headers), f"{stem}-ghi-chu.csv"
    book = _opened(data) if kind == "xlsx" else _rebuilt(data, name)
    for sheet in book.worksheets:
        if sheet.title in headers:
            own = {row: text for (title, row), text in remarks.items() if title == sheet.title}
            _annotate_sheet(sheet, own, headers[sheet.title])
    target = BytesIO()
    book.save(target)
    return target.getvalue(), f"{stem}-ghi-chu.xlsx"


def _opened(data: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of what it will not keep, such as slicers
        try:
            book = load_workbook(BytesIO(data), keep_links=False)
        except Exception:
            # It checks far more than was needed to read the cells; values are better than no answer.
            return _rebuilt(data, "")
    for sheet in book.worksheets:
        _defuse(sheet)
    return book


def _defuse(sheet: Worksheet) -> None:
    """Formulas that only reckon stay, such as those that number the rows; others become their own text."""
    for (
        cell
    ) in sheet._cells.values():  # iter_rows would make every cell of a sheet that is empty but formatted
        if cell.data_type == "f" and not _only_reckons(cell.value):
            formula = cell.value if isinstance(cell.value, str) else getattr(cell.value, "text", None)
            cell.value = plain(formula or "")
            keep_as_text(cell)
        elif cell.data_type == "s":
            keep_as_text(cell)


def _only_reckons(formula: object) -> bool:
    return isinstance(formula, str) and bool(RECKONING.fullmatch(formula.upper()))


def _rebuilt(data: bytes, name: str) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for sheet in read_book(data, name).sheets:
        _rebuild(book.create_sheet(sheet.name), sheet)
    return book


def _rebuild(target: Worksheet, sheet: Sheet) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row, start=1):
            if cell.value is not None:
                place = target.cell(number, column, plain(cell.value))
                if isinstance(place.value, str):
                    keep_as_text(place)
    for first_row, first_column, last_row, last_column in sheet.merged:
        target.merge_cells(None, first_row, first_column, last_row, last_column)
    for column in range(1, target.max_column + 1):
        lengths = [len(row[column - 1].text) for row in sheet.rows if len(row) >= column]
        usual = sorted(lengths)[int(len(lengths) * 0.9)] if lengths else 0
        target.column_dimensions[get_column_letter(column)].width = min(max(usual + 2, 6), WIDTH)


def _annotate_sheet(sheet: Worksheet, remarks: Mapping[int, str], header_row: int) -> None:
    column, title = _remark_column(sheet, header_row)
    last_header = sheet.cell(header_row, max(column - 1, 1))
    head = sheet.cell(header_row, column, title)
    _dress_like(last_header, head)
    head.fill = TITLE_FILL
    for row, text in remarks.items():
        for place in range(1, column):
            sheet.cell(row, place).fill = ROW_FILL
        cell = sheet.cell(row, column, plain(text))
        keep_as_text(cell)
        cell.fill, cell.font = ROW_FILL, REMARK_FONT
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.column_dimensions[get_column_letter(column)].width = WIDTH


def _remark_column(sheet: Worksheet, header_row: int) -> tuple[int, str]:
    """The column for remarks and its title: the one we made before, else the first free one."""
    titles = {cell.column: cell for cell in sheet[header_row] if cell.value is not None}
    for column, cell in titles.items():
        if cell.value in (TITLE, SECOND_TITLE) and cell.fill.fgColor.rgb == TITLE_COLOUR:
            _clear(sheet, header_row, column)
            return column, str(cell.value)
    taken = set(titles)
    for row in sheet.iter_rows(min_row=header_row + 1):
        taken.update(cell.column for cell in row if cell.value is not None)
    for merged in sheet.merged_cells.ranges:
        if merged.max_row >= header_row:
            taken.update(range(merged.min_col, merged.max_col + 1))
    column = max(titles, default=0) + 1
    while column in taken:
        column += 1
    existing = {str(cell.value).strip().casefold() for cell in titles.values()}
    return column, SECOND_TITLE if TITLE.casefold() in existing else TITLE


def _clear(sheet: Worksheet, header_row: int, column: int) -> None:
    """Take away remarks of an earlier time, and the colour of their rows."""
    for row in sheet.iter_rows(min_row=header_row + 1, max_col=column):
        if len(row) == column and row[-1].value is not None:
            row[-1].value = None
            for cell in row:
                cell.fill = NO_FILL if cell.fill.fgColor.rgb == ROW_COLOUR else copy(cell.fill)


def _dress_like(model: OpenCell, cell: OpenCell) -> None:
    cell.font, cell.border, cell.alignment = copy(model.font), copy(model.border), copy(model.alignment)


def _annotate_csv(data: bytes, remarks: Remarks, headers: Mapping[str, int]) -> bytes:
    text = delimited.decode(data)
    rows = delimited.rows_of(text)
    by_row = {row: remark for (_, row), remark in remarks.items()}
    header_row = next(iter(headers.values()), 1)
    header = rows[header_row - 1]
    title = SECOND_TITLE if TITLE in header else TITLE
    if SECOND_TITLE in header:
        place = header.index(SECOND_TITLE)
        title = SECOND_TITLE
    else:
        place = max(len(row) for row in rows)
    for number, row in enumerate(rows, start=1):
        remark = title if number == header_row else by_row.get(number, "")
        if remark or len(row) > place:
            row.extend([""] * (place + 1 - len(row)))
            row[place] = remark
    target = StringIO(newline="")
    csv.writer(target, delimiter=delimited.separator_of(text)).writerows(
        [delimited.defused(field) for field in row] for row in rows
    )
    return b"\xef\xbb\xbf" + target.getvalue().encode()
