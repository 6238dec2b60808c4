"""A rule as the JSON kept with its criterion: what `parameters.rule_of` reads back to the same rule."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal

from clusters.scoring.kinds import Bonus, Rule
from clusters.scoring.rounding import plain


def params_of(rule: Rule) -> dict[str, object]:
    """The parameters of a rule as plain JSON; a bonus becomes `bonus_cap` and `bonus_whole_percents`."""
    return _written(rule)


def _written(one: object) -> dict[str, object]:
    written: dict[str, object] = {}
    for field in fields(one):  # type: ignore[arg-type]
        found = getattr(one, field.name)
        if isinstance(found, Bonus):
            written |= _bonus(found)
        elif found is not None:
            written[field.name] = _plain(found)
    return written


def _bonus(bonus: Bonus) -> Mapping[str, object]:
    return {"bonus_cap": plain(bonus.cap), "bonus_whole_percents": bonus.whole_percents}


def _plain(found: object) -> object:
    if isinstance(found, bool):
        return found
    if isinstance(found, Decimal):
        return plain(found)
    if isinstance(found, str):
        return str(found)
    if isinstance(found, tuple):
        return [_plain(one) for one in found]
    return _written(found)
