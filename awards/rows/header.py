"""Where the table begins under a letterhead, and which column holds what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from awards.rows.fields import Field, field_of, plain

Texts = Sequence[Sequence[str]]

ROWS_SEARCHED = 100
_NUMBERED = re.compile(r"^\(?\d{1,2}\)?$")


@dataclass(frozen=True)
class Layout:
    """The heading of a table: its first and last row (counted from 1) and the column (from 0) of each field."""

    first: int
    last: int
    columns: Mapping[Field, int]

    def as_json(self) -> dict[str, Any]:
        return {
            "first": self.first,
            "last": self.last,
            "columns": {f.value: c for f, c in self.columns.items()},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Layout":
        """Raises KeyError, TypeError or ValueError when `stored` did not come from `as_json`."""
        columns = {Field(name): int(column) for name, column in stored["columns"].items()}
        return cls(int(stored["first"]), int(stored["last"]), columns)


def find_layout(texts: Texts) -> Layout | None:
    """The best heading among the first 100 rows; of equals the first; None where nothing names the nominees."""
    best: Layout | None = None
    for index in range(min(len(texts), ROWS_SEARCHED)):
        for layout in _candidates(texts, index):
            if _is_heading(layout) and (best is None or len(layout.columns) > len(best.columns)):
                best = layout
    return _with_given_names(best, texts) if best else None


def is_heading_again(texts: Sequence[str], layout: Layout) -> bool:
    """Whether a row repeats the heading (at the top of a printed page) or numbers the columns (1) (2) (3)."""
    filled = [text for text in texts if text]
    if len(filled) > 1 and all(_NUMBERED.match(text) for text in filled):
        numbers = [int(text.strip("()")) for text in filled]
        if numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1):
            return True
    found = [field_of(text) for text in filled]
    return sum(field is not None for field in found) >= min(3, len(layout.columns)) and None not in found


def _is_heading(layout: Layout) -> bool:
    return Field.NAME in layout.columns and len(layout.columns) >= 2


def _candidates(texts: Texts, index: int) -> list[Layout]:
    one = _columns([field_of(text) for text in texts[index]])
    found = [Layout(index + 1, index + 1, one)]
    if index + 1 < len(texts) and _continues(texts[index], texts[index + 1]):
        below = _columns([field_of(text) for text in texts[index + 1]])
        both = _columns(_merged(texts[index], texts[index + 1]))
        if len(both) > max(len(one), len(below)):
            found.append(Layout(index + 1, index + 2, both))
    return found


def _continues(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the lower row can be the second row of one heading: words only, nothing said twice."""
    filled = [text for text in below if text]
    if not filled or any(text[:1].isdigit() for text in filled):
        return False
    named_twice = Field.NAME in map(field_of, top) and Field.NAME in map(field_of, below)
    return not named_twice


def _merged(top: Sequence[str], below: Sequence[str]) -> list[Field | None]:
    """Field by field, the lower word where it means something, else the upper one."""
    width = max(len(top), len(below))
    upper = [*top, *[""] * (width - len(top))]
    lower = [*below, *[""] * (width - len(below))]
    return [field_of(low) or field_of(high) for high, low in zip(upper, lower, strict=True)]


def _columns(fields: Sequence[Field | None]) -> dict[Field, int]:
    columns: dict[Field, int] = {}
    for column, field in enumerate(fields):
        if field is not None:
            columns.setdefault(field, column)
    _settle_names(columns)
    if Field.ADDRESS in columns and Field.UNIT not in columns and Field.TITLE_UNIT not in columns:
        columns[Field.UNIT] = columns.pop(Field.ADDRESS)
    return columns


def _settle_names(columns: dict[Field, int]) -> None:
    """ "Tên đơn vị" or "Tên" alone names the nominee; beside "Họ và tên" it is the unit or the given name."""
    if Field.NAME in columns:
        return
    for substitute in (Field.GIVEN, Field.UNIT):
        if substitute in columns:
            columns[Field.NAME] = columns.pop(substitute)
            return


def _with_given_names(layout: Layout, texts: Texts) -> Layout:
    """Find the given names that stand alone in the column after "Họ và tên", under no heading of their own."""
    column = layout.columns[Field.NAME] + 1
    if Field.GIVEN in layout.columns or column in layout.columns.values():
        return layout
    if any(_at(row, column) for row in texts[layout.first - 1 : layout.last]):
        return layout
    body = [row for row in texts[layout.last : layout.last + ROWS_SEARCHED] if _at(row, column - 1)]
    given = [_at(row, column) for row in body]
    filled = [text for text in given if text]
    if len(filled) * 2 < len(body) or not filled or any(" " in plain(text) for text in filled):
        return layout
    return Layout(layout.first, layout.last, {**layout.columns, Field.GIVEN: column})


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
