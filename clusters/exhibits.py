"""What other rooms of the clusters show at a conference: on the projector, in the minutes, among their annexes.

A room registers a function by the kind of an agenda item from its AppConfig.ready(); without one the item shows its
title alone. The tables are public within the cluster: nothing private stands in them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from clusters.models import Season


@dataclass(frozen=True)
class Exhibit:
    """A table in words: `widths` are shares of the line in percent; `notes` stand below it.

    `minuted` says whether the minutes repeat it.
    """

    heading: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    notes: Sequence[str] = field(default_factory=tuple)
    minuted: bool = True


Shown = Callable[[Season], Exhibit | None]
Annexes = Callable[[Season], Sequence[str]]
EXHIBITS: dict[str, Shown] = {}
ANNEXES: list[Annexes] = []


def register(kind: str, shown: Shown) -> None:
    """Show this with items of the kind (clusters.agenda.ItemKind); again replaces it."""
    EXHIBITS[kind] = shown


def register_annexes(annexes: Annexes) -> None:
    """Name what is annexed to the minutes of a season."""
    if annexes not in ANNEXES:
        ANNEXES.append(annexes)


def exhibit(kind: str, season: Season) -> Exhibit | None:
    shown = EXHIBITS.get(kind)
    return shown(season) if shown else None


def annexes_of(season: Season) -> list[str]:
    return [title for annexes in ANNEXES for title in annexes(season)]
