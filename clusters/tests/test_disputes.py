"""Case 002: «khen thưởng 65 % lao động» read in two ways; a ruling for all, and trials that change nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from clusters.models import (
    Cluster,
    Dispute,
    DisputeFigure,
    DisputeWord,
    Ruled,
    RuledBy,
    Ruling,
    RulingEffect,
    Sandbox,
    ScoreValue,
    Season,
    Source,
)
from clusters.permissions import disputes as permissions
from clusters.scoring import Claim, Column, what_if
from clusters.selectors import disputes as selectors
from clusters.selectors.cards import Scored, cells_of
from clusters.selectors.readings import Read, Trials, waiting_for_figures
from clusters.selectors.standings import standing_of
from clusters.services import cards, clusters, disputes, rulings, sandboxes, scores, sheets
from clusters.services.disputes import DisputeTerms, ReadingTerms
from clusters.services.rulings import RulingTerms
from clusters.states import DisputeState
from clusters.tests.scoring_stage import ANSWERS, scene
from clusters.views.disputes import rule_by, share_words
from emulation.lifecycle import TransitionRefused
from emulation.organisations.services import merge
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
THREE = ("Sóc Trăng", "An Giang", "Kiên Giang")
OWN = ReadingTerms(
    reading="Lao động được khen trên tổng số lao động",
    numerator="lao động được khen thưởng",
    denominator="tổng số lao động",
)
TERMS = DisputeTerms(
    clause="Điểm b khoản 2 Điều 7 Quy chế",
    text="Mẫu số gộp cả thành viên HTX nên chỉ tiêu không thể đạt",
    own=OWN,
    contested="9/12",
    applied="9/312",
)
RULING = RulingTerms(
    outcome=Ruled.CONTESTED,
    text="Mẫu số là tổng số lao động, không gộp thành viên",
    ground="Điều 7 Quy chế; biên bản họp ngày 20/01/2021",
    ruled_on=date(2021, 1, 27),
    document="12/KL-LMHTXVN",
)
# D2 is worth 40 points for 65 %; as it is applied labourers and members are counted together.
APPLIED = {"Sóc Trăng": "30/40", "An Giang": "26/40", "Kiên Giang": "9/312"}


def today() -> date:
    return timezone.localdate()


def prepared(**terms):
    """Three members with whole self-scores that differ: in D2 by the reading, in A1 by hand; all appraised."""
    made = scene(*THREE, cross_scored=False, **terms)
    for name, articles in (("Sóc Trăng", "100"), ("An Giang", "98"), ("Kiên Giang", "90")):
        made.enter(
            name,
            {**ANSWERS, "A1": articles, "D2": APPLIED[name]},
            reason="Đã hoàn thành",
            unproven="Hồ sơ lưu tại đơn vị",
        )
        cards.submit(made.card(name), by=made.cast.officers[name])
    made.moved("consolidate")
    for name in THREE:
        scores.take_over(made.season, Column.APPRAISED, [made.card(name)], by=made.cast.officer)
    return made


def contested(made, name="Kiên Giang", terms=TERMS):
    return disputes.contest(made.season, made.by_code["D2"], terms, by=made.cast.officers[name])


def fresh(made) -> Season:
    return Season.objects.select_related("cluster__organiser", "sheet").get(pk=made.season.pk)


def places(made):
    ranking = standing_of(fresh(made), provisional=True, on=today())
    names = {seat.pk: seat.short_name for seat in made.season.seats.all()}
    return {names[place.unit]: place.place for place in ranking.places}


def cell(made, name, column, code="D2"):
    return cells_of([made.card(name).pk])[made.card(name).pk][column][code]


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


def test_a_percent_just_below_the_target_is_not_rounded_up_to_it():
    made = scene(*THREE)
    rule = rule_by(made.by_code["D2"], made.by_code["D2"].params)
    assert share_words(rule, Claim(n=Decimal(1624), d=Decimal(2500))) == "1.624/2.500 = 64,96%"


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
