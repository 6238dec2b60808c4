"""The reminder of overdue tasks: previewed, edited, sent once a day to a body, and to whom it may go."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from emulation.accounts.models import User
from emulation.audit.selectors import history_of
from emulation.notices.models import Notice, Outgoing
from emulation.organisations.models import Kind
from emulation.organisations.services import register
from emulation.portal import calendar_views
from emulation.portal.calendar_sending import recipients, remind
from emulation.portal.tests.dated import plan_with_task
from emulation.verdicts import Refused
from programmes.models import PlanTask, Programme
from programmes.tests.stage import SINCE, stage

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def a_day():
    with time_machine.travel(datetime(2026, 11, 22, 3, 0, tzinfo=timezone.get_fixed_timezone(0)), tick=False):
        yield


@pytest.fixture
def cast():
    return stage()


@pytest.fixture
def task(cast) -> PlanTask:
    return plan_with_task(cast, date(2026, 11, 1), side=cast.board_office, text="Phối hợp kiểm tra")


def programme_of(task: PlanTask) -> Programme:
    return task.plan.programme


def page(task: PlanTask) -> str:
    return reverse("portal:calendar_remind", args=[programme_of(task).pk])


def silent_side(cast, task: PlanTask, number: int):
    """Further sides without an account, each with an overdue task."""
    for place in range(number):
        body = register(Kind.DEPARTMENT, name=f"Sở {place}", valid_from=SINCE, parent=cast.committee, by=None)
        party = programme_of(task).parties.create(organisation=body, name=body.name, order=9)
        PlanTask.objects.create(plan=task.plan, text=f"Việc {place}", party=party, due_on=date(2026, 11, 2))


def test_the_preview_names_who_is_told_of_what_and_who_is_not_reached(client, cast, task):
    silent_side(cast, task, 1)
    client.force_login(cast.officer)
    answer = client.get(page(task))
    text = answer.content.decode()
    assert [one.name for one in answer.context["reached"]] == [cast.board_office.name]
    assert "Phối hợp kiểm tra (01/11/2026)" in text
    assert str(cast.board_officer) in text
    assert [one.name for one in answer.context["unreached"]] == ["Sở 0"]
    assert "Đề nghị hoàn thành các nhiệm vụ quá hạn" in text
    assert not Notice.objects.exists()


def test_the_text_is_sent_as_it_was_edited_and_the_act_is_recorded(client, cast, task):
    client.force_login(cast.officer)
    sent = client.post(
        page(task), {"text": "Kính đề nghị báo cáo 100% kết quả", "bodies": [cast.board_office.pk]}
    )
    assert sent.status_code == 302
    notice = Notice.objects.get(user=cast.board_officer)
    assert notice.text == "Kính đề nghị báo cáo 100% kết quả: Phối hợp kiểm tra (01/11/2026)"
    assert Outgoing.objects.filter(to=cast.board_officer.email).count() == 1
    entry = history_of(programme_of(task))[0]
    assert (entry.action, entry.changes["units"]) == ("programme.remind", [None, [cast.board_office.name]])


def test_a_body_is_reminded_once_a_day(cast, task):
    args = {"by": cast.officer, "bodies": [cast.board_office.pk], "text": ""}
    remind(programme_of(task), **args)
    assert [one.obstacle for one in recipients(programme_of(task), on=TODAY)] == ["Hôm nay đã nhắc."]
    with pytest.raises(Refused):
        remind(programme_of(task), **args)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        remind(programme_of(task), **args)
    assert Notice.objects.filter(user=cast.board_officer).count() == 2


def test_only_those_shown_are_told(cast, task):
    with pytest.raises(Refused):
        remind(programme_of(task), by=cast.officer, bodies=[cast.coop.pk], text="")
    assert not Notice.objects.exists()


def test_what_is_not_overdue_reminds_nobody(client, cast):
    task = plan_with_task(cast, TODAY, side=cast.board_office)
    client.force_login(cast.officer)
    answer = client.get(page(task))
    assert (answer.context["reached"], answer.context["unreached"]) == ([], [])


def test_many_recipients_want_a_typed_word(client, cast, task, monkeypatch):
    monkeypatch.setattr(calendar_views, "MANY", 0)
    client.force_login(cast.officer)
    fields = {"text": "Đề nghị", "bodies": [cast.board_office.pk]}
    assert client.post(page(task), fields).status_code == 200
    assert not Notice.objects.exists()
    assert client.post(page(task), {**fields, "confirmation": "nhắc"}).status_code == 302
    assert Notice.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_send(client, cast, task, method):
    answers = {
        name: _answer(client, getattr(cast, name) if name else None, page(task), method)
        for name in ("", "officer", "secretary", "head", "board_officer", "unit_officer", "stranger")
    }
    assert answers == {
        "": 302,
        "officer": 200,
        "secretary": 200,
        "head": 403,
        "board_officer": 403,
        "unit_officer": 403,
        "stranger": 404,
    }


def _answer(client, user: User | None, url: str, method: str) -> int:
    client.logout()
    if user:
        client.force_login(user)
    return getattr(client, method)(url).status_code


def test_the_way_there_is_shown_to_who_may_send(client, cast, task):
    client.force_login(cast.officer)
    assert page(task) in client.get(reverse("portal:calendar_due")).content.decode()
    client.force_login(cast.head)
    assert page(task) not in client.get(reverse("portal:calendar_due")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_asks_the_same_for_one_and_for_three(cast, task, number, django_assert_num_queries):
    silent_side(cast, task, number)
    with django_assert_num_queries(7):
        recipients(programme_of(task), on=TODAY)
