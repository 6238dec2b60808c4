"""One's own sessions: each browser that is logged in, and how to end it from afar."""

import re
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"),
            ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), (r"iPhone|iPad", "iOS"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class LivingSession:
    """A session as its owner reads it; `current` is the one that asks."""

    pk: int
    device: str
    ip: str
    began_at: datetime
    seen_at: datetime
    current: bool


def living(user: User, request: HttpRequest) -> list[LivingSession]:
    """The sessions of the account that still last, the asking one first, then the latest seen."""
    rows = [
        LivingSession(
            row.pk,
            device_in_words(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
            row.session_key == request.session.session_key,
        )
        for row in _living_rows(user)
    ]
    return sorted(rows, key=lambda row: (not row.current, -row.seen_at.timestamp()))


def end(user: User, pk: int) -> bool:
    """End one of the account's sessions; False if it has no such session."""
    row = UserSession.objects.filter(user=user, pk=pk).first()
    if row is None:
        return False
    _end(row)
    return True


def end_others(user: User, request: HttpRequest) -> int:
    """End every session of the account but the asking one; how many lived."""
    others = list(_living_rows(user).exclude(session_key=request.session.session_key))
    for row in others:
        _end(row)
    return len(others)


def touch(request: HttpRequest) -> None:
    """Note that the session was used just now."""
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def device_in_words(user_agent: str) -> str:
    """ "Chrome, Windows" from the browser's own description; unknown parts are left out."""
    found = [
        next((name for pattern, name in known if re.search(pattern, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(part for part in found if part) or _("Unknown device")


def _living_rows(user: User) -> QuerySet[UserSession]:
    stored = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return UserSession.objects.filter(Exists(stored), user=user)


def _end(row: UserSession) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore(row.session_key).delete()
    row.delete()
