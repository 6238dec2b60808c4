"""What an officer states of a campaign."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from awards.models import AwardForm, Board, Campaign, CampaignKind
from awards.services.campaigns import CampaignTerms
from emulation.fields import ConfirmationField, VietnameseDateField, YearField
from emulation.organisations.models import Kind, Organisation
from emulation.paging import whole_numbers
from programmes.models import Movement


class FormsField(forms.ModelMultipleChoiceField):
    """Forms of the catalogue; a number that no row can have is no choice, rather than an error of the database."""

    def clean(self, value: Any) -> Any:
        texts = [str(one) for one in value or ()]
        if len(whole_numbers(texts)) != len(texts):
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


class CampaignForm(forms.Form):
    """Opens and revises a campaign of `organisation`; `terms()` is what the services take."""

    title = forms.CharField(
        label=_("Title"), max_length=300, help_text=_("as it will stand in the documents")
    )
    year = YearField(label=_("Year of achievement"))
    kind = forms.ChoiceField(label=_("Type of commendation"), choices=CampaignKind.choices)
    deciding_body = forms.ModelChoiceField(
        label=_("Deciding body"), queryset=Organisation.objects.none(), empty_label=_("(choose)")
    )
    board = forms.ModelChoiceField(
        label=_("Board"),
        queryset=Board.objects.none(),
        required=False,
        empty_label=_("(choose)"),
        help_text=_("Its members on the day the vote opens will be asked for their verdict."),
    )
    movement = forms.ModelChoiceField(
        label=_("Emulation movement"),
        queryset=Movement.objects.none(),
        required=False,
        empty_label=_("(none)"),
        help_text=_("whose results are commended; the tree of the movement then counts the units"),
    )
    forms = FormsField(
        label=_("Titles and forms considered"),
        queryset=AwardForm.objects.filter(retired_on=None),
        widget=forms.CheckboxSelectMultiple,
    )
    closes_on = VietnameseDateField(label=_("Last day for nominations"), required=False)

    def __init__(
        self, *args: Any, organisation: Organisation, movements: QuerySet[Movement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["movement"].queryset = movements
        self.fields["deciding_body"].queryset = deciding_bodies(organisation)
        self.fields["board"].queryset = Board.objects.filter(organisation=organisation)

    def terms(self) -> CampaignTerms:
        return CampaignTerms(**{**self.cleaned_data, "forms": list(self.cleaned_data["forms"])})


def deciding_bodies(organisation: Organisation) -> Any:
    """Who may decide for a standing agency: itself, its province's People's Committee, the central Alliance."""
    return Organisation.objects.filter(
        Q(pk=organisation.pk)
        | Q(pk=organisation.province_id)
        | Q(kind=Kind.CENTRAL_ALLIANCE)
        | Q(kind=Kind.PEOPLES_COMMITTEE, campaigns_decided__organisation=organisation),
        ended_on=None,
    ).distinct()


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """The form's values for a campaign as it stands."""
    return {
        "title": campaign.title,
        "year": campaign.year,
        "kind": campaign.kind,
        "deciding_body": campaign.deciding_body_id,
        "board": campaign.board_id,
        "forms": list(campaign.forms.values_list("pk", flat=True)),
        "closes_on": campaign.closes_on,
        "movement": campaign.movement_id,
    }


class CampaignFilter(forms.Form):
    q = forms.CharField(label=_("Keyword"), required=False)
    year = YearField(label=_("Year"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, states: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("All")), *states]


class ConfirmForm(forms.Form):
    """A typed confirmation of an act that cannot be undone."""

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmation"] = ConfirmationField(word)
