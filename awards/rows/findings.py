"""What a check finds: problems, likely duplicates, and the rows as they would become nominations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from awards.rows.questions import Question


@dataclass(frozen=True, slots=True)
class Problem:
    """`column` is the letter of the spreadsheet, "" where the row as a whole is meant."""

    sheet: str
    row: int
    column: str
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Candidate:
    """A row as it would become a nomination; `unit_id` None: the unit is new, or not yet known."""

    sheet: str
    row: int
    kind: str
    honorific: str = ""
    name: str = ""
    folded: str = ""
    gender: str = ""
    birth_year: int | None = None
    birth_date: date | None = None
    title: str = ""
    unit_name: str = ""
    unit_key: str = ""
    unit_id: int | None = None
    unit_kind: str = ""
    address: str = ""
    achievement: str = ""
    form_text: str = ""
    form_code: str = ""
    waits: bool = False
    left_out: bool = False

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands: two sheets have rows of one number."""
        return (self.sheet, self.row)

    @property
    def unit(self) -> int | str:
        """What rows of one unit share, also while the unit is new."""
        return self.unit_id or self.unit_key


@dataclass
class Checked:
    """All that was found. `good` rows have no problem; those of them in `adding` can go in now."""

    rows: int = 0
    good: list[Candidate] = field(default_factory=list)
    adding: list[Candidate] = field(default_factory=list)
    already: list[Candidate] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    duplicates: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
