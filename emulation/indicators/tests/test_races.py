"""Two people at one figure at the same moment, on two real connections: one wins, the other is told."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from emulation.audit.models import Entry as AuditEntry
from emulation.indicators.models import Figure
from emulation.indicators.services.reporting import correct, report, withdraw
from emulation.indicators.tests.factories import entry, land
from emulation.lifecycle import TransitionRefused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LOST = (TransitionRefused, ValidationError)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answered, or the refusal it met; any other error fails the test."""
    ready = threading.Barrier(len(acts))

    def alone(act: Callable[[], Any]) -> Any:
        with closing(connection):
            ready.wait(timeout=30)
            try:
                return act()
            except LOST as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as people:
        return [done.result(60) for done in [people.submit(alone, act) for act in acts]]


def lost(answers: list[Any]) -> list[Any]:
    return [answer for answer in answers if isinstance(answer, LOST)]


def test_of_two_corrections_one_stands():
    cast = land()
    old = cast.reported("THANH_VIEN", 120)
    answers = at_once(
        lambda: correct(old, entry("THANH_VIEN", 125), reason="Đếm lại", by=cast.officer),
        lambda: correct(old, entry("THANH_VIEN", 130), reason="Sổ mới", by=cast.unit_officer),
    )
    assert len(lost(answers)) == 1
    assert Figure.objects.filter(state="current").count() == 1
    assert Figure.objects.filter(replaces=old).count() == 1
    assert AuditEntry.objects.filter(action="figure.correct").count() == 1


def test_a_correction_and_a_withdrawal():
    cast = land()
    old = cast.reported("THANH_VIEN", 120)
    answers = at_once(
        lambda: correct(old, entry("THANH_VIEN", 125), reason="Đếm lại", by=cast.officer),
        lambda: withdraw(old, reason="Nhầm", by=cast.unit_officer),
    )
    assert len(lost(answers)) == 1


def test_two_first_reports_of_one_figure_leave_one():
    cast = land()
    answers = at_once(
        *(
            lambda number=number, by=by: report(
                cast.coop, 2025, "YEAR", [entry("THANH_VIEN", number, seen=0)], by=by
            )
            for number, by in ((120, cast.officer), (125, cast.unit_officer))
        )
    )
    assert len(lost(answers)) == 1
    assert Figure.objects.count() == 1


def test_the_first_use_of_a_version_at_two_units_locks_it_once():
    cast = land()
    share = entry("ND3_LAO_DONG", 9, denominator=12)
    answers = at_once(
        *(
            lambda unit=unit: report(unit, 2025, "YEAR", [share], by=cast.officer)
            for unit in (cast.coop, cast.fund)
        )
    )
    assert lost(answers) == []
    locked = AuditEntry.objects.filter(action="indicator.lock").values_list("subject_type", flat=True)
    assert sorted(locked) == ["indicators.indicatorversion", "indicators.population"]
