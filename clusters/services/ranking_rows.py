"""A ranking as the rows and digests that are frozen: what stands in a version, and what it was made of."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clusters.models import RankingVersion, StandingRow
from clusters.scoring import Column, Line, ranking_data
from clusters.scoring.rounding import plain
from clusters.selectors.standings import Entry, Standings
from emulation.documents.digest import digest
from emulation.organisations.selectors import versions_on


def digest_of_scores(standings: Standings) -> str:
    """Of everything a ranking follows from: final values, sectors and the rule. Equal digests, equal rankings."""
    rule = ranking_data(standings.ranking)["rule"]
    finals = {str(entry.seat.pk): [entry.seat.sector, _final(entry)] for entry in standings.entries}
    return digest({"rule": rule, "finals": finals})


def _final(entry: Entry) -> dict[str, Any]:
    values = entry.columns.get(Column.FINAL, {})
    return {
        code: [
            None if value.points is None else plain(value.points),
            value.na,
            value.claim.yes if value.claim else None,
            value.reason if value.claim else "",
        ]
        for code, value in sorted(values.items())
    }


def rows_of(version: RankingVersion, standings: Standings) -> list[StandingRow]:
    """The members in their order: those with a place, then the others."""
    ranking, entries = standings.ranking, standings.by_seat
    order = [(one.unit, one.place) for one in ranking.places] + [(one.unit, None) for one in ranking.unranked]
    names = versions_on([entry.seat.organisation_id for entry in standings.entries], version.as_of)
    return [
        _row(version, entries[int(str(unit))], place, position, names)
        for position, (unit, place) in enumerate(order, start=1)
    ]


def _row(
    version: RankingVersion, entry: Entry, place: int | None, position: int, names: Mapping[int, Any]
) -> StandingRow:
    seat, total = entry.seat, entry.total
    assert total is not None  # noqa: S101 -- a member without a card lacks everything and was refused before
    today = names.get(seat.organisation_id)
    return StandingRow(
        version=version,
        seat=seat,
        position=position,
        place=place,
        name=getattr(today, "name", "") or seat.name,
        short_name=getattr(today, "short_name", "") or seat.short_name,
        sector=seat.sector,
        points=total.points,
        possible=total.possible,
        parts={
            code: {"points": _text(group.points), "possible": plain(group.possible)}
            for code, group in total.groups.items()
        },
        cells={
            **{line.leaf.code: _cell(line) for line in total.lines},
            **{
                code: {"yes": value.claim.yes}
                for code, value in entry.columns[Column.FINAL].items()
                if value.claim is not None
            },
        },
    )


def _cell(line: Line) -> dict[str, Any]:
    return {
        "points": _text(None if line.base is None else line.base + line.bonus),
        "bonus": plain(line.bonus),
        "possible": plain(line.possible),
        "na": line.na,
    }


def _text(points: Decimal | None) -> str | None:
    return None if points is None else plain(points)


def plain_row(row: StandingRow) -> dict[str, Any]:
    return {
        "seat": row.seat_id,
        "position": row.position,
        "place": row.place,
        "name": row.name,
        "points": _text(row.points),
        "possible": plain(row.possible),
        "parts": row.parts,
        "cells": row.cells,
    }
