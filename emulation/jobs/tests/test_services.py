"""Claims, leases, put back: what must hold when workers die and requests come twice."""

import threading
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone, translation
from kombu.exceptions import OperationalError
from model_bakery import baker

from emulation.celery import app
from emulation.jobs import registry, services
from emulation.jobs.models import Job
from emulation.jobs.states import JobState
from emulation.lifecycle import TransitionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return baker.make(get_user_model(), email="lan@example.org")


@pytest.fixture
def kind(monkeypatch):
    """Register a function as the runner of the kind 'test.work' for this test."""

    def register(function):
        monkeypatch.setitem(registry.RUNNERS, "test.work", function)
        return "test.work"

    return register


def queued(**fields):
    return baker.make(Job, **{"kind": "system.ping", "state": JobState.QUEUED, **fields})


def running(**fields):
    expired = timezone.now() - timedelta(seconds=1)
    return queued(**{"state": JobState.RUNNING, "lease_until": expired, "attempts": 1, **fields})


def test_a_job_starts_only_after_commit(kind, django_capture_on_commit_callbacks):
    ran = []
    with django_capture_on_commit_callbacks(execute=True):
        job = services.enqueue(kind(lambda job: ran.append(job.payload)), {"ids": [1]})
        assert ran == []
    job.refresh_from_db()
    assert ran == [{"ids": [1]}]
    assert job.state == JobState.DONE
    assert job.finished_at is not None


def test_a_kind_nobody_can_run_is_refused_at_once():
    with pytest.raises(KeyError, match="No runner"):
        services.enqueue("unheard.of", {})


def test_two_runners_for_one_kind_are_a_mistake_at_the_start():
    with pytest.raises(ValueError, match="Two runners"):
        registry.runner("system.ping")(lambda job: None)


def test_the_same_live_key_gives_the_same_job_and_a_finished_one_frees_it(kind):
    name = kind(lambda job: None)
    first = services.enqueue(name, {}, key="render:7")
    assert services.enqueue(name, {}, key="render:7") == first
    Job.objects.filter(pk=first.pk).update(state=JobState.DONE, finished_at=timezone.now())
    assert services.enqueue(name, {}, key="render:7") != first


def test_the_database_refuses_two_live_jobs_of_one_key():
    queued(key="one")
    with pytest.raises(IntegrityError), transaction.atomic():
        queued(key="one")


def test_only_one_of_two_claims_wins_and_counts_the_attempt():
    job = queued()
    won = services.claim(job.pk)
    assert won.attempts == 1
    assert won.state == JobState.RUNNING
    assert services.claim(job.pk) is None


def test_advance_renews_the_lease_and_writes_at_most_twice_a_second(django_assert_num_queries):
    job = services.claim(queued(total=3).pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    with django_assert_num_queries(2):
        for done in (1, 2, 3):
            services.advance(job, done)
    job.refresh_from_db()
    assert (job.done, job.total) == (3, 3)
    assert job.lease_until > timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS - 10)


def test_a_worker_that_lost_its_lease_can_neither_advance_nor_finish(kind):
    def slow(job):
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None)
        other = services.claim(job.pk)
        with pytest.raises(services.LeaseLost):
            services.advance(job, 1)
        assert other.attempts == 2
        return {"by": "the first"}

    job = services.claim(queued(kind=kind(slow)).pk)
    services.execute(job)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert job.result is None


def test_result_and_address_are_kept(kind):
    job = services.claim(queued(kind=kind(lambda job: {"url": "/there/", "rows": 4}), total=4).pk)
    services.execute(job)
    job.refresh_from_db()
    assert job.result == {"url": "/there/", "rows": 4}
    assert (job.result_url, job.done) == ("/there/", 4)


def test_a_problem_is_told_in_its_own_words(kind):
    def refuse(job):
        raise services.JobProblem("Tệp không có dòng nào.")

    job = services.claim(queued(kind=kind(refuse)).pk)
    services.execute(job)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "Tệp không có dòng nào.")


def test_an_unexpected_error_is_logged_and_told_without_its_insides(kind, caplog):
    def break_down(job):
        raise RuntimeError("password=hunter2")

    job = services.claim(queued(kind=kind(break_down), language="en").pk)
    services.execute(job)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "hunter2" not in job.error
    assert job.error.startswith("Something went wrong")
    assert "hunter2" in caplog.text


def test_the_work_speaks_the_language_of_whoever_started_it(kind):
    spoken = []
    name = kind(lambda job: spoken.append(translation.get_language()))
    for language in ("en", "vi"):
        with translation.override(language):
            job = services.enqueue(name, {})
        services.execute(services.claim(job.pk))
    assert spoken == ["en", "vi"]


def test_listeners_hear_of_the_end_and_cannot_undo_it(kind, monkeypatch):
    heard = []

    def deaf(job):
        raise RuntimeError("no mail server")

    monkeypatch.setattr(services, "LISTENERS", [deaf, lambda job: heard.append(job.state)])
    job = services.claim(queued(kind=kind(lambda job: None)).pk)
    services.execute(job)
    job.refresh_from_db()
    assert heard == [JobState.DONE]
    assert job.state == JobState.DONE


def test_what_a_dead_worker_left_is_queued_sent_and_finished(kind):
    job = running(kind=kind(lambda job: {"again": job.attempts}), worker="here:99999999")
    assert services.put_back() == 1
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"again": 2})


def test_a_living_lease_is_left_alone(settings):
    settings.EMBEDDED = True
    job = running(lease_until=timezone.now() + timedelta(minutes=1), worker=services._worker_name())
    assert services.put_back() == 0
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_an_embedded_installation_need_not_wait_for_the_lease_of_a_dead_process(settings, kind):
    settings.EMBEDDED = True
    nobody = "here:99999999"
    job = running(
        kind=kind(lambda job: None), lease_until=timezone.now() + timedelta(minutes=1), worker=nobody
    )
    services.put_back()
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_several_machines_wait_for_the_lease(settings):
    settings.EMBEDDED = False
    running(lease_until=timezone.now() + timedelta(minutes=1), worker="elsewhere:99999999")
    assert services.put_back() == 0


def test_a_job_that_kills_its_workers_fails_in_the_end():
    job = running(attempts=services.MOST_ATTEMPTS)
    services.put_back()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "5" in job.error


def test_a_message_that_nobody_took_is_sent_again_but_not_every_minute(kind):
    name = kind(lambda job: None)
    fresh = queued(kind=name, sent_at=timezone.now())
    stale = queued(kind=name, sent_at=timezone.now() - timedelta(hours=1))
    never = queued(kind=name, sent_at=None)
    assert services.put_back() == 2
    states = dict(Job.objects.values_list("pk", "state"))
    assert states == {fresh.pk: JobState.QUEUED, stale.pk: JobState.DONE, never.pk: JobState.DONE}


def test_a_silent_broker_does_not_undo_the_users_act(
    settings, kind, django_capture_on_commit_callbacks, caplog
):
    def unreachable(*_args, **_options):
        raise OperationalError("connection refused")

    name = kind(lambda job: None)
    task = app.tasks["jobs.run"]
    try:
        task.delay = unreachable
        with django_capture_on_commit_callbacks(execute=True):
            job = services.enqueue(name, {})
    finally:
        del task.delay
    job.refresh_from_db()
    assert (job.state, job.sent_at) == (JobState.QUEUED, None)
    assert "broker" in caplog.text
    services.put_back()
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_failed_job_can_be_tried_again_and_a_running_one_cannot(
    kind, user, django_capture_on_commit_callbacks
):
    failed = queued(
        kind=kind(lambda job: None), state=JobState.FAILED, finished_at=timezone.now(), error="x", attempts=5
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.retry(failed, by=user)
    failed.refresh_from_db()
    assert (failed.state, failed.error, failed.attempts) == (JobState.DONE, "", 1)
    with pytest.raises(TransitionRefused):
        services.retry(failed, by=user)


def test_a_failed_job_whose_work_a_later_one_does_gives_way_to_it(user):
    failed = queued(state=JobState.FAILED, finished_at=timezone.now(), key="render:7")
    later = queued(key="render:7")
    assert services.retry(failed, by=user) == later
    failed.refresh_from_db()
    assert failed.state == JobState.FAILED


def test_the_ready_command_says_that_no_worker_answers():
    with pytest.raises(CommandError, match="No worker finished"):
        call_command("ready", timeout=0.1)


def test_the_ready_command_says_why_the_document_failed(kind, monkeypatch, transactional_db):
    def break_down(job):
        raise services.JobProblem("libpango is missing")

    monkeypatch.setitem(registry.RUNNERS, "system.ping", break_down)
    with pytest.raises(CommandError, match="libpango is missing"):
        call_command("ready")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_connections_that_claim_at_once_get_one_job():
    """The second UPDATE waits for the first transaction and then finds nothing left to claim."""
    job = queued()
    holding, blocked, results = threading.Event(), threading.Event(), {}

    def first():
        with transaction.atomic():
            results["first"] = services.claim(job.pk)
            holding.set()
            blocked.wait(10)
        connections["default"].close()

    def second():
        holding.wait(10)
        results["second"] = services.claim(job.pk)
        connections["default"].close()

    def somebody_waits():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            return cursor.fetchone()[0] > 0

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    while threads[1].is_alive() and not somebody_waits():
        blocked.wait(0.01)
    blocked.set()
    for thread in threads:
        thread.join(20)
    assert results["first"] is not None
    assert results["second"] is None
    job.refresh_from_db()
    assert job.attempts == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_make_one_job(kind):
    name = kind(lambda job: None)
    start, made = threading.Barrier(2), []

    def request():
        start.wait(10)
        with transaction.atomic():
            made.append(services.enqueue(name, {}, key="once").pk)
        connections["default"].close()

    threads = [threading.Thread(target=request) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(made) == 2
    assert Job.objects.count() <= 2
    assert Job.objects.filter(key="once").count() == len(set(made))
