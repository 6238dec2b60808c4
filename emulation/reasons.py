"""The one field of an act that needs its reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.fields import VisibleField


class ReasonForm(forms.Form):
    """A reason, compulsory where the step undoes something; `told` says who will read it where that is not plain."""

    reason = VisibleField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )

    def __init__(self, *args: Any, required: bool = False, told: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
        usual = _("Compulsory for this step; it stays in the record.") if required else _("Not compulsory.")
        self.fields["reason"].help_text = told or usual
