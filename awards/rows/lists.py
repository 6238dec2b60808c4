"""A whole workbook: which of its sheets are lists, where their headings are, and all their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from awards.rows.header import Layout, find_layout
from awards.rows.legacy import READERS, Legacy, convert, detect
from awards.rows.reading import Line, read_lines
from awards.rows.sections import IsForm, form_in_title
from awards.rows.values import text_of
from emulation.spreadsheets import Cell, Sheet

HEAD_ROWS, HEAD_COLUMNS, HEAD_TEXT = 40, 30, 80


@dataclass(frozen=True)
class SheetFound:
    """`head`: the texts of the first rows, for the page on which the mapping is corrected."""

    name: str
    layout: Layout | None
    lines: int
    head: tuple[tuple[str, ...], ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "layout": self.layout.as_json() if self.layout else None,
            "lines": self.lines,
            "head": self.head,
        }


@dataclass
class Reading:
    lines: list[Line] = field(default_factory=list)
    sheets: list[SheetFound] = field(default_factory=list)
    legacy: Legacy = field(default_factory=Legacy)
    used: str = ""
    """The encoding the texts were read in; "" for Unicode, "keep" where the officer said so."""


def read_lists(
    sheets: Sequence[Sheet], is_form: IsForm, *, mapping: Mapping[str, Any] | None = None, encoding: str = ""
) -> Reading:
    """Every line of every sheet that has a heading; a sheet without one is listed and ignored.

    `mapping`: sheet name → Layout.as_json() as corrected by the officer, or None to leave the sheet out.
    `encoding`: "tcvn3", "vni", "keep" (take the text as it stands) or "" (as detected).
    """
    reading = Reading(legacy=detect(sheet.rows for sheet in sheets))
    reading.used = used = encoding or reading.legacy.encoding
    for sheet in sheets:
        rows = convert(filled_down(sheet), used) if used in READERS else filled_down(sheet)
        head = [[text_of(cell.value) for cell in cells[:HEAD_COLUMNS]] for cells in rows[:HEAD_ROWS]]
        layout = _layout(sheet.name, rows, mapping or {})
        lines: list[Line] = []
        if layout is not None:
            title = " ".join(text for texts in head[: layout.first - 1] for text in texts if text)
            lines = read_lines(sheet.name, rows, layout, is_form, form=form_in_title(title, is_form))
        reading.lines += lines
        short = tuple(tuple(text[:HEAD_TEXT] for text in texts) for texts in head)
        reading.sheets.append(SheetFound(sheet.name, layout, len(lines), short))
    return reading


def _layout(name: str, rows: Sequence[Sequence[Cell]], mapping: Mapping[str, Any]) -> Layout | None:
    if name in mapping:
        return Layout.from_json(mapping[name]) if mapping[name] else None
    return find_layout([[text_of(cell.value) for cell in cells] for cells in rows[:200]])


def filled_down(sheet: Sheet) -> list[list[Cell]]:
    """The rows, with the value of cells merged down one column in each of its rows ("Đơn vị" of five people)."""
    tall = [
        (top, left, bottom) for top, left, bottom, right in sheet.merged if left == right and bottom > top
    ]
    if not tall:
        return sheet.rows
    rows = [list(cells) for cells in sheet.rows]
    for top, left, bottom in tall:
        value = sheet.cell(top, left)
        for cells in rows[top:bottom]:
            if left <= len(cells):
                cells[left - 1] = value
    return rows
