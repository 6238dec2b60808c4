"""The database keeps what was signed: signatures are only ever added, an open or signed text does not change."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION clusters_signature_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Signatures are only ever added.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER clusters_signature_stays BEFORE UPDATE OR DELETE ON clusters_signature
    FOR EACH ROW EXECUTE FUNCTION clusters_signature_stays();
CREATE TRIGGER clusters_signature_stays_whole BEFORE TRUNCATE ON clusters_signature
    FOR EACH STATEMENT EXECUTE FUNCTION clusters_signature_stays();

CREATE FUNCTION clusters_target_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.pledge_id ELSE NEW.pledge_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM clusters_pledge WHERE id = here AND state IN ('open', 'signed')) THEN
        RAISE EXCEPTION 'What lies open for signature or is signed is not changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER clusters_target_stays BEFORE INSERT OR UPDATE OR DELETE ON clusters_pledgetarget
    FOR EACH ROW EXECUTE FUNCTION clusters_target_stays();

CREATE FUNCTION clusters_pledge_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'signed' AND (NEW.state <> 'signed' OR NEW.digest <> OLD.digest
        OR NEW.payload::text <> OLD.payload::text) THEN
        RAISE EXCEPTION 'A pledge that all have signed is not changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clusters_pledge_stays BEFORE UPDATE ON clusters_pledge
    FOR EACH ROW EXECUTE FUNCTION clusters_pledge_stays();
"""
SIGNATURES = [
    f"""
    CREATE TRIGGER clusters_signature_stays_{event.lower()} BEFORE {event} ON clusters_signature
    BEGIN SELECT RAISE(ABORT, 'Signatures are only ever added.'); END
    """
    for event in ("UPDATE", "DELETE")
]
TARGETS = [
    f"""
    CREATE TRIGGER clusters_target_stays_{event.lower()} BEFORE {event} ON clusters_pledgetarget
    WHEN EXISTS (SELECT 1 FROM clusters_pledge WHERE id = {row}.pledge_id AND state IN ('open', 'signed'))
    BEGIN SELECT RAISE(ABORT, 'What lies open for signature or is signed is not changed.'); END
    """
    for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
]
PLEDGES = [
    """
    CREATE TRIGGER clusters_pledge_stays_update BEFORE UPDATE ON clusters_pledge
    WHEN OLD.state = 'signed'
        AND (NEW.state <> 'signed' OR NEW.digest <> OLD.digest OR NEW.payload <> OLD.payload)
    BEGIN SELECT RAISE(ABORT, 'A pledge that all have signed is not changed.'); END
    """
]
SQLITE = [*SIGNATURES, *TARGETS, *PLEDGES]
NAMES = [
    "clusters_signature_stays_update",
    "clusters_signature_stays_delete",
    "clusters_target_stays_insert",
    "clusters_target_stays_update",
    "clusters_target_stays_delete",
    "clusters_pledge_stays_update",
]


def install(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL,):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in NAMES:
            schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        for name in ("signature", "target", "pledge"):
            schema_editor.execute(f"DROP FUNCTION clusters_{name}_stays() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("clusters", "0001_initial")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
