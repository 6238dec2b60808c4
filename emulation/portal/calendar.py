"""One person's calendar, pulled from every room that has dates, and the month as a page shows it.

A room offers a function (user, from, to) -> Dates among its selectors; it is listed in SOURCES and nowhere else.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice

from django.utils.translation import gettext_lazy as _

from awards.selectors.dates import dates as commendations
from emulation.accounts.models import User
from emulation.legislation.dates import dates as legislation
from emulation.portal.calendar_cycle import dates as cycle
from emulation.portal.calendar_cycle import report_days
from emulation.waiting import AHEAD, CYCLE, DEADLINE, EVENT, LAW, TERM, TODO, Date, Task
from programmes.selectors.dates import dates as programmes

Source = Callable[[User, date, date], Iterable[Date]]


def of_programmes(user: User, on_from: date, on_to: date) -> Iterable[Date]:
    """Programmes know no day by which reports are due; the year does."""
    return programmes(user, on_from, on_to, reports=report_days())


SOURCES: tuple[Source, ...] = (commendations, of_programmes, legislation, cycle)
KINDS: dict[str, object] = {
    DEADLINE: _("Last days"),
    EVENT: _("Events"),
    TERM: _("Ends of periods"),
    LAW: _("Law that ceases"),
    CYCLE: _("Custom of the year"),
}
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONG = 7
"""A run of more days stands above the month, not in each of its days."""
SOON = timedelta(days=30)
SOON_SHOWN = 8


def dates_of(
    user: User, on_from: date, on_to: date, *, kind: str = "", sources: Iterable[Source] = SOURCES
) -> list[Date]:
    """What the sources know for this person between the days (inclusive), by first day, then sentence."""
    found = chain.from_iterable(source(user, on_from, on_to) for source in sources)
    rows = (row for row in found if row.day <= on_to and row.end >= on_from and kind in ("", row.kind))
    return sorted(rows, key=lambda row: (row.day, row.end, str(row.sentence), row.uid))


@dataclass(frozen=True)
class Day:
    """A day of the table; `inside` is False for those of the months beside."""

    day: date
    inside: bool
    dates: list[Date]


@dataclass(frozen=True)
class Month:
    """One month: what runs through it, its days in weeks from Monday, and all its dates as a list."""

    first: date
    last: date
    running: list[Date]
    weeks: list[list[Day]]
    listed: list[Date]

    @property
    def lines(self) -> list[tuple[Date, object]]:
        """All dates with the words of their kind."""
        return [(row, KINDS[row.kind]) for row in self.listed]

    @property
    def is_unsure(self) -> bool:
        return any(row.unsure for row in self.listed)

    @property
    def running_lines(self) -> list[tuple[Date, object]]:
        return [(row, KINDS[row.kind]) for row in self.running]

    @property
    def previous(self) -> date | None:
        return month_of(self.first - timedelta(days=1))

    @property
    def following(self) -> date | None:
        return month_of(self.last + timedelta(days=1))


def month_of(day: date) -> date | None:
    """The first day of the month; None outside the years of the calendar."""
    return day.replace(day=1) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_month(text: str, today: date) -> date:
    """The first day of the month written as 2026-03; that of today where it is none."""
    try:
        asked = month_of(date.fromisoformat(f"{text}-01"))
    except ValueError:
        asked = None
    return asked or today.replace(day=1)


def month_page(user: User, first: date, *, kind: str = "", sources: Iterable[Source] = SOURCES) -> Month:
    """The month that begins on that day, for this person."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    listed = dates_of(user, first, last, kind=kind, sources=sources)
    running = [row for row in listed if (row.end - row.day).days >= LONG]
    short = [row for row in listed if row not in running]
    return Month(first, last, running, list(_weeks(first, last, short)), listed)


def _weeks(first: date, last: date, rows: Collection[Date]) -> Iterator[list[Day]]:
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield [_day(monday + timedelta(days=place), first, last, rows) for place in range(7)]
        monday += timedelta(days=7)


def _day(day: date, first: date, last: date, rows: Collection[Date]) -> Day:
    inside = first <= day <= last
    return Day(day, inside, [row for row in rows if row.day <= day <= row.end] if inside else [])


def ahead(
    user: User, on: date, known: Collection[Task], *, sources: Iterable[Source] = SOURCES
) -> list[Task]:
    """The nearest dates of the next days for the desk, without what stands there already to be done or expected."""
    there = {(task.url, task.due) for task in known}
    in_hand = {task.url for task in known if task.kind == TODO}
    fresh = (
        row
        for row in dates_of(user, on, on + SOON, sources=sources)
        if row.day >= on
        and (row.url, row.day) not in there
        and not (row.kind == DEADLINE and row.url in in_hand)
    )
    return [
        Task(row.sentence, _("See"), row.url, due=row.day, kind=AHEAD) for row in islice(fresh, SOON_SHOWN)
    ]
