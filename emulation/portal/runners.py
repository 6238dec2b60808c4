"""The background work of this room, by kind of job."""

from datetime import date
from typing import Any

from django.utils import timezone

from emulation.accounts.models import User
from emulation.jobs.models import Job
from emulation.jobs.registry import runner
from emulation.jobs.services import advance
from emulation.portal.calendar_digest import BATCH, send


@runner("portal.digest")
def digest(job: Job) -> dict[str, Any]:
    """The digest of one day for every open account. Begun anew after a crash, it passes over who was told."""
    on = date.fromisoformat(job.payload["on"])
    if on != timezone.localdate():
        return {"told": 0, "late": True}
    accounts = User.objects.filter(is_active=True, person__isnull=False).order_by("pk")
    total, done, told, last = accounts.count(), 0, 0, 0
    while batch := list(accounts.filter(pk__gt=last)[:BATCH]):
        told += send(batch, on)
        last, done = batch[-1].pk, done + len(batch)
        advance(job, done, max(total, done))
    return {"told": told}
