"""Reading the log: an object's history, a person's acts, one batch, and the journal's lines."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.utils import timezone

from emulation.audit.models import Entry

COUNTED_UP_TO = 10_000
"""Counting stops here: “more than 10,000” is answer enough, and a count over millions is not asked."""


def history_of(subject: Model) -> QuerySet[Entry]:
    """All that happened to this object, the newest first."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by(
        "-id"
    )


def acts_of(user: AbstractBaseUser) -> QuerySet[Entry]:
    """All that this account did, the newest first."""
    return Entry.objects.filter(actor_id=user.pk).order_by("-id")


def batch(code: str) -> QuerySet[Entry]:
    """The entries of one bulk act in the order in which they were written; none for an empty code."""
    return Entry.objects.filter(batch=code).exclude(batch="").order_by("id")


def entry_in(chains: Collection[int], pk: int) -> Entry | None:
    """One entry if it lies in one of the chains."""
    return Entry.objects.filter(pk=pk, chain__in=chains).first()


@dataclass(frozen=True)
class Sought:
    """What a reader of the journal looks for; empty parts do not narrow. since and until are inclusive days."""

    who: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None


def journal(chains: Collection[int], sought: Sought) -> QuerySet[Entry]:
    """The entries of these chains that fit, the newest first; no chain gives no entry."""
    found = Entry.objects.filter(chain__in=chains)
    if sought.who:
        found = found.filter(actor_name__icontains=sought.who)
    if sought.action:
        found = found.filter(action=sought.action)
    if sought.since:
        found = found.filter(at__gte=_midnight(sought.since))
    if sought.until:
        found = found.filter(at__lt=_midnight(sought.until + timedelta(days=1)))
    return found.order_by("-id")


def counted(found: QuerySet[Entry]) -> int:
    """How many, exact up to COUNTED_UP_TO; one more than that means “more”."""
    return found.order_by()[: COUNTED_UP_TO + 1].count()


def page_of(found: QuerySet[Entry], *, before: int | None, size: int) -> tuple[list[Entry], int | None]:
    """At most `size` entries older than entry number `before`, and the number to go on from (None: the end).

    Pages go by key: the thousandth page costs what the first one costs.
    """
    if before is not None:
        found = found.filter(id__lt=before)
    entries = list(found[: size + 1])
    return (entries[:size], entries[size - 1].pk) if len(entries) > size else (entries, None)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
