"""Proving once more, in the middle of an act, that it is the owner of the account who acts."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.requests import SignedInRequest

PASSWORD, SECOND_FACTOR = "password", "second_factor"
"""How it was proven."""


@dataclass(frozen=True)
class Proof:
    """That the owner of account `user_id` proved it just now, by `method`. Made by `prove` only."""

    user_id: int
    method: str


def prove(request: SignedInRequest, secret: str) -> Proof:
    """The proof by password, or by a one-time code where the account has a second factor.

    Raises ValidationError with the sentence for the person; failures count against the limits of log-in.
    """
    user, adapter = request.user, get_adapter(request)
    if adapter.reauthenticate(user, secret):
        return Proof(user.pk, PASSWORD)
    if adapter.prove_by_code(user, "".join(secret.split())):
        return Proof(user.pk, SECOND_FACTOR)
    raise ValidationError(
        _("This is neither the password nor a valid code of this account."), code="wrong_secret"
    )


def proof_from(request: SignedInRequest, form: Form, field: str = "secret") -> Proof | None:
    """The proof by what stands in the field; None where it fails, the sentence then stands at the field."""
    try:
        return prove(request, form.cleaned_data[field])
    except ValidationError as error:
        form.add_error(field, error)
        return None


def has_second_factor(user: User) -> bool:
    """Whether a one-time code can be asked for."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
