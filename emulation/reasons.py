"""Why somebody did it: the field of an act that asks for a reason, and the service's own demand for one."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from emulation.fields import VisibleField
from emulation.verdicts import Refused
from emulation.vietnamese import nfc


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


def given(reason: str, *, needed: bool = True) -> str:
    """The reason as it is kept: composed letters, no space around. Raises Refused where it is needed and empty."""
    kept = nfc(reason).strip()
    if needed and not kept:
        raise Refused(gettext("Say why: this step needs a reason."))
    return kept
