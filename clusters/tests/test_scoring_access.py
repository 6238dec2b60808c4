"""Who gets what at each address of score sheets, cards and grids; complete by construction."""

import json
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clusters import score_urls
from clusters.scoring import Column
from clusters.selectors.cards import Scored, cells_of
from clusters.services import evidence, score_tables, sheets
from clusters.tests.scoring_stage import Scene, scene
from emulation.tests.access import answers, signed_in
from programmes.tests.pictures import PNG

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLES = ("visitor", "stranger", "organiser", "leader", "own", "other")

#   organiser, leader: who runs the cluster; own: the officer of the member whose card it is; other: the officer of
#   another member, who sees neither the card nor anything on it
ACCESS: dict[str, tuple[object, ...]] = {
    "sheets": ("login", 404, 200, 200, 200, 200),
    "sheet_new": ("login", 404, 200, 200, 403, 403),
    "sheet_copy": ("login", 404, 200, 200, 403, 403),
    "sheet": ("login", 404, 200, 200, 200, 200),
    "sheet_edit": ("login", 404, 200, 200, 403, 403),
    "sheet_retire": ("login", 404, 200, 200, 403, 403),
    "criterion_new": ("login", 404, 200, 200, 403, 403),
    "criterion_edit": ("login", 404, 200, 200, 403, 403),
    "criterion_remove": ("login", 405, 405, 405, 405, 405),
    "season_sheet": ("login", 404, 403, 403, 403, 403),
    "appraisal": ("login", 404, 200, 200, 200, 200),
    "grid_save": ("login", 405, 405, 405, 405, 405),
    "grid": ("login", 404, 200, 200, 200, 200),
    "grid_take_over": ("login", 405, 405, 405, 405, 405),
    "grid_export": ("login", 404, 200, 200, 200, 200),
    "grid_import": ("login", 404, 403, 200, 200, 200),
    "score_import": ("login", 404, 404, 404, 200, 404),
    "card": ("login", 404, 200, 200, 200, 404),
    "card_submit": ("login", 404, 403, 403, 200, 404),
    "card_return": ("login", 404, 409, 409, 409, 404),
    "card_figures": ("login", 405, 405, 405, 405, 405),
    "score": ("login", 404, 200, 200, 200, 404),
    "score_explain": ("login", 404, 403, 403, 200, 404),
    "score_evidence_new": ("login", 404, 403, 403, 200, 404),
    "score_evidence": ("login", 404, 200, 200, 200, 404),
    "score_evidence_edit": ("login", 404, 403, 403, 200, 404),
    "score_evidence_remove": ("login", 405, 405, 405, 405, 405),
}
SENT: dict[str, tuple[object, ...]] = {
    "sheet_new": ("login", 404, 200, 200, 403, 403),
    "sheet_copy": ("login", 404, 200, 200, 403, 403),
    "sheet_edit": ("login", 404, 200, 200, 403, 403),
    "sheet_retire": ("login", 404, 302, 302, 403, 403),
    "criterion_new": ("login", 404, 200, 200, 403, 403),
    "criterion_edit": ("login", 404, 200, 200, 403, 403),
    "criterion_remove": ("login", 404, 302, 302, 403, 403),
    "season_sheet": ("login", 404, 403, 403, 403, 403),
    "grid_save": ("login", 404, 404, 404, 404, 404),
    "grid_take_over": ("login", 404, 403, 403, 403, 403),
    "grid_import": ("login", 404, 403, 200, 200, 200),
    "score_import": ("login", 404, 404, 404, 302, 404),
    "card_submit": ("login", 404, 403, 403, 200, 404),
    "card_return": ("login", 404, 409, 409, 409, 404),
    "card_figures": ("login", 404, 403, 403, 302, 404),
    "score_explain": ("login", 404, 403, 403, 200, 404),
    "score_evidence_new": ("login", 404, 403, 403, 200, 404),
    "score_evidence_edit": ("login", 404, 403, 403, 200, 404),
    "score_evidence_remove": ("login", 404, 403, 403, 302, 404),
}
READ_ONLY = ACCESS.keys() - SENT.keys()
BODY: dict[str, object] = {"reason": "Vì có lý do"}


def set_up() -> tuple[Scene, dict[str, tuple[object, ...]]]:
    made = scene()
    made.enter("Sóc Trăng", {"A1": "10"})
    card, officer = made.card("Sóc Trăng"), made.cast.officers["Sóc Trăng"]
    draft = sheets.copy(made.sheet, made.season.cluster, by=made.cast.officer)
    piece = evidence.add(
        card, [made.by_code["A1"]], title="Bài báo", file=ContentFile(PNG, name="bai.png"), by=officer
    )
    scored = Scored.of(made.season)
    made.enter("Sóc Trăng", {"A1": "12"})
    data = score_tables.table_of(scored, [card], cells_of([card.pk]), Column.SELF, on=made.season.state_since)
    made.enter("Sóc Trăng", {"A1": "10"})
    kept = score_tables.receive(
        made.season, Column.SELF, SimpleUploadedFile("diem.xlsx", data), "diem.xlsx", by=officer
    )
    cluster, season, criterion = made.season.cluster_id, made.season.pk, made.by_code["A1"].pk
    arguments: dict[str, tuple[object, ...]] = {
        **dict.fromkeys(("sheets", "sheet_new"), (cluster,)),
        "sheet_copy": (cluster, made.sheet.pk),
        **dict.fromkeys(("sheet", "sheet_edit", "sheet_retire", "criterion_new"), (draft.pk,)),
        **dict.fromkeys(("criterion_edit", "criterion_remove"), (draft.criteria.get(code="A1").pk,)),
        **dict.fromkeys(("season_sheet", "appraisal", "grid_save"), (season,)),
        **dict.fromkeys(("grid", "grid_export", "grid_import"), (season, "self")),
        "grid_take_over": (season, "appraised"),
        "score_import": (kept.pk,),
        **dict.fromkeys(
            ("card", "card_submit", "card_return", "card_figures", "score_evidence_new"), (card.pk,)
        ),
        **dict.fromkeys(("score", "score_explain"), (card.pk, criterion)),
        **dict.fromkeys(("score_evidence", "score_evidence_edit", "score_evidence_remove"), (piece.pk,)),
    }
    return made, arguments


def people_of(made: Scene) -> dict[str, Client]:
    cast = made.cast
    return signed_in(
        stranger=cast.stranger,
        organiser=cast.officer,
        leader=cast.officers["An Giang"],
        own=cast.officers["Sóc Trăng"],
        other=cast.officers["Bạc Liêu"],
    )


def test_who_reads_and_who_acts():
    made, arguments = set_up()
    people = people_of(made)
    assert tuple(people) == ROLES

    def address(name: str) -> str:
        return reverse(f"clusters:{name}", args=arguments[name])

    assert {name: answers(people, address(name)) for name in ACCESS} == ACCESS
    assert {name: answers(people, address(name), BODY) for name in SENT} == SENT
    refused = {name: people["organiser"].post(address(name), BODY).status_code for name in READ_ONLY}
    assert refused == dict.fromkeys(READ_ONLY, 405)


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in score_urls.urlpatterns} == ACCESS.keys()


def save(client: Client, made: Scene, cells: list[dict[str, Any]], column: str = "SELF") -> Any:
    return client.post(
        reverse("clusters:grid_save", args=[made.season.pk]),
        json.dumps({"column": column, "cells": cells}),
        content_type="application/json",
    )


def test_a_cell_is_saved_by_its_member_alone():
    made, _arguments = set_up()
    people, card = people_of(made), made.card("Sóc Trăng")
    cell = {"card": card.pk, "criterion": made.by_code["B1"].pk, "text": "7", "began": 0}
    found = {}
    for role, client in people.items():
        answer = save(client, made, [cell])
        found[role] = answer.json()["cells"][0]["state"] if answer.status_code == 200 else answer.status_code
    assert found == {
        "visitor": 302,
        "stranger": 404,
        "organiser": "wrong",
        "leader": "wrong",
        "own": "saved",
        "other": 404,
    }


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"cells": []}',
        '{"column": "SELF", "cells": [1]}',
        '{"column": "SELF", "cells": [{"card": "1"}]}',
        '{"column": "NONE", "cells": [{"card": 1, "criterion": 1}]}',
        '{"column": "SELF", "cells": [{"card": true, "criterion": -1}]}',
    ],
)
def test_what_is_no_request_of_the_grid_is_not_found(body):
    made, _arguments = set_up()
    answer = people_of(made)["own"].post(
        reverse("clusters:grid_save", args=[made.season.pk]), body, content_type="application/json"
    )
    assert answer.status_code == 404


def test_a_member_does_not_see_its_peer_score_before_the_scores_are_consolidated():
    made, _arguments = set_up()
    people = people_of(made)
    own = reverse("clusters:grid", args=[made.season.pk, "cross"])
    assert (people["own"].get(own).status_code, people["organiser"].get(own).status_code) == (404, 200)
    card = reverse("clusters:card", args=[made.card("Sóc Trăng").pk])
    assert [str(label) for _column, label, _may in people["own"].get(card).context["columns"]] == [
        "Tự chấm",
        "Thẩm định",
        "Kết luận",
    ]
    made.submitted("Sóc Trăng")
    made.moved("consolidate")
    assert len(people["own"].get(card).context["columns"]) == 4
