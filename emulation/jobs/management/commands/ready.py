"""Say whether the installation really works: database, broker, worker and renderer."""

import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from emulation.jobs import services
from emulation.jobs.models import Job
from emulation.jobs.states import JobState


class Command(BaseCommand):
    help = "Has a worker render one line and waits for it; ends with an error if none does in time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--timeout", type=float, default=60, help="seconds to wait (60)")

    def handle(self, *, timeout: float, **_options: object) -> None:
        job = services.enqueue("system.ping", {})
        until = time.monotonic() + timeout
        while not job.is_finished:
            if time.monotonic() > until:
                raise CommandError(f"No worker finished a document within {timeout:g} seconds.")
            time.sleep(0.05)
            job = Job.objects.get(pk=job.pk)
        if job.state != JobState.DONE:
            raise CommandError(job.error)
