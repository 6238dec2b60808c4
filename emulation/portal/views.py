"""The pages seen first: the desk, the start page of a visitor, help; and the answers to broken requests."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from emulation.accounts.models import User
from emulation.portal.desk import desk_of
from emulation.portal.questions import QUESTIONS
from emulation.uploads.receiving import BodyTooLarge

NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "code", "token", "login")


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person; a visitor gets the start page."""
    if not isinstance(request.user, User):
        return render(request, "portal/start.html", {"accounts": demo_accounts()})
    return render(request, "portal/desk.html", {"desk": desk_of(request.user, timezone.localdate())})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Help as questions."""
    return render(request, "portal/help.html", {"groups": QUESTIONS})


def demo_accounts() -> Iterable[object]:
    """The accounts that the demo made, with what each can do; none outside a demo.

    The demo stands above the portal, so it is found by name and not imported.
    """
    if not settings.DEMO:
        return ()
    try:
        return tuple(import_string("emulation.demo.accounts.ACCOUNTS"))
    except ImportError:
        return ()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of an older login: says how to go on, and shows what was typed so that it can be copied."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if len(value) > 2 and not any(word in name.lower() for word in NEVER_SHOWN)
    ]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read; one that is too large says so, and how large it may be."""
    if isinstance(exception, BodyTooLarge):
        megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        reason = _("The file is too large and was not read: at most %(limit)s MB are accepted.") % {
            "limit": megabytes
        }
        return render(request, "400.html", {"reason": reason}, status=413)
    if isinstance(exception, RequestDataTooBig):
        megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
        reason = _("What was sent is too large: at most %(size)s MB of text in one form.") % {
            "size": megabytes
        }
        return render(request, "400.html", {"reason": reason}, status=413)
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        reason = _("The form holds too many fields or files: send it in several parts.")
        return render(request, "400.html", {"reason": reason}, status=413)
    return render(request, "400.html", status=400)
