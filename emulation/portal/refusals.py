"""Turns a refusal raised anywhere below into a page that says why, instead of a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused


class RefusalMiddleware:
    """Refused becomes 403 with its reason; a move that is no longer possible becomes 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "403.html", {"reason": exception.reason}, status=403)
        if isinstance(exception, TransitionRefused):
            reason = _("This step is no longer possible: somebody else was first.")
            return render(request, "409.html", {"reason": reason}, status=409)
        return None
