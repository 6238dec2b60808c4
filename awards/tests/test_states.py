"""The tables of moves, whole: a move that is not in these literals is refused."""

import pytest

from awards.states import (
    BEFORE_THE_BOARD,
    CAMPAIGN,
    DECISION,
    EDITABLE,
    GRANTED,
    NOMINATION,
    CampaignState,
    DecisionState,
    NominationState,
)
from emulation.lifecycle import TransitionRefused

CAMPAIGN_MOVES = {
    ("open", "open_review"): "in_review",
    ("open", "close"): "closed",
    ("in_review", "close_review"): "reviewed",
    ("reviewed", "open_review"): "in_review",
    ("reviewed", "close"): "closed",
    ("closed", "reopen"): "open",
}
NOMINATION_MOVES = {
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "recall"): "draft",
    ("submitted", "receive"): "received",
    ("submitted", "return"): "returned",
    ("submitted", "withdraw"): "withdrawn",
    ("returned", "submit"): "submitted",
    ("returned", "withdraw"): "withdrawn",
    ("received", "return"): "returned",
    ("received", "appraise_ok"): "appraised_ok",
    ("received", "appraise_not_ok"): "appraised_not_ok",
    ("received", "withdraw"): "withdrawn",
    ("appraised_ok", "appraise_not_ok"): "appraised_not_ok",
    ("appraised_ok", "put_on_agenda"): "on_agenda",
    ("appraised_ok", "withdraw"): "withdrawn",
    ("appraised_not_ok", "appraise_ok"): "appraised_ok",
    ("appraised_not_ok", "withdraw"): "withdrawn",
    ("on_agenda", "pass"): "passed",
    ("on_agenda", "fail"): "failed",
    ("on_agenda", "defer"): "deferred",
    ("deferred", "put_on_agenda"): "on_agenda",
    ("deferred", "withdraw"): "withdrawn",
    ("passed", "decide"): "decided",
    ("decided", "revoke"): "revoked",
    ("withdrawn", "restore"): "draft",
}
DECISION_MOVES = {
    ("draft", "propose"): "proposed",
    ("draft", "record"): "published",
    ("proposed", "take_back"): "draft",
    ("proposed", "publish"): "published",
}
TABLES = [
    pytest.param(CAMPAIGN, CampaignState, CAMPAIGN_MOVES, id="campaign"),
    pytest.param(NOMINATION, NominationState, NOMINATION_MOVES, id="nomination"),
    pytest.param(DECISION, DecisionState, DECISION_MOVES, id="decision"),
]


@pytest.mark.parametrize(("lifecycle", "states", "moves"), TABLES)
def test_every_state_has_exactly_these_moves(lifecycle, states, moves):
    found = {
        (state, move): lifecycle.target(move, state)
        for state in states
        for move in lifecycle.moves_from(state)
    }
    assert found == moves


@pytest.mark.parametrize(("lifecycle", "states", "moves"), TABLES)
def test_every_other_move_is_refused(lifecycle, states, moves):
    for state in states:
        for move in {name for _state, name in moves}:
            if (state, move) not in moves:
                with pytest.raises(TransitionRefused):
                    lifecycle.target(move, state)


@pytest.mark.parametrize(("lifecycle", "states", "moves"), TABLES)
def test_every_state_is_reached_and_none_is_unknown(lifecycle, states, moves):
    assert lifecycle.states() == set(states)


def test_the_groups_of_states():
    assert {"draft", "returned"} == EDITABLE
    assert {"on_agenda", "passed", "failed", "deferred"} == BEFORE_THE_BOARD
    assert {"decided", "revoked"} == GRANTED
