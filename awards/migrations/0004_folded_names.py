"""The form in which names are compared, for nominations written before it was kept."""

from django.db import migrations

from awards.rows import LONGEST_NAME, folded_name


def fold_names(apps, schema_editor):
    nominations = apps.get_model("awards", "Nomination").objects
    batch = []
    for row in nominations.filter(folded="").only("subject_kind", "name").iterator(chunk_size=2000):
        row.folded = folded_name(row.subject_kind, row.name)[:LONGEST_NAME]
        batch.append(row)
        if len(batch) == 2000:
            nominations.bulk_update(batch, ["folded"])
            batch = []
    nominations.bulk_update(batch, ["folded"])


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_register_by_decision")]

    operations = [migrations.RunPython(fold_names, migrations.RunPython.noop)]
