"""Figures side by side: of one organisation over the years, and of the units below it together."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from emulation.accounts.requests import SignedInRequest
from emulation.indicators import selectors
from emulation.indicators.forms.figures import PERIODS, CompareFilter, place_of
from emulation.indicators.models import Figure, Period
from emulation.indicators.models.figure import FIRST_YEAR, LAST_YEAR
from emulation.indicators.selectors import Subject
from emulation.indicators.sentences import once_sentence, total_sentence
from emulation.indicators.views.figures import period_of, subjects_of, year_of
from emulation.trends import trend_of
from emulation.vietnamese import trimmed

YEARS_COMPARED = 5


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
    subjects, _catalogue = subjects_of(organisation, selectors.last_day(last, Period.YEAR), ())
    by_cell = {(_thing(one.subject), one.year): one for one in known.values()}
    lines = [(one, [by_cell.get((_thing(one), year)) for year in years]) for one in subjects]
    shown = [(one, cells) for one, cells in lines if any(cells)]
    places = [(place_of(one), str(one)) for one, _cells in shown]
    wanted = request.GET.get("of", "")
    place = wanted if wanted in dict(places) else next(iter(dict(places)), "")
    data = {"last": typed or last, "of": place}
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
    """What the units below report together, beside what the organisation itself reports.

    In the tree of the period's end: a merged province counts its units of then; by choice in that of today.
    """
    organisation = selectors.reporter_for(request.user, pk)
    period = period_of(request.GET.get("period"))
    wanted = selectors.populations()
    end, today = selectors.last_day(year_of(year), period), timezone.localdate()
    of_today = end >= today or request.GET.get("tree") == "today"
    tree_on = today if of_today else end
    below = selectors.totals_below(organisation, year, wanted, period=period, tree_on=tree_on)
    once = selectors.once_in_totals(below, wanted)
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
        "once": once_sentence(once) if once else "",
        "tree_on": tree_on,
        "end": end if end < today else None,
        "of_today": of_today,
        "lines": lines,
    }
    return render(request, "indicators/totals.html", context)
