"""The national instruments, base salaries and legal grounds known in November 2026, with their sources."""

from django.db import migrations

from emulation.legislation.planting import FIRST, plant, uproot

MODELS = ("Instrument", "BaseSalary", "Ground")


def put_in(apps, schema_editor):
    plant(*(apps.get_model("legislation", name) for name in MODELS), FIRST)


def take_out(apps, schema_editor):
    uproot(*(apps.get_model("legislation", name) for name in MODELS), FIRST)


class Migration(migrations.Migration):
    dependencies = [("legislation", "0001_initial")]

    operations = [migrations.RunPython(put_in, take_out)]
