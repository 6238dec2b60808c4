"""What waits for a person: the small value that every room hands up to the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
