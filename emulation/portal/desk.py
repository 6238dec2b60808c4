"""What waits for one person, pulled from every room that has something to say.

A room offers a function (user, on) -> Tasks among its selectors; it is listed in SOURCES and nowhere else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.selectors.desk import tasks as commendations
from clusters.selectors.waiting import tasks as clusters
from emulation.accounts.models import User
from emulation.accounts.selectors import is_administrator
from emulation.ballots.selectors.secret import tasks as secret_votes
from emulation.legislation.waiting import tasks as legislation
from emulation.notices.selectors import notices_of, outbox_for
from emulation.portal.calendar import ahead
from emulation.waiting import AHEAD, BACK, TODO, Task, in_order
from programmes.selectors.due import programme_tasks
from programmes.selectors.reports import tasks as reports
from programmes.selectors.waiting import tasks as registration

Source = Callable[[User, date], Iterable[Task]]

NEWS_SHOWN = 10


def letters_to_hand_over(user: User, on: date) -> Iterable[Task]:
    """Invitations and other mail that no mail server takes: the administrator hands them over."""
    if not is_administrator(user, on):
        return
    waiting = outbox_for(user, on).filter(sent_at=None, handover=True).order_by("created_at", "pk")
    number = waiting.count()
    if number:
        sentence = ngettext(
            "%(number)s letter waits in the outbox to be handed over",
            "%(number)s letters wait in the outbox to be handed over",
            number,
        )
        since = timezone.localdate(waiting[0].created_at)
        yield Task(sentence % {"number": number}, _("See the outbox"), reverse("notices:outbox"), since=since)


def news(user: User, on: date) -> Iterable[Task]:
    """What came back: the newest notices that were not read yet."""
    for notice in notices_of(user).filter(read_at=None)[:NEWS_SHOWN]:
        address = reverse("notices:open", args=[notice.pk])
        since = timezone.localdate(notice.created_at)
        yield Task(notice.text, _("See"), address, since=since, kind=BACK)


SOURCES: tuple[Source, ...] = (
    commendations,
    clusters,
    secret_votes,
    registration,
    programme_tasks,
    reports,
    legislation,
    letters_to_hand_over,
    news,
)


@dataclass(frozen=True)
class Desk:
    """The three parts of the desk: to do and ahead by deadline, what came back with the newest first."""

    todo: list[Task]
    back: list[Task]
    ahead: list[Task]


def desk_of(user: User, on: date, sources: Iterable[Source] = SOURCES) -> Desk:
    """All that the sources know for this person on the date, with what the calendar adds ahead."""
    tasks = list(chain.from_iterable(source(user, on) for source in sources))
    tasks += ahead(user, on, tasks)
    back = [task for task in tasks if task.kind == BACK]
    return Desk(
        todo=in_order(task for task in tasks if task.kind == TODO),
        back=sorted(back, key=lambda task: task.since or date.min, reverse=True),
        ahead=in_order(task for task in tasks if task.kind == AHEAD),
    )
