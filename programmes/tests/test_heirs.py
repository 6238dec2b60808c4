"""What a merged Alliance kept goes on at its heir: movements, rounds, registrations and overlaps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from emulation.organisations.offices import Office
from emulation.organisations.services import merge
from emulation.verdicts import Refused
from programmes.models import OverlapCase
from programmes.services import movements, overlaps, registrations, rounds
from programmes.services.overlaps import Settlement
from programmes.tests.stage import account
from programmes.tests.units import RICE_TOO, units

pytestmark = pytest.mark.django_db


def test_after_a_merger_the_heirs_officer_runs_movement_round_and_overlap():
    cast = units()
    one, two = cast.sent(), cast.sent(cast.second, **RICE_TOO)
    day = timezone.localdate() - timedelta(days=1)
    heir = merge(
        [cast.alliance, cast.stage.other_alliance],
        name="Liên minh Hợp tác xã tỉnh An Giang",
        on=day,
        document="NQ 202/2025/QH15",
        by=None,
    )
    newcomer = account("Trần Người Mới", heir, Office.OFFICER, since=day)
    for stranger in (cast.stage.board_officer, account("Võ Người Ngoài")):
        with pytest.raises(Refused):
            registrations.accept(one, by=stranger)
    case = OverlapCase.objects.get()
    assert overlaps.settle(case, Settlement("keep", "Hai nhóm"), by=newcomer).state == "keep"
    for row in (one, two):
        assert registrations.accept(row, by=newcomer).state == "accepted"
    assert rounds.move_round(cast.round, "close", by=newcomer).state == "closed"
    assert movements.advance(cast.movement, "sum_up", by=newcomer).state == "summed_up"
