"""Remarks on targets for those who draft; the figures of a dispute as they stood when it was ruled."""

from importlib import import_module

from django.db import migrations, models

# SQLite makes the table anew to add a column: the triggers that name it make room, and stand again afterwards.
triggers = import_module("clusters.migrations.0002_signatures_stay")


class Migration(migrations.Migration):
    dependencies = [("clusters", "0009_cross_scoring_and_disputes")]
    operations = [
        migrations.RunPython(triggers.remove, triggers.install),
        migrations.AddField(
            model_name="pledgetarget",
            name="remark",
            field=models.TextField(
                blank=True,
                default="",
                help_text="what the words leave open; shown with a draft, never printed",
                verbose_name="remark for those who draft",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="pledgetarget",
            name="reading",
            field=models.TextField(
                blank=True,
                help_text="how this pledge takes words that leave something open; printed with the target",
                verbose_name="reading chosen",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="at_ruling",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.RunPython(triggers.install, triggers.remove),
    ]
