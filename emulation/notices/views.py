"""The list under the bell, and the outbox."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emulation.accounts.permissions import may_see_outbox
from emulation.accounts.requests import SignedInRequest
from emulation.notices import selectors, services
from emulation.paging import page_of
from emulation.verdicts import demand


@login_required
@require_safe
def notice_list(request: SignedInRequest) -> HttpResponse:
    page = page_of(selectors.notices_of(request.user), request.GET)
    unread = selectors.unread_count(request.user)
    return render(request, "notices/notice_list.html", {"page": page, "unread": unread})


@login_required
@require_safe
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reading is opening: the notice is marked and its page follows."""
    notice = selectors.notice_of(request.user, pk)
    if notice is None:
        raise Http404
    services.mark_read(notice)
    if not url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect("notices:list")
    return redirect(notice.url)


@login_required
@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    services.mark_all_read(request.user)
    return redirect("notices:list")


@login_required
@require_safe
def outbox(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    demand(may_see_outbox(request.user, on=today))
    page = page_of(selectors.outbox_for(request.user, today), request.GET)
    delivers = bool(settings.MAIL_DELIVERY_BACKEND)
    return render(
        request, "notices/outbox.html", {"page": page, "delivers": delivers, "attempts": services.ATTEMPTS}
    )


@login_required
@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    demand(may_see_outbox(request.user, on=today))
    letter = selectors.letter_for(request.user, pk, today)
    if letter is None:
        raise Http404
    services.try_again(letter)
    messages.success(request, _("The mail is tried again within a minute."))
    return redirect("notices:outbox")
