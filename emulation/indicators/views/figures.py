"""Figures of one organisation: the grid of a year, the course over the years, one figure and its acts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.indicators import permissions, selectors
from emulation.indicators.forms.figures import (
    PERIODS,
    CorrectionForm,
    GridFilter,
    place_of,
)
from emulation.indicators.forms.grid import FigureGrid, figures_seen
from emulation.indicators.models import Figure, Period
from emulation.indicators.models.figure import FIRST_YEAR, LAST_YEAR
from emulation.indicators.selectors import Subject
from emulation.indicators.sentences import fault_sentence, once_sentence
from emulation.indicators.services import reporting
from emulation.organisations.models import Organisation
from emulation.reasons import ReasonForm
from emulation.verdicts import demand


def year_of(year: int) -> int:
    """The year of the address, or Http404 for one that no figure can have."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def period_of(text: str | None) -> str:
    """The part of the year that is asked for; the whole year for any other word."""
    return text if text in dict(PERIODS) else str(Period.YEAR)


@dataclass(frozen=True)
class When:
    """What a grid is about: a part of the year, or one `day` of it; `days` are those reported already."""

    period: str
    day: date | None = None
    days: Sequence[date] = ()

    @property
    def label(self) -> str:
        return f"{Period(self.period).label}{f' {self.day:%d/%m/%Y}' if self.day else ''}"

    @property
    def query(self) -> str:
        return f"period={self.period}{f'&day={self.day:%d/%m/%Y}' if self.day else ''}"


def _when(request: SignedInRequest, organisation: Organisation, year: int) -> When:
    """Of one day: the day that is typed, otherwise the latest that was reported, or the end of the year."""
    if request.GET.get("period") != Period.AS_OF:
        return When(period_of(request.GET.get("period")))
    bar = GridFilter(request.GET)
    bar.is_valid()
    days = selectors.days_reported(organisation, year)
    typed = bar.cleaned_data.get("day")
    end = min(selectors.last_day(year, Period.AS_OF), max(timezone.localdate(), date(year, 1, 1)))
    day = typed if typed and typed.year == year else next(iter(days), end)
    return When(str(Period.AS_OF), day, days)


def _known(organisation: Organisation, year: int, when: When) -> tuple[dict[str, Figure], dict[str, Figure]]:
    """({place: what stands}, {place: what stood the year before}); of one day, the latest day of that year."""
    where, period = [organisation.pk], when.period
    if when.day is None:
        known = list(selectors.figures_on(where, [year - 1, year], period=period).values())
    else:
        known = [
            *selectors.figures_on(where, [year - 1], period=period).values(),
            *selectors.figures_on(where, [year], period=period, day=when.day).values(),
        ]
    stored = {selectors.place_of(one): one for one in known if one.year == year}
    return stored, {selectors.place_of(one): one for one in known if one.year != year}


def subjects_of(
    organisation: Organisation, on: date, stored: Iterable[Figure]
) -> tuple[list[Subject], list[Any]]:
    """(what this kind of organisation is asked, and whatever it reported besides; the whole catalogue)."""
    catalogue = selectors.populations()
    wanted: list[Subject] = [*catalogue, *selectors.versions_on(on)]
    asked = selectors.asked(organisation.kind, wanted, on=on)
    places = {place_of(one) for one in asked}
    besides = {selectors.place_of(one): one.subject for one in stored}
    return [*asked, *(one for place, one in besides.items() if place not in places)], catalogue


@login_required
@require_http_methods(["GET", "POST"])
def figures(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    """The grid: everything the organisation reports for a period, beside the year before."""
    organisation = selectors.reporter_for(request.user, pk)
    when, today = _when(request, organisation, year_of(year)), timezone.localdate()
    verdict = permissions.may_report_year(request.user, organisation, year, on=today)
    stored, last = _known(organisation, year, when)
    period, until = when.period, selectors.last_day(year, when.period)
    subjects, catalogue = subjects_of(organisation, when.day or until, stored.values())
    sent = request.method == "POST"
    seen = selectors.figures_by_id(organisation, figures_seen(request.POST)) if sent else {}
    form = FigureGrid(
        request.POST if sent else None,
        subjects=subjects,
        stored=stored,
        seen=seen,
        until=until,
        day=when.day,
    )
    if sent:
        demand(verdict)
        if form.is_valid():
            rows = attempt(form, lambda: _save(request, organisation, year, period, form))
            if rows is not None:
                messages.success(request, _told(len(rows)))
                return redirect(f"{request.path}?{when.query}")
    faults = selectors.faults_in(stored.values(), catalogue)
    once = selectors.once_in(stored.values(), catalogue)
    lines = form.rows(last, faults)
    context = {
        "organisation": organisation,
        "year": year,
        "period": period,
        "when": when,
        "bar": GridFilter({"year": year, "period": period, "day": when.day}),
        "form": form,
        "groups": _groups(lines),
        "faults": [fault_sentence(fault) for fault in faults],
        "once": once_sentence(once) if once else "",
        "may_report": verdict,
        "reported": sum(line.stored is not None for line in lines),
        "asked": len(lines),
        "former": year - 1,
    }
    return render(request, "indicators/figures.html", context)


def _save(
    request: SignedInRequest, organisation: Organisation, year: int, period: str, form: FigureGrid
) -> list[Figure]:
    return reporting.report(
        organisation, year, period, form.entries(), by=request.user, reason=form.cleaned_data["reason"]
    )


def _told(number: int) -> str:
    if not number:
        return _("Nothing has changed.")
    return ngettext("%(number)s figure saved.", "%(number)s figures saved.", number) % {"number": number}


def _groups(lines: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    groups = (
        (_("Populations"), [line for line in lines if line.is_population]),
        (_("Indicators"), [line for line in lines if not line.is_population]),
    )
    return [(label, rows) for label, rows in groups if rows]


@login_required
@require_GET
def figures_year(request: SignedInRequest, pk: int) -> HttpResponse:
    """From the year typed above a grid to the grid of that year."""
    organisation = selectors.reporter_for(request.user, pk)
    bar = GridFilter(request.GET)
    if not bar.is_valid():
        for problems in bar.errors.values():
            messages.error(request, " ".join(str(problem) for problem in problems))
    wanted = bar.cleaned_data
    day = wanted.get("day") if wanted.get("period") == Period.AS_OF else None
    year = day.year if day else wanted.get("year") or selectors.expected_year(timezone.localdate())
    when = When(wanted.get("period") or str(Period.YEAR), day)
    return redirect(f"{reverse('indicators:figures', args=[organisation.pk, year_of(year)])}?{when.query}")


@login_required
@require_GET
def figure(request: SignedInRequest, pk: int) -> HttpResponse:
    """One figure, where it comes from, and every row that ever stood in its place."""
    found = selectors.figure_for(request.user, pk)
    course = selectors.course_of(found)
    context = {
        "figure": found,
        "course": course.figures,
        "is_newest": course.newest.pk == found.pk,
        "newest": course.newest,
        "may_correct": permissions.may_correct(request.user, found, on=timezone.localdate()),
        "entries": selectors.history_of_course(course),
    }
    return render(request, "indicators/figure.html", context)


def _to_change(request: SignedInRequest, pk: int) -> Figure:
    """The figure of an act; who comes too late is told on arrival here, and by the service when sending."""
    found = selectors.figure_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_report(request.user, found.organisation, on=today))
    if request.method == "GET":
        demand(permissions.may_correct(request.user, found, on=today))
    return found


@login_required
@require_http_methods(["GET", "POST"])
def figure_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _to_change(request, pk)
    form = CorrectionForm(request.POST or None, figure=found)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: _correct(request, found, form))
        if row is not None:
            messages.success(request, _("The figure is corrected; the former one stays in the record."))
            return redirect("indicators:figure", row.pk)
    return render(request, "indicators/figure_correct.html", {"form": form, "figure": found})


def _correct(request: SignedInRequest, found: Figure, form: CorrectionForm) -> Figure:
    reason = form.cleaned_data["reason"]
    return reporting.correct(found, form.entry(), reason=reason, by=request.user)


@login_required
@require_http_methods(["GET", "POST"])
def figure_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _to_change(request, pk)
    form = ReasonForm(request.POST or None, required=True)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, lambda: reporting.withdraw(found, reason=reason, by=request.user))
        if done is not None:
            messages.success(request, _("The figure is withdrawn; it counts as not reported."))
            return redirect("indicators:figure", found.pk)
    return render(request, "indicators/figure_withdraw.html", {"form": form, "figure": found})
