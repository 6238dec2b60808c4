"""Which rows are good, what is wrong with the others, and what only the officer can say."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from awards.rows.fields import Field
from awards.rows.findings import Candidate, Checked, Problem
from awards.rows.identity import (
    COLLECTIVE,
    HOUSEHOLD,
    INDIVIDUAL,
    fingerprint,
    folded_name,
    likely_key,
    may_be_one_birth,
    plain_name,
)
from awards.rows.known import Known, UnitFact
from awards.rows.questions import LEAVE, NEW, Questions, form_key
from awards.rows.reading import BIRTHS, Line
from awards.rows.suggest import nearest
from awards.rows.units import is_unit_name, lookup_key
from awards.rows.values import FEMALE, GENDER_OF, HONORIFIC, MALE, Birth, birth_of, gender_of, is_all_capitals
from emulation.documents.fitting import NAME_FACE as NAMES_IN
from emulation.documents.fitting import TEXT_FACES as PRINTED_IN
from emulation.documents.fitting import face
from emulation.spreadsheets import column_letter
from emulation.vietnamese import proper_name, strip_title

LONGEST = {
    Field.NAME: 200,
    Field.TITLE: 200,
    Field.UNIT: 300,
    Field.ADDRESS: 300,
    Field.ACHIEVEMENT: 600,
}
"""Characters that nominations and the registers hold, and for which certificate and annex have room."""
DIGIT = re.compile(r"\d")


def check(
    lines: Iterable[Line],
    known: Known,
    answers: Mapping[str, Any],
    *,
    progress: Callable[[int], None] = lambda done: None,
) -> Checked:
    """Every problem of every row (a row may have several), and every question once for all its rows.

    `answers` is what the officer said so far, by the keys of the questions. Nothing is asked of a database.
    `progress` is told the number of rows done, now and then.
    """
    return _Checker(known, answers).run(lines, progress)


class _Checker:
    def __init__(self, known: Known, answers: Mapping[str, Any]) -> None:
        self.known = known
        self.questions = Questions(known, answers)
        self.left = frozenset(answers.get("leave", ()))
        self.result = Checked()
        self.asked: dict[tuple[object, ...], tuple[str, int]] = {}
        self.seen: dict[tuple[object, ...], list[Candidate]] = {}
        self.suggestions: dict[str, str] = {}
        self.line: Line
        self.wrong: list[Problem] = []

    def run(self, lines: Iterable[Line], progress: Callable[[int], None]) -> Checked:
        for line in lines:
            self.result.rows += 1
            self._row(line)
            if self.result.rows % 500 == 0:
                progress(self.result.rows)
        self.result.questions = self.questions.all()
        return self.result

    def _row(self, line: Line) -> None:
        self.line, self.wrong = line, []
        for name in line.formulas:
            self._problem(name, "formula")
        row = Candidate(line.sheet, line.row, kind="")
        self._name(row)
        self._birth_and_gender(row)
        self._texts(row)
        self._form(row)
        self._unit(row)
        self._repeats(row)
        self.questions.end_row((line.sheet, line.row), good=not self.wrong)
        if self.wrong:
            self.result.problems += self.wrong
        else:
            self._sort(row)

    def _problem(self, name: Field, code: str, **details: Any) -> None:
        column = self.line.columns.get(name)
        shown = "" if column is None else column_letter(column + 1)
        self.wrong.append(Problem(self.line.sheet, self.line.row, shown, code, details))

    def _has_formula(self, *names: Field) -> bool:
        return bool(self.line.formulas) and any(name in self.line.formulas for name in names)

    # Who -------------------------------------------------------------------------------------------------

    def _name(self, row: Candidate) -> None:
        if self._has_formula(Field.NAME, Field.GIVEN):
            row.kind = self.line.section.kind or INDIVIDUAL
            return
        typed = f"{self.line.text(Field.NAME)} {self.line.text(Field.GIVEN)}".strip()
        title, name = strip_title(typed)
        row.kind = self.line.section.kind or self._kind(typed, title)
        row.name = proper_name(name) if row.kind == INDIVIDUAL else typed
        row.folded = folded_name(row.kind, row.name)
        row.honorific = title if title in GENDER_OF and row.kind == INDIVIDUAL else ""
        if not any(letter.isalpha() for letter in row.name):
            self._problem(Field.NAME, "no_name")
        elif row.kind == INDIVIDUAL and DIGIT.search(row.name):
            self._problem(Field.NAME, "digits_in_name")

    def _kind(self, typed: str, title: str) -> str:
        """Without a section the name decides: a person has a year of birth or Ông, Bà before the name."""
        born = any(self.line.text(name) for name in BIRTHS)
        return COLLECTIVE if not born and not title and is_unit_name(typed) else INDIVIDUAL

    def _birth_and_gender(self, row: Candidate) -> None:
        if row.kind != INDIVIDUAL:
            return
        gender = self._gender()
        for name in BIRTHS:
            if self._has_formula(name) or not self.line.text(name):
                continue
            if name != Field.BIRTH:
                gender = MALE if name == Field.MALE else FEMALE
            self._birth(row, name)
        self._honorific(row, gender)

    def _gender(self) -> str:
        if self._has_formula(Field.GENDER):
            return ""
        gender = gender_of(self.line.text(Field.GENDER))
        if gender is None:
            self._problem(Field.GENDER, "gender_unknown", text=self.line.text(Field.GENDER))
        return gender or ""

    def _birth(self, row: Candidate, name: Field) -> None:
        text = self.line.text(name)
        if name != Field.BIRTH and text.lower() in ("x", "✓", "1", "có"):
            return
        born: Birth = birth_of(self.line.values.get(name, text), year=self.known.year, today=self.known.today)
        if born.trouble:
            self._problem(name, born.trouble, text=text, year=self.known.year)
        else:
            row.birth_year, row.birth_date = born.year, born.day

    def _honorific(self, row: Candidate, gender: str) -> None:
        implied = GENDER_OF.get(row.honorific, "")
        if gender and implied and gender != implied:
            self._problem(Field.GENDER, "gender_contradicts", title=row.honorific)
        row.gender = gender or implied
        row.honorific = row.honorific or HONORIFIC.get(row.gender, "")

    def _texts(self, row: Candidate) -> None:
        row.title = self.line.text(Field.TITLE)
        row.achievement = self.line.text(Field.ACHIEVEMENT)
        row.address = self.line.text(Field.ADDRESS)
        row.unit_name = self.line.text(Field.UNIT)
        if Field.TITLE_UNIT in self.line.columns:
            row.title, row.unit_name = split_title_and_unit(self.line.text(Field.TITLE_UNIT))
        row.unit_name = row.unit_name or self.line.section.unit
        if row.kind == COLLECTIVE:
            row.address, row.unit_name = row.address or row.unit_name, row.name
        elif row.kind == HOUSEHOLD and not is_unit_name(row.unit_name):
            # A household lives somewhere and belongs to no unit: which one proposes it, is asked once.
            row.address, row.unit_name = row.address or row.unit_name, ""
        lengths = {
            Field.NAME: row.name,
            Field.TITLE: row.title,
            Field.UNIT: row.unit_name,
            Field.ADDRESS: row.address,
            Field.ACHIEVEMENT: row.achievement,
        }
        for name, text in lengths.items():
            if len(text) > LONGEST[name]:
                self._problem(name, "too_long", most=LONGEST[name], length=len(text))
            elif letters := unprintable(text, name == Field.NAME):
                self._problem(name, "no_letter", letters=" ".join(letters))

    # For what --------------------------------------------------------------------------------------------

    def _form(self, row: Candidate) -> None:
        if self._has_formula(Field.FORM):
            return
        row.form_text = self.line.text(Field.FORM) or self.line.section.form
        if not row.form_text and Field.FORM in self.line.columns:
            self._problem(Field.FORM, "no_form")
            return
        if row.form_text and not self.known.is_form(row.form_text):
            self._problem(
                Field.FORM, "no_such_form", text=row.form_text, nearest=self._nearest(row.form_text)
            )
            return
        answer = self.questions.form(row.form_text)
        row.form_code = answer if answer in self.known.forms else ""
        row.left_out |= answer == LEAVE
        row.waits |= answer == ""
        if row.form_code and row.kind not in self.known.forms[row.form_code].subjects:
            self._problem(Field.FORM, "not_for_kind", form=self.known.name_of(row.form_code), kind=row.kind)

    def _nearest(self, text: str) -> str:
        if text not in self.suggestions:
            self.suggestions[text] = nearest(text, [form.name for form in self.known.forms.values()])
        return self.suggestions[text]

    # Of where --------------------------------------------------------------------------------------------

    def _unit(self, row: Candidate) -> None:
        place = Field.NAME if row.kind == COLLECTIVE else self._unit_field()
        if self._has_formula(place):
            return
        if not row.unit_name:
            self._without_unit(row, place)
            return
        found, ended = self.questions.match(row.unit_name, row.address if row.kind == COLLECTIVE else "")
        if found is None and ended is not None:
            self._ended(place, ended)
        elif found is not None:
            self._settle(row, found)
        else:
            self._ask(row)

    def _unit_field(self) -> Field:
        return Field.TITLE_UNIT if Field.TITLE_UNIT in self.line.columns else Field.UNIT

    def _without_unit(self, row: Candidate, place: Field) -> None:
        if row.kind == INDIVIDUAL and place in self.line.columns:
            self._problem(place, "no_unit")
        elif row.kind != COLLECTIVE:
            self._take_answer(row, self.questions.one_unit())

    def _ended(self, place: Field, unit: UnitFact) -> None:
        day = f"{unit.ended_on:%d/%m/%Y}" if unit.ended_on else ""
        self._problem(place, "unit_ended", unit=unit.name, day=day, successors=", ".join(unit.successors))

    def _ask(self, row: Candidate) -> None:
        address = row.address if row.kind == COLLECTIVE else ""
        row.unit_key, answer = self.questions.unit(row.unit_name, address)
        self._take_answer(row, answer)

    def _take_answer(self, row: Candidate, answer: str | UnitFact) -> None:
        if isinstance(answer, UnitFact):
            self._settle(row, answer)
        elif answer == LEAVE:
            row.left_out = True
        elif answer.startswith(NEW):
            row.unit_kind = answer.partition(":")[2]
        else:
            row.waits = True

    def _settle(self, row: Candidate, unit: UnitFact) -> None:
        row.unit_id = unit.id
        if not row.unit_name or is_all_capitals(row.unit_name):
            row.unit_name = unit.name
        if row.kind == COLLECTIVE and is_all_capitals(row.name) and len(unit.name) <= LONGEST[Field.NAME]:
            row.name = unit.name

    # Again -----------------------------------------------------------------------------------------------

    def _repeats(self, row: Candidate) -> None:
        """The same subject for the same award as an earlier row is wrong, for another award only likely so."""
        if not row.name:
            return
        award = (*self._who(row), row.form_code or form_key(row.form_text))
        first = self.asked.setdefault(award, row.place)
        if first != row.place:
            code = "repeated_unit" if row.kind == COLLECTIVE else "repeated"
            self._problem(Field.NAME, code, **_where(first, row))

    def _who(self, row: Candidate) -> tuple[object, ...]:
        """A collective is its unit, however it is written; a name stands in where the unit is not told."""
        if row.kind == COLLECTIVE and row.unit:
            return (row.kind, row.unit)
        unit = None if row.birth_year else row.unit
        return (row.kind, plain_name(row.kind, row.name), row.birth_year, unit)

    def _sort(self, row: Candidate) -> None:
        self.result.good.append(row)
        self._likely(row)
        row.left_out |= f"{row.sheet}!{row.row}" in self.left
        if self._stands_already(row):
            self.result.already.append(row)
        elif not row.left_out and not row.waits:
            self.result.adding.append(row)

    def _stands_already(self, row: Candidate) -> bool:
        if row.unit_id is None or not row.form_code:
            return False
        if row.kind == COLLECTIVE:
            return (row.unit_id, row.form_code) in self.known.collectives
        mark = fingerprint(row.kind, row.name, row.birth_year, row.unit_id, row.form_code)
        return mark in self.known.standing

    def _likely(self, row: Candidate) -> None:
        key = likely_key(row.kind, row.folded, row.unit)
        alike = self.seen.setdefault(key, [])
        first = next((early for early in alike if may_be_one_birth(early.birth_year, row.birth_year)), None)
        alike.append(row)
        if first is not None:
            self._duplicate(row, _likeness(first, row), **_where(first.place, row))
        if row.unit_id is None or self._stands_already(row):
            return
        for other in self.known.others.get(key, ()):
            if may_be_one_birth(other.birth_year, row.birth_year):
                self._duplicate(
                    row, "nominated", campaign=other.campaign, campaign_id=other.campaign_id, form=other.form
                )

    def _duplicate(self, row: Candidate, code: str, **details: Any) -> None:
        column = column_letter(self.line.columns[Field.NAME] + 1)
        who = {"name": f"{row.honorific} {row.name}".strip(), "unit": row.unit_name}
        self.result.duplicates.append(Problem(row.sheet, row.row, column, code, {**who, **details}))


def _where(first: tuple[str, int], row: Candidate) -> dict[str, Any]:
    """The earlier row, with its sheet where that is another one."""
    sheet, number = first
    return {"first": number} if sheet == row.sheet else {"first": number, "sheet": sheet}


def _likeness(first: Candidate, row: Candidate) -> str:
    """In what the two are alike, as the sentence on the later one says it."""
    if row.kind == COLLECTIVE:
        return "unit_again_in_file"
    return "again_in_file" if first.birth_year == row.birth_year else "perhaps_in_file"


@lru_cache(maxsize=100_000)
def unprintable(text: str, is_name: bool = False) -> tuple[str, ...]:
    """The characters that no document can print: found here, where they can still be written otherwise."""
    faces = [*PRINTED_IN, *([NAMES_IN] if is_name else [])]
    return tuple(sorted({letter for name in faces for letter in face(name).missing(text)}))


def names_of_units(lines: Iterable[Line]) -> set[str]:
    """The keys of all units that the lines may speak of, to be looked up at once."""
    names: set[str] = set()
    for line in lines:
        if Field.TITLE_UNIT in line.columns:
            names.add(split_title_and_unit(line.text(Field.TITLE_UNIT))[1])
        names |= {line.text(Field.UNIT), line.section.unit}
        if line.section.kind != INDIVIDUAL and not any(line.text(name) for name in BIRTHS):
            names.add(line.text(Field.NAME))
    return {lookup_key(name) for name in names} - {""}


def split_title_and_unit(text: str) -> tuple[str, str]:
    """ "Giám đốc, HTX Nông nghiệp Mỹ Đức" → ("Giám đốc", "HTX Nông nghiệp Mỹ Đức"): at the first unit's name."""
    words = text.split()
    for start in range(1, len(words)):
        rest = " ".join(words[start:])
        if is_unit_name(rest) and words[start][:1].isupper():
            return " ".join(words[:start]).rstrip(" ,;-–/"), rest
    return (text, "") if not is_unit_name(text) else ("", text)
