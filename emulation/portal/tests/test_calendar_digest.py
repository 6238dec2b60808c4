"""The daily digest: to whom, on which days, in which words; once, whoever sends it."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from celery.schedules import crontab
from django.urls import reverse
from django.utils import timezone

from awards.models import Campaign
from awards.tests.factories import stage as awards_stage
from emulation.accounts.models import Digest, User
from emulation.accounts.tests.test_races import at_once
from emulation.celery import app
from emulation.jobs.models import Job
from emulation.jobs.services import claim, execute
from emulation.jobs.states import JobState
from emulation.notices.models import Notice, Outgoing
from emulation.organisations.offices import Office
from emulation.organisations.services import merge
from emulation.portal import runners
from emulation.portal.calendar_digest import AFTER, BEFORE, due_of, send
from emulation.portal.tasks import send_digests
from emulation.portal.tests.dated import plan_with_task, round_open_to
from programmes.services import plans
from programmes.tests.stage import account as posted
from programmes.tests.stage import stage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 0, 0, tzinfo=timezone.get_fixed_timezone(0))
"""07:00 in Vietnam."""


@pytest.fixture(autouse=True)
def a_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def cast():
    return stage()


def everybody() -> list[User]:
    return list(User.objects.select_related("person").order_by("pk"))


def read_by(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user, key__startswith="digest:").values_list("text", flat=True))


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize("days", range(-9, 10))
def test_a_duty_is_told_on_its_days_only(cast, days):
    plan_with_task(cast, day(days), side=cast.board_office, text="Phối hợp kiểm tra")
    send(everybody(), TODAY)
    told = days in BEFORE or -days in AFTER
    assert bool(read_by(cast.board_officer)) is told
    assert ("Phối hợp kiểm tra" in "".join(read_by(cast.board_officer))) is told
    assert not read_by(cast.unit_officer)
    assert not read_by(cast.stranger)


def test_a_digest_counts_and_names_and_comes_by_mail_with_its_link(cast):
    for place in range(4):
        plan_with_task(cast, day(1), side=cast.board_office, text=f"Việc {place}")
    plan_with_task(cast, day(-1), side=cast.board_office, text="Việc chậm")
    send(everybody(), TODAY)
    (text,) = read_by(cast.board_officer)
    assert text.startswith("Nhắc việc ngày 22/11/2026: quá hạn 1 việc (")
    assert "4 việc đến hạn trong 7 ngày (" in text
    assert text.endswith("; …)")
    letter = Outgoing.objects.get(to=cast.board_officer.email)
    assert reverse("portal:calendar_due") in letter.body


def test_what_is_done_is_told_no_more(cast):
    task = plan_with_task(cast, day(0), side=cast.board_office)
    plans.move_task(task, "finish", by=cast.officer, on=TODAY, result="Đã kiểm tra")
    send(everybody(), TODAY)
    assert not read_by(cast.board_officer)


def test_the_heir_of_a_side_is_told(cast):
    plan_with_task(cast, day(1), side=cast.board_office, text="Phối hợp kiểm tra")
    new = merge([cast.board_office], into=cast.other_alliance, on=TODAY, document="1/QĐ", by=None)
    heir = posted("Người kế nhiệm", new, Office.OFFICER)
    send(everybody(), TODAY)
    assert "Phối hợp kiểm tra" in read_by(heir)[0]


def test_a_task_nobody_owns_is_the_keepers(cast):
    plan_with_task(cast, day(3), side=None, text="Việc chưa ai nhận")
    send(everybody(), TODAY)
    assert "Việc chưa ai nhận" in read_by(cast.officer)[0]
    assert not read_by(cast.board_officer)


def test_units_that_have_not_sent_are_told_by_their_own_last_day(cast):
    round_open_to(cast, day(-1), extended=day(3))
    send(everybody(), TODAY)
    assert "Hạn đăng ký" in read_by(cast.unit_officer)[0]
    assert "đến hạn" in read_by(cast.unit_officer)[0]


def test_heads_count_what_is_late_below_them_and_officers_do_not(cast):
    round_open_to(cast, day(-1))
    plan_with_task(cast, day(-20), side=cast.board_office)
    send(everybody(), TODAY)
    assert "cấp dưới quá hạn 2 việc" in read_by(cast.head)[0]
    assert not any("cấp dưới" in text for text in read_by(cast.officer))
    assert not read_by(cast.stranger)


def test_the_page_names_who_is_late(client, cast):
    round_ = round_open_to(cast, day(-40))
    plan_with_task(cast, day(-2), side=cast.board_office, text="Kiểm tra chéo")
    client.force_login(cast.head)
    page = client.get(reverse("portal:calendar_due")).content.decode()
    assert cast.board_office.name in page
    assert f"{reverse('programmes:round_board', args=[round_.pk])}?state=not_sent" in page
    client.force_login(cast.board_officer)
    page = client.get(reverse("portal:calendar_due")).content.decode()
    assert "Kiểm tra chéo" in page
    assert "Việc cấp dưới quá hạn" not in page
    client.force_login(cast.stranger)
    assert "Không có việc nào đến hạn" in client.get(reverse("portal:calendar_due")).content.decode()


def test_nominations_are_told_to_units_that_have_not_sent_all():
    world = awards_stage()
    Campaign.objects.filter(pk=world.campaign.pk).update(closes_on=day(1))
    row = world.nominate()
    send(everybody(), TODAY)
    (text,) = read_by(world.unit_officer)
    assert f"Hạn nhận đề nghị: {world.campaign.title}" in text
    assert row.name not in text
    Notice.objects.all().delete()
    world.carry(row, "submit")
    send(everybody(), TODAY)
    assert not read_by(world.unit_officer)


def test_members_of_the_board_learn_nothing_of_their_own_units_dossiers():
    world = awards_stage()
    Campaign.objects.filter(pk=world.campaign.pk).update(closes_on=day(1))
    member = world.members[0]
    member.person.posts.create(
        organisation=world.coop, office=Office.OFFICER, title="x", valid_from=date(2020, 1, 1)
    )
    world.nominate()
    send(everybody(), TODAY)
    assert read_by(world.unit_officer)
    assert not read_by(member)


# --- what people choose


@pytest.mark.parametrize(
    ("choice", "days", "told", "mailed"),
    [
        (Digest.DUE, 3, True, True),
        (Digest.DUE, 5, False, False),
        (Digest.DAILY, 5, True, True),
        (Digest.DAILY, -12, True, True),
        (Digest.DAILY, 20, False, False),
        (Digest.NEVER, 3, True, False),
        (Digest.NEVER, 5, False, False),
    ],
)
def test_everybody_chooses_how_often(cast, choice, days, told, mailed):
    User.objects.filter(pk=cast.board_officer.pk).update(digest=choice)
    plan_with_task(cast, day(days), side=cast.board_office)
    send(everybody(), TODAY)
    assert bool(read_by(cast.board_officer)) is told
    assert Outgoing.objects.filter(to=cast.board_officer.email).exists() is mailed


def test_the_choice_is_kept(client, cast):
    client.force_login(cast.officer)
    client.post(reverse("portal:calendar_settings"), {"digest": "never"})
    assert User.objects.get(pk=cast.officer.pk).digest == Digest.NEVER


def test_each_reads_their_own_language(cast):
    User.objects.filter(pk=cast.board_officer.pk).update(language="en")
    plan_with_task(cast, day(1), side=cast.board_office)
    send(everybody(), TODAY)
    assert read_by(cast.board_officer)[0].startswith("Digest of 22/11/2026: 1 thing due")


def test_closed_accounts_and_people_without_posts_are_not_told(cast):
    plan_with_task(cast, day(1), side=cast.board_office)
    User.objects.filter(pk=cast.board_officer.pk).update(is_active=False)
    send(everybody(), TODAY)
    assert not read_by(cast.board_officer)


# --- once, and set by set


def test_a_second_sending_of_the_day_tells_nobody(cast):
    plan_with_task(cast, day(1), side=cast.board_office)
    assert send(everybody(), TODAY) == 1
    assert send(everybody(), TODAY) == 0
    assert Outgoing.objects.filter(to=cast.board_officer.email).count() == 1


def test_the_digest_of_the_next_day_takes_the_place_of_an_unread_one(cast):
    plan_with_task(cast, day(1), side=cast.board_office)
    send(everybody(), TODAY)
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        send(everybody(), day(1))
    assert [
        notice.read_at is None for notice in Notice.objects.filter(user=cast.board_officer).order_by("pk")
    ] == [
        False,
        True,
    ]


def test_the_timer_rings_at_seven_in_vietnam():
    entry = app.conf.beat_schedule["portal.send_digests"]
    assert entry["schedule"] == crontab(hour=7, minute=0)
    assert app.conf.timezone == "Asia/Ho_Chi_Minh"


def test_the_day_is_that_of_vietnam(cast):
    plan_with_task(cast, day(1), side=cast.board_office)
    with time_machine.travel(
        datetime(2026, 11, 21, 17, 30, tzinfo=timezone.get_fixed_timezone(0)), tick=False
    ):
        send_digests()  # half past midnight of the 22nd in Vietnam
    assert Job.objects.get(kind="portal.digest").payload == {"on": "2026-11-22"}


def job_of(on: date = TODAY) -> Job:
    return Job.objects.create(kind="portal.digest", payload={"on": on.isoformat()})


def test_a_killed_run_is_taken_up_without_telling_twice(cast, monkeypatch):
    plan_with_task(cast, day(1), side=cast.board_office)
    plan_with_task(cast, day(1), side=cast.alliance)
    monkeypatch.setattr(runners, "BATCH", 1)
    sent = []

    def send_some(batch, on):
        if len(sent) == 4:
            raise SystemExit
        sent.append(batch)
        return send(batch, on)

    monkeypatch.setattr(runners, "send", send_some)
    job = claim(job_of().pk)
    with pytest.raises(SystemExit):
        execute(job)
    told = Notice.objects.count()
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease_until=None, worker="")
    monkeypatch.setattr(runners, "send", send)
    execute(claim(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert told + job.result["told"] == Notice.objects.count()
    assert Notice.objects.values("user", "key").distinct().count() == Notice.objects.count()
    assert read_by(cast.board_officer)


def test_a_digest_that_comes_a_day_late_is_left_to_its_successor(cast):
    plan_with_task(cast, day(1), side=cast.board_office)
    job = claim(job_of(day(-1)).pk)
    execute(job)
    job.refresh_from_db()
    assert job.result == {"told": 0, "late": True}
    assert not Notice.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_a_batch_asks_the_same_for_one_and_for_three(cast, number, django_assert_num_queries):
    for place in range(number):
        plan_with_task(cast, day(1), side=cast.board_office, text=f"Việc {place}")
        round_open_to(cast, day(place - 3))
        posted(f"Cán bộ {place}", cast.board_office, Office.OFFICER)
    users = everybody()
    with django_assert_num_queries(10):
        due_of(users, TODAY)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one():
    cast = stage()
    plan_with_task(cast, day(1), side=cast.board_office)
    at_once(lambda: send(everybody(), TODAY), times=3)
    assert Notice.objects.filter(user=cast.board_officer).count() == 1
    assert Outgoing.objects.filter(to=cast.board_officer.email).count() == 1
