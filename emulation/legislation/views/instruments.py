"""Instruments: the register, the page of one, entering, revising and ending."""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.audit.selectors import history_of
from emulation.clashes import frozen_base, save_over
from emulation.legislation import permissions, selectors
from emulation.legislation.dependents import dependents_of
from emulation.legislation.forms import EndForm, InstrumentForm, PartForm, RegisterFilter
from emulation.legislation.models import Instrument, Standing
from emulation.legislation.services import instruments
from emulation.legislation.spans import Span, spans_of
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import organisation_of
from emulation.paging import page_of, whole_numbers
from emulation.verdicts import demand

COLOURS = {
    Standing.IN_FORCE: "good",
    Standing.NOT_YET: "wait",
    Standing.EXPIRED: "quiet",
    Standing.UNKNOWN: "warn",
}


@dataclass(frozen=True)
class Line:
    """An instrument with its standing on a day and the colour of that; `span` draws its validity."""

    instrument: Instrument
    standing: Standing
    span: Span | None = None

    @property
    def colour(self) -> str:
        return COLOURS[self.standing]


@login_required
@require_GET
def instrument_list(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    bar = RegisterFilter(request.GET)
    bar.is_valid()  # what cannot be read is left out and complained of at its field; the rest counts
    on = bar.cleaned_data.get("on") or today
    sought = bar.sought()
    page = page_of(selectors.register_page(request.user, sought, on=on), request.GET)
    context = {
        "page": page,
        "lines": [Line(row, row.standing(on)) for row in page.rows],
        "bar": bar,
        "on": on,
        "another_day": on != today,
        "endings": selectors.endings(request.user, today),
        "may_enter": bool(selectors.homes(request.user, today)),
    }
    return render(request, "legislation/instrument_list.html", context)


@login_required
@require_GET
def instrument_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    instrument = selectors.instrument_for(request.user, pk)
    today = timezone.localdate()
    family = selectors.lineage(instrument)
    spans = spans_of(family, today)
    groups = dependents_of([instrument], request.user, on=today).get(pk, [])
    context = {
        "line": Line(instrument, instrument.standing(today)),
        "instrument": instrument,
        "family": [Line(row, row.standing(today), spans.get(row.pk)) for row in family],
        "replaces": [row for row in family if row.replaced_by_id == pk],
        "parts_replaced": instrument.parts_replaced.select_related("successor"),
        "parts_taken": instrument.parts_taken.select_related("instrument"),
        "groups": groups,
        "number_of_dependents": sum(len(group.rows) for group in groups),
        "ceases_soon": selectors.expiring(today).filter(pk=pk).exists(),
        "may_revise": permissions.may_revise(request.user, instrument, on=today),
        "may_end": permissions.may_end(request.user, instrument, on=today),
        "entries": history_of(instrument) if selectors.reads_journal(request.user, instrument, today) else [],
    }
    return render(request, "legislation/instrument_detail.html", context)


def home(request: SignedInRequest) -> Organisation:
    """The organisation for which something is entered: the only one, or the one chosen by `organisation`."""
    homes = selectors.homes(request.user, timezone.localdate())
    wanted = whole_numbers(request.GET.getlist("organisation"))
    chosen = next((pk for pk in wanted if pk in homes), min(homes, default=None))
    organisation = organisation_of(chosen) if chosen is not None else None
    if organisation is None:
        raise Http404
    return organisation


@login_required
@require_http_methods(["GET", "POST"])
def instrument_new(request: SignedInRequest) -> HttpResponse:
    organisation = home(request)
    form = InstrumentForm(request.POST or None, initial={"issuer": organisation.name, "kind": "DECISION"})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: instruments.enter(organisation, form.terms(), by=request.user))
        if made is not None:
            messages.success(request, _("The instrument is in the register."))
            return redirect("legislation:instrument", made.pk)
    return render(request, "legislation/instrument_form.html", {"form": form, "organisation": organisation})


@login_required
@require_http_methods(["GET", "POST"])
def instrument_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    instrument = selectors.instrument_for(request.user, pk)
    demand(permissions.may_revise(request.user, instrument, on=timezone.localdate()))
    stored = instruments.terms_of(instrument)
    form = InstrumentForm(request.POST or None, initial=asdict(stored))
    clashes: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        saved, clashes = save_over(
            request,
            form,
            form.terms(),
            stored,
            of=instrument,
            act=lambda terms, base: instruments.revise(instrument, terms, base=base, by=request.user),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("legislation:instrument", pk)
    now = instruments.terms_of(selectors.instrument_for(request.user, pk))
    context = {
        "form": form,
        "instrument": instrument,
        "organisation": instrument.organisation,
        "clashes": clashes,
        "base": frozen_base(request, now, of=instrument, clashes=clashes),
    }
    return render(request, "legislation/instrument_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def instrument_end(request: SignedInRequest, pk: int) -> HttpResponse:
    instrument = selectors.instrument_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_end(request.user, instrument, on=today))
    form = EndForm(request.POST or None, instrument=instrument, initial={"on": instrument.in_force_to})
    if request.method == "POST" and form.is_valid():
        ended = attempt(form, lambda: instruments.end(instrument, **form.cleaned_data, by=request.user))
        if ended is not None:
            messages.success(request, _("Saved."))
            return redirect("legislation:instrument", pk)
    groups = dependents_of([instrument], request.user, on=today).get(pk, [])
    context = {"form": form, "instrument": instrument, "groups": groups}
    return render(request, "legislation/instrument_end.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def instrument_part(request: SignedInRequest, pk: int) -> HttpResponse:
    """A part of it is replaced by another instrument; the rest stays in force."""
    instrument = selectors.instrument_for(request.user, pk)
    demand(permissions.may_revise(request.user, instrument, on=timezone.localdate()))
    form = PartForm(request.POST or None, instrument=instrument)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, lambda: instruments.replace_part(instrument, **form.cleaned_data, by=request.user)
        )
        if done is not None:
            messages.success(request, _("Saved."))
            return redirect("legislation:instrument", pk)
    return render(request, "legislation/instrument_part.html", {"form": form, "instrument": instrument})
