"""Walking the chains of the database: one row in memory at a time, however long the history is."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from emulation.audit.chain import Damage, Head, Row, Walk
from emulation.audit.models import Chain, Entry
from emulation.audit.services import ERASE

SHOWN = 1000
"""Findings listed for one chain; beyond these they are only counted."""


class HeadsUnreadable(Exception):
    """The file of kept heads is not one that verify_audit wrote; the message says what is wrong."""


@dataclass
class ChainReport:
    """What a walk along one chain found. head and entries are what to keep elsewhere."""

    chain: int
    entries: int = 0
    erased: int = 0
    length: int = 0
    head: str = ""
    damages: int = 0
    damage: list[Damage] = field(default_factory=list)

    def add(self, damage: Damage) -> None:
        self.damages += 1
        if len(self.damage) < SHOWN:
            self.damage.append(damage)

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "damage": [damage.as_dict() for damage in self.damage]}


def verify(only: int | None = None, *, kept: Mapping[int, Head] | None = None) -> Iterator[ChainReport]:
    """A report for each chain in the order of keys, or for one; `kept` are heads written down earlier.

    Writers may go on: a chain is read up to the length it stated when its walk began, and what lies beyond
    is compared with the length of that moment in one statement.
    """
    heads = kept or {}
    for key in _keys(heads) if only is None else [only]:
        yield _report(key, heads.get(key))


def _keys(heads: Collection[int]) -> list[int]:
    stored = Chain.objects.values_list("key", flat=True).union(Entry.objects.values_list("chain", flat=True))
    return sorted({*stored, *heads})


def _report(key: int, kept: Head | None) -> ChainReport:
    row = Chain.objects.filter(key=key).first()
    stated = Head(row.length, row.head) if row else None
    walk = Walk(key, stated=stated, kept=kept, lawful=_lawful())
    report = ChainReport(key)
    for damage in walk.findings(_rows(key, stated.length if stated else 0)):
        report.add(damage)
    report.entries, report.erased = walk.entries, walk.erased
    report.length, report.head = walk.last, walk.head
    return report


def _rows(key: int, length: int) -> Iterator[Row]:
    """The chain's entries up to the stated length, then those that no statement of length covers."""
    entries = Entry.objects.filter(chain=key).order_by("seq", "id")
    yield from entries.filter(seq__lte=length).iterator(chunk_size=200)
    now = Chain.objects.filter(key=OuterRef("chain")).values("length")
    beyond = entries.filter(seq__gt=length).annotate(known=Subquery(now))
    yield from beyond.filter(Q(known=None) | Q(seq__gt=F("known"))).iterator(chunk_size=200)


def _lawful() -> Any:
    """Answers whether an entry `audit.erase` of the same chain and moment names a row; remembers the last one."""
    last: dict[datetime, frozenset[tuple[int, int]]] = {}

    def lawful(row: Row) -> bool:
        moment = row.erased_at
        if moment is None:
            return False
        if moment not in last:
            last.clear()
            last[moment] = _named(row.chain, moment)
        return any(seq == row.seq < at for seq, at in last[moment])

    return lawful


def _named(chain: int, moment: datetime) -> frozenset[tuple[int, int]]:
    """(place, place of the erasure's own entry) for every place named at that moment."""
    erasures = Entry.objects.filter(chain=chain, action=ERASE, at=moment, erased_at=None)
    return frozenset(
        (seq, erasure.seq) for erasure in erasures for seq in erasure.changes.get("entries", [None, []])[1]
    )


def read_heads(text: str) -> dict[int, Head]:
    """chain → head, from what `verify_audit --json` wrote earlier. Raises HeadsUnreadable."""
    try:
        lines = json.loads(text)["chains"]
        return {int(one["chain"]): Head(int(one["length"]), str(one["head"])) for one in lines}
    except (ValueError, KeyError, TypeError) as error:
        raise HeadsUnreadable(f"not a file written by verify_audit --json ({error})") from error
