"""Targets tried on last year's figures: who would have reached them, what no quota allows, what stands on a few."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.catalogue import pledges
from clusters.feasibility import (
    Comparator,
    LastYear,
    Nature,
    Quota,
    Target,
    Warned,
    ceiling,
    impossible_under,
    trial,
)
from clusters.tests.strategies import few

D = Decimal
LABOUR = Target("ND3_LAO_DONG", Nature.RATIO, D(65))
NEW = Target("HTX_MOI", Nature.COUNT, D(20))
TRAINED = Target("CB_DAO_TAO", Nature.GROWTH, D(10))


def figure(n=None, d=None):
    return LastYear(None if n is None else D(n), None if d is None else D(d))


def test_who_would_have_reached_it_who_not_and_who_has_not_reported():
    found = trial(NEW, ["A", "B", "C"], {"A": figure(20), "B": figure(13), "C": figure()})
    assert (found.reached, found.not_reached, found.unknown) == (("A",), ("B",), ("C",))
    assert found.warned == (Warned.UNKNOWN,)
    assert found.tries[1].needed == 20


def test_a_unit_that_is_in_no_record_is_unknown_and_not_a_failure():
    found = trial(NEW, ["A"], {})
    assert (found.unknown, found.not_reached, found.warned) == (("A",), (), (Warned.UNKNOWN,))


def test_a_target_that_nobody_or_everybody_reached_is_warned_of():
    assert trial(NEW, "A", {"A": figure(3)}).warned == (Warned.NOBODY,)
    assert trial(NEW, "A", {"A": figure(0)}).not_reached == ("A",)
    assert trial(NEW, "A", {"A": figure(30)}).warned == (Warned.EVERYBODY,)


def test_a_share_is_told_with_both_numbers_and_with_how_many_it_would_take():
    found = trial(LABOUR, ["KG", "QTD"], {"KG": figure(9, 312), "QTD": figure(7, 10)})
    first, second = found.tries
    assert (first.n, first.d, first.value, first.needed) == (9, 312, Fraction(900, 312), 203)
    assert (second.reached, second.value, second.needed) == (True, 70, 7)


@pytest.mark.parametrize("missing", [figure(9), figure(9, 0), figure(None, 0), figure(9, -1)])
def test_a_share_without_a_base_is_unknown_and_says_so(missing):
    found = trial(LABOUR, "A", {"A": missing})
    assert (found.unknown, found.warned) == (("A",), (Warned.UNKNOWN, Warned.NO_BASE))


def test_a_base_without_a_numerator_is_unknown_but_tells_what_it_would_take():
    found = trial(LABOUR, "A", {"A": figure(None, 12)})
    assert (found.tries[0].reached, found.tries[0].needed, found.warned) == (None, 8, (Warned.UNKNOWN,))


def test_ten_percent_on_a_base_of_three_is_decided_by_one():
    found = trial(TRAINED, ["A", "B"], {"A": figure(4, 3), "B": figure(220, 200)})
    small, large = found.tries
    assert (small.warned, small.moves) == ((Warned.SMALL_BASE, Warned.ONE_DECIDES), Fraction(100, 3))
    assert (large.warned, large.reached, large.needed) == ((), True, 220)
    assert found.warned == (Warned.EVERYBODY, Warned.SMALL_BASE, Warned.ONE_DECIDES)
    nine = trial(TRAINED, "A", {"A": figure(10, 9)})
    assert nine.tries[0].warned == (Warned.ONE_DECIDES,)
    assert trial(TRAINED, "A", {"A": figure(12, 11)}).tries[0].warned == ()


def test_how_small_a_base_is_small_is_a_setting():
    assert Warned.SMALL_BASE not in trial(LABOUR, "A", {"A": figure(3, 4)}).warned
    assert Warned.SMALL_BASE in trial(LABOUR, "A", {"A": figure(3, 4)}, small_base=5).warned


@pytest.mark.parametrize(
    ("comparator", "n", "reached", "needed"),
    [
        (Comparator.GE, 90, True, 90),
        (Comparator.GT, 90, False, 91),
        (Comparator.GT, 91, True, 91),
        (Comparator.EQ, 90, True, 90),
        (Comparator.LE, 90, True, None),
        (Comparator.LT, 90, False, None),
    ],
)
def test_above_ninety_and_from_ninety_on_are_two_targets(comparator, n, reached, needed):
    (one,) = trial(Target("NQ_VN", Nature.RATIO, D(90), comparator), "A", {"A": figure(n, 100)}).tries
    assert (one.reached, one.needed) == (reached, needed)


def test_the_pledge_of_2021_can_be_tried():
    (pledge,) = pledges()
    targets = [target for one in pledge.targets if (target := one.target())]
    members = pledge.members
    assert all(trial(target, members, {}).unknown == members for target in targets)


@pytest.mark.parametrize(("value", "d", "needed"), [(100, 12, 12), (90, 12, None), (50, 12, 6)])
def test_an_exact_percent_needs_a_whole_number(value, d, needed):
    target = Target("NQ_TINH", Nature.RATIO, D(value), Comparator.EQ)
    assert trial(target, "A", {"A": figure(None, d)}).tries[0].needed == needed


# --- quotas


def test_coverage_of_labourers_and_members_is_impossible_under_a_quota_of_fifteen_percent():
    # 12 employees and 300 members: 65 % of 312 needs 203 people, 15 % of them are 46.
    quota = Quota("CSTĐCS", D(15), D(312))
    found = ceiling(LABOUR, D(312), quota)
    assert (found.most, found.needed, found.possible) == (46, 203, False)
    assert found.reachable == Fraction(4600, 312)
    assert impossible_under(LABOUR, D(312), [quota, Quota("giấy khen", D(100), D(312))]) == (found,)
    # The credit fund: 10 staff and 1,900 members.
    assert ceiling(LABOUR, D(1910), Quota("CSTĐCS", D(15), D(1910))).needed == 1242


def test_whether_a_part_of_a_person_counts_is_a_choice_that_the_law_leaves_open():
    assert Quota("CSTĐCS", D(15), D(12)).most == 1
    assert Quota("CSTĐCS", D(15), D(12), rounds_up=True).most == 2


def test_a_quota_larger_than_the_base_reaches_all_of_it():
    assert ceiling(LABOUR, D(12), Quota("khen", D(100), D(312))).reachable == 100


@pytest.mark.parametrize(
    ("target", "d"),
    [(NEW, 12), (TRAINED, 12), (LABOUR, 0), (Target("X", Nature.RATIO, D(3), Comparator.LE), 12)],
)
def test_a_quota_says_nothing_of_other_targets(target, d):
    with pytest.raises(ValueError, match="quota"):
        ceiling(target, D(d), Quota("khen", D(15), D(12)))


# --- for all figures

numbers = st.none() | st.integers(0, 400).map(Decimal)


@few
@given(
    st.sampled_from([NEW, LABOUR, TRAINED, Target("X", Nature.RATIO, D(90), Comparator.GT)]),
    st.dictionaries(st.integers(0, 6), st.builds(LastYear, numbers, numbers)),
)
def test_everyone_is_in_one_of_three_and_the_needed_number_is_the_least(target, figures):
    units = range(7)
    found = trial(target, units, figures)
    assert sorted((*found.reached, *found.not_reached, *found.unknown)) == list(units)
    for one in found.tries:
        if one.n is None:
            assert one.reached is None
        if one.reached is not None:
            assert one.reached == (one.n >= one.needed)


@few
@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 100))
def test_a_target_is_possible_exactly_where_enough_may_be_counted(d, population, share):
    quota = Quota("x", D(share), D(population))
    found = ceiling(LABOUR, D(d), quota)
    (reached,) = trial(LABOUR, "A", {"A": figure(found.most, d)}).tries
    assert reached.reached == found.possible
    assert found.reachable <= 100
