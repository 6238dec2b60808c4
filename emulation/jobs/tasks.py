"""The one Celery task that does work, and the periodic one that loses none."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings

from emulation.jobs import services


@shared_task(name="jobs.run", acks_late=True, ignore_result=True, time_limit=3600)
def run(job_id: int) -> None:
    """Do the job if it still waits; a second message for the same job does nothing."""
    if job := services.claim(job_id):
        services.execute(job)


@shared_task(name="jobs.put_back", ignore_result=True, expires=60)
def put_back() -> None:
    services.put_back()


@worker_ready.connect
def put_back_at_start(**_signal: Any) -> None:
    """What the last worker left is queued at once, and again when the last lease it can hold has run out."""
    services.put_back(resend_after=timedelta(0))
    lease = settings.JOB_LEASE_SECONDS
    put_back.apply_async(countdown=lease + 1, expires=lease + 120)
