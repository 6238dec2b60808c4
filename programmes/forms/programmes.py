"""What is typed into a programme, its sides, plans, tasks and indicators."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from emulation.fields import (
    ChoiceOfRow,
    ConfirmationField,
    NameField,
    NumberField,
    VietnameseDateField,
    VisibleField,
    VisibleLines,
    YearField,
)
from emulation.indicators.models import IndicatorVersion
from emulation.indicators.selectors import versions_on
from emulation.legislation.models import Instrument
from emulation.legislation.selectors import by_number
from emulation.organisations.bodies import SUGGEST, BodyField, nearest, split_ending
from emulation.vietnamese import fold
from programmes.models import AnnualPlan, Measure, Party, PlanTask, Programme
from programmes.selectors.programmes import parties_on
from programmes.services.measures import MeasureTerms
from programmes.services.parties import AddendumTerms, PartyTerms, Successor
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.services.programmes import ProgrammeTerms
from programmes.services.signings import Signing
from programmes.states import ProgrammeState


class InstrumentsField(VisibleField):
    """Instruments of the register of legislation by their numbers, one a line."""

    default_error_messages = {
        "unknown": _("The register of legislation has no instrument «%(number)s». Enter it there first."),
        "several": _("Several instruments match «%(number)s»: %(found)s. Write the whole number."),
    }
    widget: Any = forms.Textarea(attrs={"rows": 2})

    def run_validators(self, value: Any) -> None:
        """Nothing is left to check: the validators of a text look at text, these are rows."""

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().to_python(value) or "").splitlines()]
        return [self._one(line) for line in lines if line]

    def _one(self, number: str) -> Instrument:
        found = list(by_number(number)[:4])
        same = [one for one in found if fold(one.number) == fold(number)]
        if len(same or found) == 1:
            return (same or found)[0]
        code = "several" if found else "unknown"
        told = "; ".join(one.number for one in found)
        raise ValidationError(self.error_messages[code], code=code, params={"number": number, "found": told})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(one.number for one in value) if isinstance(value, list) else value


class InstrumentField(InstrumentsField):
    """One instrument of the register of legislation by its number; None where nothing is written."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return found[0] if found else None

    def prepare_value(self, value: Any) -> Any:
        return value.number if isinstance(value, Instrument) else value


def _lines(label: Any, *, rows: int = 4, help_text: Any = "", limit: int = 10_000) -> VisibleLines:
    return VisibleLines(label=label, required=False, max_length=limit, help_text=help_text, rows=rows)


class ProgrammeForm(forms.Form):
    """Enters and revises a programme; `terms()` is what the services take."""

    title = VisibleField(
        label=_("Title of the programme"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("without the period, which is asked below: it is printed with it"),
    )
    from_year = YearField(label=_("From year"))
    to_year = YearField(label=_("To year"))
    number = VisibleField(
        label=_("Number and symbol"),
        max_length=120,
        required=False,
        help_text=_("any way of writing it is kept as it is, such as 136/CTPH-LMHTXVN-BTĐKTTW or 15-CT/TU"),
    )
    source_spelling = VisibleField(label=_("Number as misspelt in a source"), max_length=120, required=False)
    recorded = forms.BooleanField(
        label=_("Signed elsewhere; entered so that others can refer to it"),
        required=False,
        help_text=_("nothing is printed for it, and no contents or signatories are asked"),
    )
    parent = forms.ModelChoiceField(
        label=_("Programme above it"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )
    implements = InstrumentsField(
        label=_("Carries out the instruments"),
        required=False,
        help_text=_("numbers, one a line, as in the register of legislation: 15-CT/TU"),
    )
    purpose = _lines(_("Purpose and requirements"))
    purpose_from = YearField(label=_("Socio-economic period it names: from"), required=False)
    purpose_to = YearField(label=_("Socio-economic period it names: to"), required=False)
    emphasis = VisibleField(label=_("Emphasis"), max_length=500, required=False)
    contents = _lines(_("Contents"), rows=6, help_text=_("one a line; the paper numbers them"))
    together = _lines(_("Responsibilities of all parties"), help_text=_("one a line"))
    grounds = _lines(_("Legal grounds"), help_text=_("one ground a line"))
    witnesses = _lines(_("Witnesses"), rows=2, help_text=_("one a line: name, position"))
    copies = forms.IntegerField(label=_("Number of originals"), required=False, min_value=1, max_value=99)

    def __init__(self, *args: Any, parents: QuerySet[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for first, last in (("from_year", "to_year"), ("purpose_from", "purpose_to")):
            if cleaned.get(first) and cleaned.get(last) and cleaned[first] > cleaned[last]:
                self.add_error(last, _("The period ends before it begins."))
        if bool(cleaned.get("purpose_from")) != bool(cleaned.get("purpose_to")):
            self.add_error("purpose_to", _("Write both years of the period, or none."))
        return cleaned

    def terms(self) -> ProgrammeTerms:
        return ProgrammeTerms(**self.cleaned_data)


class PartyForm(forms.Form):
    """One side; its name is looked up in the register, and kept as typed where the register has none."""

    name = NameField(label=_("Name of the body"), max_length=300, widget=forms.TextInput(attrs=SUGGEST))
    superior = VisibleField(label=_("Body above it, as printed"), max_length=300, required=False)
    role = VisibleField(label=_("Part in the programme"), max_length=200, required=False)
    signatory_name = NameField(label=_("Signatory"), max_length=200, required=False)
    signatory_titles = _lines(
        _("Positions of the signatory"), rows=3, help_text=_("one a line; the first stands above the name")
    )
    focal_unit = VisibleField(label=_("Focal unit"), max_length=300, required=False)
    focal_person = NameField(label=_("Focal person"), max_length=200, required=False)
    responsibilities = _lines(_("Responsibilities"), rows=5, help_text=_("one a line"))
    order = forms.IntegerField(label=_("Order among the parties"), min_value=1, max_value=50, initial=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = cleaned.get("name")
        if not name:
            return cleaned
        try:
            cleaned["organisation"] = self._known(name) or self._near(name)
        except ValidationError as several:
            self.add_error("name", several)
        cleaned["name"] = split_ending(name)[0]
        return cleaned

    def _known(self, name: str) -> Any:
        """The body of that very name; an unchanged name means the body it meant before."""
        unchanged = name == self.initial.get("name")
        before = self.initial.get("organisation") if unchanged else None
        return before or BodyField(outside=True, required=False).clean(name)

    def _near(self, name: str) -> Any:
        """The one body with nearly this name, once the person has said whether it is meant."""
        near = None if name == self.initial.get("name") else nearest(name)
        if near is None:
            return None
        self.fields["meant"] = forms.ChoiceField(
            label=_("Which body is meant"),
            choices=[
                (str(near.pk), near.name),
                ("outside", _("another body, outside the register of units")),
            ],
            widget=forms.RadioSelect,
        )
        self.order_fields(["name", "meant"])
        said = self.data.get(self.add_prefix("meant"))
        if said not in (str(near.pk), "outside"):
            self.add_error(
                "meant", _("The register of units has nearly this name: «%(name)s».") % {"name": near.name}
            )
        return near if said == str(near.pk) else None

    def terms(self) -> PartyTerms:
        return PartyTerms(**self.cleaned_data)


class SigningForm(forms.Form):
    """The day of signing, typed from the signed paper."""

    number = VisibleField(
        label=_("Number and symbol"),
        max_length=120,
        required=False,
        help_text=_("empty where it is given later: the paper leaves room for it"),
    )
    signed_on = VietnameseDateField(label=_("Signed on"))
    place = VisibleField(
        label=_("Place"), max_length=200, required=False, help_text=_("as in the line of place and date")
    )
    event = VisibleField(label=_("Occasion"), max_length=300, required=False)
    scan = forms.FileField(
        label=_("Scan of the signed paper"), required=False, help_text=_("PDF, JPEG or PNG")
    )
    confirmation = ConfirmationField("KÝ KẾT")

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("The date of signing lies in the future."))
        return day

    def signing(self) -> Signing:
        return Signing(**{name: self.cleaned_data[name] for name in Signing.__dataclass_fields__})


class NumberForm(forms.Form):
    """The number that a programme was given after its signing, or the right one with the reason of the change."""

    number = VisibleField(label=_("Number and symbol"), max_length=120)
    reason = VisibleField(label=_("Why another number"), max_length=2000)

    def __init__(self, *args: Any, numbered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not numbered:
            del self.fields["reason"]


class ProgrammeFilter(forms.Form):
    q = forms.CharField(label=_("Keyword or number"), required=False)
    year = YearField(label=_("Year"), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *ProgrammeState.choices], required=False
    )


class AddendumForm(forms.Form):
    number = VisibleField(label=_("Number and symbol"), max_length=120, required=False)
    signed_on = VietnameseDateField(label=_("Signed on"))
    effective_on = VietnameseDateField(label=_("In effect from"))
    text = VisibleField(label=_("What changes"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}))

    def terms(self) -> AddendumTerms:
        return AddendumTerms(**{name: self.cleaned_data[name] for name in AddendumTerms.__dataclass_fields__})


class SuccessionForm(AddendumForm):
    """An addendum by which another body takes a side's place."""

    successor = BodyField(label=_("Body that takes its place"))
    signatory_name = NameField(label=_("Signatory"), max_length=200)
    signatory_titles = _lines(
        _("Positions of the signatory"), rows=3, help_text=_("one a line; the first stands above the name")
    )
    focal_unit = VisibleField(label=_("Focal unit"), max_length=300, required=False)
    focal_person = NameField(label=_("Focal person"), max_length=200, required=False)

    def heir(self) -> Successor:
        names = ("signatory_name", "signatory_titles", "focal_unit", "focal_person")
        return Successor(self.cleaned_data["successor"], **{name: self.cleaned_data[name] for name in names})


class PlanForm(forms.Form):
    year = YearField(label=_("Year"))
    title = VisibleField(label=_("Title of the plan"), max_length=500)
    number = VisibleField(label=_("Number and symbol"), max_length=120, required=False)
    partners = _lines(_("Signed with"), help_text=_("further bodies, one a line"))

    def terms(self) -> PlanTerms:
        return PlanTerms(**self.cleaned_data)


class PlanSigningForm(forms.Form):
    """The day of signing; a plan with tasks that nobody owns is signed when the person says so."""

    number = VisibleField(label=_("Number and symbol"), max_length=120)
    on = VietnameseDateField(label=_("Signed on"))

    def __init__(self, *args: Any, unowned: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unowned:
            sentence = ngettext(
                "%(number)s task has no party, person or date: sign the plan all the same",
                "%(number)s tasks have no party, person or date: sign the plan all the same",
                unowned,
            )
            self.fields["anyway"] = forms.BooleanField(label=sentence % {"number": unowned})
            self.fields["anyway"].error_messages["required"] = _(
                "Tick this to sign, or assign the tasks first: after the signing their words stay."
            )


class TaskForm(forms.Form):
    """One task: a side, a person and a day; what is missing is allowed and shown in red afterwards."""

    text = VisibleField(label=_("Task"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    content = ChoiceOfRow(
        label=_("Content it belongs to"), queryset=None, required=False, empty_label=_("(none)")
    )
    party = ChoiceOfRow(
        label=_("Responsible party"), queryset=None, required=False, empty_label=_("(nobody yet)")
    )
    person = NameField(label=_("Responsible person"), max_length=200, required=False)
    due_on = VietnameseDateField(label=_("Due on"), required=False)

    def __init__(self, *args: Any, plan: AnnualPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].queryset = plan.programme.contents.all()
        here = [party.pk for party in parties_on(plan.programme, timezone.localdate())]
        self.fields["party"].queryset = Party.objects.filter(pk__in=here).order_by("order", "pk")

    def terms(self) -> TaskTerms:
        return TaskTerms(**self.cleaned_data)


class FinishForm(forms.Form):
    on = VietnameseDateField(label=_("Done on"))
    result = VisibleField(
        label=_("Result"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class MeasureForm(forms.Form):
    """An indicator followed, and a target for each year of the programme."""

    together = {"targets": _("Targets")}

    version = ChoiceOfRow(label=_("Indicator"), queryset=IndicatorVersion.objects.none())
    organisation = BodyField(label=_("Whose figures count"))
    baseline = NumberField(label=_("Baseline"), required=False)
    baseline_year = YearField(label=_("Year of the baseline"), required=False)

    def __init__(
        self, *args: Any, programme: Programme, measure: Measure | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        newest = [version.pk for version in versions_on(timezone.localdate())]
        kept = [measure.version_id] if measure else []
        self.fields["version"].queryset = IndicatorVersion.objects.filter(pk__in=[*newest, *kept])
        self.years = list(programme.years)
        for year in self.years:
            self.fields[f"target_{year}"] = NumberField(
                label=_("Target of %(year)s") % {"year": year}, required=False
            )

    def terms(self) -> MeasureTerms:
        cleaned = self.cleaned_data
        targets = {year: cleaned[f"target_{year}"] for year in self.years}
        return MeasureTerms(
            version=cleaned["version"],
            organisation=cleaned["organisation"],
            baseline=cleaned["baseline"],
            baseline_year=cleaned["baseline_year"],
            targets={year: value for year, value in targets.items() if value is not None},
        )


class SuccessorForm(ProgrammeForm):
    """The programme of the next period, with the open tasks that it takes over."""

    tasks = forms.ModelMultipleChoiceField(
        label=_("Open tasks it takes over"),
        queryset=PlanTask.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, tasks: Iterable[PlanTask], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tasks"].queryset = PlanTask.objects.filter(pk__in=[task.pk for task in tasks])
        if not tasks:
            del self.fields["tasks"]

    def terms(self) -> ProgrammeTerms:
        return ProgrammeTerms(**{name: value for name, value in self.cleaned_data.items() if name != "tasks"})
