"""Legal grounds: the lines a document prints on a day, putting a line and ending one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.accounts.selectors import posts_of
from emulation.attempts import attempt
from emulation.legislation import permissions, selectors
from emulation.legislation.document_kinds import DocumentKind
from emulation.legislation.forms import EndGroundForm, GroundForm, GroundsQuestion
from emulation.legislation.models import Ground
from emulation.legislation.services import grounds
from emulation.legislation.views.instruments import home
from emulation.organisations.models import Organisation
from emulation.verdicts import demand


def own_organisations(request: SignedInRequest) -> QuerySet[Organisation]:
    held = {post.organisation_id for post in posts_of(request.user, timezone.localdate())}
    return Organisation.objects.filter(pk__in=held).order_by("official_order", "sort_key", "pk")


@login_required
@require_GET
def ground_list(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    organisations = own_organisations(request)
    first = organisations.first()
    begun = {"kind": DocumentKind.DECISION, "on": today, "organisation": first.pk if first else None}
    question = GroundsQuestion(request.GET or begun, organisations=organisations)
    kind, on, organisation = question.question(today)
    lines = selectors.grounds_of(kind, organisation, on)
    context = {
        "question": question,
        "kind": DocumentKind(kind),
        "on": on,
        "organisation": organisation,
        "lines": [(line, _verdict(request, line)) for line in lines],
        "may_put": bool(selectors.homes(request.user, today)),
    }
    return render(request, "legislation/ground_list.html", context)


def _verdict(request: SignedInRequest, line: Ground) -> Any:
    """Whether the line can be ended here; nothing is said of national lines, which stand in no register."""
    if line.organisation_id is None:
        return None
    return permissions.may_end_ground(request.user, line, on=timezone.localdate())


def _list_of(ground: Ground) -> str:
    return (
        f"{reverse('legislation:grounds')}?kind={ground.document_kind}&organisation={ground.organisation_id}"
    )


@login_required
@require_http_methods(["GET", "POST"])
def ground_new(request: SignedInRequest) -> HttpResponse:
    organisation = home(request)
    kind = request.GET.get("kind", "")
    begun = {
        "valid_from": timezone.localdate(),
        "document_kind": kind,
        "instrument": request.GET.get("instrument"),
    }
    form = GroundForm(request.POST or None, organisation=organisation, initial=begun)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: grounds.put_ground(organisation, form.terms(), by=request.user))
        if made is not None:
            messages.success(
                request, _("The line is printed from %(day)s.") % {"day": f"{made.valid_from:%d/%m/%Y}"}
            )
            return redirect(_list_of(made))
    return render(request, "legislation/ground_form.html", {"form": form, "organisation": organisation})


@login_required
@require_http_methods(["GET", "POST"])
def ground_end(request: SignedInRequest, pk: int) -> HttpResponse:
    ground = selectors.ground_for(request.user, pk)
    demand(permissions.may_end_ground(request.user, ground, on=timezone.localdate()))
    form = EndGroundForm(request.POST or None, ground=ground, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        ended = attempt(form, lambda: grounds.end_ground(ground, on=form.cleaned_data["on"], by=request.user))
        if ended is not None:
            messages.success(request, _("Saved."))
            return redirect(_list_of(ended))
    context = {"form": form, "ground": ground, "back": _list_of(ground)}
    return render(request, "legislation/ground_end.html", context)
