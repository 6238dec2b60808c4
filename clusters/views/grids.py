"""The grids: all members by all criteria of one column, and what they save."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters.models import COLUMNS, ScoreCard, Season, Source
from clusters.permissions import scores as permissions
from clusters.scoring import Column
from clusters.selectors import cards as selectors
from clusters.selectors.cards import Scored
from clusters.selectors.clusters import season_for
from clusters.services import scores
from clusters.services.scores import CLASH, Entry, Outcome
from clusters.views.cells import cell_of, shown_of, text_of, total_of, working_of, written_by
from clusters.views.seasons import crumbs_to
from emulation.accounts.requests import SignedInRequest
from emulation.ui_tags import moment
from emulation.verdicts import demand

LONGEST = 2000
MOST = 10**18


def column_named(name: str) -> Column:
    """The column of an address. Raises Http404."""
    try:
        return Column(name.upper())
    except ValueError as error:
        raise Http404 from error


def page_of_grid(season: Season, column: Column) -> str:
    return reverse("clusters:grid", args=[season.pk, column.value.lower()])


@login_required
@require_GET
def grid(request: SignedInRequest, pk: int, column: str) -> HttpResponse:
    """All cards in sight: one row a member, one column a criterion, of one of the four columns."""
    season = season_for(request.user, pk)
    chosen = column_named(column)
    scored = Scored.of(season)
    cards = selectors.cards_in(request.user, season)
    today = timezone.localdate()
    shown = {card.pk: permissions.columns_shown(request.user, card, on=today) for card in cards}
    cards = [card for card in cards if chosen in shown[card.pk]]
    if not cards:
        raise Http404
    cells = selectors.cells_of([card.pk for card in cards])
    may = {card.pk: permissions.may_score(request.user, card, chosen, on=today) for card in cards}
    lines = [_line(scored, card, cells[card.pk], chosen, edit=bool(may[card.pk])) for card in cards]
    refusals = {str(verdict.reason) for verdict in may.values() if not verdict}
    context = {
        "season": season,
        "crumbs": crumbs_to(season),
        "column": chosen,
        "label": COLUMNS[chosen],
        "tabs": _tabs(season, chosen, {one for columns in shown.values() for one in columns}),
        "leaves": list(scored.leaves.values()),
        "lines": lines,
        "may_edit": any(may.values()),
        "refusals": sorted(refusals),
        "one": len(cards) == 1,
    }
    return render(request, "clusters/grid.html", context)


def _tabs(season: Season, chosen: Column, shown: set[Column]) -> list[dict[str, Any]]:
    return [
        {"url": page_of_grid(season, one), "label": label, "count": None, "current": one is chosen}
        for one, label in COLUMNS.items()
        if one in shown
    ]


def _line(
    scored: Scored,
    card: ScoreCard,
    cells: selectors.Cells,
    column: Column,
    *,
    edit: bool,
) -> dict[str, Any]:
    holds = {leaf.code for leaf in scored.leaves_for(card.seat.sector)}
    return {
        "card": card,
        "cells": [
            cell_of(leaf, scored.by_code[code], card, column, cells, edit=edit) if code in holds else None
            for code, leaf in scored.leaves.items()
        ],
        "total": total_of(scored, card, cells, [column]),
    }


@login_required
@require_POST
def grid_save(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save cells of one column: {"column", "source", "cells": [{"card", "criterion", "text", "began", …}]} in JSON.

    Answers {"cells": […in the same order], "totals": {card: points}, "at": time}. What is wrong or was changed by
    somebody else is not saved and says so, cell by cell.
    """
    season = season_for(request.user, pk)
    told = _told(request)
    column = column_named(str(told.get("column", "")))
    entries = [_entry(one) for one in told["cells"]]
    seen = {card.pk: card for card in selectors.cards_in(request.user, season)}
    if any(entry.card_id not in seen for entry in entries):
        raise Http404
    source = Source.PASTED if told.get("source") == "pasted" else Source.TYPED
    outcomes = scores.put(season, column, entries, by=request.user, source=source)
    scored = Scored.of(season)
    touched = {entry.card_id for entry in entries}
    cells = selectors.cells_of(touched)
    return JsonResponse(
        {
            "cells": [_answer(scored, outcome, column) for outcome in outcomes],
            "totals": {pk: total_of(scored, seen[pk], cells[pk], [column])["points"] for pk in touched},
            "at": moment(timezone.now()),
        }
    )


def _told(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError) as error:  # no JSON, or nested past all reading
        raise Http404 from error
    cells = told.get("cells") if isinstance(told, dict) else None
    if not isinstance(cells, list) or not 0 < len(cells) <= scores.MOST_AT_ONCE:
        raise Http404
    return told


def _entry(one: Any) -> Entry:
    if not isinstance(one, dict):
        raise Http404
    return Entry(
        card_id=_number(one.get("card")),
        criterion_id=_number(one.get("criterion")),
        text=str(one.get("text") or "")[:LONGEST].replace("\x00", ""),
        began=_number(one.get("began")),
        reason=str(one.get("reason") or "")[:LONGEST].replace("\x00", ""),
        unproven=str(one.get("unproven") or "")[:1000].replace("\x00", ""),
        again=None if one.get("again") is None else _number(one["again"]),
    )


def _number(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw < MOST:
        raise Http404
    return raw


def _answer(scored: Scored, outcome: Outcome, column: Column) -> dict[str, Any]:
    entry, row = outcome.entry, outcome.row
    answer: dict[str, Any] = {
        "card": entry.card_id,
        "criterion": entry.criterion_id,
        "state": outcome.state,
        "say": outcome.say,
        "needs": outcome.needs,
        "value": row.pk if row else 0,
    }
    criterion = scored.by_id.get(entry.criterion_id)
    leaf = scored.leaves.get(criterion.code) if criterion else None
    if leaf is not None:
        answer |= {
            "text": text_of(leaf, row, column),
            "shown": shown_of(leaf, row),
            "reason": row.reason if row else "",
            "unproven": row.unproven if row else "",
            "by": written_by(row),
            "working": working_of(scored.sheet, leaf, row),
        }
    if outcome.state == CLASH and not row:
        answer["shown"] = _("(empty)")
    return answer


@login_required
@require_POST
def grid_take_over(request: SignedInRequest, pk: int, column: str) -> HttpResponse:
    """Fill the empty cells of a column from the one before it, on every card one may."""
    season = season_for(request.user, pk)
    chosen = column_named(column)
    cards = selectors.cards_in(request.user, season)
    if season.sheet is None or not cards or chosen is Column.SELF:
        raise Http404
    today = timezone.localdate()
    verdicts = [permissions.may_score(request.user, card, chosen, on=today) for card in cards]
    demand(next((verdict for verdict in verdicts if verdict), verdicts[0]))
    scores.take_over(season, chosen, cards, by=request.user)
    return redirect(page_of_grid(season, chosen))
