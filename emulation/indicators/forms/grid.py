"""The grid of one organisation's figures of a period."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.fields import DateInput, VietnameseDateField, VisibleField
from emulation.indicators.forms.figures import HEDGED, NumberField, place_of
from emulation.indicators.models import Figure, IndicatorVersion, Population
from emulation.indicators.selectors import Fault, Subject, is_whole
from emulation.indicators.services.entries import Entry

DAY = re.compile(r"\s*(\d{1,2})/(\d{1,2})\s*")
"""A version that is taken on a day of every year names it so: "31/12"."""


def day_asked(subject: Subject, year: int) -> date | None:
    """The day of the year on which the version is to be taken; None where it names none."""
    asked = DAY.fullmatch(subject.as_of) if isinstance(subject, IndicatorVersion) else None
    try:
        return date(year, int(asked[2]), int(asked[1])) if asked else None
    except ValueError:
        return None


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
    as_of: forms.BoundField | None
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_population(self) -> bool:
        return isinstance(self.subject, Population)


class FigureGrid(forms.Form):
    """Everything an organisation reports for one period; `entries()` is what the service takes.

    `day`: all of it was counted on that one day, and nobody is asked for another. Otherwise a version that is
    to be taken on a day of the year has a box of its own for it; the rest follows the day named for all.
    """

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
        until: date,
        day: date | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.until = until
        if day is not None:
            del self.fields["as_of"]
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
        asked = day_asked(subject, self.until.year) if self.day is None else None
        if asked is not None:
            self.fields[f"{place}_a"] = VietnameseDateField(
                label=_("%(name)s: counted on") % {"name": name},
                required=False,
                initial=figure.as_of if figure else self._suggested(asked),
                # Beside its button it stands in one cell of a phone.
                widget=DateInput(attrs={"size": "8"}),
            )
        for suffix in ("", "_d", "_q", "_s", "_a"):
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

    def _suggested(self, asked: date) -> date | None:
        """The day asked for, or the last one of the period; none that is still to come."""
        day = min(asked, self.until)
        return day if day <= timezone.localdate() else None

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
            as_of=self._day_of(place, seen),
            note=seen.note if seen else "",
            seen=said[f"{place}_seen"] or 0,
        )

    def _day_of(self, place: str, seen: Figure | None) -> date | None:
        if self.day is not None:
            return self.day
        if f"{place}_a" in self.fields:
            own: date | None = self.cleaned_data[f"{place}_a"]
            return own
        named: date | None = seen.as_of if seen else self.cleaned_data["as_of"]
        return named

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
            as_of=self[f"{place}_a"] if f"{place}_a" in self.fields else None,
            faults=faults.get(place, []),
        )


def figures_seen(data: Mapping[str, Any]) -> list[int]:
    """The ids in the hidden fields of a sent grid, of which the form says that the person saw them."""
    texts = (str(value) for name, value in data.items() if name.endswith("_seen"))
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
