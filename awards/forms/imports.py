"""Bringing a list in: the file, the meaning of its columns, the answers to its questions."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from awards.forms.nominations import UnitField
from awards.rows.fields import Field
from awards.rows.questions import (
    ENCODING,
    FORM,
    FORM_NOT_OFFERED,
    LEAVE,
    NEW,
    NO_FORM,
    NO_UNIT,
    UNIT,
    UNIT_AMBIGUOUS,
)
from awards.services.import_sentences import ENCODINGS
from emulation.organisations.models import Kind
from emulation.spreadsheets import column_letter

EXISTING = "existing"
EXAMPLES = 3

SUGGESTING = {
    "autocomplete": "off",
    "list": "unit-options",
    "hx-get": reverse_lazy("awards:unit_options"),
    "hx-trigger": "input changed delay:300ms",
    "hx-target": "#unit-options",
    "hx-swap": "innerHTML",
}

FIELD_LABELS = {
    Field.NUMBER: _("Number in the list (STT)"),
    Field.NAME: _("Name"),
    Field.GIVEN: _("Given name in a column of its own"),
    Field.BIRTH: _("Year or date of birth"),
    Field.GENDER: _("Sex"),
    Field.MALE: _("Year of birth of men, or a mark"),
    Field.FEMALE: _("Year of birth of women, or a mark"),
    Field.TITLE: _("Position"),
    Field.TITLE_UNIT: _("Position and unit in one column"),
    Field.UNIT: _("Unit (of collectives: address)"),
    Field.ADDRESS: _("Address"),
    Field.ACHIEVEMENT: _("Achievement"),
    Field.FORM: _("Title or form proposed"),
    Field.NOTE: _("Remark (not read)"),
}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("List of nominees"),
        help_text=_("An .xlsx, .xls or .csv file, with its letterhead as it is."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )


class QuestionForm(forms.Form):
    """The answer to one question of a preview; `value()` is what the service keeps."""

    answer = forms.ChoiceField(widget=forms.RadioSelect, label=_("Answer"), required=False)

    def __init__(
        self, *args: Any, question: Mapping[str, Any], names: Mapping[str, str], **kwargs: Any
    ) -> None:
        self.question = question
        given = question["answer"]
        # Nothing is marked that nobody has answered: a mark that stands there already is easily confirmed unread.
        initial = {"answer": given or question["default"]}
        super().__init__(*args, **{**kwargs, "prefix": f"q-{mark_of(question['key'])}", "initial": initial})
        self.fields["answer"].choices = list(_choices(question, names))
        if question["kind"] in (UNIT, UNIT_AMBIGUOUS, NO_UNIT):
            self._add_unit(given, names)

    def _add_unit(self, given: str, names: Mapping[str, str]) -> None:
        label = _("Name of the unit in the register")
        typed = names.get(f"unit:{given}", "") if given.isdigit() else ""
        self.fields["unit"] = UnitField(
            label=label,
            required=False,
            initial=typed,
            max_length=300,
            widget=forms.TextInput(attrs=SUGGESTING),
        )
        if given.isdigit() and given not in self.question["choices"]:
            self.initial["answer"] = EXISTING
        if self.question["kind"] == NO_UNIT:
            return
        kind = given.partition(":")[2] or self.question["details"]["kind"]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of the new unit"), choices=Kind.choices, required=False, initial=kind
        )
        if given.startswith(NEW):
            self.initial["answer"] = NEW

    @property
    def is_given(self) -> bool:
        """Whether anything was answered: a mark, or the name of a unit typed without one."""
        return any(self.data.get(self.add_prefix(name)) for name in ("answer", "unit"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("unit") and not cleaned.get("answer"):
            cleaned["answer"] = EXISTING
        if cleaned.get("answer") == EXISTING and not cleaned.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Write the name of the unit."))
        return cleaned

    def value(self) -> str:
        answer = str(self.cleaned_data["answer"])
        if answer == EXISTING:
            return str(self.cleaned_data["unit"].pk)
        if answer == NEW and self.cleaned_data.get("kind"):
            return f"{NEW}:{self.cleaned_data['kind']}"
        return answer


def mark_of(key: str) -> str:
    """A short mark of a question's key, for the names of its fields."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def _choices(question: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[tuple[str, Any]]:
    kind, choices = question["kind"], question["choices"]
    if kind == ENCODING:
        yield from ((name, _("Read as %(name)s") % {"name": label}) for name, label in ENCODINGS.items())
        yield "keep", _("Take the text as it stands")
        return
    if kind in (FORM, FORM_NOT_OFFERED, NO_FORM):
        yield from ((code, names.get(code, code)) for code in choices)
    if kind == UNIT_AMBIGUOUS:
        yield from ((str(unit["id"]), _unit_label(unit)) for unit in question["details"]["choices"])
    if kind in (UNIT, UNIT_AMBIGUOUS):
        yield NEW, _("Enter it as a new unit of the Alliance")
    if kind in (UNIT, UNIT_AMBIGUOUS, NO_UNIT):
        yield EXISTING, _("It is another unit of the register")
    yield LEAVE, _("Leave its rows out")


def _unit_label(unit: Mapping[str, Any]) -> str:
    return ", ".join(part for part in (unit["name"], unit["address"]) if part)


class SheetForm(forms.Form):
    """Where the heading of one sheet is and what its columns hold; `layout()` is what the service keeps."""

    used = forms.BooleanField(label=_("This sheet holds nominees"), required=False)
    row = forms.IntegerField(
        label=_("Row of the column headings"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("of two rows, the lower one"),
    )

    def __init__(self, *args: Any, sheet: Mapping[str, Any], number: int, **kwargs: Any) -> None:
        self.sheet = sheet
        layout = sheet["layout"]
        initial: dict[str, Any] = {"used": bool(layout), "row": layout["last"] if layout else None}
        super().__init__(*args, **{**kwargs, "prefix": f"sheet-{number}", "initial": initial})
        meaning = {column: name for name, column in (layout["columns"] if layout else {}).items()}
        choices = [("", "–"), *((field.value, label) for field, label in FIELD_LABELS.items())]
        self.columns = []
        for column in range(max((len(row) for row in sheet["head"]), default=0)):
            name = f"column-{column}"
            self.fields[name] = forms.ChoiceField(
                label=_("Column %(letter)s") % {"letter": column_letter(column + 1)},
                choices=choices,
                required=False,
                initial=meaning.get(column, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.columns.append(name)

    def bound_columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.columns]

    def described_columns(self) -> list[tuple[forms.BoundField, str, list[str]]]:
        """Each column as (its field, what its heading says, the first values below the heading)."""
        head, layout = self.sheet["head"], self.sheet["layout"]
        row = layout["last"] if layout else 0
        lines = []
        for place, field in enumerate(self.bound_columns()):
            texts = [line[place] if place < len(line) else "" for line in head]
            heading = texts[row - 1] if 0 < row <= len(texts) else ""
            lines.append((field, heading, [text for text in texts[row:] if text][:EXAMPLES]))
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("used"):
            return cleaned
        if not cleaned.get("row") and "row" not in self.errors:
            self.add_error("row", _("Say in which row the headings stand."))
        chosen = [str(cleaned[name]) for name in self.columns if cleaned.get(name)]
        for field in sorted({value for value in chosen if chosen.count(value) > 1}):
            label = FIELD_LABELS[Field(field)]
            self.add_error(None, _("“%(meaning)s” is chosen for two columns.") % {"meaning": label})
        if Field.NAME.value not in chosen:
            self.add_error(None, _("Say which column holds the names."))
        return cleaned

    def layout(self) -> dict[str, Any] | None:
        if not self.cleaned_data["used"]:
            return None
        columns = {
            self.cleaned_data[name]: column
            for column, name in enumerate(self.columns)
            if self.cleaned_data[name]
        }
        row = self.cleaned_data["row"]
        return {"first": row, "last": row, "columns": columns}
