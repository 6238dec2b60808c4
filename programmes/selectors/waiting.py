"""What waits in registration and overlaps for one person, for the desk: sentences with one verb and a date."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_in_scope, organisations_where
from emulation.organisations.models import Organisation
from emulation.waiting import Task
from programmes.models import Expected, OverlapCase, Registration
from programmes.movement_states import OverlapState, RegistrationState, RoundState
from programmes.offices import MAY_REGISTER, MAY_RUN
from programmes.selectors.registrations import NOT_SENT, board


def tasks(user: User, on: date) -> Iterator[Task]:
    """Everything of registration that this person has to do."""
    yield from _to_send(user, on)
    yield from _came_back(user, on)
    yield from _to_accept(user, on)
    yield from _overlaps(user, on)


def _to_send(user: User, on: date) -> Iterator[Task]:
    units = organisations_where(user, MAY_REGISTER, on)
    if not units:
        return
    open_ones = Expected.objects.filter(
        round__state=RoundState.OPEN, round__opens_on__lte=on, organisation_id__in=units
    )
    for row in board(open_ones, on=on).filter(status=NOT_SENT).select_related("round", "organisation"):
        address = (
            reverse("programmes:registration", args=[row.registration_id])
            if row.registration_id
            else reverse("programmes:round", args=[row.round_id])
        )
        sentence = _("%(unit)s has not sent its registration: %(round)s")
        yield Task(
            sentence % {"unit": row.organisation.name, "round": row.round.title},
            _("Write and send"),
            address,
            due=row.last_day,
            since=row.round.opens_on,
        )


def _came_back(user: User, on: date) -> Iterator[Task]:
    units = organisations_where(user, MAY_REGISTER, on)
    if not units:
        return
    rows = Registration.objects.filter(
        organisation_id__in=units, state=RegistrationState.RETURNED, round__state=RoundState.OPEN
    )
    for row in rows.select_related("round", "organisation").order_by("state_since", "pk"):
        sentence = _("The registration of %(unit)s came back: %(round)s")
        yield Task(
            sentence % {"unit": row.organisation.name, "round": row.round.title},
            _("Correct and send"),
            reverse("programmes:registration", args=[row.pk]),
            due=row.round.closes_on,
            since=timezone.localdate(row.state_since),
        )


def _to_accept(user: User, on: date) -> Iterator[Task]:
    if not organisations_where(user, MAY_RUN, on):
        return
    rows = Registration.objects.filter(
        state=RegistrationState.SENT,
        round__state=RoundState.OPEN,
        round__organisation__in=organisations_in_scope(user, MAY_RUN, on),
    )
    lines = rows.order_by().values("round_id", "round__title")
    for line in lines.annotate(number=Count("pk"), since=Min("state_since")):
        sentence = _("%(count)s registrations wait to be accepted: %(round)s")
        yield Task(
            sentence % {"count": line["number"], "round": line["round__title"]},
            _("Read and accept"),
            f"{reverse('programmes:round_board', args=[line['round_id']])}?state={RegistrationState.SENT}",
            since=timezone.localdate(line["since"]),
        )


def _overlaps(user: User, on: date) -> Iterator[Task]:
    """To settle, for the coordinator; to read and speak to, for the two units."""
    own = organisations_where(user, MAY_REGISTER, on)
    runs = organisations_where(user, MAY_RUN, on)
    if not own and not runs:
        return
    scope = organisations_in_scope(user, MAY_RUN, on) if runs else Organisation.objects.none()
    first, second = (_concerns(side, own, scope) for side in ("first", "second"))
    # Of a pair in two rounds each coordinator reads in the own one.
    rows = OverlapCase.objects.filter(first | second, state=OverlapState.OPEN).order_by()
    own_round = {
        "round_pk": Case(When(first, then=F("first__round_id")), default=F("second__round_id")),
        "title": Case(When(first, then=F("first__round__title")), default=F("second__round__title")),
    }
    lines: Any = rows.values(**own_round).annotate(number=Count("pk"), since=Min("found_at"))
    for line in lines:
        sentence = _("%(count)s overlaps between registrations are not settled: %(round)s")
        yield Task(
            sentence % {"count": line["number"], "round": line["title"]},
            _("See the overlaps"),
            reverse("programmes:overlaps", args=[line["round_pk"]]),
            since=timezone.localdate(line["since"]),
        )


def _concerns(side: str, own: Collection[int], scope: QuerySet[Organisation]) -> Q:
    return Q(**{f"{side}__organisation__in": own}) | Q(**{f"{side}__round__organisation__in": scope})
