"""From the cells under a heading to the lines that speak of nominees."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from awards.rows.fields import CONTENT, Field
from awards.rows.header import Layout, is_heading_again
from awards.rows.sections import IsForm, Section, is_signature, is_total, section_of
from awards.rows.values import is_ditto, text_of
from emulation.spreadsheets import EMPTY, Cell

REPEATABLE = (Field.TITLE, Field.UNIT, Field.TITLE_UNIT, Field.ADDRESS, Field.ACHIEVEMENT, Field.FORM)
BIRTHS = (Field.BIRTH, Field.MALE, Field.FEMALE)
_COUNT = frozenset("(0123456789")
_NUMBER = re.compile(r"^\d{1,6}[.)]?$")


@dataclass(slots=True)
class Line:
    """One row that speaks of a nominee. `row` counts from 1 as the spreadsheet does."""

    sheet: str
    row: int
    columns: Mapping[Field, int]
    texts: dict[Field, str]
    values: dict[Field, object]
    formulas: tuple[Field, ...] = ()
    section: Section = field(default_factory=Section)

    def text(self, name: Field) -> str:
        return self.texts.get(name, "")


def read_lines(
    sheet: str, rows: Sequence[Sequence[Cell]], layout: Layout, is_form: IsForm, *, form: str = ""
) -> list[Line]:
    """Every line of a sheet below its heading: no blank rows, sections, totals, signatures or repeated headings.

    `form` is the award named in the title above the table, which holds until a section names another. A row
    with only a name counts when it stands among the others, not when it stands alone under the table.
    """
    return list(_Reader(sheet, layout, is_form, form).lines(rows))


class _Reader:
    def __init__(self, sheet: str, layout: Layout, is_form: IsForm, form: str) -> None:
        self.sheet = sheet
        self.columns = dict(layout.columns)
        self.content = [name for name in CONTENT if name in self.columns]
        self.layout = layout
        self.is_form = is_form
        self.section = Section(form=form)
        self.ended = False
        self.doubtful: list[Line] = []
        self.above: dict[Field, str] = {}
        self.last: Line | None = None
        self.heading: set[str] = set()

    def lines(self, rows: Sequence[Sequence[Cell]]) -> Iterator[Line]:
        heading = rows[self.layout.first - 1 : self.layout.last]
        self.heading = {text_of(cell.value).lower() for cells in heading for cell in cells} - {""}
        for number, cells in enumerate(rows[self.layout.last :], start=self.layout.last + 1):
            line = self._line(number, cells)
            if self._is_full(line):
                yield from self._sure(line)
            elif any(cell.value is not None for cell in cells):
                yield from self._short(line, [text_of(cell.value) for cell in cells])

    def _is_full(self, line: Line) -> bool:
        """A row like most rows, which needs no second look."""
        name = line.text(Field.NAME)
        return (
            not self.ended
            and len(line.texts) > 3
            and name.lower() not in self.heading
            and name[:1] not in _COUNT
        )

    def _line(self, number: int, cells: Sequence[Cell]) -> Line:
        texts: dict[Field, str] = {}
        values: dict[Field, object] = {}
        formulas: list[Field] = []
        for name in self.content:
            column = self.columns[name]
            cell = cells[column] if column < len(cells) else EMPTY
            if cell.formula:
                formulas.append(name)
                texts[name] = "="
            elif text := text_of(cell.value):
                texts[name] = text
                if name in BIRTHS:
                    values[name] = cell.value
        return Line(self.sheet, number, self.columns, texts, values, tuple(formulas), self.section)

    def _short(self, line: Line, texts: list[str]) -> Iterator[Line]:
        """A row of few cells, or one after the end of the table."""
        numbered = self._is_numbered(texts)
        if (not numbered and is_total(texts)) or is_signature(texts):
            self.ended = True
            return
        section = section_of(texts, self.is_form)
        if section is not None:
            self._open(section)
        elif is_heading_again(texts, self.layout):
            self.ended = False
        elif numbered and line.texts:
            yield from self._sure(line)
        elif not self.ended:
            yield from self._unnumbered(line)

    def _open(self, section: Section) -> None:
        self.ended = False
        self.doubtful.clear()
        self.section = Section(
            section.kind or self.section.kind,
            section.form or self.section.form,
            section.unit or self.section.unit,
        )

    def _is_numbered(self, texts: Sequence[str]) -> bool:
        column = self.columns.get(Field.NUMBER)
        return column is not None and column < len(texts) and bool(_NUMBER.match(texts[column]))

    def _unnumbered(self, line: Line) -> Iterator[Line]:
        if len(line.texts) > 1 or (line.texts and len(self.content) == 1):
            yield from self._sure(line)
        elif Field.ACHIEVEMENT in line.texts and self.last is not None:
            # The achievement of the row above goes on in a row of its own.
            joined = f"{self.last.text(Field.ACHIEVEMENT)} {line.text(Field.ACHIEVEMENT)}".strip()
            self.last.texts[Field.ACHIEVEMENT] = self.above[Field.ACHIEVEMENT] = joined
        elif line.texts:
            self.doubtful.append(line)
            if self.last is not None and self.last.row == line.row - 1:
                yield from self._sure(line)

    def _sure(self, line: Line) -> Iterator[Line]:
        """The line itself, after the doubtful ones above it, which now stand among nominees."""
        for name in REPEATABLE:
            if name in line.texts and is_ditto(line.texts[name]):
                line.texts[name] = self.above.get(name, "")
        self.above.update({name: line.texts[name] for name in REPEATABLE if name in line.texts})
        self.last = line
        waiting = [early for early in self.doubtful if early is not line]
        self.doubtful.clear()
        yield from waiting
        yield line
