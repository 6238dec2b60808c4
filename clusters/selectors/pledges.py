"""Pledges a person may see, their targets, who has signed, and what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from clusters.models import Pledge, PledgeTarget, Remark, Season, Signatory, Signature
from clusters.offices import MAY_RECORD, MAY_SIGN
from clusters.selectors.clusters import led_by, reach, seasons_visible_to
from clusters.states import Answer, PledgeState
from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where

SHOWN_TO_MEMBERS = (PledgeState.OPEN, PledgeState.SIGNED)


def pledges_visible_to(user: User) -> QuerySet[Pledge]:
    """Drafts are read by those who run the cluster; what lies open or is signed by all its members too."""
    mine = reach(user)
    if not mine:
        return Pledge.objects.none()
    led = led_by(mine.held, timezone.localdate())
    runs = Q(season__cluster__organiser_id__in=mine.places) | Q(season__cluster_id__in=led)
    return Pledge.objects.filter(
        runs | Q(state__in=SHOWN_TO_MEMBERS), season__in=seasons_visible_to(user).values("pk")
    )


def pledge_for(user: User, pk: int) -> Pledge:
    """The pledge, or Http404 where it does not exist or is none of the user's business."""
    rows = pledges_visible_to(user).select_related(
        "season__cluster__organiser", "document", "sealed", "amends"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def pledges_of(user: User, season: Season) -> QuerySet[Pledge]:
    """The pledge of a season and its addenda, in order."""
    rows = pledges_visible_to(user).filter(season=season).exclude(state=PledgeState.WITHDRAWN)
    return rows.order_by("number", "pk")


def targets_of(pledge: Pledge) -> QuerySet[PledgeTarget]:
    return pledge.targets.select_related("indicator__indicator", "replaces").order_by("order", "pk")


def earlier_pledge(season: Season) -> Pledge | None:
    """The newest pledge of an earlier year of the cluster that all signed."""
    rows = Pledge.objects.filter(season__cluster=season.cluster, season__year__lt=season.year, number=1)
    return rows.filter(state=PledgeState.SIGNED).order_by("-season__year").first()


def in_force(season: Season) -> list[PledgeTarget]:
    """The targets that hold in the season: those of the signed pledge as its signed addenda changed them."""
    standing: dict[int, PledgeTarget] = {}
    rows = PledgeTarget.objects.filter(pledge__season=season, pledge__state=PledgeState.SIGNED)
    for row in rows.select_related("indicator__indicator").order_by("pledge__number", "order", "pk"):
        if row.replaces_id is not None:
            standing.pop(row.replaces_id, None)
        if not row.dropped:
            standing[row.pk] = row
    return sorted(standing.values(), key=lambda row: (row.order, row.pk))


# --- who signs


def signatories_of(pledge: Pledge) -> list[Signatory]:
    """The members in order, each with all its `answers`, newest first, and the talk on a refusal."""
    talk = Prefetch("remarks", Remark.objects.select_related("by__person").order_by("pk"))
    answers = (
        Signature.objects.select_related("target", "entered_by__person")
        .prefetch_related(talk)
        .order_by("-pk")
    )
    rows = pledge.signatories.filter(opening=pledge.opening)
    rows = rows.select_related("seat__organisation", "person", "pledge__season__cluster")
    return list(rows.prefetch_related(Prefetch("answers", answers)).order_by("order", "pk"))


def signatory_for(user: User, pk: int) -> Signatory:
    """A member's place under a pledge in one's sight; Http404 otherwise."""
    rows = Signatory.objects.select_related(
        "seat__organisation", "pledge__season__cluster__organiser", "pledge__document", "person"
    )
    rows = rows.filter(opening=F("pledge__opening"), pledge__in=pledges_visible_to(user).values("pk"))
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def signature_for(user: User, pk: int) -> Signature:
    """An answer to a pledge in one's sight; Http404 otherwise."""
    rows = Signature.objects.select_related("signatory__seat", "signatory__pledge__season__cluster", "target")
    found = rows.filter(pk=pk, signatory__pledge__in=pledges_visible_to(user).values("pk")).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Standing:
    """How far the signing is: of `members` so many signed, declined, opened the text only, or did nothing yet."""

    members: int
    signed: int
    declined: int
    seen: int

    @property
    def waiting(self) -> int:
        return self.members - self.signed - self.declined


def standing_of(signatories: Sequence[Signatory]) -> Standing:
    return Standing(
        members=len(signatories),
        signed=sum(row.answer == Answer.SIGNED for row in signatories),
        declined=sum(row.answer == Answer.DECLINED for row in signatories),
        seen=sum(row.answer == "" and row.seen_at is not None for row in signatories),
    )


def to_sign(user: User) -> QuerySet[Signatory]:
    """The user's own members' places under open pledges that are not signed yet."""
    mine = organisations_where(user, MAY_SIGN, timezone.localdate())
    rows = Signatory.objects.filter(pledge__state=PledgeState.OPEN, opening=F("pledge__opening"))
    rows = rows.filter(seat__organisation_id__in=mine, seat__left_on=None).exclude(answer=Answer.SIGNED)
    return rows.select_related("pledge__season__cluster", "seat").order_by("pledge__opened_at", "pk")


def to_enter_on_paper(user: User) -> QuerySet[Signatory]:
    """The own members' unanswered places under open pledges whose head signs on paper, having no account."""
    mine = organisations_where(user, MAY_RECORD, timezone.localdate())
    if not mine:
        return Signatory.objects.none()
    rows = Signatory.objects.filter(pledge__state=PledgeState.OPEN, opening=F("pledge__opening"), answer="")
    rows = rows.filter(seat__organisation_id__in=mine, seat__left_on=None)
    has_account = User.objects.filter(person=OuterRef("person"), is_active=True)
    rows = rows.exclude(Exists(has_account))
    return rows.select_related("pledge__season__cluster", "seat").order_by("pledge__opened_at", "pk")
