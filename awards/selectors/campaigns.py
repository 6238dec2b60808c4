"""Campaigns a person may see, and the dated rules of the catalogue."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from awards.models import AwardForm, AwardRule, Campaign, Decision, Nomination, NomineeImport
from awards.offices import MAY_PUBLISH
from awards.selectors.viewpoint import TO_DECIDERS, conflict, viewpoint
from awards.states import CampaignState, NominationState
from emulation.accounts.models import User
from emulation.accounts.selectors import above_of, posts_of, users_with_posts
from emulation.organisations.models import Organisation


def campaigns_visible_to(user: User, *, on: date | None = None) -> QuerySet[Campaign]:
    """Campaigns run or decided by the person's bodies, voted by their boards, or open to their units."""
    view = viewpoint(user, on=on)
    to_decide = Decision.objects.filter(
        campaign=OuterRef("pk"), organisation_id__in=view.deciding, state__in=TO_DECIDERS
    )
    above = above_of(posts_of(user, on or timezone.localdate())) if view.standing else frozenset()
    return Campaign.objects.filter(
        Q(organisation_id__in=view.standing.places)
        | Q(board_id__in=view.boards, ballot__isnull=False)
        | (Q(organisation_id__in=above) & ~Q(state=CampaignState.CLOSED))
        | Q(Exists(to_decide))
        | Q(
            pk__in=Nomination.objects.filter(unit_id__in=view.own_units)
            .exclude(conflict(view))
            .values("campaign")
        )
        if view.standing or view.boards or view.deciding
        else Q(pk__in=())
    )


def campaign_for(user: User, pk: int) -> Campaign:
    """The campaign, or Http404 where it does not exist or is none of the user's business."""
    found = (
        campaigns_visible_to(user)
        .select_related("organisation", "deciding_body", "board", "ballot", "movement", "opened_by__person")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def runs(user: User, campaign: Campaign, *, on: date | None = None) -> bool:
    """Whether the user looks from the standing agency of the campaign (or above it)."""
    return campaign.organisation_id in viewpoint(user, on=on).standing


WITH_THE_UNIT = (NominationState.DRAFT, NominationState.RETURNED, NominationState.WITHDRAWN)
"""States in which a nomination is no business of the agency yet, and must not bind its officers' hands."""


def sees_all(user: User, campaign: Campaign, *, on: date | None = None) -> bool:
    """Whether nothing of the campaign is hidden from the user by a conflict of interest."""
    view = viewpoint(user, on=on)
    if campaign.board_id not in view.bound:
        return True
    return (
        not Nomination.objects.filter(conflict(view), campaign=campaign)
        .exclude(state__in=WITH_THE_UNIT)
        .exists()
    )


def uses_the_program(organisation: Organisation, *, on: date) -> bool:
    """Whether someone with an open account may issue decisions for the body on that day."""
    return bool(users_with_posts([organisation.pk], MAY_PUBLISH, on))


def rule_of(form: AwardForm, *, on: date) -> AwardRule | None:
    """The dated rule of a form that held on a day."""
    return AwardRule.objects.filter(form=form, valid_from__lte=on).order_by("-valid_from").first()


def rules_on(forms: Collection[int], *, on: date) -> dict[int, AwardRule]:
    """{form id: rule in force on the day}; one query."""
    rules = AwardRule.objects.filter(form_id__in=forms, valid_from__lte=on).order_by("valid_from")
    return {rule.form_id: rule for rule in rules}


def import_for(user: User, pk: int) -> NomineeImport:
    """An upload of a campaign the user runs and of which nothing is hidden from the user."""
    view = viewpoint(user)
    found = (
        NomineeImport.objects.filter(pk=pk, campaign__organisation_id__in=view.standing.places)
        .select_related("campaign__organisation", "job", "uploaded_by__person")
        .first()
    )
    if found is None or not sees_all(user, found.campaign):
        raise Http404
    return found


def unit_of(pk: int) -> Organisation | None:
    return Organisation.objects.filter(pk=pk).first()
