"""The grid of one organisation's figures of a year, and the acts on one figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from emulation.fields import VietnameseDateField, VisibleField, YearField
from emulation.indicators.cells import read_number, typed
from emulation.indicators.formulas import trimmed
from emulation.indicators.models import Figure, IndicatorVersion, Nature, Period, Population, Qualifier
from emulation.indicators.models.figure import FIRST_YEAR, LAST_YEAR
from emulation.indicators.selectors import Fault, Subject
from emulation.indicators.services.entries import Entry
from emulation.vietnamese import Ambiguous

PERIODS = [(value, label) for value, label in Period.choices if value != Period.AS_OF]
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


def is_whole(subject: Subject) -> bool:
    """Whether the boxes of this subject take whole numbers: both numbers of a percent are counts too."""
    return not isinstance(subject, IndicatorVersion) or subject.nature != Nature.AMOUNT


@dataclass
class GridRow:
    """One line of the grid: what is counted, what stood last year, what stands, its boxes and its flags."""

    subject: Subject
    last: Figure | None
    stored: Figure | None
    place: str
    number: forms.BoundField
    denominator: forms.BoundField | None
    qualifier: forms.BoundField
    source: forms.BoundField
    seen: forms.BoundField
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_population(self) -> bool:
        return isinstance(self.subject, Population)


class FigureGrid(forms.Form):
    """Everything an organisation reports for one period; `entries()` is what the service takes."""

    source_of_all = VisibleField(
        label=_("Source of what is entered now"),
        max_length=300,
        required=False,
        help_text=_("The report or document; a row may name another."),
    )
    as_of = VietnameseDateField(
        label=_("Counted on"), required=False, help_text=_("such as 31/12; empty if the source does not say")
    )
    reason = VisibleField(
        label=_("Reason, if a reported figure changes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        subjects: Sequence[Subject],
        stored: Mapping[str, Figure],
        seen: Mapping[int, Figure],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        self.stored = stored
        self.shown = seen
        for subject in subjects:
            self._add(subject, stored.get(place_of(subject)))

    def _add(self, subject: Subject, figure: Figure | None) -> None:
        place, name, whole = place_of(subject), str(subject), is_whole(subject)
        percent = isinstance(subject, IndicatorVersion) and subject.is_percent
        first = (figure.numerator if percent else figure.value) if figure else None
        self.fields[place] = NumberField(label=name, whole=whole, required=False, initial=first)
        if percent:
            self.fields[f"{place}_d"] = NumberField(
                label=_("%(name)s: denominator") % {"name": name},
                whole=whole,
                required=False,
                initial=figure.denominator if figure else None,
            )
        self.fields[f"{place}_q"] = forms.ChoiceField(
            label=_("%(name)s: how exact") % {"name": name},
            choices=HEDGED,
            required=False,
            initial=figure.qualifier if figure else "",
        )
        self.fields[f"{place}_s"] = VisibleField(
            label=_("%(name)s: source") % {"name": name},
            max_length=300,
            required=False,
            initial=figure.source if figure else "",
        )
        for suffix in ("", "_d", "_q", "_s"):
            if f"{place}{suffix}" in self.fields:
                # The heading of the column is what eyes read; the box itself says its name to a reader.
                box = self.fields[f"{place}{suffix}"]
                box.widget.attrs["aria-label"] = box.label
        self.fields[f"{place}_seen"] = forms.IntegerField(
            required=False,
            min_value=0,
            max_value=2**63 - 1,
            widget=forms.HiddenInput,
            initial=figure.pk if figure else 0,
        )

    def entries(self) -> list[Entry]:
        return [self._entry(subject) for subject in self.subjects]

    def _entry(self, subject: Subject) -> Entry:
        place, said = place_of(subject), self.cleaned_data
        seen = self.shown.get(said[f"{place}_seen"] or 0)
        numbers = {"value": said[place]}
        if f"{place}_d" in self.fields:
            numbers = {"numerator": said[place], "denominator": said[f"{place}_d"]}
        blank = all(number is None for number in numbers.values())
        return Entry(
            subject,
            **numbers,
            qualifier=said[f"{place}_q"],
            # What is entered now has the source and the day named for all; what stands keeps its own.
            source=said[f"{place}_s"] or ("" if seen or blank else said["source_of_all"]),
            as_of=seen.as_of if seen else said["as_of"],
            note=seen.note if seen else "",
            seen=said[f"{place}_seen"] or 0,
        )

    def rows(self, last: Mapping[str, Figure], faults: Iterable[Fault]) -> list[GridRow]:
        by_place: dict[str, list[Fault]] = {}
        for fault in faults:
            for place in fault.places:
                by_place.setdefault(place, []).append(fault)
        return [self._row(subject, last, by_place) for subject in self.subjects]

    def _row(
        self, subject: Subject, last: Mapping[str, Figure], faults: Mapping[str, list[Fault]]
    ) -> GridRow:
        place = place_of(subject)
        return GridRow(
            subject=subject,
            last=last.get(place),
            stored=self.stored.get(place),
            place=place,
            number=self[place],
            denominator=self[f"{place}_d"] if f"{place}_d" in self.fields else None,
            qualifier=self[f"{place}_q"],
            source=self[f"{place}_s"],
            seen=self[f"{place}_seen"],
            faults=faults.get(place, []),
        )


def figures_seen(data: Mapping[str, Any]) -> list[int]:
    """The ids in the hidden fields of a sent grid, of which the form says that the person saw them."""
    texts = (str(value) for name, value in data.items() if name.endswith("_seen"))
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


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


class WithdrawForm(forms.Form):
    reason = VisibleField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Compulsory for this step; it stays in the record."),
    )


class PeriodFilter(forms.Form):
    """Which year and part of it: of the grid, and of the board."""

    year = YearField(label=_("Year"), required=False, earliest=FIRST_YEAR, latest=LAST_YEAR)
    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)


class BoardFilter(PeriodFilter):
    q = forms.CharField(label=_("Unit"), required=False)
    state = forms.CharField(required=False, widget=forms.HiddenInput)


class CompareFilter(forms.Form):
    last = YearField(label=_("Up to the year"), required=False, earliest=FIRST_YEAR + 5, latest=LAST_YEAR)
    of = forms.ChoiceField(label=_("Line"), required=False)

    def __init__(self, *args: Any, subjects: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = subjects
