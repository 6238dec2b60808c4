"""Lets the suite empty its test database although triggers refuse to remove rows. A pytest plugin.

A transactional test ends with Django's `flush`: TRUNCATE on PostgreSQL, DELETE on SQLite. Here, and only
here, that one statement list is wrapped: the triggers that would refuse it are lifted before and put back
after, in the same transaction. The program itself knows no such way; whoever owns the tables of a real
database can do the same by hand, and `verify_audit` finds what they changed.
"""

from collections.abc import Iterator

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

STANDING = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),
               format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname)
        FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O' AND tgtype & 32 = 32
    """,  # 32: fires on TRUNCATE
}


def standing_guards(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """(statement that lifts, statement that puts back) for every trigger in the way of a flush."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        return cursor.fetchall()


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards() -> Iterator[None]:
    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        guards = standing_guards(self.connection)
        original(self, [*(lift for lift, _ in guards), *sql_list, *(back for _, back in guards)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield
