"""The board's queue, its progress and its results. A conflicted member's queue starts without the hidden rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from awards.models import AwardForm, AwardRule, Board, Campaign, Nomination, Seat, SubjectKind
from awards.offices import MAY_RUN_BOARD
from awards.selectors.nominations import nominations_visible_to
from awards.selectors.viewpoint import viewpoint
from awards.states import CampaignState, NominationState
from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_in_scope
from emulation.ballots.models import Position, RollEntry
from emulation.ballots.selectors import newest_positions, positions_taken, sentence
from emulation.ballots.tally import Rule, needed_votes
from emulation.organisations.models import Person, Post


@dataclass(frozen=True)
class ReviewLine:
    """One nomination on a member's agenda: the member's own position, and the result once counted."""

    nomination: Nomination
    position: Position | None
    result: str


@dataclass(frozen=True)
class MemberProgress:
    """How far a member of the roll is; never what was said."""

    name: str
    title: str
    done: int
    total: int
    pk: int = 0


@dataclass(frozen=True)
class ReviewSummary:
    """A vote in the list of a person's votes."""

    campaign: Campaign
    total: int
    done: int
    member: bool
    runs: bool


def agenda_of(user: User, campaign: Campaign) -> QuerySet[Nomination]:
    """The nominations of the present vote that this person may see, in the order of the agenda."""
    return (
        nominations_visible_to(user, campaign=campaign)
        .filter(question__ballot=campaign.ballot_id)
        .select_related("form", "unit", "question")
        .order_by("subject_kind", "sort_key", "pk")
    )


def is_on_roll(user: User, campaign: Campaign) -> bool:
    """Whether the person stands on the frozen list of members of the campaign's vote."""
    if campaign.ballot_id is None or user.person_id is None:
        return False
    return RollEntry.objects.filter(ballot=campaign.ballot_id, person=user.person_id).exists()


def review_queue(user: User, campaign: Campaign) -> QuerySet[Nomination]:
    """What this member has still to give a verdict on."""
    person_id = user.person_id
    if person_id is None or campaign.state != CampaignState.IN_REVIEW or not is_on_roll(user, campaign):
        return Nomination.objects.none()
    given = Position.objects.filter(question__ballot=campaign.ballot_id, member__person_id=person_id).values(
        "question"
    )
    return agenda_of(user, campaign).filter(state=NominationState.ON_AGENDA).exclude(question__in=given)


def next_in_queue(user: User, campaign: Campaign, *, after: Nomination | None = None) -> Nomination | None:
    """The next nomination without a verdict behind `after`, then from the beginning; None when all are given."""
    queue = review_queue(user, campaign)
    if after is None:
        return queue.first()
    behind = Q(subject_kind__gt=after.subject_kind) | Q(
        subject_kind=after.subject_kind, sort_key__gt=after.sort_key
    )
    behind |= Q(subject_kind=after.subject_kind, sort_key=after.sort_key, pk__gt=after.pk)
    return queue.filter(behind).first() or queue.first()


def place_in_queue(
    user: User, campaign: Campaign, nomination: Nomination
) -> tuple[int | None, int | None, int, int, int]:
    """(id before, id after, place from 1, total, verdicts given) of a nomination on this member's agenda."""
    ids = list(agenda_of(user, campaign).values_list("pk", flat=True))
    place = ids.index(nomination.pk) if nomination.pk in ids else 0
    given, _all = own_verdicts(user, campaign)
    before = ids[place - 1] if place > 0 else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return before, after, place + 1, len(ids), given


def review_lines(user: User, rows: Sequence[Nomination]) -> list[ReviewLine]:
    """Rows of the person's agenda with the person's own newest positions; two queries for any number."""
    mine = {
        question_id: next((p for p in positions if p.member.person_id == user.person_id), None)
        for question_id, positions in newest_positions([row.question for row in rows if row.question]).items()
    }
    return [
        ReviewLine(
            row,
            mine.get(row.question_id or 0),
            sentence(row.question) if row.question and row.shown_state == row.state else "",
        )
        for row in rows
    ]


def reviews_of(user: User) -> list[ReviewSummary]:
    """Votes this person takes part in or runs: the open ones first, then the newest."""
    today = timezone.localdate()
    run = organisations_in_scope(user, MAY_RUN_BOARD, today)
    member_of = RollEntry.objects.filter(person_id=user.person_id).values("ballot") if user.person_id else []
    campaigns = Campaign.objects.filter(
        Q(ballot__in=member_of, board_id__in=viewpoint(user).boards) | Q(organisation_id__in=run),
        ballot__isnull=False,
    ).select_related("ballot", "organisation", "board")
    rows = sorted(campaigns, key=lambda row: (row.state != CampaignState.IN_REVIEW, -row.year, -row.pk))[:50]
    ballots = [row.ballot_id for row in rows]
    rolls = RollEntry.objects.filter(ballot__in=ballots, person_id=user.person_id or 0)
    mine = frozenset(rolls.values_list("ballot_id", flat=True))
    running = frozenset(
        Campaign.objects.filter(pk__in=[row.pk for row in rows], organisation_id__in=run).values_list(
            "pk", flat=True
        )
    )
    counts = _counts_of_reviews(user, rows)
    return [
        ReviewSummary(row, *counts.get(row.pk, (0, 0)), row.ballot_id in mine, row.pk in running)
        for row in rows
    ]


def _counts_of_reviews(user: User, campaigns: Collection[Campaign]) -> dict[int, tuple[int, int]]:
    """{campaign id: (nominations of the present vote that the person sees, own verdicts given)}; one query."""
    given = Position.objects.filter(question=OuterRef("question"), member__person_id=user.person_id or 0)
    rows = nominations_visible_to(user).filter(
        campaign__in=[campaign.pk for campaign in campaigns], question__ballot=F("campaign__ballot")
    )
    counted = rows.order_by().annotate(given=Exists(given)).values_list("campaign_id")
    return {
        pk: (total, done)
        for pk, total, done in counted.annotate(
            total=Count("pk"), done=Count("pk", filter=Q(given=True))
        ).values_list("campaign_id", "total", "done")
    }


def progress_of(campaign: Campaign) -> list[MemberProgress]:
    """How many of the questions open to each member have that member's position."""
    if campaign.ballot is None:
        return []
    rows = list(campaign.nominations.filter(question__ballot=campaign.ballot))
    hidden = conflicts_of_review(campaign, rows, on=timezone.localdate())
    taken = positions_taken(campaign.ballot)
    return [
        MemberProgress(
            entry.name,
            entry.title,
            taken.get(entry.pk, 0),
            sum(entry.person_id not in out for out in hidden.values()),
            entry.pk,
        )
        for entry in campaign.ballot.roll.order_by("pk")
    ]


def results_of(user: User, campaign: Campaign) -> QuerySet[Nomination]:
    """After the count: what was decided, in the order of the agenda; nothing while the vote is open."""
    if campaign.state == CampaignState.IN_REVIEW:
        return Nomination.objects.none()
    # By name: the type checker does not know what the door has annotated.
    told = {"shown_state": F("state")}
    return agenda_of(user, campaign).filter(question__closed_at__isnull=False, **told)


def own_verdicts(user: User, campaign: Campaign) -> tuple[int, int]:
    """(verdicts that this member has given in the present vote, nominations on the member's agenda)."""
    done_and_total = _counts_of_reviews(user, [campaign]).get(campaign.pk, (0, 0))
    return done_and_total[1], done_and_total[0]


def members_on(board: Board, *, on: date) -> list[Seat]:
    """The seats of a board that are open on a day: chair, deputies, then the others in the order of entry."""
    seats = Seat.objects.filter(board=board, valid_from__lte=on).filter(
        Q(valid_to=None) | Q(valid_to__gte=on)
    )
    return list(in_order_of_rank(seats))


def in_order_of_rank(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """The chair first, then the deputies, then the others in the order of entry, with their persons."""
    rank = Case(
        When(role=Seat.Role.CHAIR, then=Value(0)),
        When(role=Seat.Role.DEPUTY, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return seats.select_related("person").order_by(rank, "pk")


def by_form(rows: Iterable[Nomination]) -> list[tuple[AwardForm, int]]:
    """(form, number of nominations), in the order of the catalogue."""
    counts: dict[AwardForm, int] = {}
    for row in rows:
        counts[row.form] = counts.get(row.form, 0) + 1
    return sorted(counts.items(), key=lambda pair: (pair[0].official_order, pair[0].code))


def conflicts_of_review(campaign: Campaign, rows: Collection[Nomination], *, on: date) -> dict[int, set[int]]:
    """{question id: persons on the roll who must not take part in it}; two queries for any number of rows."""
    if campaign.ballot is None:
        return {}
    people = [entry.person for entry in campaign.ballot.roll.select_related("person")]
    out = _conflicted(people, rows, on=on)
    return {row.question_id: out[row.pk] for row in rows if row.question_id is not None}


def beyond_reach(
    seats: Collection[Seat], rows: Collection[Nomination], rules: Mapping[int, AwardRule], *, on: date
) -> list[Nomination]:
    """The nominations that cannot pass whatever is said: too many of the members must not take part.

    `rules`: {form id: rule in force}. The base may be all members, whoever must stay out of it included.
    """
    out = _conflicted([seat.person for seat in seats], rows, on=on)
    found = []
    for row in rows:
        rule, away = rules[row.form_id], len(out[row.pk])
        base = len(seats) - away if rule.recusal_lowers_base or not rule.of_members else len(seats)
        # On the votes cast the base may be smaller still, but then so is what is needed.
        if base == 0 or needed_votes(base, Rule(Fraction(rule.threshold) / 100)) > len(seats) - away:
            found.append(row)
    return found


def _conflicted(people: Collection[Person], rows: Collection[Nomination], *, on: date) -> dict[int, set[int]]:
    """{nomination id: those of the people who are the nominee or belong to the unit}; one query."""
    posts = Post.objects.filter(person__in=people, valid_from__lte=on)
    units: dict[int, set[int]] = {}
    held = posts.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    for unit_id, person_id in held.values_list("organisation_id", "person_id"):
        units.setdefault(unit_id, set()).add(person_id)
    return {
        row.pk: units.get(row.unit_id, set()) | {p.pk for p in people if _same_subject(p, row)}
        for row in rows
    }


def _same_subject(person: Person, nomination: Nomination) -> bool:
    if nomination.subject_kind != SubjectKind.INDIVIDUAL:
        return False
    if nomination.person_id == person.pk:
        return True
    named = (person.search, person.birth_year) == (nomination.folded, nomination.birth_year)
    return named and person.birth_year is not None


def waiting_votes(user: User) -> list[tuple[Campaign, int]]:
    """(campaign, verdicts missing) of the open votes that wait for this member."""
    return [
        (line.campaign, line.total - line.done)
        for line in reviews_of(user)
        if line.member and line.campaign.state == CampaignState.IN_REVIEW and line.done < line.total
    ]


def roll_entry(campaign: Campaign, pk: int) -> RollEntry | None:
    """A member of the frozen list of the campaign's vote."""
    return RollEntry.objects.filter(pk=pk, ballot=campaign.ballot_id).select_related("person").first()


def open_to_member(campaign: Campaign, entry: RollEntry) -> QuerySet[Nomination]:
    """What this member decides on, in the order of the agenda; without the dossiers a conflict hides."""
    agenda = campaign.nominations.filter(question__ballot=campaign.ballot_id)
    hidden = conflicts_of_review(campaign, list(agenda), on=timezone.localdate())
    out = [question for question, people in hidden.items() if entry.person_id in people]
    rows = agenda.exclude(question__in=out).select_related("form", "unit", "question")
    return rows.order_by("subject_kind", "sort_key", "pk")


def positions_by(entry: RollEntry, rows: Iterable[Nomination]) -> dict[int, Position]:
    """{question id: the member's newest position} for those of the rows that have one; one query."""
    newest = newest_positions([row.question for row in rows if row.question])
    own = {pk: [one for one in given if one.member_id == entry.pk] for pk, given in newest.items()}
    return {pk: given[0] for pk, given in own.items() if given}
