"""Ballots from before the states: those with a time of closing were counted."""

from django.db import migrations


def tell(apps, schema_editor):
    apps.get_model("ballots", "Ballot").objects.filter(closed_at__isnull=False).update(state="closed")


def untell(apps, schema_editor):
    apps.get_model("ballots", "Ballot").objects.update(state="open")


class Migration(migrations.Migration):
    dependencies = [("ballots", "0003_secret_ballots")]

    operations = [migrations.RunPython(tell, untell, elidable=True)]
