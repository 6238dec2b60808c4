"""The database's own refusal to change the log: what it creates, and whether it still stands.

A migration that alters these tables on SQLite rebuilds them without their triggers: it must end with
`install`. `verify_audit` tells when a guard is missing or switched off.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

KEPT = (
    "id", "chain", "seq", "at", "actor_id", "action", "subject_type", "subject_id", "batch", "content_digest", "link",
)  # fmt: skip
"""Columns that no UPDATE may touch; what is left over may only be blanked, once."""

BLANKED = (
    "NEW.erased_at IS NOT NULL AND NEW.actor_name = '' AND NEW.subject_name = '' AND NEW.reason = '' "
    "AND NEW.salt = '' AND {changes} = '{{}}'"
)

GUARDS = ("audit_entry_stays", "audit_chain_stays")


def _kept(differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in KEPT)


POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'Audit entries are never removed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.erased_at IS NOT NULL OR NOT ({BLANKED.format(changes="NEW.changes::text")})
        OR {_kept("IS DISTINCT FROM")} THEN
        RAISE EXCEPTION 'Audit entries are only ever blanked.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION audit_chain_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'Audit chains are never removed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.key <> OLD.key OR NEW.length <= OLD.length THEN
        RAISE EXCEPTION 'Audit chains only grow.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS audit_entry_stays ON audit_entry;
DROP TRIGGER IF EXISTS audit_entry_stays_whole ON audit_entry;
DROP TRIGGER IF EXISTS audit_chain_stays ON audit_chain;
DROP TRIGGER IF EXISTS audit_chain_stays_whole ON audit_chain;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();
CREATE TRIGGER audit_entry_stays_whole BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays();
CREATE TRIGGER audit_chain_stays BEFORE UPDATE OR DELETE ON audit_chain
    FOR EACH ROW EXECUTE FUNCTION audit_chain_stays();
CREATE TRIGGER audit_chain_stays_whole BEFORE TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION audit_chain_stays();
"""

SQLITE = (
    "DROP TRIGGER IF EXISTS audit_entry_stays",
    "DROP TRIGGER IF EXISTS audit_entry_stays_whole",
    "DROP TRIGGER IF EXISTS audit_chain_stays",
    "DROP TRIGGER IF EXISTS audit_chain_stays_whole",
    f"""
    CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry
    WHEN OLD.erased_at IS NOT NULL OR NOT ({BLANKED.format(changes="NEW.changes")}) OR {_kept("IS NOT")}
    BEGIN SELECT RAISE(ABORT, 'Audit entries are only ever blanked.'); END
    """,
    """
    CREATE TRIGGER audit_entry_stays_whole BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'Audit entries are never removed.'); END
    """,
    """
    CREATE TRIGGER audit_chain_stays BEFORE UPDATE ON audit_chain
    WHEN NEW.key <> OLD.key OR NEW.length <= OLD.length
    BEGIN SELECT RAISE(ABORT, 'Audit chains only grow.'); END
    """,
    """
    CREATE TRIGGER audit_chain_stays_whole BEFORE DELETE ON audit_chain
    BEGIN SELECT RAISE(ABORT, 'Audit chains are never removed.'); END
    """,
)

NAMES = frozenset(f"{name}{whole}" for name in GUARDS for whole in ("", "_whole"))


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the guards, replacing older ones."""
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else (POSTGRESQL,):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards away: for unwinding the migration of an empty installation."""
    with connection.cursor() as cursor:
        for name in sorted(NAMES) if connection.vendor == "sqlite" else ():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        for name in GUARDS if connection.vendor == "postgresql" else ():
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of guards that do not stand or are switched off, sorted."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        standing = {name for (name,) in cursor.fetchall()}
    return sorted(NAMES - standing)
