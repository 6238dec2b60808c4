"""What an act of cross-scoring or on a dispute is refused for before anybody asks for the office; and rarer ways."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.models import (
    Assignment,
    Cluster,
    CrossDraw,
    Dispute,
    Ruled,
    Ruling,
    Sandbox,
    ScoreCard,
    Season,
    Seat,
)
from clusters.permissions import clusters as cluster_rights
from clusters.permissions import disputes as dispute_rights
from clusters.permissions import peers as peer_rights
from clusters.permissions import scores as score_rights
from clusters.scoring import Column
from clusters.selectors import disputes as dispute_selectors
from clusters.selectors import peers as selectors
from clusters.services import disputes, opening, peers, rulings, scores
from clusters.services.disputes import ReadingTerms
from clusters.states import CardState, DisputeState, DrawState, PeerState, SeasonState
from clusters.tests.dispute_stage import RULING, TERMS, cell, contested, prepared
from clusters.tests.scoring_stage import scene
from clusters.tests.stage import MEMBERS, stage
from clusters.tests.test_peers import FOUR, crossing, pair_of, peer_scored, scorer_of
from emulation.organisations.services import merge
from emulation.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def cast():
    cast = stage("Sóc Trăng", "An Giang", "Kiên Giang")
    cast.thrown = cast.cluster(*cast.members)
    return cast


def season(cast, state=SeasonState.CROSS_CHECK, **facts):
    """A season in this state of a cluster that exists; nothing is stored."""
    return Season(pk=-1, cluster=cast.thrown, state=state, year=2021, **facts)


def seat(cast, name, of):
    return Seat(pk=-1, season=of, organisation=cast.members[name])


@pytest.mark.parametrize(
    ("state", "facts", "reason"),
    [
        (SeasonState.CLOSED, {}, cluster_rights.OVER),
        (SeasonState.DRAFT, {}, peer_rights.NOT_DRAWING),
        (SeasonState.CONSOLIDATED, {}, peer_rights.NOT_DRAWING),
        (SeasonState.CROSS_CHECK, {"cross_scored": False}, peer_rights.NOT_CROSS_SCORED),
        (SeasonState.CROSS_CHECK, {}, ""),
    ],
)
def test_who_scores_whom_is_drawn_in_its_time(cast, state, facts, reason):
    of = season(cast, state, **facts)
    assert peer_rights.may_draw(cast.officer, of, on=today()).reason == reason
    draw = CrossDraw(pk=-1, season=of, state=DrawState.DRAWN)
    assert peer_rights.may_confirm(cast.officer, draw, on=today()).reason == reason
    assert not peer_rights.may_assign(cast.officer, draw, seat(cast, "Sóc Trăng", of), on=today())
    aside = CrossDraw(pk=-1, season=of, state=DrawState.SET_ASIDE)
    assert not peer_rights.may_exchange(cast.officer, aside, on=today())
    assert not peer_rights.may_confirm(cast.officer, aside, on=today())


def test_a_peer_score_has_its_time_and_its_scorer(cast):
    of, officer = season(cast), cast.officers["Sóc Trăng"]
    draw = CrossDraw(pk=-1, season=of, state=DrawState.CONFIRMED)
    pair = Assignment(
        draw=draw,
        scorer=seat(cast, "Sóc Trăng", of),
        scored=seat(cast, "Kiên Giang", of),
        state=PeerState.OPEN,
    )
    assert peer_rights.may_submit_peer(officer, pair, on=today())
    assert (
        peer_rights.may_return_peer(cast.officer, pair, on=today()).reason == peer_rights.PEER_NOT_SUBMITTED
    )
    pair.state = PeerState.SUBMITTED
    assert peer_rights.may_submit_peer(officer, pair, on=today()).reason == peer_rights.PEER_SUBMITTED
    assert peer_rights.may_return_peer(cast.officer, pair, on=today())
    assert not peer_rights.may_return_peer(cast.officers["An Giang"], pair, on=today())
    assert peer_rights.may_return_peer(officer, pair, on=today()).reason == peer_rights.NOT_OWN_PAIR
    of.state = SeasonState.CONSOLIDATED
    assert peer_rights.may_submit_peer(officer, pair, on=today()).reason == peer_rights.NOT_CROSS_SCORING
    assert peer_rights.may_return_peer(cast.officer, pair, on=today()).reason == peer_rights.NOT_CROSS_SCORING
    card = ScoreCard(pk=-1, seat=pair.scored, state=CardState.OPEN)
    assert peer_rights.may_score_peer(officer, card, on=today()).reason == peer_rights.NOT_CROSS_SCORING
    of.state = SeasonState.CROSS_CHECK
    of.__dict__["_pairs_known"] = []
    assert peer_rights.may_score_peer(officer, card, on=today()).reason == peer_rights.NOT_ASSIGNED
    assert peer_rights.may_see_scorers(cast.officer, of, on=today()).reason == peer_rights.NOT_CLOSED
    assert score_rights.columns_shown(officer, card, on=today()) == (
        Column.SELF,
        Column.APPRAISED,
        Column.FINAL,
    )
    of.state = SeasonState.CLOSED_EARLY
    assert score_rights.columns_shown(officer, card, on=today()) == tuple(Column)


@pytest.mark.parametrize(
    ("state", "facts", "reason"),
    [
        (SeasonState.CLOSED, {"sheet_id": -1}, cluster_rights.OVER),
        (SeasonState.RUNNING, {}, score_rights.NO_SHEET),
        (SeasonState.DRAFT, {"sheet_id": -1}, dispute_rights.NOT_NOW),
        (SeasonState.DECIDED, {"sheet_id": -1}, dispute_rights.NOT_NOW),
    ],
)
def test_a_reading_is_contested_and_ruled_in_its_time(cast, state, facts, reason):
    of, member = season(cast, state, **facts), cast.officers["Sóc Trăng"]
    dispute = Dispute(pk=-1, season=of, seat=seat(cast, "Sóc Trăng", of), state=DisputeState.OPEN)
    mine = dispute.seat
    rights = dispute_rights
    assert rights.may_contest(member, of, on=today()).reason == reason
    assert rights.may_say(cast.officer, dispute, on=today()).reason == reason
    assert rights.may_say(member, dispute, on=today()).reason == reason
    assert rights.may_give_figure(member, dispute, mine, on=today()).reason == reason
    assert rights.may_rule(cast.officer, dispute, on=today()).reason == reason
    assert rights.may_rule_again(cast.officer, Ruling(season=of), on=today()).reason == reason
    dispute.state = DisputeState.WITHDRAWN
    assert rights.may_restore(member, dispute, on=today()).reason == reason


def test_what_is_not_open_is_left_alone(cast):
    of, member = season(cast, SeasonState.RUNNING, sheet_id=-1), cast.officers["Sóc Trăng"]
    dispute = Dispute(pk=-1, season=of, seat=seat(cast, "Sóc Trăng", of), state=DisputeState.RULED)
    rights = dispute_rights
    assert rights.may_say(member, dispute, on=today()).reason == rights.NOT_OPEN
    assert rights.may_give_figure(member, dispute, dispute.seat, on=today()).reason == rights.NOT_OPEN
    assert rights.may_withdraw(member, dispute, on=today()).reason == rights.NOT_OPEN
    assert rights.may_rule(cast.officer, dispute, on=today()).reason == rights.NOT_OPEN
    assert not rights.may_restore(member, dispute, on=today())
    dispute.state = DisputeState.WITHDRAWN
    other = cast.officers["Kiên Giang"]
    assert rights.may_restore(other, dispute, on=today()).reason == rights.NOT_YOURS
    assert rights.may_contest(cast.officer, of, on=today()).reason == rights.NOT_A_MEMBER
    assert rights.speaks_for(other, dispute.seat, on=today()).reason == rights.NOT_A_MEMBER


def test_places_and_trials_have_their_readers(cast):
    rights, member = dispute_rights, cast.officers["Kiên Giang"]
    assert rights.may_try(cast.officer, season(cast), on=today()).reason == score_rights.NO_SHEET
    done = season(cast, SeasonState.CLOSED, sheet_id=-1)
    assert rights.may_keep_sandbox(cast.officer, done, on=today()).reason == cluster_rights.OVER
    assert rights.may_see_places(member, done, on=today()).reason == rights.NOT_A_MEMBER
    row = Sandbox(season=done, body=cast.members["Sóc Trăng"])
    assert rights.may_read_sandbox(member, row, on=today()).reason == rights.NOT_YOUR_SANDBOX
    assert not rights.may_read_sandbox(cast.officers["Sóc Trăng"], row, on=today())
    assert rights.may_read_sandbox(cast.officer, row, on=today())
    assert rights.may_remove_sandbox(cast.officer, row, on=today()).reason == cluster_rights.OVER


def test_sisters_of_a_merger_are_found_both_ways():
    cast = stage(*MEMBERS[:4])
    one, other, third, _fourth = cast.members.values()
    ids = [body.pk for body in cast.members.values()]
    assert selectors.sisters_among(ids) == []
    merge(
        [one, other],
        name="Liên minh Hợp tác xã Sóc Giang",
        on=date(2025, 7, 1),
        document="Nghị quyết 202/2025/QH15",
        by=None,
    )
    assert selectors.sisters_among(ids) == [(one.pk, other.pk)]
    assert third.pk not in selectors.sisters_among(ids)[0]


def test_the_draw_is_made_made_anew_and_confirmed_on_its_pages():
    made = scene(*FOUR)
    client = Client()
    client.force_login(made.cast.officer)
    cross, draw = (reverse(f"clusters:{name}", args=[made.season.pk]) for name in ("cross", "cross_draw"))
    assert "Chưa rút thăm" in client.get(cross).content.decode()
    assert "reason" not in client.get(draw).context["form"].fields
    assert "Đã rút thăm" in client.post(draw, follow=True).content.decode()
    member = Client()
    member.force_login(made.cast.officers["Sóc Trăng"])
    assert member.get(cross).context["draw"] is None
    assert client.post(draw).context["form"].errors.keys() == {"reason"}
    client.post(draw, {"reason": "Rút lại có chứng kiến"})
    row = selectors.standing_draw(made.season)
    assert row.number == 2
    confirm = reverse("clusters:draw_confirm", args=[row.pk])
    assert client.get(confirm).status_code == 200
    client.post(confirm)
    assert len(member.get(cross).context["lines"]) == 4
    assert client.get(confirm).status_code == 403


def test_a_pair_of_whom_one_is_scored_is_not_exchanged_and_a_submitted_one_comes_back():
    made = crossing("Sóc Trăng", "An Giang", "Bạc Liêu", "Kiên Giang", "Cà Mau", "Cần Thơ")
    peer_scored(made, "Sóc Trăng", whole=True)
    pair = peers.submit(pair_of(made, "Sóc Trăng"), by=scorer_of(made, "Sóc Trăng"))
    for other in selectors.live_pairs(made.season):
        if other.pk != pair.pk:
            with pytest.raises(Refused):
                peers.exchange(pair, other, reason="Gần nhau", by=made.cast.officer)
    client = Client()
    client.force_login(made.cast.officer)
    back = reverse("clusters:peer_return", args=[pair.pk])
    assert client.get(back).status_code == 200
    client.post(back, {"reason": "Thiếu lý do"})
    assert pair_of(made, "Sóc Trăng").state == PeerState.RETURNED
    assert client.get(back).status_code == 409
    late = reverse("clusters:peer_submit", args=[pair.pk])
    scorer = Client()
    scorer.force_login(scorer_of(made, "Sóc Trăng"))
    scorer.post(late)
    assert scorer.get(late).status_code == 409


def test_without_cards_nobody_is_far_and_nothing_is_submitted():
    made = scene(*FOUR, opened=False)
    row = peers.confirm(peers.draw(made.season, by=made.cast.officer), by=made.cast.officer)
    pairs = list(selectors.pairs_in([row]))
    assert {one.answered for one in selectors.progress_of(made.season, pairs)} == {0}
    made.season.sheet = None
    assert {one.asked for one in selectors.progress_of(made.season, pairs)} == {0}
    with pytest.raises(Refused):
        peers.lacking(pairs[0])
    with pytest.raises(Http404):
        dispute_selectors.contestable(made.season)
    with pytest.raises(Refused):
        opening.refuse_without_draw(Season(cross_scored=False))
    assert selectors.not_submitted(made.season) == []


def test_a_third_reading_is_ruled_and_what_does_not_apply_stays_so():
    made = prepared()
    made.enter("Sóc Trăng", {"D2": "KAD"}, column=Column.APPRAISED, reason="Không có lao động")
    other = ReadingTerms(reading="Trung bình hai cách", target=Decimal(50))
    terms = replace(RULING, outcome=Ruled.OTHER, other=other)
    seats = {name: made.cast.seat(made.season, name).pk for name in ("Sóc Trăng", "Kiên Giang")}
    ruling = rulings.rule(
        contested(made),
        terms,
        answers={seats["Kiên Giang"]: "3/12", seats["Sóc Trăng"]: "1/2", -5: "9/9"},
        by=made.cast.officer,
    )
    # 3/12 = 25 % of the 50 %: half of the 40 points
    assert cell(made, "Kiên Giang", Column.APPRAISED).points == 20
    assert cell(made, "Sóc Trăng", Column.APPRAISED).na
    assert ruling.reading == "Trung bình hai cách"
    assert scores.take_over(made.season, Column.APPRAISED, [], by=made.cast.officer) == []


def test_where_an_earlier_ruling_stands_it_is_what_is_applied():
    made = prepared()
    first = rulings.rule(contested(made), RULING, answers={}, by=made.cast.officer)
    again = contested(made, "Sóc Trăng", replace(TERMS, contested="1/40", applied="13/40"))
    assert again.applied == first.params
    later = rulings.rule(
        again, replace(RULING, outcome=Ruled.APPLIED, ruled_on=today()), answers={}, by=made.cast.officer
    )
    assert (later.reading, later.supersedes) == (first.reading, first)


def test_a_dispute_is_withdrawn_and_taken_up_again_on_its_pages():
    made = prepared()
    dispute, client = contested(made), Client()
    client.force_login(made.cast.officers["Kiên Giang"])
    client.post(reverse("clusters:dispute_withdraw", args=[dispute.pk]), {"reason": "Đã thống nhất"})
    assert "Đã thống nhất" in client.get(reverse("clusters:dispute", args=[dispute.pk])).content.decode()
    restore = reverse("clusters:dispute_restore", args=[dispute.pk])
    assert client.get(restore).status_code == 200
    client.post(restore)
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.OPEN
    with pytest.raises(AssertionError):
        disputes.body_of(made.cast.stranger, made.season)
    assert Cluster.objects.get().ruled_by == "ORGANISER"
