"""Reading the log: an object's history, a person's acts, one batch, and the journal's lines."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from emulation.audit.models import Entry


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


@dataclass(frozen=True)
class Sought:
    """What a reader of the journal looks for; empty parts do not narrow. kind is one of
    `actions.KINDS`; since and until are inclusive days."""

    who: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


def journal(chains: Q, sought: Sought) -> QuerySet[Entry]:
    """The entries that fit, the newest first; `chains` is the condition on `chain` that the reader's scope sets."""
    found = Entry.objects.filter(chains)
    if sought.who:
        found = found.filter(actor_name__icontains=sought.who)
    if sought.kind:
        found = found.filter(action__startswith=f"{sought.kind}.")
    if sought.since:
        found = found.filter(at__gte=_midnight(sought.since))
    if sought.until:
        found = found.filter(at__lt=_midnight(sought.until + timedelta(days=1)))
    return found.order_by("-id")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
