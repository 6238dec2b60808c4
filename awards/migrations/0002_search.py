"""On PostgreSQL the words of every award stand in a column of their own with an index (awards/selectors/search.py).

No other program writes it: the database keeps it. An index without a waiting list (fastupdate) costs a little
more when a decision is issued and nothing when a page is read.
"""

from django.db import migrations

INSTALL = """
ALTER TABLE awards_grant
    ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', search)) STORED;
CREATE INDEX grant_words ON awards_grant USING gin (words) WITH (fastupdate = off);
"""
REMOVE = "ALTER TABLE awards_grant DROP COLUMN words;"


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INSTALL)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(REMOVE)


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
