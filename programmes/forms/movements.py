"""What is typed into a movement: its terms, amendments, links, spellings and judgements."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from emulation.fields import VietnameseDateField, VisibleField, VisibleLines, YearField
from emulation.organisations.bodies import BodyField
from programmes.forms.programmes import InstrumentField
from programmes.models import Judgement, Movement, MovementLevel, Programme
from programmes.movement_states import MovementState
from programmes.services.movements import AmendmentDocument, MovementTerms, Wording


def _period_of(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """Years and days each begin before they end."""
    for first, last in (("from_year", "to_year"), ("starts_on", "ends_on")):
        if cleaned.get(first) and cleaned.get(last) and cleaned[first] > cleaned[last]:
            form.add_error(last, _("The period ends before it begins."))


class WordingForm(forms.Form):
    """What was launched in words; `terms()` is what the services take."""

    name = VisibleField(
        label=_("Name of the movement"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("the one name under which it is kept; other spellings are entered beside it"),
    )
    theme = VisibleField(label=_("Theme"), max_length=500, required=False)
    audience = VisibleLines(label=_("For whom"), rows=3, required=False, max_length=4000)
    criteria = VisibleLines(label=_("Contents and criteria"), rows=6, required=False, max_length=10_000)
    award_forms = VisibleLines(
        label=_("Forms of award"), rows=3, required=False, max_length=4000, help_text=_("one a line")
    )
    from_year = YearField(label=_("From year"), required=False)
    to_year = YearField(label=_("To year"), required=False)
    starts_on = VietnameseDateField(
        label=_("Begins on"), required=False, help_text=_("where the day is known; otherwise the years do")
    )
    ends_on = VietnameseDateField(label=_("Ends on"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _period_of(self, cleaned)
        return cleaned

    def terms(self) -> Wording:
        return Wording(**{name: self.cleaned_data[name] for name in Wording.__dataclass_fields__})


class MovementForm(WordingForm):
    """Enters and revises a movement before its launch."""

    level = forms.ChoiceField(label=_("Level"), choices=MovementLevel.choices)
    recorded = forms.BooleanField(
        label=_("Launched elsewhere; entered so that others can refer to it"),
        required=False,
        help_text=_("only its name and who launched it are asked before it counts as launched"),
    )
    launcher = BodyField(
        label=_("Launched by, in the register"),
        required=False,
        max_length=300,
        help_text=_("leave empty for a body that the register does not know"),
    )
    launched_by = VisibleField(
        label=_("Launched by, as printed"),
        max_length=300,
        required=False,
        help_text=_("empty: the name in the register"),
    )
    document_number = VisibleField(label=_("Number of the launch document"), max_length=120, required=False)
    document_date = VietnameseDateField(label=_("Date of the launch document"), required=False)
    instrument = InstrumentField(
        label=_("Launch document in the register of legislation"),
        required=False,
        help_text=_("its number, where the document stands there; its date is taken from there"),
    )

    field_order = ["name", "level", "recorded", "launcher", "launched_by"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kept = cleaned.get("instrument")
        if kept is not None:
            cleaned["document_number"] = cleaned.get("document_number") or kept.number
            cleaned["document_date"] = cleaned.get("document_date") or kept.issued_on
        return cleaned

    def terms(self) -> Any:
        return MovementTerms(**{name: self.cleaned_data[name] for name in MovementTerms.__dataclass_fields__})


class AmendmentForm(WordingForm):
    """A numbered amendment: the new wording and the document it is made by."""

    amendment_number = VisibleField(label=_("Number of the amending document"), max_length=120)
    amendment_date = VietnameseDateField(label=_("Date of the amending document"))
    dated = VietnameseDateField(label=_("In effect from"))
    reason = VisibleLines(label=_("Reason"), rows=2, required=False, max_length=2000)

    field_order = ["amendment_number", "amendment_date", "dated", "reason"]

    def document(self) -> AmendmentDocument:
        told = self.cleaned_data
        return AmendmentDocument(
            told["dated"], told["amendment_number"], told["amendment_date"], told["reason"]
        )


class LinkForm(forms.Form):
    """Which movement it answers to, which programmes it belongs to."""

    parent = forms.ModelChoiceField(
        label=_("Answers to the movement"),
        queryset=Movement.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )
    programmes = forms.ModelMultipleChoiceField(
        label=_("Belongs to the programmes"),
        queryset=Programme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, parents: QuerySet[Movement], programmes: QuerySet[Programme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents
        self.fields["programmes"].queryset = programmes


class DocumentForm(forms.Form):
    """The scan of the launch document; in the place of one that was read, with the reason."""

    file = forms.FileField(label=_("Scan (PDF, JPEG or PNG)"))
    reason = VisibleField(label=_("Why another scan"), max_length=2000)

    def __init__(self, *args: Any, exchanges: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not exchanges:
            del self.fields["reason"]


class AliasForm(forms.Form):
    """Another spelling of the name."""

    text = VisibleField(label=_("Spelling"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    seen_in = VisibleField(label=_("Seen in"), max_length=300, required=False)


class JudgeForm(forms.Form):
    """What a person says of a name: the same movement, or another, and why."""

    text = VisibleField(label=_("Name as it stands in the document"), max_length=500)
    judgement = forms.ChoiceField(label=_("judgement"), choices=Judgement.choices)
    reason = VisibleField(label=_("Reason"), max_length=2000, required=False)


class NameForm(forms.Form):
    """A name from some document, to be recognised."""

    q = VisibleField(
        label=_("Name as it stands in the document"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MovementFilter(forms.Form):
    q = forms.CharField(label=_("Keyword"), required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("All")), *MovementLevel.choices], required=False
    )
    year = YearField(label=_("Year"), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *MovementState.choices], required=False
    )
