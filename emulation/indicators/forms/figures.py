"""Numbers as offices type them, the acts on one figure, and what is asked of lists of figures."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from emulation.approximate import Qualifier
from emulation.fields import VietnameseDateField, VisibleField, YearField
from emulation.indicators.cells import read_number, typed
from emulation.indicators.models import Figure, Period
from emulation.indicators.models.figure import FIRST_YEAR, LAST_YEAR
from emulation.indicators.selectors import Subject, is_whole
from emulation.indicators.services.entries import Entry
from emulation.vietnamese import Ambiguous, trimmed

PERIODS = [(value, label) for value, label in Period.choices if value != Period.AS_OF]
"""Parts of a year, by which units are compared; single days are each unit's own."""
HEDGED = [("", "–"), *((value, label) for value, label in Qualifier.choices if value)]


class NumberField(forms.Field):
    """A number as offices write it; cleans to a Decimal, or None where nothing is typed."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("“%(typed)s” is not a number. Write digits, such as 1.234."),
        "ambiguous": _("“%(typed)s” may mean two numbers. Write it without the point, or with a comma."),
        "long": _("This number is too long."),
    }

    def __init__(self, *, whole: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.whole = whole

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "size": "10", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return typed(trimmed(value), whole=self.whole) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            number = read_number(text, whole=self.whole)
        except Ambiguous:
            raise self._wrong("ambiguous", text) from None
        except ValueError:
            raise self._wrong("invalid", text) from None
        if abs(number) >= Decimal(10) ** 16:
            raise self._wrong("long", text)
        return number

    def _wrong(self, code: str, text: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"typed": text[:40]})


def place_of(subject: Subject) -> str:
    return Entry(subject).place


class CorrectionForm(forms.Form):
    """One figure put right; `entry()` is what the service takes."""

    qualifier = forms.ChoiceField(label=_("How exact"), choices=HEDGED, required=False)
    as_of = VietnameseDateField(label=_("Counted on"), required=False)
    source = VisibleField(label=_("Source"), max_length=300, required=False)
    note = VisibleField(label=_("Note"), max_length=500, required=False)
    reason = VisibleField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Compulsory for this step; it stays in the record."),
    )

    def __init__(self, *args: Any, figure: Figure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figure = figure
        subject: Subject = figure.subject
        self.place = place_of(subject)
        whole, percent = is_whole(subject), figure.percent is not None
        label = _("Numerator") if percent else _("Value")
        first = figure.numerator if percent else figure.value
        numbers = {self.place: NumberField(label=label, whole=whole, initial=first)}
        if percent:
            numbers["denominator"] = NumberField(
                label=_("Denominator"), whole=whole, initial=figure.denominator
            )
        self.fields = {**numbers, **self.fields}
        for name in ("qualifier", "as_of", "source", "note"):
            self.fields[name].initial = getattr(figure, name)
        if figure.period == Period.AS_OF:
            self.fields["as_of"].disabled = True

    def entry(self) -> Entry:
        said = self.cleaned_data
        numbers = {"value": said[self.place]}
        if "denominator" in self.fields:
            numbers = {"numerator": said[self.place], "denominator": said["denominator"]}
        texts = {name: said[name] for name in ("qualifier", "source", "note", "as_of")}
        return Entry(self.figure.subject, **numbers, **texts, seen=self.figure.pk)


class PeriodFilter(forms.Form):
    """Which year and part of it: of the grid, and of the board."""

    year = YearField(label=_("Year"), required=False, earliest=FIRST_YEAR, latest=LAST_YEAR)
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)


class GridFilter(PeriodFilter):
    """Also figures of one day, which is then named."""

    day = VietnameseDateField(label=_("Day, for “on one day”"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = Period.choices


class BoardFilter(PeriodFilter):
    q = forms.CharField(label=_("Unit"), required=False)
    state = forms.CharField(required=False, widget=forms.HiddenInput)


class CompareFilter(forms.Form):
    last = YearField(label=_("Up to the year"), required=False, earliest=FIRST_YEAR + 5, latest=LAST_YEAR)
    of = forms.ChoiceField(label=_("Line"), required=False)

    def __init__(self, *args: Any, subjects: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = subjects
