"""Reads of jobs; the door opens to the owner only, other rooms show progress behind their own doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from emulation.jobs.models import Job
from emulation.jobs.states import LIVE

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def jobs_of(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Job]:
    """The jobs this user started, newest first; none for a visitor."""
    return Job.objects.filter(owner_id=user.pk) if user.pk else Job.objects.none()


def job_for(user: AbstractBaseUser | AnonymousUser, pk: int) -> Job:
    """The job if it is this user's own; otherwise Http404, as for a job that does not exist."""
    return get_object_or_404(jobs_of(user), pk=pk)


def live_job(key: str) -> Job | None:
    """The waiting or running job that holds `key`."""
    return Job.objects.filter(key=key, state__in=LIVE).first()
