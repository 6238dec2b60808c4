"""Which versions of the two registrations an overlap compared."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """Overlaps found before: the versions sent last, which were the ones shown."""
    cases = apps.get_model("programmes", "OverlapCase").objects.using(schema_editor.connection.alias)
    registrations = apps.get_model("programmes", "Registration").objects
    cases.update(
        first_number=Subquery(registrations.filter(pk=OuterRef("first_id")).values("sent_number")[:1]),
        second_number=Subquery(registrations.filter(pk=OuterRef("second_id")).values("sent_number")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_titles")]

    operations = [
        migrations.AddField(
            model_name="overlapcase",
            name="first_number",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="number of the first registration's version that was compared"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="overlapcase",
            name="second_number",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="number of the second registration's version that was compared"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
