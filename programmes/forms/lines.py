"""Rows of small fields within one form: titles aimed at and quantified targets, as lists of texts.

A field of rows cleans to a list of lists of text, so that two people saving one form are told apart field by field
like everywhere else (emulation.clashes).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from emulation.approximate import Qualifier
from emulation.paging import whole_numbers
from emulation.vietnamese import Ambiguous, nfc, parse_number, visible
from programmes.services.registration_words import TargetLine, TitleLine

EXACTNESS = [("", _("exactly")), *Qualifier.choices[1:]]
BLANK = 3
"""Empty rows offered below those that are filled in."""
MOST = 200


@dataclass(frozen=True)
class Column:
    """One small field of a row: its part of the input's name, its words, and its choices if it has any."""

    name: str
    label: object
    choices: Sequence[tuple[str, object]] = ()
    wide: bool = False
    long: bool = False
    short: bool = False
    suggestions: str = ""
    numeric: bool = False


class LinesWidget(forms.Widget):
    """The rows as a table of inputs called <field>-<row>-<column>."""

    use_fieldset = True

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = list(columns)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[list[str]]:
        prefix = f"{name}-"
        rows = {part for key in data if key.startswith(prefix) and whole_numbers([part := key.split("-")[1]])}
        return [
            [str(data.get(f"{name}-{row}-{column.name}", "")) for column in self.columns]
            for row in sorted(rows, key=int)[:MOST]
        ]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        filled = [list(row) for row in value or [] if any(row)]
        rows = [*filled, *([""] * len(self.columns) for _blank in range(BLANK))]
        context = {
            "name": name,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "columns": self.columns,
            "rows": [list(zip(self.columns, row, strict=True)) for row in rows],
        }
        return render_to_string("programmes/_lines.html", context)


class LinesField(forms.Field):
    """Rows of text; a row without anything in it is left out."""

    needed = 0
    """The column without which a row says nothing."""
    default_error_messages = {"row": _("Row %(row)s: %(problem)s")}

    def __init__(self, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(widget=LinesWidget(columns), required=False, **kwargs)

    def columns(self) -> list[Column]:
        return self.widget.columns

    def to_python(self, value: Any) -> list[Any]:
        cleaned: list[Any] = []
        problems: list[ValidationError] = []
        for number, row in enumerate(value or [], start=1):
            parts = [" ".join(visible(nfc(part)).split()) for part in row]
            if not any(parts):
                continue
            try:
                cleaned.append(self.read(parts))
            except ValidationError as wrong:
                told = {"row": number, "problem": wrong.messages[0]}
                problems.append(ValidationError(self.error_messages["row"], code="row", params=told))
        if problems:
            raise ValidationError(problems)
        return cleaned

    def read(self, parts: list[str]) -> Any:
        """The row as it is kept. Raises ValidationError with what is wrong in it."""
        raise NotImplementedError


def _short(text: str, most: int, label: object) -> str:
    if len(text) > most:
        raise ValidationError(_("%(label)s: at most %(most)s characters.") % {"label": label, "most": most})
    return text


class TitlesField(LinesField):
    """[whose, title]; the title may be any words, those of a catalogue are suggested."""

    def __init__(self, **kwargs: Any) -> None:
        columns = [
            Column("whose", _("Of whom (empty: the unit)"), wide=True),
            Column("title", _("Title aimed at"), wide=True, suggestions="titles-offered"),
        ]
        super().__init__(columns, **kwargs)

    def read(self, parts: list[str]) -> TitleLine:
        whose, title = parts
        if not title:
            raise ValidationError(_("write the title."))
        return TitleLine([_short(whose, 200, _("Of whom")), _short(title, 300, _("Title aimed at"))])


class TargetsField(LinesField):
    """[whose, indicator, text, value, qualifier, unit]; a value is kept as a plain decimal text."""

    def __init__(self, **kwargs: Any) -> None:
        columns = [
            Column("whose", _("Of whom (empty: the unit)")),
            Column("indicator", _("Indicator of the catalogue"), choices=[("", "–")]),
            Column("text", _("Target in words"), wide=True, long=True),
            Column("qualifier", _("How exact"), choices=EXACTNESS, short=True),
            Column("value", _("Value"), numeric=True),
            Column("unit", _("Unit of measure")),
        ]
        super().__init__(columns, **kwargs)
        self.names: dict[str, tuple[str, str]] = {}

    def offer(self, indicators: Iterable[tuple[int, str, str]]) -> None:
        """(id, name, unit) of the versions of indicators to choose from."""
        self.names = {str(pk): (name, unit) for pk, name, unit in indicators}
        choices = [("", "–"), *((pk, name) for pk, (name, _unit) in self.names.items())]
        old = self.widget.columns[1]
        self.widget.columns[1] = Column(old.name, old.label, choices=choices)

    def prepare_value(self, value: Any) -> Any:
        """Values in the columns' order, with a decimal comma."""
        rows = []
        for row in value or []:
            if isinstance(row, TargetLine):
                name, indicator, text, amount, qualifier, unit = row
                rows.append([name, indicator, text, qualifier, amount.replace(".", ","), unit])
            else:
                rows.append(list(row))
        return rows

    def read(self, parts: list[str]) -> TargetLine:
        whose, indicator, text, qualifier, amount, unit = parts
        if indicator and indicator not in self.names:
            raise ValidationError(_("choose an indicator of the list."))
        name, its_unit = self.names.get(indicator, ("", ""))
        text = text or name
        if not text:
            raise ValidationError(_("write the target, or choose an indicator."))
        if qualifier not in Qualifier.values:
            raise ValidationError(_("choose how exact the value is."))
        value = _amount(amount)
        if qualifier and not value:
            raise ValidationError(_("write the value that is “%(word)s”.") % {"word": qualifier})
        return TargetLine(
            [
                _short(whose, 200, _("Of whom")),
                indicator,
                _short(text, 500, _("Target in words")),
                value,
                qualifier,
                _short(unit or its_unit, 60, _("Unit of measure")),
            ]
        )


def _amount(typed: str) -> str:
    """A number as offices write it, as a plain decimal text; "" for none. 0 is a value."""
    if not typed:
        return ""
    try:
        value = parse_number(typed)
    except Ambiguous:
        raise ValidationError(
            _("“%(typed)s” can be read in two ways: write thousands without a dot.") % {"typed": typed}
        ) from None
    except ValueError:
        raise ValidationError(_("“%(typed)s” is not a number.") % {"typed": typed[:40]}) from None
    if abs(value) >= 10**16 or value != round(value, 2):
        raise ValidationError(_("at most two digits after the comma."))
    return f"{value.normalize():f}"
