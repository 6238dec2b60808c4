"""The corrected wording of an approved nomination."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import Nomination
from awards.services.papers import LONGEST_ACHIEVEMENT
from awards.services.wording import wording_of
from emulation.fields import NameField, VisibleField


class WordingForm(forms.Form):
    """What may be corrected of this kind of subject, and why."""

    position_title = VisibleField(label=_("Position"), max_length=200, required=False)
    unit_name = NameField(label=_("Unit as printed"), max_length=300)
    address = VisibleField(label=_("Address"), max_length=300, required=False)
    achievement = VisibleField(
        label=_("Achievement"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST_ACHIEVEMENT,
        help_text=_("As it is printed: at most 600 characters."),
    )
    reason = VisibleField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, nomination: Nomination) -> None:
        words = wording_of(nomination)
        super().__init__(data, initial={**words, "version": nomination.version})
        self.worded = list(words)
        for name in ("position_title", "unit_name", "address", "achievement"):
            if name not in words:
                del self.fields[name]

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.worded}
