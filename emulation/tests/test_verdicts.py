"""Verdicts with their words, and days a dated row covers."""

from datetime import date

import pytest

from emulation.periods import open_on
from emulation.verdicts import YES, No, Refused, demand


def test_yes_is_true_and_has_no_reason():
    assert YES
    assert YES.reason == ""


def test_no_is_false_and_says_why():
    verdict = No("The campaign is closed.")
    assert not verdict
    assert verdict.reason == "The campaign is closed."


def test_a_demand_that_is_met_does_nothing():
    demand(YES)


def test_a_demand_that_is_not_met_carries_the_very_reason():
    reason = object()
    with pytest.raises(Refused) as refusal:
        demand(No(reason))
    assert refusal.value.reason is reason
    assert str(refusal.value) == str(reason)


@pytest.mark.parametrize(
    ("on", "covered"),
    [
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 6, 30), True),
        (date(2025, 7, 1), False),
    ],
)
def test_a_dated_row_covers_its_first_and_its_last_day(on, covered):
    assert open_on(date(2025, 1, 1), date(2025, 6, 30), on) is covered


def test_a_row_without_end_is_still_open():
    assert open_on(date(2025, 1, 1), None, date(2125, 1, 1))
