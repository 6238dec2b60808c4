"""The calendar: whose dates a person reads, the month as a page, the feed behind its private address."""

from datetime import date, datetime, timedelta
from unittest.mock import ANY
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from awards.models import Campaign
from awards.tests.factories import stage as awards_stage
from emulation.accounts import calendar_keys, services
from emulation.accounts.models import CalendarKey, User
from emulation.accounts.tests.factories import queries_of_the_frame
from emulation.audit.selectors import history_of
from emulation.legislation.models import Instrument
from emulation.organisations.offices import Office
from emulation.portal import calendar_feed
from emulation.portal.calendar import KINDS, SOURCES, ahead, dates_of, month_page, read_month
from emulation.portal.calendar_cycle import report_days
from emulation.portal.calendar_planting import STEPS
from emulation.portal.tests.dated import plan_with_task, round_open_to
from emulation.portal.tests.test_pages import account
from emulation.verdicts import Refused
from emulation.waiting import AHEAD, DEADLINE, EVENT, Date, Task
from programmes.models import ReportKind
from programmes.services import activities
from programmes.services.activities import ActivityTerms
from programmes.tests.stage import account as posted
from programmes.tests.stage import stage

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = date(2026, 11, 22)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def a_day():
    cache.clear()
    with time_machine.travel(datetime(2026, 11, 22, 3, 0, tzinfo=timezone.get_fixed_timezone(0)), tick=False):
        yield


@pytest.fixture
def cast():
    return stage()


def sentences(user: User, on_from: date = YEAR[0], on_to: date = YEAR[1], kind: str = "") -> list[str]:
    return [str(row.sentence) for row in dates_of(fresh(user), on_from, on_to, kind=kind)]


def fresh(user: User) -> User:
    return User.objects.select_related("person").get(pk=user.pk)


def path_of(token: str) -> str:
    return reverse("portal:calendar_feed", args=[token])


def read(client, token: str) -> Calendar:
    answer = client.get(path_of(token))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def named(calendar: Calendar, part: str):
    return next(event for event in calendar.walk("VEVENT") if part in event["summary"])


# --- whose dates


def test_a_unit_reads_its_own_last_day_and_the_coordinator_that_of_the_round(cast):
    round_ = round_open_to(cast, date(2026, 12, 10), extended=date(2026, 12, 20))
    unit = [row for row in dates_of(fresh(cast.unit_officer), *YEAR) if round_.title in str(row.sentence)]
    runs = [row for row in dates_of(fresh(cast.officer), *YEAR) if round_.title in str(row.sentence)]
    assert [(row.day, row.kind) for row in unit] == [(round_.opens_on, EVENT), (date(2026, 12, 20), DEADLINE)]
    assert [(row.day, row.kind) for row in runs] == [(round_.opens_on, EVENT), (date(2026, 12, 10), DEADLINE)]
    assert not any(round_.title in line for line in sentences(cast.stranger))


def test_a_task_stands_in_the_calendars_of_its_side_and_of_the_keeper(cast):
    task = plan_with_task(cast, date(2026, 12, 1), side=cast.board_office)
    assert any(task.text in line for line in sentences(cast.board_officer))
    assert any(task.text in line for line in sentences(cast.officer))
    assert not any(task.text in line for line in sentences(cast.unit_officer))
    assert not any(task.text in line for line in sentences(cast.stranger))


def test_an_activity_of_several_days_and_places_is_a_date_each(cast):
    days = ((date(2026, 3, 2), date(2026, 3, 4), "Rạch Giá"), (date(2026, 3, 9), date(2026, 3, 9), ""))
    terms = ActivityTerms(kind="TRAINING", title="Tập huấn thi đua", days=days)
    activity = activities.plan(cast.alliance, terms, by=cast.officer)
    rows = [row for row in dates_of(fresh(cast.officer), *YEAR) if row.uid.startswith("activity")]
    assert [(row.day, row.end, row.uid) for row in rows] == [
        (date(2026, 3, 2), date(2026, 3, 4), f"activity-{activity.pk}-1"),
        (date(2026, 3, 9), date(2026, 3, 9), f"activity-{activity.pk}-2"),
    ]
    assert [row.sentence for row in rows] == ["Tập huấn thi đua (Rạch Giá)", "Tập huấn thi đua"]
    within = dates_of(fresh(cast.officer), date(2026, 3, 3), date(2026, 3, 3), kind=EVENT)
    assert [row.uid for row in within] == [rows[0].uid]
    activities.move(activity, "cancel", by=cast.officer, reason="Hoãn vì bão")
    assert not any("Tập huấn" in line for line in sentences(cast.officer))


def test_a_programme_ends_and_its_reports_are_due(cast):
    programme = cast.under_way(from_year=2022, to_year=2026)
    found = {row.uid: row for row in dates_of(fresh(cast.officer), *YEAR)}
    assert found[f"programme-{programme.pk}-ends"].day == date(2026, 12, 31)
    assert found[f"programme-{programme.pk}-report-{ReportKind.HALF_YEAR}-2026"].day == date(2026, 6, 30)
    assert found[f"programme-{programme.pk}-report-{ReportKind.YEAR}-2026"].day == date(2026, 12, 15)
    below = {row.uid for row in dates_of(fresh(cast.unit_officer), *YEAR)}
    assert f"programme-{programme.pk}-ends" in below
    assert not any("report" in uid for uid in below)


def test_a_campaign_closes_for_everybody_who_sees_it():
    world = awards_stage()
    Campaign.objects.filter(pk=world.campaign.pk).update(closes_on=date(2026, 12, 5))
    line = f"Hạn nhận đề nghị: {world.campaign.title}"
    assert line in sentences(world.officer)
    assert line in sentences(world.unit_officer)
    assert line not in sentences(world.stranger)


def test_a_conflict_of_interest_leaves_no_trace():
    world = awards_stage()
    member = world.members[0]
    before = sentences(member)
    nominee = world.nominate(member.person.full_name, birth_year=member.person.birth_year)
    assert sentences(member) == before
    assert not any(nominee.name in line for line in sentences(world.officer))


def test_the_end_of_law_in_use_stands_in_every_calendar_and_of_other_law_in_none(cast):
    used = Instrument.objects.filter(in_force_to=None, grounds__isnull=False).first()
    Instrument.objects.filter(pk=used.pk).update(in_force_to=date(2026, 12, 9))
    unused = Instrument.objects.create(
        number="999/QĐ-UBND", number_key="999/qd-ubnd", search="999", kind="OTHER", title="x",
        issuer="x", in_force_to=date(2026, 12, 9),
    )  # fmt: skip
    lines = sentences(cast.unit_officer, kind="law")
    assert any(used.number in line for line in lines)
    assert not any(unused.number in line for line in lines)


def test_the_custom_of_the_year_names_its_source_and_belongs_to_who_holds_a_post(cast):
    rows = dates_of(fresh(cast.unit_officer), date(2026, 7, 1), date(2026, 7, 31), kind="cycle")
    assert [(row.day, row.end) for row in rows] == [(date(2026, 7, 1), date(2026, 7, 31))]
    assert "Quảng Ninh" in str(rows[0].note)
    assert dates_of(account(None), *YEAR) == []
    assert all(step["source"] for step in STEPS)
    assert all(str(report.note) for report in report_days())


def test_a_step_over_new_year_is_one_run_of_days(cast):
    rows = dates_of(fresh(cast.officer), date(2027, 1, 10), date(2027, 1, 20), kind="cycle")
    assert (date(2026, 11, 15), date(2027, 1, 31)) in [(row.day, row.end) for row in rows]


def test_every_kind_of_date_has_its_words():
    assert {row.kind for source in SOURCES for row in source(awards_stage().officer, *YEAR)} <= set(KINDS)


def test_uids_name_one_date_each(cast):
    round_open_to(cast, date(2026, 12, 10))
    plan_with_task(cast, date(2026, 12, 1), side=cast.alliance)
    uids = [row.uid for row in dates_of(fresh(cast.officer), *YEAR)]
    assert len(uids) == len(set(uids))


# --- the page


def test_the_month_is_a_table_and_a_list(client, cast):
    round_open_to(cast, date(2026, 11, 30))
    client.force_login(cast.officer)
    page = client.get(reverse("portal:calendar"), {"month": "2026-11"})
    text = page.content.decode()
    assert [len(week) for week in page.context["month"].weeks] == [7, 7, 7, 7, 7, 7]
    assert 'scope="col">Thứ 2<' in text
    assert text.count("Hạn đăng ký") == 2
    assert "?month=2026-10" in text
    assert "?month=2026-12" in text


def test_a_month_can_be_narrowed_to_a_kind(client, cast):
    client.force_login(cast.officer)
    page = client.get(reverse("portal:calendar"), {"month": "2026-07", "kind": "deadline"})
    assert page.context["month"].listed == []
    assert "Tháng này chưa có mốc thời gian nào" in page.content.decode()


@pytest.mark.parametrize("month", ["2026-13", "x", "", "1800-01", "9999-12", "2026-11-05"])
def test_a_month_that_is_none_is_the_present_one(month):
    assert read_month(month, TODAY) == date(2026, 11, 1)


def test_the_years_of_the_calendar_have_ends(cast):
    assert month_page(cast.officer, date(2000, 1, 1)).previous is None
    assert month_page(cast.officer, date(2100, 12, 1)).following is None


def test_the_desk_shows_ahead_what_it_did_not_know():
    day = date(2026, 12, 1)
    rows = [
        Date(day, day, "in hand", "/a/", DEADLINE, "a"),
        Date(day, day, "expected", "/b/", DEADLINE, "b"),
        Date(day, day, "new", "/c/", EVENT, "c"),
        Date(TODAY - timedelta(days=1), day, "begun", "/d/", EVENT, "d"),
    ]
    known = [Task("x", "y", "/a/", due=TODAY), Task("x", "y", "/b/", due=day, kind=AHEAD)]
    shown = ahead(User(), TODAY, known, sources=[lambda user, on_from, on_to: rows])
    assert [(task.sentence, task.due, task.kind) for task in shown] == [("new", day, AHEAD)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_month_asks_the_same_for_one_and_for_three(client, cast, number, django_assert_num_queries):
    for place in range(number):
        round_open_to(cast, date(2026, 11, 25 + place))
        plan_with_task(cast, date(2026, 11, 25 + place), side=cast.alliance, year=2026 + place)
        days = ((date(2026, 11, 26), date(2026, 11, 27), ""),)
        activities.plan(
            cast.alliance, ActivityTerms(kind="FAIR", title=f"Hội chợ {place}", days=days), by=cast.officer
        )
    client.force_login(cast.officer)
    frame = queries_of_the_frame(client)
    with django_assert_num_queries(frame + 17):
        client.get(reverse("portal:calendar"), {"month": "2026-11"})


# --- the feed


def test_the_feed_reads_back_as_whole_days_with_links(client, cast):
    round_ = round_open_to(cast, date(2026, 12, 10))
    task = plan_with_task(cast, date(2026, 12, 31), side=cast.alliance)
    calendar = read(client, calendar_keys.make_key(cast.officer))
    event = named(calendar, "Hạn đăng ký")
    assert event.decoded("dtstart") == date(2026, 12, 10)
    assert event.decoded("dtend") == date(2026, 12, 11)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["uid"] == f"round-{round_.pk}-closes@{urlsplit(settings.SITE_URL).hostname}"
    assert event["url"] == settings.SITE_URL + reverse("programmes:round", args=[round_.pk])
    assert event.decoded("dtstamp") == round_.entered_at.replace(microsecond=0)
    assert calendar["x-wr-timezone"] == "Asia/Ho_Chi_Minh"
    assert named(calendar, task.text).decoded("dtend") == date(2027, 1, 1)


def test_the_feed_is_the_same_while_the_data_are(client, cast):
    round_open_to(cast, date(2026, 12, 10))
    path = path_of(calendar_keys.make_key(cast.officer))
    first = client.get(path)
    with time_machine.travel(datetime(2026, 11, 22, 9, 0, tzinfo=timezone.get_fixed_timezone(0))):
        assert client.get(path).content == first.content
    assert first["Cache-Control"] == "private, no-store"
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert not first.cookies


def test_a_moved_date_keeps_its_name(client, cast):
    round_ = round_open_to(cast, date(2026, 12, 10))
    token = calendar_keys.make_key(cast.officer)
    before = named(read(client, token), "Hạn đăng ký")
    type(round_).objects.filter(pk=round_.pk).update(closes_on=date(2026, 12, 17))
    after = named(read(client, token), "Hạn đăng ký")
    assert (before["uid"], before.decoded("dtstart")) == (after["uid"], date(2026, 12, 10))
    assert after.decoded("dtstart") == date(2026, 12, 17)


def test_another_key_never_shows_my_dates_whoever_is_logged_in(client, cast):
    round_ = round_open_to(cast, date(2026, 12, 10))
    client.force_login(cast.officer)
    answer = client.get(path_of(calendar_keys.make_key(cast.stranger)))
    assert round_.title not in answer.content.decode()


def test_a_post_that_ends_empties_the_feed(client, cast):
    round_ = round_open_to(cast, date(2026, 12, 10))
    token = calendar_keys.make_key(cast.officer)
    cast.officer.person.posts.update(valid_to=TODAY - timedelta(days=1))
    assert round_.title not in client.get(path_of(token)).content.decode()


@pytest.mark.parametrize("token", ["x", "a" * 43, "%20", "..", "ẩn"])
def test_a_wrong_address_is_an_empty_404_without_a_trace(client, token):
    answer = client.get(path_of(token))
    assert (answer.status_code, answer.content, len(answer.cookies)) == (404, b"", 0)


def test_a_key_is_stored_as_a_digest_shown_once_renewed_and_switched_off(client, cast):
    client.force_login(cast.officer)
    url = reverse("portal:calendar_key")
    first = client.post(url, {"make": ""})
    address = first.context["address"]
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(token) == 43
    assert address in first.content.decode()
    assert "no-store" in first["Cache-Control"]
    assert token not in str(list(CalendarKey.objects.values()))
    assert address not in client.get(reverse("portal:calendar_settings")).content.decode()

    second = client.post(url, {"make": ""}).context["address"]
    assert client.get(urlsplit(address).path).status_code == 404
    assert client.get(urlsplit(second).path).status_code == 200
    client.post(url, {"off": ""})
    assert client.get(urlsplit(second).path).status_code == 404
    client.post(url, {"off": ""})
    said = [entry.action for entry in history_of(cast.officer)]
    assert said[:3] == ["account.calendar_off", "account.calendar_renew", "account.calendar_on"]


def test_a_closed_account_has_no_calendar_and_gets_none_back_by_reopening(client, cast):
    admin = posted("Quản trị", cast.alliance, Office.ADMINISTRATOR)
    token = calendar_keys.make_key(cast.officer)
    services.close(cast.officer, by=admin, reason="Nghỉ việc")
    assert client.get(path_of(token)).status_code == 404
    services.reopen(cast.officer, by=admin, reason="Trở lại")
    assert client.get(path_of(token)).status_code == 404


def test_an_account_shut_by_another_way_has_no_feed_either(client, cast):
    token = calendar_keys.make_key(cast.officer)
    User.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert client.get(path_of(token)).status_code == 404


def test_without_a_post_there_is_no_address_to_make(client):
    user = account(None)
    with pytest.raises(Refused):
        calendar_keys.make_key(user)
    client.force_login(user)
    assert client.post(reverse("portal:calendar_key"), {"make": ""}).status_code == 403
    assert client.get(reverse("portal:calendar_settings")).status_code == 200


def test_who_tries_addresses_is_slowed_down_and_a_calendar_is_not(client, cast, monkeypatch):
    monkeypatch.setattr(calendar_feed, "WRONG", 2)
    token = calendar_keys.make_key(cast.officer)
    answers = [client.get(path_of(f"x{place}")).status_code for place in range(4)]
    assert answers == [404, 404, 429, 429]
    assert client.get(path_of(token)).status_code == 200
    monkeypatch.setattr(calendar_feed, "READ", 1)
    assert client.get(path_of(token)).status_code == 429


def test_the_feed_speaks_the_language_of_its_owner(client, cast):
    round_open_to(cast, date(2026, 12, 10))
    User.objects.filter(pk=cast.officer.pk).update(language="en")
    assert named(read(client, calendar_keys.make_key(cast.officer)), "Last day of registration") == ANY


# --- who gets what


ACCESS = {
    #                           visitor officer without a post
    "portal:calendar": ("login", 200, 200),
    "portal:calendar_settings": ("login", 200, 200),
    "portal:calendar_due": ("login", 200, 200),
    "portal:calendar_key": ("login", 200, 403),
    "portal:calendar_feed": (404, 404, 404),
    "portal:calendar_remind": ("login", 404, 404),
}


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_who_gets_what(client, name):
    people = [None, account(Office.OFFICER), account(None)]
    arguments = {"portal:calendar_feed": ["x" * 43], "portal:calendar_remind": [10**9]}.get(name, [])
    method = client.post if name == "portal:calendar_key" else client.get
    for user, expected in zip(people, ACCESS[name], strict=True):
        client.logout()
        if user:
            client.force_login(user)
        answer = method(reverse(name, args=arguments))
        to_login = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
        assert ("login" if to_login else answer.status_code) == expected


@pytest.mark.parametrize(
    ("name", "method"), [("calendar", "post"), ("calendar_key", "get"), ("calendar_feed", "post")]
)
def test_other_methods_are_refused(client, name, method):
    client.force_login(account(Office.OFFICER))
    arguments = ["x"] if name == "calendar_feed" else []
    assert getattr(client, method)(reverse(f"portal:{name}", args=arguments)).status_code == 405
