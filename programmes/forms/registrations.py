"""What is typed into a round, a registration, its return, and the settlement of an overlap."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from emulation.fields import ConfirmationField, VietnameseDateField, VisibleField, VisibleLines, YearField
from emulation.organisations.bodies import BodyField
from emulation.organisations.models import Kind
from emulation.reasons import ReasonForm
from programmes.forms.lines import TargetsField, TitlesField
from programmes.models import Credit, Movement, OverlapCase
from programmes.movement_states import OverlapState, RoundState
from programmes.selectors.registrations import STATUSES
from programmes.services.overlaps import Settlement
from programmes.services.registration_words import REMARKABLE, Words
from programmes.services.rounds import RoundTerms

UNIT_KINDS = (
    Kind.COOPERATIVE,
    Kind.COOPERATIVE_UNION,
    Kind.CREDIT_FUND,
    Kind.COOPERATIVE_GROUP,
    Kind.DEPARTMENT,
)
"""Kinds of bodies below an Alliance that register; those of other kinds are asked by name."""
REMIND = "NHẮC"
"""What is typed before more than MANY units are reminded."""
MANY = 20


class RoundForm(forms.Form):
    """Prepares and revises a round; `terms()` is what the services take."""

    title = VisibleField(label=_("Title"), max_length=300)
    year = YearField(label=_("Year"))
    opens_on = VietnameseDateField(label=_("Opens on"))
    closes_on = VietnameseDateField(
        label=_("Last day"), help_text=_("until the end of that day, Vietnamese time")
    )
    instruction = VisibleLines(label=_("Instruction to the units"), rows=5, required=False, max_length=10_000)
    movements = forms.ModelMultipleChoiceField(
        label=_("Movements registered for"),
        queryset=Movement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, movements: QuerySet[Movement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["movements"].queryset = movements

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("opens_on"), cleaned.get("closes_on")
        if first and last and first > last:
            self.add_error("closes_on", _("The last day lies before the first."))
        return cleaned

    def terms(self) -> RoundTerms:
        names = RoundTerms.__dataclass_fields__
        told = {name: self.cleaned_data[name] for name in names}
        return RoundTerms(**{**told, "movements": list(told["movements"])})


class NewRoundForm(RoundForm):
    """As above, with the kinds of units that are asked."""

    kinds = forms.MultipleChoiceField(
        label=_("Units asked to register"),
        choices=[(kind.value, kind.label) for kind in UNIT_KINDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[Kind.COOPERATIVE, Kind.COOPERATIVE_UNION, Kind.CREDIT_FUND],
        help_text=_("all living units of these kinds below the Alliance; single ones are changed afterwards"),
    )


class UnitForm(forms.Form):
    """One more unit, by its name."""

    unit = BodyField(label=_("Unit"), max_length=300)


class ExtensionForm(ReasonForm):
    """A later last day for one unit."""

    to = VietnameseDateField(label=_("New last day"))
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)


class RemindForm(forms.Form):
    """Empty for a few; a typed word before many."""

    def __init__(self, *args: Any, many: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if many:
            self.fields["confirmation"] = ConfirmationField(REMIND)


class RegistrationForm(forms.Form):
    """The words of a registration; `terms()` is what the services take."""

    content = VisibleLines(label=_("What the unit will do"), rows=5, required=False, max_length=4000)
    audience = VisibleField(label=_("For whom"), max_length=1000, required=False)
    place = VisibleField(
        label=_("Where"),
        max_length=1000,
        required=False,
        help_text=_("from the smallest to the largest: ấp, xã, huyện; several places with a semicolon"),
    )
    beneficiaries = VisibleField(label=_("Who benefits"), max_length=1000, required=False)
    titles = TitlesField(label=_("Titles aimed at"))
    targets = TargetsField(label=_("Targets"))
    note = VisibleLines(label=_("Note"), rows=2, required=False, max_length=4000)

    def __init__(
        self,
        *args: Any,
        indicators: Iterable[tuple[int, str, str]] = (),
        remarks: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["targets"].offer(indicators)
        for name, text in (remarks or {}).items():
            field = self.fields[name]
            field.help_text = format_html(
                '<strong class="text-warning">{}: {}</strong> {}', _("To put right"), text, field.help_text
            )

    def terms(self) -> Words:
        return Words(**self.cleaned_data)


class SeenForm(forms.Form):
    """Which version the person read: another one that came meanwhile is not meant."""

    number = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(SeenForm, ReasonForm):
    """Why it goes back, what to put right where, and until when."""

    until = VietnameseDateField(
        label=_("To be sent again by"),
        required=False,
        help_text=_("needed where the unit's last day is over"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)
        labels = RegistrationForm.base_fields
        for name in REMARKABLE:
            self.fields[f"remark_{name}"] = VisibleField(
                label=_("On “%(field)s”") % {"field": labels[name].label}, max_length=2000, required=False
            )

    def remarks(self) -> dict[str, str]:
        given = ((name, self.cleaned_data[f"remark_{name}"]) for name in REMARKABLE)
        return {name: text for name, text in given if text}


class SettleForm(forms.Form):
    """Keep, join or yield; with who yields, or how joint work is counted."""

    state = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[
            (one.value, one.label) for one in (OverlapState.KEEP, OverlapState.JOIN, OverlapState.YIELD)
        ],
        widget=forms.RadioSelect,
    )
    yielding = forms.ChoiceField(label=_("Which unit leaves it to the other"), required=False)
    credit = forms.ChoiceField(
        label=_("How joint work is counted"), choices=[("", "–"), *Credit.choices], required=False
    )
    credited = forms.ChoiceField(label=_("Counted for"), required=False)
    first_share = forms.IntegerField(required=False, min_value=1, max_value=99)
    reason = VisibleLines(label=_("Grounds"), rows=4, max_length=4000)

    def __init__(self, *args: Any, case: OverlapCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(one.organisation_id): one.organisation for one in (case.first, case.second)}
        choices = [("", "–"), *((pk, unit.name) for pk, unit in self.units.items())]
        self.fields["yielding"].choices = choices
        self.fields["credited"].choices = choices
        self.fields["first_share"].label = _("Share of %(unit)s in percent") % {
            "unit": case.first.organisation.name
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        state, credit = cleaned.get("state"), cleaned.get("credit")
        needed = {
            "yielding": state == OverlapState.YIELD,
            "credit": state == OverlapState.JOIN,
            "credited": state == OverlapState.JOIN and credit == Credit.ONE,
            "first_share": state == OverlapState.JOIN and credit == Credit.SHARED,
        }
        for name, wanted in needed.items():
            if not wanted:
                cleaned[name] = None if name == "first_share" else ""
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Say this for what you have chosen."))
        return cleaned

    def settlement(self) -> Settlement:
        told = self.cleaned_data
        return Settlement(
            state=told["state"],
            reason=told["reason"],
            yielding=self.units.get(told["yielding"]),
            credit=told["credit"],
            credited=self.units.get(told["credited"]),
            first_share=told["first_share"],
        )


class CommentForm(forms.Form):
    """What a unit says of an overlap, and proposes."""

    unit = forms.ChoiceField(label=_("For the unit"))
    proposal = forms.ChoiceField(
        label=_("Proposal"),
        choices=[
            ("", "–"),
            *((one.value, one.label) for one in (OverlapState.KEEP, OverlapState.JOIN, OverlapState.YIELD)),
        ],
        required=False,
    )
    text = VisibleLines(label=_("Comment"), rows=3, max_length=2000)

    def __init__(self, *args: Any, units: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(pk, unit.name) for pk, unit in self.units.items()]


class RoundFilter(forms.Form):
    q = forms.CharField(label=_("Keyword"), required=False)
    year = YearField(label=_("Year"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *RoundState.choices], required=False)


class BoardFilter(forms.Form):
    q = forms.CharField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *STATUSES], required=False)


class OverlapFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *OverlapState.choices], required=False
    )


def first_days(year: int, today: date) -> dict[str, Any]:
    """What a new round begins from: this year, today, the end of March."""
    return {"year": year, "opens_on": today, "closes_on": max(today, date(year, 3, 31))}
