"""What an act on a conference or its records is refused for, by name; and what waits on a desk."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.conference_states import CONFERENCE, RECORD, ConferenceState, Hand, RecordKind, RecordState
from clusters.models import Conference, Record, Season
from clusters.permissions import conferences as rights
from clusters.permissions.clusters import OVER
from clusters.selectors import conferences as selectors
from clusters.selectors.waiting import tasks
from clusters.services import attendance, conferences, records, seasons
from clusters.services.attendance import Coming
from clusters.states import SeasonState
from clusters.tests.conference_stage import DAY, FOUR, HOST, again, hall
from clusters.tests.stage import account
from emulation.organisations.offices import Office
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def test_a_conference_is_planned_in_a_composed_season_that_is_not_over():
    made = hall(*FOUR)
    for state, reason in (
        (SeasonState.DRAFT, "chốt thành viên"),
        (SeasonState.CLOSED, str(OVER)),
    ):
        season = Season(pk=-1, cluster=made.season.cluster, state=state, year=2020)
        assert reason in str(rights.may_plan(made.host, season, on=today()).reason)
    assert not rights.may_plan(made.cast.officers["An Giang"], made.season, on=today())


def test_steps_follow_the_table_and_nothing_moves_in_a_season_that_is_over():
    made = hall(*FOUR)
    assert rights.may_move(made.host, made.conference, "open", on=today())
    assert rights.may_move(made.host, made.conference, "end", on=today()).reason == rights.NO_STEP
    made.conference.season.state = SeasonState.CLOSED_EARLY
    assert rights.may_move(made.host, made.conference, "open", on=today()).reason == OVER
    assert CONFERENCE.states() == set(ConferenceState.values)
    assert RECORD.states() == set(RecordState.values)


def test_what_is_over_is_told_by_its_minutes():
    made = hall(*FOUR).opened()
    host, seat = made.host, made.seat("An Giang")
    assert rights.may_show(host, made.fresh(), on=today())
    assert not rights.may_show(made.cast.officers["An Giang"], made.fresh(), on=today())
    ended = made.ended()
    head = made.cast.heads["An Giang"]
    for verdict in (
        rights.may_change(host, ended, on=today()),
        rights.may_enter_attendance(host, ended, on=today()),
        rights.may_confirm(head, ended, seat, on=today()),
        rights.may_show(host, ended, on=today()),
        rights.may_prepare_vote(host, ended, on=today()),
    ):
        assert not verdict


def test_the_secretary_enters_attendance_shows_items_and_writes():
    """Wherever the secretary serves: the office of the conference carries it."""
    made = hall(*FOUR)
    secretary = account("Thư Ký Mượn", made.cast.members["Bạc Liêu"], Office.STAFF)
    made.conference.__class__.objects.update(secretary=secretary.person)
    assert rights.may_enter_attendance(secretary, made.fresh(), on=today())
    made.opened()
    conference = made.fresh()
    assert rights.may_show(secretary, conference, on=today())
    assert rights.may_draft_record(secretary, conference, RecordKind.MINUTES, on=today())
    assert not rights.may_change(secretary, conference, on=today())
    assert not rights.may_prepare_vote(secretary, conference, on=today())


def test_whoever_was_entered_confirms_for_the_member_and_nobody_of_another():
    made = hall(*FOUR)
    seat = made.seat("An Giang")
    sent = account("Người Được Cử", made.cast.members["An Giang"], Office.STAFF)
    assert not rights.may_confirm(sent, made.conference, seat, on=today())
    coming = Coming(manner="IN_PERSON", person=sent.person, representation="Giấy ủy quyền 01")
    attendance.enter(made.conference, seat, coming, by=made.host)
    newest = selectors.newest_of(made.conference, seat)
    assert rights.may_confirm(sent, made.conference, seat, on=today(), newest=newest)
    other = made.cast.heads["Cần Thơ"]
    assert not rights.may_confirm(other, made.conference, seat, on=today(), newest=newest)
    seasons.unseat(seat, on=DAY, reason="sáp nhập", by=made.cast.officer)
    left = made.season.seats.get(pk=seat.pk)
    assert "rời" in str(
        rights.may_confirm(made.cast.heads["An Giang"], made.conference, left, on=today()).reason
    )


def test_records_are_begun_in_their_time_and_once():
    made = hall(*FOUR)
    host = made.host
    assert not rights.may_draft_record(host, made.fresh(), RecordKind.MINUTES, on=today())
    made.opened()
    records.begin(made.fresh(), RecordKind.MINUTES, by=host)
    assert "Đã có biên bản" in str(
        rights.may_draft_record(host, made.fresh(), RecordKind.MINUTES, on=today()).reason
    )
    other = made.cast.officers["An Giang"]
    assert not rights.may_draft_record(other, made.fresh(), RecordKind.HAND_OVER, on=today())
    assert rights.may_draft_record(host, made.fresh(), RecordKind.HAND_OVER, on=today())


def test_a_mid_year_conference_hands_nothing_over():
    made = hall(*FOUR, kind="MIDYEAR").opened()
    for verdict in (
        rights.may_draft_record(made.host, made.fresh(), RecordKind.HAND_OVER, on=today()),
        rights.may_change_hand_over(made.host, made.fresh(), on=today()),
    ):
        assert "hội nghị tổng kết" in str(verdict.reason)


def test_a_hand_over_is_prepared_once_the_conference_has_begun():
    made = hall(*FOUR)
    assert "đã bắt đầu" in str(rights.may_change_hand_over(made.host, made.fresh(), on=today()).reason)
    made.opened()
    assert rights.may_change_hand_over(made.host, made.fresh(), on=today())
    assert not rights.may_change_hand_over(made.cast.officers["An Giang"], made.fresh(), on=today())


def test_a_draft_is_read_by_those_who_write_it_and_what_is_closed_by_all():
    made = hall(*FOUR).opened()
    made.ended()
    row = records.begin(made.fresh(), RecordKind.MINUTES, by=made.host)
    other = made.cast.officers["An Giang"]
    assert not rights.may_read_record(other, row, on=today())
    assert (
        rights.may_sign_record(made.cast.heads[HOST], row, Hand.CHAIR, on=today()).reason == rights.NOT_CLOSED
    )
    assert rights.may_move_record(made.host, row, "sign", on=today()).reason == rights.NO_STEP
    row = records.close(row, by=made.host)
    assert rights.may_read_record(other, row, on=today())
    assert not rights.may_move_record(other, row, "unclose", on=today())
    assert rights.may_enter_paper(made.host, row, Hand.GIVER, on=today()).reason == rights.NO_STEP
    assert not rights.may_enter_paper(other, row, Hand.CHAIR, on=today())


def test_the_body_that_convened_finishes_after_the_hand_over():
    made = hall(*FOUR).opened()
    made.elected()
    made.ended()
    made.handed_over()
    host = again(made.host)
    assert not rights.may_plan(host, made.fresh().season, on=today())
    minutes = records.begin(made.fresh(), RecordKind.MINUTES, by=host)
    assert records.close(minutes, by=host).state == RecordState.CLOSED
    stranger = again(made.cast.officers["Bạc Liêu"])
    assert rights.finishes(stranger, made.fresh(), on=today()).reason == rights.NOT_FINISHING


def test_flags_are_kept_by_who_runs_the_cluster():
    made = hall(*FOUR)
    assert rights.may_keep_flags(made.host, made.season.cluster, on=today())
    assert not rights.may_keep_flags(made.cast.heads["An Giang"], made.season.cluster, on=today())


# --- what waits


def sentences(user) -> list[str]:
    return [str(task.sentence) for task in tasks(again(user), today())]


def test_members_that_were_invited_and_have_not_answered_find_it_on_the_desk():
    made = hall(*FOUR)
    head = made.cast.heads["An Giang"]
    assert not any("Xác nhận người dự" in said for said in sentences(head))
    conferences.invite(made.fresh(), by=made.host)
    assert any("Xác nhận người dự" in said for said in sentences(head))
    made.comes("An Giang")
    assert not any("Xác nhận người dự" in said for said in sentences(head))


def test_the_desk_asks_once_for_all_invitations():
    made = hall(*FOUR)
    conferences.invite(made.fresh(), by=made.host)
    head = made.cast.heads["An Giang"]
    with CaptureQueriesContext(connection) as one:
        assert sum("Xác nhận người dự" in said for said in sentences(head)) == 1
    second = made.fresh()
    second.pk, second.kind = None, "MIDYEAR"
    second.save()
    with CaptureQueriesContext(connection) as two:
        assert sum("Xác nhận người dự" in said for said in sentences(head)) == 2
    assert len(two) == len(one)


def test_a_closed_record_waits_for_its_two_hands():
    made = hall(*FOUR).opened()
    made.elected()
    made.ended()
    made.minutes()
    made.hand_over()
    waiting = {
        name: sum("Chờ chữ ký" in said for said in sentences(user))
        for name, user in (
            ("chair and giver", made.cast.heads[HOST]),
            ("secretary", made.host),
            ("taker", made.cast.heads["An Giang"]),
            ("other", made.cast.heads["Cần Thơ"]),
        )
    }
    assert waiting == {"chair and giver": 2, "secretary": 1, "taker": 1, "other": 0}
    row = Record.objects.get(kind=RecordKind.MINUTES)
    made.sign(row, Hand.CHAIR, made.cast.heads[HOST])
    assert sum("Chờ chữ ký" in said for said in sentences(made.cast.heads[HOST])) == 1


def test_a_conference_does_not_open_before_its_day():
    made = hall(*FOUR)
    made.comes(*FOUR)
    Conference.objects.update(day=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused, match="sửa ngày hội nghị"):
        conferences.move(made.fresh(), "open", by=made.host)
    Conference.objects.update(day=timezone.localdate())
    assert conferences.move(made.fresh(), "open", by=made.host).opened_at is not None


def test_the_ledger_names_the_conference_as_it_is_named_now():
    made = hall(*FOUR).opened()
    made.elected()
    turn = made.season.cluster.turns.get(year=2021, role="LEADER")
    assert turn.ground.endswith("ngày 27/01/2021")
    base = conferences.terms_of(made.fresh())
    conferences.revise(made.fresh(), replace(base, day=date(2021, 1, 28)), base=base, by=made.host)
    turn.refresh_from_db()
    assert turn.ground.endswith("ngày 28/01/2021")


def test_the_task_to_say_who_comes_leads_to_the_own_line():
    made = hall(*FOUR)
    conferences.invite(made.fresh(), by=made.host)
    found = [one.url for one in tasks(made.cast.officers["Cần Thơ"], timezone.localdate())]
    assert reverse("clusters:attendance", args=[made.conference.pk, made.seat("Cần Thơ").pk]) in found
