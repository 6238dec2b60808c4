"""Clusters and seasons a person may see, who leads on a day, and what each list and page needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from clusters import rotation
from clusters.models import Cluster, Membership, Outcome, Role, Season, Seat, Turn
from clusters.offices import READERS
from clusters.states import SeasonState
from emulation.accounts.models import User
from emulation.accounts.selectors import Reach, reach_of
from emulation.organisations.models import Succession, SuccessionKind
from emulation.vietnamese import fold


def reach(user: User) -> Reach:
    """Where a person looks from: the bodies of the own posts with those they continue, and all below."""
    return reach_of(user, READERS, timezone.localdate())


def clusters_visible_to(user: User) -> QuerySet[Cluster]:
    """Those organised within one's reach, and those that one's own body belongs or belonged to."""
    mine = reach(user)
    if not mine:
        return Cluster.objects.none()
    member = Membership.objects.filter(cluster=OuterRef("pk"), organisation_id__in=mine.continued)
    return Cluster.objects.filter(Q(organiser_id__in=mine.places) | Exists(member))


def cluster_for(user: User, pk: int) -> Cluster:
    """The cluster, or Http404 where it does not exist or is none of the user's business."""
    found = clusters_visible_to(user).select_related("organiser", "parent").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def seasons_visible_to(user: User) -> QuerySet[Season]:
    """Those of organised and led clusters; of the others, once composed, those one's own body has a seat in."""
    mine = reach(user)
    if not mine:
        return Season.objects.none()
    seat = Seat.objects.filter(season=OuterRef("pk"), organisation_id__in=mine.continued)
    runs = Q(cluster__organiser_id__in=mine.places) | Q(
        cluster_id__in=led_by(mine.held, timezone.localdate())
    )
    return Season.objects.filter(runs | (~Q(state=SeasonState.DRAFT) & Exists(seat)))


def season_for(user: User, pk: int) -> Season:
    """The season, or Http404 where it does not exist or is none of the user's business."""
    rows = seasons_visible_to(user).select_related("cluster__organiser", "cluster__parent", "sheet")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def held_on(on: date) -> Q:
    """The turns whose rights run on the day."""
    return Q(outcome=Outcome.HELD, held_from__lte=on) & (Q(held_to=None) | Q(held_to__gt=on))


def led_by(organisation_ids: Iterable[int], on: date) -> QuerySet[Turn]:
    """Ids of the clusters that one of these bodies leads on the day, usable as a subquery."""
    rows = Turn.objects.filter(held_on(on), role=Role.LEADER, organisation_id__in=list(organisation_ids))
    return rows.values("cluster_id")  # type: ignore[return-value]


def leading_bodies(cluster_id: int, on: date) -> frozenset[int]:
    """The ids of the bodies that lead the cluster on the day: one, or none between two hand-overs."""
    rows = Turn.objects.filter(held_on(on), role=Role.LEADER, cluster_id=cluster_id)
    return frozenset(rows.values_list("organisation_id", flat=True))


def cluster_page(user: User, *, term: str = "", kind: str = "", closed: bool = False) -> QuerySet[Cluster]:
    """The list of clusters in sight by name, each with its `members` today and its `newest` season's year."""
    today = timezone.localdate()
    rows = clusters_visible_to(user).select_related("organiser", "parent")
    rows = rows.filter(closed_on__isnull=not closed)
    if term:
        rows = rows.filter(search__contains=fold(term))
    if kind:
        rows = rows.filter(kind=kind)
    here = Membership.objects.filter(member_on(today), cluster=OuterRef("pk")).order_by().values("cluster")
    newest = Season.objects.filter(cluster=OuterRef("pk")).order_by("-year")
    return rows.annotate(
        members=Subquery(here.annotate(n=Count("pk")).values("n")),
        newest=Subquery(newest.values("year")[:1]),
    ).order_by("search", "pk")


@dataclass(frozen=True)
class Part:
    """A cluster within another: how many belong today, and the newest season with who leads it."""

    cluster: Cluster
    members: int
    season: Season | None
    leader: str


def parts_of(user: User, cluster: Cluster) -> list[Part]:
    """The parts of a cluster that a person sees, those at work first, by name."""
    found = list(
        clusters_visible_to(user)
        .filter(parent=cluster)
        .order_by(F("closed_on").asc(nulls_first=True), "search")
    )
    ids = [part.pk for part in found]
    here = Membership.objects.filter(member_on(timezone.localdate()), cluster__in=ids).order_by()
    members = dict(here.values_list("cluster").annotate(n=Count("pk")))
    newest = {
        row.cluster_id: row for row in seasons_visible_to(user).filter(cluster__in=ids).order_by("year")
    }
    led = {
        (row.cluster_id, row.year): row.name
        for row in Turn.objects.filter(cluster__in=ids, role=Role.LEADER, outcome=Outcome.HELD)
    }
    return [
        Part(
            part,
            members.get(part.pk, 0),
            newest.get(part.pk),
            led.get((part.pk, newest[part.pk].year), "") if part.pk in newest else "",
        )
        for part in found
    ]


def member_on(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


def members_on(cluster: Cluster, on: date) -> QuerySet[Membership]:
    """Who belongs on the day, in the order of the list."""
    rows = cluster.memberships.filter(member_on(on)).select_related("organisation")
    return rows.order_by("order", "organisation__official_order", "organisation__sort_key", "pk")


def memberships_of(cluster: Cluster) -> QuerySet[Membership]:
    """Who belongs and belonged, the present ones first."""
    rows = cluster.memberships.select_related("organisation").order_by("valid_to", "order", "pk")
    return rows


def season_page(user: User, cluster: Cluster) -> QuerySet[Season]:
    """The seasons of a cluster that a person sees, newest first, each with its turns as `led`."""
    return seasons_visible_to(user).filter(cluster=cluster).order_by("-year", "-pk")


def turns_of(cluster: Cluster) -> QuerySet[Turn]:
    """The rotation ledger, the newest year first."""
    return cluster.turns.select_related("organisation").order_by("-year", "role", "pk")


@dataclass(frozen=True)
class Leading:
    """Who leads a season and who is deputy, as the ledger says; None where nobody was chosen yet."""

    leader: Turn | None = None
    deputy: Turn | None = None


def leading(season: Season) -> Leading:
    rows = {turn.role: turn for turn in season.cluster.turns.filter(year=season.year, outcome=Outcome.HELD)}
    return Leading(rows.get(Role.LEADER), rows.get(Role.DEPUTY))


def seats_of(season: Season) -> QuerySet[Seat]:
    return season.seats.select_related("organisation").order_by("order", "pk")


def proposal_for(cluster: Cluster, year: int) -> rotation.Proposal:
    """Whose turn it is in the year by the cluster's own rule; the units are ids of organisations."""
    turns = [
        rotation.Turn(
            turn.year, turn.organisation_id, rotation.Role(turn.role), rotation.Outcome(turn.outcome)
        )
        for turn in cluster.turns.order_by("year", "pk")
    ]
    members = list(
        dict.fromkeys(members_on(cluster, timezone.localdate()).values_list("organisation_id", flat=True))
    )
    former = cluster.memberships.exclude(organisation_id__in=members).values_list(
        "organisation_id", flat=True
    )
    return rotation.propose(
        year,
        turns,
        members,
        rule=rotation.Rule(cluster.rotation),
        heirs=heirs_among({*former, *(turn.unit for turn in turns)}),
        merged=rotation.Merged(cluster.merged),
        former=list(dict.fromkeys(former)),
    )


def heirs_among(organisation_ids: Iterable[Any]) -> dict[rotation.Unit, list[rotation.Unit]]:
    """{body that ended or was divided: those that continue it}, however long after."""
    found: dict[rotation.Unit, list[rotation.Unit]] = {}
    generation = set(organisation_ids)
    while generation:
        rows = Succession.objects.filter(predecessor_id__in=generation, successor__isnull=False)
        new: dict[rotation.Unit, list[rotation.Unit]] = {}
        for row in rows.exclude(kind=SuccessionKind.RENAME).order_by("pk"):
            new.setdefault(row.predecessor_id, []).append(row.successor_id)
        found |= new
        generation = {heir for heirs in new.values() for heir in heirs} - found.keys()
    return found
