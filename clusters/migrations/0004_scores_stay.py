"""The database keeps scores: values and explanations are only ever added, a sheet in use does not change."""

from django.db import migrations

SHEET_COLUMNS = (
    "cluster_id", "code", "number", "name", "total", "base", "bonus_cap", "decimals", "rounding", "not_applicable",
    "tie_break", "bands", "bands_by", "copied_from_id",
)  # fmt: skip
ADDED_ONLY = {"scorevalue": "Scores are only ever added.", "explanation": "Explanations are only ever added."}
LOCKED = "A score sheet in use is not changed."


def changed(differs, cast=""):
    jsons = ("tie_break", "bands")
    return " OR ".join(
        f"NEW.{column}{cast if column in jsons else ''} {differs} OLD.{column}{cast if column in jsons else ''}"
        for column in SHEET_COLUMNS
    )


def added_only(table, words):
    return f"""
CREATE FUNCTION clusters_{table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER clusters_{table}_stays BEFORE UPDATE OR DELETE ON clusters_{table}
    FOR EACH ROW EXECUTE FUNCTION clusters_{table}_stays();
CREATE TRIGGER clusters_{table}_stays_whole BEFORE TRUNCATE ON clusters_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION clusters_{table}_stays();
"""


POSTGRESQL = (
    "".join(added_only(table, words) for table, words in ADDED_ONLY.items())
    + f"""
CREATE FUNCTION clusters_criterion_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM clusters_scoresheet WHERE state <> 'draft'
        AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.sheet_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.sheet_id END))
    THEN
        RAISE EXCEPTION '{LOCKED}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER clusters_criterion_stays BEFORE INSERT OR UPDATE OR DELETE ON clusters_criterion
    FOR EACH ROW EXECUTE FUNCTION clusters_criterion_stays();

CREATE FUNCTION clusters_scoresheet_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' THEN
        IF TG_OP = 'DELETE' OR NEW.state = 'draft' OR {changed("IS DISTINCT FROM", "::text")} THEN
            RAISE EXCEPTION '{LOCKED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER clusters_scoresheet_stays BEFORE UPDATE OR DELETE ON clusters_scoresheet
    FOR EACH ROW EXECUTE FUNCTION clusters_scoresheet_stays();
"""
)


def refusal(name, event, table, words, when=""):
    return f"""
    CREATE TRIGGER clusters_{name}_stays_{event.lower()} BEFORE {event} ON clusters_{table} {when}
    BEGIN SELECT RAISE(ABORT, '{words}'); END
    """


def locked(row):
    return f"WHEN EXISTS (SELECT 1 FROM clusters_scoresheet WHERE id = {row}.sheet_id AND state <> 'draft')"


SQLITE = [
    *(
        refusal(table, event, table, words)
        for table, words in ADDED_ONLY.items()
        for event in ("UPDATE", "DELETE")
    ),
    refusal("criterion", "INSERT", "criterion", LOCKED, locked("NEW")),
    refusal("criterion", "UPDATE", "criterion", LOCKED, locked("OLD")),
    refusal("criterion", "DELETE", "criterion", LOCKED, locked("OLD")),
    refusal("scoresheet", "DELETE", "scoresheet", LOCKED, "WHEN OLD.state <> 'draft'"),
    refusal(
        "scoresheet",
        "UPDATE",
        "scoresheet",
        LOCKED,
        f"WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' OR {changed('IS NOT')})",
    ),
]
NAMES = [
    f"clusters_{table}_stays_{event}"
    for table, events in (
        ("scorevalue", ("update", "delete")),
        ("explanation", ("update", "delete")),
        ("criterion", ("insert", "update", "delete")),
        ("scoresheet", ("delete", "update")),
    )
    for event in events
]


def install(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL,):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in NAMES:
            schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        for name in ("scorevalue", "explanation", "criterion", "scoresheet"):
            schema_editor.execute(f"DROP FUNCTION clusters_{name}_stays() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("clusters", "0003_score_sheets_and_cards")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
