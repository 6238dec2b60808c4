"""The pages of the calendar at both widths: nothing for axe to find, nothing wider than the screen."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from emulation.portal.tests.dated import plan_with_task, round_open_to
from programmes.tests.stage import stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_calendar_its_choices_and_a_reminder(sit: Any, width: int) -> None:
    cast, today = stage(), timezone.localdate()
    round_open_to(cast, today)
    task = plan_with_task(cast, today - timedelta(days=1), side=cast.board_office, year=today.year)
    officer = sit(cast.officer, width=width)
    officer.open("portal:calendar")
    officer.see("mốc thời gian")
    officer.open("portal:calendar_settings")
    officer.page.get_by_role("button", name="Tạo địa chỉ").click()
    officer.see(".ics")
    officer.open("portal:calendar_due")
    officer.press(f"Nhắc các bên: {task.plan.programme.number}")
    officer.see(cast.board_office.name)
