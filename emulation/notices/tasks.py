"""What the timer starts (emulation.celery)."""

from celery import shared_task

from emulation.notices import services


@shared_task(name="notices.send_mail", ignore_result=True)
def send_mail() -> None:
    """Hand waiting mail to the mail server; harmless to repeat."""
    services.send_waiting()
