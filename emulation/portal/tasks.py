"""What the timer starts (emulation.celery)."""

from celery import shared_task
from django.utils import timezone

from emulation.jobs.services import enqueue


@shared_task(name="portal.send_digests", ignore_result=True)
def send_digests() -> None:
    """Begin the digest of this day; harmless to repeat."""
    on = timezone.localdate().isoformat()
    enqueue("portal.digest", {"on": on}, key=f"portal.digest:{on}")
