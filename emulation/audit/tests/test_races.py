"""Writers at the same time, on two real connections."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import OperationalError, connection, transaction

from emulation.audit.models import Chain, Entry
from emulation.audit.services import erase, record
from emulation.audit.tests.factories import body
from emulation.audit.verification import verify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def damages() -> int:
    return sum(report.damages for report in verify())


def on_its_own_connection(act: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        with closing(connection):
            act()

    return run


def test_two_writers_of_one_chain_take_turns():
    """Also the very first entry of a chain, when its row does not exist yet."""
    start = threading.Barrier(4)

    @on_its_own_connection
    def write() -> None:
        start.wait()
        for _ in range(25):
            with transaction.atomic():
                record("campaign.open", body(7), by=None)

    with ThreadPoolExecutor(4) as writers:
        for done in [writers.submit(write) for _ in range(4)]:
            done.result()
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 101))
    assert damages() == 0


def while_another_writes(key: int, act: Callable[[], None]) -> None:
    """Run `act` while another connection has recorded into chain `key` and not yet committed."""
    written, finish = threading.Event(), threading.Event()

    @on_its_own_connection
    def write() -> None:
        with transaction.atomic():
            record("campaign.open", body(key), by=None)
            written.set()
            finish.wait()

    with ThreadPoolExecutor(1) as writers:
        writer = writers.submit(write)
        try:
            assert written.wait(timeout=30)
            act()
        finally:
            finish.set()
        writer.result()


def without_waiting(key: int) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        record("campaign.open", body(key), by=None)


@pytest.mark.parametrize("known", [True, False], ids=["known chains", "first entries"])
def test_writers_of_different_chains_do_not_wait_for_each_other(known):
    for key in (7, 9) if known else ():
        with transaction.atomic():
            record("campaign.open", body(key), by=None)
    while_another_writes(7, lambda: without_waiting(9))
    assert Chain.objects.count() == 2
    assert damages() == 0


def test_a_second_writer_of_the_same_chain_does_wait():
    """Shows that the test above would fail if all wrote into one chain."""
    with pytest.raises(OperationalError, match="lock timeout"):
        while_another_writes(7, lambda: without_waiting(7))
    assert damages() == 0


def test_verification_beside_a_writer_reports_no_damage():
    with transaction.atomic():
        record("campaign.open", body(7), by=None)
    while_another_writes(7, lambda: damages() and pytest.fail("damage seen"))
    assert damages() == 0


def test_an_entry_is_erased_once_however_many_ask():
    with transaction.atomic():
        entry = record("nomination.edit", body(7), by=None, reason="Bà B")
    start = threading.Barrier(2)

    @on_its_own_connection
    def ask() -> None:
        start.wait()
        erase([entry], by=None, ground="Đơn ngày 05/02/2026")

    with ThreadPoolExecutor(2) as askers:
        for done in [askers.submit(ask) for _ in range(2)]:
            done.result()
    assert Entry.objects.filter(action="audit.erase").count() == 1
    assert damages() == 0
