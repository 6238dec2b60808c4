"""Freezing and publishing a ranking."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from clusters.models import Seat
from emulation.fields import ConfirmationField, VisibleField, VisibleLines


class FreezeForm(forms.Form):
    """Why a published version is corrected; the order that a secret ballot gave members that are equal."""

    reason = VisibleLines(label=_("Why the published version is corrected"), max_length=2000, required=False)
    ballot_reference = VisibleField(
        label=_("Record of the secret ballot"),
        max_length=300,
        required=False,
        help_text=_("number and day of the tellers' record; needed once an order is entered"),
    )

    def __init__(self, *args: Any, correction: bool, tied: Iterable[Sequence[Seat]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = [seat for seats in tied for seat in seats]
        self.fields["reason"].required = correction
        if not correction:
            del self.fields["reason"]
        if not self.seats:
            del self.fields["ballot_reference"]
        for seat in self.seats:
            self.fields[f"order_{seat.pk}"] = forms.IntegerField(
                label=format_lazy(_("Order of {member} by the ballot"), member=seat.label),
                min_value=1,
                max_value=len(self.seats),
                required=False,
            )

    def ballot(self) -> dict[int, int]:
        """{id of the seat: its order}, as far as entered."""
        told = {seat.pk: self.cleaned_data.get(f"order_{seat.pk}") for seat in self.seats}
        return {pk: order for pk, order in told.items() if order is not None}


class PublishForm(forms.Form):
    """The word that publishes."""

    confirmation = ConfirmationField("CÔNG BỐ")
