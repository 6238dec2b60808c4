"""The ledger of leaders, on the real chain of the Tây Nam sông Hậu cluster, and through the mergers of 2025."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.rotation import Merged, Outcome, PassedOver, Role, Rule, Turn, heirs_of, ledger, propose
from clusters.tests.strategies import few

LEADER, DEPUTY = Role.LEADER, Role.DEPUTY
SEVEN = ("Sóc Trăng", "An Giang", "Bạc Liêu", "Cần Thơ", "Hậu Giang", "Kiên Giang", "Cà Mau")
CHAIN = (
    Turn(2018, "Hậu Giang", LEADER),
    Turn(2019, "Bạc Liêu", LEADER),
    Turn(2020, "Sóc Trăng", LEADER),
    Turn(2021, "An Giang", LEADER),
    Turn(2021, "Cần Thơ", DEPUTY),
)
THREE = ("An Giang mới", "Cần Thơ mới", "Cà Mau mới")
MERGERS = {
    "An Giang": ("An Giang mới",),
    "Kiên Giang": ("An Giang mới",),
    "Cần Thơ": ("Cần Thơ mới",),
    "Sóc Trăng": ("Cần Thơ mới",),
    "Hậu Giang": ("Cần Thơ mới",),
    "Cà Mau": ("Cà Mau mới",),
    "Bạc Liêu": ("Cà Mau mới",),
}


def chosen(proposal):
    return tuple((one.unit, one.reason) if one else None for one in (proposal.leader, proposal.deputy))


def test_who_led_when_and_who_never():
    lines = {line.unit: line for line in ledger(CHAIN, SEVEN)}
    assert lines["Hậu Giang"].led == (2018,)
    assert (lines["Cần Thơ"].deputy, lines["Cần Thơ"].never_led, lines["Cần Thơ"].last_led) == (
        (2021,),
        True,
        None,
    )
    assert [line.unit for line in lines.values() if line.never_led] == ["Cần Thơ", "Kiên Giang", "Cà Mau"]
    assert list(lines) == list(SEVEN)


def test_the_deputy_of_2021_succeeds_in_2022():
    found = propose(2022, CHAIN, SEVEN, rule=Rule.DEPUTY_SUCCEEDS)
    assert chosen(found) == (("Cần Thơ", "WAS_DEPUTY"), ("Kiên Giang", "NEVER_LED"))
    assert found.leader.facts == {"year": 2021, "as": "Cần Thơ"}
    assert found.passed_over == ()


def test_who_never_led_comes_first_and_then_who_led_longest_ago():
    found = propose(2022, CHAIN, SEVEN, rule=Rule.NEVER_LED_FIRST)
    assert chosen(found) == (("Cần Thơ", "NEVER_LED"), ("Kiên Giang", "NEVER_LED"))
    more = (
        *CHAIN,
        *(Turn(2022 + n, unit, LEADER) for n, unit in enumerate(("Cần Thơ", "Kiên Giang", "Cà Mau"))),
    )
    later = propose(2025, more, SEVEN, rule=Rule.NEVER_LED_FIRST)
    assert chosen(later) == (("Hậu Giang", "LED_LONGEST_AGO"), ("Bạc Liêu", "LED_LONGEST_AGO"))
    assert later.leader.facts == {"year": 2018}


def test_the_fixed_list_goes_round():
    found = propose(2022, CHAIN, SEVEN, rule=Rule.ORDER)
    assert chosen(found) == (("Bạc Liêu", "NEXT_IN_ORDER"), ("Cần Thơ", "NEXT_IN_ORDER"))
    assert found.leader.facts == {"after": "An Giang"}
    last = propose(2023, (*CHAIN, Turn(2022, "Cà Mau", LEADER)), SEVEN, rule=Rule.ORDER)
    assert chosen(last) == (("Sóc Trăng", "NEXT_IN_ORDER"), ("An Giang", "NEXT_IN_ORDER"))
    first = propose(2018, (), SEVEN, rule=Rule.ORDER)
    assert chosen(first) == (("Sóc Trăng", "FIRST_IN_ORDER"), ("An Giang", "NEXT_IN_ORDER"))


def test_who_declines_is_passed_over_and_stays_in_the_ledger():
    declined = Turn(2022, "Cần Thơ", LEADER, Outcome.DECLINED)
    found = propose(2022, (*CHAIN, declined), SEVEN, rule=Rule.DEPUTY_SUCCEEDS)
    # Without the deputy the rule falls back on who never led; Cần Thơ may still be deputy again.
    assert chosen(found) == (("Kiên Giang", "NEVER_LED"), ("Cần Thơ", "NEVER_LED"))
    assert PassedOver("Cần Thơ", LEADER, "DECLINED") in found.passed_over
    later = {line.unit: line for line in ledger((*CHAIN, declined), SEVEN)}
    assert later["Cần Thơ"].declined == (2022,)
    assert later["Cần Thơ"].never_led


def test_where_all_decline_nobody_is_proposed():
    turns = [Turn(2022, unit, LEADER, Outcome.DECLINED) for unit in SEVEN]
    found = propose(2022, turns, SEVEN, rule=Rule.NEVER_LED_FIRST)
    assert (found.leader, found.deputy, len(found.passed_over)) == (None, None, 7)
    alone = propose(2022, (), ("A",), rule=Rule.ORDER)
    assert (alone.leader.unit, alone.deputy) == ("A", None)


def test_a_deputy_of_years_ago_does_not_succeed():
    turns = (*CHAIN, Turn(2022, "Kiên Giang", LEADER))
    found = propose(2023, turns, SEVEN, rule=Rule.DEPUTY_SUCCEEDS)
    assert found.leader.reason == "NEVER_LED"


def test_a_deputy_that_left_without_an_heir_is_named():
    found = propose(2022, CHAIN, [unit for unit in SEVEN if unit != "Cần Thơ"], rule=Rule.DEPUTY_SUCCEEDS)
    assert found.leader.unit == "Kiên Giang"
    assert found.passed_over == (PassedOver("Cần Thơ", LEADER, "NOT_A_MEMBER"),)


def test_later_turns_are_no_history():
    future = (*CHAIN, Turn(2022, "Cần Thơ", LEADER), Turn(2023, "Kiên Giang", LEADER))
    assert chosen(propose(2022, future, SEVEN, rule=Rule.DEPUTY_SUCCEEDS)) == chosen(
        propose(2022, CHAIN, SEVEN, rule=Rule.DEPUTY_SUCCEEDS)
    )


# --- through mergers


def test_the_seven_are_three_and_each_stands_for_those_it_came_from():
    lines = {line.unit: line for line in ledger(CHAIN, THREE, heirs=MERGERS)}
    assert (lines["An Giang mới"].led, lines["An Giang mới"].through) == ((2021,), ("An Giang",))
    assert (lines["Cần Thơ mới"].led, lines["Cần Thơ mới"].deputy) == ((2018, 2020), (2021,))
    assert lines["Cà Mau mới"].led == (2019,)
    found = propose(2026, CHAIN, THREE, rule=Rule.NEVER_LED_FIRST, heirs=MERGERS)
    assert chosen(found) == (("Cà Mau mới", "LED_LONGEST_AGO"), ("Cần Thơ mới", "LED_LONGEST_AGO"))
    assert found.leader.facts == {"year": 2019, "as": "Bạc Liêu"}


def test_a_merger_may_begin_anew_or_ask_that_all_have_led():
    anew = {line.unit: line.led for line in ledger(CHAIN, THREE, heirs=MERGERS, merged=Merged.RESTART)}
    assert set(anew.values()) == {()}
    every = ledger(CHAIN, THREE, heirs=MERGERS, merged=Merged.ALL, former=SEVEN)
    assert {line.unit: line.led for line in every} == {
        "An Giang mới": (),
        "Cần Thơ mới": (),
        "Cà Mau mới": (),
    }
    more = (*CHAIN, Turn(2022, "Cà Mau", LEADER))
    both = {
        line.unit: line.led for line in ledger(more, THREE, heirs=MERGERS, merged=Merged.ALL, former=SEVEN)
    }
    assert both["Cà Mau mới"] == (2019, 2022)
    own = (*CHAIN, Turn(2026, "An Giang mới", LEADER))
    led = {line.unit: line.led for line in ledger(own, THREE, heirs=MERGERS, merged=Merged.ALL, former=SEVEN)}
    assert led["An Giang mới"] == (2021, 2026)


def test_the_heir_of_the_deputy_succeeds_and_the_list_goes_on_behind_the_heir_of_the_leader():
    found = propose(2022, CHAIN, THREE, rule=Rule.DEPUTY_SUCCEEDS, heirs=MERGERS)
    assert (found.leader.unit, found.leader.facts) == ("Cần Thơ mới", {"year": 2021, "as": "Cần Thơ"})
    order = propose(2022, CHAIN, THREE, rule=Rule.ORDER, heirs=MERGERS)
    assert chosen(order) == (("Cần Thơ mới", "NEXT_IN_ORDER"), ("Cà Mau mới", "NEXT_IN_ORDER"))


def test_heirs_are_found_through_several_mergers_and_a_circle_ends():
    assert heirs_of("A", {"A": ("B",), "B": ("C", "D")}) == {"C", "D"}
    assert heirs_of("A", {}) == {"A"}
    assert heirs_of("A", {"A": ("B",), "B": ("A",)}) == frozenset()
    # A body that takes in another under its own name goes on.
    assert heirs_of("B", {"A": ("B",), "B": ("B",)}) == {"B"}
    assert heirs_of("A", {"A": ("B",), "B": ("B",)}) == {"B"}


def test_a_member_stands_in_the_list_once():
    with pytest.raises(ValueError, match="once"):
        propose(2022, (), ("A", "A"), rule=Rule.ORDER)


# --- for every history

turns = st.lists(
    st.builds(
        Turn,
        st.integers(2015, 2022),
        st.sampled_from([*SEVEN, *THREE]),
        st.sampled_from(Role),
        st.sampled_from(Outcome),
    ),
    max_size=12,
)
members = st.sets(st.sampled_from([*SEVEN, *THREE]), min_size=1).map(sorted)


@few
@given(turns, members, st.sampled_from(Rule), st.sampled_from(Merged), st.integers(0, 9))
def test_a_proposal_is_of_members_who_did_not_decline_and_never_one_body_for_both(
    history, today, rule, merged, seed
):
    found = propose(2022, history, today, rule=rule, heirs=MERGERS, merged=merged)
    declined = {
        (one.unit, one.role) for one in history if one.year == 2022 and one.outcome is Outcome.DECLINED
    }
    for role, choice in ((LEADER, found.leader), (DEPUTY, found.deputy)):
        if choice:
            assert choice.unit in today
            assert (choice.unit, role) not in declined
    if found.leader and found.deputy:
        assert found.leader.unit != found.deputy.unit
    if found.leader is None:
        assert {unit for unit, role in declined if role is LEADER} >= set(today)
    shuffled = list(history)
    Random(seed).shuffle(shuffled)
    assert propose(2022, shuffled, today, rule=rule, heirs=MERGERS, merged=merged) == found


@few
@given(turns, members)
def test_nobody_leads_again_while_one_who_never_led_would(history, today):
    found = propose(2022, history, today, rule=Rule.NEVER_LED_FIRST, heirs=MERGERS)
    never = {line.unit for line in found.lines if line.never_led}
    willing = never - {one.unit for one in found.passed_over if one.role is LEADER}
    if found.leader and found.leader.reason == "LED_LONGEST_AGO":
        assert not willing
        free = [
            line
            for line in found.lines
            if line.led and line.unit not in {one.unit for one in found.passed_over}
        ]
        assert found.leader.facts["year"] == min(line.last_led for line in free)
