"""Enqueue, claim, advance and finish background work.

A worker claims a row by one conditional UPDATE and holds it by a lease. A broker may lose the message of a
worker that is killed, so `put_back` queues again the rows whose lease ran out or whose message nobody took.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from emulation.jobs.models import Job
from emulation.jobs.registry import LISTENERS, RUNNERS
from emulation.jobs.selectors import live_job
from emulation.jobs.states import JobState
from emulation.lifecycle import TransitionRefused

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
RESEND_AFTER = timedelta(minutes=5)
SECONDS_BETWEEN_WRITES = 0.5


class JobProblem(Exception):
    """Work that cannot be done; the message is shown to the owner as it stands."""


class LeaseLost(Exception):
    """The job was put back or finished by somebody else: the present run must stop without a trace."""


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    by: AbstractBaseUser | None = None,
    organisation_id: int | None = None,
    total: int = 0,
    key: str | None = None,
    title: str = "",
) -> Job:
    """The new job, sent to a worker after commit; the existing one if `key` is held by a live job.

    Raises KeyError when no room registered `kind`: a job nobody can run must fail here, not in the worker.
    """
    if kind not in RUNNERS:
        raise KeyError(f"No runner is registered for the kind of job '{kind}'.")
    if key and (held := live_job(key)):
        return held
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                payload=payload,
                owner_id=by.pk if by else None,
                organisation_id=organisation_id,
                total=total,
                key=key,
                title=title[:200],
                language=translation.get_language() or "",
            )
    except IntegrityError:
        # Two requests with one key: the other one was first, and its row is visible by now.
        if key and (held := live_job(key)):
            return held
        raise
    transaction.on_commit(lambda: _send(job.pk))
    return job


def claim(job_id: int) -> Job | None:
    """The job, now running under this worker's lease; None if it waits no more. Of two claims one wins."""
    now = timezone.now()
    won = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        lease_until=now + _lease(),
        worker=_worker_name(),
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", now),
    )
    return Job.objects.get(pk=job_id) if won else None


def advance(job: Job, done: int, total: int | None = None) -> None:
    """Report `done` of `total` and renew the lease; call it outside transactions, as often as convenient.

    Writes at most twice a second. Raises LeaseLost when the job is no longer this run's.
    """
    job.done = done
    job.total = job.total if total is None else total
    now = time.monotonic()
    last = getattr(job, "_written", None)
    if last is not None and now - last < SECONDS_BETWEEN_WRITES and done != job.total:
        return
    job._written = now  # type: ignore[attr-defined]
    _write(job, done=job.done, total=job.total, lease_until=timezone.now() + _lease())


def execute(job: Job) -> None:
    """Run a claimed job to its end: done, or failed with a sentence for its owner."""
    with translation.override(job.language or settings.LANGUAGE_CODE):
        try:
            with _heartbeat(job):
                result = RUNNERS[job.kind](job)
            _finish(job, JobState.DONE, result=result, result_url=(result or {}).get("url", ""))
        except LeaseLost:
            log.warning("Job %s (%s) was taken from this worker; it stops here.", job.pk, job.kind)
        except JobProblem as problem:
            _fail(job, str(problem))
        except Exception:
            log.exception("Job %s (%s) failed.", job.pk, job.kind)
            _fail(job, _("Something went wrong on the server; its administrator finds the cause in the log."))


def retry(job: Job, *, by: AbstractBaseUser) -> Job:
    """Queue a failed job once more; TransitionRefused when it has not failed.

    If a later job holds its key by now, that one does the work: it is returned, perhaps another person's.
    """
    try:
        with transaction.atomic():
            changed = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
                state=JobState.QUEUED, attempts=0, done=0, error="", worker="", finished_at=None, sent_at=None
            )
    except IntegrityError:
        if job.key and (held := live_job(job.key)):
            return held
        raise
    job.refresh_from_db()
    if not changed:
        raise TransitionRefused("retry", job.state)
    log.info("Job %s (%s) is retried by user %s.", job.pk, job.kind, by.pk)
    transaction.on_commit(lambda: _send(job.pk))
    return job


def put_back(*, resend_after: timedelta = RESEND_AFTER) -> int:
    """Queue what a dead worker left, send again what nobody took for `resend_after`; the number sent.

    After MOST_ATTEMPTS claims a job fails with a sentence: it is likely what kills its workers.
    """
    now = timezone.now()
    for job in _abandoned(now):
        if job.attempts >= MOST_ATTEMPTS:
            sentence = _("The work was interrupted %(times)s times and is not tried again.")
            _fail(job, sentence % {"times": job.attempts})
            continue
        # The lease is asked for again: its holder may have renewed it since it was read.
        _held_by(job).filter(lease_until=job.lease_until).update(
            state=JobState.QUEUED, lease_until=None, worker="", sent_at=None
        )
    waiting = list(
        Job.objects.filter(state=JobState.QUEUED)
        .exclude(sent_at__gt=now - resend_after)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for pk in waiting:
        _send(pk)
    return len(waiting)


def _abandoned(now: datetime) -> Iterator[Job]:
    for job in list(Job.objects.filter(state=JobState.RUNNING)):
        if job.lease_until is not None and (job.lease_until < now or _is_gone(job.worker)):
            yield job


def _send(pk: int) -> None:
    Job.objects.filter(pk=pk).update(sent_at=timezone.now())
    try:
        current_app.tasks["jobs.run"].delay(pk)
    except (OperationalError, OSError):
        # The row is committed and put_back sends it again; the user's act must not fail for a silent broker.
        log.exception("The broker did not take job %s; it is sent again later.", pk)
        Job.objects.filter(pk=pk).update(sent_at=None)


def _held_by(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def _write(job: Job, **fields: Any) -> None:
    if not _held_by(job).update(**fields):
        raise LeaseLost


def _finish(job: Job, state: JobState, **fields: Any) -> None:
    done = job.total if state == JobState.DONE and job.total else job.done
    _write(job, state=state, lease_until=None, finished_at=timezone.now(), done=done, **fields)
    job.refresh_from_db()
    for listener in LISTENERS:
        try:
            listener(job)
        except Exception:
            log.exception("Nobody was told that job %s (%s) ended.", job.pk, job.kind)


def _fail(job: Job, error: str) -> None:
    try:
        _finish(job, JobState.FAILED, error=error)
    except LeaseLost:
        log.warning("Job %s (%s) failed in a run that no longer held it.", job.pk, job.kind)


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own, for a runner that is long silent in one transaction."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, stop), name=f"lease of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=_lease().total_seconds())


def _beat(job: Job, stop: threading.Event) -> None:
    try:
        while not stop.wait(_lease().total_seconds() / 3):
            try:
                _write(job, lease_until=timezone.now() + _lease())
            except LeaseLost:
                return
            except Exception:
                log.exception("The lease of job %s could not be renewed this time.", job.pk)
    finally:
        connection.close()


def _lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _is_gone(worker: str) -> bool:
    """Whether a worker of this very machine has died; only an embedded installation can know."""
    if not settings.EMBEDDED:
        return False
    _host, _colon, pid = worker.rpartition(":")
    return pid.isdigit() and not os.path.exists(f"/proc/{pid}") and os.path.exists("/proc/self")
