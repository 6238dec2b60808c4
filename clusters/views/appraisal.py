"""What differs between the columns: the member's score, the others', its explanation and the final points on a line."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clusters.models import COLUMNS, ScoreCard
from clusters.permissions import scores as permissions
from clusters.scoring import Column
from clusters.selectors import cards as selectors
from clusters.selectors.cards import Cells, Scored
from clusters.selectors.clusters import season_for
from clusters.selectors.lateness import late_unmarked
from clusters.services.cards import same
from clusters.views.cells import shown_of
from clusters.views.seasons import crumbs_to
from emulation.accounts.requests import SignedInRequest


@login_required
@require_GET
def appraisal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Only the criteria on which two columns differ, of every card in sight."""
    season = season_for(request.user, pk)
    scored = Scored.of(season)
    cards = selectors.cards_in(request.user, season)
    if not cards:
        raise Http404
    cells = selectors.cells_of([card.pk for card in cards])
    explained = selectors.explanations_of([card.pk for card in cards])
    today = timezone.localdate()
    lines = [
        line
        for card in cards
        for line in _differing(
            scored, card, cells[card.pk], permissions.columns_shown(request.user, card, on=today), explained
        )
    ]
    context = {
        "season": season,
        "lines": lines,
        "late": late_unmarked(scored, cards),
        "columns": list(COLUMNS.values()),
        "crumbs": crumbs_to(season),
    }
    return render(request, "clusters/appraisal.html", context)


def _differing(
    scored: Scored,
    card: ScoreCard,
    cells: Cells,
    shown: tuple[Column, ...],
    explained: dict[tuple[int, int], list[Any]],
) -> Iterator[dict[str, Any]]:
    for leaf in scored.leaves_for(card.seat.sector):
        rows = [cells[column].get(leaf.code) if column in shown else None for column in Column]
        told = [row for row in rows if row is not None and not row.empty]
        if not told or all(same(told[0], row) for row in told[1:]):
            continue
        criterion = scored.by_code[leaf.code]
        yield {
            "card": card,
            "criterion": criterion,
            "cells": [(shown_of(leaf, row), row.reason if row else "") for row in rows],
            "explained": explained.get((card.pk, criterion.pk), []),
        }
