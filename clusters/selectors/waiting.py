"""What of clusters waits for a person: pledges to sign, refusals to answer."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Pledge
from clusters.offices import MAY_RUN
from clusters.selectors.clusters import led_by
from clusters.selectors.pledges import to_sign
from clusters.states import Answer, PledgeState
from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from emulation.waiting import BACK, Task


def tasks(user: User, on: date) -> Iterator[Task]:
    """Everything of clusters that this person has to do."""
    yield from _to_sign(user)
    yield from _declined(user, on)


def _to_sign(user: User) -> Iterator[Task]:
    for row in to_sign(user):
        yield Task(
            _("The pledge lies open for your signature: %(pledge)s") % {"pledge": row.pledge.title},
            _("Read and sign"),
            reverse("clusters:signatory", args=[row.pk]),
            due=row.pledge.day,
            since=timezone.localdate(row.pledge.opened_at) if row.pledge.opened_at else None,
        )


def _declined(user: User, on: date) -> Iterator[Task]:
    """A member declined: who runs the cluster has to answer or change the text."""
    bodies = organisations_where(user, MAY_RUN, on)
    if not bodies:
        return
    rows = Pledge.objects.filter(state=PledgeState.OPEN, signatories__answer=Answer.DECLINED)
    rows = rows.filter(season__cluster__organiser__in=bodies) | rows.filter(
        season__cluster__in=led_by(bodies, on)
    )
    for pledge in rows.distinct().order_by("pk"):
        yield Task(
            _("A member declined to sign: %(pledge)s") % {"pledge": pledge.title},
            _("Read why"),
            reverse("clusters:pledge", args=[pledge.pk]),
            since=timezone.localdate(pledge.state_since),
            kind=BACK,
        )
