"""The arithmetic of a vote, with the real cases of the boards it is meant for."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulation.ballots.tally import (
    AGREE,
    DEFER,
    DISAGREE,
    RECUSE,
    VALUES,
    Papers,
    Rule,
    confirm,
    elect,
    needed_votes,
    read_papers,
    tally,
)

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


def test_a_blank_or_spoilt_paper_takes_part_and_agrees_to_nothing():
    papers = Papers(returned=14, votes={AGREE: 12}, blank=1, invalid=1)
    outcome = confirm(papers, seats=15, rule=NINETY)
    assert (outcome.agree, outcome.blank, outcome.invalid, outcome.base, outcome.missing) == (12, 1, 1, 15, 2)
    assert outcome.quorate
    assert not outcome.passed
    cast = Rule(threshold=Fraction(9, 10), of_members=False)
    assert (confirm(papers, seats=15, rule=cast).base, confirm(papers, seats=15, rule=cast).passed) == (
        12,
        True,
    )


def test_papers_are_read_by_what_they_choose():
    papers = [["a"], ["a", "b"], [], ["a", "b", "c"], ["z"], ["a", "a"]]
    assert read_papers(papers, options="abc", places=2) == Papers(6, {"a": 2, "b": 1}, blank=1, invalid=3)


@pytest.mark.parametrize(
    ("papers", "places", "problem"),
    [
        (Papers(3, {"a": 2}, blank=1), 1, ""),
        (Papers(3, {"a": 3, "b": 2}), 2, ""),
        (Papers(3, {"a": 2}), 1, "sum"),
        (Papers(3, {"a": 3, "b": 3, "c": 1}), 2, "sum"),
        (Papers(3, {"a": 4, "b": 1}), 2, "sum"),
        (Papers(3, {"z": 3}), 1, "unknown"),
        (Papers(3, {"a": -1}), 1, "unknown"),
        (Papers(3, {}, blank=2, invalid=2), 1, "too_many_void"),
    ],
)
def test_numbers_that_cannot_be_true_are_named(papers, places, problem):
    assert papers.problem(options="abc", places=places) == problem


HALF = Rule(threshold=Fraction(1, 2), strict=True)


def elected(votes, *, places=1, seats=7, rule=HALF, **papers):
    returned = papers.pop("returned", sum(votes.values()))
    return elect(
        Papers(returned, votes, **papers), candidates=list("abc"), places=places, seats=seats, rule=rule
    )


@pytest.mark.parametrize(
    ("votes", "places", "verdict", "winners", "tied"),
    [
        ({"a": 5, "b": 2}, 1, "complete", ("a",), ()),
        ({"a": 3, "b": 2, "c": 2}, 1, "nobody", (), ()),
        ({"b": 6, "a": 5, "c": 3}, 2, "complete", ("b", "a"), ()),
        ({"b": 6, "a": 3, "c": 3}, 2, "short", ("b",), ()),
        ({"b": 6, "a": 4, "c": 4}, 2, "tie", ("b",), ("a", "c")),
        ({"b": 4, "a": 4, "c": 4}, 2, "tie", (), ("a", "b", "c")),
    ],
)
def test_an_election_ends_in_words(votes, places, verdict, winners, tied):
    result = elected(votes, places=places, returned=7)
    assert (result.verdict, result.elected, result.tied, result.again) == (
        verdict,
        winners,
        tied,
        verdict != "complete",
    )
    assert (result.base, result.needed, result.valid) == (7, 4, 7)


def test_an_election_without_quorum_elects_nobody():
    assert elected({"a": 4}).verdict == "not_quorate"
    assert elected({"a": 5}).verdict == "complete"
    for nonsense in ({"candidates": [], "places": 1}, {"candidates": ["a"], "places": 0}):
        with pytest.raises(ValueError, match="places"):
            elect(Papers(), seats=3, rule=HALF, **nonsense)
    with pytest.raises(ValueError, match="seats"):
        elected({"a": 8})


ballots = st.lists(st.sets(st.sampled_from("abcd"), max_size=3).map(sorted), max_size=12)
modest = settings(max_examples=60, derandomize=True, deadline=None)


def run(papers, *, places, rule, seats=13):
    return elect(
        read_papers(papers, options="abcd", places=places),
        candidates=list("abcd"),
        places=places,
        seats=seats,
        rule=rule,
    )


@modest
@given(ballots, st.integers(1, 3), rules, st.randoms())
def test_the_order_of_papers_never_matters_in_an_election(papers, places, rule, random):
    shuffled = list(papers)
    random.shuffle(shuffled)
    assert run(papers, places=places, rule=rule) == run(shuffled, places=places, rule=rule)


@modest
@given(ballots, st.integers(1, 3), rules, st.sampled_from("abcd"))
def test_a_blank_paper_that_chooses_a_candidate_after_all_never_hurts_that_candidate(
    papers, places, rule, name
):
    before = run([*papers, []], places=places, rule=rule)
    after = run([*papers, [name]], places=places, rule=rule)
    if rule.of_members:
        assert name not in before.elected or name in after.elected
    place = [row.candidate for row in before.standings].index(name)
    votes = {row.candidate: row.votes for row in after.standings}
    assert sum(number > votes[name] for number in votes.values()) <= place


@modest
@given(ballots, st.integers(1, 3), rules)
def test_no_more_are_elected_than_there_are_places_and_nobody_over_an_equal(papers, places, rule):
    result = run(papers, places=places, rule=rule)
    votes = {row.candidate: row.votes for row in result.standings}
    assert len(result.elected) <= places
    assert result.returned == len(papers) == result.valid + result.blank + result.invalid
    others = [name for name in votes if name not in result.elected]
    for winner in result.elected:
        assert votes[winner] >= result.needed
        assert all(votes[winner] > votes[name] for name in others)
    assert not result.tied or len(result.elected) + len(result.tied) > places
    assert (result.verdict == "complete") == (len(result.elected) == places and result.quorate)


@modest
@given(ballots, ballots)
def test_papers_counted_apart_and_together_are_the_same(some, others):
    apart = read_papers(some, options="abcd", places=2) + read_papers(others, options="abcd", places=2)
    assert apart == read_papers([*some, *others], options="abcd", places=2)
    assert apart.problem(options="abcd", places=2) == ""


@modest
@given(votes, rules)
def test_one_more_agreement_on_paper_never_hurts(values, rule):
    cast = [[value] for value in values if value not in (RECUSE,)]
    before = confirm(read_papers(cast, options=VALUES), seats=31, rule=rule)
    after = confirm(read_papers([*cast, [AGREE]], options=VALUES), seats=31, rule=rule)
    assert after.passed or not before.passed
