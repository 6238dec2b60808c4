"""Conferences a person may see, who takes part, what was voted, and whom the votes chose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from clusters.conference_states import TAKES_PART, Purpose, RecordState
from clusters.models import (
    AgendaItem,
    Attendance,
    Conference,
    Custody,
    Flag,
    Guest,
    HandOver,
    Motion,
    Outcome,
    Record,
    RecordSignature,
    Season,
    Seat,
    Turn,
)
from clusters.selectors.clusters import seasons_visible_to
from emulation.accounts.models import User
from emulation.ballots.models import Ballot, Candidate, Question
from emulation.ballots.selectors.telling import percent, sentences
from emulation.ballots.states import LIVING, BallotState
from emulation.organisations.models import Organisation, Post
from emulation.organisations.selectors import held_on
from emulation.vietnamese import format_number, trimmed


def conferences_visible_to(user: User) -> QuerySet[Conference]:
    """Those of the seasons in sight: whoever sees the year sees its conferences."""
    return Conference.objects.filter(season__in=seasons_visible_to(user).values("pk"))


def conference_for(user: User, pk: int) -> Conference:
    """The conference, or Http404 where it does not exist or is none of the user's business."""
    rows = conferences_visible_to(user).select_related(
        "season__cluster__organiser", "convener", "chair", "secretary", "current"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def conferences_of(season: Season) -> QuerySet[Conference]:
    return Conference.objects.filter(season=season).order_by("day", "pk")


def items_of(conference: Conference) -> QuerySet[AgendaItem]:
    return conference.items.order_by("order", "pk")


def guests_of(conference: Conference) -> QuerySet[Guest]:
    return conference.guests.order_by("pk")


# --- who takes part


@dataclass(frozen=True)
class Place:
    """A member and what is known of its attendance: the newest row counts, `earlier` is what stood before."""

    seat: Seat
    row: Attendance | None = None
    earlier: Sequence[Attendance] = ()

    @property
    def takes_part(self) -> bool:
        return self.row is not None and self.row.manner in TAKES_PART


def attendance_of(conference: Conference) -> list[Place]:
    """Every member of the conference, in the order of the list; two queries.

    Until it opens those that have not left; from then on also who left after its day: it took part.
    """
    rows = conference.attendances.select_related("person", "entered_by__person").order_by("-pk")
    found: dict[int, list[Attendance]] = {}
    for row in rows:
        found.setdefault(row.seat_id, []).append(row)
    stayed = Q(left_on=None)
    belongs = stayed if conference.opened_at is None else stayed | Q(left_on__gt=conference.day)
    seats = conference.season.seats.filter(belongs).select_related("organisation")
    return [
        Place(seat, told[0] if told else None, told[1:])
        for seat in seats.order_by("order", "pk")
        for told in [found.get(seat.pk, [])]
    ]


def newest_of(conference: Conference, seat: Seat) -> Attendance | None:
    """What counts of a member's attendance."""
    rows = conference.attendances.filter(seat=seat).select_related("person")
    return rows.order_by("-pk").first()


@dataclass(frozen=True)
class Quorum:
    """How many of all members take part, and how many must."""

    present: int
    members: int
    asked: str
    needed: int

    @property
    def reached(self) -> bool:
        return self.present >= self.needed

    def in_words(self) -> str:
        """ "6/7 members take part = 85,7%, 66,66% needed (5 members): enough"."""
        words = {
            "present": self.present,
            "members": self.members,
            "share": percent(self.present, self.members),
            "asked": self.asked,
            "needed": self.needed,
            "verdict": _("enough to deliberate") if self.reached else _("not enough to deliberate"),
        }
        told = _(
            "%(present)s/%(members)s members take part = %(share)s, %(asked)s%% needed "
            "(%(needed)s members): %(verdict)s"
        )
        return told % words


def quorum_of(conference: Conference, places: Sequence[Place]) -> Quorum:
    """Over all members, never over those who came."""
    asked = conference.quorum
    return Quorum(
        present=sum(one.takes_part for one in places),
        members=len(places),
        asked=format_number(trimmed(asked)),
        needed=ceil(asked * len(places) / 100),
    )


def people_of(season: Season, on: date, *, first: int | None = None) -> list[Post]:
    """Who serves a member or the organiser on the day, those of the body `first` before all; one query."""
    places = season.seats.filter(left_on=None).values("organisation_id")
    rows = Post.objects.filter(
        held_on(on), Q(organisation__in=places) | Q(organisation=season.cluster.organiser_id)
    ).select_related("person", "organisation")
    posts = rows.order_by("organisation__official_order", "organisation__sort_key", "person__sort_key", "pk")
    return sorted(posts, key=lambda post: post.organisation_id != first)


# --- votes


@dataclass(frozen=True)
class Told:
    """A motion as it may be told: how many papers are in while it is open, the sentences once it is counted."""

    motion: Motion
    ballot: Ballot
    question: Question
    sentences: Sequence[str] = ()
    chosen: Sequence[Candidate] = field(default_factory=tuple)

    @property
    def counted(self) -> bool:
        return self.ballot.state == BallotState.CLOSED


def motions_of(conference: Conference, *purposes: str) -> list[Told]:
    """The motions in the order in which they were put; three queries."""
    candidates = Prefetch("question__candidates", Candidate.objects.select_related("organisation"))
    rows = conference.motions.select_related("question__ballot").prefetch_related(candidates)
    if purposes:
        rows = rows.filter(purpose__in=purposes)
    return [_told(row) for row in rows.order_by("pk")]


def _told(motion: Motion) -> Told:
    question = motion.question
    return Told(motion, question.ballot, question, sentences(question), chosen_by(question))


def chosen_by(question: Question) -> list[Candidate]:
    """Whom a counted question elected or confirmed; nobody before the count."""
    candidates = list(question.candidates.all())
    if question.election is not None:
        elected = set(question.election.elected)
        return [one for one in candidates if one.code in elected]
    return candidates if question.result is not None and question.result.passed else []


def ballots_of(conference: Conference) -> QuerySet[Ballot]:
    """The secret ballots that the conference put, oldest first."""
    asked = conference.motions.values("question__ballot")
    return Ballot.objects.filter(pk__in=asked).select_related("organisation", "previous").order_by("pk")


def vote_under_way(conference: Conference) -> bool:
    return ballots_of(conference).filter(state__in=LIVING).exists()


def by_ballot(season: Season) -> dict[int, int]:
    """{seat id: its order, 1 first} as the counted tie-break ballots put the tied: what freezing a ranking takes.

    The first round orders, a run-off parts those whom it left equal; equal votes have the same order. Only the order
    of the votes counts: the percent asked for does not bind a tie-break. A ballot without quorum orders nothing, and
    members that never stood together have each their own order.
    """
    seats = dict(season.seats.values_list("organisation_id", "pk"))
    found: dict[int, tuple[int, ...]] = {}  # seat → (the first of its ballots, its order in each round)
    for motion in _tie_breaks(season):
        votes = {seats[body]: number for body, number in _votes_of(motion).items() if body in seats}
        group = min([motion.pk, *(found[seat][0] for seat in votes if seat in found)])
        for seat, number in votes.items():
            order = 1 + sum(other > number for other in votes.values())
            found[seat] = (*found.get(seat, (group,)), order)
    return {
        seat: 1 + sum(other[0] == mine[0] and other < mine for other in found.values())
        for seat, mine in found.items()
    }


def _votes_of(motion: Motion) -> dict[int | None, int]:
    """{body: its votes} of a counted election."""
    election = motion.question.election
    votes = {row.candidate: row.votes for row in election.standings} if election else {}
    return {one.organisation_id: votes.get(one.code, 0) for one in motion.question.candidates.all()}


def _tie_breaks(season: Season) -> list[Motion]:
    """The rounds that order, oldest first: counted, with quorum."""
    rows = Motion.objects.filter(
        conference__season=season, purpose=Purpose.TIE_BREAK, question__ballot__state=BallotState.CLOSED
    )
    rows = rows.select_related("question__ballot", "conference").prefetch_related("question__candidates")
    counted = [(row, row.question.election) for row in rows.order_by("pk")]
    return [row for row, election in counted if election is not None and election.quorate]


def ballot_reference(season: Season) -> str:
    """Where the last tie-break ballot is recorded, in words; "" without one."""
    rounds = _tie_breaks(season)
    if not rounds:
        return ""
    conference = rounds[-1].conference
    return f"{conference.title}, {conference.day:%d/%m/%Y}"[:300]


def put_forward(season: Season) -> list[Organisation]:
    """Whom the conference put forward for the flag; it may be another than the first in the ranking."""
    motions = Motion.objects.filter(
        conference__season=season, purpose=Purpose.NOMINATION, question__ballot__state=BallotState.CLOSED
    )
    rows = motions.select_related("question").prefetch_related("question__candidates__organisation")
    return [
        one.organisation
        for motion in rows.order_by("pk")
        for one in chosen_by(motion.question)
        if one.organisation is not None
    ]


def elected_for(season: Season) -> dict[str, Turn]:
    """{role: the turn of next year}, whoever entered it; nothing where nobody was chosen."""
    rows = season.cluster.turns.filter(year=season.year + 1, outcome=Outcome.HELD)
    return {row.role: row for row in rows.select_related("organisation")}


def turn_for(season: Season, pk: int) -> Turn:
    """A turn of the year after the season; 404 for any other."""
    row = season.cluster.turns.filter(pk=pk, year=season.year + 1).select_related("cluster").first()
    if row is None:
        raise Http404
    return row


# --- records


def records_of(conference: Conference) -> list[Record]:
    """All versions, with their signatures; two queries."""
    signatures = Prefetch("signatures", RecordSignature.objects.select_related("entered_by__person"))
    rows = conference.records.select_related("document", "sealed").prefetch_related(signatures)
    return list(rows.order_by("kind", "number"))


def in_force(records: Iterable[Record]) -> Mapping[str, Record]:
    """{kind: the version that holds or is being written}."""
    return {one.kind: one for one in records if one.state != RecordState.REPLACED}


def record_for(user: User, pk: int) -> Record:
    """The record of a conference in sight; who may read a draft is asked of the permissions."""
    rows = Record.objects.filter(conference__in=conferences_visible_to(user).values("pk"))
    found = rows.select_related(
        "conference__season__cluster__organiser",
        "conference__convener",
        "conference__chair",
        "conference__secretary",
        "document",
        "sealed",
        "replaces",
    )
    row = found.prefetch_related("signatures__entered_by__person").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def record_signature_for(user: User, pk: int) -> RecordSignature:
    rows = RecordSignature.objects.filter(
        record__conference__in=conferences_visible_to(user).values("pk")
    ).select_related("record__conference")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def hand_over_of(conference: Conference) -> HandOver | None:
    rows = HandOver.objects.filter(conference=conference).select_related("giver", "taker", "flag")
    return rows.first()


# --- the flag


def flags_of(season_cluster_id: int) -> list[tuple[Flag, list[Custody]]]:
    """The flags of a cluster, each with its chain of custody, the newest link first; two queries."""
    links = Prefetch("custodies", Custody.objects.select_related("holder", "record").order_by("-pk"))
    rows = Flag.objects.filter(cluster=season_cluster_id).prefetch_related(links).order_by("pk")
    return [(flag, list(flag.custodies.all())) for flag in rows]


def flag_for(user: User, pk: int) -> Flag:
    """A flag of a cluster one of whose seasons is in sight."""
    clusters = seasons_visible_to(user).values("cluster_id")
    row = Flag.objects.filter(pk=pk, cluster__in=clusters).select_related("cluster__organiser").first()
    if row is None:
        raise Http404
    return row
