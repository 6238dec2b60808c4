"""What takes effect by itself on its day does so by the daily task, and by the command."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command

from emulation.organisations import services
from emulation.organisations.selectors import successions_of
from emulation.organisations.tasks import refresh_today
from emulation.organisations.tests.factories import organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("by", ["task", "command"])
def test_a_name_entered_ahead_is_borne_from_its_day_on(by, capsys):
    with time_machine.travel(date(2026, 3, 1), tick=False) as clock:
        unit = organisation("Hợp tác xã Rạch Gầm")
        services.rename(unit, name="Hợp tác xã Sông Tiền", on=date(2026, 4, 1), document="1/QĐ", by=None)
        assert unit.name == "Hợp tác xã Rạch Gầm"
        clock.move_to(date(2026, 4, 1))
        if by == "task":
            assert refresh_today() == 1
        else:
            call_command("refresh_organisations")
            assert capsys.readouterr().out.startswith("1 ")
        unit.refresh_from_db()
        assert unit.name == "Hợp tác xã Sông Tiền"


def test_the_second_name_of_one_day_mends_the_first():
    unit = organisation("Hợp tác xã Rạch Gầm")
    for name, document in (("Hợp tác xã Sông Tìên", "1/QĐ"), ("Hợp tác xã Sông Tiền", "2/QĐ")):
        services.rename(unit, name=name, on=date(2022, 6, 1), document=document, by=None)
    _before, (line,) = successions_of(unit)
    assert (unit.name, line.document_number) == ("Hợp tác xã Sông Tiền", "2/QĐ")


def test_nobody_is_put_below_what_will_lie_below_them():
    """Two moves ahead of their day, each harmless today, would close a circle: the daily task could not go on."""
    with time_machine.travel(date(2026, 3, 1), tick=False) as clock:
        one, two = organisation("Hợp tác xã Một"), organisation("Hợp tác xã Hai")
        services.revise(two, parent=one, on=date(2026, 5, 1), by=None)
        for day in (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)):
            with pytest.raises(ValidationError):
                services.revise(one, parent=two, on=day, by=None)
        services.revise(two, parent=None, on=date(2026, 7, 1), by=None)
        services.revise(one, parent=two, on=date(2026, 7, 1), by=None)
        for day in (date(2026, 5, 1), date(2026, 7, 1)):
            clock.move_to(day)
            refresh_today()
        one.refresh_from_db()
        assert one.path == f"/{two.pk}/{one.pk}/"


def test_a_merger_ahead_of_its_day_closes_no_circle():
    """The successor lies, from a day on, below what would move below it."""
    with time_machine.travel(date(2026, 3, 1), tick=False):
        old, heir = organisation("Hợp tác xã Cũ"), organisation("Hợp tác xã Nối")
        child = organisation("Tổ hợp tác Con", parent=old)
        services.revise(heir, parent=child, on=date(2026, 5, 1), by=None)
        for day in (date(2026, 4, 1), date(2026, 6, 1)):
            with pytest.raises(ValidationError):
                services.merge([old], into=heir, on=day, document="1/QĐ", by=None)
        child.refresh_from_db()
        assert child.parent == old
