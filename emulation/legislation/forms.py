"""What is typed of instruments and legal grounds, and the questions put to the register."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.fields import VietnameseDateField, VisibleField
from emulation.legislation.document_kinds import DocumentKind
from emulation.legislation.models import Ground, Instrument, InstrumentKind, Standing
from emulation.legislation.selectors import Sought, usable_instruments
from emulation.legislation.services.grounds import GroundTerms
from emulation.legislation.services.instruments import InstrumentTerms
from emulation.organisations.models import Organisation

WHOSE = [("", _("All")), ("national", _("National")), ("own", _("Of my organisations"))]


class RegisterFilter(forms.Form):
    q = forms.CharField(label=_("Number or title"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Type of instrument"), required=False, choices=[("", _("All")), *InstrumentKind.choices]
    )
    standing = forms.ChoiceField(
        label=_("Validity"), required=False, choices=[("", _("All")), *Standing.choices]
    )
    on = VietnameseDateField(label=_("On the day"), required=False)
    whose = forms.ChoiceField(label=_("Kept for"), required=False, choices=WHOSE)

    def sought(self) -> Sought:
        """What was asked; a part that cannot be read asks nothing."""
        return Sought(
            **{name: self.cleaned_data.get(name, "") for name in ("q", "kind", "standing", "whose")}
        )


class InstrumentField(forms.ModelChoiceField):
    """An instrument by its number and title, cut to what a list box can show."""

    def label_from_instance(self, instrument: Any) -> str:
        title = instrument.title if len(instrument.title) <= 90 else f"{instrument.title[:89]}…"
        return f"{instrument.get_kind_display()} {instrument.number} – {title}"


class InstrumentForm(forms.Form):
    """Enters and revises an instrument of an organisation's own register."""

    kind = forms.ChoiceField(label=_("Type of instrument"), choices=InstrumentKind.choices)
    number = VisibleField(
        label=_("Number and symbol"), max_length=120, help_text=_("as printed, such as 53/QC-BTV or 15-CT/TU")
    )
    title = VisibleField(
        label=_("Title of the instrument"), max_length=500, help_text=_("without the type of instrument")
    )
    issuer = VisibleField(label=_("Issued by"), max_length=200)
    issued_on = VietnameseDateField(label=_("Issued on"), required=False)
    in_force_from = VietnameseDateField(
        label=_("In force from"),
        required=False,
        help_text=_("Without this day the instrument counts as of unknown validity."),
    )
    in_force_to = VietnameseDateField(
        label=_("Last day in force"),
        required=False,
        help_text=_("The day before the one from which it no longer holds; empty while no end is known."),
    )
    source = VisibleField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("where the text can be read; without it the row is marked as not verified"),
    )
    note = VisibleField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def terms(self) -> InstrumentTerms:
        return InstrumentTerms(**self.cleaned_data)


class EndForm(forms.Form):
    """The last day of an instrument, what replaces it, and why."""

    on = VietnameseDateField(label=_("Last day in force"))
    replaced_by = InstrumentField(
        label=_("Replaced by"),
        queryset=Instrument.objects.none(),
        required=False,
        empty_label=_("(by none)"),
        help_text=_("An instrument of your own must be entered first to be chosen here."),
    )
    reason = VisibleField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Compulsory for this step; it stays in the record."),
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest = instrument.in_force_from
        choices = usable_instruments(instrument.organisation).exclude(pk=instrument.pk)
        self.fields["replaced_by"].queryset = choices


class PartForm(forms.Form):
    """Which part of an instrument another one replaces, from which day, and why."""

    part = VisibleField(
        label=_("Part that is replaced"), max_length=300, help_text=_("such as: Articles 5 to 7, Annex II")
    )
    successor = InstrumentField(
        label=_("Replaced by"),
        queryset=Instrument.objects.none(),
        empty_label=_("(choose)"),
        help_text=_("An instrument of your own must be entered first to be chosen here."),
    )
    on = VietnameseDateField(label=_("From the day"))
    reason = VisibleField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Compulsory for this step; it stays in the record."),
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = usable_instruments(instrument.organisation).exclude(pk=instrument.pk)
        self.fields["successor"].queryset = choices


class GroundForm(forms.Form):
    """Puts a line into the legal grounds of one kind of document."""

    document_kind = forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices)
    instrument = InstrumentField(
        label=_("Instrument"), queryset=Instrument.objects.none(), empty_label=_("(choose)")
    )
    text = VisibleField(
        label=_("Text after “Căn cứ”"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Left empty, it is made from the type, number, date, issuer and title of the instrument."
        ),
    )
    official_order = forms.IntegerField(
        label=_("Order"),
        min_value=0,
        max_value=999,
        initial=100,
        help_text=_("Lower numbers stand earlier; national laws stand at 10, decrees at 30."),
    )
    valid_from = VietnameseDateField(label=_("Printed from"))
    valid_to = VietnameseDateField(
        label=_("Printed until"),
        required=False,
        help_text=_("Empty: as long as the instrument is in force."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].queryset = usable_instruments(organisation)

    def terms(self) -> GroundTerms:
        return GroundTerms(**self.cleaned_data)


class EndGroundForm(forms.Form):
    on = VietnameseDateField(label=_("Last day on which it is printed"))

    def __init__(self, *args: Any, ground: Ground, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].earliest = ground.valid_from


class SalaryQuestion(forms.Form):
    on = VietnameseDateField(label=_("Day of the decision"), required=False)


class GroundsQuestion(forms.Form):
    """Which lines a document prints: of which kind, on which day, of which organisation."""

    kind = forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices, required=False)
    on = VietnameseDateField(label=_("On the day"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Issued by"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("(national lines only)"),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations

    def question(self, today: date) -> tuple[str, date, Organisation | None]:
        """(kind, day, organisation); what is empty or nonsense is answered by the first choice and today."""
        given = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        kind = given.get("kind") or DocumentKind.DECISION.value
        return kind, given.get("on") or today, given.get("organisation")
