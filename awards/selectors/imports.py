"""The lists that came into a campaign, for those who may bring lists in."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from awards.models import Campaign, NomineeImport
from awards.offices import MAY_IMPORT
from awards.selectors.campaigns import campaign_for, import_for, sees_all
from emulation.accounts.models import User
from emulation.accounts.selectors import holds

DUPLICATE_NOMINATED = "nominated"


def campaign_to_import(user: User, pk: int) -> Campaign:
    """The campaign, for an officer of its standing agency from whom nothing of it is hidden; else Http404."""
    campaign = campaign_for(user, pk)
    if not _brings_lists(user, campaign):
        raise Http404
    return campaign


def import_to_handle(user: User, pk: int) -> NomineeImport:
    """An uploaded list, for those who may bring lists into its campaign; else Http404."""
    found = import_for(user, pk)
    if not _brings_lists(user, found.campaign):
        raise Http404
    return found


def _brings_lists(user: User, campaign: Campaign) -> bool:
    # A list holds every dossier of its rows, so a member with a conflict in the campaign sees none of them.
    officer = holds(user, MAY_IMPORT, campaign.organisation_id, timezone.localdate())
    return officer and sees_all(user, campaign)


def imports_of(campaign: Campaign) -> QuerySet[NomineeImport]:
    """All lists of the campaign, newest first, without what was found in them."""
    rows = NomineeImport.objects.filter(campaign=campaign).select_related("uploaded_by__person", "job")
    return rows.defer("preview", "answers", "mapping").order_by("-pk")


def shown_duplicates(user: User, nominee_import: NomineeImport) -> list[list[Any]]:
    """The likely duplicates of the preview without those of campaigns of which something is hidden from the user.

    [sheet, row, column, code, details] each, as the check wrote them.
    """
    found = nominee_import.preview.get("duplicates", [])
    named = {item[4]["campaign_id"] for item in found if item[3] == DUPLICATE_NOMINATED}
    named.discard(nominee_import.campaign_id)
    hidden = {row.pk for row in Campaign.objects.filter(pk__in=named) if not sees_all(user, row)}
    return [item for item in found if item[4].get("campaign_id") not in hidden]
