"""Putting the national rows of a data file into the register, and taking them out again.

A file is never changed once its migration is out: what the law brings later comes in a file of its own.
Migrations pass their historical models; nothing here may ask the models for more than their columns.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from emulation.legislation.numbers import folded_number, search_text

FIRST = Path(__file__).resolve().parent / "data" / "national_2026.json"
DATES = ("issued_on", "in_force_from", "in_force_to")
Rows = dict[str, list[dict[str, Any]]]


def rows_of(path: Path) -> Rows:
    rows: Rows = json.loads(path.read_text(encoding="utf-8"))
    return rows


def plant(instruments: Any, salaries: Any, grounds: Any, path: Path = FIRST) -> int:
    """Create what is missing, given the three model classes; returns how many rows were added.

    A row that stands already is left as it is: an administrator may have corrected it.
    """
    rows = rows_of(path)
    known: dict[str, Any] = {
        row.number_key: row for row in instruments.objects.filter(organisation=None).order_by("-pk")
    }
    fresh = [row for row in rows["instruments"] if folded_number(row["number"]) not in known]
    for row in fresh:
        made = instruments.objects.create(**_columns(row))
        known[made.number_key] = made
    for row in fresh:
        if row["replaced_by"]:
            made = known[folded_number(row["number"])]
            made.replaced_by = known[folded_number(row["replaced_by"])]
            made.save(update_fields=["replaced_by"])
    added = len(fresh)
    added += sum(_plant_salary(salaries, row, known) for row in rows["base_salaries"])
    return added + sum(_plant_grounds(grounds, row, known) for row in rows["grounds"])


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if name not in {*DATES, "replaced_by"}}
    dates = {name: _day(row[name]) for name in DATES}
    keys = {
        "number_key": folded_number(row["number"]),
        "search": search_text(row["number"], row["title"]),
    }
    return {**values, **dates, **keys}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plant_salary(salaries: Any, row: dict[str, Any], known: dict[str, Any]) -> int:
    values = {name: row[name] for name in ("amount", "source", "confidence")}
    _row, new = salaries.objects.get_or_create(
        valid_from=_day(row["valid_from"]),
        defaults={**values, "instrument": known[folded_number(row["instrument"])]},
    )
    return int(new)


def _plant_grounds(grounds: Any, row: dict[str, Any], known: dict[str, Any]) -> int:
    instrument = known[folded_number(row["instrument"])]
    values = {"text": row["text"], "official_order": row["official_order"]}
    begins = instrument.in_force_from or instrument.issued_on
    made = [
        grounds.objects.get_or_create(
            document_kind=kind,
            instrument=instrument,
            valid_from=begins,
            organisation=None,
            defaults=values,
        )
        for kind in row["document_kinds"]
    ]
    return sum(new for _row, new in made)


def uproot(instruments: Any, salaries: Any, grounds: Any, path: Path = FIRST) -> None:
    """Take the rows of the file out again; an instrument that something else still names stays."""
    rows = rows_of(path)
    keys = [folded_number(row["number"]) for row in rows["instruments"]]
    planted = instruments.objects.filter(organisation=None, number_key__in=keys)
    grounds.objects.filter(organisation=None, instrument__in=planted).delete()
    salaries.objects.filter(
        valid_from__in=[_day(row["valid_from"]) for row in rows["base_salaries"]]
    ).delete()
    planted.update(replaced_by=None)
    named = {
        *grounds.objects.values_list("instrument_id", flat=True),
        *salaries.objects.values_list("instrument_id", flat=True),
        *instruments.objects.values_list("replaced_by_id", flat=True),
    }
    planted.exclude(pk__in=named - {None}).delete()
