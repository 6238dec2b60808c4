"""What was typed when a session ran out is kept, and offered back to the same person after logging in.

Without JavaScript a form of an expired session arrives as an anonymous POST. Its fields wait in the (now
anonymous) session of that browser. Who typed them is known from a signed cookie that names the last account
used in this browser: if somebody else logs in, the text is thrown away unseen.
"""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

COOKIE = "last_account"
SALT = "emulation.accounts.last_account"
COOKIE_LIVES = 30 * 24 * 3600
LIMIT_BYTES = 200 * 1024
KEY = "kept_post"
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code")

View = TypeVar("View", bound=Callable[..., Any])


def never_kept(view: View) -> View:
    """Mark a view whose posted fields are never put aside, not even for their author: a secret vote, a key."""
    view.never_kept = True  # type: ignore[attr-defined]
    return view


def remember_account(response: HttpResponse, user_id: int) -> None:
    """Note in the browser whose session this was, signed, for scripts out of reach."""
    response.set_cookie(
        COOKIE,
        signing.dumps(user_id, salt=SALT),
        max_age=COOKIE_LIVES,
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
    )


def last_account(request: HttpRequest) -> int | None:
    """The account that was used last in this browser, if it can be trusted."""
    try:
        return int(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_LIVES))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def keep(request: HttpRequest) -> bool:
    """Put the posted fields aside; False when nobody can be named as their owner or they are too long.

    Of a view marked `never_kept`, nothing is.
    """
    owner = last_account(request)
    if owner is None or _is_never_kept(request):
        return False
    try:
        fields = [
            [name, values] for name, values in request.POST.lists() if name not in NEVER_KEPT and any(values)
        ]
    except SuspiciousOperation:
        return False
    if not fields or len(json.dumps(fields)) > LIMIT_BYTES:
        return False
    request.session[KEY] = {
        "owner": owner,
        "path": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
    }
    return True


def _is_never_kept(request: HttpRequest) -> bool:
    return request.resolver_match is not None and getattr(request.resolver_match.func, "never_kept", False)


def belongs_to(request: HttpRequest, user: Any) -> bool:
    """Whether text of this very account waits; text of another account is dropped on the way."""
    waiting = request.session.get(KEY)
    if waiting is None:
        return False
    if waiting["owner"] != user.pk:
        drop(request)
        return False
    return True


def waiting_for(request: HttpRequest) -> dict[str, Any] | None:
    """The kept post of the logged-in account: {path, fields: [[name, [value]]], files}."""
    return request.session[KEY] if belongs_to(request, request.user) else None


def drop(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
