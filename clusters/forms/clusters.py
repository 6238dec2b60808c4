"""What is typed into a cluster, its members, its ledger and its seasons."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clusters.models import Cluster, ClusterKind, Ladder, Merged, Outcome, Role, Rotation, RuledBy, Seat
from clusters.services.clusters import ClusterTerms, TurnTerms
from clusters.services.seasons import SeasonTerms
from emulation.fields import VietnameseDateField, VisibleField, VisibleLines, YearField
from emulation.organisations.bodies import BodyField
from emulation.organisations.models import Organisation
from emulation.reasons import ReasonForm


class ClusterFilter(forms.Form):
    """The bar above the list of clusters."""

    q = forms.CharField(label=_("Keyword"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *ClusterKind.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("at work")), ("closed", _("closed"))]
    )


class ClusterForm(forms.Form):
    """Enters and revises a cluster; `terms()` is what the services take."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ClusterKind.choices)
    ladder = forms.ChoiceField(
        label=_("Ladder"), choices=Ladder.choices, help_text=_("whose flag the first place leads to")
    )
    name = VisibleField(label=pgettext_lazy("cluster", "Name"), max_length=300)
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=Cluster.objects.none(), required=False, empty_label=_("no other cluster")
    )
    founded_by = VisibleField(label=_("Founded by"), max_length=300, required=False)
    founding_number = VisibleField(label=_("Number of the founding decision"), max_length=120, required=False)
    founded_on = VietnameseDateField(label=_("Date of the founding decision"), required=False)
    regulation = VisibleField(
        label=_("Regulation"),
        max_length=500,
        required=False,
        help_text=_("number, date and title of the regulation"),
    )
    rotation = forms.ChoiceField(
        label=_("Who leads next"),
        choices=Rotation.choices,
        help_text=_("the proposal follows this rule; the conference elects"),
    )
    merged = forms.ChoiceField(label=_("Turns of merged bodies"), choices=Merged.choices)
    term_reference = VisibleField(
        label=_("Term referred to"),
        max_length=300,
        required=False,
        help_text=_("such as a congress and its term"),
    )
    ruled_by = forms.ChoiceField(
        label=_("Who rules on disputes"),
        choices=RuledBy.choices,
        required=False,
        help_text=_("as the regulation says; the organiser, where it says nothing"),
    )
    peers_sealed = forms.BooleanField(
        label=_("Peer scores are hidden from organiser and leader too"),
        required=False,
        help_text=_("until cross-scoring is closed; who has finished is seen all the same"),
    )

    def __init__(self, *args: Any, parents: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents

    def clean_ruled_by(self) -> str:
        return self.cleaned_data["ruled_by"] or RuledBy.ORGANISER

    def terms(self) -> ClusterTerms:
        return ClusterTerms(**{field.name: self.cleaned_data[field.name] for field in fields(ClusterTerms)})


class RegulationForm(forms.Form):
    """The scan of the regulation in force."""

    scan = forms.FileField(label=_("Scan of the regulation"), help_text=_("PDF, JPEG or PNG"))


class AdmitForm(forms.Form):
    """Several members at once, one name a line, as they stand in the decision."""

    names = VisibleLines(
        label=_("Members"),
        rows=8,
        max_length=20_000,
        help_text=_("one name a line, as in the register of units"),
    )
    on = VietnameseDateField(label=_("Members from"))
    sector = VisibleField(
        label=_("Sector"),
        max_length=60,
        required=False,
        help_text=_("which part of a score sheet holds for them; empty: the common part only"),
    )
    ground = VisibleField(label=pgettext_lazy("clusters", "Ground"), max_length=500, required=False)

    def clean_names(self) -> list[Organisation]:
        """The bodies behind the lines; every line that names none is complained of."""
        field, found = BodyField(label="", max_length=300), []
        for line in self.cleaned_data["names"].splitlines():
            if line.strip():
                try:
                    found.append(field.clean(line.strip()))
                except forms.ValidationError as error:
                    self.add_error("names", error)
        return found


class ReleaseForm(ReasonForm):
    """The day a body belongs no longer, and why."""

    on = VietnameseDateField(label=_("No longer a member from"))
    field_order = ["on", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)


class EndForm(ReasonForm):
    """The day a cluster ends, and why."""

    on = VietnameseDateField(label=_("Closed on"))
    field_order = ["on", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)


class TurnForm(forms.Form):
    """A line of the ledger."""

    year = YearField(label=_("Year"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    organisation = BodyField(label=pgettext_lazy("cluster", "Member"), max_length=300)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices)
    held_from = VietnameseDateField(label=_("Took over on"), required=False)
    held_to = VietnameseDateField(label=pgettext_lazy("turn to lead", "Handed over on"), required=False)
    ground = VisibleField(label=pgettext_lazy("clusters", "Ground"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == Outcome.DECLINED:
            for name in ("held_from", "held_to"):
                if cleaned.get(name):
                    self.add_error(name, _("Who declined held it on no day."))
        return cleaned

    def terms(self) -> TurnTerms:
        return TurnTerms(**self.cleaned_data)


class SeasonForm(forms.Form):
    """Begins and revises a season; `terms()` is what the services take."""

    year = YearField(label=_("Year"))
    composed_number = VisibleField(
        label=_("Number of the decision on its members"), max_length=120, required=False
    )
    composed_on = VietnameseDateField(label=_("Date of that decision"), required=False)
    self_scoring_until = VietnameseDateField(label=_("Last day of self-scoring"), required=False)
    cross_scored = forms.BooleanField(
        label=_("Members score each other"),
        required=False,
        help_text=_("without it the scores go from the members to the leader"),
    )
    cross_scoring_until = VietnameseDateField(label=_("Last day of cross-scoring"), required=False)
    least_peers = forms.IntegerField(
        label=_("Least number of peers to compare"),
        min_value=2,
        max_value=40,
        help_text=_(
            "below it the ranking says that there is not enough to compare; 5 unless the regulation says otherwise"
        ),
    )

    def terms(self) -> SeasonTerms:
        return SeasonTerms(**{field.name: self.cleaned_data[field.name] for field in fields(SeasonTerms)})


class NewSeasonForm(SeasonForm):
    """As above; for the organiser with who leads and who is deputy, proposed by the cluster's rule."""

    leader = forms.ModelChoiceField(label=_("Leader"), queryset=Organisation.objects.none(), required=False)
    deputy = forms.ModelChoiceField(label=_("Deputy"), queryset=Organisation.objects.none(), required=False)

    def __init__(
        self, *args: Any, members: Sequence[Organisation], says_who_leads: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not says_who_leads:
            del self.fields["leader"], self.fields["deputy"]
            return
        offered = Organisation.objects.filter(pk__in=[body.pk for body in members]).order_by("sort_key")
        for name in ("leader", "deputy"):
            self.fields[name].queryset = offered
            self.fields[name].empty_label = _("not chosen yet")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("leader") and cleaned.get("leader") == cleaned.get("deputy"):
            self.add_error("deputy", _("The leader is not its own deputy."))
        return cleaned


class AppointForm(forms.Form):
    """Who leads a season, or is deputy."""

    seat = forms.ModelChoiceField(label=pgettext_lazy("cluster", "Member"), queryset=Seat.objects.none())
    ground = VisibleField(label=pgettext_lazy("clusters", "Ground"), max_length=500, required=False)

    def __init__(self, *args: Any, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats


class LeaveForm(ReasonForm):
    """The day a member left a season, and why."""

    on = VietnameseDateField(label=_("Left on"))
    field_order = ["on", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return day
