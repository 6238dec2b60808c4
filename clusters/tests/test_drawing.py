"""Pairs for cross-scoring: never mutual, everyone as often as everyone else, wishes kept where they can be."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.drawing import CannotDraw, Search, Wish, draw
from clusters.tests.strategies import few

SEVEN = ("Sóc Trăng", "An Giang", "Bạc Liêu", "Cần Thơ", "Hậu Giang", "Kiên Giang", "Cà Mau")


def sound(found, units, each):
    """What a draw may never break, whatever is wished."""
    scorers = Counter(scorer for scorer, _ in found.pairs)
    scored = Counter(one for _, one in found.pairs)
    assert scorers == scored == dict.fromkeys(units, each)
    assert len(set(found.pairs)) == len(found.pairs)
    assert not any((one, scorer) in found.pairs for scorer, one in found.pairs)
    assert not any(scorer == one for scorer, one in found.pairs)


def test_the_seven_of_the_cluster_score_one_other_each_and_nobody_back():
    found = draw(SEVEN, seed="2021-11-15")
    sound(found, SEVEN, 1)
    assert [scorer for scorer, _ in found.pairs] == list(SEVEN)
    assert (found.gave_way, found.proven, found.seed) == ((), True, "2021-11-15")
    (scored,) = found.scored_by("Cà Mau")
    assert found.scorers_of(scored) == ("Cà Mau",)


def test_the_same_seed_draws_the_same_and_another_seed_another():
    assert draw(SEVEN, seed="a") == draw(SEVEN, seed="a")
    assert set(draw(tuple(reversed(SEVEN)), seed="a").pairs) == set(draw(SEVEN, seed="a").pairs)
    assert len({draw(SEVEN, seed=str(number)).pairs for number in range(20)}) > 10


@pytest.mark.parametrize(("units", "each", "needed"), [(0, 1, 3), (1, 1, 3), (2, 1, 3), (4, 2, 5), (5, 0, 1)])
def test_two_units_would_have_to_score_each_other_and_are_refused(units, each, needed):
    with pytest.raises(CannotDraw) as refused:
        draw(range(units), seed="a", each=each)
    assert (refused.value.units, refused.value.each, refused.value.needed) == (units, each, needed)


def test_a_unit_stands_in_the_list_once():
    with pytest.raises(ValueError, match="once"):
        draw(["A", "A", "B"], seed="a")


def test_three_units_can_only_turn_last_year_s_ring_round_and_say_so():
    last = (("A", "B"), ("B", "C"), ("C", "A"))
    found = draw("ABC", seed="a", last_year=last)
    assert found.pairs == (("A", "C"), ("B", "A"), ("C", "B"))
    assert {one.wish for one in found.gave_way} == {Wish.TURNED_PAIR}
    assert found.proven


def test_merged_sisters_matter_more_than_last_year_s_pairs():
    # Of four units two came from one body: the ring must go A, C, B, D or back, and one of them was last year's.
    last = (("A", "C"), ("C", "B"), ("B", "D"), ("D", "A"))
    found = draw("ABCD", seed="a", last_year=last, sisters=[{"A", "B"}])
    sound(found, "ABCD", 1)
    assert {one.wish for one in found.gave_way} == {Wish.TURNED_PAIR}
    assert set(found.pairs) == {(one, scorer) for scorer, one in last}


def test_where_all_are_sisters_mutual_scoring_still_does_not_happen():
    found = draw(SEVEN, seed="a", sisters=[SEVEN])
    sound(found, SEVEN, 1)
    assert [one.wish for one in found.gave_way] == [Wish.SISTERS] * 7
    assert found.proven


def test_wishes_about_units_that_are_gone_are_no_hindrance():
    found = draw("ABC", seed="a", last_year=[("A", "X")], sisters=[{"X", "Y"}])
    sound(found, "ABC", 1)
    assert found.gave_way == ()


def test_wishes_that_only_two_rings_can_keep_are_found():
    # Six units in two families of scoring: each may score its own three alone, so no ring of six will do.
    first, second = "ABC", "DEF"
    last = [(one, other) for one in first for other in second] + [
        (one, other) for one in second for other in first
    ]
    found = draw(first + second, seed="a", last_year=last)
    sound(found, first + second, 1)
    assert (found.gave_way, found.proven) == ((), True)


def test_forty_units_score_two_each_and_keep_all_wishes():
    before = draw(range(40), seed="2024", each=2)
    found = draw(range(40), seed="2025", each=2, last_year=before.pairs, sisters=[{0, 1, 2}, {10, 20}])
    sound(found, range(40), 2)
    assert (found.gave_way, found.proven) == ((), True)


def test_a_search_that_stops_early_does_not_claim_to_have_seen_all():
    # Each has one it may score, and that one would score it back: somebody must give way.
    sisters = [{"A", "B"}, {"A", "D"}, {"C", "B"}, {"C", "D"}]
    seen, early = (draw("ABCD", seed="a", sisters=sisters, looks=looks) for looks in (20_000, 2))
    sound(early, "ABCD", 1)
    assert (seen.proven, len(seen.gave_way), early.proven) == (True, 2, False)


@few
@given(st.data(), st.integers(1, 3), st.integers(0, 5))
def test_no_draw_is_mutual_and_everyone_has_exactly_as_many(data, each, more):
    units = list(range(2 * each + 1 + more))
    pair = st.tuples(st.sampled_from(units), st.sampled_from(units)).filter(lambda one: one[0] != one[1])
    last_year = data.draw(st.lists(pair, max_size=12))
    sisters = data.draw(st.lists(st.sets(st.sampled_from(units), min_size=2, max_size=3), max_size=2))
    found = draw(
        units, seed=data.draw(st.text(max_size=3)), each=each, last_year=last_year, sisters=sisters, looks=300
    )
    sound(found, units, each)
    told = {one.pair for one in found.gave_way}
    related = {(one, other) for family in sisters for one in family for other in family if one != other}
    for pair_drawn in found.pairs:
        hindered = pair_drawn in related or pair_drawn in last_year or pair_drawn[::-1] in last_year
        assert (pair_drawn in told) == hindered


@few
@given(
    st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda one: one[0] != one[1])),
    st.integers(0, 9),
)
def test_no_draw_of_five_gives_up_less(avoided, seed):
    """Against all 24 rings of five and nothing else: with five units and one each there are no other draws."""
    found = draw(range(5), seed=str(seed), sisters=avoided)
    best = min(
        sum(one in both or one[::-1] in both for one in arcs)
        for both in [avoided]
        for arcs in every_draw_of_five()
    )
    assert len(found.gave_way) == best


def every_draw_of_five():
    search = Search(5, 1, {}, Random(0), 0)
    waiting = [()]
    while waiting:
        taken = waiting.pop()
        if len(taken) == 5:
            yield taken
        else:
            waiting += [arcs for arcs, _ in search._next(taken, 0, len(taken))]
