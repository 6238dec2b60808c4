"""Reading and checking an uploaded list against the register and the campaign, without saving anything."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from awards.models import Campaign
from awards.rows.checking import check
from awards.rows.findings import Candidate, Checked, Problem
from awards.rows.known import Known
from awards.rows.lists import Reading, read_lists
from awards.rows.questions import ENCODING, Question
from awards.services.nominee_facts import catalogue_for, with_units
from emulation.spreadsheets import read_book
from emulation.vietnamese import format_date

SAMPLE = 20

Progress = Callable[[int, int], None]
"""Told the rows done and the rows in all."""


def silent(done: int, total: int) -> None:
    """For callers whom nobody watches."""


@dataclass
class Examination:
    """A list, the facts it was checked against, and what came of it."""

    reading: Reading
    known: Known
    checked: Checked

    @property
    def questions(self) -> list[Question]:
        """All questions; that of the encoding has a default and never holds anything up."""
        legacy = self.reading.legacy
        if not legacy.encoding:
            return self.checked.questions
        encoding = Question(
            "encoding",
            ENCODING,
            legacy.encoding,
            choices=("tcvn3", "vni", "keep"),
            default=self.reading.used or legacy.encoding,
            rows=self.checked.rows,
            details={"before": legacy.before, "after": legacy.after},
        )
        return [encoding, *self.checked.questions]

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if question.is_open]

    def preview(self) -> dict[str, Any]:
        """Plain values for the pages: counts, every problem, likely duplicate and question, some good rows."""
        checked = self.checked
        waiting = [row for row in checked.good if row.waits and not row.left_out]
        return {
            "rows": checked.rows,
            "good": len(checked.good),
            "adding": len(checked.adding),
            "already": [[row.sheet, row.row] for row in checked.already],
            "waiting": len(waiting),
            "left_out": [[row.sheet, row.row] for row in checked.good if row.left_out],
            "problems": [_plain(problem) for problem in checked.problems],
            "duplicates": [_plain(problem) for problem in checked.duplicates],
            "questions": [_question(question) for question in self.questions],
            "sample": [_sample(row, self.known) for row in (checked.adding or checked.good)[:SAMPLE]],
            "sheets": [sheet.as_json() for sheet in self.reading.sheets],
            "legacy": asdict(self.reading.legacy),
        }


def examine(
    campaign: Campaign,
    data: bytes,
    filename: str,
    *,
    mapping: Mapping[str, Any],
    answers: Mapping[str, Any],
    progress: Progress = silent,
) -> Examination:
    """Read the file and check every row of it. Raises UnreadableBook. The queries do not grow with the rows."""
    catalogue = catalogue_for(campaign)
    reading = read_lists(
        read_book(data, filename).sheets,
        catalogue.is_form,
        mapping=mapping,
        encoding=str(answers.get("encoding", "")),
    )
    total = len(reading.lines)
    progress(0, total)
    known = with_units(catalogue, campaign, reading.lines, answers)
    checked = check(reading.lines, known, answers, progress=lambda done: progress(done, total))
    return Examination(reading, known, checked)


def check_again(before: Examination, campaign: Campaign, answers: Mapping[str, Any]) -> Examination:
    """The examination against the facts of this moment; the same object where they have not changed."""
    known = with_units(catalogue_for(campaign), campaign, before.reading.lines, answers)
    if known == before.known:
        return before
    return Examination(before.reading, known, check(before.reading.lines, known, answers))


def _plain(problem: Problem) -> list[Any]:
    return [problem.sheet, problem.row, problem.column, problem.code, dict(problem.details)]


def _question(question: Question) -> dict[str, Any]:
    return {**asdict(question), "choices": list(question.choices), "open": question.is_open}


def _sample(row: Candidate, known: Known) -> dict[str, Any]:
    return {
        "row": row.row,
        "kind": row.kind,
        "name": f"{row.honorific} {row.name}".strip(),
        "birth": format_date(row.birth_date) if row.birth_date else str(row.birth_year or ""),
        "title": row.title,
        "unit": row.unit_name if row.kind == "I" else row.address,
        "form": known.name_of(row.form_code) if row.form_code else row.form_text,
        "achievement": row.achievement[:200],
    }
