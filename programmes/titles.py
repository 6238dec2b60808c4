"""Titles that a registration may aim at, asked of whichever room keeps a catalogue of them.

The rooms above register a function from their AppConfig.ready(); without one the field is plain text. A title
that stands in no catalogue is kept as written and carries no code.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from emulation.vietnamese import fold


class Title(NamedTuple):
    """A title or form of commendation as a catalogue offers it; `subjects` are letters of I, C, H."""

    code: str
    name: str
    subjects: str


Catalogue = Callable[[date], Iterable[Title]]
CATALOGUES: list[Catalogue] = []


def register(catalogue: Catalogue) -> Catalogue:
    """Offer the titles of a catalogue; registering it again changes nothing."""
    if catalogue not in CATALOGUES:
        CATALOGUES.append(catalogue)
    return catalogue


def offered(on: date) -> list[Title]:
    """Every title of every catalogue on that day, in the order of the catalogues."""
    return [title for catalogue in CATALOGUES for title in catalogue(on)]


def codes_of(titles: Iterable[str], on: date) -> Mapping[str, str]:
    """{title as written: its code}; "" where no catalogue knows the title."""
    known = {fold(title.name): title.code for title in offered(on)}
    return {title: known.get(fold(title), "") for title in titles}
