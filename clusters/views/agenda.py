"""The agenda: its items and their order, which one every screen shows, what was said of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clusters.forms.conferences import ItemForm, SaidForm
from clusters.models import AgendaItem, Conference
from clusters.permissions import conferences as permissions
from clusters.selectors import conferences as selectors
from clusters.services import conferences, records
from clusters.views.conferences import crumbs_to, page_of_conference
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.paging import one_up, whole_numbers
from emulation.verdicts import demand


def _changing(request: SignedInRequest, pk: int) -> Conference:
    conference = selectors.conference_for(request.user, pk)
    demand(permissions.may_change(request.user, conference, on=timezone.localdate()))
    return conference


@login_required
@require_http_methods(["GET", "POST"])
def agenda_new(request: SignedInRequest, pk: int) -> HttpResponse:
    return _item(request, _changing(request, pk), None)


@login_required
@require_http_methods(["GET", "POST"])
def agenda_edit(request: SignedInRequest, pk: int, item_pk: int) -> HttpResponse:
    conference = _changing(request, pk)
    return _item(request, conference, get_object_or_404(AgendaItem, pk=item_pk, conference=conference))


def _item(request: SignedInRequest, conference: Conference, item: AgendaItem | None) -> HttpResponse:
    names = ("title", "kind", "minutes", "presenter")
    form = ItemForm(
        typed(request),
        initial={name: getattr(item, name) for name in names} if item else {"minutes": 15, "kind": "OTHER"},
    )
    act = Act(
        title=_("Change an item of the agenda") if item else _("Add an item to the agenda"),
        lead=conference.title,
        verb=_("Save"),
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        said=_("Saved."),
    )
    return done(
        request,
        form,
        act,
        lambda: conferences.put_item(conference, form.terms(), by=request.user, item=item),
    )


@login_required
@require_POST
def agenda_remove(request: SignedInRequest, pk: int, item_pk: int) -> HttpResponse:
    conference = _changing(request, pk)
    item = get_object_or_404(AgendaItem, pk=item_pk, conference=conference)
    conferences.remove_item(item, by=request.user)
    return redirect(page_of_conference(conference))


@login_required
@require_POST
def agenda_arrange(request: SignedInRequest, pk: int) -> HttpResponse:
    """One item a place up: `up` holds its number."""
    conference = _changing(request, pk)
    order = list(selectors.items_of(conference).values_list("pk", flat=True))
    moved = next(iter(whole_numbers(request.POST.getlist("up"))), 0)
    if (wanted := one_up(order, moved)) != order:
        conferences.arrange(conference, wanted, by=request.user)
    return redirect(page_of_conference(conference))


@login_required
@require_POST
def agenda_show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which item every screen shows; none for the agenda."""
    conference = selectors.conference_for(request.user, pk)
    demand(permissions.may_show(request.user, conference, on=timezone.localdate()))
    chosen = whole_numbers(request.POST.getlist("item"))
    item = get_object_or_404(AgendaItem, pk=chosen[0], conference=conference) if chosen else None
    conferences.show(conference, item, by=request.user)
    return redirect(page_of_conference(conference))


@login_required
@require_http_methods(["GET", "POST"])
def agenda_say(request: SignedInRequest, pk: int, item_pk: int) -> HttpResponse:
    """What was said of an item, for the minutes."""
    conference = selectors.conference_for(request.user, pk)
    item = get_object_or_404(AgendaItem, pk=item_pk, conference=conference)
    minutes = selectors.in_force(selectors.records_of(conference)).get("MINUTES")
    today = timezone.localdate()
    demand(
        permissions.may_write_record(request.user, minutes, on=today)
        if minutes is not None
        else permissions.may_show(request.user, conference, on=today)
    )
    form = SaidForm(typed(request), initial={"said": item.said})
    act = Act(
        title=_("What was said and agreed"),
        lead=item.title,
        verb=_("Save"),
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        autosave=f"said-{item_pk}",
        said=_("Saved."),
    )

    def say() -> bool:
        records.say(conference, item.pk, form.cleaned_data["said"], by=request.user)
        return True

    return done(request, form, act, say)
