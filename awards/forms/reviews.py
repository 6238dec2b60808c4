"""A board member's verdict."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from emulation.ballots.models import PositionValue
from emulation.fields import VisibleField


class VerdictForm(forms.Form):
    """One position on one nomination; every position but agreement says why."""

    value = forms.ChoiceField(
        label=_("Your verdict"),
        choices=PositionValue.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them.")},
    )
    reason = VisibleField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_("Needed unless you agree."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("value") not in (None, PositionValue.AGREE) and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why: a position other than agreement needs a reason."))
        return cleaned


class OpinionForm(forms.Form):
    """One line of a member's written opinion; left empty, nothing is entered for it."""

    value = forms.ChoiceField(label=_("Verdict"), choices=[("", "–"), *PositionValue.choices], required=False)
    reason = VisibleField(label=_("Reason"), max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("value") not in ("", None, PositionValue.AGREE)
            and not cleaned.get("reason", "").strip()
        ):
            self.add_error("reason", _("Say why: a position other than agreement needs a reason."))
        return cleaned
