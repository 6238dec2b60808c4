"""What is typed to put an award right: its annulment, and the certificate issued anew."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.forms.decisions import not_in_the_future, numbered
from awards.models import Grant, SubjectKind
from awards.services.corrections import CORRECTABLE, Cause, Revocation
from emulation.documents.states import Ground
from emulation.fields import ConfirmationField, NameField, VietnameseDateField, VisibleField
from emulation.vietnamese import proper_name


class RevokeForm(forms.Form):
    """The decision that annuls an award, on one of the four grounds of the law."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them.")},
    )
    decision_number = forms.CharField(label=_("Number of the annulling decision"), max_length=100)
    on = VietnameseDateField(label=_("Date of that decision"))
    confirmation = ConfirmationField("THU HỒI")

    def clean_decision_number(self) -> str:
        return numbered(self.cleaned_data["decision_number"])

    def __init__(self, *args: Any, signed_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signed_on = signed_on

    def clean_on(self) -> Any:
        day = not_in_the_future(self.cleaned_data["on"])
        if day and self.signed_on and day < self.signed_on:
            raise forms.ValidationError(_("The award was granted after that day."))
        return day

    def revocation(self) -> Revocation:
        cleaned = self.cleaned_data
        return Revocation(
            ground=Ground(cleaned["ground"]), decision_number=cleaned["decision_number"], on=cleaned["on"]
        )


class ReissueForm(forms.Form):
    """Why the certificate is issued anew, and its words; a name in odd letters is asked about before it is printed."""

    cause = forms.ChoiceField(
        label=_("Why a new certificate"),
        choices=Cause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them.")},
    )
    honorific = forms.ChoiceField(
        label=_("Honorific"), choices=[("", "–"), ("Ông", "Ông"), ("Bà", "Bà")], required=False
    )
    name = NameField(label=_("Name"), max_length=200)
    position_title = VisibleField(label=_("Position"), max_length=200, required=False)
    unit_name = NameField(label=_("Unit"), max_length=300, required=False)
    address = VisibleField(label=_("Address"), max_length=300, required=False)
    achievement = VisibleField(
        label=_("Achievement"), widget=forms.Textarea(attrs={"rows": 4}), max_length=600
    )
    reason = VisibleField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    confirmation = ConfirmationField("CẤP BẰNG")
    certificate = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grant = grant
        if grant.subject_kind != SubjectKind.INDIVIDUAL:
            self.fields["name"].label = _("Name of the subject")
        # Empty, the certificate names the campaign: that may stay so.
        self.fields["achievement"].required = bool(grant.achievement)
        if self.is_bound and self._odd_name(NameField(required=False).to_python(self.data.get("name", ""))):
            self.fields["odd_name"] = forms.BooleanField(
                label=_("The name is written like this indeed"), required=False
            )
            names = list(self.fields)
            names.insert(names.index("name") + 1, names.pop())
            self.order_fields(names)

    def _odd_name(self, name: str) -> bool:
        """A new name all in small letters, or a person's all in capitals; a firm may be called HTX ABC."""
        if name == self.grant.name:
            return False
        person = self.grant.subject_kind == SubjectKind.INDIVIDUAL
        return name == name.lower() or (person and name == name.upper())

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self._odd_name(name) and not self.data.get("odd_name"):
            if self.grant.subject_kind != SubjectKind.INDIVIDUAL:
                raise forms.ValidationError(
                    _("“%(name)s” is written all in small letters. Correct it, or tick the box below."),
                    params={"name": name},
                )
            raise forms.ValidationError(
                _(
                    "“%(name)s” is written all in small or all in capital letters. Write “%(proper)s”, "
                    "or tick the box below."
                ),
                params={"name": name, "proper": proper_name(name)},
            )
        return name

    def corrected(self) -> dict[str, str]:
        """The words as they are to be printed; browsers send the ends of lines as two characters."""
        return {name: self.cleaned_data[name].replace("\r\n", "\n") for name in CORRECTABLE}


def words_of(grant: Grant) -> dict[str, str]:
    return {name: getattr(grant, name) for name in CORRECTABLE}
