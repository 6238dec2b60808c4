"""Any list that an office sends, read whole into cells; what the file is, is decided by its content."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, load_workbook
from python_calamine import SheetVisibleEnum as Visibility

from emulation.spreadsheets import delimited, ole
from emulation.spreadsheets.biff import survey_xls
from emulation.spreadsheets.book import (
    EMPTY,
    MAX_CELLS,
    Book,
    Cell,
    Sheet,
    Survey,
    Trouble,
    UnreadableBook,
    Value,
)
from emulation.spreadsheets.openxml import survey_xlsx

ZIP_SIGNATURE = b"PK\x03\x04"


def kind_of(data: bytes) -> str | None:
    """ "xlsx", "xls", "csv" or None by the first bytes; a zip or a compound file may still be something else."""
    if data.startswith(ZIP_SIGNATURE):
        return "xlsx"
    if data.startswith(ole.SIGNATURE):
        return "xls"
    return "csv" if delimited.is_text(data) else None


def read_book(data: bytes, name: str = "") -> Book:
    """All sheets of an .xlsx, .xls or .csv with real row numbers and formulas flagged.

    `name` names the sheet of a .csv. Raises UnreadableBook. Sizes inside a zip are believed here: files
    from outside pass the checks of taking in first.
    """
    if not data.strip():
        raise UnreadableBook(Trouble.EMPTY)
    kind = kind_of(data)
    if kind is None:
        raise UnreadableBook(Trouble.UNKNOWN)
    if kind == "csv":
        return Book(kind, [Sheet(name, _cells(delimited.rows_of(delimited.decode(data))))])
    return Book(kind, _workbook_sheets(data, kind))


def _workbook_sheets(data: bytes, kind: str) -> list[Sheet]:
    surveys = survey_xlsx(data) if kind == "xlsx" else dict(enumerate(survey_xls(data).sheets))
    if sum(survey.cells for survey in surveys.values()) > MAX_CELLS:
        raise UnreadableBook(Trouble.TOO_LARGE)
    try:
        with load_workbook(BytesIO(data)) as workbook:
            return _sheets(workbook, surveys)
    except UnreadableBook:
        raise
    except PasswordError as failure:
        raise UnreadableBook(Trouble.ENCRYPTED) from failure
    except BaseException as failure:
        # A panic inside the Rust reader is no Exception; everything else of that kind must pass.
        if isinstance(failure, Exception) or type(failure).__name__ == "PanicException":
            raise UnreadableBook(Trouble.DAMAGED) from failure
        raise


def _sheets(workbook: CalamineWorkbook, surveys: dict[Any, Survey]) -> list[Sheet]:
    sheets = []
    for place, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        survey = surveys.get(about.name, surveys.get(place, Survey()))
        content = workbook.get_sheet_by_index(place)
        sheets.append(
            Sheet(about.name, _rows(content, survey), _merged(content), about.visible == Visibility.Visible)
        )
    return sheets


def _rows(content: CalamineSheet, survey: Survey) -> list[list[Cell]]:
    rows = _cells(content.to_python(skip_empty_area=False))
    for (row, column), formula in survey.formulas.items():
        rows.extend([] for _ in range(len(rows), row + 1))
        cells = rows[row]
        cells.extend(EMPTY for _ in range(len(cells), column + 1))
        cells[column] = Cell(cells[column].value, formula)
    return rows


def _cells(rows: list[list[Any]]) -> list[list[Cell]]:
    """Cells of plain values; the same text is the same cell, for lists repeat themselves and are long."""
    texts: dict[str, Cell] = {"": EMPTY}
    return [
        [(texts.get(value) or _text(value, texts)) if type(value) is str else _number(value) for value in row]
        for row in rows
    ]


def _text(value: str, texts: dict[str, Cell]) -> Cell:
    bare = value.strip()
    cell = texts[value] = Cell(value, bare if bare.startswith("=") else "")
    return cell


def _number(value: Any) -> Cell:
    if type(value) is float and value.is_integer():
        return Cell(int(value))
    return Cell(_plain(value))


def _plain(value: Any) -> Value:
    return str(value) if isinstance(value, timedelta) else value


def _merged(content: CalamineSheet) -> list[tuple[int, int, int, int]]:
    return [
        (first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
        for first, last in content.merged_cell_ranges or []
    ]
