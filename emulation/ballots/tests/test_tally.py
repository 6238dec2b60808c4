"""The arithmetic of a vote, with the real cases of the boards it is meant for."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.ballots.tally import AGREE, DEFER, DISAGREE, RECUSE, VALUES, Rule, needed_votes, tally

NINETY = Rule(threshold=Fraction(9, 10))
EIGHTY = Rule(threshold=Fraction(8, 10))


def test_ninety_percent_of_fifteen_needs_fourteen():
    assert needed_votes(15, NINETY) == 14
    assert needed_votes(15, EIGHTY) == 12


def test_thirteen_unanimous_of_fifteen_members_fail_until_one_written_yes_arrives():
    # Kiên Giang, 21 September 2017: 13 of 15 members present.
    present = tally([AGREE] * 13, seats=15, rule=NINETY)
    assert (present.base, present.needed, present.passed, present.missing) == (15, 14, False, 1)
    assert tally([AGREE] * 14, seats=15, rule=NINETY).passed


def test_more_than_half_is_strict():
    half = Rule(threshold=Fraction(1, 2), strict=True)
    assert needed_votes(10, half) == 6
    assert not tally([AGREE] * 5 + [DISAGREE] * 5, seats=10, rule=half).passed


def test_a_recusal_lowers_the_base_only_where_the_rule_says_so():
    values = [AGREE] * 8 + [RECUSE] * 2
    assert not tally(values, seats=10, rule=NINETY).passed
    lowered = tally(values, seats=10, rule=Rule(threshold=Fraction(9, 10), recusal_lowers_base=True))
    assert (lowered.base, lowered.needed, lowered.passed) == (8, 8, True)


def test_of_votes_cast_absent_members_leave_the_base():
    cast = Rule(threshold=Fraction(8, 10), of_members=False, quorum=Fraction(1, 2))
    assert tally([AGREE] * 8 + [DISAGREE] * 2, seats=15, rule=cast).base == 10


def test_without_quorum_nothing_passes():
    low = Rule(threshold=Fraction(1, 10), quorum=Fraction(2, 3))
    outcome = tally([AGREE] * 9, seats=15, rule=low)
    assert not outcome.quorate
    assert not outcome.passed


@pytest.mark.parametrize(
    ("values", "seats"), [(["yes"], 3), ([AGREE] * 4, 3), ([], 0)], ids=["unknown", "too many", "no seats"]
)
def test_nonsense_is_refused(values, seats):
    with pytest.raises(ValueError, match=r"position|seats"):
        tally(values, seats=seats, rule=NINETY)


rules = st.builds(
    Rule,
    threshold=st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=100),
    quorum=st.fractions(min_value=0, max_value=1, max_denominator=100),
    of_members=st.booleans(),
    strict=st.booleans(),
    recusal_lowers_base=st.booleans(),
)
votes = st.lists(st.sampled_from(VALUES), max_size=30)


@given(votes, rules, st.randoms())
def test_order_never_matters(values, rule, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    assert tally(values, seats=31, rule=rule) == tally(shuffled, seats=31, rule=rule)


@given(votes, rules)
def test_one_more_vote_in_favour_never_hurts(values, rule):
    before = tally(values, seats=31, rule=rule)
    after = tally([*values, AGREE], seats=31, rule=rule)
    assert after.passed or not before.passed


@given(votes, rules)
def test_turning_a_no_into_a_yes_never_hurts(values, rule):
    if DISAGREE not in values and DEFER not in values:
        return
    turned = list(values)
    turned[next(i for i, value in enumerate(turned) if value in (DISAGREE, DEFER))] = AGREE
    assert tally(turned, seats=31, rule=rule).passed or not tally(values, seats=31, rule=rule).passed


@given(votes, rules)
def test_the_counts_sum_up(values, rule):
    outcome = tally(values, seats=31, rule=rule)
    assert outcome.agree + outcome.disagree + outcome.defer + outcome.recuse == len(values)
    assert outcome.missing == max(0, outcome.needed - outcome.agree)
