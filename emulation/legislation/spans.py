"""Where the validity of each of several instruments lies between the first and the last of their days. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

WIDTH = 1000
"""The days are laid out over this many units."""
LEAST = 6
"""So many units are drawn at least, or a short span could not be seen."""


class Dated(Protocol):
    """A row with its first and last day of force, None where not known."""

    pk: int
    in_force_from: date | None
    in_force_to: date | None


@dataclass(frozen=True)
class Span:
    """Begins at `start` for `length` units; `today` is where the day lies, None outside."""

    start: int
    length: int
    today: int


def spans_of(rows: Iterable[Dated], today: date) -> dict[int, Span]:
    """{pk: span}; rows whose first day is not known are missing. What has no end reaches beyond today."""
    known = [(row.pk, row.in_force_from, row.in_force_to) for row in rows if row.in_force_from]
    if not known:
        return {}
    first = min(begin for _pk, begin, _end in known if begin)
    latest = max([today, *(end or begin for _pk, begin, end in known if begin)])
    last = date.fromordinal(latest.toordinal() + max(30, (latest - first).days // 12))

    def place(day: date) -> int:
        return round((day - first).days * WIDTH / max(1, (last - first).days))

    spans = {}
    for pk, begin, end in known:
        if begin:
            start = place(begin)
            spans[pk] = Span(start, max(LEAST, place(end or last) - start), place(max(today, first)))
    return spans
