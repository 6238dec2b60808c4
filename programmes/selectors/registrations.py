"""Rounds and registrations a person may see, the board of a round, and what waits for whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.selectors import reach_of, users_by_post
from emulation.indicators.models import IndicatorVersion
from emulation.indicators.selectors import versions_on
from emulation.organisations.models import Organisation, Succession, SuccessionKind
from emulation.organisations.offices import Office
from emulation.organisations.selectors import predecessor_ids, subtree
from emulation.vietnamese import fold
from programmes.models import Expected, Registration, Revision, Round
from programmes.movement_states import RegistrationState, RoundState
from programmes.offices import READERS

NOT_SENT, ENDED = "not_sent", "ended"
STATUSES: tuple[tuple[str, object], ...] = (
    (NOT_SENT, _("Not sent yet")),
    (RegistrationState.SENT.value, RegistrationState.SENT.label),
    (RegistrationState.RETURNED.value, RegistrationState.RETURNED.label),
    (RegistrationState.ACCEPTED.value, RegistrationState.ACCEPTED.label),
    (RegistrationState.WITHDRAWN.value, RegistrationState.WITHDRAWN.label),
    (ENDED, _("Unit has ended")),
)
"""What the board of a round says of a unit; a draft is the unit's own business and counts as not sent."""
STATUS_LABELS = dict(STATUSES)
TOLD_FOR_THE_UNIT = frozenset({Office.OFFICER, Office.HEAD})
COUNTED = (RegistrationState.SENT, RegistrationState.ACCEPTED)
"""States whose targets and titles enter the sums of a round."""


@dataclass(frozen=True)
class View:
    """Where a person looks from: the units spoken for (with those they continue), and the coordinating reach."""

    own: frozenset[int]
    reach: Any

    def coordinates(self, organisation_id: int) -> bool:
        return organisation_id in self.reach


def view_of(user: User) -> View:
    """Asked once per user object and day."""
    today = timezone.localdate()
    known: dict[date, View] = user.__dict__.setdefault("_registrations_view", {})
    if today not in known:
        reach = reach_of(user, READERS, today)
        known[today] = View(reach.continued, reach)
    return known[today]


def rounds_visible_to(user: User) -> QuerySet[Round]:
    """Those coordinated within one's reach; of the others, once open, those that expect one's own unit."""
    view = view_of(user)
    if not view.reach:
        return Round.objects.none()
    mine = Expected.objects.filter(round=OuterRef("pk"), organisation_id__in=view.own)
    return Round.objects.filter(
        Q(organisation_id__in=view.reach.places) | (~Q(state=RoundState.DRAFT) & Exists(mine))
    )


def round_for(user: User, pk: int) -> Round:
    """The round, or Http404 where it does not exist or is none of the user's business."""
    found = rounds_visible_to(user).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def coordinated_round(user: User, pk: int) -> Round:
    """The round, for pages of those who coordinate it only: what a unit may not look into is a 404 to it."""
    found = round_for(user, pk)
    if not view_of(user).coordinates(found.organisation_id):
        raise Http404
    return found


def round_page(
    user: User, *, term: str = "", state: str = "", year: int | None = None, movement: int | None = None
) -> QuerySet[Round]:
    """The list of rounds, newest first, each with the number of units expected and of registrations sent."""
    rows = rounds_visible_to(user).select_related("organisation")
    if term:
        rows = rows.filter(search__contains=fold(term))
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(year=year)
    if movement is not None:
        rows = rows.filter(movements=movement)
    asked = Expected.objects.filter(round=OuterRef("pk")).order_by().values("round")
    sent = Registration.objects.filter(round=OuterRef("pk"), state__in=COUNTED).order_by().values("round")
    return rows.annotate(
        units=Subquery(asked.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
        sent=Subquery(sent.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
    ).order_by("-year", "-pk")


def registrations_visible_to(user: User) -> QuerySet[Registration]:
    """One's own units' in every state; before the coordinator what was sent and is not a draft again.

    A draft that the coordinator's own officer writes for a unit from its paper is in that officer's sight.
    """
    view = view_of(user)
    if not view.reach:
        return Registration.objects.none()
    received = Q(round__organisation_id__in=view.reach.places) & (
        (Q(sent_number__gte=1) & ~Q(state=RegistrationState.DRAFT)) | Q(entered_by=user.pk)
    )
    return Registration.objects.filter(Q(organisation_id__in=view.own) | received)


def registration_for(user: User, pk: int) -> Registration:
    """The registration, or Http404 where it does not exist or is none of the user's business."""
    rows = registrations_visible_to(user).select_related("round__organisation", "organisation")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_own(user: User, registration: Registration) -> bool:
    """Whether the user looks from the unit, or writes for it from paper, and so reads what is not sent yet."""
    return registration.organisation_id in view_of(user).own or registration.entered_by_id == user.pk


def expected_for(user: User, pk: int) -> Expected:
    """An expected unit of a round one coordinates, or one's own; Http404 otherwise."""
    view = view_of(user)
    rows = Expected.objects.select_related("round__organisation", "organisation").filter(
        round__in=rounds_visible_to(user)
    )
    found = rows.filter(pk=pk).first()
    if found is None or not (
        found.organisation_id in view.own or view.coordinates(found.round.organisation_id)
    ):
        raise Http404
    return found


def expectation(registration: Registration) -> Expected | None:
    """What the round expects of the registering unit; None where it asks it no more."""
    return (
        Expected.objects.select_related("round")
        .filter(round=registration.round_id, organisation=registration.organisation_id)
        .first()
    )


def last_day_of(registration: Registration) -> date | None:
    """The deadline of the unit; None where it is not expected."""
    expected = expectation(registration)
    return expected.last_day if expected else None


# --- the board of a round


def board(expected: QuerySet[Expected], *, on: date) -> QuerySet[Any]:
    """Expected units with their `status`, `registration_id`, `sent_at`: the base of list, counts and reminder."""
    mine = Registration.objects.filter(round=OuterRef("round"), organisation=OuterRef("organisation"))
    rows = expected.annotate(
        registration_id=Subquery(mine.values("pk")[:1]),
        registered=Subquery(mine.values("state")[:1]),
        sent_at=Subquery(mine.values("sent_at")[:1]),
    )
    nothing = Q(registered=None) | Q(registered=RegistrationState.DRAFT)
    return rows.annotate(
        status=Case(
            When(nothing & Q(organisation__ended_on__lte=on), then=Value(ENDED)),
            When(nothing, then=Value(NOT_SENT)),
            default=F("registered"),
            output_field=CharField(),
        )
    )


def board_counts(round_: Round, *, on: date) -> list[tuple[str, object, int]]:
    """(status, its words, number of units) in the order of STATUSES, those that occur and "not sent" always.

    Counted from what was sent, so that a round of the whole country costs two passes over its rows and not one
    look-up a unit. Two queries.
    """
    asked = Expected.objects.filter(round=OuterRef("round"), organisation=OuterRef("organisation"))
    sent = round_.registrations.exclude(state=RegistrationState.DRAFT).filter(Exists(asked))
    found = dict(sent.order_by().values_list("state").annotate(Count("pk")))
    total = round_.expected.aggregate(all=Count("pk"), ended=Count("pk", filter=has_status(ENDED, on)))
    found[ENDED] = total["ended"]
    found[NOT_SENT] = total["all"] - sum(found.values())
    return [(key, label, found.get(key, 0)) for key, label in STATUSES if found.get(key) or key == NOT_SENT]


def has_status(status: str, on: date) -> Q:
    """Which rows of expected units have this status: the same as `board` says of a row, but as a condition."""
    mine = Registration.objects.filter(round=OuterRef("round"), organisation=OuterRef("organisation"))
    if status not in (NOT_SENT, ENDED):
        return Q(Exists(mine.filter(state=status)))
    nothing, over = ~Exists(mine.exclude(state=RegistrationState.DRAFT)), Q(organisation__ended_on__lte=on)
    living = Q(organisation__ended_on=None) | Q(organisation__ended_on__gt=on)
    return (over if status == ENDED else living) & Q(nothing)


def board_page(round_: Round, *, on: date, term: str = "", status: str = "") -> QuerySet[Any]:
    """The board as a list in official order, each unit with `lines_out`, what continues it."""
    rows = board(round_.expected.all(), on=on).select_related("organisation", "round")
    if term:
        rows = rows.filter(organisation__search__contains=fold(term))
    if status:
        rows = rows.filter(has_status(status, on))
    after = Succession.objects.exclude(kind=SuccessionKind.RENAME).filter(successor__isnull=False)
    lines = Prefetch(
        "organisation__successions_out", after.select_related("successor").order_by("pk"), to_attr="lines_out"
    )
    return rows.prefetch_related(lines).order_by(
        "organisation__official_order", "organisation__sort_key", "organisation_id"
    )


def possible_units(round_: Round, kinds: Collection[str], *, on: date) -> QuerySet[Organisation]:
    """The living units of these kinds below the coordinating body."""
    below = subtree([round_.organisation_id]).exclude(pk=round_.organisation_id).filter(kind__in=list(kinds))
    return below.filter(Q(ended_on=None) | Q(ended_on__gt=on))


@dataclass(frozen=True)
class Recipient:
    """A unit that has not sent: the accounts a reminder reaches, or why it reaches nobody."""

    expected: Expected
    users: list[User]
    obstacle: object = ""


def recipients(round_: Round, *, on: date) -> list[Recipient]:
    """Every unit that has not sent, in official order, with who would get a reminder today. Three queries."""
    rows = list(board_page(round_, on=on, status=NOT_SENT))
    reached = users_by_post([row.organisation_id for row in rows], TOLD_FOR_THE_UNIT, on)
    return [Recipient(row, reached.get(row.organisation_id, []), _obstacle(row, reached, on)) for row in rows]


def _obstacle(expected: Expected, reached: dict[int, list[User]], on: date) -> object:
    if expected.reminded_on == on:
        return _("Reminded today already.")
    if not reached.get(expected.organisation_id):
        return _("No emulation officer or head of this unit has an open account.")
    return ""


# --- one registration


def revisions_of(registration: Registration) -> list[Revision]:
    """What was sent, newest first, with the remarks on each."""
    rows = registration.revisions.select_related("by__person", "returned_by__person")
    return list(rows.prefetch_related("remarks").order_by("-number"))


def earlier_registration(organisation: Organisation, round_: Round) -> Registration | None:
    """The newest one sent in an earlier year (or an earlier round) by the unit or a body it continues."""
    line = {organisation.pk} | predecessor_ids([organisation.pk])
    rows = Registration.objects.filter(organisation_id__in=line, state__in=COUNTED).exclude(round=round_)
    rows = rows.filter(round__year__lte=round_.year).select_related("round", "organisation")
    return rows.order_by("-round__year", "-sent_at", "-pk").first()


def indicators_offered(registration: Registration, *, on: date) -> list[tuple[int, str, str]]:
    """(id, name, unit) of the definitions in force, and of older ones that the registration names.

    A copy of last year keeps the definition it was written with until the unit chooses another one.
    """
    offered = [(one.pk, one.name, one.unit) for one in versions_on(on)]
    named = IndicatorVersion.objects.filter(pk__in=registration.targets.values("indicator"))
    sentence = _("%(name)s (definition of %(day)s)")
    for one in named.exclude(pk__in=[known[0] for known in offered]).order_by("pk"):
        name = str(sentence) % {"name": one.name, "day": f"{one.valid_from:%d/%m/%Y}"}
        offered.append((one.pk, name, one.unit))
    return offered


def my_expectations(user: User, round_: Round) -> list[Any]:
    """The units of the user that the round expects, each with its status and registration."""
    mine = round_.expected.filter(organisation_id__in=view_of(user).own)
    rows = board(mine, on=timezone.localdate())
    return list(rows.select_related("organisation", "round").order_by("organisation__sort_key", "pk"))


def dates(user: User, on: date) -> Iterable[tuple[date, object, str]]:
    """(day, sentence, address) of every opening and last day from `on` that concerns the user, for a calendar.

    A unit reads its own last day; the coordinator that of the round.
    """
    view = view_of(user)
    sentence = _("Last day of registration: %(round)s")
    for round_ in rounds_visible_to(user).filter(state=RoundState.OPEN).order_by("closes_on", "pk"):
        url = reverse("programmes:round", args=[round_.pk])
        if round_.opens_on >= on:
            yield round_.opens_on, _("Registration opens: %(round)s") % {"round": round_.title}, url
        if view.coordinates(round_.organisation_id) and round_.closes_on >= on:
            yield round_.closes_on, sentence % {"round": round_.title}, url
    mine = Expected.objects.filter(
        round__state=RoundState.OPEN, organisation_id__in=view.own, organisation__ended_on=None
    )
    for expected in mine.select_related("round", "organisation").order_by("pk"):
        if expected.last_day >= on and not view.coordinates(expected.round.organisation_id):
            url = reverse("programmes:round", args=[expected.round_id])
            yield expected.last_day, sentence % {"round": expected.round.title}, url
