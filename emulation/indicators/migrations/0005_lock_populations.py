"""Populations that figures or versions in use rest on already are locked from now on, with what they are part of."""

from django.db import migrations
from django.db.models import Q
from django.utils import timezone


def lock(apps, schema_editor):
    Population = apps.get_model("indicators", "Population")
    Version = apps.get_model("indicators", "IndicatorVersion")
    used = Version.objects.exclude(locked_at=None)
    named = {
        *used.values_list("numerator_population", flat=True),
        *used.values_list("denominator_population", flat=True),
    } - {None}
    fresh = set(
        Population.objects.filter(Q(figures__isnull=False) | Q(pk__in=named)).values_list("pk", flat=True)
    )
    found = set()
    while fresh:
        found |= fresh
        wholes = Population.objects.filter(pk__in=fresh).values_list("part_of", flat=True)
        fresh = set(wholes) - found - {None}
    Population.objects.filter(pk__in=found, locked_at=None).update(locked_at=timezone.now())


def unlock(apps, schema_editor):
    apps.get_model("indicators", "Population").objects.update(locked_at=None)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0004_what_is_in_use_stays")]

    operations = [migrations.RunPython(lock, unlock)]
