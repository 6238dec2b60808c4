"""One act on one page: the form, what it will do, and what is shown again when it was refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model, TextChoices
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.clashes import frozen_base, save_over
from emulation.jobs.models import Job

Done = TypeVar("Done")


@dataclass
class Act:
    """What the page of an act says around its form; `links` are what is read before it is done."""

    title: object
    verb: object
    back: str
    lead: object = ""
    crumbs: Sequence[tuple[object, str]] = ()
    consequences: Sequence[object] = ()
    links: Sequence[tuple[object, str]] = ()
    problems: Sequence[object] = ()
    calm: bool = False
    files: bool = False
    autosave: str = ""
    said: object = ""
    after: str = ""
    clashes: list[dict[str, Any]] = field(default_factory=list)
    base: str = ""


def shown(request: SignedInRequest, form: forms.Form, act: Act) -> HttpResponse:
    return render(request, "components/act.html", {"form": form, "act": act})


def done(
    request: SignedInRequest,
    form: forms.Form,
    act: Act,
    do: Callable[[], object],
    *,
    file_field: str | None = None,
) -> HttpResponse:
    """The form shown, or the act done: to the page it says, or back to the form with what was refused."""
    if request.method == "POST" and form.is_valid():
        result = attempt(form, do, file_field=file_field)
        if result is not None:
            return _left(request, act)
    return shown(request, form, act)


def saved_over(
    request: SignedInRequest,
    form: Any,
    act: Act,
    *,
    of: Model,
    stored: Callable[[], Any],
    do: Callable[[Any, Any], object],
) -> HttpResponse:
    """As `done`, where two people may be typing: `stored()` is what is stored now, `do(terms, base)` saves."""
    if request.method == "POST" and form.is_valid():
        saved, act.clashes = save_over(request, form, form.terms(), stored(), of=of, act=do)
        if saved is not None:
            return _left(request, act)
    act.base = frozen_base(request, stored(), of=of, clashes=act.clashes)
    return shown(request, form, act)


def _left(request: SignedInRequest, act: Act) -> HttpResponse:
    if act.said:
        messages.success(request, str(act.said))
    return redirect(act.after or act.back)


def now_stands(states: type[TextChoices], state: str) -> str:
    """What is said after a step: where the object stands by it."""
    return _("It now stands as: %(state)s.") % {"state": states(state).label}


def to_job(job: Job, back: str) -> HttpResponse:
    """To the progress of work in the background, which leads back to the page where it was asked for."""
    return redirect(f"{job.get_absolute_url()}?{urlencode({'from': back})}")


def typed(request: SignedInRequest) -> QueryDict | None:
    """What was sent, be it nothing at all; None while the form is only being opened."""
    return request.POST if request.method == "POST" else None
