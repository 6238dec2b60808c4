"""Decisions and awards a person may see."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from awards.models import Decision, Grant, Nomination
from awards.selectors.viewpoint import TO_DECIDERS, conflict, viewpoint
from awards.states import DecisionState
from emulation.accounts.models import User


def decisions_visible_to(user: User, *, on: date | None = None) -> QuerySet[Decision]:
    """Decisions of the campaigns the user's agency runs, and those put before the user's own body.

    A draft that holds a nomination hidden from the user is hidden whole; an issued decision is public.
    """
    view = viewpoint(user, on=on)
    rows = Decision.objects.filter(
        Q(campaign__organisation_id__in=view.standing)
        | Q(organisation_id__in=view.deciding, state__in=TO_DECIDERS)
        | Q(campaign__board_id__in=view.boards, state=DecisionState.PUBLISHED)
    )
    if not view.boards:
        return rows
    hidden = Nomination.objects.filter(conflict(view), decision=OuterRef("pk"))
    return rows.filter(Q(state=DecisionState.PUBLISHED) | ~Exists(hidden))


def decision_for(user: User, pk: int) -> Decision:
    found = (
        decisions_visible_to(user)
        .select_related("campaign__organisation", "organisation", "signatory__person", "document")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def grants_visible_to(user: User, *, on: date | None = None) -> QuerySet[Grant]:
    """Awards proposed, decided or received by the organisations in the user's scope."""
    view = viewpoint(user, on=on)
    return Grant.objects.filter(
        Q(proposer_id__in=view.standing)
        | Q(organisation_id__in=view.deciding)
        | Q(unit_id__in=view.standing)
        | Q(person_id=view.person_id, person__isnull=False)
    )


def grant_for(user: User, pk: int) -> Grant:
    found = (
        grants_visible_to(user)
        .select_related("decision__campaign", "organisation", "unit", "form", "certificate", "person")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found
