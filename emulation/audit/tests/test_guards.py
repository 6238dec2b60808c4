"""The database itself refuses: updates, removals, and emptying the table."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from emulation.audit import guards
from emulation.audit.models import Chain, Entry
from emulation.audit.services import record
from emulation.audit.tests.factories import body
from emulation.audit.tests.flush import standing_guards

pytestmark = pytest.mark.django_db

BLANK = "actor_name = '', subject_name = '', reason = '', salt = '', changes = '{}'"


def refused(statement: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError:
        return True
    return False


@pytest.fixture
def entry():
    record("campaign.open", body(7), by=None, reason="Lý do")
    return record("campaign.close", body(7), by=None, reason="Lý do", state=["open", "closed"])


@pytest.mark.parametrize(
    "column", ["chain", "seq", "action", "actor_name", "subject_type", "subject_id", "subject_name", "changes",
               "reason", "batch", "salt", "content_digest", "link", "erased_at", "at"],
)  # fmt: skip
def test_no_column_can_be_updated(entry, column):
    value = {"chain": 9, "seq": 9, "changes": '{"a": 1}', "erased_at": timezone.now(), "at": timezone.now()}
    assert refused(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value.get(column, "x"), entry.pk)


def test_no_entry_can_be_removed(entry):
    assert refused("DELETE FROM audit_entry WHERE id = %s", entry.pk)
    assert refused("DELETE FROM audit_entry")
    assert Entry.objects.count() == 2


def test_an_entry_can_be_blanked_whole_and_once(entry):
    assert refused(f"UPDATE audit_entry SET {BLANK} WHERE id = %s", entry.pk)
    assert refused(
        f"UPDATE audit_entry SET {BLANK}, erased_at = %s, seq = 9 WHERE id = %s", timezone.now(), entry.pk
    )
    assert refused("UPDATE audit_entry SET salt = '', erased_at = %s WHERE id = %s", timezone.now(), entry.pk)
    assert not refused(
        f"UPDATE audit_entry SET {BLANK}, erased_at = %s WHERE id = %s", timezone.now(), entry.pk
    )
    assert refused("UPDATE audit_entry SET reason = 'x' WHERE id = %s", entry.pk)
    assert refused(f"UPDATE audit_entry SET {BLANK}, erased_at = %s WHERE id = %s", timezone.now(), entry.pk)


def test_a_chain_only_grows(entry):
    assert refused("DELETE FROM audit_chain")
    assert refused("UPDATE audit_chain SET length = 1 WHERE key = 7")
    assert refused("UPDATE audit_chain SET head = 'x' WHERE key = 7")
    assert refused("UPDATE audit_chain SET key = 8, length = 99 WHERE key = 7")
    assert Chain.objects.get().length == 2


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["audit_entry", "audit_chain"])
def test_the_tables_cannot_be_emptied(table):
    assert refused(f"TRUNCATE {table}")


def test_all_guards_stand_and_a_missing_one_is_named():
    assert guards.missing(connection) == []
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON audit_entry"
        cursor.execute(f"DROP TRIGGER audit_entry_stays{on}")
    assert guards.missing(connection) == ["audit_entry_stays"]
    guards.install(connection)
    assert guards.missing(connection) == []


@pytest.mark.postgres
def test_a_guard_that_is_switched_off_is_named():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_stays_whole")
    assert guards.missing(connection) == ["audit_entry_stays_whole"]


def test_guards_can_be_taken_away_and_put_back():
    guards.remove(connection)
    assert guards.missing(connection) == sorted(guards.NAMES)
    guards.install(connection)
    assert guards.missing(connection) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_is_emptied_and_leaves_the_guards_standing(turn):
    """Runs twice: the second turn starts on what the first one's flush has left."""
    assert not Entry.objects.exists()
    assert guards.missing(connection) == []
    assert standing_guards(connection)
    with transaction.atomic():
        record("campaign.open", body(7), by=None)
    assert refused("DELETE FROM audit_entry")
