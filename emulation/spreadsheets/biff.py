"""What an old .xls holds, seen from its records (Microsoft [MS-XLS]) before anything is built from them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from emulation.spreadsheets.book import Survey, Trouble, UnreadableBook
from emulation.spreadsheets.ole import CompoundFile

BOUND_SHEET, FILE_PASS, BEGIN, END = 0x0085, 0x002F, (0x0809, 0x0409, 0x0209), 0x000A
FORMULAS = (0x0006, 0x0206, 0x0406)
MANY = (0x00BD,)
MOST_SHEETS = 256
DIMENSIONS, MOST_ROWS, MOST_COLUMNS = 0x0200, 65_536, 256
CELLS = (*FORMULAS, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E)
MACRO_SHEET = 1


@dataclass
class XlsSurvey:
    """All sheets in the workbook's order, and whether macros (VBA or macro sheets) are inside."""

    sheets: list[Survey]
    macros: bool


def survey_xls(data: bytes) -> XlsSurvey:
    """Look through an .xls; UnreadableBook when it is encrypted, cut off or another kind of document."""
    try:
        return _survey(data)
    except struct.error as failure:
        raise UnreadableBook(Trouble.DAMAGED) from failure


def _survey(data: bytes) -> XlsSurvey:
    compound = CompoundFile(data)
    names = compound.names
    if "EncryptedPackage" in names:
        raise UnreadableBook(Trouble.ENCRYPTED)
    book = next((name for name in ("Workbook", "Book") if name in names), None)
    if book is None:
        raise UnreadableBook(Trouble.UNKNOWN)
    stream = compound.stream(book)
    kinds, starts = [], []
    for code, at, size in _records(stream, 0):
        if code == FILE_PASS:
            raise UnreadableBook(Trouble.ENCRYPTED)
        if code == BOUND_SHEET and size >= 6:
            start, _, kind = struct.unpack_from("<IBB", stream, at)
            starts.append(start)
            kinds.append(kind)
    if len(kinds) > MOST_SHEETS:
        raise UnreadableBook(Trouble.TOO_LARGE)
    macros = MACRO_SHEET in kinds or "_VBA_PROJECT_CUR" in names or "VBA" in names
    return XlsSurvey([_survey_sheet(stream, start) for start in starts], macros)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(code, place of the body, its length) from a beginning record to the end record that belongs to it."""
    depth = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if at + size > len(stream):
            break
        yield code, at, size
        at += size
        depth += (code in BEGIN) - (code == END)
        if code == END and depth <= 0:
            return
    raise UnreadableBook(Trouble.DAMAGED)


def _survey_sheet(stream: bytes, start: int) -> Survey:
    survey = Survey()
    for code, at, size in _records(stream, start):
        if code == DIMENSIONS:
            _check_dimensions(stream[at : at + size])
        if size < 6 or (code not in CELLS and code not in MANY):
            continue
        row, column = struct.unpack_from("<HH", stream, at)
        if code in FORMULAS:
            survey.formulas[row, column] = "="
        if code in MANY:
            column = struct.unpack_from("<H", stream, at + size - 2)[0]
        survey.reach(row, column)
    return survey


def _check_dimensions(body: bytes) -> None:
    """Refuse dimensions turned round or beyond the format's own: the reader sets aside room for them."""
    form = {10: "<5H", 14: "<2I3H"}.get(len(body))
    if form is None:
        raise UnreadableBook(Trouble.DAMAGED)
    first_row, last_row, first_column, last_column, _ = struct.unpack(form, body)
    for first, last, most in ((first_row, last_row, MOST_ROWS), (first_column, last_column, MOST_COLUMNS)):
        if last > most or first >= max(last, 1):
            raise UnreadableBook(Trouble.DAMAGED)
