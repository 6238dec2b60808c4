"""Spreadsheets in and out as offices use them: .xlsx, .xls, .csv read whole, tables written, lists remarked. Pure.

What writes workbooks (`writing.write_table`, `annotating.annotate`) is imported where it is called, not here:
openpyxl costs a third of a second and 20 MB that the printing worker never needs.
"""

from emulation.spreadsheets.book import (
    EMPTY,
    Book,
    Cell,
    Sheet,
    Trouble,
    UnreadableBook,
    Value,
    column_letter,
)
from emulation.spreadsheets.reading import kind_of, read_book

__all__ = [
    "EMPTY",
    "Book",
    "Cell",
    "Sheet",
    "Trouble",
    "UnreadableBook",
    "Value",
    "column_letter",
    "kind_of",
    "read_book",
]
