"""Unlike sectors side by side, small sectors put together, and scorers who lean."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.scoring import (
    BETWEEN_SECTORS,
    Basis,
    BiasRule,
    Effect,
    Entrant,
    Given,
    Knock,
    Pool,
    RankingRule,
    leanings,
    pooling,
    rank,
)
from clusters.tests.strategies import few

D = Decimal


def unit(name, sector, points, possible=100):
    return Entrant(name, D(points), D(1000), sector=sector, comparable=(D(points), D(possible)))


FARMS = [unit(f"N{number}", "NN", points) for number, points in enumerate((40, 50, 60, 50, 50))]
FUNDS = [unit(f"Q{number}", "QTDND", points) for number, points in enumerate((90, 90, 95, 90, 85))]


def test_between_sectors_the_comparable_points_count_and_no_others():
    ranking = rank(
        [unit("A", "NN", 80, 100), unit("B", "QTDND", 85, 120)], RankingRule(basis=BETWEEN_SECTORS)
    )
    assert [(one.unit, one.standing.shown) for one in ranking.places] == [("A", D(80)), ("B", D("70.8333"))]


def test_each_may_be_held_against_its_own_sector():
    ranking = rank(FARMS + FUNDS, RankingRule(basis=Basis.SECTOR_MEDIAN))
    first = ranking.places[0]
    assert (first.unit, first.standing.shown, first.standing.norm) == ("N2", D(120), Fraction(1, 2))
    assert (first.standing.peers, first.after.step) == (5, "SECTOR_MEDIAN")
    by_mean = rank(FARMS + FUNDS, RankingRule(basis=Basis.SECTOR_MEAN))
    assert by_mean.places[0].standing.norm == Fraction(1, 2)
    assert ranking.place_of("Q2") == 2


def test_a_sector_with_four_units_is_placed_by_no_mean():
    ranking = rank(FARMS + FUNDS[:4], RankingRule(basis=Basis.SECTOR_MEAN))
    assert [(out.unit, out.reason) for out in ranking.unranked] == [
        (f"Q{number}", "SECTOR_TOO_SMALL") for number in range(4)
    ]
    assert ranking.peers == 5


def test_a_barred_unit_is_no_measure_of_its_sector():
    barred = replace(FARMS[0], knocks=(Knock("G", "Nộp chậm", Effect.UNRANKED),))
    ranking = rank([barred, *FARMS[1:]], RankingRule(basis=Basis.SECTOR_MEDIAN))
    assert {out.unit: (out.reason, out.standing.shown) for out in ranking.unranked}["N0"] == (
        "KNOCKED_OUT",
        40,
    )
    assert {out.reason for out in ranking.unranked[1:]} == {"SECTOR_TOO_SMALL"}


def test_a_unit_with_points_on_nothing_comparable_is_not_scored():
    one = Entrant("A", D(5), D(100), comparable=(None, D(60)))
    ranking = rank([one], RankingRule(basis=BETWEEN_SECTORS))
    assert [out.reason for out in ranking.unranked] == ["NOT_SCORED"]
    nothing = rank([replace(one, comparable=(D(0), D(0)))], RankingRule(basis=BETWEEN_SECTORS))
    assert [out.reason for out in nothing.unranked] == ["NOTHING_POSSIBLE"]


def test_a_sector_where_all_have_nothing_has_no_measure():
    zeros = [unit(f"Z{number}", "Z", 0) for number in range(5)]
    assert rank(zeros, RankingRule(basis=Basis.SECTOR_MEDIAN)).unranked[0].reason == "SECTOR_TOO_SMALL"


# --- pooling


def test_the_smallest_sector_joins_its_kind_first():
    units = {"nông nghiệp": 12, "thủy sản": 2, "vận tải": 3, "xây dựng": 4, "tín dụng": 10}
    families = {"nông nghiệp": "nông", "thủy sản": "nông", "vận tải": "dịch vụ", "xây dựng": "dịch vụ"}
    found = pooling(units, families=families)
    assert found.pools == (
        Pool(("nông nghiệp", "thủy sản"), 14),
        Pool(("tín dụng",), 10),
        Pool(("vận tải", "xây dựng"), 7),
    )
    assert [(step.small, step.other, step.because, step.units) for step in found.steps] == [
        (("thủy sản",), ("nông nghiệp",), "SAME_FAMILY", 14),
        (("vận tải",), ("xây dựng",), "SAME_FAMILY", 7),
    ]
    assert found.enough


def test_without_kin_it_joins_the_smallest():
    found = pooling({"a": 1, "b": 2, "c": 9, "d": 0})
    assert [(step.small, step.other, step.because) for step in found.steps] == [
        (("a",), ("b",), "SMALLEST"),
        (("a", "b"), ("c",), "SMALLEST"),
    ]
    assert found.pools == (Pool(("a", "b", "c"), 12),)


def test_all_together_may_still_be_too_few():
    assert not pooling({"a": 1, "b": 2}).enough
    assert pooling({"a": 1, "b": 2}, least=3).enough
    assert pooling({}).pools == ()


sectors = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


@few
@given(sectors, st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("xy")), st.integers(1, 8))
def test_every_unit_is_in_one_pool_and_every_pool_is_large_enough_where_that_can_be(units, families, least):
    found = pooling(units, families=families, least=least)
    together = [sector for pool in found.pools for sector in pool.sectors]
    assert sorted(together) == sorted(sector for sector, count in units.items() if count)
    assert sum(pool.units for pool in found.pools) == sum(units.values())
    assert found.enough == (sum(units.values()) >= least or not together)
    assert found == pooling(dict(reversed(units.items())), families=families, least=least)


# --- scorers who lean


def scores(scorer, differences, *, appraised=50, most=100):
    return [
        Given(scorer, f"unit {number}", "A", D(appraised + difference), D(most), D(appraised))
        for number, difference in enumerate(differences)
    ]


def test_who_is_always_five_points_above_the_appraisal_leans_high():
    high, low, even = leanings(
        scores("A", [5, 6, 4, 5, 0]) + scores("B", [-3, -3, -3, -3, -3]) + scores("C", [5, -5, 1, -1, 0])
    )
    assert (high.leans, high.higher, high.lower, high.points, high.mean) == (
        "HIGH",
        4,
        0,
        20,
        Fraction(4, 100),
    )
    assert (low.leans, low.mean) == ("LOW", Fraction(-3, 100))
    assert (even.leans, even.mean) == ("", 0)


@pytest.mark.parametrize("differences", [[9, 9, 9, 9], [9, 9, 9, -1, -1], [1, 1, 1, 1, 1]])
def test_too_few_too_mixed_or_too_little_is_no_leaning(differences):
    assert leanings(scores("A", differences))[0].leans == ""


def test_before_the_appraisal_the_median_of_the_others_is_the_measure():
    gave = {"A": 60, "B": 50, "C": 52, "D": 51}
    scored = [Given(scorer, n, "A", D(points), D(100)) for n in range(5) for scorer, points in gave.items()]
    first, *others = leanings(scored)
    assert (first.scorer, first.leans, first.mean) == ("A", "HIGH", Fraction(9, 100))
    # B: 50 against the median of 60, 52 and 51.
    assert [(one.leans, one.mean * 100) for one in others] == [("LOW", -2), ("", 1), ("", -1)]
    assert leanings(scored[:1])[0].mean is None


def test_the_rule_is_a_setting():
    assert leanings(scores("A", [9, 9]), BiasRule(least=2))[0].leans == "HIGH"
    nothing = leanings([Given("A", 1, "G", D(0), D(0), D(0))])[0]
    assert (nothing.given, nothing.compared) == (1, 0)
