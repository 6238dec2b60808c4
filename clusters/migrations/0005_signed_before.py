"""Pledges signed on paper before they were entered: the scan of the paper."""

from importlib import import_module

from django.db import migrations, models

# SQLite makes the table anew to add a column: the triggers that name it make room, and stand again afterwards.
triggers = import_module("clusters.migrations.0002_signatures_stay")


class Migration(migrations.Migration):
    dependencies = [("clusters", "0004_scores_stay")]
    operations = [
        migrations.RunPython(triggers.remove, triggers.install),
        migrations.AddField(
            model_name="pledge",
            name="scan",
            field=models.FileField(
                blank=True,
                help_text="of a pledge that was signed on paper before it was entered here",
                upload_to="pledges/%Y/",
                verbose_name="scan of the signed pledge",
            ),
        ),
        migrations.RunPython(triggers.install, triggers.remove),
    ]
