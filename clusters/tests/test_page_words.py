"""Words of the pages of scores: what columns, conditions and timelines are called, and what is out of date."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.models import Season
from clusters.permissions import scores as permissions
from clusters.scoring import Column
from clusters.services import cards, disputes, rulings, scores
from clusters.states import SeasonState
from clusters.tests.dispute_stage import RULING, TERMS
from clusters.tests.scoring_stage import NAMES, Scene, scene
from clusters.tests.test_peers import crossing
from emulation.audit.models import Entry
from emulation.audit.telling import lines
from emulation.tests.access import signed_in

pytestmark = pytest.mark.django_db


def seen(made: Scene, name: str, *args: object) -> str:
    browser = signed_in(officer=made.cast.officer)["officer"]
    return browser.get(reverse(f"clusters:{name}", args=args)).content.decode()


def test_a_criterion_says_how_points_are_reckoned_and_a_sheet_names_its_order_for_equals():
    made = scene(*NAMES)
    page = seen(made, "score", made.card(NAMES[0]).pk, made.by_code["D2"].pk)
    assert "Loại đơn vị" not in page
    assert "Cách tính điểm" in page
    sheet = seen(made, "sheet", made.sheet.pk)
    assert "BALLOT" not in sheet
    assert (
        "C Hỗ trợ phát triển kinh tế tập thể, HTX → D Tổ chức, thi đua - khen thưởng → bỏ phiếu kín" in sheet
    )


def test_grids_head_members_as_members():
    made = scene(*NAMES, cross_scored=False)
    made.enter(NAMES[0], {"A1": "80"}, reason="x")
    for page in (seen(made, "grid", made.season.pk, "self"), seen(made, "appraisal", made.season.pk)):
        assert "Ủy viên" not in page


def test_the_total_of_a_grid_is_of_the_column_that_is_shown():
    made = scene(*NAMES, cross_scored=False)
    for name in NAMES:
        made.submitted(name)
    made.moved("consolidate")
    officer = signed_in(officer=made.cast.officer)["officer"]

    def totals(column: str) -> list[str]:
        page = officer.get(reverse("clusters:grid", args=[made.season.pk, column]))
        return [line["total"]["points"] for line in page.context["lines"]]

    assert all(totals("self"))
    assert totals("final") == ["", "", ""]
    made.enter(NAMES[0], {"A1": "40"}, column=Column.FINAL, reason="Theo biên bản")
    assert totals("final") == ["40", "", ""]


def test_after_the_conference_final_points_are_said_to_stand():
    made = scene(*NAMES, cross_scored=False)
    card = made.card(NAMES[0])
    for state, reason in (
        (SeasonState.SELF_SCORING, permissions.NOT_FINAL_YET),
        (SeasonState.HANDED_OVER, permissions.NOT_FINAL_ANY_MORE),
        (SeasonState.NOMINATED, permissions.NOT_FINAL_ANY_MORE),
    ):
        card.seat.season.state = state
        found = permissions.may_score(made.cast.officer, card, Column.FINAL, on=timezone.localdate())
        assert found.reason == reason


def test_timelines_of_cards_and_disputes_name_what_changed():
    made = scene(*NAMES, cross_scored=False, self_scoring_until=date(2021, 12, 1))
    for name in NAMES:
        made.filled(name)
        cards.submit(made.card(name), by=made.cast.officers[name])
    made.moved("consolidate")
    scores.take_over(made.season, Column.APPRAISED, [made.card(name) for name in NAMES], by=made.cast.officer)
    dispute = disputes.contest(made.season, made.by_code["D2"], TERMS, by=made.cast.officers["Sóc Trăng"])
    rulings.rule(dispute, RULING, answers={}, by=made.cast.officer)
    told = [
        line for entry in Entry.objects.filter(subject_type__startswith="clusters.") for line in lines(entry)
    ]
    labels = {line.label for line in told}
    assert not labels & {"column", "scores", "late", "ruling", "clause", "reading", "criterion", "card"}
    assert {"cột của bảng chấm", "số điểm", "nộp muộn", "kết luận"} <= labels
    said = {line.after for line in told}
    assert not said & {column.value for column in Column}
    assert "Thẩm định" in {line.after for line in told if line.label == "cột của bảng chấm"}


def test_what_was_submitted_is_not_called_overdue():
    made = crossing(*NAMES, "Cà Mau")
    Season.objects.filter(pk=made.season.pk).update(cross_scoring_until=date(2021, 12, 1))
    browser = signed_in(own=made.cast.officers["Sóc Trăng"])["own"]
    pages = [reverse(f"clusters:{name}", args=[made.season.pk]) for name in ("season", "cross")]
    assert all("quá hạn" in browser.get(page).content.decode() for page in pages)
    Season.objects.filter(pk=made.season.pk).update(state=SeasonState.CONSOLIDATED)
    assert not any("quá hạn" in browser.get(page).content.decode() for page in pages)
