"""Case 002: «khen thưởng 65 % lao động» read in two ways, side by side, and trials that change nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from clusters.models import (
    Dispute,
    DisputeFigure,
    DisputeWord,
    RuledBy,
    Sandbox,
    ScoreValue,
)
from clusters.permissions import disputes as permissions
from clusters.scoring import Claim, what_if
from clusters.selectors import disputes as selectors
from clusters.selectors.cards import Scored
from clusters.selectors.readings import Read, Trials, waiting_for_figures
from clusters.services import clusters, disputes, rulings, sandboxes, sheets
from clusters.states import DisputeState
from clusters.tests.dispute_stage import (
    APPLIED,
    OWN,
    RULING,
    TERMS,
    THREE,
    contested,
    fresh,
    places,
    prepared,
    today,
)
from clusters.tests.scoring_stage import scene
from clusters.views.disputes import rule_by, share_words
from emulation.lifecycle import TransitionRefused
from emulation.organisations.services import merge
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def test_both_readings_stand_side_by_side_with_their_numbers():
    made = prepared()
    dispute = contested(made)
    _trials, lines = selectors.sides_of(dispute, on=today(), standing=True)
    found = {line.seat.short_name: line for line in lines}
    kien_giang = found["Kiên Giang"]
    assert (kien_giang.first.claim.n, kien_giang.first.claim.d) == (9, 312)
    assert (kien_giang.second.claim.n, kien_giang.second.claim.d) == (9, 12)
    # 9/312 = 2.8846… % of the 65 %: 40 × 2.8846…/65 = 1.7751…; 9/12 = 75 %: all 40
    assert (kien_giang.first.points, kien_giang.second.points) == (Decimal("1.78"), Decimal("40.00"))
    assert [step.code for step in kien_giang.first.steps][:2] == ["SHARE", "NOT_REACHED"]
    assert not found["Sóc Trăng"].second.known
    # A1: 100 × 0,5 = 50; 98 → 49; 90 → 45. All else is alike, so Kiên Giang lies 43,22 behind, then 5 behind.
    assert (kien_giang.first.place, kien_giang.second.place) == (3, 3)
    assert kien_giang.second.total - kien_giang.first.total == Decimal("38.22")


def test_a_member_without_a_number_is_named_and_others_give_theirs():
    made = prepared()
    dispute = contested(made)
    disputes.give_figures(
        dispute,
        made.cast.seat(made.season, "An Giang"),
        applied="",
        contested="4/40",
        by=made.cast.officers["An Giang"],
    )
    disputes.give_figures(
        dispute, made.cast.seat(made.season, "Sóc Trăng"), applied="", contested="13/40", by=made.cast.officer
    )
    _trials, lines = selectors.sides_of(dispute, on=today(), standing=True)
    found = {line.seat.short_name: line.second for line in lines}
    assert all(side.known for side in found.values())
    # An Giang 4/40 = 10 % → 40 × 10/65 = 6,15; Sóc Trăng 13/40 = 32,5 % → 20; Kiên Giang 40
    assert {name: side.points for name, side in found.items()} == {
        "Sóc Trăng": Decimal("20.00"),
        "An Giang": Decimal("6.15"),
        "Kiên Giang": Decimal("40.00"),
    }
    # 50 + 20 = 70, 49 + 6,15 = 55,15, 45 + 40 = 85
    assert {name: side.place for name, side in found.items()} == {
        "Kiên Giang": 1,
        "Sóc Trăng": 2,
        "An Giang": 3,
    }
    with pytest.raises(Refused):
        disputes.give_figures(
            dispute,
            made.cast.seat(made.season, "Sóc Trăng"),
            applied="",
            contested="13/40",
            by=made.cast.officer,
        )
    with pytest.raises(Refused):
        disputes.give_figures(
            dispute,
            made.cast.seat(made.season, "Sóc Trăng"),
            applied="",
            contested="12/40",
            by=made.cast.officers["Kiên Giang"],
        )


def test_a_dispute_is_raised_from_the_pledge_on_without_any_score():
    made = scene(*THREE, opened=False)
    dispute = contested(made)
    trials, lines = selectors.sides_of(dispute, on=today(), standing=True)
    assert not trials.has_scores
    found = {line.seat.short_name: line for line in lines}
    assert (found["Kiên Giang"].first.points, found["Kiên Giang"].second.points) == (Decimal("1.78"), 40)
    assert {line.first.place for line in lines} == {None}
    ruling = rulings.rule(dispute, RULING, answers={}, by=made.cast.officer)
    assert ruling.moves == []
    season = fresh(made)
    leaf = Scored.of(season).leaves["D2"]
    assert leaf.rule.denominator == "tổng số lao động"
    assert waiting_for_figures(season) == []


def test_a_dispute_is_withdrawn_and_taken_up_again_by_the_member_that_raised_it():
    made = prepared()
    dispute, officer = contested(made), made.cast.officers["Kiên Giang"]
    with pytest.raises(Refused):
        disputes.withdraw(dispute, reason="x", by=made.cast.officers["Sóc Trăng"])
    with pytest.raises(Refused):
        disputes.withdraw(dispute, reason=" ", by=officer)
    dispute = disputes.withdraw(dispute, reason="Đã thống nhất tại hội nghị", by=officer)
    assert (dispute.state, dispute.withdrawn_because) == (
        DisputeState.WITHDRAWN,
        "Đã thống nhất tại hội nghị",
    )
    with pytest.raises(Refused):
        disputes.restore(dispute, by=made.cast.officers["Sóc Trăng"])
    assert disputes.restore(dispute, by=officer).state == DisputeState.OPEN
    with pytest.raises(TransitionRefused):
        disputes.restore(dispute, by=officer)


def test_every_member_may_say_its_word_and_nothing_is_taken_back():
    made = prepared()
    dispute = contested(made)
    word = disputes.say(dispute, "Chúng tôi cũng hiểu như vậy", by=made.cast.officers["Sóc Trăng"])
    assert word.body_name == "Liên minh Hợp tác xã Sóc Trăng"
    other = disputes.say(dispute, "Sẽ kết luận trước hội nghị", by=made.cast.officer)
    assert other.body == made.cast.centre
    with pytest.raises(Refused):
        disputes.say(dispute, " ", by=made.cast.officer)
    with pytest.raises(Refused):
        disputes.say(dispute, "Tôi ở xa", by=made.cast.stranger)
    for rows in (DisputeWord.objects.filter(pk=word.pk), DisputeFigure.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (replace(TERMS, contested="9"), "n"),
        (replace(TERMS, contested="9/0"), "d"),
        (replace(TERMS, own=replace(OWN, target=Decimal(0))), "target"),
    ],
)
def test_a_reading_that_makes_no_rule_or_number_is_not_raised(terms, field):
    made = prepared()
    with pytest.raises(Refused):
        contested(made, terms=terms)
    assert not Dispute.objects.exists(), field


def test_only_a_criterion_of_the_seasons_own_sheet_is_contested():
    made = prepared()
    other = sheets.copy(made.sheet, made.season.cluster, by=made.cast.officer)
    for criterion in (other.criteria.get(code="D2"), made.by_code["D"]):
        with pytest.raises(Refused):
            disputes.contest(made.season, criterion, TERMS, by=made.cast.officers["Kiên Giang"])


def test_a_trial_moves_places_and_no_score():
    made = prepared()
    values, readings = ScoreValue.objects.count(), fresh(made).readings
    before = places(made)
    trials = Trials.of(fresh(made), on=today())
    tried = trials.tried(
        [Read("A1", max=Decimal(0)), Read("D2", params={**made.by_code["D2"].params, "below": "NOTHING"})]
    )
    names = {seat.pk: seat.short_name for seat in trials.seats}
    moved = {names[pk]: (move.place_before, move.place_after) for pk, move in tried.moves.items()}
    # Without A1 all three are alike but for D2, of which Kiên Giang now has nothing.
    assert moved == {"Sóc Trăng": (1, 1), "An Giang": (2, 1), "Kiên Giang": (3, 3)}
    assert (ScoreValue.objects.count(), fresh(made).readings, places(made)) == (values, readings, before)
    assert what_if is not None


def test_a_hypothetical_ranking_is_kept_as_it_was_and_can_never_be_a_result():
    made = prepared()
    seat = made.cast.seat(made.season, "Kiên Giang").pk
    trials = Trials.of(fresh(made), on=today())
    claim = disputes.claim_by(made.by_code["D2"], made.by_code["D2"].params, "9/12")
    before = places(made)
    row = sandboxes.keep(
        made.season, "Nếu chỉ tính lao động", [Read("D2", claims={seat: claim})], by=made.cast.officer
    )
    assert selectors.annexable(made.season) == [row]
    assert [one["name"] for one in row.rows][-1] == "Kiên Giang"
    assert row.rows[-1]["why"][0]["after"] == "40.00"
    assert places(made) == before
    # Nothing leads from it to a score or a ranking: no row of another table names one.
    assert [relation.related_model for relation in Sandbox._meta.related_objects] == []
    assert not hasattr(row, "publish")
    with pytest.raises(Refused):
        sandboxes.keep(made.season, "Trống", [], by=made.cast.officer)
    sandboxes.remove(row, by=made.cast.officer)
    assert selectors.annexable(made.season) == []
    with pytest.raises(Refused):
        sandboxes.remove(row, by=made.cast.officer)
    assert trials.has_scores


def test_members_see_places_once_peer_scores_would_not_show_and_try_once_it_is_published():
    made = scene(*THREE)
    member = made.cast.officers["Sóc Trăng"]
    assert permissions.may_see_places(member, made.season, on=today()).reason == permissions.HIDDEN_YET
    assert permissions.may_try(made.cast.officer, made.season, on=today())
    made.moved("consolidate")
    assert permissions.may_see_places(member, made.season, on=today())
    assert permissions.may_try(member, made.season, on=today()).reason == permissions.UNPUBLISHED
    assert not permissions.may_try(made.cast.stranger, made.season, on=today())


def test_a_dispute_shows_a_member_no_score_that_was_not_given_in_it(client):
    made = scene(*THREE, cross_scored=False)
    for name in THREE:
        made.enter(name, {"D2": APPLIED[name]}, reason="Đã hoàn thành")
    page = reverse("clusters:dispute", args=[contested(made).pk])
    client.force_login(made.cast.officers["Sóc Trăng"])
    seen = client.get(page)
    known = {line["seat"]["label"]: line["first"]["known"] for line in seen.context["lines"]}
    assert known == {"Sóc Trăng": False, "An Giang": False, "Kiên Giang": True}
    assert "26/40" not in seen.content.decode()
    client.force_login(made.cast.officer)
    assert "26/40" in client.get(page).content.decode()


def test_a_dispute_names_whom_its_member_continues_and_who_continues_it(client):
    made = prepared()
    page = reverse("clusters:dispute", args=[contested(made).pk])
    members = made.cast.members
    client.force_login(made.cast.officer)
    merged = merge(
        [members["Kiên Giang"], members["Sóc Trăng"]], name="Liên minh HTX Miền Tây", on=date(2026, 7, 1),
        document="NQ 202", by=None,
    )  # fmt: skip
    assert "Kiên Giang nay là Liên minh HTX Miền Tây" in client.get(page).content.decode()
    made.season.seats.filter(organisation=members["Kiên Giang"]).update(
        organisation=merged, name=merged.name, short_name=""
    )
    found = selectors.lineage_of(made.season.seats.get(organisation=merged))
    assert (found.before, found.after) == (["Sóc Trăng", "Kiên Giang"], [])
    assert "tiếp nối Sóc Trăng, Kiên Giang" in client.get(page).content.decode()


def test_the_leader_enters_no_number_for_the_other_side_of_a_dispute():
    made = prepared()
    leader, organiser = made.cast.officers["An Giang"], made.cast.officer
    seats = {name: made.cast.seat(made.season, name) for name in THREE}
    other = selectors.dispute_for(leader, contested(made).pk)

    def may(user, dispute, name):
        return permissions.may_give_figure(user, dispute, seats[name], on=today())

    assert may(leader, other, "Kiên Giang").reason == permissions.OTHER_SIDE
    assert may(leader, other, "Sóc Trăng"), "for one that stands aside the leader may"
    assert all(may(organiser, other, name) for name in THREE)
    own = selectors.dispute_for(leader, contested(made, "An Giang").pk)
    for dispute in (own, other):
        assert may(leader, dispute, "An Giang")
        assert may(leader, dispute, "Sóc Trăng").reason == permissions.OTHER_SIDE
        assert all(may(organiser, dispute, name) for name in THREE)
    with pytest.raises(Refused, match="bên kia"):
        disputes.give_figures(own, seats["Sóc Trăng"], applied="", contested="1/40", by=leader)


def test_a_percent_just_below_the_target_is_not_rounded_up_to_it():
    made = scene(*THREE)
    rule = rule_by(made.by_code["D2"], made.by_code["D2"].params)
    assert share_words(rule, Claim(n=Decimal(1624), d=Decimal(2500))) == "1.624/2.500 = 64,96%"


def test_what_was_contested_keeps_its_sheet_and_who_rules():
    made = scene(*THREE, opened=False)
    assert disputes.contest(made.season, made.by_code["D2"], TERMS, by=made.cast.officers["Kiên Giang"])
    season = fresh(made)
    assert season.sheet.locked
    other = sheets.copy(made.sheet, season.cluster, by=made.cast.officer)
    with pytest.raises(Refused, match="kiến nghị"):
        sheets.choose(season, other, by=made.cast.officer)
    stored = clusters.cluster_terms_of(season.cluster)
    changed = replace(stored, ruled_by=RuledBy.LEADER)
    with pytest.raises(Refused, match="chờ kết luận"):
        clusters.revise(season.cluster, changed, base=stored, by=made.cast.officer)


def test_who_sees_peer_scores_is_not_changed_while_members_score():
    made = scene(*THREE)
    stored = clusters.cluster_terms_of(fresh(made).cluster)
    changed = replace(stored, peers_sealed=not stored.peers_sealed)
    with pytest.raises(Refused, match="đang chấm"):
        clusters.revise(made.season.cluster, changed, base=stored, by=made.cast.officer)
