"""A reminder of overdue tasks to the sides of a programme: who would get it, who cannot be reached, and the sending."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post
from emulation.audit.services import hold, record
from emulation.notices.models import Notice
from emulation.notices.services import tell
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import heir_ids
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc
from programmes.models import PlanTask, Programme
from programmes.permissions.programmes import may_follow
from programmes.selectors.dates import TOLD_OF_TASKS, continued_by, overdue_of, responsible_for, short

LONGEST_TEXT = 200
MANY = 20
"""More recipients than these want a typed word."""
SEND = "NHẮC"


@dataclass(frozen=True)
class Recipient:
    """A body that answers for overdue tasks: the accounts that a reminder reaches, or why it reaches nobody."""

    organisation_id: int
    name: str
    tasks: list[PlanTask]
    users: list[User]
    obstacle: str = ""

    @property
    def what(self) -> list[str]:
        """Its tasks with the days they were due."""
        return [f"{task.text} ({task.due_on:%d/%m/%Y})" for task in self.tasks]


def recipients(programme: Programme, *, on: date) -> list[Recipient]:
    """Each body that answers for an overdue task of the programme, by name; a fixed number of queries."""
    tasks: dict[int, list[PlanTask]] = {}
    for task in overdue_of(programme, on):
        tasks.setdefault(responsible_for(task), []).append(task)
    bodies = {*tasks, *heir_ids(tasks)}
    heirs = continued_by(bodies)
    held = users_by_post(bodies, TOLD_OF_TASKS, on)
    keys = [key_of(programme, pk, on) for pk in tasks]
    told = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    found = []
    for pk, name in (
        Organisation.objects.filter(pk__in=tasks).order_by("sort_key", "pk").values_list("pk", "name")
    ):
        users = {user.pk: user for body in sorted(heirs[pk]) for user in held.get(body, [])}
        obstacle = _obstacle(users, key_of(programme, pk, on) in told)
        found.append(Recipient(pk, name, tasks[pk], list(users.values()), obstacle))
    return found


def _obstacle(users: Collection[int], told: bool) -> str:
    if told:
        return _("Reminded today already.")
    if not users:
        return _("No emulation officer or head of this unit has an open account.")
    return ""


def key_of(programme: Programme, organisation_id: int, on: date) -> str:
    """One reminder a day to a body about a programme's tasks."""
    return f"programme.remind:{programme.pk}:{organisation_id}:{on:%Y%m%d}"


def usual_text(programme: Programme) -> str:
    """What the reminder says where nobody writes it otherwise."""
    return _("Please finish the overdue tasks of the programme %(programme)s") % {
        "programme": short(programme)
    }


@transaction.atomic
def remind(programme: Programme, *, by: User, bodies: Collection[int], text: str) -> list[Recipient]:
    """Tell these bodies (ids, as shown in the preview), each at most once a day; those who were told.

    `text` is also the title of the mail; the titles of the body's own tasks follow it.
    """
    hold(programme.organisation_id)
    today = timezone.localdate()
    locked = Programme.objects.select_related("organisation").get(pk=programme.pk)
    demand(may_follow(by, locked, on=today))
    words = " ".join(nfc(text).split())[:LONGEST_TEXT] or usual_text(locked)
    told = [one for one in recipients(locked, on=today) if one.organisation_id in bodies and not one.obstacle]
    if not told:
        raise Refused(_("There is nobody to remind today."))
    for one in told:
        tell(
            one.users,
            text=f"{words}: {'; '.join(one.what)}",
            url=reverse("programmes:programme", args=[locked.pk]),
            key=key_of(locked, one.organisation_id, today),
            organisation_id=locked.organisation_id,
        )
    record(
        "programme.remind", locked, by=by, units=[None, sorted(one.name for one in told)], text=[None, words]
    )
    return told
