"""One digest a day: what a person's bodies still have to do, and for heads what is late below them.

Everything is asked by batches of accounts: a batch costs the same number of queries whoever is in it, and people
who read the same words are told together. Whoever was told on a day is not told again, by whatever worker.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from awards.selectors.dates import duties as commendations
from emulation.accounts.models import Digest, User
from emulation.notices.models import Notice
from emulation.notices.services import tell
from emulation.organisations.models import Post
from emulation.organisations.offices import Office
from emulation.organisations.selectors import held_on
from emulation.portal.calendar_cycle import report_days
from emulation.waiting import Duty, Late
from programmes.selectors.dates import duties as programmes
from programmes.selectors.dates import late

DutySource = Callable[[Collection[int], date, date], Iterable[Duty]]
LateSource = Callable[[Collection[int], date], Iterable[Late]]


def of_programmes(bodies: Collection[int], on_from: date, on_to: date) -> Iterable[Duty]:
    """Programmes know no day by which reports are due; the year does."""
    return programmes(bodies, on_from, on_to, reports=report_days())


DUTIES: tuple[DutySource, ...] = (commendations, of_programmes)
LATE: tuple[LateSource, ...] = (late,)
BEFORE = frozenset({7, 3, 1, 0})
AFTER = frozenset({1, 7})
"""Days before and after a date on which everybody concerned is told."""
AHEAD, BACK = timedelta(days=7), timedelta(days=30)
"""What is listed: due within AHEAD, overdue for no longer than BACK."""
HEADS = frozenset({Office.HEAD, Office.DEPUTY})
NAMED = 3
BATCH = 200


@dataclass(frozen=True)
class Due:
    """What one person is told of: open things of their bodies by day, and for a head what is late below."""

    duties: list[Duty]
    late: list[Late]

    def falls_on(self, on: date) -> bool:
        """Whether something reaches one of the days on which it is told."""
        days = [(duty.day - on).days for duty in self.duties]
        return any(left in BEFORE or -left in AFTER for left in days) or any(
            (on - row.day).days in AFTER for row in self.late
        )


def send(users: Collection[User], on: date) -> int:
    """Tell these accounts what the day brings them; how many were told now."""
    key = f"digest:{on:%Y-%m-%d}"
    told = set(Notice.objects.filter(key=key, user__in=users).values_list("user_id", flat=True))
    groups: dict[tuple[str, bool], list[User]] = {}
    due = due_of(users, on)
    for user in users:
        mine = due[user.pk]
        if user.pk not in told and wants(user, mine, on):
            with translation.override(user.language):
                words = sentence(mine, on)
            groups.setdefault((words, user.digest != Digest.NEVER), []).append(user)
    number = 0
    for (words, mail), readers in groups.items():
        with transaction.atomic():
            notices = tell(
                readers, text=words, url=reverse("portal:calendar_due"), key=key, mail=mail, instead=True
            )
        number += len(notices)
    return number


def wants(user: User, due: Due, on: date) -> bool:
    """Whether the day brings this person a digest."""
    if user.digest == Digest.DAILY:
        return bool(due.duties or due.late)
    return due.falls_on(on)


def due_of(users: Collection[User], on: date, *, coordinators: Collection[str] = HEADS) -> dict[int, Due]:
    """{account: what it has to do and what is late below it}, by the posts of the day."""
    posts = _posts(users, on)
    bodies = {body for held in posts.values() for body, _office in held}
    led = {body for held in posts.values() for body, office in held if office in coordinators}
    duties: dict[int, list[Duty]] = {}
    if bodies:
        for duty in chain.from_iterable(source(bodies, on - BACK, on + AHEAD) for source in DUTIES):
            duties.setdefault(duty.organisation_id, []).append(duty)
    below: dict[int, list[Late]] = {}
    if led:
        for row in chain.from_iterable(source(led, on) for source in LATE):
            below.setdefault(row.organisation_id, []).append(row)
    return {
        user.pk: Due(
            _own(user.person_id, posts.get(user.person_id or 0, set()), duties),
            _below(posts.get(user.person_id or 0, set()), below, coordinators),
        )
        for user in users
    }


def _posts(users: Collection[User], on: date) -> dict[int, set[tuple[int, str]]]:
    """{person: (organisation, office) held on the day} of the open accounts."""
    people = [user.person_id for user in users if user.is_active and user.person_id]
    found: dict[int, set[tuple[int, str]]] = {}
    rows = Post.objects.filter(held_on(on), person_id__in=people)
    for person, body, office in rows.values_list("person_id", "organisation_id", "office"):
        found.setdefault(person, set()).add((body, office))
    return found


def _own(
    person_id: int | None, held: Collection[tuple[int, str]], duties: Mapping[int, list[Duty]]
) -> list[Duty]:
    rows = {
        (duty.url, duty.day, str(sorted(duty.values.items(), key=str))): duty
        for body, office in sorted(held)
        for duty in duties.get(body, ())
        if office in duty.offices and person_id not in duty.hidden_from
    }
    return sorted(rows.values(), key=lambda duty: (duty.day, duty.url))


def _below(
    held: Collection[tuple[int, str]], late: Mapping[int, list[Late]], coordinators: Collection[str]
) -> list[Late]:
    led = sorted({body for body, office in held if office in coordinators})
    return sorted((row for body in led for row in late.get(body, ())), key=lambda row: (row.day, row.url))


def sentence(due: Due, on: date) -> str:
    """Counts and titles in one line, in the present language: it is also the title of the mail."""
    overdue = [duty for duty in due.duties if duty.day < on]
    coming = [duty for duty in due.duties if duty.day >= on]
    parts = []
    if overdue:
        words = ngettext("%(number)s thing overdue", "%(number)s things overdue", len(overdue))
        parts.append(words % {"number": len(overdue)} + _titles(overdue))
    if coming:
        words = ngettext(
            "%(number)s thing due within 7 days", "%(number)s things due within 7 days", len(coming)
        )
        parts.append(words % {"number": len(coming)} + _titles(coming))
    if due.late:
        number = sum(row.number for row in due.late)
        words = ngettext("%(number)s thing overdue below you", "%(number)s things overdue below you", number)
        parts.append(words % {"number": number})
    return _("Digest of %(day)s: %(parts)s") % {"day": f"{on:%d/%m/%Y}", "parts": "; ".join(parts)}


def _titles(duties: list[Duty]) -> str:
    """The first ones by name, each as far as a line has room."""
    shown = [words_of(duty) for duty in duties[:NAMED]]
    return f" ({'; '.join(shown)}{'; …' if len(duties) > NAMED else ''})"


def words_of(row: Duty | Late) -> str:
    """Its sentence in the present language."""
    return str(row.text) % row.values
