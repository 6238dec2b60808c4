"""What of campaigns, nominations and decisions a person may see: every page asks one of these doors.

A board member who is the nominee or belongs to the nominee's unit sees no trace of that dossier in the
campaigns of that board; the exclusion stands in `nominations_visible_to` and nowhere else.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone

from awards.models import AwardForm, AwardRule, Campaign, Decision, Grant, Nomination, NomineeImport, Seat
from awards.states import BEFORE_THE_BOARD, GRANTED, CampaignState, DecisionState, NominationState
from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where, posts_of, scope_of, users_with_posts
from emulation.audit.models import Entry
from emulation.audit.selectors import history_of
from emulation.ballots.selectors import sentence
from emulation.organisations.models import Organisation, Person, Post
from emulation.organisations.offices import Office

STANDING_READERS = frozenset(
    {
        Office.OFFICER,
        Office.HEAD,
        Office.DEPUTY,
        Office.COUNCIL_SECRETARY,
        Office.APPRAISER,
        Office.CLERK,
        Office.OBSERVER,
        Office.AUDITOR,
    }
)
"""At a standing agency these see its campaigns whole; at a unit, the unit's own nominations."""

DECIDERS = frozenset({Office.HEAD, Office.DEPUTY, Office.CLERK})
BOARD_SEES = BEFORE_THE_BOARD | GRANTED
HIDDEN_UNTIL_DECIDED = (NominationState.PASSED, NominationState.FAILED, NominationState.DEFERRED)
TO_DECIDERS = (DecisionState.PROPOSED, DecisionState.PUBLISHED)


@dataclass(frozen=True)
class Viewpoint:
    """Where a person looks from on a day: ids of organisations and boards that the posts and seats open."""

    person_id: int | None
    name: str
    birth_year: int | None
    standing: frozenset[int]
    deciding: frozenset[int]
    own_units: frozenset[int]
    boards: frozenset[int]


def viewpoint(user: User, *, on: date | None = None) -> Viewpoint:
    """Computed once for a user object and day; someone without posts and seats sees from nowhere."""
    day = on or timezone.localdate()
    cache: dict[date, Viewpoint] = user.__dict__.setdefault("_awards_viewpoint", {})
    if day not in cache:
        person = user.person if user.is_active else None
        cache[day] = Viewpoint(
            person_id=person.pk if person else None,
            name=person.search if person else "",
            birth_year=person.birth_year if person else None,
            standing=scope_of(user, STANDING_READERS, day),
            deciding=organisations_where(user, DECIDERS, day),
            own_units=frozenset(post.organisation_id for post in posts_of(user, day)),
            boards=_boards(person.pk, day) if person else frozenset(),
        )
    return cache[day]


def _boards(person_id: int, on: date) -> frozenset[int]:
    seats = Seat.objects.filter(person_id=person_id, valid_from__lte=on)
    return frozenset(seats.filter(Q(valid_to=None) | Q(valid_to__gte=on)).values_list("board_id", flat=True))


def conflict(view: Viewpoint) -> Q:
    """The nominations hidden from a board member: their own, and those of the units they belong to.

    A second record of the same person is recognised by full name and birth year together; a shared
    family name is never a conflict.
    """
    if view.person_id is None or not view.boards:
        return Q(pk__in=())
    touching = Q(person_id=view.person_id) | Q(unit_id__in=view.own_units)
    if view.birth_year is not None:
        touching |= Q(person__search=view.name, birth_year=view.birth_year)
    return Q(campaign__board_id__in=view.boards) & touching


def is_conflicted(user: User, nomination: Nomination, *, on: date | None = None) -> bool:
    """Whether the nomination is hidden from this member of its campaign's board."""
    return Nomination.objects.filter(conflict(viewpoint(user, on=on)), pk=nomination.pk).exists()


# Campaigns ------------------------------------------------------------------------------------------------


def campaigns_visible_to(user: User, *, on: date | None = None) -> QuerySet[Campaign]:
    """Campaigns run or decided by the person's bodies, voted by their boards, or open to their units."""
    view = viewpoint(user, on=on)
    to_decide = Decision.objects.filter(
        campaign=OuterRef("pk"), organisation_id__in=view.deciding, state__in=TO_DECIDERS
    )
    above = _ancestor_ids(view.own_units) if view.standing else frozenset()
    return Campaign.objects.filter(
        Q(organisation_id__in=view.standing)
        | Q(board_id__in=view.boards, ballot__isnull=False)
        | Q(organisation_id__in=above, state=CampaignState.OPEN)
        | Q(Exists(to_decide))
        | Q(pk__in=Nomination.objects.filter(unit_id__in=view.own_units).values("campaign"))
        if view.standing or view.boards or view.deciding
        else Q(pk__in=())
    )


def _ancestor_ids(organisation_ids: Collection[int]) -> frozenset[int]:
    paths = Organisation.objects.filter(pk__in=organisation_ids).values_list("path", flat=True)
    return frozenset(int(part) for path in paths for part in path.split("/") if part)


def campaign_for(user: User, pk: int) -> Campaign:
    """The campaign, or Http404 where it does not exist or is none of the user's business."""
    found = (
        campaigns_visible_to(user)
        .select_related("organisation", "deciding_body", "board", "ballot", "opened_by__person")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def runs(user: User, campaign: Campaign, *, on: date | None = None) -> bool:
    """Whether the user looks from the standing agency of the campaign (or above it)."""
    return campaign.organisation_id in viewpoint(user, on=on).standing


def sees_all(user: User, campaign: Campaign, *, on: date | None = None) -> bool:
    """Whether nothing of the campaign is hidden from the user by a conflict of interest."""
    view = viewpoint(user, on=on)
    if campaign.board_id not in view.boards:
        return True
    return not Nomination.objects.filter(conflict(view), campaign=campaign).exists()


def uses_the_program(organisation: Organisation, *, on: date) -> bool:
    """Whether someone with an open account may issue decisions for the body on that day."""
    return bool(users_with_posts([organisation.pk], DECIDERS, on))


# Nominations ----------------------------------------------------------------------------------------------


def nominations_visible_to(
    user: User, *, campaign: Campaign | None = None, on: date | None = None
) -> QuerySet[Nomination]:
    """Nominations the user may see, with `shown_state`: what of the state may be told to this user.

    The board's result stays «before the board» for everybody outside the standing agency until the
    decision is issued. Filters and counts must use `shown_state`, never `state`.
    """
    view = viewpoint(user, on=on)
    rows = Nomination.objects.all() if campaign is None else Nomination.objects.filter(campaign=campaign)
    if campaign is None or campaign.organisation_id not in view.standing:
        rows = rows.filter(
            Q(organisation_id__in=view.standing)
            | Q(unit_id__in=view.standing)
            | Q(campaign__board_id__in=view.boards, state__in=BOARD_SEES)
            | Q(decision__organisation_id__in=view.deciding, decision__state__in=TO_DECIDERS)
        )
    if view.boards:
        rows = rows.exclude(conflict(view))
    return rows.annotate(
        shown_state=Case(
            When(
                Q(state__in=HIDDEN_UNTIL_DECIDED)
                & ~Q(organisation_id__in=view.standing)
                & ~Q(decision__organisation_id__in=view.deciding, decision__state__in=TO_DECIDERS)
                & ~Q(campaign__state=CampaignState.CLOSED),
                then=Value(NominationState.ON_AGENDA.value),
            ),
            default=F("state"),
            output_field=CharField(),
        )
    )


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
    return dict(rows.values_list("shown_state").annotate(number=Count("pk")))


def counts_of_campaigns(user: User, campaigns: Collection[Campaign]) -> dict[int, int]:
    """{campaign id: number of nominations the user may see}; one query for a page of campaigns."""
    rows = (
        nominations_visible_to(user).filter(campaign__in=[campaign.pk for campaign in campaigns]).order_by()
    )
    return dict(rows.values_list("campaign_id").annotate(number=Count("pk")))


def likely_duplicates(nomination: Nomination) -> QuerySet[Nomination]:
    """Other nominations of the same year and agency that look like the same subject (name, birth year, unit)."""
    same = Nomination.objects.filter(
        organisation_id=nomination.organisation_id,
        campaign__year=nomination.campaign.year,
        subject_kind=nomination.subject_kind,
        unit_id=nomination.unit_id,
        sort_key=nomination.sort_key,
        birth_year=nomination.birth_year,
    )
    return same.exclude(pk=nomination.pk).exclude(state=NominationState.WITHDRAWN)


def visible_duplicates(user: User, nomination: Nomination) -> list[Nomination]:
    """Those of the likely duplicates that this person may see."""
    twins = likely_duplicates(nomination).values("pk")
    return list(nominations_visible_to(user).filter(pk__in=twins).select_related("campaign", "form")[:20])


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
    entries = entries.exclude(action="nomination.position")
    if nomination.shown_state != nomination.state:
        entries = entries.exclude(action__in=["nomination.pass", "nomination.fail", "nomination.defer"])
    return entries


def last_entry(nomination: Nomination) -> Entry | None:
    """Who did what last, for the page that says somebody else was first."""
    return history_of(nomination).order_by("-seq").first()


HOLDERS = {
    NominationState.DRAFT: "unit",
    NominationState.RETURNED: "unit",
    NominationState.WITHDRAWN: "unit",
    NominationState.ON_AGENDA: "board",
}


def held_by(nomination: Nomination) -> str:
    """«Hồ sơ đang ở đâu»: the name of who holds the nomination now, by the state that may be shown."""
    holder = HOLDERS.get(NominationState(nomination.shown_state), "agency")
    if holder == "unit":
        return nomination.unit.name
    if holder == "board" and nomination.campaign.board is not None:
        return nomination.campaign.board.name
    return nomination.campaign.organisation.name


def unit_of(pk: int) -> Organisation | None:
    return Organisation.objects.filter(pk=pk).first()


def earlier_grants(nomination: Nomination) -> QuerySet[Grant]:
    """What the same person or collective has received before, newest first."""
    who = (
        Q(person_id=nomination.person_id)
        if nomination.person_id
        else Q(person=None, unit_id=nomination.unit_id)
    )
    return Grant.objects.filter(who).select_related("decision").order_by("-year", "-id")


def rule_of(form: AwardForm, *, on: date) -> AwardRule | None:
    """The dated rule of a form that held on a day."""
    return AwardRule.objects.filter(form=form, valid_from__lte=on).order_by("-valid_from").first()


def rules_on(forms: Collection[int], *, on: date) -> dict[int, AwardRule]:
    """{form id: rule in force on the day}; one query."""
    rules = AwardRule.objects.filter(form_id__in=forms, valid_from__lte=on).order_by("valid_from")
    return {rule.form_id: rule for rule in rules}


# The board ------------------------------------------------------------------------------------------------


def review_queue(user: User, campaign: Campaign) -> QuerySet[Nomination]:
    """What this member has to give a verdict on, in the order of the agenda."""
    return (
        nominations_visible_to(user, campaign=campaign)
        .filter(
            state=NominationState.ON_AGENDA,
            question__closed_at=None,
            question__ballot__roll__person_id=user.person_id,
        )
        .select_related("form", "unit", "question")
        .order_by("subject_kind", "sort_key", "pk")
    )


# Decisions and grants -------------------------------------------------------------------------------------


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


def import_for(user: User, pk: int) -> NomineeImport:
    """An upload of a campaign the user runs and of which nothing is hidden from the user."""
    view = viewpoint(user)
    found = (
        NomineeImport.objects.filter(pk=pk, campaign__organisation_id__in=view.standing)
        .select_related("campaign__organisation", "job", "uploaded_by__person")
        .first()
    )
    if found is None or not sees_all(user, found.campaign):
        raise Http404
    return found


def conflicts_of_review(campaign: Campaign, rows: Collection[Nomination], *, on: date) -> dict[int, set[int]]:
    """{question id: persons on the roll who must not take part in it}; two queries for any number of rows."""
    if campaign.ballot is None:
        return {}
    people = [entry.person for entry in campaign.ballot.roll.select_related("person")]
    posts = Post.objects.filter(person__in=people, valid_from__lte=on).filter(
        Q(valid_to=None) | Q(valid_to__gte=on)
    )
    units: dict[int, set[int]] = {}
    for unit_id, person_id in posts.values_list("organisation_id", "person_id"):
        units.setdefault(unit_id, set()).add(person_id)
    return {
        row.question_id: units.get(row.unit_id, set()) | {p.pk for p in people if _same_subject(p, row)}
        for row in rows
        if row.question_id is not None
    }


def _same_subject(person: Person, nomination: Nomination) -> bool:
    if nomination.person is None:
        return False
    if nomination.person_id == person.pk:
        return True
    named = (person.search, person.birth_year) == (nomination.person.search, nomination.birth_year)
    return named and person.birth_year is not None
