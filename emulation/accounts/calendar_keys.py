"""The private address of a person's calendar: made, replaced, switched off, and asked for without a session.

The token is 256 random bits and is never stored: whoever reads the database cannot read the calendars.
"""

import hashlib
import hmac
import secrets

from django.db import transaction
from django.utils import timezone

from emulation.accounts.models import CalendarKey, User
from emulation.accounts.permissions import may_keep_calendar_key
from emulation.accounts.services import INSTALLATION
from emulation.audit.services import hold, record
from emulation.verdicts import demand

TOKEN_BYTES = 32


def digest_of(token: str) -> str:
    """What is stored in place of the token: SHA-256, which cannot be turned back for a random text."""
    return hashlib.sha256(token.encode()).hexdigest()


def key_of(user: User) -> CalendarKey | None:
    return CalendarKey.objects.filter(user=user).first()


@transaction.atomic
def make_key(user: User) -> str:
    """The token of a new address, told this once; an older address of the account is worthless from now on."""
    hold(INSTALLATION)
    account = User.objects.select_related("person").get(pk=user.pk)
    demand(may_keep_calendar_key(account, on=timezone.localdate()))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    removed, _rows = CalendarKey.objects.filter(user=account).delete()
    CalendarKey.objects.create(user=account, digest=digest_of(token), created_at=timezone.now())
    record("account.calendar_renew" if removed else "account.calendar_on", account, by=account)
    return token


@transaction.atomic
def remove_key(user: User) -> bool:
    """Switch the address off; whether there was one."""
    hold(INSTALLATION)
    account = User.objects.select_related("person").get(pk=user.pk)
    removed, _rows = CalendarKey.objects.filter(user=account).delete()
    if removed:
        record("account.calendar_off", account, by=account)
    return bool(removed)


def key_for(token: str) -> CalendarKey | None:
    """The door: the key of an open account, or None for every wrong token alike.

    The row is found by the digest, so that the time of the look-up says nothing about a token; the comparison
    that decides takes the same time for every text.
    """
    digest = digest_of(token)
    key = CalendarKey.objects.select_related("user__person").filter(digest=digest).first()
    if key is None or not hmac.compare_digest(key.digest, digest) or not key.user.is_active:
        return None
    return key
