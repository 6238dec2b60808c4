"""The counts of a board and the lists behind them say the same, and what is late is counted once a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from emulation.organisations.models import Kind
from emulation.organisations.services import dissolve, register
from programmes.models import Expected, Registration
from programmes.movement_states import RegistrationState
from programmes.selectors.dates import late
from programmes.selectors.registrations import STATUSES, board, board_counts, board_page
from programmes.services import rounds
from programmes.tests.stage import SINCE
from programmes.tests.units import Units, units

pytestmark = pytest.mark.django_db


def a_unit_in_every_status() -> Units:
    cast = units()
    today = timezone.localdate()
    for state in RegistrationState:
        unit = register(
            Kind.COOPERATIVE, name=f"HTX {state}", parent=cast.alliance, valid_from=SINCE, by=cast.officer
        )
        rounds.expect(cast.round, [unit], by=cast.officer)
        sent = state != RegistrationState.DRAFT
        Registration.objects.create(
            round=cast.round, organisation=unit, state=state, state_since=timezone.now(),
            sent_at=timezone.now() if sent else None, sent_number=int(sent), entered_by=cast.unit_officer,
        )  # fmt: skip
    cast.sent()
    Expected.objects.filter(organisation=cast.coop).delete()
    dissolve(cast.second, on=today, document="01/QĐ", by=cast.officer)
    return cast


def test_each_count_is_the_length_of_the_list_it_leads_to() -> None:
    cast = a_unit_in_every_status()
    today = timezone.localdate()
    counts = {status: number for status, _label, number in board_counts(cast.round, on=today)}
    listed = {key: board_page(cast.round, on=today, status=key) for key, _label in STATUSES}
    assert counts == {key: len(rows) for key, rows in listed.items()}
    assert set(counts.values()) == {1}, "one unit in each status, and none of those no longer asked"
    for key, rows in listed.items():
        assert {row.status for row in rows} == {key}
    assert sum(counts.values()) == board(cast.round.expected.all(), on=today).count()


def test_units_that_are_late_are_counted_by_their_own_last_day() -> None:
    cast = units()
    today = timezone.localdate()
    cast.round.closes_on = today - timedelta(days=5)
    cast.round.save(update_fields=["closes_on"])
    Expected.objects.filter(organisation=cast.second).update(extended_to=today - timedelta(days=2))
    assert [(row.day, row.number) for row in late([cast.alliance.pk], today)] == [
        (today - timedelta(days=5), 1),
        (today - timedelta(days=2), 1),
    ]
    Expected.objects.filter(organisation=cast.second).update(extended_to=today)
    assert [row.day for row in late([cast.alliance.pk], today)] == [today - timedelta(days=5)]
