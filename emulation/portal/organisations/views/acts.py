"""Acts on an organisation: enter, change, rename, merge, dissolve. One decision on one page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from emulation.attempts import attempt
from emulation.clashes import frozen_base, save_over
from emulation.organisations import selectors, services
from emulation.organisations.models import Organisation, OrganisationVersion
from emulation.portal.organisations import permissions
from emulation.portal.organisations.doors import actor, organisation_for
from emulation.portal.organisations.forms import (
    DissolveForm,
    MergeForm,
    RegisterForm,
    RenameForm,
    ReviseForm,
    VersionFacts,
)
from emulation.verdicts import demand


@dataclass(frozen=True)
class Page:
    """The words of an act page: what it is, what follows from it, and its button."""

    title: object
    consequence: object
    button: object
    final: bool = False


REGISTER = Page(
    gettext_lazy("Enter an organisation"),
    gettext_lazy("It can be chosen in lists and nominations at once. Nothing entered here is ever deleted."),
    gettext_lazy("Enter it"),
)
REVISE = Page(
    gettext_lazy("Change what is said of it"),
    gettext_lazy(
        "The change holds from the day you name; documents and lists of earlier days keep what was said then."
    ),
    gettext_lazy("Save the change"),
)
RENAME = Page(
    gettext_lazy("Rename"),
    gettext_lazy(
        "It stays the same organisation with all it has earned. Documents of earlier days keep the old name, and "
        "the search finds it by both."
    ),
    gettext_lazy("Record the new name"),
)
MERGE = Page(
    gettext_lazy("Merge"),
    gettext_lazy(
        "The organisations that merge end on that day; their posts end the day before, and what belongs to them "
        "belongs to their successor. Awards stay with the body that earned them. This cannot be undone here."
    ),
    gettext_lazy("Record the merger"),
    final=True,
)
DISSOLVE = Page(
    gettext_lazy("Dissolve"),
    gettext_lazy(
        "The organisation ends on that day and its posts end the day before. Its entry stays readable. This cannot "
        "be undone here."
    ),
    gettext_lazy("Record the dissolution"),
    final=True,
)


def act_page(
    request: HttpRequest, form: Form, page: Page, organisation: Organisation | None, **more: Any
) -> HttpResponse:
    context = {"form": form, "act": page, "organisation": organisation, **more}
    return render(request, "organisations/organisation_act.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a unit below organisation `pk`, or one that stands alone."""
    today = timezone.localdate()
    parent = organisation_for(request.user, pk) if pk else None
    if parent:
        demand(permissions.may_register_below(request.user, parent, on=today))
    else:
        demand(permissions.may_register_alone(request.user, on=today))
    form = RegisterForm(request.POST or None, on=today)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "another"}
        entered = attempt(
            form, lambda: services.register(facts.pop("kind"), parent=parent, by=actor(request), **facts)
        )
        if entered is not None:
            messages.success(request, _("%(name)s stands in the register.") % {"name": entered.name})
            return redirect("organisations:detail", entered.pk)
    return act_page(request, form, REGISTER, parent, namesakes=form.namesakes)


@login_required
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    organisation = organisation_for(request.user, pk)
    demand(permissions.may_revise(request.user, organisation, on=today))
    form = ReviseForm(request.POST or None, initial={"on": today, **_shown(_facts_on(organisation, today))})
    clashes: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        more = {name: form.cleaned_data[name] for name in ("on", "source", "reason")}

        demand(permissions.may_move(request.user, organisation, form.cleaned_data["parent"], on=today))

        def act(facts: VersionFacts, seen: VersionFacts) -> OrganisationVersion:
            by = actor(request)
            return services.revise(organisation, by=by, seen=_shown(seen), **_shown(facts), **more)

        stored = _facts_on(organisation, more["on"])
        saved, clashes = save_over(request, form, form.facts(), stored, of=organisation, act=act)
        if saved is not None:
            messages.success(request, _("The change is recorded."))
            return redirect("organisations:detail", organisation.pk)
    now = _facts_on(organisation, today)
    base = frozen_base(request, now, of=organisation, clashes=clashes)
    return act_page(request, form, REVISE, organisation, clashes=clashes, base=base)


def _facts_on(organisation: Organisation, on: date) -> VersionFacts:
    """What is said of it on a day; before its first day and after its last, what the register shows today."""
    version = selectors.version_on(organisation, on) or selectors.version_on(
        organisation, timezone.localdate()
    )
    if version is None:
        raise Http404
    return ReviseForm.facts_of(version)


def _shown(facts: VersionFacts) -> dict[str, Any]:
    """Field by field; not `asdict`, which would copy the organisation above."""
    return {name: getattr(facts, name) for name in VersionFacts.__dataclass_fields__}


@login_required
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = organisation_for(request.user, pk)
    demand(permissions.may_rename(request.user, organisation, on=timezone.localdate()))
    form = RenameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: services.rename(organisation, by=actor(request), **form.cleaned_data))
        if done is not None:
            messages.success(request, _("The new name is recorded."))
            return redirect("organisations:detail", organisation.pk)
    return act_page(request, form, RENAME, organisation)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    organisation = organisation_for(request.user, pk)
    demand(permissions.may_merge(request.user, organisation, on=today))
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        for other in [*facts["others"], *([facts["into"]] if facts["into"] else [])]:
            demand(permissions.may_merge(request.user, other, on=today))
        successor = attempt(
            form,
            lambda: services.merge(
                [organisation, *facts["others"]], by=actor(request), **merger_of(organisation, facts)
            ),
        )
        if successor is not None:
            messages.success(request, _("The merger is recorded."))
            return redirect("organisations:detail", successor.pk)
    return act_page(request, form, MERGE, organisation)


def merger_of(organisation: Organisation, facts: dict[str, Any]) -> dict[str, Any]:
    """What the service is told: of a new body also its kind, level and parent, those of the first."""
    act = {name: facts[name] for name in ("into", "on", "document", "document_date")}
    if facts["into"]:
        return act
    new = {name: facts[name] for name in ("name", "short_name", "place")}
    same = {"kind": organisation.kind, "level": organisation.level, "parent": organisation.parent}
    return {**act, **new, **same}


@login_required
@require_http_methods(["GET", "POST"])
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = organisation_for(request.user, pk)
    demand(permissions.may_dissolve(request.user, organisation, on=timezone.localdate()))
    form = DissolveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "confirmation"}
        done = attempt(form, lambda: services.dissolve(organisation, by=actor(request), **facts))
        if done is not None:
            messages.success(request, _("The dissolution is recorded."))
            return redirect("organisations:detail", organisation.pk)
    return act_page(request, form, DISSOLVE, organisation)
