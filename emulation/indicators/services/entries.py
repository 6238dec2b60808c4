"""What a person says of one thing that is counted, held against what stands: new, the same, changed or wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.indicators import formulas
from emulation.indicators.models import Figure, FigureState, IndicatorVersion, Nature, Period, Population
from emulation.indicators.selectors import Subject
from emulation.organisations.models import Organisation
from emulation.vietnamese import nfc

STATED = ("value", "numerator", "denominator", "qualifier", "source", "note", "as_of")
SAID = ("value", "numerator", "denominator", "qualifier")
REFERENCES = ("organisation", "population", "indicator_version", "replaces", "entered_by")
WHOLE = frozenset({Nature.COUNT, Nature.YES_NO})

Slot = tuple[object, ...]
"""What can hold one current figure."""


@dataclass(frozen=True)
class Entry:
    """What somebody says of one population or one version of an indicator.

    Of a percent `numerator` and `denominator` are given (a growth: this year's and last year's number), of
    everything else `value`; without a number it says nothing, and nothing is done. `seen` is the id of the
    figure that the person saw when typing, 0 where there was none, None where nobody looked.
    """

    subject: Subject
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    qualifier: str = ""
    source: str = ""
    note: str = ""
    as_of: date | None = None
    seen: int | None = None

    @property
    def place(self) -> str:
        """ "p12" for a population, "i7" for a version: where a form shows what is wrong with it."""
        return f"{'p' if isinstance(self.subject, Population) else 'i'}{self.subject.pk}"

    @property
    def is_blank(self) -> bool:
        return self.value is None and self.numerator is None and self.denominator is None

    @property
    def is_percent(self) -> bool:
        return isinstance(self.subject, IndicatorVersion) and self.subject.is_percent

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return isinstance(self.subject, Population) or self.subject.nature in WHOLE


@dataclass(frozen=True)
class Return:
    """The entries of one organisation for one period of a year."""

    organisation: Organisation
    year: int
    entries: Sequence[Entry]
    period: str = Period.YEAR


@dataclass
class Plan:
    """What is to be written, and what is wrong, by place."""

    rows: list[Figure] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


def standing_at(returns: Sequence[Return], *, locked: bool = True) -> dict[Slot, Figure]:
    """The current figures that the entries may meet, with what they are of; one query.

    `locked` holds them until the transaction ends; without it they are for showing only.
    """
    rows = Figure.objects.filter(
        state=FigureState.CURRENT,
        organisation__in={one.organisation.pk for one in returns},
        year__in={one.year for one in returns},
        period__in={one.period for one in returns},
    ).select_related("population", "indicator_version")
    rows = rows.select_for_update(of=("self",)) if locked else rows
    return {slot_of(row): row for row in rows}


def slot_of(figure: Figure) -> Slot:
    """What can hold one current figure; of a day, each day is another."""
    day = figure.as_of if figure.period == Period.AS_OF else None
    thing = (figure.population_id, figure.indicator_version_id)
    return (figure.organisation_id, figure.year, figure.period, day, *thing)


def plan_of(one: Return, standing: Mapping[Slot, Figure], by: User, reason: str) -> Plan:
    plan = Plan()
    seen = Figure.objects.in_bulk({entry.seen for entry in one.entries if entry.seen})
    for entry in one.entries:
        try:
            row = row_of(one, entry, standing, seen, reason)
        except ValidationError as error:
            plan.faults[entry.place] = " ".join(error.messages)
            continue
        if row is not None:
            row.entered_by = by
            plan.rows.append(row)
    return plan


def row_of(
    one: Return,
    entry: Entry,
    standing: Mapping[Slot, Figure],
    seen: Mapping[int, Figure],
    reason: str,
) -> Figure | None:
    """The row to add for an entry, None where there is nothing to do. Raises ValidationError."""
    drawn = _drawn(one, entry)
    there = standing.get(slot_of(drawn))
    if _untouched(entry, drawn, there, seen):
        return None
    if entry.is_blank:
        raise ValidationError(_("A figure stands here. To take it back, withdraw it."))
    if entry.seen is not None and entry.seen != (there.pk if there else 0):
        raise ValidationError(_someone_else(there))
    _check_numbers(entry, drawn)
    drawn.clean_fields(exclude=REFERENCES)
    if there is not None:
        if not reason:
            raise ValidationError(
                _("This differs from %(figure)s, which was reported before. Say why.")
                % {"figure": there.words}
            )
        drawn.replaces, drawn.reason = there, reason
    return drawn


def _untouched(entry: Entry, drawn: Figure, there: Figure | None, seen: Mapping[int, Figure]) -> bool:
    """Whether the person left the field as it was shown, or says what stands there already."""
    if there is None:
        return entry.is_blank
    # Who saw nothing, such as a table brought in, reports the number; its source may say it another way.
    if _same(drawn, there, SAID if entry.seen is None else STATED):
        return True
    if entry.seen:
        return entry.seen in seen and _same(drawn, seen[entry.seen])
    return entry.is_blank


def _same(one: Figure, other: Figure, names: Sequence[str] = STATED) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _someone_else(there: Figure | None) -> str:
    if there is None:
        return _("Somebody withdrew this figure meanwhile. Look at it again.")
    return _("Somebody reported %(figure)s here meanwhile. Look at it again.") % {"figure": there.words}


def _drawn(one: Return, entry: Entry) -> Figure:
    """The unsaved figure that an entry says; the percent computed where both its numbers are given."""
    thing = "population" if isinstance(entry.subject, Population) else "indicator_version"
    stated: dict[str, Any] = {name: getattr(entry, name) for name in STATED}
    for name in ("source", "note"):
        stated[name] = nfc(stated[name]).strip()
    if entry.is_percent:
        stated["value"] = _percent(entry)
    return Figure(
        organisation=one.organisation, year=one.year, period=one.period, **{thing: entry.subject}, **stated
    )


def _percent(entry: Entry) -> Decimal | None:
    if not entry.denominator:
        return None
    grows = isinstance(entry.subject, IndicatorVersion) and entry.subject.nature == Nature.GROWTH
    formula = formulas.growth if grows else formulas.value
    return formula(entry.numerator, entry.denominator)


def _check_numbers(entry: Entry, drawn: Figure) -> None:
    if entry.is_percent:
        if entry.numerator is None or entry.denominator is None:
            raise ValidationError(_("Give both numbers of the percent."))
        if entry.denominator <= 0:
            raise ValidationError(_("The second number must be more than 0: there is no percent of nothing."))
        if entry.numerator < 0:
            raise ValidationError(_("A count is never less than 0."))
    elif entry.numerator is not None or entry.denominator is not None:
        raise ValidationError(_("This is a plain number without a denominator."))
    elif entry.is_whole:
        _check_whole(entry)
    _check_day(drawn)


def _check_day(drawn: Figure) -> None:
    if drawn.as_of is not None and drawn.as_of > timezone.localdate():
        raise ValidationError(_("Nothing was counted yet on a day that is still to come."))
    if drawn.period != Period.AS_OF:
        return
    if drawn.as_of is None:
        raise ValidationError(_("Say on which day this was counted."))
    if drawn.as_of.year != drawn.year:
        raise ValidationError(_("The day lies in another year than the figure."))


def _check_whole(entry: Entry) -> None:
    value = entry.value or Decimal(0)
    if value < 0:
        raise ValidationError(_("A count is never less than 0."))
    if value != value.to_integral_value():
        raise ValidationError(_("A count is a whole number."))
    done = isinstance(entry.subject, IndicatorVersion) and entry.subject.nature == Nature.YES_NO
    if done and value not in (0, 1):
        raise ValidationError(_("Write 1 for done and 0 for not done."))
