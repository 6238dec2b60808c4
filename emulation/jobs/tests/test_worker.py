"""A real worker process on a real broker: work is done, and what a killed worker held is done by the next."""

import os
import signal

import pytest
from django.core.management import call_command
from django.utils import timezone

from emulation.jobs import services
from emulation.jobs.models import Job
from emulation.jobs.states import JobState

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def state_of(job):
    return Job.objects.get(pk=job.pk).state


def test_the_ready_command_waits_for_a_rendered_document(worker):
    call_command("ready", timeout=60)
    job = Job.objects.get(kind="system.ping")
    assert job.result["bytes"] > 1000


def test_what_a_killed_worker_held_is_finished_by_the_next(start_worker):
    first = start_worker()
    os.kill(first.process.pid, signal.SIGSTOP)
    job = services.enqueue("system.ping", {})
    # As if the worker had claimed it and died at once: the message is gone, the row is running.
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        attempts=1,
        worker="nowhere:99999999",
        lease_until=timezone.now(),
        started_at=timezone.now(),
    )
    first.kill()
    second = start_worker()
    second.wait_for(lambda: state_of(job) == JobState.DONE, "the job of the dead worker")
    assert Job.objects.get(pk=job.pk).attempts == 2


def test_a_killed_worker_leaves_no_process_behind(start_worker):
    worker = start_worker()
    group = worker.process.pid
    worker.kill()

    def nobody_is_left():
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        return all_zombies(group)

    second = start_worker()
    second.wait_for(nobody_is_left, "the children of the killed worker to end")


def all_zombies(group):
    """Whether only processes that ended, and that nobody collected yet, are left in the group."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                state, _parent, its_group = file.read().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            return False
    return True
