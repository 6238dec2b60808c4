"""Periodic work of this room: a name, parent or end entered ahead of its day takes effect on that day."""

from celery import shared_task

from emulation.organisations.services import refresh_due


@shared_task(name="organisations.refresh_due", ignore_result=True)
def refresh_today() -> int:
    """Bring the copies of today's version up to date; returns how many organisations changed."""
    return refresh_due()
