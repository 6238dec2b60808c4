"""What waits for one person, pulled from every room that has something to say.

A room offers a function (user, on) -> Tasks among its selectors; it is listed in SOURCES and nowhere else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from emulation.accounts.models import User
from emulation.waiting import AHEAD, BACK, TODO, Task, in_order

Source = Callable[[User, date], Iterable[Task]]

SOURCES: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Desk:
    """The three parts of the desk, each in the order in which it should be read."""

    todo: list[Task]
    back: list[Task]
    ahead: list[Task]


def desk_of(user: User, on: date, sources: Iterable[Source] = SOURCES) -> Desk:
    """All that the sources know for this person on the date."""
    tasks = in_order(chain.from_iterable(source(user, on) for source in sources))
    return Desk(
        todo=[task for task in tasks if task.kind == TODO],
        back=[task for task in tasks if task.kind == BACK],
        ahead=[task for task in tasks if task.kind == AHEAD],
    )
