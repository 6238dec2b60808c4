"""The steps of the emulation year and the days reports are due, as known in November 2026."""

from django.db import migrations

from emulation.portal.calendar_planting import REPORTS, STEPS, plant


def put_in(apps, schema_editor):
    plant(apps.get_model("portal", "CycleStep"), apps.get_model("portal", "ReportDeadline"))


def take_out(apps, schema_editor):
    apps.get_model("portal", "CycleStep").objects.filter(code__in=[one["code"] for one in STEPS]).delete()
    kinds = [one["kind"] for one in REPORTS]
    apps.get_model("portal", "ReportDeadline").objects.filter(kind__in=kinds).delete()


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunPython(put_in, take_out)]
