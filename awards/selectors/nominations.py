"""Nominations a person may see, and how much of their state may be told."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.http import Http404

from awards.models import Campaign, Grant, Nomination, SubjectKind
from awards.selectors.campaigns import runs
from awards.selectors.viewpoint import BOARD_SEES, HIDDEN_UNTIL_DECIDED, TO_DECIDERS, conflict, viewpoint
from awards.states import GRANTED, NominationState
from emulation.accounts.models import User
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.ballots.selectors import sentence

TOLD = frozenset(HIDDEN_UNTIL_DECIDED) | GRANTED
"""States whose showing means that the board's result may be known."""


def nominations_visible_to(
    user: User, *, campaign: Campaign | None = None, on: date | None = None
) -> QuerySet[Nomination]:
    """Nominations the user may see, with `shown_state`: what of the state may be told to this user.

    The board's result stays «before the board» for everybody outside the standing agency until the
    decision is issued or the campaign closed. Filters and counts must use `shown_state`, never `state`.
    """
    view = viewpoint(user, on=on)
    rows = Nomination.objects.all() if campaign is None else Nomination.objects.filter(campaign=campaign)
    if campaign is None or campaign.organisation_id not in view.standing:
        rows = rows.filter(
            Q(organisation_id__in=view.standing.places)
            | Q(unit_id__in=view.standing.places)
            | Q(campaign__board_id__in=view.boards, state__in=BOARD_SEES)
            | Q(decision__organisation_id__in=view.deciding, decision__state__in=TO_DECIDERS)
        )
    if view.bound:
        rows = rows.exclude(conflict(view))
    shown = Case(
        When(
            Q(state__in=HIDDEN_UNTIL_DECIDED)
            & ~Q(organisation_id__in=view.standing.places)
            & ~Q(decision__organisation_id__in=view.deciding, decision__state__in=TO_DECIDERS)
            & ~Q(campaign__told_at__gte=F("state_since")),
            then=Value(NominationState.ON_AGENDA.value),
        ),
        default=F("state"),
        output_field=CharField(),
    )
    # By name: the type checker knows the attribute from the model and must not see it made twice.
    return rows.annotate(**{"shown_state": shown})


def shown_state_of(user: User, nomination: Nomination, *, on: date | None = None) -> str:
    """The `shown_state` of one nomination, for verdicts on objects that came through another door."""
    if nomination.state not in HIDDEN_UNTIL_DECIDED:
        return nomination.state
    view = viewpoint(user, on=on)
    decision = nomination.decision
    told = (
        nomination.organisation_id in view.standing
        or _told_at_the_end(nomination)
        or (
            decision is not None
            and decision.organisation_id in view.deciding
            and decision.state in TO_DECIDERS
        )
    )
    return nomination.state if told else NominationState.ON_AGENDA.value


def _told_at_the_end(nomination: Nomination) -> bool:
    """Whether the closing of the campaign told this outcome; that stays so when the campaign is reopened."""
    told_at = nomination.campaign.told_at
    return told_at is not None and told_at >= nomination.state_since


def nomination_for(user: User, pk: int) -> Nomination:
    """The nomination with what its page shows, or Http404."""
    found = (
        nominations_visible_to(user)
        .select_related(
            "campaign__organisation",
            "campaign__deciding_body",
            "campaign__board",
            "form",
            "unit",
            "person",
            "question__ballot",
            "decision",
            "candidate",
            "created_by__person",
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def counts_by_state(user: User, campaign: Campaign) -> dict[str, int]:
    """{shown state: number} of the campaign's nominations that the user may see; one query."""
    rows = nominations_visible_to(user, campaign=campaign).order_by()
    return dict(rows.values_list(*["shown_state"]).annotate(number=Count("pk")))


def counts_of_campaigns(user: User, campaigns: Collection[Campaign]) -> dict[int, int]:
    """{campaign id: number of nominations the user may see}; one query for a page of campaigns."""
    rows = (
        nominations_visible_to(user).filter(campaign__in=[campaign.pk for campaign in campaigns]).order_by()
    )
    return dict(rows.values_list("campaign_id").annotate(number=Count("pk")))


def likely_duplicates(nomination: Nomination) -> QuerySet[Nomination]:
    """Other nominations of the same year and agency that look like the same subject.

    A collective is its unit, whatever it was called. Other subjects share name, unit and year of birth; a
    missing year contradicts none.
    """
    same = Nomination.objects.filter(
        organisation_id=nomination.organisation_id,
        campaign__year=nomination.campaign.year,
        subject_kind=nomination.subject_kind,
        unit_id=nomination.unit_id,
    )
    if nomination.subject_kind != SubjectKind.COLLECTIVE:
        same = same.filter(sort_key=nomination.sort_key)
    if nomination.birth_year is not None:
        same = same.filter(Q(birth_year=nomination.birth_year) | Q(birth_year=None))
    return same.exclude(pk=nomination.pk).exclude(state=NominationState.WITHDRAWN)


def visible_duplicates(user: User, nomination: Nomination) -> list[Nomination]:
    """Those of the likely duplicates that this person may see."""
    twins = likely_duplicates(nomination).values("pk")
    return list(nominations_visible_to(user).filter(pk__in=twins).select_related("campaign", "form")[:20])


def duplicated(user: User, rows: Sequence[Nomination]) -> frozenset[int]:
    """Ids of those of the rows that may be the same subject as another nomination this person sees; one query.

    As `likely_duplicates`, for many: the rows are of one campaign.
    """
    if not rows:
        return frozenset()
    campaign = rows[0].campaign
    seen = nominations_visible_to(user).filter(
        organisation_id=rows[0].organisation_id,
        campaign__year=campaign.year,
        unit_id__in={row.unit_id for row in rows},
    )
    twins: dict[tuple[object, ...], list[tuple[int, int | None]]] = {}
    live = seen.exclude(state=NominationState.WITHDRAWN)
    for pk, kind, unit_id, sort_key, year in live.values_list(
        "pk", "subject_kind", "unit_id", "sort_key", "birth_year"
    ):
        twins.setdefault(_sameness(kind, unit_id, sort_key), []).append((pk, year))
    return frozenset(
        row.pk
        for row in rows
        for pk, year in twins.get(_sameness(row.subject_kind, row.unit_id, row.sort_key), ())
        if pk != row.pk and (row.birth_year is None or year in (None, row.birth_year))
    )


def _sameness(kind: str, unit_id: int, sort_key: str) -> tuple[object, ...]:
    return (kind, unit_id, "" if kind == SubjectKind.COLLECTIVE else sort_key)


def told_result(user: User, nomination: Nomination) -> str:
    """The sentence of the board's vote, once this person may know it."""
    if nomination.question is None or nomination.shown_state != nomination.state:
        return ""
    return sentence(nomination.question)


def history_for(user: User, nomination: Nomination) -> QuerySet[Entry]:
    """The timeline of the nomination; the board's part of it only for those who may know the outcome."""
    entries = history_of(nomination)
    if runs(user, nomination.campaign):
        return entries
    entries = entries.exclude(action__in=["nomination.position", "nomination.enter_position"])
    if nomination.state in TOLD and nomination.shown_state == nomination.state:
        return entries
    # Also of an earlier round: whoever goes before the board again must have been deferred.
    again = Q(action="nomination.put_on_agenda", changes__state__0=NominationState.DEFERRED.value)
    # A wording is corrected of what was approved only.
    told = ["nomination.pass", "nomination.fail", "nomination.defer", "nomination.reword"]
    return entries.exclude(Q(action__in=told) | again)


HOLDERS = {
    NominationState.DRAFT: "unit",
    NominationState.RETURNED: "unit",
    NominationState.WITHDRAWN: "unit",
    NominationState.ON_AGENDA: "board",
}


def told_since(user: User, nomination: Nomination) -> datetime | None:
    """Since when it is held; for a dossier before the board told to the agency alone: the hour of a count tells."""
    if nomination.shown_state == NominationState.ON_AGENDA and not runs(user, nomination.campaign):
        return None
    return nomination.state_since


def held_by(nomination: Nomination) -> str:
    """«Hồ sơ đang ở đâu»: the name of who holds the nomination now, by the state that may be shown."""
    holder = HOLDERS.get(NominationState(nomination.shown_state), "agency")
    if holder == "unit":
        return nomination.unit.name
    if holder == "board" and nomination.campaign.board is not None:
        return nomination.campaign.board.name
    return nomination.campaign.organisation.name


def earlier_grants(nomination: Nomination) -> QuerySet[Grant]:
    """What the same person or collective has received before, newest first."""
    if nomination.subject_kind == SubjectKind.INDIVIDUAL:
        who = Q(person_id=nomination.person_id) if nomination.person_id else Q(pk__in=())
    else:
        who = Q(person=None, unit_id=nomination.unit_id, subject_kind=nomination.subject_kind)
    if nomination.subject_kind == SubjectKind.HOUSEHOLD:
        who &= Q(sort_key=nomination.sort_key)
    return Grant.objects.filter(who).select_related("decision").order_by("-year", "-id")
