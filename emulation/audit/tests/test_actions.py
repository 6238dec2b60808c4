"""The page of actions against the code that records them."""

import re

import pytest
from django.conf import settings

from awards.states import CAMPAIGN, DECISION, NOMINATION
from emulation.audit.actions import ACTIONS

RECORDED = re.compile(r'\brecord(?:_many)?\(\s*"([a-z_]+\.[a-z_]+)"')


def sources():
    for app in ("emulation", "awards", "clusters", "programmes"):
        for file in (settings.BASE_DIR / app).rglob("*.py"):
            if "tests" not in file.parts:
                yield file


def test_every_recorded_action_has_its_sentence():
    found = {code for file in sources() for code in RECORDED.findall(file.read_text(encoding="utf-8"))}
    assert len(found) > 20
    assert found <= ACTIONS.keys()


@pytest.mark.parametrize(
    ("kind", "moves"), [("campaign", CAMPAIGN), ("nomination", NOMINATION), ("decision", DECISION)]
)
def test_every_move_has_its_sentence(kind, moves):
    """Services record `f"{kind}.{move}"`."""
    names = {move for state in moves.states() for move in moves.moves_from(state)}
    assert {f"{kind}.{name}" for name in names} <= ACTIONS.keys()
