"""People of one's scope and their posts."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from emulation.attempts import attempt
from emulation.audit.selectors import history_of as entries_of
from emulation.clashes import frozen_base, save_over
from emulation.organisations import selectors, services
from emulation.organisations.models import Organisation, Person, Post
from emulation.paging import page_of
from emulation.portal.organisations import permissions
from emulation.portal.organisations.doors import actor, organisation_for, person_for, post_for
from emulation.portal.organisations.forms import AppointForm, EndPostForm, PeopleFilter, PersonForm
from emulation.portal.organisations.views.acts import Page, act_page
from emulation.verdicts import demand
from emulation.vietnamese import fold

APPOINT = Page(
    gettext_lazy("Enter a post"),
    gettext_lazy(
        "From the first day on, the person has the rights of this office in this organisation and below it."
    ),
    gettext_lazy("Enter the post"),
)
END_POST = Page(
    gettext_lazy("End a post"),
    gettext_lazy(
        "After the last day the rights of this office are gone. What was signed before stays as it is."
    ),
    gettext_lazy("End the post"),
)
REVISE = Page(
    gettext_lazy("Mend the record of a person"),
    gettext_lazy("What was issued keeps the name it bears."),
    gettext_lazy("Save the change"),
)


@login_required
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = PeopleFilter(request.GET)
    term = form.cleaned_data["q"] if form.is_valid() else ""
    people = selectors.people_page(permissions.readable(request.user, today).places, term=term, on=today)
    context = {"form": form, "page": page_of(people, request.GET)}
    return render(request, "organisations/person_list.html", context)


@login_required
@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The posts shown are those of one's scope; oneself sees all one's own."""
    today = timezone.localdate()
    person = person_for(request.user, pk, on=today)
    readable = permissions.readable(request.user, today)
    own = person.pk == getattr(request.user, "person_id", None)
    posts = [post for post in selectors.career_of(person) if own or post.organisation_id in readable]
    context = {
        "person": person,
        "lines": [(post, permissions.may_end_post(request.user, post, on=today)) for post in posts],
        "may_revise": permissions.may_revise_person(request.user, person, on=today),
        "entries": entries_of(person)[:30],
        "today": today,
    }
    return render(request, "organisations/person_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def person_revise(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    person = person_for(request.user, pk, on=today)
    demand(permissions.may_revise_person(request.user, person, on=today))
    stored = PersonForm.facts_of(person)
    form = PersonForm(request.POST or None, initial=asdict(stored))
    clashes: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        saved, clashes = save_over(
            request,
            form,
            form.facts(),
            stored,
            of=person,
            act=lambda facts, seen: services.revise_person(
                person,
                by=actor(request),
                reason=form.cleaned_data["reason"],
                seen=asdict(seen),
                **asdict(facts),
            ),
        )
        if saved is not None:
            messages.success(request, _("The change is recorded."))
            return redirect("organisations:person", person.pk)
        person.refresh_from_db()
    base = frozen_base(request, PersonForm.facts_of(person), of=person, clashes=clashes)
    return act_page(request, form, REVISE, None, person=person, clashes=clashes, base=base)


@login_required
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    organisation = organisation_for(request.user, pk)
    demand(permissions.may_appoint(request.user, organisation, on=today))
    known = namesakes(request, today) if request.method == "POST" else []
    form = AppointForm(request.POST or None, namesakes=known)
    if request.method == "POST" and form.is_valid():
        demand(
            permissions.may_appoint(
                request.user, organisation, on=today, person=form.person, office=form.cleaned_data["office"]
            )
        )
        post = attempt(form, lambda: enter_post(request, organisation, form))
        if post is not None:
            messages.success(request, _("The post of %(name)s is entered.") % {"name": post.person.full_name})
            return redirect("organisations:detail", organisation.pk)
    return act_page(request, form, APPOINT, organisation)


def namesakes(request: HttpRequest, today: date) -> list[Person]:
    """People of one's scope who bear the name typed, and oneself."""
    name = fold(request.POST.get("full_name", ""))
    people = selectors.people_page(permissions.readable(request.user, today).places, on=today)
    return list(people.filter(search=name)[:10]) if name else []


@transaction.atomic
def enter_post(request: HttpRequest, organisation: Organisation, form: AppointForm) -> Post:
    facts = form.cleaned_data
    person = form.person or services.add_person(
        facts["full_name"],
        by=actor(request),
        keeper=organisation,
        title=facts["person_title"],
        birth_year=facts["birth_year"],
    )
    return services.appoint(
        person,
        organisation,
        facts["office"],
        title=facts["title"],
        valid_from=facts["valid_from"],
        valid_to=facts["valid_to"],
        document=facts["document"],
        by=actor(request),
    )


@login_required
@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    post = post_for(request.user, pk, on=today)
    demand(permissions.may_end_post(request.user, post, on=today))
    form = EndPostForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: services.end_post(post, by=actor(request), **form.cleaned_data))
        if done is not None:
            messages.success(request, _("The post is ended."))
            return redirect("organisations:detail", post.organisation_id)
    return act_page(request, form, END_POST, post.organisation, post=post)
