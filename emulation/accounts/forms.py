"""One form per act."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.organisations.models import Person


class InvitationForm(forms.Form):
    """The address that the invitation goes to and that becomes the login."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The person logs in with this address. One address is one account."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class NewPasswordForm(forms.Form):
    """A password typed twice, checked against the rules for this person."""

    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters; not only digits, not a common word, not your name."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = User(email=email, person=person)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password1" in cleaned and cleaned.get("password2") not in (None, cleaned["password1"]):
            self.add_error("password2", _("The two passwords differ. Type the same one twice."))
        return cleaned


class ProfileForm(forms.ModelForm):
    """What people choose for themselves."""

    class Meta:
        model = User
        fields = ["language", "large_print"]
        labels = {"language": _("Language"), "large_print": _("Large print (125 %, stronger borders)")}

    def save(self, commit: bool = True) -> User:
        """Write the chosen columns alone: the account may have been closed since the page was read."""
        user: User = super().save(commit=False)
        if commit:
            user.save(update_fields=self.Meta.fields)
        return user


class AccountFilter(forms.Form):
    """The filter bar of the list of accounts; kept in the address."""

    term = forms.CharField(label=_("Name or address"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", _("Open")),
            ("invited", _("Invited")),
            ("closed", _("Closed")),
            ("none", _("No account")),
        ],
    )
