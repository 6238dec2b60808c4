"""One's own sessions, and what happens to a page whose session runs out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from emulation.accounts import kept, middleware, sessions
from emulation.accounts.requests import SignedInRequest


class SendAgain(HttpResponseRedirect):
    """307: the browser sends the same fields once more, now to the page they were meant for."""

    status_code = 307


@login_required
@require_safe
def session_list(request: SignedInRequest) -> HttpResponse:
    return render(request, "accounts/session_list.html", {"sessions": sessions.living(request.user, request)})


@login_required
@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    if not sessions.end(request.user, pk):
        raise Http404
    messages.success(request, _("That session has ended."))
    return redirect("usersessions_list")


@login_required
@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    count = sessions.end_others(request.user, request)
    messages.success(request, _("Other sessions ended: %(count)d.") % {"count": count})
    return redirect("usersessions_list")


@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """Whether the session lasts, for how long, and a fresh form token; a POST makes it last again."""
    if not request.user.is_authenticated:
        return JsonResponse({"user": None}, status=401)
    if request.method == "POST":
        middleware.renew(request, at_once=True)
    return JsonResponse(
        {"user": request.user.pk, "seconds": middleware.seconds_left(request), "csrf": get_token(request)}
    )


@login_required
@require_safe
def in_place(request: SignedInRequest) -> HttpResponse:
    """Where the login inside a dialog ends: a page that tells its surroundings to go on."""
    return render(request, "accounts/in_place.html")


@login_required
@never_cache
def kept_text(request: SignedInRequest) -> HttpResponse:
    """What was typed when the session ran out: read it, send it again, or throw it away."""
    waiting = kept.waiting_for(request)
    if waiting is None:
        if request.method == "POST":
            raise Http404
        return redirect("portal:desk")
    if request.method == "POST":
        kept.drop(request)
        if "kept_drop" in request.POST:
            messages.success(request, _("The text was thrown away."))
            return redirect("portal:desk")
        return SendAgain(waiting["path"])
    return render(request, "accounts/kept_text.html", {"waiting": waiting})
