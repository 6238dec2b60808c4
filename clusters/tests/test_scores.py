"""Scores in four columns: entered, submitted, returned, appraised, final; nothing is overwritten, empty is not 0."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from clusters.models import Explanation, ScoreValue, Source
from clusters.permissions import scores as permissions
from clusters.scoring import Column
from clusters.selectors.cards import Scored, cells_of
from clusters.services import cards, scores, seasons
from clusters.services.scores import CLASH, SAME, SAVED, WRONG, Entry
from clusters.tests.scoring_stage import ANSWERS, scene
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def standing(made, name, code, column=Column.SELF):
    return cells_of([made.card(name).pk])[made.card(name).pk][column].get(code)


def test_what_is_typed_is_scored_by_the_rule_of_its_criterion():
    made = scene()
    made.enter("Sóc Trăng", ANSWERS, reason="Đã làm")
    points = {code: standing(made, "Sóc Trăng", code).points for code in ANSWERS}
    assert points["A1"] == Decimal("40.00")
    assert points["A3"] == Decimal("30.00")
    assert points["C1"] == Decimal("88.00")  # 22 of 20: all 80, and 10 % over adds 8
    assert points["D2"] == Decimal("40.00")  # 9/12 = 75 %
    assert points["G2"] == Decimal(0)
    assert points["GATE1"] is None
    row = standing(made, "Sóc Trăng", "D2")
    assert (row.claim, row.author, row.body) == (
        {"n": "9", "d": "12"},
        made.cast.officers["Sóc Trăng"],
        made.cast.members["Sóc Trăng"],
    )


@pytest.mark.parametrize(
    ("code", "text", "state"),
    [
        ("A1", "nhiều", WRONG),
        ("A1", "1.234", WRONG),  # one thousand, or one and a bit
        ("A3", "65", WRONG),
        ("A3", "1/0", WRONG),
        ("D1", "có lẽ", WRONG),
        ("B2", "25; 10", WRONG),
        ("F2", "31", WRONG),
        ("A1", "KAD", WRONG),  # not applicable without a word why
        ("GATE1", "KAD", WRONG),
        ("A1", "", SAME),
        ("A1", "0", SAVED),
        ("A1", "1.234,5", SAVED),
    ],
)
def test_what_cannot_be_read_is_not_saved(code, text, state):
    made = scene()
    (outcome,) = made.enter("Sóc Trăng", {code: text})
    assert outcome.state == state
    assert ScoreValue.objects.exists() is (state == SAVED)


def test_an_earlier_value_stays_and_the_newest_counts():
    made = scene()
    made.enter("Sóc Trăng", {"A1": "10"})
    made.enter("Sóc Trăng", {"A1": "20"})
    card = made.card("Sóc Trăng")
    assert [row.points for row in card.values.order_by("pk")] == [5, 10]
    assert standing(made, "Sóc Trăng", "A1").points == 10


def test_nobody_overwrites_what_was_not_seen():
    made = scene()
    made.enter("Sóc Trăng", {"A1": "10"})
    card, criterion = made.card("Sóc Trăng"), made.by_code["A1"]
    (outcome,) = scores.put(
        made.season,
        Column.SELF,
        [Entry(card.pk, criterion.pk, "20", began=0)],
        by=made.cast.heads["Sóc Trăng"],
    )
    assert outcome.state == CLASH
    assert outcome.row.claim == {"count": "10"}
    assert standing(made, "Sóc Trăng", "A1").points == 5


def test_the_same_text_typed_by_two_is_no_clash():
    made = scene()
    made.enter("Sóc Trăng", {"A1": "10"})
    card, criterion = made.card("Sóc Trăng"), made.by_code["A1"]
    (outcome,) = scores.put(
        made.season,
        Column.SELF,
        [Entry(card.pk, criterion.pk, "10", began=0)],
        by=made.cast.heads["Sóc Trăng"],
    )
    assert outcome.state == SAME


def test_an_earlier_value_is_put_back_as_a_new_one():
    made = scene()
    made.enter("Sóc Trăng", {"A1": "10"})
    first = standing(made, "Sóc Trăng", "A1")
    made.enter("Sóc Trăng", {"A1": "20"})
    made.enter("Sóc Trăng", {"A1": ""}, again=first.pk)
    again = standing(made, "Sóc Trăng", "A1")
    assert (again.points, again.source, again.pk == first.pk) == (5, Source.UNDONE, False)
    made.enter("Sóc Trăng", {"A1": ""}, again=0)
    assert standing(made, "Sóc Trăng", "A1").empty
    assert made.card("Sóc Trăng").values.count() == 4


def test_a_value_of_another_cell_is_not_put_back_here():
    made = scene()
    made.enter("Sóc Trăng", {"A1": "10", "B1": "2"})
    other = standing(made, "Sóc Trăng", "B1")
    made.enter("Sóc Trăng", {"A1": ""}, again=other.pk)
    assert standing(made, "Sóc Trăng", "A1").empty


def test_a_whole_self_score_of_nothing_but_zeros_can_be_submitted():
    made = scene()
    zeros = {code: "0" for code in ANSWERS} | {
        "A2": "0/10", "A3": "0/100", "B2": "0; 0; 0", "C3": "0/10", "C4": "1/1", "C5": "1/1", "D2": "0/10",
        "E1": "0/1", "E2": "0/1", "G1": "0/1", "D1": "Không", "D3": "4", "F1": "10",
    }  # fmt: skip
    outcomes = made.enter("Sóc Trăng", zeros, reason="Chưa thực hiện", unproven="Không có")
    assert {outcome.state for outcome in outcomes} == {SAVED}
    card = cards.submit(made.card("Sóc Trăng"), by=made.cast.officers["Sóc Trăng"])
    assert card.state == "submitted"


def test_an_empty_cell_or_a_bare_claim_keeps_the_card_from_being_submitted():
    made = scene()
    made.enter("Sóc Trăng", {code: text for code, text in ANSWERS.items() if code != "G2"}, reason="Đã làm")
    with pytest.raises(Refused, match="G2"):
        cards.submit(made.card("Sóc Trăng"), by=made.cast.officers["Sóc Trăng"])
    made.enter("Sóc Trăng", {"G2": "0"})
    with pytest.raises(Refused, match="A1"):
        cards.submit(made.card("Sóc Trăng"), by=made.cast.officers["Sóc Trăng"])


def test_a_submitted_card_is_changed_only_once_it_was_returned():
    made = scene()
    card = made.submitted("Sóc Trăng")
    (outcome,) = made.enter("Sóc Trăng", {"A1": "1"})
    assert outcome.state == WRONG
    with pytest.raises(TransitionRefused):
        cards.submit(card, by=made.cast.officers["Sóc Trăng"])
    with pytest.raises(Refused):
        cards.give_back(card, reason=" ", by=made.cast.officer)
    returned = cards.give_back(card, reason="Thiếu minh chứng", by=made.cast.officer)
    assert (returned.state, returned.returned_because) == ("returned", "Thiếu minh chứng")
    (outcome,) = made.enter("Sóc Trăng", {"A1": "1"})
    assert outcome.state == SAVED


@pytest.mark.parametrize(("days", "late"), [(0, False), (-1, True), (1, False)])
def test_the_last_day_is_in_time_and_the_next_is_late(days, late):
    made = scene(self_scoring_until=timezone.localdate() + timedelta(days=days))
    assert made.submitted("Sóc Trăng").late is late


def test_a_column_that_differs_says_why():
    made = scene()
    made.submitted("Sóc Trăng")
    (same,) = made.enter("Sóc Trăng", {"A1": "40"}, column=Column.APPRAISED)
    (bare,) = made.enter("Sóc Trăng", {"B1": "60"}, column=Column.APPRAISED)
    (told,) = made.enter(
        "Sóc Trăng", {"B1": "60"}, column=Column.APPRAISED, reason="Một văn bản chưa ban hành"
    )
    assert (same.state, bare.state, told.state) == (SAVED, WRONG, SAVED)
    assert standing(made, "Sóc Trăng", "A1", Column.APPRAISED).claim == {"count": "80"}
    assert standing(made, "Sóc Trăng", "B1").points == 70


def test_points_beyond_the_criterion_are_refused():
    made = scene()
    made.submitted("Sóc Trăng")
    for text in ("51", "-1", "1,234"):
        (outcome,) = made.enter("Sóc Trăng", {"A1": text}, column=Column.APPRAISED, reason="Vì")
        assert outcome.state == WRONG


def test_another_reading_is_typed_as_numerator_and_denominator():
    made = scene()
    made.submitted("Sóc Trăng")
    made.enter("Sóc Trăng", {"D2": "9/312"}, column=Column.APPRAISED, reason="Gộp cả thành viên")
    assert standing(made, "Sóc Trăng", "D2", Column.APPRAISED).points == Decimal("1.78")


def test_not_applicable_is_claimed_with_a_reason_and_holds_once_it_stands_in_the_column_that_counts():
    made = scene()
    made.filled("Sóc Trăng")
    made.enter("Sóc Trăng", {"E2": "KAD"}, reason="Không có kiến nghị nào")
    cards.submit(made.card("Sóc Trăng"), by=made.cast.officers["Sóc Trăng"])
    scored = Scored.of(made.season)
    cells = cells_of([made.card("Sóc Trăng").pk])[made.card("Sóc Trăng").pk]
    assert scored.total(cells, "").possible == 920
    made.enter("Sóc Trăng", {"E2": "0"}, column=Column.APPRAISED, reason="Có kiến nghị chưa xử lý")
    cells = cells_of([made.card("Sóc Trăng").pk])[made.card("Sóc Trăng").pk]
    assert scored.total(cells, "").possible == 950


def test_the_member_answers_a_score_that_differs():
    made = scene()
    card = made.submitted("Sóc Trăng")
    officer = made.cast.officers["Sóc Trăng"]
    with pytest.raises(Refused):
        cards.explain(card, made.by_code["B1"], "Có", by=officer)
    made.enter("Sóc Trăng", {"B1": "60"}, column=Column.APPRAISED, reason="Thiếu một văn bản")
    with pytest.raises(Refused):
        cards.explain(card, made.by_code["B1"], "Có", by=made.cast.officers["Bạc Liêu"])
    row = cards.explain(card, made.by_code["B1"], "Văn bản ban hành ngày 30/12", by=officer)
    assert row.value.points == 60
    with pytest.raises(DatabaseError), transaction.atomic():
        Explanation.objects.filter(pk=row.pk).update(text="khác")


def test_the_rest_is_taken_over_and_final_points_are_given_on_consolidated_scores():
    made = scene(cross_scored=False)
    made.submitted("Sóc Trăng")
    made.enter("Sóc Trăng", {"B1": "60"}, column=Column.APPRAISED, reason="Thiếu một văn bản")
    rows = scores.take_over(made.season, Column.APPRAISED, [made.card("Sóc Trăng")], by=made.cast.officer)
    assert len(rows) == len(ANSWERS) - 1
    (early,) = made.enter("Sóc Trăng", {"B1": "70"}, column=Column.FINAL, reason="Đã giải trình")
    assert early.state == WRONG
    made.moved("consolidate")
    made.enter("Sóc Trăng", {"B1": "70"}, column=Column.FINAL, reason="Đã giải trình")
    scores.take_over(made.season, Column.FINAL, [made.card("Sóc Trăng")], by=made.cast.officer)
    card = made.card("Sóc Trăng")
    cells = cells_of([card.pk])[card.pk]
    total = Scored.of(made.season).total(cells, "")
    assert (total.missing, total.provisional) == ((), ())
    assert cells[Column.FINAL]["B1"].points == 70
    assert cells[Column.APPRAISED]["B1"].points == 60


def test_nobody_appraises_the_own_body_where_another_office_can():
    made = scene()
    own, other = made.submitted("An Giang"), made.submitted("Sóc Trăng")
    today = timezone.localdate()
    leader, organiser = made.cast.officers["An Giang"], made.cast.officer

    def may(user, card):
        return permissions.may_score(user, card, Column.APPRAISED, on=today)

    assert may(leader, other)
    assert may(organiser, own)
    assert may(leader, own).reason == permissions.OWN_CARD
    assert not may(made.cast.officers["Bạc Liêu"], other)
    seasons.appoint(made.season, "DEPUTY", made.cast.members["Bạc Liêu"], by=organiser)
    own.seat.season.__dict__.pop("_leading_known", None)
    assert may(made.cast.officers["Bạc Liêu"], own)
    assert not may(made.cast.officers["Bạc Liêu"], other)


def test_the_organiser_does_not_score_in_the_name_of_a_member():
    made = scene()
    (outcome,) = made.enter("Sóc Trăng", {"A1": "1"}, by=made.cast.officer)
    assert (outcome.state, outcome.say) == (WRONG, str(permissions.NOT_OWN))
    (outcome,) = made.enter("Sóc Trăng", {"A1": "1"}, by=made.cast.officers["Bạc Liêu"])
    assert outcome.state == WRONG


def test_a_member_that_left_and_a_season_that_is_over_keep_their_scores():
    made = scene()
    seat = made.cast.seat(made.season, "Bạc Liêu")
    seasons.unseat(seat, on=date(2021, 6, 1), reason="Sáp nhập", by=made.cast.officer)
    (outcome,) = made.enter("Bạc Liêu", {"A1": "1"})
    assert (outcome.state, outcome.say) == (WRONG, str(permissions.LEFT))
    made.moved("close_early")
    (outcome,) = made.enter("Sóc Trăng", {"A1": "1"})
    assert outcome.state == WRONG


@pytest.mark.parametrize(
    "damage", [lambda rows: rows.update(points=1), lambda rows: rows._raw_delete(rows.db)]
)
def test_the_database_keeps_every_score(damage):
    made = scene()
    made.enter("Sóc Trăng", {"A1": "1"})
    with pytest.raises(DatabaseError), transaction.atomic():
        damage(ScoreValue.objects.all())


@pytest.mark.parametrize("cells", [1, 20])
def test_saving_costs_the_same_for_any_number_of_cells(cells, django_assert_num_queries):
    made = scene()
    card, officer = made.card("Sóc Trăng"), made.cast.officers["Sóc Trăng"]
    entries = [
        Entry(card.pk, made.by_code[code].pk, ANSWERS[code], reason="Đã làm")
        for code in list(ANSWERS)[:cells]
    ]
    with django_assert_num_queries(15):
        scores.put(made.season, Column.SELF, entries, by=officer)


def test_a_criterion_by_place_gets_its_points_once_all_are_taken_over():
    made = scene(opened=False)
    made.sheet.criteria.filter(code="G2").update(
        kind="RELATIVE", params={"points": ["20", "10"], "rest": "5"}
    )
    made.moved("open_scoring")
    for name, result in (("Sóc Trăng", "7"), ("An Giang", "9"), ("Bạc Liêu", "7")):
        made.enter(name, ANSWERS | {"G2": result}, reason="Đã làm", unproven="Không có")
        cards.submit(made.card(name), by=made.cast.officers[name])
    assert standing(made, "An Giang", "G2").points is None
    own = [made.card(name) for name in ("Sóc Trăng", "An Giang", "Bạc Liêu")]
    scores.take_over(made.season, Column.APPRAISED, own, by=made.cast.officer)
    assert [
        standing(made, name, "G2", Column.APPRAISED).points for name in ("Sóc Trăng", "An Giang", "Bạc Liêu")
    ] == [10, 20, 10]
