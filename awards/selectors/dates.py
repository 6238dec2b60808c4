"""The dates of this room in one person's calendar, and what bodies still have to nominate: never a nominee."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Campaign, Nomination, Seat
from awards.offices import MAY_DRAFT
from awards.selectors.campaigns import campaigns_visible_to
from awards.selectors.grants import decisions_visible_to
from awards.states import CampaignState, DecisionState, NominationState
from emulation.accounts.models import User
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import alive_on
from emulation.waiting import DEADLINE, EVENT, Date, Duty

WITH_THE_UNIT = frozenset({NominationState.DRAFT, NominationState.RETURNED})
LAST_DAY = gettext_lazy("Last day for nominations: %(campaign)s")


def dates(user: User, on_from: date, on_to: date) -> Iterator[Date]:
    """Last days for nominations, and the days on which awards are handed over."""
    for campaign in campaigns_visible_to(user).filter(closes_on__range=(on_from, on_to)).order_by("pk"):
        assert campaign.closes_on is not None  # noqa: S101 -- the filter says so
        yield Date(
            day=campaign.closes_on,
            end=campaign.closes_on,
            sentence=str(LAST_DAY) % {"campaign": campaign.title},
            url=reverse("awards:campaign", args=[campaign.pk]),
            kind=DEADLINE,
            uid=f"campaign-{campaign.pk}-closes",
            stamp=campaign.opened_at,
        )
    handed_over = decisions_visible_to(user).filter(
        presented_on__range=(on_from, on_to), state=DecisionState.PUBLISHED
    )
    for decision in handed_over.select_related("campaign").order_by("pk"):
        assert decision.presented_on is not None  # noqa: S101 -- the filter says so
        yield Date(
            day=decision.presented_on,
            end=decision.presented_on,
            sentence=_("Awards are handed over: %(campaign)s") % {"campaign": decision.campaign.title},
            url=reverse("awards:decision", args=[decision.pk]),
            kind=EVENT,
            uid=f"decision-{decision.pk}-presented",
            stamp=decision.published_at,
        )


def duties(organisation_ids: Collection[int], on_from: date, on_to: date) -> Iterator[Duty]:
    """Nominations these bodies have begun and not sent; before the last day, also where none was begun. Four queries.

    Members of the campaign's board are not told: of their own unit's dossiers they see no trace.
    """
    open_ones = Campaign.objects.filter(state=CampaignState.OPEN, closes_on__range=(on_from, on_to))
    campaigns = list(open_ones.order_by("closes_on", "pk"))
    if not campaigns:
        return
    today = timezone.localdate()
    units = _places(Organisation.objects.filter(alive_on(today), pk__in=organisation_ids))
    begun, unsent = _nominated(campaigns, units)
    members = _members(campaigns, today)
    for campaign in campaigns:
        assert campaign.closes_on is not None  # noqa: S101 -- the filter says so
        for unit, above in units.items():
            place = (campaign.pk, unit)
            still_to_begin = place not in begun and campaign.closes_on >= today
            if campaign.organisation_id in above and (place in unsent or still_to_begin):
                yield Duty(
                    organisation_id=unit,
                    offices=frozenset(MAY_DRAFT),
                    day=campaign.closes_on,
                    text=LAST_DAY,
                    values={"campaign": campaign.title},
                    url=reverse("awards:campaign", args=[campaign.pk]),
                    hidden_from=members.get(campaign.board_id or 0, frozenset()),
                )


def _places(units: QuerySet[Organisation]) -> dict[int, frozenset[int]]:
    """{id: ids of the bodies above it}."""
    return {
        pk: frozenset(int(step) for step in path.split("/") if step) - {pk}
        for pk, path in units.order_by("pk").values_list("pk", "path")
    }


def _nominated(
    campaigns: Collection[Campaign], units: Collection[int]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """(campaign, unit) with any nomination, and those with one that is not sent."""
    rows = Nomination.objects.filter(campaign__in=campaigns, unit_id__in=units).order_by()
    begun, unsent = set(), set()
    for campaign_id, unit_id, state in rows.values_list("campaign_id", "unit_id", "state").distinct():
        begun.add((campaign_id, unit_id))
        if state in WITH_THE_UNIT:
            unsent.add((campaign_id, unit_id))
    return begun, unsent


def _members(campaigns: Collection[Campaign], on: date) -> dict[int, frozenset[int]]:
    """{board: ids of the persons who sit on it}."""
    boards = {campaign.board_id for campaign in campaigns if campaign.board_id}
    found: dict[int, set[int]] = {}
    seats = Seat.objects.filter(board_id__in=boards).exclude(valid_to__lt=on)
    for board_id, person_id in seats.values_list("board_id", "person_id"):
        found.setdefault(board_id, set()).add(person_id)
    return {board: frozenset(people) for board, people in found.items()}
