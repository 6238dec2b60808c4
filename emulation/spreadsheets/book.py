"""What a spreadsheet is once read: sheets of cells under their own row numbers and column letters."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple

from emulation.vietnamese import format_date, nfc

Value = str | int | float | bool | date | datetime | time | None

# One sheet's rectangle, all sheets together: 40,000 rows of 100 columns fit, a lone cell in the last corner
# does not. The reader makes a place for every cell of the rectangle, so this bounds its memory.
MAX_CELLS = 5_000_000


class Trouble(StrEnum):
    """Why a file cannot be read; the sentences for people stand where files are taken in."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"


class UnreadableBook(Exception):
    """The bytes are no spreadsheet that can be read; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"The spreadsheet cannot be read: {trouble}.")
        self.trouble = trouble


class Cell(NamedTuple):
    """One cell: its value (None when blank; whole floats are ints) and, where one stands there, its formula.

    `formula` is "" or begins with "=" (only "=" where the file format keeps its text out of reach); `value`
    is then what the file says the formula gave. Text beginning with "=" counts as a formula.
    """

    value: Value = None
    formula: str = ""

    @property
    def text(self) -> str:
        """The value as a person reads it: NFC, single spaces, dates dd/mm/yyyy, "" when blank."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, date):
            return format_date(value)
        return " ".join(nfc(str(value)).split())


EMPTY = Cell()


@dataclass
class Sheet:
    """`rows[0]` is row 1 and `rows[n][0]` column A, blank ones included, so numbers are those Excel shows.

    `merged` lists (first row, first column, last row, last column), counted from 1; the value of merged
    cells stands in the first. `visible` is False for hidden sheets.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    visible: bool = True

    def cell(self, row: int, column: int) -> Cell:
        """The cell at row and column counted from 1; blank outside the used part."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return EMPTY


@dataclass
class Book:
    """`kind` is "xlsx", "xls" or "csv", by content."""

    kind: str
    sheets: list[Sheet]


@dataclass
class Survey:
    """One sheet before it is read: its formulas and the last row and column in use, all counted from 0."""

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = -1
    last_column: int = -1

    @property
    def cells(self) -> int:
        """Places in the rectangle from the first cell of the sheet to the last one in use."""
        return (self.last_row + 1) * (self.last_column + 1)

    def reach(self, row: int, column: int) -> None:
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)


def column_letter(number: int) -> str:
    """The letter over a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
