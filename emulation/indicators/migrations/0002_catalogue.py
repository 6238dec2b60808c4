"""The first catalogue of populations and indicators. What stands already is left as it is."""

import json
from pathlib import Path

from django.db import migrations

CATALOGUE = Path(__file__).resolve().parent.parent / "data" / "catalogue.json"
POPULATION = ("name", "name_en", "definition", "axis", "asked_of", "source", "confidence")
VERSION = (
    "name", "name_en", "nature", "numerator", "denominator", "comparator", "unit", "as_of", "counts_members",
    "counts_labourers", "counted_once", "source", "ambiguity", "confidence",
)  # fmt: skip


def load(apps, schema_editor):
    Population, Indicator, Version = (
        apps.get_model("indicators", name) for name in ("Population", "Indicator", "IndicatorVersion")
    )
    lines = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    known = {None: None}
    for place, line in enumerate(lines["populations"], start=1):
        values = {name: line[name] for name in POPULATION}
        values |= {"part_of": known[line["part_of"]], "official_order": place * 10}
        known[line["code"]], _ = Population.objects.get_or_create(code=line["code"], defaults=values)
    for place, line in enumerate(lines["indicators"], start=1):
        indicator, _ = Indicator.objects.get_or_create(
            code=line["code"], defaults={"asked_of": line["asked_of"], "official_order": place * 10}
        )
        for version in line["versions"]:
            values = {name: version[name] for name in VERSION}
            for name in ("numerator_population", "denominator_population"):
                values[name] = known[version[name]]
            Version.objects.get_or_create(
                indicator=indicator, valid_from=version["valid_from"], defaults=values
            )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
