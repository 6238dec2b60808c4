"""Turns a refusal raised anywhere below into a page that says why, instead of a traceback."""

from collections.abc import Callable
from urllib.parse import quote

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.selectors import is_administrator, reach_of
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused
from programmes.offices import READERS

RECENT = 50
"""So far back the page of a refused step looks for the act that moved the object."""


class RefusalMiddleware:
    """Refused becomes 403 with its reason; a move that is no longer possible becomes 409.

    A service that knows the object of the refused move sets `subject` on the exception: the page then
    tells from the log who did what when, to whoever did it and to those who look from the body that keeps
    the log. The reason also travels in the header X-Reason, percent-encoded, because a part of a page that
    was asked for by script cannot show a whole page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return _answer(request, "403.html", {"reason": exception.reason}, status=403)
        if isinstance(exception, TransitionRefused):
            return _answer(request, "409.html", _race(request, exception), status=409)
        return None


def _race(request: HttpRequest, exception: TransitionRefused) -> dict[str, object]:
    subject = getattr(exception, "subject", None)
    known = isinstance(subject, Model)
    address = getattr(subject, "get_absolute_url", None)
    came_from = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    entry = _last_step(subject) if known and subject is not None else None
    mine = entry is not None and entry.actor_id is not None and entry.actor_id == request.user.pk
    if not mine and not _reads_course(request, subject):
        entry = None  # who did what and why is told to those who look from where the journal is kept
    return {
        "reason": _("This step is no longer possible: the state has changed since you opened the page."),
        "entry": entry,
        "mine": mine,
        "standing": _standing(subject),
        "back": address() if callable(address) else came_from if safe else "",
    }


def _reads_course(request: HttpRequest, subject: object) -> bool:
    if not isinstance(request.user, User):
        return False
    chain, today = getattr(subject, "audit_chain", None), timezone.localdate()
    if chain == 0:  # what belongs to the installation
        return is_administrator(request.user, today)
    return chain is not None and chain in reach_of(request.user, READERS, today)


def _last_step(subject: Model) -> Entry | None:
    """The newest act that moved the object; the newest of all where its moves keep no state."""
    newest = list(history_of(subject)[:RECENT])
    moved = (entry for entry in newest if "state" in (entry.changes or {}))
    return next(moved, newest[0] if newest else None)


def _standing(subject: object) -> str:
    """The state in words, as the object says it; "" for one that has none."""
    told = getattr(subject, "get_state_display", None)
    return str(told()) if callable(told) else ""


def _answer(request: HttpRequest, template: str, context: dict[str, object], *, status: int) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Reason"] = quote(str(context["reason"]))
    return response
