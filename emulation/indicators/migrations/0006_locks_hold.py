"""The database refuses to rewrite or remove what figures rest on: locked populations and locked versions."""

from django.db import migrations

KEPT = {
    "indicators_population": (
        "id", "code", "name", "name_en", "definition", "part_of_id", "axis", "locked_at",
    ),
    "indicators_indicatorversion": (
        "id", "indicator_id", "valid_from", "name", "name_en", "nature", "numerator",
        "numerator_population_id", "denominator", "denominator_population_id", "comparator", "unit", "as_of",
        "counts_members", "counts_labourers", "counted_once", "source", "ambiguity", "confidence", "locked_at",
    ),
}  # fmt: skip
SAID = "What is in use stays as it is."


def changed(table, differs):
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in KEPT[table])


def postgresql(table):
    return f"""
CREATE FUNCTION {table}_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' OR OLD.locked_at IS NOT NULL
        AND (TG_OP = 'DELETE' OR {changed(table, "IS DISTINCT FROM")}) THEN
        RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_holds BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_holds();
CREATE TRIGGER {table}_holds_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_holds();
"""


def sqlite(table):
    return (
        f"""
        CREATE TRIGGER {table}_holds BEFORE UPDATE ON {table}
        WHEN OLD.locked_at IS NOT NULL AND ({changed(table, "IS NOT")})
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END
        """,
        f"""
        CREATE TRIGGER {table}_holds_whole BEFORE DELETE ON {table}
        WHEN OLD.locked_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, '{SAID}'); END
        """,
    )


def install(apps, schema_editor):
    for table in KEPT:
        statements = sqlite(table) if schema_editor.connection.vendor == "sqlite" else (postgresql(table),)
        for statement in statements:
            schema_editor.execute(statement)


def remove(apps, schema_editor):
    for table in KEPT:
        if schema_editor.connection.vendor == "sqlite":
            for name in (f"{table}_holds", f"{table}_holds_whole"):
                schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP FUNCTION {table}_holds() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_lock_populations")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
