"""Progress pages: who may see them, what they ask of the database, when the bar stops asking."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from model_bakery import baker

from emulation.jobs.models import Job
from emulation.jobs.states import JobState
from emulation.jobs.urls import urlpatterns

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return baker.make(get_user_model(), email="lan@example.org", is_active=True)


@pytest.fixture
def stranger():
    return baker.make(get_user_model(), email="minh@example.org", is_active=True)


def job_of(owner, **fields):
    values = {"kind": "system.ping", "title": "Kết xuất bằng khen", "state": JobState.QUEUED, **fields}
    return baker.make(Job, owner=owner, **values)


def running(owner, **fields):
    lease = timezone.now() + timedelta(minutes=1)
    return job_of(owner, state=JobState.RUNNING, lease_until=lease, attempts=1, **fields)


def failed(owner):
    return job_of(owner, state=JobState.FAILED, finished_at=timezone.now(), error="Tệp trống.")


ACCESS = {  #           visitor owner stranger
    "mine": ("get", 302, 200, 200),
    "job": ("get", 302, 200, 404),
    "progress": ("get", 302, 200, 404),
    "retry": ("post", 302, 302, 404),
}


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in urlpatterns} == ACCESS.keys()


@pytest.mark.parametrize("name", ACCESS)
def test_access(client, owner, stranger, name):
    method, *expected = ACCESS[name]
    answers = []
    for visitor in (None, owner, stranger):
        address = reverse(f"jobs:{name}", args=[] if name == "mine" else [failed(owner).pk])
        client.logout()
        if visitor:
            client.force_login(visitor)
        answers.append(getattr(client, method)(address).status_code)
    assert answers == expected


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_questions_of_any_number_of_jobs(
    client, owner, stranger, rows, django_assert_num_queries
):
    for _ in range(rows):
        job_of(owner)
    job_of(stranger)
    client.force_login(owner)
    client.get(reverse("jobs:mine"))
    with django_assert_num_queries(4):  # session, user, count, rows
        page = client.get(reverse("jobs:mine"))
    assert len(page.context["page"].object_list) == rows


def test_a_running_job_shows_its_count_and_asks_again(client, owner):
    job = running(owner, done=7, total=20)
    client.force_login(owner)
    text = client.get(reverse("jobs:progress", args=[job.pk])).content.decode()
    assert "Đã xong 7/20." in text
    assert 'value="7" max="20"' in " ".join(text.split())
    assert reverse("jobs:progress", args=[job.pk]) in text
    assert "Tải lại" in text


def test_large_counts_are_plain_numbers_for_the_bar_and_vietnamese_for_the_reader(client, owner):
    job = running(owner, done=12000, total=40000)
    client.force_login(owner)
    text = " ".join(client.get(reverse("jobs:progress", args=[job.pk])).content.decode().split())
    assert 'value="12000" max="40000"' in text


def test_a_finished_job_stops_asking_and_offers_its_result(client, owner):
    job = job_of(
        owner, state=JobState.DONE, finished_at=timezone.now(), result_url="/awards/bundle/1/", total=20
    )
    client.force_login(owner)
    text = client.get(reverse("jobs:progress", args=[job.pk])).content.decode()
    assert "hx-get" not in text
    assert 'href="/awards/bundle/1/"' in text
    assert "20/20" in text


def test_a_failed_job_says_why_and_can_be_tried_again(client, owner, django_capture_on_commit_callbacks):
    job = failed(owner)
    client.force_login(owner)
    page = client.get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert "Tệp trống." in page
    assert "Thử lại" in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("jobs:retry", args=[job.pk]))
    assert "Đã hoàn thành." in client.get(answer.url).content.decode()


def test_trying_again_what_a_later_job_does_leads_to_it_or_says_so(client, owner, stranger):
    old = job_of(owner, state=JobState.FAILED, finished_at=timezone.now(), key="render:7")
    client.force_login(owner)
    mine = job_of(owner, key="render:7")
    assert client.post(reverse("jobs:retry", args=[old.pk])).url == mine.get_absolute_url()
    Job.objects.filter(pk=mine.pk).update(owner=stranger)
    answer = client.post(reverse("jobs:retry", args=[old.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("jobs:mine"), 302)]
    assert "Một công việc khác đang làm việc này" in answer.content.decode()


def test_trying_again_a_job_that_runs_is_answered_with_a_page(client, owner):
    job = running(owner)
    client.force_login(owner)
    assert client.post(reverse("jobs:retry", args=[job.pk])).status_code == 409


def test_another_rooms_page_may_answer_the_bar_itself(rf, owner):
    from django.template.loader import render_to_string

    text = render_to_string(
        "jobs/_progress.html", {"job": running(owner), "progress_url": "/awards/1/progress/"}
    )
    assert 'hx-get="/awards/1/progress/"' in text


def test_nothing_yet_says_what_will_appear(client, owner):
    client.force_login(owner)
    assert "Những việc cần nhiều thời gian" in client.get(reverse("jobs:mine")).content.decode()


def test_the_page_of_a_job_leads_back_to_where_it_was_started_and_nowhere_else(client, owner):
    job = job_of(owner, state=JobState.DONE, finished_at=timezone.now())
    client.force_login(owner)
    url = reverse("jobs:job", args=[job.pk])
    text = client.get(url, {"from": "/awards/decisions/4/"}).content.decode()
    assert 'href="/awards/decisions/4/"' in text
    assert "công việc vẫn tiếp tục" not in text
    for elsewhere in ("https://example.com/", "//example.com/", "javascript:alert(1)", ""):
        assert client.get(url, {"from": elsewhere}).context["origin"] == ""
