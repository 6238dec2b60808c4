"""Writing into the log: one entry with every act, in the act's own transaction."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from emulation.audit import chain as arithmetic
from emulation.audit.actions import ACTIONS
from emulation.audit.models import Chain, Entry
from emulation.verdicts import Refused

ERASE = "audit.erase"


class Subject(Protocol):
    """Any model that says to which chain it belongs: the id of its organisation, 0 for the installation."""

    pk: Any

    @property
    def audit_chain(self) -> int: ...


Act = tuple[Subject, Mapping[str, object]]
"""A subject with the changes that are its own."""


def record(
    action: str,
    subject: Subject,
    *,
    by: AbstractBaseUser | None,
    reason: str = "",
    batch: str = "",
    **changes: object,
) -> Entry:
    """Append one entry to the subject's chain and return it; at most three statements.

    changes: field=[before, after]; a single value stands for [None, value]. Values may be text, numbers,
    dates, Decimals, members of enumerations, model instances (their name is kept), and lists of these.
    Raises ValueError for an action that is not in `actions.ACTIONS`, TypeError for a value that has no plain
    form, and TransactionManagementError outside a transaction: an act and its entry stand or fall together.
    """
    (entry,) = _append(action, [(subject, changes)], by=by, reason=reason, batch=batch)
    return entry


def record_many(
    action: str,
    subjects: Iterable[Subject | Act],
    *,
    by: AbstractBaseUser | None,
    reason: str = "",
    batch: str = "",
    **changes: object,
) -> list[Entry]:
    """Append one entry for each subject, under one lock a chain and in few statements; raises as `record`.

    Chains that begin with this act, however many, cost no more statements than one.

    A subject may come as (subject, {field: [before, after]}); `changes` are those equal for all.
    """
    acts = [(s[0], {**changes, **s[1]}) if isinstance(s, tuple) else (s, changes) for s in subjects]
    return _append(action, acts, by=by, reason=reason, batch=batch)


@transaction.atomic
def erase(entries: Iterable[Entry], *, by: AbstractBaseUser | None, ground: str) -> list[Entry]:
    """Blank the readable text of entries for good, as a lawful request for erasure demands, and record it.

    What remains is that an act of this kind took place at this time on this object; the chain stays whole.
    Each chain concerned gets an entry `audit.erase` naming the places, without which a blank is damage.
    Entries already erased are left alone. Source: Law 91/2025/QH15 on personal data protection, right to
    erasure. Raises Refused without a ground, and for entries that are themselves records of an erasure.
    Returns the new `audit.erase` entries.
    """
    if not ground.strip():
        raise Refused(_("Say on which ground the data are erased."))
    places: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        if entry.action == ERASE:
            raise Refused(_("The record of an erasure cannot be erased."))
        places[entry.chain].append(entry.seq)
    erased = (_erase_in(key, places[key], by=by, ground=ground) for key in sorted(places))
    return [entry for entry in erased if entry is not None]


def _erase_in(key: int, seqs: Sequence[int], *, by: AbstractBaseUser | None, ground: str) -> Entry | None:
    held = _lock(key)
    readable = Entry.objects.filter(chain=key, seq__in=seqs, erased_at=None).exclude(action=ERASE)
    named = sorted(readable.values_list("seq", flat=True))
    if not named:
        return None
    entry = record(ERASE, held, by=by, reason=ground, entries=[None, named])
    readable.blank(erased_at=entry.at)
    return entry


def _append(
    action: str,
    acts: Sequence[Act],
    *,
    by: AbstractBaseUser | None,
    reason: str,
    batch: str,
) -> list[Entry]:
    if action not in ACTIONS:
        raise ValueError(f"'{action}' has no sentence in emulation/audit/actions.py.")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"'{action}' must be recorded in the transaction of the act itself: open transaction.atomic()."
        )
    by_chain: dict[int, list[Entry]] = defaultdict(list)
    drafts = [_draft(action, subject, changes, by, reason, batch) for subject, changes in acts]
    for entry in drafts:
        by_chain[entry.chain].append(entry)
    held = _lock_all(sorted(by_chain))
    for chain in held:
        _tie(by_chain[chain.key], chain)
    Chain.objects.bulk_update(held, ["length", "head"], batch_size=500)
    if len(drafts) == 1:
        drafts[0].save(force_insert=True)
    else:
        Entry.objects.bulk_create(drafts, batch_size=500)
    return drafts


def _draft(
    action: str,
    subject: Subject,
    changes: Mapping[str, object],
    by: AbstractBaseUser | None,
    reason: str,
    batch: str,
) -> Entry:
    return Entry(
        chain=subject.audit_chain,
        actor_id=by.pk if by is not None else None,
        actor_name=_text(by) if by is not None else "",
        action=action,
        subject_type=cast(models.Model, subject)._meta.label_lower,
        subject_id=str(subject.pk),
        subject_name=_text(subject),
        changes={name: _before_after(value) for name, value in changes.items()},
        reason=_text(reason).strip(),
        batch=batch,
        salt=secrets.token_hex(16),
    )


def hold(*keys: int) -> None:
    """Take the chains an act will write to, in the order of their keys, before it locks any other row.

    Acts of one organisation are then totally ordered and cannot wait for one another in a circle. An act that
    writes to several chains names all of them at once.
    """
    for key in sorted(set(keys)):
        _lock(key)


def _lock(key: int) -> Chain:
    """The chain's row, held until the transaction ends; made on first use."""
    locked = Chain.objects.select_for_update()
    held = locked.filter(key=key).first()
    if held is None:
        Chain.objects.bulk_create([Chain(key=key)], ignore_conflicts=True)
        held = locked.get(key=key)
    return held


def _lock_all(keys: Sequence[int]) -> list[Chain]:
    """The chains of the sorted keys, taken in this order; the last ones that nobody has begun, all at once.

    Only the last: whoever makes a chain holds it, and must not reach for a lower one afterwards.
    """
    if len(keys) < 2:
        return [_lock(key) for key in keys]
    begun = Chain.objects.filter(key__in=keys).order_by("-key").values_list("key", flat=True).first()
    early = [key for key in keys if begun is not None and key <= begun]
    held = [_lock(key) for key in early]
    fresh = keys[len(early) :]
    if fresh:
        Chain.objects.bulk_create([Chain(key=key) for key in fresh], ignore_conflicts=True, batch_size=500)
        held += Chain.objects.select_for_update().filter(key__in=fresh).order_by("key")
    return held


def _tie(entries: Sequence[Entry], held: Chain) -> None:
    """Give the entries their places and links, and move the chain's end, unsaved. The time is that of the lock."""
    now = timezone.now()
    for entry in entries:
        held.length += 1
        entry.seq, entry.at = held.length, now
        entry.content_digest = arithmetic.content_digest(entry)
        entry.link = held.head = arithmetic.link(held.head, entry)


def _before_after(value: object) -> list[Any]:
    if isinstance(value, list | tuple) and len(value) == 2:
        return [_plain(value[0]), _plain(value[1])]
    return [None, _plain(value)]


def _text(value: object) -> str:
    """Text that every database keeps byte for byte: PostgreSQL knows no NUL."""
    return str(value).replace("\x00", "")


def _plain(value: Any) -> Any:
    """The value in JSON that reads back the same from either database; floats become text for that reason."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str | Promise | Decimal | float | models.Model):
        return _text(value)
    return _plain_many(value)


def _plain_many(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_text(name): _plain(part) for name, part in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(part) for part in value), key=str)
    if isinstance(value, list | tuple | models.QuerySet):
        return [_plain(part) for part in value]
    raise TypeError(f"{type(value).__name__} has no plain form for the audit log.")
