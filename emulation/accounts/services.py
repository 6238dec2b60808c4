"""Opening, closing and helping accounts. Every verb asks its predicate and leaves an audit entry.

Links are signed, live seven days and work once. Mail goes through Django's mail interface, which puts it into
the outbox of `emulation.notices` in the same transaction: without a mail server it waits there.

Every verb begins with the chain of the installation, so that acts on accounts come one after the other: what a
predicate has seen is still so when the row is written.
"""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from emulation.accounts import permissions
from emulation.accounts.models import CalendarKey, Invitation, User
from emulation.audit.services import hold, record
from emulation.organisations.models import Person
from emulation.verdicts import Refused, demand

LINK_LIVES = timedelta(days=7)
SALT = "emulation.accounts.invitation"
INSTALLATION = 0
"""The chain on which all acts on accounts stand."""

# A mail with this header may be read by administrators in the outbox, because it is theirs to hand over.
HANDOVER_HEADER = "X-Handover"


class InvitationInvalid(Exception):
    """The link is forged, used, withdrawn or too old; the message is one sentence for its holder."""


class AddressTaken(Refused):
    """An account with this address exists; belongs at the field in which the address was typed."""


@transaction.atomic
def invite(person: Person, email: str, *, by: User | None) -> Invitation:
    """Send a link with which the person opens an account under this address.

    A newer invitation of the same person replaces the older. `by` is None only for the command that
    appoints an installation's first administrator. Raises Refused, and its kind AddressTaken.
    """
    hold(INSTALLATION)
    person = Person.objects.get(pk=person.pk)
    if by is not None:
        demand(permissions.may_invite(by, person, on=timezone.localdate()))
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AddressTaken(_("An account with this address exists already."))
    invitation = _new_link(person, email, by)
    record("account.invite", invitation, by=by, email=[None, email])
    _send(invitation, "accounts/mail/invitation", language=settings.LANGUAGE_CODE, handover=True)
    return invitation


@transaction.atomic
def renew_password(user: User, *, by: User, reason: str) -> Invitation:
    """Send the owner of an account a link to set a new password, for when mail does not reach them.

    Raises Refused. The old password holds until the link is used.
    """
    account = _held(user)
    demand(permissions.may_renew_password(by, account, on=timezone.localdate()))
    invitation = _new_link(Person.objects.get(account=account), account.email, by)
    record("account.renew_password", account, by=by, reason=reason)
    _send(invitation, "accounts/mail/new_password", language=account.language, handover=True)
    return invitation


def _held(user: User) -> User:
    """The account as it stands now, not as a page once read it; no other act changes it until this one ends."""
    hold(INSTALLATION)
    return User.objects.select_related("person").get(pk=user.pk)


def _new_link(person: Person, email: str, by: User | None) -> Invitation:
    now = timezone.now()
    person.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    return Invitation.objects.create(
        person=person, email=email, invited_by=by, created_at=now, expires_at=now + LINK_LIVES
    )


def token_of(invitation: Invitation) -> str:
    """The signed text of the link; only the invited person is given it."""
    return signing.dumps([invitation.pk, invitation.nonce], salt=SALT)


def link_of(invitation: Invitation) -> str:
    """The whole address that the mail carries."""
    return f"{settings.SITE_URL}{reverse('accounts:accept', args=[token_of(invitation)])}"


def invitation_of(token: str) -> Invitation:
    """The invitation that the token opens now. Raises InvitationInvalid with a sentence."""
    try:
        pk, nonce = signing.loads(token, salt=SALT)
        invitation = Invitation.objects.select_related("person__account").get(pk=pk, nonce=nonce)
    except (signing.BadSignature, Invitation.DoesNotExist, ValueError, TypeError) as error:
        raise InvitationInvalid(_("This link is not complete. Copy the whole address.")) from error
    if invitation.accepted_at:
        raise InvitationInvalid(_("This link has been used already. Log in with your password."))
    if invitation.withdrawn_at:
        raise InvitationInvalid(_("This link was replaced by a newer one or withdrawn."))
    if invitation.expires_at <= timezone.now():
        raise InvitationInvalid(
            _("This link is older than seven days. Ask your administrator for a new one.")
        )
    return invitation


@transaction.atomic
def accept(token: str, password: str) -> User:
    """Open the invited account, or set its new password, and use the link up.

    Raises InvitationInvalid, and ValidationError when the password breaks a rule.
    """
    hold(INSTALLATION)
    invitation = invitation_of(token)
    account: User | None = getattr(invitation.person, "account", None)
    validate_password(password, account or User(email=invitation.email, person=invitation.person))
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not taken.update(accepted_at=timezone.now()):
        raise InvitationInvalid(_("This link has been used already. Log in with your password."))
    if account is not None:
        if not account.is_active:
            raise InvitationInvalid(_("This account is closed."))
        account.set_password(password)
        account.save(update_fields=["password"])
        record("account.set_password", account, by=account)
        return account
    if User.objects.filter(email=invitation.email).exists():
        raise InvitationInvalid(
            _(
                "An account with this address has been opened in the meantime. "
                "Ask your administrator for an invitation to another address."
            )
        )
    user = User.objects.create_user(invitation.email, password, person=invitation.person)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    record("account.open", user, by=user, email=[None, user.email])
    return user


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Make an invitation's link worthless. Raises Refused."""
    hold(INSTALLATION)
    demand(permissions.may_administer(by, invitation.person, on=timezone.localdate()))
    open_ones = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if open_ones.update(withdrawn_at=timezone.now()):
        record("account.withdraw_invitation", invitation, by=by)


@transaction.atomic
def close(user: User, *, by: User, reason: str) -> None:
    """End an account: its sessions end with the next click, its links and calendar die, its name stays everywhere.

    Raises Refused.
    """
    account = _held(user)
    demand(permissions.may_close_account(by, account, on=timezone.localdate()))
    account.is_active = False
    account.save(update_fields=["is_active"])
    Invitation.objects.filter(person=account.person_id, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    CalendarKey.objects.filter(user=account).delete()
    record("account.close", account, by=by, reason=reason, is_active=[True, False])
    _tell(account, "accounts/mail/closed", by)


@transaction.atomic
def reopen(user: User, *, by: User, reason: str) -> None:
    """Let a closed account log in again with its old password. Raises Refused."""
    account = _held(user)
    demand(permissions.may_reopen_account(by, account, on=timezone.localdate()))
    account.is_active = True
    account.save(update_fields=["is_active"])
    record("account.reopen", account, by=by, reason=reason, is_active=[False, True])
    _tell(account, "accounts/mail/reopened", by)


@transaction.atomic
def reset_second_factor(user: User, *, by: User, reason: str) -> None:
    """Remove a lost second factor and its recovery codes; logged, and told to the owner. Raises Refused."""
    account = _held(user)
    demand(permissions.may_reset_second_factor(by, account, on=timezone.localdate()))
    Authenticator.objects.filter(user=account).delete()
    record("account.reset_second_factor", account, by=by, reason=reason)
    _tell(account, "accounts/mail/second_factor_reset", by)


def _send(invitation: Invitation, template: str, *, language: str, handover: bool) -> None:
    context = {
        "name": invitation.person.full_name,
        "link": link_of(invitation),
        "until": invitation.expires_at,
        "by": invitation.invited_by,
        "site": settings.SITE_URL,
    }
    _mail(invitation.email, template, context, language=language, handover=handover)


def _tell(user: User, template: str, by: User) -> None:
    context = {"name": user.get_full_name(), "by": by, "site": settings.SITE_URL, "at": timezone.now()}
    _mail(user.email, template, context, language=user.language, handover=False)


def _mail(to: str, template: str, context: dict[str, object], *, language: str, handover: bool) -> None:
    with translation.override(language):
        subject = render_to_string(f"{template}_subject.txt", context).strip()
        body = render_to_string(f"{template}.txt", context)
    EmailMessage(subject, body, to=[to], headers={HANDOVER_HEADER: "yes"} if handover else {}).send()
