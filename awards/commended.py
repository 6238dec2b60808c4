"""The units commended for an emulation movement, by decisions of its campaigns; the models nominations name."""

from collections.abc import Collection

from awards.models import Campaign, Grant, Nomination
from awards.states import GrantState, NominationState

OVER_WITHOUT_AWARD = frozenset({NominationState.WITHDRAWN, NominationState.FAILED, NominationState.REVOKED})


def units_commended(movement_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """{movement: units with a valid award}; a movement that no campaign names is missing. Two queries."""
    named = Campaign.objects.filter(movement__in=movement_ids).values_list("movement_id", flat=True)
    found: dict[int, set[int]] = {pk: set() for pk in named if pk is not None}
    rows = Grant.objects.filter(state=GrantState.VALID, decision__campaign__movement__in=movement_ids)
    for movement_id, unit_id in rows.values_list("decision__campaign__movement_id", "unit_id").distinct():
        found[movement_id].add(unit_id)
    return {pk: frozenset(units) for pk, units in found.items()}


def names_candidate(candidate_id: int) -> bool:
    """Whether a nomination that is under way, or was granted, names the model of a field visit."""
    rows = Nomination.objects.filter(candidate=candidate_id)
    return rows.exclude(state__in=sorted(OVER_WITHOUT_AWARD)).exists()
