"""The table of moves."""

import pytest

from emulation.lifecycle import Lifecycle, Move, TransitionRefused

TABLE = Lifecycle(
    Move("submit", "draft", "submitted"),
    Move("return", "submitted", "draft"),
    Move("withdraw", ("draft", "submitted"), "withdrawn"),
)


def test_a_move_leads_from_each_of_its_sources_to_its_target():
    assert TABLE.target("submit", "draft") == "submitted"
    assert {TABLE.target("withdraw", state) for state in ("draft", "submitted")} == {"withdrawn"}


def test_a_move_that_is_not_in_the_table_is_refused_with_its_names():
    with pytest.raises(TransitionRefused) as refusal:
        TABLE.target("submit", "withdrawn")
    assert (refusal.value.move, refusal.value.state) == ("submit", "withdrawn")
    assert str(refusal.value) == "'submit' is not possible from 'withdrawn'."


def test_an_unknown_move_is_refused():
    with pytest.raises(TransitionRefused):
        TABLE.target("vanish", "draft")


def test_moves_are_offered_in_the_order_of_the_table():
    assert TABLE.moves_from("submitted") == ("return", "withdraw")
    assert TABLE.moves_from("withdrawn") == ()


def test_sources_and_states_are_read_from_the_table():
    assert TABLE.sources("withdraw") == {"draft", "submitted"}
    assert TABLE.sources("vanish") == frozenset()
    assert TABLE.states() == {"draft", "submitted", "withdrawn"}


def test_one_name_may_lead_elsewhere_from_elsewhere():
    table = Lifecycle(Move("go", "a", "b"), Move("go", "b", "c"))
    assert table.target("go", table.target("go", "a")) == "c"


def test_the_same_line_twice_is_a_mistake_of_the_table():
    with pytest.raises(ValueError, match="stands twice"):
        Lifecycle(Move("go", "a", "b"), Move("go", ("c", "a"), "d"))
