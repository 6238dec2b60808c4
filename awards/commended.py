"""The units commended for an emulation movement: by decisions of the campaigns that name it."""

from collections.abc import Collection

from awards.models import Campaign, Grant
from awards.states import GrantState


def units_commended(movement_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """{movement: units with a valid award}; a movement that no campaign names is missing. Two queries."""
    named = Campaign.objects.filter(movement__in=movement_ids).values_list("movement_id", flat=True)
    found: dict[int, set[int]] = {pk: set() for pk in named if pk is not None}
    rows = Grant.objects.filter(state=GrantState.VALID, decision__campaign__movement__in=movement_ids)
    for movement_id, unit_id in rows.values_list("decision__campaign__movement_id", "unit_id").distinct():
        found[movement_id].add(unit_id)
    return {pk: frozenset(units) for pk, units in found.items()}
