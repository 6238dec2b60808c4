"""The progress bar in a real browser: it moves by itself, ends by itself, and needs no inline script."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from model_bakery import baker

from emulation.jobs.models import Job
from emulation.jobs.states import JobState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_bar_moves_and_ends_without_a_click(screen, sign_in, live_server, axe):
    owner = baker.make(get_user_model(), email="lan@example.org", is_active=True)
    lease = timezone.now() + timedelta(minutes=5)
    job = baker.make(
        Job, owner=owner, title="In bằng khen", state=JobState.RUNNING, lease_until=lease, done=7, total=20
    )
    problems = []
    screen.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    sign_in(screen, owner)
    screen.goto(live_server.url + reverse("jobs:job", args=[job.pk]))
    screen.get_by_text("Đã xong 7/20.").wait_for()
    assert axe(screen) == []

    Job.objects.filter(pk=job.pk).update(done=12)
    screen.get_by_text("Đã xong 12/20.").wait_for()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, lease_until=None, finished_at=timezone.now(), result_url="/jobs/"
    )
    screen.get_by_role("link", name="Mở kết quả").wait_for()
    assert axe(screen) == []
    assert problems == []
