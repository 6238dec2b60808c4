"""The database refuses to change or remove a position: a member who thinks otherwise adds a newer one."""

from django.db import migrations

POSTGRESQL = """
CREATE FUNCTION ballots_position_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Positions are only ever added.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ballots_position_stays BEFORE UPDATE OR DELETE ON ballots_position
    FOR EACH ROW EXECUTE FUNCTION ballots_position_stays();
CREATE TRIGGER ballots_position_stays_whole BEFORE TRUNCATE ON ballots_position
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_position_stays();
"""
SQLITE = [
    f"""
    CREATE TRIGGER ballots_position_stays_{event.lower()} BEFORE {event} ON ballots_position
    BEGIN SELECT RAISE(ABORT, 'Positions are only ever added.'); END
    """
    for event in ("UPDATE", "DELETE")
]


def install(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL,):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER ballots_position_stays_{event}")
    else:
        schema_editor.execute("DROP FUNCTION ballots_position_stays() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_initial")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
