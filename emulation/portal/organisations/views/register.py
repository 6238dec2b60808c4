"""Reading the register: the list, an organisation through time, suggestions while typing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from emulation.accounts.selectors import posts_of
from emulation.audit.selectors import history_of as entries_of
from emulation.organisations import selectors
from emulation.organisations.bodies import offered
from emulation.organisations.models import Kind, Level, Organisation
from emulation.paging import page_of
from emulation.periods import open_on
from emulation.portal.organisations import permissions
from emulation.portal.organisations.doors import organisation_for
from emulation.portal.organisations.fields import written
from emulation.portal.organisations.forms import RegisterFilter
from emulation.vietnamese import visible

CHILDREN_SHOWN = 20
ENTRIES_SHOWN = 30


@login_required
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = RegisterFilter(_asked(request), on=today)
    chosen = dict(form.cleaned_data) if form.is_valid() else {}
    rows = selectors.register_page(on=today, term=chosen.pop("q", ""), **chosen)
    context = {
        "form": form,
        "page": page_of(rows, request.GET),
        "today": today,
        "may_register": permissions.may_register_alone(request.user, on=today),
    }
    return render(request, "organisations/organisation_list.html", context)


def _asked(request: HttpRequest) -> QueryDict:
    """The filter as asked for; who asks for nothing yet sees the own province first."""
    if request.GET.keys() & RegisterFilter.base_fields.keys():
        return request.GET
    asked = request.GET.copy()
    posts = posts_of(request.user, timezone.localdate())
    homes = (province for post in posts if (province := _province_of(post.organisation)))
    asked["province"] = str(next(homes, ""))
    return asked


def _province_of(organisation: Organisation) -> int | None:
    if organisation.kind == Kind.PEOPLES_COMMITTEE and organisation.level == Level.PROVINCE:
        return organisation.pk
    return organisation.province_id


@login_required
@require_safe
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    user, organisation = request.user, organisation_for(request.user, pk)
    may_read_people = permissions.may_read_people(user, organisation, on=today)
    versions = list(selectors.history_of(organisation))
    posts = list(selectors.posts_in(organisation)) if may_read_people else []
    before, after = selectors.successions_of(organisation)
    children = selectors.children_on(organisation, today)
    context = {
        "organisation": organisation,
        "version": next((row for row in versions if row.valid_from <= today), versions[-1]),
        "versions": versions,
        "above": selectors.above(organisation),
        "before": before,
        "after": after,
        "children": list(children[:CHILDREN_SHOWN]),
        "children_total": children.count(),
        "today": today,
        "posts": [post for post in posts if open_on(post.valid_from, post.valid_to, today)],
        "posts_other": [post for post in posts if not open_on(post.valid_from, post.valid_to, today)],
        "may_read_people": may_read_people,
        "may_register": permissions.may_register_below(user, organisation, on=today),
        "may_revise": permissions.may_revise(user, organisation, on=today),
        "may_appoint": permissions.may_appoint(user, organisation, on=today),
        "entries": entries_of(organisation)[:ENTRIES_SHOWN] if may_read_people else [],
    }
    return render(request, "organisations/organisation_detail.html", context)


@login_required
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for the field that asked, whatever its name: living organisations by the words typed so far."""
    typed = next(iter(request.GET.values()), "")
    found = selectors.by_name(str(typed)[:200], on=timezone.localdate(), limit=10)
    options = [written(organisation) for organisation in found]
    return render(request, "organisations/_options.html", {"options": options})


@login_required
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Names for a field that takes a body by its name, living or ended, whichever field of the form it is."""
    term = visible(next((str(text) for text in request.GET.values() if text), "")).strip()
    return render(request, "organisations/_body_options.html", {"names": offered(term)})
