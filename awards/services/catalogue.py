"""Loading the catalogue of titles and forms as dated rules, without undoing what administrators have edited."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from awards.models import AwardAlias, AwardForm, AwardRule
from emulation.vietnamese import fold

CATALOGUE = Path(__file__).resolve().parent.parent / "data" / "catalogue.json"


@transaction.atomic
def load_catalogue(path: Path = CATALOGUE) -> int:
    """Create the forms, aliases and dated rules that are missing; returns how many rows were added.

    A rule that exists for its form and day is left as it stands: an administrator may have corrected it.
    """
    forms: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["forms"]
    return sum(_load_form(place, line) for place, line in enumerate(forms, start=1))


def _load_form(place: int, line: dict[str, Any]) -> int:
    values = {key: line[key] for key in ("nature", "name", "name_en", "subjects", "levels")}
    values["deciding_kinds"] = line.get("deciding_kinds", [])
    form, created = AwardForm.objects.get_or_create(
        code=line["code"], defaults={**values, "official_order": place * 10}
    )
    added = int(created)
    for text in [line["name"], *line["aliases"]]:
        _alias, new = AwardAlias.objects.get_or_create(form=form, folded=fold(text), defaults={"text": text})
        added += new
    for rule in line["rules"]:
        kept = {key: value for key, value in rule.items() if key != "valid_from"}
        _rule, new = AwardRule.objects.get_or_create(
            form=form, valid_from=date.fromisoformat(rule["valid_from"]), defaults=kept
        )
        added += new
    return added
