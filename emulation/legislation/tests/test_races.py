"""Two workers at the same moment, on two real connections: what is told is told once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date

import pytest
from django.db import connection

from emulation.legislation.models import Warned
from emulation.legislation.services import grounds
from emulation.legislation.services.grounds import GroundTerms
from emulation.legislation.services.warnings import warn_of_expiry
from emulation.legislation.tests.factories import cast
from emulation.notices.models import Notice, Outgoing
from emulation.verdicts import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    """What each act answered, or the refusal it met; any other error fails the test."""
    ready = threading.Barrier(len(acts))

    def one(act):
        with closing(connection):
            ready.wait(timeout=30)
            try:
                return act()
            except Refused as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as people:
        return [done.result(60) for done in [people.submit(one, act) for act in acts]]


def test_two_timers_at_once_tell_once():
    cast()
    answers = at_once(*[lambda: warn_of_expiry(date(2026, 9, 2))] * 2)
    assert sorted(answers) == [0, 2]
    assert (Warned.objects.count(), Notice.objects.count(), Outgoing.objects.count()) == (1, 2, 2)


def test_a_line_put_twice_at_once_stands_once():
    here = cast()
    terms = GroundTerms("REPORT", here.enter(), date(2026, 1, 1))
    answers = at_once(*[lambda: grounds.put_ground(here.alliance, terms, by=here.officer)] * 2)
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
