"""The manners of a session: it lasts while one works, and nothing typed is lost when it ends."""

import time
from collections.abc import Callable
from urllib.parse import urlparse

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse

from emulation.accounts import kept, sessions

UNTIL = "until"
RENEW_AFTER_SECONDS = 600


class SessionManners:
    """Renews a session that is used; keeps the fields of a POST that arrives after its session ended.

    The expiry moves at most every ten minutes, so that reading pages does not write to the database, and never
    because a page in the background asks whether the session is alive.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        anonymous = not request.user.is_authenticated
        if not anonymous and request.path != reverse("accounts:alive"):
            renew(request)
        response = self.get_response(request)
        if request.user.is_authenticated and kept.last_account(request) != request.user.pk:
            kept.remember_account(response, request.user.pk)
        if anonymous and sent_to_log_in(response):
            return self.answer_expired(request, response)
        return response

    def answer_expired(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method == "POST":
            kept.keep(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        return response


def renew(request: HttpRequest, *, at_once: bool = False) -> None:
    """Let the session last for its full length from now, unless that was done minutes ago."""
    until = time.time() + settings.SESSION_COOKIE_AGE
    pause = 0 if at_once else min(RENEW_AFTER_SECONDS, settings.SESSION_COOKIE_AGE / 10)
    if until - request.session.get(UNTIL, 0) > pause:
        request.session[UNTIL] = until
        sessions.touch(request)


def seconds_left(request: HttpRequest) -> int:
    """How long the session of the request still lasts."""
    return max(0, int(request.session.get(UNTIL, 0) - time.time()))


def sent_to_log_in(response: HttpResponse) -> bool:
    if response.status_code != 302:
        return False
    return urlparse(response["Location"]).path == resolve_url(settings.LOGIN_URL)
