"""The database's own refusal to change what was issued, on either database.

Of a document: code, template, payload and its digest, organisation, predecessor and day of issue never change; state,
file, its digest, pages, seal and time of printing never change once it is printed. Of a certificate of a seal: only the
days on which it was put away or distrusted are ever written, each once. No row of either is ever removed.
A migration that alters a table on SQLite rebuilds it without its triggers: it must end with `install`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper


class Guard(NamedTuple):
    """A table, the columns that never change, those that do not from a condition on, and its two sentences."""

    table: str
    names: tuple[str, str]
    always: Sequence[str]
    then: Sequence[tuple[str, Sequence[str]]]
    changes: str
    removes: str


DOCUMENTS = Guard(
    table="documents_issueddocument",
    names=("document_stays", "document_never_changes"),
    always=(
        "id",
        "code",
        "template",
        "payload",
        "payload_digest",
        "organisation_id",
        "replaces_id",
        "issued_at",
    ),
    then=[
        (
            "OLD.state = 'rendered'",
            ("state", "error", "file", "file_digest", "pages", "seal_id", "rendered_at"),
        )
    ],
    changes="An issued document never changes.",
    removes="An issued document is never removed.",
)
CERTIFICATES = Guard(
    table="documents_sealcertificate",
    names=("seal_certificate_stays", "seal_certificate_never_changes"),
    always=(
        "id",
        "organisation_id",
        "source",
        "name",
        "fingerprint",
        "pem",
        "valid_from",
        "valid_to",
        "added_at",
    ),
    then=[
        ("OLD.retired_at IS NOT NULL", ("retired_at",)),
        ("OLD.distrusted_at IS NOT NULL", ("distrusted_at", "distrust_reason")),
    ],
    changes="A certificate of a seal never changes.",
    removes="A certificate of a seal is never removed.",
)
GUARDS = (DOCUMENTS, CERTIFICATES)


def _changed(guard: Guard, columns: set[str], differs: str) -> str:
    def any_of(names: Sequence[str]) -> str:
        return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in names if name in columns)

    return " OR ".join(
        [any_of(guard.always), *(f"({condition} AND ({any_of(names)}))" for condition, names in guard.then)]
    )


def _postgresql(guard: Guard, columns: set[str]) -> list[str]:
    stays, changes = guard.names
    return [
        f"""
CREATE OR REPLACE FUNCTION {changes}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_changed(guard, columns, "IS DISTINCT FROM")} THEN
        RAISE EXCEPTION '{guard.changes}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION {stays}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{guard.removes}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER IF EXISTS {changes} ON {guard.table};
DROP TRIGGER IF EXISTS {stays} ON {guard.table};
CREATE TRIGGER {changes} BEFORE UPDATE ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {changes}();
CREATE TRIGGER {stays} BEFORE DELETE ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {stays}();
"""
    ]


def _sqlite(guard: Guard, columns: set[str]) -> list[str]:
    stays, changes = guard.names
    return [
        *(f"DROP TRIGGER IF EXISTS {name}" for name in guard.names),
        f"CREATE TRIGGER {changes} BEFORE UPDATE ON {guard.table} WHEN {_changed(guard, columns, 'IS NOT')}"
        f" BEGIN SELECT RAISE(ABORT, '{guard.changes}'); END",
        f"CREATE TRIGGER {stays} BEFORE DELETE ON {guard.table}"
        f" BEGIN SELECT RAISE(ABORT, '{guard.removes}'); END",
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the guards of the tables and columns that are there by now, replacing older ones."""
    statements = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        present = connection.introspection.table_names(cursor)
        for guard in GUARDS:
            if guard.table in present:
                described = connection.introspection.get_table_description(cursor, guard.table)
                for statement in statements(guard, {column.name for column in described}):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away: for unwinding the migrations of an empty installation."""
    with connection.cursor() as cursor:
        for name in (name for guard in GUARDS for name in guard.names):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
