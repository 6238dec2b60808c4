"""Two people confirm at the same moment: two real connections to PostgreSQL."""

import threading

import pytest
from django.db import connection

from awards.models import Nomination, NomineeImport
from awards.services import imports
from awards.services.import_taking import take_in
from awards.tests.factories import stage
from awards.tests.test_imports import people, received
from emulation.jobs.models import Job
from emulation.lifecycle import TransitionRefused


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_list_confirmed_twice_at_once_goes_in_once():
    """Two lists of the same content, taken in on two connections at the same moment."""
    cast = stage()
    first = received(cast, people(30))
    NomineeImport.objects.update(digest="1" * 64)
    second = received(cast, people(30))
    assert first.pk != second.pk
    start, added = threading.Barrier(2), []

    def run(pk):
        try:
            start.wait(timeout=20)
            added.append(take_in(pk, by=cast.officer).added)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(pk,)) for pk in (first.pk, second.pk)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(added) == [0, 30]
    assert Nomination.objects.count() == 30


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_list_confirmed_twice_at_once_goes_in_once():
    """The second confirmation finds the job of the first, or the list imported."""
    cast = stage()
    kept = received(cast, people(3))
    start, refused = threading.Barrier(2), []

    def run():
        try:
            start.wait(timeout=20)
            imports.confirm(kept, by=cast.officer)
        except TransitionRefused as late:
            refused.append(late.state)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert refused in ([], ["imported"])
    assert Job.objects.filter(kind=imports.TAKE_IN).count() == 1
    assert Nomination.objects.count() == 3
