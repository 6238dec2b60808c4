"""Two clerks at once, on two real connections: one act is done, the other refused, and one entry tells of it."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from emulation.accounts.tests.factories import account
from emulation.audit.models import Entry
from emulation.lifecycle import TransitionRefused
from emulation.organisations import services
from emulation.organisations.models import Organisation, Post, Succession
from emulation.organisations.offices import Office
from emulation.organisations.tests.factories import organisation, person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

DAY = date(2025, 7, 1)


def at_once(*acts):
    """Run the acts on a connection each, started together; returns their results or exceptions in order."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        gate.wait()
        try:
            outcomes[place] = act()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_mergers_of_the_same_bodies_one_is_done():
    first, second = organisation("Liên minh A"), organisation("Liên minh B")

    def act(*order):
        bodies = [Organisation.objects.get(pk=pk) for pk in order]
        return services.merge(bodies, name="Liên minh C", on=DAY, document="202/2025/QH15", by=None)

    outcomes = at_once(lambda: act(first.pk, second.pk), lambda: act(second.pk, first.pk))
    assert sorted(type(outcome) is TransitionRefused for outcome in outcomes) == [False, True]
    assert Organisation.objects.filter(name="Liên minh C").count() == 1
    assert Succession.objects.count() == 2
    assert Entry.objects.filter(action="organisation.succeed").count() == 1


def test_nobody_is_appointed_to_a_body_that_ends_at_that_moment():
    unit, somebody, by = organisation(), person(), account()
    dissolved, appointed = at_once(
        lambda: services.dissolve(unit, on=DAY, document="1/QĐ", by=by),
        lambda: services.appoint(somebody, unit, Office.HEAD, valid_from=date(2020, 1, 1), by=by),
    )
    assert dissolved == unit
    # Whoever was first: the post ended with the body, or was refused.
    assert not Post.objects.filter(organisation=unit, valid_to=None).exists()
    assert isinstance(appointed, (Post, ValidationError))


def test_one_person_gets_one_open_post_of_a_kind():
    unit, somebody = organisation(), person()

    def act():
        return services.appoint(somebody, unit, Office.HEAD, valid_from=date(2020, 1, 1), by=None)

    outcomes = at_once(act, act)
    assert sorted(isinstance(outcome, Post) for outcome in outcomes) == [False, True]
    assert Post.objects.count() == 1
