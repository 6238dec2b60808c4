"""Places: ties and what separated them, knock-outs, bands; whatever order the units come in."""

import json
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.scoring import (
    BALLOT,
    BandsBy,
    Basis,
    Effect,
    Entrant,
    Knock,
    RankBand,
    RankingRule,
    column_total,
    entrant,
    rank,
    ranking_data,
    ranking_of,
)
from clusters.tests.strategies import cents, few
from clusters.tests.test_sheets import DEMO
from clusters.tests.test_totals import FULL, value

D = Decimal
KIEN_GIANG = RankingRule(tie_break=("ND1", "ND3", BALLOT))


def unit(name, points, nd1=None, nd3=None, votes=None, **also):
    parts = {"ND1": None if nd1 is None else D(nd1), "ND3": None if nd3 is None else D(nd3)}
    number = None if points is None else D(str(points))
    return Entrant(name, number, D(also.pop("possible", 950)), parts, votes, **also)


def places(ranking):
    return {one.unit: one.place for one in ranking.places}


def test_equal_points_share_a_place_and_the_next_is_skipped():
    ranking = rank([unit("C", 900), unit("A", 950), unit("D", 880), unit("B", 900)], RankingRule())
    assert places(ranking) == {"A": 1, "B": 2, "C": 2, "D": 4}
    assert [one.unit for one in ranking.places] == ["A", "B", "C", "D"]
    second = ranking.places[1]
    assert second.shared_with == ("C",)
    assert (second.after.other, second.after.step, second.after.difference) == ("C", "", None)


def test_the_written_order_separates_and_says_at_which_step():
    ranking = rank(
        [
            unit("A", 900, nd1=600, nd3=90),
            unit("B", 900, nd1=610, nd3=80),
            unit("C", 900, nd1=600, nd3=95),
            unit("D", 900, nd1=600, nd3=90, votes=3),
        ],
        KIEN_GIANG,
    )
    # D and A stay tied: the ballot of A is not known, and nobody is put last for that.
    assert places(ranking) == {"B": 1, "C": 2, "A": 3, "D": 3}
    first, second, third, _ = ranking.places
    assert (first.after.step, first.after.mine, first.after.theirs) == ("ND1", 610, 600)
    assert (second.before.step, second.before.difference) == ("ND1", -10)
    assert (second.after.step, second.after.difference) == ("ND3", 5)
    assert (third.untold, third.shared_with) == ((BALLOT,), ("D",))


def test_the_secret_ballot_is_the_last_step():
    tied = [unit("A", 900, 600, 90, votes=3), unit("B", 900, 600, 90, votes=4)]
    ranking = rank(tied, KIEN_GIANG)
    assert places(ranking) == {"B": 1, "A": 2}
    assert (ranking.places[0].after.step, ranking.places[0].after.difference) == (BALLOT, 1)
    again = rank([replace(one, votes=4) for one in tied], KIEN_GIANG)
    assert places(again) == {"A": 1, "B": 1}
    assert again.places[0].untold == ()


def test_a_unit_without_points_has_no_place_and_nought_has_one():
    ranking = rank([unit("A", None), unit("B", 0), unit("C", 5)], RankingRule())
    assert places(ranking) == {"C": 1, "B": 2}
    assert [(out.unit, out.reason) for out in ranking.unranked] == [("A", "NOT_SCORED")]
    assert ranking.place_of("A") is None
    assert ranking.place_of("B") == 2


def test_a_knocked_out_unit_is_listed_with_its_gate_and_takes_nobody_s_place():
    barred = Knock("GATE2", "Không nộp bảng tự chấm đúng hạn", Effect.UNRANKED, reason="nộp 05/12")
    no_flag = Knock("GATE1", "Kỷ luật", Effect.NO_FLAG)
    ranking = rank(
        [unit("A", 950, knocks=(no_flag,)), unit("B", 990, knocks=(barred,)), unit("C", 900)], RankingRule()
    )
    assert places(ranking) == {"A": 1, "C": 2}
    assert [one.flag for one in ranking.places] == [False, True]
    (out,) = ranking.unranked
    assert (out.unit, out.reason, out.knocks, out.standing.points) == ("B", "KNOCKED_OUT", (barred,), 990)


def test_points_over_points_possible_put_a_smaller_task_beside_a_larger():
    two = [unit("A", 900, possible=950), unit("B", 880, possible=910)]
    assert places(rank(two, RankingRule())) == {"A": 1, "B": 2}
    ranking = rank(two, RankingRule(basis=Basis.SHARE))
    assert places(ranking) == {"B": 1, "A": 2}
    first = ranking.places[0]
    assert (first.after.step, first.after.mine, first.after.theirs) == ("SHARE", D("96.7033"), D("94.7368"))
    nothing = rank([unit("A", 3, possible=0)], RankingRule(basis=Basis.SHARE))
    assert nothing.unranked[0].reason == "NOTHING_POSSIBLE"


def test_bands_by_share_of_the_points_possible():
    bands = (RankBand("XUAT_SAC", D(95)), RankBand("TOT", D(85)), RankBand("KHA", D(70)))
    found = rank(
        [unit("A", "902.5"), unit("B", "902.49"), unit("C", 700), unit("D", 100)], RankingRule(bands=bands)
    )
    assert [one.band for one in found.places] == ["XUAT_SAC", "TOT", "KHA", ""]


def test_bands_by_place_hold_all_who_share_it():
    bands = (RankBand("NHAT", D(1)), RankBand("NHI", D(2)))
    found = rank(
        [unit("A", 9), unit("B", 8), unit("C", 8), unit("D", 7)],
        RankingRule(bands=bands, bands_by=BandsBy.PLACE),
    )
    assert [one.band for one in found.places] == ["NHAT", "NHI", "NHI", ""]


@pytest.mark.parametrize(
    ("units", "least", "enough"), [(4, 5, False), (5, 5, True), (4, 4, True), (0, 5, False)]
)
def test_fewer_peers_than_the_rule_asks_for_are_not_enough_to_compare(units, least, enough):
    ranking = rank([unit(number, number) for number in range(units)], RankingRule(least_peers=least))
    assert (ranking.peers, ranking.enough) == (units, enough)


def test_a_knocked_out_unit_is_no_peer():
    barred = (Knock("G", "", Effect.UNRANKED),)
    ranking = rank(
        [unit(number, number, knocks=barred if number == 1 else ()) for number in range(5)], RankingRule()
    )
    assert (ranking.peers, ranking.enough) == (4, False)


def test_a_ranking_of_totals_knows_groups_and_leaves_and_that_it_is_provisional():
    first = column_total(DEMO, FULL | {"C1": value(100)})
    second = column_total(DEMO, FULL | {"C1": value(90), "D4": value(40)})
    rule = RankingRule(tie_break=("C1",))
    ranking = rank([entrant(1, second, order=2), entrant(2, first, order=1)], rule)
    assert [one.unit for one in ranking.places] == [2, 1]
    assert (ranking.places[0].after.step, ranking.places[0].after.difference) == ("C1", 10)
    assert not ranking.provisional
    part = column_total(DEMO, {code: one for code, one in FULL.items() if code != "A1"})
    assert rank([entrant(1, part)], rule).provisional


def test_a_unit_enters_once():
    with pytest.raises(ValueError, match="once"):
        rank([unit("A", 1), unit("A", 2)], RankingRule())


# --- for every cluster

knocks = st.sampled_from([(), (), (), (Knock("G", "", Effect.UNRANKED),), (Knock("F", "", Effect.NO_FLAG),)])
some = st.none() | cents(0, 3)
entrants = st.lists(
    st.tuples(some, some, some, st.none() | st.integers(0, 3), knocks, st.sampled_from(["", "NN"])),
    max_size=9,
).map(
    lambda drawn: [
        Entrant(
            number,
            points,
            D(10),
            {"ND1": nd1, "ND3": nd3},
            votes,
            knock,
            sector,
            None if points is None else (points, D(8)),
        )
        for number, (points, nd1, nd3, votes, knock, sector) in enumerate(drawn)
    ]
)
rules = st.builds(
    RankingRule,
    basis=st.sampled_from(Basis),
    tie_break=st.sampled_from([(), ("ND1",), ("ND1", "ND3"), ("ND1", "ND3", BALLOT)]),
    least_peers=st.integers(1, 5),
)


@few
@given(entrants, rules, st.integers(0, 99))
def test_the_order_of_the_rows_never_matters(units, rule, seed):
    shuffled = list(units)
    Random(seed).shuffle(shuffled)
    assert rank(shuffled, rule) == rank(units, rule)


@few
@given(entrants, rules)
def test_everyone_is_listed_once_and_a_place_is_one_more_than_those_ahead(units, rule):
    ranking = rank(units, rule)
    listed = [one.unit for one in ranking.places] + [out.unit for out in ranking.unranked]
    assert sorted(listed) == [one.unit for one in units]
    for position, one in enumerate(ranking.places):
        ahead = [other for other in ranking.places if other.place < one.place]
        assert one.place == len(ahead) + 1
        assert (one.before is None) == (position == 0)
        assert (one.after is None) == (position == len(ranking.places) - 1)
        assert all(
            (other.place == one.place) == (other.unit in (one.unit, *one.shared_with))
            for other in ranking.places
        )


@few
@given(entrants, rules)
def test_neighbours_give_the_same_account_of_what_separates_them(units, rule):
    ranked = rank(units, rule).places
    for upper, lower in pairwise(ranked):
        assert (upper.after.other, lower.before.other) == (lower.unit, upper.unit)
        assert upper.after.step == lower.before.step
        assert (upper.after.mine, upper.after.theirs) == (lower.before.theirs, lower.before.mine)
        assert (upper.after.step == "") == (upper.place == lower.place)
        if upper.after.step:
            assert upper.standing.value > lower.standing.value or upper.after.difference > 0


@few
@given(entrants, rules, st.data())
def test_a_better_result_never_lowers_a_place(units, rule, data):
    before = rank(units, rule)
    if not before.places:
        return
    one = data.draw(st.sampled_from([place.unit for place in before.places]))
    was = units[one]
    more = data.draw(cents(0, 5))
    field = data.draw(st.sampled_from(["points", "ND1", "votes"]))
    if field == "points":
        better = replace(was, points=was.points + more, comparable=(was.comparable[0] + more, D(8)))
    elif field == "votes":
        better = replace(was, votes=None if was.votes is None else was.votes + 2)
    else:
        nd1 = was.parts["ND1"]
        better = replace(was, parts={**was.parts, "ND1": None if nd1 is None else nd1 + more})
    after = rank([better if each is was else each for each in units], rule)
    # A sector in which all had nothing is placed by its mean only once somebody has something.
    if {out.unit for out in after.unranked} == {out.unit for out in before.unranked}:
        assert after.place_of(one) <= before.place_of(one)


@few
@given(entrants, rules)
def test_a_ranking_that_was_kept_is_read_as_it_was(units, rule):
    ranking = rank(units, rule)
    assert ranking_of(json.loads(json.dumps(ranking_data(ranking)))) == ranking


@few
@given(entrants, rules)
def test_more_units_never_raise_the_place_of_another(units, rule):
    """One that joins stands ahead of a unit, beside it or behind it: the unit's place is the same or lower."""
    if len(units) < 2 or rule.basis in (Basis.SECTOR_MEAN, Basis.SECTOR_MEDIAN):
        return
    *before, _joins = units
    was, now = rank(before, rule), rank(units, rule)
    for place in was.places:
        assert now.place_of(place.unit) >= place.place
