"""What is typed of an activity: the event itself, its days and places, who came, what was found."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.approximate import Qualifier
from emulation.fields import ChoiceOfRow, NameField, NumberField, VietnameseDateField, VisibleField, YearField
from emulation.organisations.bodies import BodyField
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import exact_names
from emulation.vietnamese import fold
from programmes.models import (
    ActivityKind,
    ParticipationRole,
    PlanTask,
    Programme,
)
from programmes.services.activities import ActivityTerms
from programmes.services.candidates import Found
from programmes.services.people import Attendee
from programmes.states import CANDIDATE, CANDIDATE_NEEDS_REASON, ActivityState

OCCASIONS = 6
"""So many runs of days and places an activity has room for on its page."""
MOST_PEOPLE = 500
STEPS = {
    "nurture": _("Nurture it further"),
    "propose": _("It is to be proposed for commendation"),
    "let_go": _("Follow it no further"),
    "step_back": _("Only noted after all"),
    "unpropose": _("Not to be proposed yet"),
    "take_up": _("Take it up again"),
}
"""Each step of a candidate model by its name."""


def _count(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=10_000_000, **kwargs)


def _qualifier() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How exact"),
        required=False,
        choices=Qualifier.choices,
        help_text=_("the source's own word: a number with one is never added up silently"),
    )


class ActivityForm(forms.Form):
    """Enters and revises an activity; `terms()` is what the services take."""

    kind = forms.ChoiceField(label=_("Kind of activity"), choices=ActivityKind.choices)
    title = VisibleField(label=_("Name of the activity"), max_length=400)
    task = ChoiceOfRow(
        label=_("Task it carries out"),
        queryset=PlanTask.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )
    lead = VisibleField(label=_("Led by"), max_length=300, required=False)
    target_group = VisibleField(label=_("For whom"), max_length=500, required=False)
    planned = _count(_("Participants planned"))
    planned_qualifier = _qualifier()
    actual = _count(_("Participants"))
    actual_qualifier = _qualifier()
    participants_note = VisibleField(label=_("Who they were"), max_length=500, required=False)
    reach = _count(_("Units reached"))
    reach_qualifier = _qualifier()
    reach_note = VisibleField(label=_("Which units"), max_length=500, required=False)
    cost = NumberField(label=_("Cost (đồng)"), required=False)
    funding = VisibleField(label=_("Paid from"), max_length=300, required=False)
    result = VisibleField(
        label=_("Result"), max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    inferred = VisibleField(
        label=_("What is inferred"),
        max_length=300,
        required=False,
        help_text=_("what the source does not say itself, such as which class was where"),
    )

    folded_label = _("Add days and places")

    def __init__(self, *args: Any, programme: Programme | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, OCCASIONS + 1):
            self.fields[f"from_{number}"] = VietnameseDateField(
                label=_("Day %(number)s: from") % {"number": number}, required=False
            )
            self.fields[f"to_{number}"] = VietnameseDateField(
                label=_("Day %(number)s: to") % {"number": number},
                required=False,
                help_text=_("empty: the same day"),
            )
            self.fields[f"place_{number}"] = VisibleField(
                label=_("Where it takes place"),
                max_length=300,
                required=False,
                help_text=_("as it was called that day; a district keeps its name"),
            )
        if programme is None:
            del self.fields["task"]
        else:
            self.fields["task"].queryset = PlanTask.objects.filter(plan__programme=programme).order_by(
                "plan__year", "order"
            )
        self.order_fields(["kind", "title", "task", *self.occasion_fields()])

    @staticmethod
    def occasion_fields() -> list[str]:
        return [f"{part}_{number}" for number in range(1, OCCASIONS + 1) for part in ("from", "to", "place")]

    @property
    def parts(self) -> list[tuple[bool, list[forms.BoundField]]]:
        """(whether it is folded away, its fields): the rows of days that are filled and one more stay in sight."""
        rows = [self._occasion(number) for number in range(1, OCCASIONS + 1)]
        last = max((place for place, row in enumerate(rows, start=1) if _filled(row)), default=0)
        in_rows = set(self.occasion_fields())
        head = [field for field in self if field.name in ("kind", "title", "task")]
        rest = [field for field in self if field.name not in in_rows and field not in head]
        seen = [field for row in rows[: last + 1] for field in row]
        folded = [field for row in rows[last + 1 :] for field in row]
        return [(False, head + seen), *([(True, folded)] if folded else []), (False, rest)]

    def _occasion(self, number: int) -> list[forms.BoundField]:
        return [self[f"{part}_{number}"] for part in ("from", "to", "place")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, OCCASIONS + 1):
            first, last = cleaned.get(f"from_{number}"), cleaned.get(f"to_{number}")
            if first and last and last < first:
                self.add_error(f"to_{number}", _("An activity does not end before it begins."))
            if not first and (last or cleaned.get(f"place_{number}")):
                self.add_error(f"from_{number}", _("Write the first day."))
        for name in ("planned", "actual", "reach"):
            if cleaned.get(f"{name}_qualifier") and cleaned.get(name) is None:
                self.add_error(name, _("Write the number to which this word belongs."))
        return cleaned

    def terms(self) -> ActivityTerms:
        cleaned = self.cleaned_data
        days = [
            (cleaned[f"from_{n}"], cleaned[f"to_{n}"] or cleaned[f"from_{n}"], cleaned[f"place_{n}"])
            for n in range(1, OCCASIONS + 1)
            if cleaned[f"from_{n}"]
        ]
        values = {name: cleaned[name] for name in ActivityTerms.__dataclass_fields__ if name in cleaned}
        return ActivityTerms(**values, days=days)


def _filled(row: list[forms.BoundField]) -> bool:
    return any(field.value() or field.errors for field in row)


def initial_of(terms: ActivityTerms) -> dict[str, Any]:
    """The form's values for an activity as stored."""
    given = {name: getattr(terms, name) for name in terms.__dataclass_fields__ if name != "days"}
    for number, (first, last, place) in enumerate(terms.days[:OCCASIONS], start=1):
        given |= {f"from_{number}": first, f"to_{number}": last, f"place_{number}": place}
    return given


class ActivityFilter(forms.Form):
    q = forms.CharField(label=_("Keyword"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of activity"), choices=[("", _("All")), *ActivityKind.choices], required=False
    )
    year = YearField(label=_("Year"), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *ActivityState.choices], required=False
    )


class CameSelect(forms.NullBooleanSelect):
    """Came, did not come, or not known."""

    def __init__(self) -> None:
        super().__init__()
        self.choices = [("unknown", _("not known")), ("true", _("came")), ("false", _("did not come"))]


class AttendeeForm(forms.Form):
    """One person or unit on the list of an activity."""

    role = forms.ChoiceField(label=_("Part"), choices=ParticipationRole.choices, initial="TRAINEE")
    name = NameField(label=_("Name"), max_length=200)
    position = VisibleField(label=_("Position"), max_length=300, required=False)
    organisation = BodyField(label=_("Unit"), required=False)
    attended = forms.NullBooleanField(label=_("Came"), required=False, widget=CameSelect())

    def terms(self) -> Attendee:
        return Attendee(**self.cleaned_data)


class AttendeesForm(forms.Form):
    """Several people at once: one a line, name; position; unit."""

    role = forms.ChoiceField(label=_("Part"), choices=ParticipationRole.choices, initial="TRAINEE")
    lines = VisibleField(
        label=_("People"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "one a line: name; position; unit – copied from Excel is read as well; "
            "leave the unit out where the register has none"
        ),
    )

    def clean_lines(self) -> list[Attendee]:
        found, faults = [], []
        texts = [text for text in self.cleaned_data["lines"].splitlines() if text.strip()]
        if len(texts) > MOST_PEOPLE:
            raise ValidationError(_("At most %(most)s lines at once.") % {"most": MOST_PEOPLE})
        bodies = _bodies([_parts(text)[2] for text in texts])
        for number, text in enumerate(texts, start=1):
            name, position, unit = _parts(text)
            body = bodies.get(fold(unit))
            if not name or len(name) > 200 or len(position) > 300 or (unit and body is None):
                faults.append(_fault(number, name, unit, position))
            else:
                found.append(Attendee(name=name, role="", position=position, organisation=body))
        if faults:
            raise ValidationError(faults[:20])
        return found

    def attendees(self) -> list[Attendee]:
        return [replace(one, role=self.cleaned_data["role"]) for one in self.cleaned_data["lines"]]


def _parts(text: str) -> list[str]:
    """Name, position and unit of a line, with semicolons or with the tabs of a spreadsheet between them."""
    parts = [" ".join(part.split()) for part in (text.split("\t") if "\t" in text else text.split(";"))]
    return [*parts, "", "", ""][:3]


def _bodies(names: Iterable[str]) -> dict[str, Organisation]:
    """{folded name: the one living body that bears it}; two queries for all."""
    found = exact_names([name for name in names if name])
    chosen: dict[str, Organisation] = {}
    for name, bodies in found.items():
        living = [body for body in bodies if body.ended_on is None] or bodies
        if len(living) == 1:
            chosen[name] = living[0]
    return chosen


def _fault(number: int, name: str, unit: str, position: str) -> str:
    if not name:
        return _("Line %(number)s: the name is missing.") % {"number": number}
    if len(name) > 200 or len(position) > 300:
        return _("Line %(number)s: the name or the position is too long.") % {"number": number}
    return _("Line %(number)s: no single unit bears the name «%(unit)s».") % {"number": number, "unit": unit}


class EvidenceForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("PDF, JPEG or PNG"))
    note = VisibleField(label=_("What it shows"), max_length=300, required=False)


class CandidateForm(forms.Form):
    """A model that a visit found."""

    name = NameField(label=_("Name of the person or unit"), max_length=300)
    organisation = BodyField(label=_("Unit"), required=False)
    direct_labour = forms.BooleanField(label=_("Works directly in production"), required=False)
    text = VisibleField(
        label=_("What makes it a model"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def found(self) -> Found:
        return Found(**self.cleaned_data)


class CandidateMoveForm(forms.Form):
    """The next step of a model; a step back and giving up say why."""

    move = forms.ChoiceField(label=_("How far it has come"))
    reason = VisibleField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("needed for a step back and for giving up"),
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = [(name, STEPS[name]) for name in CANDIDATE.moves_from(state)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("move") in CANDIDATE_NEEDS_REASON and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why: this step needs a reason."))
        return cleaned


class TrainingFilter(forms.Form):
    """Since when the officers of a unit had no training."""

    since = VietnameseDateField(label=_("No training since"), required=False)

    def day(self) -> Any:
        """The day asked for, by default two years ago; None for one that cannot be read."""
        if not self.is_valid():
            return None
        today = timezone.localdate()
        return self.cleaned_data["since"] or today.replace(year=today.year - 2, day=min(today.day, 28))
