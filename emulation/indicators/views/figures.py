"""Figures of one organisation: the grid of a year, the course over the years, one figure and its acts."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
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
    CompareFilter,
    CorrectionForm,
    FigureGrid,
    PeriodFilter,
    WithdrawForm,
    figures_seen,
    place_of,
)
from emulation.indicators.formulas import trimmed
from emulation.indicators.models import Figure, Period
from emulation.indicators.models.figure import FIRST_YEAR, LAST_YEAR
from emulation.indicators.selectors import Subject
from emulation.indicators.sentences import fault_sentence, total_sentence
from emulation.indicators.services import reporting
from emulation.organisations.models import Organisation
from emulation.trends import trend_of
from emulation.verdicts import demand

YEARS_COMPARED = 5


def _year(year: int) -> int:
    """The year of the address, or Http404 for one that no figure can have."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def _period(text: str | None) -> str:
    return text if text in dict(PERIODS) else str(Period.YEAR)


def _subjects(
    organisation: Organisation, on: date, stored: Iterable[Figure]
) -> tuple[list[Subject], list[Any]]:
    """(what this kind of organisation is asked, and whatever it reported besides; the whole catalogue)."""
    catalogue = selectors.populations()
    asked: list[Subject] = [
        *selectors.asked(organisation.kind, catalogue),
        *selectors.asked_versions(organisation.kind, selectors.versions_on(on)),
    ]
    places = {place_of(one) for one in asked}
    besides = {selectors.place_of(one): one.subject for one in stored}
    return [*asked, *(one for place, one in besides.items() if place not in places)], catalogue


@login_required
@require_http_methods(["GET", "POST"])
def figures(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    """The grid: everything the organisation reports for a period, beside the year before."""
    organisation = selectors.reporter_for(request.user, pk)
    period, today = _period(request.GET.get("period")), timezone.localdate()
    verdict = permissions.may_report_year(request.user, organisation, _year(year), on=today)
    known = selectors.figures_on([organisation.pk], [year - 1, year], period=period)
    stored = {selectors.place_of(one): one for one in known.values() if one.year == year}
    last = {selectors.place_of(one): one for one in known.values() if one.year != year}
    subjects, catalogue = _subjects(organisation, selectors.last_day(year, period), stored.values())
    sent = request.method == "POST"
    seen = selectors.figures_by_id(organisation, figures_seen(request.POST)) if sent else {}
    form = FigureGrid(request.POST if sent else None, subjects=subjects, stored=stored, seen=seen)
    if sent:
        demand(verdict)
        if form.is_valid():
            rows = attempt(form, lambda: _save(request, organisation, year, period, form))
            if rows is not None:
                messages.success(request, _told(len(rows)))
                return redirect(f"{request.path}?period={period}")
    faults = selectors.faults_in(stored.values(), catalogue)
    lines = form.rows(last, faults)
    context = {
        "organisation": organisation,
        "year": year,
        "period": period,
        "period_label": dict(PERIODS)[period],
        "bar": PeriodFilter({"year": year, "period": period}),
        "form": form,
        "groups": _groups(lines),
        "faults": [fault_sentence(fault) for fault in faults],
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
    bar = PeriodFilter(request.GET)
    if not bar.is_valid():
        for problems in bar.errors.values():
            messages.error(request, " ".join(str(problem) for problem in problems))
    wanted = bar.cleaned_data
    year = wanted.get("year") or selectors.expected_year(timezone.localdate())
    address = reverse("indicators:figures", args=[organisation.pk, year])
    return redirect(f"{address}?period={wanted.get('period') or Period.YEAR}")


@login_required
@require_GET
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Five years side by side, one line of them drawn."""
    organisation = selectors.reporter_for(request.user, pk)
    today = timezone.localdate()
    typed = request.GET.get("last", "")
    last = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    last = min(max(last, FIRST_YEAR + YEARS_COMPARED), LAST_YEAR)
    years = list(range(last - YEARS_COMPARED + 1, last + 1))
    known = selectors.figures_on([organisation.pk], years)
    subjects, _catalogue = _subjects(organisation, selectors.last_day(last, Period.YEAR), ())
    by_cell = {(_thing(one.subject), one.year): one for one in known.values()}
    lines = [(one, [by_cell.get((_thing(one), year)) for year in years]) for one in subjects]
    shown = [(one, cells) for one, cells in lines if any(cells)]
    places = [(place_of(one), str(one)) for one, _cells in shown]
    wanted = request.GET.get("of", "")
    place = wanted if wanted in dict(places) else next(iter(dict(places)), "")
    data = {"last": last, "of": place}
    context = {
        "organisation": organisation,
        "years": years,
        "lines": shown,
        "bar": CompareFilter(data, subjects=places),
        "chosen": _drawn(shown, place, years),
        "quiet": len(lines) - len(shown),
    }
    return render(request, "indicators/compare.html", context)


def _thing(subject: Subject) -> tuple[str, int]:
    """A population, or an indicator whatever its version: what one line of the comparison is about."""
    indicator = getattr(subject, "indicator_id", None)
    return ("p", subject.pk) if indicator is None else ("i", indicator)


def _drawn(
    lines: Sequence[tuple[Subject, list[Figure | None]]], place: str, years: Sequence[int]
) -> dict[str, Any] | None:
    for subject, cells in lines:
        if place_of(subject) == place:
            values: list[Decimal | None] = [trimmed(one.value) if one else None for one in cells]
            trend = trend_of(list(zip(years, values, strict=True)))
            return {"subject": subject, "trend": trend, "hedged": any(one and one.qualifier for one in cells)}
    return None


@login_required
@require_GET
def totals(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    """What the units below report together, beside what the organisation itself reports."""
    organisation = selectors.reporter_for(request.user, pk)
    period = _period(request.GET.get("period"))
    wanted = selectors.populations()
    below = selectors.totals_below(organisation, _year(year), wanted, period=period)
    own = selectors.figures_on([organisation.pk], [year], populations=wanted, period=period)
    by_population = {figure.population_id: figure for figure in own.values()}
    lines = [
        (one, below[one.pk], total_sentence(below[one.pk]), by_population.get(one.pk))
        for one in wanted
        if below[one.pk].value is not None or below[one.pk].missing
    ]
    context = {
        "organisation": organisation,
        "year": year,
        "period": period,
        "period_label": dict(PERIODS)[period],
        "lines": lines,
    }
    return render(request, "indicators/totals.html", context)


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
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(form, lambda: reporting.withdraw(found, reason=reason, by=request.user))
        if done is not None:
            messages.success(request, _("The figure is withdrawn; it counts as not reported."))
            return redirect("indicators:figure", found.pk)
    return render(request, "indicators/figure_withdraw.html", {"form": form, "figure": found})
