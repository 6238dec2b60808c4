"""What depends on an instrument: each room says so for its own rows.

Every room registers a finder from its AppConfig.ready():

    dependents.register(_("Rules of the award catalogue"), rules_on)

A finder is asked once for several instruments, so that a list costs no more than one of them. It names only
what the given person may see; without a person it names everything (for the question whether anything
depends at all).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from emulation.accounts.models import User
from emulation.legislation.models import Instrument


@dataclass(frozen=True)
class Dependent:
    """One thing that rests on the instrument on the day: in words, and the page where it is seen ("" for none)."""

    instrument_id: int
    text: object
    url: str = ""


Finder = Callable[[Sequence[Instrument], User | None, date], Iterable[Dependent]]


@dataclass(frozen=True)
class Group:
    """The dependents of one kind of one instrument."""

    label: object
    rows: list[Dependent]


FINDERS: list[tuple[object, Finder]] = []


def register(label: object, finder: Finder) -> None:
    """Add a kind of dependents; registering the same words twice is an error."""
    if any(known == label for known, _finder in FINDERS):
        raise ValueError(f"{label} is registered already.")
    FINDERS.append((label, finder))


def dependents_of(
    instruments: Sequence[Instrument], user: User | None, *, on: date
) -> dict[int, list[Group]]:
    """{instrument id: what depends on it on the day, by kind}; instruments nothing depends on are missing."""
    if not instruments:
        return {}
    found: dict[int, list[Group]] = defaultdict(list)
    for label, finder in FINDERS:
        rows: dict[int, list[Dependent]] = defaultdict(list)
        for row in finder(instruments, user, on):
            rows[row.instrument_id].append(row)
        for pk, ours in rows.items():
            found[pk].append(Group(label, ours))
    return dict(found)
