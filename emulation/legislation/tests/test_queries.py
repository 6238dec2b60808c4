"""Every list and page asks the same number of questions for one row and for three."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from emulation.legislation.models import BaseSalary, Ground, Instrument
from emulation.legislation.services import grounds
from emulation.legislation.services.grounds import GroundTerms
from emulation.legislation.tests.factories import cast, fresh
from emulation.legislation.waiting import tasks

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("rows", [1, 3])]
TODAY = date(2026, 5, 4)


@pytest.fixture
def scene(rows, time_machine):
    """Own instruments that soon cease, each the ground of a report, replaced one by the other; nothing else."""
    time_machine.move_to("2026-05-04 09:00 +0700")
    here = cast()
    Ground.objects.all().delete()
    BaseSalary.objects.all().delete()
    Instrument.objects.update(replaced_by=None)
    Instrument.objects.all().delete()
    made = [here.enter(f"{number}/QĐ", in_force_to=TODAY + timedelta(days=60)) for number in range(rows)]
    for row in made:
        grounds.put_ground(here.alliance, GroundTerms("REPORT", row, date(2026, 1, 1)), by=here.officer)
    for older, newer in pairwise(made):
        Instrument.objects.filter(pk=older.pk).update(replaced_by=newer)
    return here, made


@pytest.fixture
def asks(client, django_assert_num_queries):
    """Fetch a page as somebody who has just logged in, and count its questions."""

    def fetch(user, number, name, *args, **query):
        client.force_login(user)
        url = reverse(f"legislation:{name}", args=args)
        client.get(url, query)
        with django_assert_num_queries(number):
            shown = client.get(url, query)
        assert shown.status_code == 200
        return shown

    return fetch


def test_the_register(rows, scene, asks):
    here, _made = scene
    shown = asks(here.officer, 17, "instruments")
    assert (len(shown.context["lines"]), len(shown.context["endings"])) == (rows, rows)


def test_the_page_of_an_instrument(rows, scene, asks):
    here, made = scene
    shown = asks(here.officer, 21, "instrument", made[0].pk)
    assert len(shown.context["family"]) == rows


def test_the_base_salary(rows, scene, asks):
    here, made = scene
    for number in range(rows):
        BaseSalary.objects.create(valid_from=date(2020 + number, 1, 1), amount=1, instrument=made[number])
    shown = asks(here.officer, 6, "base_salary")
    assert len(shown.context["periods"]) == rows


def test_the_legal_grounds(rows, scene, asks):
    here, _made = scene
    shown = asks(here.officer, 9, "grounds", kind="REPORT", organisation=here.alliance.pk)
    assert len(shown.context["lines"]) == rows


def test_the_desk(rows, scene, django_assert_num_queries):
    here, _made = scene
    user = fresh(here.officer)
    with django_assert_num_queries(13):
        assert len(list(tasks(user, TODAY))) == rows
