"""Overlaps a person may see, and of the other unit only what it registered."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.organisations.models import Organisation
from programmes.models import OverlapCase, Registration, Revision, Round
from programmes.movement_states import OverlapState
from programmes.offices import MAY_REGISTER
from programmes.selectors.registrations import view_of

COMPARED = ("content", "audience", "place", "beneficiaries")
"""What one unit reads of the other's registration; titles, targets and notes are the other's own business."""


def rounds_beside(round_: Round) -> QuerySet[Round]:
    """This round and those whose registrations are compared with its own: of the year, by the same coordinator
    or for one of its movements.
    """
    same = Q(organisation=round_.organisation_id) | Q(movements__in=round_.movements.all())
    return Round.objects.filter(Q(pk=round_.pk) | (Q(year=round_.year) & same)).distinct()


def _in_round(round_: Round) -> Q:
    return Q(first__round=round_) | Q(second__round=round_)


def round_shown(user: User, case: OverlapCase) -> Round:
    """The round of the pair that lies in the user's sight: that of the own side, or the coordinated one."""
    view = view_of(user)
    for side in (case.first, case.second):
        if side.organisation_id in view.own or view.coordinates(side.round.organisation_id):
            return side.round
    return case.round


def overlaps_visible_to(user: User) -> QuerySet[OverlapCase]:
    """Those of rounds coordinated within one's reach, and of one's own units those that are not gone."""
    view = view_of(user)
    if not view.reach:
        return OverlapCase.objects.none()
    own = Q(first__organisation_id__in=view.own) | Q(second__organisation_id__in=view.own)
    # Alike no more: what the other unit registers is its own business again.
    return OverlapCase.objects.filter(
        Q(first__round__organisation_id__in=view.reach.places)
        | Q(second__round__organisation_id__in=view.reach.places)
        | (own & ~Q(state=OverlapState.GONE))
    )


def overlap_for(user: User, pk: int) -> OverlapCase:
    """The overlap, or Http404 where it does not exist or is none of the user's business."""
    rows = overlaps_visible_to(user).select_related(
        "round__organisation",
        "first__organisation",
        "second__organisation",
        "first__round",
        "second__round",
        "yielding",
        "credited",
        "decided_by__person",
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def overlap_page(user: User, round_: Round, *, state: str = "") -> QuerySet[OverlapCase]:
    """The overlaps of a round in one's sight, the likest first."""
    rows = overlaps_visible_to(user).filter(_in_round(round_))
    rows = rows.filter(state=state) if state else rows
    return rows.select_related("first__organisation", "second__organisation").order_by("-score", "pk")


def overlap_counts(user: User, round_: Round) -> dict[str, int]:
    """{state: number} of the overlaps of a round in one's sight."""
    rows = overlaps_visible_to(user).filter(_in_round(round_)).order_by().values("state")
    return {row["state"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def overlaps_of(registration: Registration) -> QuerySet[OverlapCase]:
    """The overlaps of one registration that are not gone."""
    rows = OverlapCase.objects.filter(Q(first=registration) | Q(second=registration)).exclude(
        state=OverlapState.GONE
    )
    return rows.select_related("first__organisation", "second__organisation").order_by("-score", "pk")


@dataclass(frozen=True)
class Side:
    """One unit of a pair as the other sees it: the four fields of the version that was compared."""

    registration_id: int
    number: int
    unit: Organisation
    texts: dict[str, str]


def sides_of(case: OverlapCase) -> tuple[Side, Side]:
    """Both units of a pair; one query."""
    rows = Revision.objects.filter(
        Q(registration=case.first_id, number=case.first_number)
        | Q(registration=case.second_id, number=case.second_number)
    )
    sent: dict[int, dict[str, Any]] = dict(rows.values_list("registration_id", "payload"))
    first, second = (
        Side(
            one.pk, number, one.organisation, {name: sent.get(one.pk, {}).get(name, "") for name in COMPARED}
        )
        for one, number in ((case.first, case.first_number), (case.second, case.second_number))
    )
    return first, second


def spoken_for(user: User, case: OverlapCase) -> list[Organisation]:
    """The units of the pair for which the user may speak."""
    held: Collection[int] = organisations_where(user, MAY_REGISTER, timezone.localdate())
    units = (case.first.organisation, case.second.organisation)
    return [unit for unit in units if unit.pk in held]
