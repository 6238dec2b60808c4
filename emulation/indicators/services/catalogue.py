"""The catalogue of what is counted: loading it without undoing what administrators edited, and locking it."""

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from emulation.accounts.models import User
from emulation.audit.services import record, record_many
from emulation.indicators.models import Indicator, IndicatorVersion, Population

CATALOGUE = Path(__file__).resolve().parent.parent / "data" / "catalogue.json"
POPULATIONS_OF_VERSION = ("numerator_population", "denominator_population")


@transaction.atomic
def load_catalogue(path: Path = CATALOGUE) -> int:
    """Create the populations, indicators and versions that are missing; returns how many rows were added.

    What exists is left as it stands: an administrator may have corrected it.
    """
    lines: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
    added = sum(_load_population(place, line) for place, line in enumerate(lines["populations"], start=1))
    return added + sum(
        _load_indicator(place, line) for place, line in enumerate(lines["indicators"], start=1)
    )


def _load_population(place: int, line: dict[str, Any]) -> int:
    values = {**line, "official_order": place * 10}
    whole = values.pop("part_of")
    values["part_of"] = Population.objects.get(code=whole) if whole else None
    _row, new = Population.objects.get_or_create(code=values.pop("code"), defaults=values)
    return int(new)


def _load_indicator(place: int, line: dict[str, Any]) -> int:
    indicator, new = Indicator.objects.get_or_create(
        code=line["code"], defaults={"asked_of": line["asked_of"], "official_order": place * 10}
    )
    return int(new) + sum(_load_version(indicator, version) for version in line["versions"])


def _load_version(indicator: Indicator, line: dict[str, Any]) -> int:
    values = dict(line)
    since = date.fromisoformat(values.pop("valid_from"))
    for name in POPULATIONS_OF_VERSION:
        values[name] = Population.objects.get(code=values[name]) if values[name] else None
    _row, new = IndicatorVersion.objects.get_or_create(indicator=indicator, valid_from=since, defaults=values)
    return int(new)


@transaction.atomic
def lock(version: IndicatorVersion, *, by: User | None) -> None:
    """Keep a version as it is from now on, because a figure, a pledge or a programme says what it says.

    Repeating it changes nothing.
    """
    locked = IndicatorVersion.objects.select_for_update().get(pk=version.pk)
    if locked.locked_at is None:
        locked.locked_at = timezone.now()
        locked.save(update_fields=["locked_at"])
        record("indicator.lock", locked, by=by)
        named = (locked.numerator_population_id, locked.denominator_population_id)
        lock_populations([pk for pk in named if pk is not None], by=by)
    version.locked_at = locked.locked_at


@transaction.atomic
def lock_populations(ids: Collection[int], *, by: User | None) -> None:
    """Keep the meaning of these populations, and of the wholes they are parts of; repeating it changes nothing."""
    found: list[Population] = []
    fresh = set(ids)
    while fresh:
        rows = Population.objects.select_for_update().filter(pk__in=fresh, locked_at=None).order_by("pk")
        found += rows
        fresh = {row.part_of_id for row in rows if row.part_of_id} - {row.pk for row in found}
    if found:
        Population.objects.filter(pk__in=[row.pk for row in found]).update(locked_at=timezone.now())
        record_many("indicator.lock", found, by=by)
