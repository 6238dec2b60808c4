"""Who may log in: an account is a login of a person, and nothing else.

Rights are no part of an account. They follow from the posts that its person holds on a date
(`accounts.selectors`), so that a change of post changes rights on that day and nobody has to remember.
"""

import secrets
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.accounts.managers import UserManager


class Digest(models.TextChoices):
    """How often the daily digest also comes by mail; under the bell it always stands."""

    DAILY = "daily", _("every day on which something is open within 7 days or overdue")
    DUE = "due", _("only when something is due in 7, 3, 1 or 0 days or was due 1 or 7 days ago")
    NEVER = "never", _("never by mail; the bell in the program stays")


class User(AbstractBaseUser, PermissionsMixin):
    """A login. `person` may be empty only for accounts of Django's admin."""

    email = models.EmailField(_("e-mail address"), unique=True)
    person = models.OneToOneField(
        "organisations.Person",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="account",
    )
    is_active = models.BooleanField(_("open"), default=True)
    is_staff = models.BooleanField(_("may enter the catalogues of Django's admin"), default=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="vi")
    large_print = models.BooleanField(_("large print"), default=False)
    digest = models.CharField(
        _("daily digest of dates"), max_length=5, choices=Digest.choices, default=Digest.DUE
    )
    created_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_one_account_an_address",
                violation_error_message=_("An account with this address exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The person's name; the address where there is no person."""
        return self.person.full_name if self.person else self.email

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def audit_chain(self) -> int:
        """Accounts belong to the installation: a person may serve several organisations."""
        return 0


def new_nonce() -> str:
    return secrets.token_urlsafe(16)


class Invitation(models.Model):
    """A link that lets one person open an account once, within seven days.

    The link is signed and carries `nonce`; the row remembers what has become of it, so a link works once,
    and not after it was withdrawn or replaced by a newer one.
    """

    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="accounts_one_open_invitation_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} <{self.email}>"

    @property
    def audit_chain(self) -> int:
        return 0


class CalendarKey(models.Model):
    """Opens the calendar of one account to programs that read calendars, and nothing else; only its digest is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("private calendar address")
        verbose_name_plural = _("private calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
