"""What waits in this room for one person, for the desk: sentences with one verb, never a hidden dossier."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Campaign
from awards.offices import (
    MAY_APPRAISE,
    MAY_DRAFT,
    MAY_DRAFT_DECISION,
    MAY_PUBLISH,
    MAY_RECEIVE,
    MAY_RUN_BOARD,
)
from awards.selectors.campaigns import campaigns_visible_to
from awards.selectors.grants import decisions_visible_to
from awards.selectors.nominations import nominations_visible_to
from awards.selectors.reviews import waiting_votes
from awards.states import CampaignState, DecisionState, NominationState
from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_in_scope, organisations_where
from emulation.organisations.models import Organisation
from emulation.waiting import AHEAD, Task


def tasks(user: User, on: date) -> Iterator[Task]:
    """Everything of this room that this person has to do, or may expect."""
    yield from _votes(user)
    yield from _nominations(user, on)
    yield from _board(user, on)
    yield from _decisions(user, on)
    yield from _deadlines(user, on)


def _votes(user: User) -> Iterator[Task]:
    for campaign, missing in waiting_votes(user):
        sentence = _("%(count)s dossiers wait for your verdict: %(campaign)s")
        yield Task(
            sentence % {"count": missing, "campaign": campaign.title},
            _("Give verdicts"),
            reverse("awards:review_start", args=[campaign.pk]),
            since=timezone.localdate(campaign.ballot.opened_at) if campaign.ballot else None,
        )


def _nominations(user: User, on: date) -> Iterator[Task]:
    agency = (
        (
            NominationState.SUBMITTED,
            MAY_RECEIVE,
            _("%(count)s nominations wait to be received: %(campaign)s"),
            _("Receive"),
        ),
        (
            NominationState.RECEIVED,
            MAY_APPRAISE,
            _("%(count)s nominations wait to be appraised: %(campaign)s"),
            _("Appraise"),
        ),
    )
    for state, offices, sentence, verb in agency:
        yield from _counted(user, state, organisations_in_scope(user, offices, on), sentence, verb, own=False)
    units = organisations_where(user, MAY_DRAFT, on)
    mine = (
        (NominationState.RETURNED, _("%(count)s nominations came back: %(campaign)s"), _("Correct")),
        (NominationState.DRAFT, _("%(count)s drafts are not submitted yet: %(campaign)s"), _("Submit")),
    )
    for state, sentence, verb in mine:
        yield from _counted(user, state, units, sentence, verb, own=True)


def _counted(
    user: User,
    state: str,
    places: frozenset[int] | QuerySet[Organisation],
    sentence: str,
    verb: str,
    *,
    own: bool,
) -> Iterator[Task]:
    """A task for each campaign with nominations in the state, at one's own units or before one's agency."""
    where = {"unit_id__in": places} if own else {"organisation_id__in": places}
    rows = (
        nominations_visible_to(user)
        .filter(state=state, **where)
        .exclude(campaign__state=CampaignState.CLOSED)
    )
    lines = rows.order_by().values("campaign_id", "campaign__title", "campaign__closes_on")
    for line in lines.annotate(number=Count("pk"), since=Min("state_since")):
        yield Task(
            sentence % {"count": line["number"], "campaign": line["campaign__title"]},
            verb,
            f"{reverse('awards:nominations', args=[line['campaign_id']])}?state={state}",
            due=line["campaign__closes_on"] if own else None,
            since=timezone.localdate(line["since"]),
        )


def _board(user: User, on: date) -> Iterator[Task]:
    if not organisations_where(user, MAY_RUN_BOARD, on):
        return
    run = organisations_in_scope(user, MAY_RUN_BOARD, on)
    for campaign in Campaign.objects.filter(
        organisation_id__in=run, state=CampaignState.IN_REVIEW
    ).select_related("ballot"):
        yield Task(
            _("The vote is open: %(campaign)s") % {"campaign": campaign.title},
            _("See the progress"),
            reverse("awards:review_progress", args=[campaign.pk]),
            since=timezone.localdate(campaign.ballot.opened_at) if campaign.ballot else None,
        )
    sentence = _("%(count)s nominations are eligible and not yet before the board: %(campaign)s")
    yield from _counted(
        user, NominationState.APPRAISED_OK, run, sentence, _("Put before the board"), own=False
    )
    yield from _approved(user, on)


def _approved(user: User, on: date) -> Iterator[Task]:
    """Approved by the board and in no decision yet."""
    rows = nominations_visible_to(user).filter(
        state=NominationState.PASSED,
        decision=None,
        organisation_id__in=organisations_in_scope(user, MAY_DRAFT_DECISION, on),
    )
    for line in (
        rows.order_by()
        .values("campaign_id", "campaign__title")
        .annotate(number=Count("pk"), since=Min("state_since"))
    ):
        sentence = _("%(count)s approved nominations stand in no decision yet: %(campaign)s")
        yield Task(
            sentence % {"count": line["number"], "campaign": line["campaign__title"]},
            _("Draft a decision"),
            reverse("awards:decision_new", args=[line["campaign_id"]]),
            since=timezone.localdate(line["since"]),
        )


def _decisions(user: User, on: date) -> Iterator[Task]:
    mine = organisations_where(user, MAY_PUBLISH, on)
    waiting = decisions_visible_to(user, on=on).filter(organisation_id__in=mine, state=DecisionState.PROPOSED)
    for decision in waiting:
        yield Task(
            _("A decision waits to be issued: %(subject)s") % {"subject": decision.summary},
            _("Read and issue"),
            reverse("awards:decision", args=[decision.pk]),
            since=timezone.localdate(decision.drafted_at),
        )


def _deadlines(user: User, on: date) -> Iterator[Task]:
    """The last days of nominations still to come."""
    if not organisations_where(user, MAY_DRAFT, on):
        return
    for campaign in campaigns_visible_to(user, on=on).filter(closes_on__gte=on, state=CampaignState.OPEN):
        yield Task(
            _("Last day for nominations: %(campaign)s") % {"campaign": campaign.title},
            _("See"),
            reverse("awards:campaign", args=[campaign.pk]),
            due=campaign.closes_on,
            kind=AHEAD,
        )
