"""The places as far as they are known: for who runs the cluster, marked as provisional on every page."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from clusters.models import Season
from clusters.permissions import rankings as permissions
from clusters.scoring import Group, Line, Place, Total, nodes
from clusters.selectors.cards import Scored
from clusters.selectors.clusters import season_for
from clusters.selectors.standings import Standings, standings_of
from clusters.services.ranking_tables import workbook_of
from clusters.standing_table import table_of
from clusters.standing_words import (
    Known,
    account,
    known_of,
    notes_of_place,
    notes_of_unranked,
    rule_words,
)
from clusters.views.seasons import crumbs_to
from emulation.accounts.requests import SignedInRequest
from emulation.serving import download
from emulation.verdicts import demand


def provisional(request: SignedInRequest, pk: int) -> tuple[Season, Standings, Known]:
    season = season_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_see_provisional(request.user, season, on=today))
    found = standings_of(season, provisional=True, on=today)
    return season, found, known_of(found.scored.sheet, {one.seat.pk: one.seat.name for one in found.entries})


@login_required
@require_GET
def standings(request: SignedInRequest, pk: int) -> HttpResponse:
    """Final, else appraised, else cross, else self: marked, with what a published ranking still waits for."""
    season, found, known = provisional(request, pk)
    context = {
        "season": season,
        "table": table_of(found.ranking, known),
        "provisional": found.ranking.provisional or bool(found.lacking),
        "lacking": found.lacking,
        "may_freeze": permissions.may_freeze(request.user, season, on=timezone.localdate()),
        "crumbs": crumbs_to(season),
    }
    return render(request, "clusters/standings.html", context)


@login_required
@require_GET
def standings_export(request: SignedInRequest, pk: int) -> HttpResponse:
    season, found, known = provisional(request, pk)
    data = workbook_of(table_of(found.ranking, known), season, None)
    return download(data, f"xep-hang-tam-tinh-{season.year}.xlsx")


@login_required
@require_GET
def standings_place(request: SignedInRequest, pk: int, seat_pk: int) -> HttpResponse:
    season, found, known = provisional(request, pk)
    entry = found.by_seat.get(seat_pk)
    if entry is None:
        raise Http404
    context = {
        "season": season,
        "name": entry.seat.name,
        "rule": rule_words(found.ranking.rule, known),
        "provisional": True,
        "crumbs": crumbs_to(season),
        **why(found.ranking, seat_pk, known),
    }
    totals = {pk: one.total for pk, one in found.by_seat.items()}
    context |= beside(
        {pk: parts_of_total(found.scored, total) for pk, total in totals.items() if total},
        seat_pk,
        context,
        known,
    )
    return render(request, "clusters/ranking_place.html", context)


def why(ranking: Any, unit: int, known: Known) -> dict[str, Any]:
    """The place of a member, what separates it from its neighbours, and its notes."""
    place: Place | None = next((one for one in ranking.places if one.unit == unit), None)
    if place is not None:
        return {
            "place": place.place,
            "above": place.before.other if place.before else None,
            "below": place.after.other if place.after else None,
            "peers": ranking.peers,
            "standing": place.standing,
            "band": place.band,
            "account": list(account(ranking.places, unit, known)),
            "notes": notes_of_place(place, known),
        }
    out = next(one for one in ranking.unranked if one.unit == unit)
    return {"place": None, "peers": ranking.peers, "standing": out.standing, "notes": notes_of_unranked(out)}


Parts = list[dict[str, Any]]


def beside(parts: Mapping[Any, Parts], unit: int, place: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """The parts of a member with the points that the members above and below it have of each."""
    neighbours = (place.get("above"), place.get("below"))
    others = [other for other in neighbours if other is not None and other in parts]
    points = [{one["code"]: one for one in parts[other]} for other in others]
    lines = [
        {**one, "others": [by_code.get(one["code"]) for by_code in points]} for one in parts.get(unit, [])
    ]
    return {"parts": lines, "others": [known.name(other) for other in others]}


def parts_of_total(scored: Scored, total: Total) -> Parts:
    """The groups of the sheet with what the member has of each, criteria below their group."""
    lines: dict[str, Line] = {line.leaf.code: line for line in total.lines}
    found = []
    for node in nodes(scored.sheet):
        if isinstance(node, Group):
            group = total.groups.get(node.code)
            if group is not None:
                found.append(part(node.code, node.text, group.points, group.possible, group=True))
        elif node.code in lines:
            line = lines[node.code]
            points = None if line.base is None else line.base + line.bonus
            found.append(part(node.code, node.text, points, line.possible, na=line.na))
    return found


def part(
    code: str, text: str, points: Any, possible: Any, *, group: bool = False, na: bool = False
) -> dict[str, Any]:
    return {"code": code, "text": text, "points": points, "possible": possible, "group": group, "na": na}
