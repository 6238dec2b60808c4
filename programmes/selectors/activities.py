"""Activities a person may see, and who of the units' officers had training, and when last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from emulation.accounts.models import User
from emulation.accounts.selectors import reach_of
from emulation.organisations.models import Organisation, Post
from emulation.organisations.offices import Office
from emulation.organisations.selectors import alive_on, held_on, subtree
from emulation.vietnamese import fold
from programmes.models import (
    Activity,
    ActivityKind,
    Candidate,
    Evidence,
    Participation,
    ParticipationRole,
    Programme,
)
from programmes.offices import READERS
from programmes.selectors.programmes import programmes_visible_to
from programmes.states import ActivityState, CandidateState


def activities_visible_to(user: User) -> QuerySet[Activity]:
    """Those of the bodies in one's reach, and those of programmes one sees."""
    places = reach_of(user, READERS, timezone.localdate()).places
    seen = programmes_visible_to(user, recorded=False).values("pk")
    return Activity.objects.filter(Q(organisation_id__in=places) | Q(programme__in=seen))


def activity_for(user: User, pk: int) -> Activity:
    found = (
        activities_visible_to(user)
        .select_related("organisation", "programme", "task__plan")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def evidence_for(user: User, pk: int) -> Evidence:
    """A file of an activity of one's reach: only there, not for everyone who sees the programme."""
    places = reach_of(user, READERS, timezone.localdate()).places
    found = (
        Evidence.objects.select_related("activity")
        .filter(pk=pk, activity__organisation_id__in=places)
        .first()
    )
    if found is None:
        raise Http404
    return found


def candidate_for(user: User, pk: int) -> Candidate:
    """A model of an activity of one's reach, or Http404; one's own unit reads of it once it is to be proposed."""
    places = reach_of(user, READERS, timezone.localdate()).places
    own = Q(organisation_id__in=places, state=CandidateState.PROPOSED)
    found = (
        Candidate.objects.select_related("activity__organisation", "activity__programme", "organisation")
        .filter(Q(activity__organisation_id__in=places) | own, pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def runs(user: User, activity: Activity) -> bool:
    """Whether the user looks from the body whose activity it is: sees its costs, evidence and journal."""
    return activity.organisation_id in reach_of(user, READERS, timezone.localdate())


def activity_page(
    user: User, *, term: str = "", kind: str = "", state: str = "", year: int | None = None
) -> QuerySet[Activity]:
    """The list, the latest first; those without a day at the head."""
    rows = activities_visible_to(user).annotate(begins=Min("occasions__starts_on"))
    if term:
        rows = rows.filter(search__contains=fold(term))
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(begins__year=year)
    rows = rows.select_related("programme", "organisation").prefetch_related("occasions")
    return rows.order_by(F("begins").desc(nulls_first=True), "-pk")


def activities_of(user: User, programme: Programme) -> QuerySet[Activity]:
    """Everything done under a programme that the person may see, the earliest first, those without a day last."""
    rows = activities_visible_to(user).filter(programme=programme)
    rows = rows.annotate(begins=Min("occasions__starts_on")).prefetch_related("occasions")
    return rows.order_by(F("begins").asc(nulls_last=True), "pk")


def without_training(organisation_ids: Collection[int], *, since: date, on: date) -> QuerySet[Organisation]:
    """Units below these bodies of which nobody in charge of emulation attended a class since that day.

    `last` is the day on which one of those in charge today attended in person, `last_of_unit` that of anybody whom
    the unit sent. Counted are classes that were held; who is not known to have come did not.
    """
    in_person = _trained().filter(
        Exists(
            Post.objects.filter(
                held_on(on),
                person=OuterRef("person"),
                organisation=OuterRef(OuterRef("pk")),
                office=Office.OFFICER,
            )
        )
    )
    sent = _trained().filter(organisation=OuterRef("pk"))
    units = subtree(organisation_ids).exclude(pk__in=organisation_ids).filter(alive_on(on))
    rows = units.annotate(last=_last_day(in_person), last_of_unit=_last_day(sent))
    rows = rows.filter(Q(last=None) | Q(last__lt=since))
    return rows.order_by(F("last").asc(nulls_first=True), "official_order", "sort_key", "pk")


def _trained() -> QuerySet[Participation]:
    return Participation.objects.filter(
        attended=True,
        role=ParticipationRole.TRAINEE,
        activity__kind=ActivityKind.TRAINING,
        activity__state=ActivityState.HELD,
    ).order_by("-activity__occasions__ends_on")


def _last_day(rows: QuerySet[Participation]) -> Subquery:
    return Subquery(rows.values("activity__occasions__ends_on")[:1])


@dataclass(frozen=True)
class InCharge:
    """Somebody in charge of emulation at a unit, and the day of the last class attended in person."""

    name: str
    last: date | None


def officers_of(units: Collection[Organisation], on: date) -> dict[int, list[InCharge]]:
    """{unit id: those in charge of emulation there on the day}; one query."""
    posts = Post.objects.filter(held_on(on), organisation__in=units, office=Office.OFFICER)
    own = _trained().filter(person=OuterRef("person"))
    found: dict[int, list[InCharge]] = {}
    rows = posts.annotate(last=_last_day(own)).select_related("person").order_by("organisation_id", "pk")
    for post in rows:
        found.setdefault(post.organisation_id, []).append(InCharge(post.person.full_name, post.last))
    return found


def participations_of(activity: Activity) -> list[Participation]:
    return list(activity.participations.select_related("organisation", "person").order_by("role", "pk"))
