"""Rows into PostgreSQL by the hundred thousand: COPY from Python, INSERT … SELECT inside the database."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import Any

import psycopg2
from django.db import connection
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

EMPTY = {
    "character varying": "''", "text": "''", "boolean": "false", "jsonb": "'{}'", "date": "current_date",
    "timestamp with time zone": "now()", "smallint": "1", "integer": "1", "bigint": "1",
}  # fmt: skip


def fresh_database(server: str, name: str) -> str:
    """The address of a new, empty database on the server of that address."""
    base, _slash, _database = server.rpartition("/")
    link = psycopg2.connect(f"{base}/postgres")
    try:
        link.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with link.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    finally:
        link.close()
    return f"{base}/{name}"


def run(sql: str, parameters: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)


def number(sql: str) -> int:
    """The one number that a query answers with, 0 for none."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0] or 0)


def copy(table: str, columns: Mapping[str, int], rows: Iterable[Sequence[Any]]) -> None:
    """Add the rows; `columns` says at which place of a row each column stands. Others get nothing, 0 or ""."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow(["" if row[place] is None else row[place] for place in columns.values()])
    buffer.seek(0)
    with connection.cursor() as cursor:
        types = ", ".join(f"{name} text" for name in columns)
        cursor.execute(f"CREATE TEMPORARY TABLE incoming ({types})")
        cursor.copy_expert(
            "COPY incoming FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL *)".replace(
                "FORCE_NOT_NULL *", f"FORCE_NOT_NULL ({', '.join(columns)})"
            ),
            buffer,
        )
    known = _columns(table)
    values = {
        name: f"nullif(incoming.{name}, '')::{known[name][0]}"
        if known[name][1] == "YES"
        else f"incoming.{name}::{known[name][0]}"
        for name in columns
    }
    insert(table, values, "FROM incoming")
    run("DROP TABLE incoming")


def insert(table: str, values: Mapping[str, str], source: str) -> None:
    """INSERT INTO table SELECT values source; columns that may not be null and are not named stay empty."""
    filled = dict(values)
    for name, (kind, nullable, has_default) in _columns(table).items():
        if name not in filled and nullable == "NO" and not has_default:
            filled[name] = EMPTY[kind]
    run(
        f"INSERT INTO {table} ({', '.join(filled)}) OVERRIDING SYSTEM VALUE SELECT {', '.join(filled.values())} {source}"
    )


def _columns(table: str) -> dict[str, tuple[str, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type, is_nullable, column_default IS NOT NULL OR is_identity = 'YES' "
            "OR is_generated = 'ALWAYS' FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = %s",
            [table],
        )
        return {name: (kind, nullable, default) for name, kind, nullable, default in cursor.fetchall()}


@contextmanager
def loading(*tables: str) -> Iterator[None]:
    """Load these tables without their plain indexes, triggers and foreign keys; afterwards all of it is back.

    The numbers of new rows go on after those that were given, and the planner knows the tables.
    """
    dropped = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary AND NOT EXISTS "
            "(SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
            [list(tables)],
        )
        dropped = cursor.fetchall()
        cursor.execute("SET session_replication_role = replica")
    for name, _definition in dropped:
        run(f"DROP INDEX {name}")
    yield
    for _name, definition in dropped:
        run(definition)
    run("SET session_replication_role = DEFAULT")
    for table in tables:
        run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        run(f"VACUUM (ANALYZE) {table}")
