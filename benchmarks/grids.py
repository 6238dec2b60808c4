"""The grid of scores and the pack of a season, with 10 and with 40 members on 30 criteria.

`python -m benchmarks.grids ANSWER FEW MANY ROUNDS` is the child.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.clusters import LEAVES, season_of
from benchmarks.measuring import answer_with, few_and_many, figures_of
from benchmarks.table import Row, growth

UNITS, QUICK_UNITS = (10, 40), (4, 10)
GROUPS = 6
WATCHERS = 200
ROUNDS, QUICK_ROUNDS = 20, 3


def measure(server: str, *, quick: bool) -> list[Row]:
    """The same acts with few and with many members, in one process and one database."""
    (few, many), rounds = (QUICK_UNITS, QUICK_ROUNDS) if quick else (UNITS, ROUNDS)
    found = few_and_many("benchmarks.grids", server, few, many, rounds)
    part = f"Grid and pack on PostgreSQL: {few} → {many} members × {GROUPS * LEAVES} criteria"
    return [growth(part, what, small, found["many"][what]) for what, small in found["few"].items()]


def child() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    few, many, rounds = (int(text) for text in sys.argv[2:5])
    call_command("migrate", verbosity=0)
    small, large = (measured(units, rounds) for units in (few, many))
    answer_with({"few": small, "many": large})


def measured(units: int, rounds: int) -> dict[str, dict[str, float]]:
    from django.test import Client

    from benchmarks.loading import run
    from clusters.scoring import Column

    season = season_of(units, GROUPS)
    officer = _officer(season)
    run("ANALYZE")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(officer)
    cells = _cells(season)
    acts: dict[str, Callable[[], object]] = {
        "grid: the page of one column": lambda: _right(
            client.get(f"/clusters/seasons/{season.pk}/grid/{Column.FINAL.value}/")
        ),
        "grid: one cell saved": lambda: _save(client, season, cells[:1]),
        "grid: a row of 30 pasted": lambda: _save(client, season, cells[: GROUPS * LEAVES]),
        "grid: the whole column pasted": lambda: _save(client, season, cells),
        "pack: the season's papers joined": _packing(season, officer),
        f"projector: {WATCHERS} telephones ask once": _projector(season, officer),
    }
    return {what: figures_of(act, rounds, warm_up=1) for what, act in acts.items()}


def _officer(season: Any) -> Any:
    from emulation.accounts.models import User
    from emulation.organisations.offices import Office
    from emulation.organisations.services import add_person, appoint

    person = add_person("Trần Thị Đo", by=None)
    appoint(
        person,
        season.cluster.organiser,
        Office.OFFICER,
        title="Cán bộ",
        valid_from=date(2020, 1, 1),
        by=None,
    )
    return User.objects.create(email=f"do{season.pk}@example.vn", person=person)


def _cells(season: Any) -> list[dict[str, Any]]:
    """Every cell of the final column as the page would send it, with the value it begins from."""
    from clusters.models import ScoreValue
    from clusters.scoring import Column

    rows = ScoreValue.objects.filter(card__seat__season=season, column=Column.FINAL, replaced_by=None)
    found: list[dict[str, Any]] = [
        {
            "card": row.card_id,
            "criterion": row.criterion_id,
            "began": row.pk,
            "reason": "đo",
            "points": int(row.points or 0),
        }
        for row in rows.order_by("card_id", "criterion_id")
    ]
    if len(found) != season.seats.count() * GROUPS * LEAVES:
        raise RuntimeError(len(found))
    return found


def _save(client: Any, season: Any, cells: list[dict[str, Any]]) -> None:
    """Every cell gets another value than it has: nothing is saved that stands already."""
    for cell in cells:
        cell["points"] = (cell["points"] + 1) % 25
        cell["text"] = str(cell["points"])
    from clusters.scoring import Column

    column, most = Column.FINAL.value, 500
    for start in range(0, len(cells), most):
        part = cells[start : start + most]
        told = {"column": column, "source": "pasted", "cells": part}
        response = _right(
            client.post(
                f"/clusters/seasons/{season.pk}/grid/save/", json.dumps(told), content_type="application/json"
            )
        )
        for cell, answer in zip(part, response.json()["cells"], strict=True):
            if answer["state"] != "saved":
                raise RuntimeError(answer)
            cell["began"] = answer["value"]


def _right(response: Any) -> Any:
    if response.status_code != 200:
        raise RuntimeError(response.status_code)
    return response


def _projector(season: Any, officer: Any) -> Callable[[], object]:
    """The published standings on the screens of the hall: every member's officer asks for what is shown now."""
    from django.core.cache import cache
    from django.test import Client

    from clusters.agenda import ItemKind
    from clusters.conference_states import ConferenceState
    from clusters.services import conferences
    from clusters.services.conferences import ConferenceTerms

    terms = ConferenceTerms(
        title="Hội nghị tổng kết", day=date(2026, 1, 27), place="Hội trường", town="Cần Thơ"
    )
    conference = conferences.plan(season, "YEAREND", terms, by=officer)
    shown = conference.items.get(kind=ItemKind.STANDINGS)
    type(conference).objects.filter(pk=conference.pk).update(state=ConferenceState.UNDER_WAY, current=shown)
    watcher = Client(SERVER_NAME="127.0.0.1")
    watcher.force_login(officer)
    address = f"/clusters/conferences/{conference.pk}/projector/part/"

    def ask() -> None:
        cache.clear()
        for _telephone in range(WATCHERS):
            _right(watcher.get(address))

    return ask


def _packing(season: Any, officer: Any) -> Callable[[], object]:
    """The papers of the season are issued and printed once; joining them is what is measured."""
    from clusters.selectors.reports import papers_of
    from clusters.services import rankings, reports
    from clusters.services.reports import Issuing, ReportTerms
    from emulation.documents.models import IssuedDocument
    from emulation.documents.packs import packed
    from emulation.documents.printing import print_queued

    rankings.publish(rankings.freeze(season, by=officer), by=officer)
    for kind in ("midyear", "year"):
        words = ReportTerms(
            results="\n".join(f"Kết quả thứ {n} của các đơn vị thành viên." for n in range(60))
        )
        report = reports.begin(season, kind, words, by=officer)
        issuing = Issuing(f"1/BC-{kind}", date(2026, 6, 30), "Cần Thơ", "Nguyễn Văn Đồng")
        reports.issue(report, issuing, by=officer)
    ids = list(
        IssuedDocument.objects.filter(organisation=season.cluster.organiser).values_list("pk", flat=True)
    )
    print_queued(ids, told=lambda _done: None)
    papers = papers_of(season)
    documents, names = [document for _title, document in papers], [title for title, _document in papers]
    return lambda: packed(documents, names, title=str(season), told=lambda _done: None)


if __name__ == "__main__":
    child()
