"""A self-score that came late is named where its card says that it came in time; nothing is taken off by itself."""

from datetime import date

import pytest
from django.urls import reverse

from clusters.scoring import Column
from clusters.selectors.cards import Scored
from clusters.selectors.lateness import late_unmarked
from clusters.services import cards, scores
from clusters.tests.scoring_stage import NAMES, Scene, scene
from emulation.tests.access import signed_in

pytestmark = pytest.mark.django_db
WORDS = "nộp bảng tự chấm muộn"


def late() -> Scene:
    """Three that submitted after the last day; the card of An Giang says so, the others do not."""
    made = scene(*NAMES, cross_scored=False, self_scoring_until=date(2021, 12, 1))
    for name in NAMES:
        made.filled(name)
    made.enter("An Giang", {"GATE2": "Có"}, reason="Nộp sau hạn")
    for name in NAMES:
        cards.submit(made.card(name), by=made.cast.officers[name])
    return made


def named(made: Scene) -> list[str]:
    rows = late_unmarked(Scored.of(made.season), [made.card(name) for name in NAMES])
    return [one.card.seat.label for one in rows]


def test_who_came_late_and_is_not_marked_is_named_where_scores_are_appraised():
    made = late()
    assert named(made) == ["Sóc Trăng", "Bạc Liêu"]
    page = reverse("clusters:appraisal", args=[made.season.pk])
    browser = signed_in(officer=made.cast.officer, own=made.cast.officers["Sóc Trăng"])
    seen = browser["officer"].get(page).content.decode()
    assert seen.count(WORDS) == 2
    assert browser["own"].get(page).content.decode().count(WORDS) == 1, "only of the cards in sight"
    made.moved("consolidate")
    made.enter("Sóc Trăng", {"GATE2": "Có"}, column=Column.APPRAISED, reason="Nộp sau hạn")
    assert named(made) == ["Bạc Liêu"]


def test_freezing_a_ranking_names_them_and_goes_on():
    made = late()
    made.moved("consolidate")
    for column in (Column.APPRAISED, Column.FINAL):
        scores.take_over(made.season, column, [made.card(name) for name in NAMES], by=made.cast.officer)
    browser = signed_in(officer=made.cast.officer)["officer"]
    page = reverse("clusters:ranking_freeze", args=[made.season.pk])
    seen = browser.get(page).content.decode()
    assert seen.count(WORDS) == 2
    assert "Sóc Trăng" in seen
    assert "An Giang nộp" not in seen
    assert browser.post(page).status_code == 302


def test_who_came_in_time_is_not_named():
    made = scene(*NAMES, cross_scored=False)
    for name in NAMES:
        made.submitted(name)
    assert named(made) == []
