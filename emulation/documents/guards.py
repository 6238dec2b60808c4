"""The database's own refusal to change what was issued, on either database.

code, template, payload and its digest, organisation, predecessor and day of issue never change; state, file, its
digest, pages and time of printing never change once the document is printed; no row is ever removed.
A migration that alters the table on SQLite rebuilds it without its triggers: it must end with `install`.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "documents_issueddocument"
ALWAYS = (
    "id",
    "code",
    "template",
    "payload",
    "payload_digest",
    "organisation_id",
    "replaces_id",
    "issued_at",
)
PRINTED = ("state", "error", "file", "file_digest", "pages", "rendered_at")
NAMES = ("document_stays", "document_never_changes")


def _changed(differs: str) -> str:
    frozen = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in ALWAYS)
    printed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in PRINTED)
    return f"{frozen} OR (OLD.state = 'rendered' AND ({printed}))"


POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION document_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_changed("IS DISTINCT FROM")} THEN
        RAISE EXCEPTION 'An issued document never changes.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An issued document is never removed.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER IF EXISTS document_never_changes ON {TABLE};
DROP TRIGGER IF EXISTS document_stays ON {TABLE};
CREATE TRIGGER document_never_changes BEFORE UPDATE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION document_never_changes();
CREATE TRIGGER document_stays BEFORE DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION document_stays();
"""

SQLITE = (
    *(f"DROP TRIGGER IF EXISTS {name}" for name in NAMES),
    f"""
    CREATE TRIGGER document_never_changes BEFORE UPDATE ON {TABLE} WHEN {_changed("IS NOT")}
    BEGIN SELECT RAISE(ABORT, 'An issued document never changes.'); END
    """,
    f"""
    CREATE TRIGGER document_stays BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'An issued document is never removed.'); END
    """,
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the guards, replacing older ones."""
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else (POSTGRESQL,):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away: for unwinding the migration of an empty installation."""
    with connection.cursor() as cursor:
        for name in NAMES:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
