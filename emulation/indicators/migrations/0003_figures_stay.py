"""The database refuses to change or remove a figure; only its state may move on from current, once."""

from django.db import migrations

KEPT = (
    "id", "organisation_id", "year", "period", "as_of", "population_id", "indicator_version_id", "value",
    "numerator", "denominator", "qualifier", "source", "note", "replaces_id", "reason", "entered_by_id",
    "entered_at",
)  # fmt: skip


def changed(differs):
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in KEPT)


POSTGRESQL = f"""
CREATE FUNCTION indicators_figure_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'Figures are never removed.' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> 'current' OR {changed("IS DISTINCT FROM")} THEN
        RAISE EXCEPTION 'Figures are only ever replaced or withdrawn.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER indicators_figure_stays BEFORE UPDATE OR DELETE ON indicators_figure
    FOR EACH ROW EXECUTE FUNCTION indicators_figure_stays();
CREATE TRIGGER indicators_figure_stays_whole BEFORE TRUNCATE ON indicators_figure
    FOR EACH STATEMENT EXECUTE FUNCTION indicators_figure_stays();
"""
SQLITE = (
    f"""
    CREATE TRIGGER indicators_figure_stays BEFORE UPDATE ON indicators_figure
    WHEN OLD.state <> 'current' OR {changed("IS NOT")}
    BEGIN SELECT RAISE(ABORT, 'Figures are only ever replaced or withdrawn.'); END
    """,
    """
    CREATE TRIGGER indicators_figure_stays_whole BEFORE DELETE ON indicators_figure
    BEGIN SELECT RAISE(ABORT, 'Figures are never removed.'); END
    """,
)


def install(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL,):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in ("indicators_figure_stays", "indicators_figure_stays_whole"):
            schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        schema_editor.execute("DROP FUNCTION indicators_figure_stays() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_catalogue")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
