"""Which units reported a year: the board, and the same units as a table for Excel."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from emulation.accounts.requests import SignedInRequest
from emulation.indicators import permissions, selectors
from emulation.indicators.forms.figures import BoardFilter
from emulation.indicators.models import Period
from emulation.indicators.selectors.board import ALL, NONE, SOME, Board, organisations_held
from emulation.indicators.sentences import once_sentence
from emulation.indicators.services import tables
from emulation.paging import page_of
from emulation.serving import download
from emulation.vietnamese import fold

MOST_EXPORTED = 2000


def _asked(request: SignedInRequest) -> tuple[BoardFilter, int, str, Board]:
    today = timezone.localdate()
    year, period = selectors.expected_year(today), str(Period.YEAR)
    data = request.GET.copy()
    data.setdefault("year", str(year))
    data.setdefault("period", period)
    bar = BoardFilter(data)
    bar.is_valid()  # what cannot be read is left out and complained of at its field; the rest counts
    wanted = bar.cleaned_data
    year, period = wanted.get("year") or year, wanted.get("period") or period
    board = selectors.status_board(
        request.user,
        year,
        period=period,
        state=wanted.get("state", ""),
        term=fold(wanted.get("q", "")),
    )
    return bar, year, period, board


@login_required
@require_GET
def status(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    bar, year, period, board = _asked(request)
    homes = sorted(permissions.importing_at(request.user, on=today))
    page = page_of(board.rows, request.GET)
    once = selectors.once_at([unit.pk for unit in page.rows], year, period=period)
    context = {
        "bar": bar,
        "year": year,
        "period": period,
        "query": urlencode({"period": period}),
        "page": page,
        "lines": [(unit, _people(once.get(unit.pk))) for unit in page.rows],
        "waiting": selectors.open_imports(request.user, on=today),
        "tabs": _tabs(request.GET, board),
        "asked": bool(bar.cleaned_data.get("q") or bar.cleaned_data.get("state")),
        "own": organisations_held(request.user, on=today),
        "home": homes[0] if homes else None,
        "export_query": request.GET.urlencode(),
    }
    return render(request, "indicators/status.html", context)


def _people(once: selectors.CountedOnce | None) -> tuple[object, str]:
    """(members and labourers with each counted once, None where that is not known; how it comes about)."""
    return (once.value, once_sentence(once)) if once else (None, "")


def _tabs(query: QueryDict, board: Board) -> list[dict[str, object]]:
    """Every count is a link to the units it counts."""
    chosen = query.get("state", "")
    labels = ((NONE, _("Not reported")), (SOME, _("Partly reported")), (ALL, _("Reported")))
    tabs = [{"state": "", "label": _("All units"), "count": board.total}]
    tabs += [{"state": state, "label": label, "count": board.counts[state]} for state, label in labels]
    for tab in tabs:
        data = query.copy()
        data.pop("page", None)
        data["state"] = str(tab["state"])
        tab |= {"url": f"?{data.urlencode()}", "current": tab["state"] == chosen}
    return tabs


@login_required
@require_GET
def status_export(request: SignedInRequest) -> HttpResponse:
    """The units of the list with their figures; filled in, the same table is brought back."""
    _bar, year, _period, board = _asked(request)
    data = tables.table_of(list(board.rows[:MOST_EXPORTED]), year, on=timezone.localdate())
    return download(data, f"so-lieu-{year}.xlsx")
