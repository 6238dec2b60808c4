"""The arithmetic of the hash chain: what one entry's digests are, and what a walk along a chain finds. Pure.

Two digests stand on every entry:

* `content_digest` = sha256(salt + everything readable). When personal data is lawfully erased, the readable
  text and the salt go; the digest stays and, without the salt, cannot be used to guess the text.
* `link` = sha256(link before + chain, seq, at, action, subject, actor's number, batch + content_digest). What an
  erasure leaves standing is in the link itself, so it stays checked after the text is gone.

Both are taken over canonical JSON: sorted keys, no blanks, UTF-8, times in UTC with microseconds.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

GENESIS = "0" * 64
"""The link before the first entry of every chain."""

FRAME = ("chain", "seq", "at", "action", "subject_type", "subject_id", "actor_id", "batch")
"""The columns that stay after an erasure."""

TEXT: Mapping[str, Any] = {"actor_name": "", "subject_name": "", "reason": "", "changes": {}, "salt": ""}
"""The columns that an erasure blanks, with what it leaves there."""

CHANGED = "changed"
MISSING = "missing"
TRUNCATED = "truncated"
INSERTED = "inserted"
BLANKED = "blanked"
REWRITTEN = "rewritten"
HEAD = "head"


class Row(Protocol):
    """One entry as stored."""

    chain: int
    seq: int
    at: datetime
    action: str
    subject_type: str
    subject_id: str
    actor_id: Any
    actor_name: str
    subject_name: str
    changes: Any
    reason: str
    batch: str
    salt: str
    content_digest: str
    link: str
    erased_at: datetime | None


@dataclass(frozen=True)
class Damage:
    """One finding: entries `seq` to `until` of `chain`; `kind` is one of the words above."""

    chain: int
    seq: int
    kind: str
    until: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many entries, and the link of the last. Kept elsewhere, it proves history."""

    length: int
    link: str


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value


def _canonical(row: Row, names: Iterable[str]) -> str:
    values = {name: _plain(getattr(row, name)) for name in names}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def content_digest(row: Row) -> str:
    """64 hexadecimal digits over the salt and everything readable on the entry."""
    return _sha256(row.salt, _canonical(row, (*FRAME, *(name for name in TEXT if name != "salt"))))


def link(previous: str, row: Row) -> str:
    """64 hexadecimal digits that tie the entry to the one before it."""
    return _sha256(previous, _canonical(row, FRAME), row.content_digest)


def is_blank(row: Row) -> bool:
    """Whether every erasable column holds exactly what an erasure leaves."""
    return all(getattr(row, name) == blank for name, blank in TEXT.items())


class Walk:
    """One pass over one chain in the order of seq; holds one row's worth of memory.

    chain: the chain's number. stated: what the Chain row says (None: there is no such row). kept: a head of
    this chain kept elsewhere at an earlier time. lawful: answers whether an erasure on record names this row.
    After `findings` is exhausted, `entries`, `erased` and `head` describe what was read.
    """

    def __init__(
        self, chain: int, *, stated: Head | None, kept: Head | None, lawful: Callable[[Row], bool]
    ) -> None:
        self.chain = chain
        self.stated = stated or Head(0, GENESIS)
        self.kept = kept
        self.lawful = lawful
        self.entries = 0
        self.erased = 0
        self.last = 0
        self.head = GENESIS
        self._before: frozenset[str] = frozenset({GENESIS})

    def findings(self, rows: Iterable[Row]) -> Iterator[Damage]:
        """What is wrong, in the order of seq. Rows must come ordered by seq."""
        for row in rows:
            yield from self._step(row)
        yield from self._end()

    def _damage(self, kind: str, seq: int, until: int | None = None) -> Damage:
        return Damage(self.chain, seq, kind, until or seq)

    def _step(self, row: Row) -> Iterator[Damage]:
        self.entries += 1
        if row.seq > self.stated.length or row.seq <= self.last:
            yield self._damage(INSERTED, row.seq)
        if row.seq > self.last + 1:
            yield self._damage(MISSING, self.last + 1, row.seq - 1)
            self._before = frozenset()
        kind = self._fault(row)
        if kind:
            yield self._damage(kind, row.seq)
        elif row.erased_at is not None:
            self.erased += 1
        if self.kept and row.seq == self.kept.length and row.link != self.kept.link:
            yield self._damage(REWRITTEN, row.seq)
        self.last, self.head = row.seq, row.link

    def _fault(self, row: Row) -> str:
        """CHANGED, BLANKED or "" – and remember what the next entry may lean on.

        When an entry's own columns were changed, the next one still carries the true link; when only its
        link was changed, the next one carries the computed one. Either is accepted there, so one changed
        entry is one finding.
        """
        computed = {link(before, row) for before in self._before}
        tied = row.link in computed or not computed
        self._before = frozenset({row.link, *computed})
        if row.erased_at is None:
            return "" if tied and content_digest(row) == row.content_digest else CHANGED
        if not tied or not is_blank(row):
            return CHANGED
        return "" if self.lawful(row) else BLANKED

    def _end(self) -> Iterator[Damage]:
        known = max(self.stated.length, self.kept.length if self.kept else 0)
        if self.last < known:
            yield self._damage(TRUNCATED, self.last + 1, known)
        elif self.last == self.stated.length and self.stated.link not in self._before:
            yield self._damage(HEAD, self.last)
