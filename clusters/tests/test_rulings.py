"""Case 002: the ruling on «khen thưởng 65 % lao động» holds for all, and nothing is written over."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from clusters.models import (
    Cluster,
    Dispute,
    Ruled,
    RuledBy,
    Ruling,
    RulingEffect,
    ScoreValue,
    Season,
    Source,
)
from clusters.permissions import disputes as permissions
from clusters.scoring import Column
from clusters.selectors import disputes as selectors
from clusters.selectors.readings import waiting_for_figures
from clusters.services import disputes, rulings, scores
from clusters.services.disputes import ReadingTerms
from clusters.states import DisputeState
from clusters.tests.dispute_stage import (
    OWN,
    RULING,
    TERMS,
    THREE,
    cell,
    contested,
    fresh,
    places,
    prepared,
    today,
)
from clusters.tests.scoring_stage import scene
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def test_the_ruling_holds_for_all_and_the_ranking_changes_as_reckoned_by_hand():
    made = prepared()
    assert places(made) == {"Sóc Trăng": 1, "An Giang": 2, "Kiên Giang": 3}
    before = ScoreValue.objects.count()
    dispute = contested(made)
    seats = {name: made.cast.seat(made.season, name).pk for name in THREE}
    ruling = rulings.rule(
        dispute,
        RULING,
        answers={seats["Sóc Trăng"]: "13/40", seats["An Giang"]: "4/40"},
        by=made.cast.officer,
    )
    assert {name: cell(made, name, Column.APPRAISED).points for name in THREE} == {
        "Sóc Trăng": Decimal("20.00"),
        "An Giang": Decimal("6.15"),
        "Kiên Giang": Decimal("40.00"),
    }
    assert places(made) == {"Kiên Giang": 1, "Sóc Trăng": 2, "An Giang": 3}
    # 3 values were added, none was changed: what the members wrote of themselves stays.
    assert ScoreValue.objects.count() == before + 3
    assert {name: cell(made, name, Column.SELF).points for name in THREE} == {
        "Sóc Trăng": Decimal("40.00"),
        "An Giang": Decimal("40.00"),
        "Kiên Giang": Decimal("1.78"),
    }
    row = cell(made, "Kiên Giang", Column.APPRAISED)
    assert (row.source, row.claim) == (Source.RULED, {"n": "9", "d": "12"})
    assert "1" in row.reason
    assert "27/01/2021" in row.reason
    effect = RulingEffect.objects.get(after=row)
    assert (effect.before.points, effect.ruling) == (Decimal("1.78"), ruling)
    told = {one["name"]: one for one in ruling.moves}
    assert (told["Kiên Giang"]["place_before"], told["Kiên Giang"]["place_after"]) == (3, 1)
    assert (told["Kiên Giang"]["points_before"], told["Kiên Giang"]["points_after"]) == ("1.78", "40.00")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.ruling, ruling.number) == (DisputeState.RULED, ruling, 1)


def test_where_a_number_is_missing_nothing_of_the_old_reading_counts_silently():
    made = prepared()
    for name in THREE:
        scores.take_over(made.season, Column.FINAL, [made.card(name)], by=made.cast.officer)
    rulings.rule(contested(made), RULING, answers={}, by=made.cast.officer)
    season = fresh(made)
    (waiting,) = waiting_for_figures(season)
    assert [seat.short_name for seat in waiting.seats] == ["Sóc Trăng", "An Giang"]
    for column in (Column.APPRAISED, Column.FINAL):
        assert cell(made, "Sóc Trăng", column).empty
        assert cell(made, "Kiên Giang", column).points == 40
    # Filling the column from the one before it does not bring the old reading back.
    scores.take_over(season, Column.APPRAISED, [made.card("Sóc Trăng")], by=made.cast.officer)
    assert cell(made, "Sóc Trăng", Column.APPRAISED).empty
    made.enter("Sóc Trăng", {"D2": "13/40"}, column=Column.APPRAISED, reason="Theo kết luận số 1")
    assert cell(made, "Sóc Trăng", Column.APPRAISED).points == 20
    (waiting,) = waiting_for_figures(fresh(made))
    assert [seat.short_name for seat in waiting.seats] == ["An Giang"]


def test_a_ruling_is_superseded_by_a_later_one_only():
    made = prepared()
    first = rulings.rule(contested(made), RULING, answers={}, by=made.cast.officer)
    other = ReadingTerms(
        reading="Người được khen trên tổng số cá nhân được khen",
        numerator="lao động trực tiếp được khen",
        denominator="cá nhân được khen",
        target=Decimal(50),
    )
    again = replace(RULING, outcome=Ruled.OTHER, other=other, ruled_on=date(2021, 2, 1))
    with pytest.raises(Refused):
        rulings.rule_again(first, replace(again, other=None), answers={}, by=made.cast.officer)
    with pytest.raises(Refused):
        rulings.rule_again(first, replace(again, ruled_on=date(2021, 1, 1)), answers={}, by=made.cast.officer)
    with pytest.raises(Refused):
        rulings.rule_again(
            first, replace(again, ruled_on=today() + timedelta(days=1)), answers={}, by=made.cast.officer
        )
    seat = made.cast.seat(made.season, "Kiên Giang").pk
    second = rulings.rule_again(first, again, answers={seat: "5/10"}, by=made.cast.officer)
    assert (second.number, second.supersedes) == (2, first)
    assert fresh(made).readings["D2"]["ruling"] == 2
    # 5/10 = 50 %, which is the target of the later ruling
    assert cell(made, "Kiên Giang", Column.APPRAISED).points == 40
    with pytest.raises(Refused) as refused:
        rulings.rule_again(first, again, answers={}, by=made.cast.officer)
    assert refused.value.reason == permissions.SUPERSEDED
    with pytest.raises(DatabaseError), transaction.atomic():
        Ruling.objects.filter(pk=first.pk).update(text="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        Ruling.objects.filter(pk=first.pk).delete()


def test_where_the_reading_applied_stands_no_score_is_touched():
    made = prepared()
    before = ScoreValue.objects.count()
    ruling = rulings.rule(
        contested(made), replace(RULING, outcome=Ruled.APPLIED), answers={}, by=made.cast.officer
    )
    assert (ScoreValue.objects.count(), fresh(made).readings) == (before, {})
    assert ruling.moves[0]["place_before"] == ruling.moves[0]["place_after"]
    assert waiting_for_figures(fresh(made)) == []


def test_one_ruling_answers_every_open_dispute_on_the_criterion():
    made = prepared()
    first, second = (
        contested(made),
        contested(made, "Sóc Trăng", replace(TERMS, contested="13/40", applied="")),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=first.pk).update(seat=second.seat)
    ruling = rulings.rule(second, RULING, answers={}, by=made.cast.officer)
    assert set(ruling.disputes.all()) == {first, second}
    with pytest.raises(TransitionRefused):
        rulings.rule(first, RULING, answers={}, by=made.cast.officer)


def test_who_rules_is_the_clusters_regulation():
    made = prepared()
    dispute, leader = contested(made), made.cast.officers["An Giang"]
    assert permissions.may_rule(leader, dispute, on=today()).reason == permissions.NOT_RULING
    dispute.season.cluster.ruled_by = RuledBy.LEADER
    assert permissions.may_rule(leader, dispute, on=today())
    member = made.cast.officers["Sóc Trăng"]
    assert permissions.may_rule(member, dispute, on=today()).reason == permissions.NOT_RULING_BOTH
    own = contested(made, "An Giang", replace(TERMS, applied="26/40"))
    own.season.cluster.ruled_by = RuledBy.LEADER
    assert permissions.may_rule(leader, own, on=today()).reason == permissions.OWN_DISPUTE
    assert permissions.may_rule(made.cast.officer, own, on=today())


def test_what_is_scored_after_a_ruling_is_scored_by_it():
    made = scene(*THREE, opened=False)
    own = replace(OWN, target=Decimal(90))
    rulings.rule(contested(made, terms=replace(TERMS, own=own)), RULING, answers={}, by=made.cast.officer)
    made.season = fresh(made)
    made.moved("open_scoring")
    made.enter("Sóc Trăng", {"D2": "9/12"})
    # 75 % of the 90 % ruled: 40 × 75/90 = 33,33
    assert cell(made, "Sóc Trăng", Column.SELF).points == Decimal("33.33")


def test_what_the_organiser_types_wrongly_is_refused_by_name_and_nothing_is_ruled():
    made = prepared()
    dispute, seat = contested(made), made.cast.seat(made.season, "Sóc Trăng").pk
    for text in ("9", "9/0", "nhiều"):
        with pytest.raises(Refused, match="Sóc Trăng"):
            rulings.rule(dispute, RULING, answers={seat: text}, by=made.cast.officer)
    assert not Ruling.objects.exists()
    assert fresh(made).readings == {}


def test_a_ruled_dispute_shows_what_it_was_about_and_what_holds_now(client):
    made = prepared()
    dispute = contested(made)
    seats = {name: made.cast.seat(made.season, name).pk for name in THREE}
    rulings.rule(dispute, RULING, answers={seats["Sóc Trăng"]: "13/40"}, by=made.cast.officer)
    made.enter("An Giang", {"D2": "39/40"}, column=Column.APPRAISED, reason="Theo kết luận số 1")
    page = reverse("clusters:dispute", args=[dispute.pk])
    client.force_login(made.cast.officer)
    lines = {line["seat"]["label"]: line for line in client.get(page).context["lines"]}
    shown = {
        name: [line[side]["share"] for side in ("first", "second", "now")] for name, line in lines.items()
    }
    assert shown == {
        "Sóc Trăng": ["30/40 = 75%", "13/40 = 32,5%", "13/40 = 32,5%"],
        "An Giang": ["26/40 = 65%", "", "39/40 = 97,5%"],
        "Kiên Giang": ["9/312 = 2,8846%", "9/12 = 75%", "9/12 = 75%"],
    }
    kien_giang = lines["Kiên Giang"]
    assert (kien_giang["first"]["points"], kien_giang["first"]["place"]) == (Decimal("1.78"), 3)
    assert "1,78" in client.get(page).content.decode()
    # What was not given in the dispute is told to a member only where it sees everybody's places.
    Season.objects.filter(pk=made.season.pk).update(state="self_scoring")
    client.force_login(made.cast.officers["Kiên Giang"])
    seen = client.get(page)
    known = {line["seat"]["label"]: line["second"]["known"] for line in seen.context["lines"]}
    assert known == {"Sóc Trăng": False, "An Giang": False, "Kiên Giang": True}
    assert "13/40" not in seen.content.decode()


def test_a_third_reading_leaves_the_two_of_the_dispute_as_they_were():
    made = prepared()
    first, other = contested(made), contested(made, "Sóc Trăng", replace(TERMS, contested="", applied=""))
    third = replace(RULING, outcome=Ruled.OTHER, other=replace(OWN, reading="Cách thứ ba"))
    rulings.rule(first, third, answers={made.card("An Giang").seat_id: "1/2"}, by=made.cast.officer)
    for dispute in (first, other):
        dispute.refresh_from_db()
        told = {row["name"]: row for row in dispute.at_ruling}
        assert told["An Giang"]["first"]["claim"] == {"n": "26", "d": "40"}
        assert told["An Giang"]["second"]["claim"] == {}


def test_what_was_ruled_meanwhile_is_not_taken_up_again():
    made = prepared()
    first = disputes.withdraw(contested(made), reason="xem lại", by=made.cast.officers["Kiên Giang"])
    rulings.rule(contested(made), RULING, answers={}, by=made.cast.officer)
    with pytest.raises(Refused):
        disputes.restore(first, by=made.cast.officers["Kiên Giang"])


def test_the_leader_rules_neither_anew_on_what_its_body_contested_nor_with_its_own_number():
    made = prepared()
    Cluster.objects.filter(pk=made.season.cluster_id).update(ruled_by=RuledBy.LEADER)
    leader = made.cast.officers["An Giang"]
    other = selectors.dispute_for(leader, contested(made).pk)
    own = {made.card("An Giang").seat_id: "40/40"}
    with pytest.raises(Refused, match="đơn vị mình"):
        rulings.rule(other, RULING, answers=own, by=leader)
    ruling = rulings.rule(other, RULING, answers={}, by=leader)
    assert permissions.may_rule_again(leader, selectors.ruling_for(leader, ruling.pk), on=today())
    mine = selectors.dispute_for(leader, contested(made, "An Giang").pk)
    later = rulings.rule(mine, RULING, answers={}, by=made.cast.officer)
    again = permissions.may_rule_again(leader, selectors.ruling_for(leader, later.pk), on=today())
    assert again.reason == permissions.OWN_DISPUTE
