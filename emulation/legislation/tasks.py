"""What the timer starts (emulation.celery)."""

from celery import shared_task
from django.utils import timezone

from emulation.legislation.services import warnings


@shared_task(name="legislation.warn_of_expiry", ignore_result=True)
def warn_of_expiry() -> None:
    """Tell of instruments in use that soon cease; harmless to repeat."""
    warnings.warn_of_expiry(timezone.localdate())
