"""What waits for a person, and on which days: the small values that every room hands up to the desk and calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

TODO, BACK, AHEAD = "todo", "back", "ahead"
"""Kinds: something to do; something that came back or was answered; a date of the cycle still to come."""


@dataclass(frozen=True)
class Task:
    """One line of the desk: a sentence, one verb that leads to the page where it is done, and its dates."""

    sentence: object
    verb: object
    url: str
    due: date | None = None
    since: date | None = None
    kind: str = TODO


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """Nearest deadline first, overdue before all; then what has no deadline, the longest waiting first."""
    return sorted(tasks, key=lambda task: (task.due or date.max, task.since or date.max, str(task.sentence)))


DEADLINE, EVENT, TERM, LAW, CYCLE = "deadline", "event", "term", "law", "cycle"
"""Kinds of dates: a last day; something that takes place; a period that ends; law that ceases; custom of the year."""


@dataclass(frozen=True)
class Date:
    """A day, or a run of days up to `end` (inclusive), of one person's calendar.

    `sentence` names no nominee and no vote: it also stands in calendars outside the program. `uid` names the
    same date for ever, whatever day it is moved to; `stamp` is when its object was written, where that is known.
    `unsure`: nobody has checked where the day comes from.
    """

    day: date
    end: date
    sentence: object
    url: str
    kind: str
    uid: str
    stamp: datetime | None = None
    note: object = ""
    unsure: bool = False


@dataclass(frozen=True)
class Duty:
    """Something a body still has to do by a day; told to those who hold one of the offices at that very body.

    `text` is lazy and filled with `values` in the language of who reads it. `hidden_from` are ids of persons
    who must not learn of it, such as members of a board whose own unit is concerned.
    """

    organisation_id: int
    offices: frozenset[str]
    day: date
    text: object
    url: str
    values: Mapping[str, object] = field(default_factory=dict)
    hidden_from: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Late:
    """What was due on a day and is not done below a coordinating body: `number` things behind one address."""

    organisation_id: int
    day: date
    number: int
    text: object
    url: str
    values: Mapping[str, object] = field(default_factory=dict)
