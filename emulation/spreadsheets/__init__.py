"""Spreadsheets in and out as offices use them: .xlsx, .xls, .csv read whole, tables written, lists remarked. Pure."""

from emulation.spreadsheets.annotating import annotate
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
from emulation.spreadsheets.writing import write_csv, write_table

__all__ = [
    "EMPTY",
    "Book",
    "Cell",
    "Sheet",
    "Trouble",
    "UnreadableBook",
    "Value",
    "annotate",
    "column_letter",
    "kind_of",
    "read_book",
    "write_csv",
    "write_table",
]
