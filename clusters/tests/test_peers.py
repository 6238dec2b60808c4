"""Cross-scoring: drawn so that it can be repeated, hidden until it is closed, given away when a scorer fails."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clusters.models import Assignment, CrossDraw, ScoreCard, ScoreValue
from clusters.permissions import peers as permissions
from clusters.permissions import scores as score_permissions
from clusters.scoring import Column
from clusters.selectors import peers as selectors
from clusters.selectors.cards import cards_visible_to, cells_of
from clusters.selectors.standings import standings_of
from clusters.services import leaving, peers, scores, seasons
from clusters.services.scores import SAVED, WRONG
from clusters.states import DrawState, PeerState
from clusters.tests.scoring_stage import scene
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
SEVEN = ("Sóc Trăng", "An Giang", "Bạc Liêu", "Cần Thơ", "Hậu Giang", "Kiên Giang", "Cà Mau")
FOUR = ("Sóc Trăng", "An Giang", "Bạc Liêu", "Kiên Giang")


def today() -> date:
    return timezone.localdate()


def drawn(made, **told):
    return peers.draw(made.season, by=told.pop("by", made.cast.officer), **told)


def crossing(*names, **terms):
    """Self-scores are submitted, the draw is confirmed, cross-scoring is open; the leader does not score Sóc Trăng."""
    made = scene(*names, **terms)
    row, led = drawn(made), [made.cast.members[name].pk for name in ("An Giang", "Sóc Trăng")]
    while led in row.pairs:
        row = drawn(made, reason="Rút lại")
    peers.confirm(row, by=made.cast.officer)
    for name in made.cast.members:
        made.submitted(name)
    made.moved("cross_check")
    return made


def pair_of(made, scored):
    rows = Assignment.objects.exclude(state=PeerState.ENDED).filter(draw__state=DrawState.CONFIRMED)
    return rows.select_related("scorer__organisation", "scored", "draw__season__cluster").get(
        scored__organisation=made.cast.members[scored]
    )


def scorer_of(made, scored):
    """The officer of the member that was drawn to score this one."""
    body = pair_of(made, scored).scorer.organisation
    return next(made.cast.officers[name] for name, one in made.cast.members.items() if one == body)


def name_of(made, seat):
    return next(name for name, body in made.cast.members.items() if body.pk == seat.organisation_id)


def peer_scored(made, scored, points=None, *, whole=False):
    """The scorer agrees with the whole self-score first, where it is `whole`, then gives points of its own."""
    by = scorer_of(made, scored)
    if whole:
        scores.take_over(made.season, Column.CROSS, [made.card(scored)], by=by)
    return made.enter(scored, points or {}, column=Column.CROSS, by=by, reason="Đã kiểm tra tại đơn vị")


def legal(pairs, first, second):
    """Whether the two may exchange whom they score, reckoned anew."""
    there = {(one.scorer_id, one.scored_id) for one in pairs if one not in (first, second)}
    new = {(first.scorer_id, second.scored_id), (second.scorer_id, first.scored_id)}
    together = there | new
    return all(scorer != scored and (scored, scorer) not in together for scorer, scored in new)


def two(pairs, *, may):
    return next(
        (one, other) for one in pairs for other in pairs if one != other and legal(pairs, one, other) is may
    )


def test_everybody_scores_one_and_nobody_the_one_who_scores_it():
    made = scene(*FOUR)
    row = drawn(made)
    pairs = {tuple(pair) for pair in row.pairs}
    assert len({scorer for scorer, _ in pairs}) == len({scored for _, scored in pairs}) == 4
    assert not pairs & {(scored, scorer) for scorer, scored in pairs}
    assert row.state == DrawState.DRAWN
    assert selectors.live_pairs(made.season) == []


def test_the_draw_can_be_repeated_from_what_is_kept_of_it():
    row = drawn(scene(*FOUR))
    assert selectors.repeats(row)
    row.pairs = [[scored, scorer] for scorer, scored in row.pairs]
    assert not selectors.repeats(row)


def test_who_draws_anew_says_why_and_every_draw_stays():
    made = scene(*FOUR)
    first = drawn(made)
    with pytest.raises(Refused):
        drawn(made)
    second = drawn(made, reason="Thiếu một đơn vị trong danh sách")
    assert (second.number, second.reason) == (2, "Thiếu một đơn vị trong danh sách")
    assert [row.state for row in selectors.draws_of(made.season)] == [DrawState.DRAWN, DrawState.SET_ASIDE]
    assert first.seed != second.seed
    with pytest.raises(TransitionRefused):
        peers.confirm(first, by=made.cast.officer)


def test_nothing_is_drawn_anew_once_somebody_has_scored():
    made = crossing(*FOUR)
    peer_scored(made, "Sóc Trăng", {"A1": "40"})
    with pytest.raises(Refused) as refused:
        drawn(made, reason="Không vừa ý")
    assert refused.value.reason == permissions.SCORED_ALREADY


def test_two_members_cannot_be_drawn_and_the_refusal_says_how_many_could():
    made = scene("Sóc Trăng", "An Giang")
    with pytest.raises(Refused, match="3"):
        drawn(made)


def test_last_years_pairs_are_avoided():
    made = scene(*FOUR)
    peers.confirm(drawn(made), by=made.cast.officer)
    before = {tuple(pair) for pair in CrossDraw.objects.get().pairs}
    later = seasons.begin(
        made.season.cluster, seasons.SeasonTerms(year=made.season.year + 1), by=made.cast.officer
    )
    later = seasons.move(later, "compose", by=made.cast.officer)
    assert set(selectors.last_year_pairs(later)) == before
    again = peers.draw(later, by=made.cast.officer)
    assert not {tuple(pair) for pair in again.pairs} & before
    assert selectors.repeats(again)


def test_a_pair_is_exchanged_by_hand_with_a_reason_and_by_the_rules_of_the_draw():
    made = scene(*SEVEN)
    row = drawn(made)
    pairs = list(selectors.pairs_in([row]))
    for one, other in [(one, other) for one in pairs for other in pairs if one.pk < other.pk]:
        if not legal(pairs, one, other):
            with pytest.raises(Refused):
                peers.exchange(one, other, reason="Gần nhau", by=made.cast.officer)
    first, second = two(pairs, may=True)
    with pytest.raises(Refused):
        peers.exchange(first, second, reason=" ", by=made.cast.officer)
    assert peers.exchange(first, second, reason="Gần nhau", by=made.cast.officer) == ()
    now = {(pair.scorer_id, pair.scored_id) for pair in selectors.pairs_in([row])}
    assert {(first.scorer_id, second.scored_id), (second.scorer_id, first.scored_id)} <= now
    assert len(now) == 7
    assert not now & {(scored, scorer) for scorer, scored in now}
    assert Assignment.objects.filter(state=PeerState.ENDED, ended_because="Gần nhau").count() == 2
    with pytest.raises(Refused):
        peers.exchange(first, second, reason="Lần nữa", by=made.cast.officer)
    assert selectors.repeats(row), "the draw stays as it fell"


def test_an_exchange_that_gives_up_a_wish_says_so():
    made = scene(*SEVEN)
    row = drawn(made)
    first, second = two(list(selectors.pairs_in([row])), may=True)
    row.inputs = {
        **row.inputs,
        "last_year": [[first.scorer.organisation_id, second.scored.organisation_id]],
    }
    row.save()
    assert peers.exchange(first, second, reason="Gần nhau", by=made.cast.officer) == ("SAME_PAIR",)


def test_nobody_chooses_who_scores_the_own_body():
    made = crossing(*FOUR)
    pair = pair_of(made, "An Giang")
    other = next(seat for seat in made.season.seats.all() if seat.pk not in (pair.scorer_id, pair.scored_id))
    with pytest.raises(Refused) as refused:
        peers.assign(pair.draw, pair.scored, other, reason="x", by=made.cast.officers["An Giang"])
    assert refused.value.reason == permissions.NOT_OWN_PAIR


def test_a_scorer_sees_the_card_it_was_drawn_to_score_and_nobody_elses():
    made = crossing(*FOUR)
    card = made.card("Sóc Trăng")
    scorer = scorer_of(made, "Sóc Trăng")
    assert card in cards_visible_to(scorer)
    assert score_permissions.columns_shown(scorer, card, on=today()) == (Column.SELF, Column.CROSS)
    for name, officer in made.cast.officers.items():
        if officer != scorer and name not in ("Sóc Trăng", "An Giang"):
            assert card not in cards_visible_to(officer)


def test_only_the_member_drawn_enters_the_peer_score_and_under_its_own_name():
    made = crossing(*FOUR)
    (outcome,) = made.enter("Sóc Trăng", {"A1": "80"}, column=Column.CROSS, by=made.cast.officer)
    assert outcome.state == WRONG
    (outcome,) = made.enter("Sóc Trăng", {"A1": "40"}, column=Column.CROSS, by=scorer_of(made, "Sóc Trăng"))
    assert outcome.state == SAVED
    assert outcome.row.body_id == pair_of(made, "Sóc Trăng").scorer.organisation_id


def test_a_member_does_not_see_its_peer_score_until_cross_scoring_is_closed():
    made = crossing(*FOUR)
    peer_scored(made, "Sóc Trăng", {"A1": "0"})
    own, card = made.cast.officers["Sóc Trăng"], made.card("Sóc Trăng")
    assert Column.CROSS not in score_permissions.columns_shown(own, card, on=today())
    third = next(
        made.cast.officers[name]
        for name in ("Bạc Liêu", "Kiên Giang")
        if made.cast.officers[name] != scorer_of(made, "Sóc Trăng")
    )
    assert card not in cards_visible_to(third)
    made.moved("consolidate")
    card = made.card("Sóc Trăng")
    assert Column.CROSS in score_permissions.columns_shown(own, card, on=today())
    assert card in cards_visible_to(third)
    assert score_permissions.columns_shown(third, card, on=today()) == (Column.SELF, Column.CROSS)
    assert score_permissions.columns_shown(made.cast.officer, card, on=today()) == tuple(Column)


def test_a_cluster_may_seal_the_peer_scores_for_who_runs_it_too():
    made = crossing(*FOUR)
    card = made.card("Sóc Trăng")
    assert Column.CROSS in score_permissions.columns_shown(made.cast.officer, card, on=today())
    card.seat.season.cluster.peers_sealed = True
    assert Column.CROSS not in score_permissions.columns_shown(made.cast.officer, card, on=today())


def test_a_peer_score_is_submitted_whole_and_returned_with_a_reason():
    made = crossing(*FOUR)
    pair, officer = pair_of(made, "Sóc Trăng"), scorer_of(made, "Sóc Trăng")
    peer_scored(made, "Sóc Trăng", {"A1": "35"})
    with pytest.raises(Refused, match="A2"):
        peers.submit(pair, by=officer)
    peer_scored(made, "Sóc Trăng", whole=True)
    with pytest.raises(Refused):
        peers.submit(pair, by=made.cast.officers["Sóc Trăng"])
    pair = peers.submit(pair, by=officer)
    assert (pair.state, pair.late) == (PeerState.SUBMITTED, False)
    (outcome,) = peer_scored(made, "Sóc Trăng", {"A1": "30"})
    assert outcome.say == str(permissions.PEER_SUBMITTED)
    with pytest.raises(Refused):
        peers.give_back(pair, reason="", by=made.cast.officer)
    pair = peers.give_back(pair, reason="Thiếu lý do", by=made.cast.officer)
    assert (pair.state, pair.returned_because) == (PeerState.RETURNED, "Thiếu lý do")
    assert peer_scored(made, "Sóc Trăng", {"A1": "30"})[0].state == SAVED
    assert ScoreValue.objects.filter(column=Column.CROSS, criterion__code="A1").count() == 2


def test_a_peer_score_after_the_last_day_is_marked_as_late():
    made = crossing(*FOUR, cross_scoring_until=date(2021, 11, 30))
    peer_scored(made, "Sóc Trăng", whole=True)
    assert peers.submit(pair_of(made, "Sóc Trăng"), by=scorer_of(made, "Sóc Trăng")).late


def test_a_member_whose_scorer_fails_is_given_to_another_and_what_was_entered_stays():
    made = crossing(*FOUR)
    pair = pair_of(made, "Sóc Trăng")
    peer_scored(made, "Sóc Trăng", {"A1": "35"})
    taken = {pair.scorer_id, pair.scored_id}
    back = next(one for one in selectors.live_pairs(made.season) if one.scorer_id == pair.scored_id)
    with pytest.raises(Refused):
        peers.assign(pair.draw, pair.scored, back.scored, reason="Không chấm", by=made.cast.officer)
    with pytest.raises(Refused):
        peers.assign(pair.draw, pair.scored, pair.scorer, reason="Không chấm", by=made.cast.officer)
    with pytest.raises(Refused):
        peers.assign(pair.draw, pair.scored, pair.scored, reason="Không chấm", by=made.cast.officer)
    new = next(seat for seat in made.season.seats.all() if seat.pk not in taken | {back.scored_id})
    peers.assign(pair.draw, pair.scored, new, reason="Không chấm", by=made.cast.officer)
    assert pair_of(made, "Sóc Trăng").scorer == new
    card = made.card("Sóc Trăng")
    assert cells_of([card.pk])[card.pk][Column.CROSS]["A1"].points == 35
    with pytest.raises(Refused):
        peers.submit(pair, by=made.cast.officers[name_of(made, pair.scorer)])


def test_a_member_that_leaves_scores_nobody_and_the_one_it_scored_waits_for_another():
    made = crossing(*FOUR)
    seat = made.cast.seat(made.season, "Kiên Giang")
    orphan = next(one.scored for one in selectors.live_pairs(made.season) if one.scorer_id == seat.pk)
    leaving.leave(seat, on=today(), reason="chuyển cụm", by=made.cast.officer)
    draw = selectors.standing_draw(made.season)
    assert selectors.without_scorer(draw) == [orphan]
    assert len(selectors.pairs_in([draw])) == 2
    with pytest.raises(Refused):
        peers.assign(
            draw, orphan, made.cast.seat(made.season, "Kiên Giang"), reason="x", by=made.cast.officer
        )


def test_cross_scoring_does_not_open_before_the_draw_is_confirmed():
    made = scene(*FOUR)
    with pytest.raises(Refused):
        made.moved("cross_check")
    row = drawn(made)
    with pytest.raises(Refused):
        made.moved("cross_check")
    peers.confirm(row, by=made.cast.officer)
    made.moved("cross_check")
    assert not scene("Cà Mau", "Cần Thơ", "Hậu Giang", cross_scored=False).season.draws.exists()


def test_a_season_in_which_nobody_scores_another_draws_nothing():
    made = scene(*FOUR, cross_scored=False)
    with pytest.raises(Refused) as refused:
        drawn(made)
    assert refused.value.reason == permissions.NOT_CROSS_SCORED
    with pytest.raises(Refused):
        made.moved("cross_check")


def test_who_scores_always_high_is_shown_with_its_numbers():
    made = crossing(*FOUR)
    for name in FOUR:
        generous = {"A1": "50", "A2": "30", "B1": "70", "E1": "45", "F1": "45", "G2": "5"}
        peer_scored(made, name, generous if name == "Sóc Trăng" else {}, whole=True)
    made.moved("consolidate")
    for name in FOUR:
        scores.take_over(made.season, Column.APPRAISED, [made.card(name)], by=made.cast.officer)
    high = pair_of(made, "Sóc Trăng").scorer_id
    found = {one.seat.pk: one for one in selectors.scorers_of(made.season)}
    # A1 40 → 50, A2 27 → 30, G2 0 → 5: higher; E1 50 → 45, F1 50 → 45: lower; B1 70 as it was
    claimed = found[high].claimed
    assert (claimed.higher, claimed.lower, claimed.points) == (3, 2, 8)
    assert all(found[pk].claimed.points == 0 for pk in found if pk != high)
    assert all(one.judged.compared == 21 for one in found.values() if one.seat.organisation_id)


def test_the_database_keeps_one_draw_and_one_scorer_a_member():
    made = scene(*FOUR)
    row = drawn(made)
    with pytest.raises(IntegrityError), transaction.atomic():
        CrossDraw.objects.create(
            season=made.season,
            number=2,
            seed="x",
            reason="hai lần",
            drawn_by=made.cast.officer,
            drawn_at=timezone.now(),
        )
    pair = row.assignments.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            draw=row, scorer=pair.scored, scored=pair.scored, state_since=timezone.now()
        )
    assert ScoreCard.objects.count() == 4


def test_the_standings_do_not_tell_a_peer_score_while_it_is_hidden():
    made = crossing()
    before = standings_of(made.season, provisional=True, on=today())
    peer_scored(made, "Sóc Trăng", {"A1": "1"})
    during = standings_of(made.season, provisional=True, on=today())
    assert [entry.total for entry in during.entries] == [entry.total for entry in before.entries]
    made.moved("consolidate")
    after = standings_of(made.season, provisional=True, on=today())
    assert [entry.total for entry in after.entries] != [entry.total for entry in before.entries]
