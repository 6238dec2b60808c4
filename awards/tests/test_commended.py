"""The tree of a movement counts the units commended for it and the programmes that reported on it."""

import pytest

from awards.commended import units_commended
from awards.services import campaigns
from awards.services.campaigns import terms_of
from awards.tests.factories import Stage, stage
from programmes.models import Movement
from programmes.selectors.movements import cascade
from programmes.services import movements
from programmes.services.movements import MovementTerms

pytestmark = pytest.mark.django_db


def movement(cast: Stage, name: str = "Chung sức xây dựng nông thôn mới") -> Movement:
    terms = MovementTerms(name=name, level="PROVINCE", recorded=True, launched_by=cast.alliance.name)
    return movements.advance(
        movements.enter(cast.alliance, terms, by=cast.officer), "launch", by=cast.officer
    )


def named(cast: Stage, wanted: Movement) -> None:
    base = terms_of(cast.campaign)
    terms = campaigns.CampaignTerms(**{**vars(base), "movement": wanted})
    campaigns.revise(cast.campaign, terms, base=base, by=cast.officer)


def test_units_with_a_valid_award_of_a_campaign_that_names_the_movement_are_counted():
    cast = stage()
    wanted, other = movement(cast), movement(cast, "Phong trào khác")
    assert cascade(cast.officer, wanted)[0].awarded is None
    named(cast, wanted)
    assert units_commended([wanted.pk, other.pk]) == {wanted.pk: frozenset()}
    cast.published("Nguyễn Văn A", "Trần Thị B")
    assert units_commended([wanted.pk]) == {wanted.pk: frozenset({cast.coop.pk})}
    movements.link(wanted, parent=other, programmes=[], by=cast.officer)
    top, below = cascade(cast.officer, other)
    assert (top.awarded, below.awarded) == (frozenset({cast.coop.pk}), frozenset({cast.coop.pk}))
