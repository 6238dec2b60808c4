"""Form fields that read what Vietnamese offices type: dates day first, years, and a typed confirmation."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from emulation.vietnamese import Ambiguous, format_number, parse_date, parse_number, trimmed, visible

LARGEST = Decimal(10) ** 15


class DateInput(forms.TextInput):
    """A text box for dd/mm/yyyy; the calendar button comes from dates.js and needs no native date control,
    which would follow the language of the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {
            "data-date": "",
            "inputmode": "numeric",
            "size": "15",
            "autocomplete": "off",
            "placeholder": _("dd/mm/yyyy"),
        }
        super().__init__({**given, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class VietnameseDateField(forms.Field):
    """A date typed as 5/2/2026, 05-02-2026 or "ngày 05 tháng 02 năm 2026".

    `earliest` and `latest` bound it, both inclusive. Cleans to a date, or None where not required.
    """

    widget = DateInput
    default_error_messages = {
        "invalid": _("'%(typed)s' is not a date. Write day, month, year, such as 05/02/2026."),
        "early": _("The date must not be before %(bound)s."),
        "late": _("The date must not be after %(bound)s."),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if value in self.empty_values or isinstance(value, date):
            return value or None
        typed = str(value).strip()
        if not typed:
            return None
        try:
            return parse_date(typed)
        except ValueError:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"typed": typed[:40]}
            ) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise self._beyond("early", self.earliest)
        if self.latest and value > self.latest:
            raise self._beyond("late", self.latest)

    def _beyond(self, code: str, bound: date) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"bound": f"{bound:%d/%m/%Y}"})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class VisibleField(forms.CharField):
    """Text without characters that show nothing; text of nothing else is empty."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(visible(value) if isinstance(value, str) else value)


class VisibleLines(VisibleField):
    """A text of several lines."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Lines end as the database keeps them: a browser sends others, which would look like a change."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class NameField(VisibleField):
    """The name of a person or an organisation, with single spaces; something in it must be a letter."""

    default_error_messages = {"no_letter": _("There is no letter in the name. Write it as it is printed.")}

    def to_python(self, value: Any) -> Any:
        name = " ".join((super().to_python(value) or "").split())
        if name and not any(letter.isalpha() for letter in name):
            raise ValidationError(self.error_messages["no_letter"], code="no_letter")
        return name or self.empty_value


class YearField(forms.IntegerField):
    """A year of four digits between `earliest` and `latest`, typed, not spun."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write a year of four digits, such as 2026."),
        "beyond": _("Write a year from %(earliest)s to %(latest)s."),
    }

    def __init__(self, *, earliest: int = 1945, latest: int = 2100, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.earliest <= value <= self.latest:
            bounds = {"earliest": self.earliest, "latest": self.latest}
            raise ValidationError(self.error_messages["beyond"], code="beyond", params=bounds)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "size": "6", "maxlength": "4", "autocomplete": "off"}


class ConfirmationField(forms.CharField):
    """Holds only when the very word is typed; case and the way its accents are encoded do not matter."""

    default_error_messages = {"word": _("Type %(word)s to confirm; nothing was done.")}

    def __init__(self, word: str, **kwargs: Any) -> None:
        # Put together when it is shown: each reader has a language of their own.
        kwargs.setdefault("label", format_lazy(_("To confirm, type {word}"), word=word))
        super().__init__(**kwargs)
        self.word = word
        self.widget.attrs.update(autocomplete="off", autocapitalize="characters", size="24")

    def validate(self, value: str) -> None:
        super().validate(value)
        if _same(value) != _same(self.word):
            raise ValidationError(self.error_messages["word"], code="word", params={"word": self.word})


def _same(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


class NumberField(forms.CharField):
    """A number as offices write it: 1.234,5. Cleans to a Decimal, or None where not required."""

    default_error_messages = {
        "invalid": _("'%(typed)s' is not a number. Write it such as 1.234,5."),
        "ambiguous": _(
            "'%(typed)s' may be %(first)s or %(second)s. Write it without points, as one or the other."
        ),
        "large": _("'%(typed)s' has more than 15 digits, or more than two decimals."),
    }
    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return value
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            number = parse_number(typed)
        except Ambiguous as two_ways:
            number = self._as_shown(typed, two_ways)
        except ValueError:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"typed": typed[:40]}
            ) from None
        if abs(number) >= LARGEST or number != round(number, 2):
            raise ValidationError(self.error_messages["large"], code="large", params={"typed": typed[:40]})
        return number

    def _as_shown(self, typed: str, two_ways: Ambiguous) -> Decimal:
        """The page itself writes 1.234 for a thousand and more; what it has shown is read as it was shown."""
        vietnamese, other = two_ways.readings
        if format_number(vietnamese) == typed:
            return vietnamese
        raise ValidationError(
            self.error_messages["ambiguous"],
            code="ambiguous",
            params={"typed": typed[:40], "first": format_number(vietnamese), "second": format_number(other)},
        )

    def prepare_value(self, value: Any) -> Any:
        return format_number(trimmed(value)) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "size": "12", "autocomplete": "off"}


class ChoiceOfRow(forms.ModelChoiceField):
    """A choice among a few rows, each shown by its own words."""

    def label_from_instance(self, row: Any) -> str:
        return str(row)[:120]
