"""What is typed where who scores whom is changed by hand."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clusters.models import Assignment, Seat
from emulation.reasons import ReasonForm


class ExchangeForm(ReasonForm):
    """Two pairs whose scorers exchange whom they score."""

    first = forms.ModelChoiceField(label=_("This pair"), queryset=Assignment.objects.none())
    second = forms.ModelChoiceField(label=_("and this pair"), queryset=Assignment.objects.none())
    field_order = ["first", "second", "reason"]

    def __init__(self, *args: Any, pairs: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)
        self.fields["first"].queryset = pairs
        self.fields["second"].queryset = pairs

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("first") and told.get("first") == told.get("second"):
            raise ValidationError(_("Choose two different pairs."))
        return told


class ScorerForm(ReasonForm):
    """Another scorer for a member, and why."""

    scorer = forms.ModelChoiceField(label=_("Scored by"), queryset=Seat.objects.none())
    field_order = ["scorer", "reason"]

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)
        self.fields["scorer"].queryset = seats
