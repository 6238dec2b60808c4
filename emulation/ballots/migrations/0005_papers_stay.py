"""A ballot is closed if and only if it is dated; the database refuses to change or remove a counted paper."""

from django.db import migrations, models

POSTGRESQL = """
CREATE FUNCTION ballots_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Papers are only ever added.' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ballots_paper_stays BEFORE UPDATE OR DELETE ON ballots_paper
    FOR EACH ROW EXECUTE FUNCTION ballots_paper_stays();
CREATE TRIGGER ballots_paper_stays_whole BEFORE TRUNCATE ON ballots_paper
    FOR EACH STATEMENT EXECUTE FUNCTION ballots_paper_stays();
"""
SQLITE = [
    f"""
    CREATE TRIGGER ballots_paper_stays_{event.lower()} BEFORE {event} ON ballots_paper
    BEGIN SELECT RAISE(ABORT, 'Papers are only ever added.'); END
    """
    for event in ("UPDATE", "DELETE")
]


def install(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL,):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER ballots_paper_stays_{event}")
    else:
        schema_editor.execute("DROP FUNCTION ballots_paper_stays() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("ballots", "0004_states_of_older_ballots")]

    operations = [
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at__isnull", False), ("state", "closed"))
                | models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                name="ballot_closed_iff_dated",
            ),
        ),
        migrations.RunPython(install, remove, elidable=False),
    ]
