"""A conference from its plan to the hand-over: agenda, attendance, votes, records, rights and the flag."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from docx import Document

from clusters.agenda import clock
from clusters.conference_states import ConferenceState, Hand, Manner, Purpose, RecordKind, RecordState
from clusters.models import Attendance, Custody, Outcome, Role
from clusters.permissions.clusters import runs
from clusters.selectors import conferences as selectors
from clusters.selectors.clusters import leading_bodies
from clusters.services import attendance, conferences, records, seasons
from clusters.services.attendance import Coming
from clusters.services.conferences import ItemTerms
from clusters.services.letters import LETTER, letter_payload
from clusters.services.record_papers import payload_of
from clusters.states import SeasonState
from clusters.tests.conference_stage import DAY, FOUR, HOST, again, hall
from emulation.documents.schemas import cleaned
from emulation.documents.word import word_file
from emulation.merging import Clash
from emulation.notices.models import Notice
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def test_the_conference_of_case_002_from_agenda_to_hand_over():
    made = hall()
    cluster, flag = made.season.cluster, made.flag()
    made.opened()
    assert made.fresh().season.state == SeasonState.CONFERENCE
    assert made.fresh().current.kind == "OPENING"
    made.elected()
    turns = {turn.role: turn for turn in cluster.turns.filter(year=2021, outcome=Outcome.HELD)}
    assert turns[Role.LEADER].organisation == made.cast.members["An Giang"]
    assert turns[Role.DEPUTY].organisation == made.cast.members["Cần Thơ"]
    assert made.ended().state == ConferenceState.HELD
    minutes = made.minutes()
    minutes = made.sign(minutes, Hand.CHAIR, made.cast.heads[HOST])
    minutes = made.sign(minutes, Hand.SECRETARY, made.cast.officers[HOST])
    assert minutes.state == RecordState.SIGNED
    assert [row["method"] for row in minutes.sealed.payload["evidence"]["rows"]] == ["password", "password"]
    words = str(minutes.payload)
    assert "7/7 thành viên tham dự = 100%" in words
    assert "Liên minh Hợp tác xã An Giang: 7/7 thành viên = 100%" in words
    assert "Cụm trưởng năm 2021: Liên minh Hợp tác xã An Giang" in words
    today = timezone.localdate()
    assert runs(made.cast.officers[HOST], cluster, on=today)
    made.handed_over(flag=flag)
    assert leading_bodies(cluster.pk, today) == {made.cast.members["An Giang"].pk}
    assert runs(again(made.cast.officers["An Giang"]), cluster, on=today)
    assert not runs(again(made.cast.officers[HOST]), cluster, on=today)
    chain = [link.holder_name for link in Custody.objects.filter(flag=flag)]
    assert chain == ["Liên minh Hợp tác xã Sóc Trăng", "Liên minh Hợp tác xã An Giang"]
    season = made.fresh().season
    assert season.state == SeasonState.HANDED_OVER
    closer = again(made.cast.officers["An Giang"])
    assert seasons.move(season, "close", by=closer).state == SeasonState.CLOSED


# --- planning and agenda


def test_the_usual_agenda_is_laid_out_and_can_be_changed():
    made = hall(*FOUR)
    kinds = [item.kind for item in selectors.items_of(made.conference)]
    assert kinds == [
        "OPENING", "REPORT", "STANDINGS", "DISPUTES", "NOMINATION", "PLEDGE", "ELECTION", "HAND_OVER", "CLOSING",
    ]  # fmt: skip
    new = conferences.put_item(
        made.conference, ItemTerms("SPEECH", "Tham luận", 20, "Kiên Giang"), by=made.host
    )
    conferences.arrange(made.conference, [new.pk, new.pk], by=made.host)
    assert selectors.items_of(made.conference)[0] == new
    conferences.put_item(made.conference, ItemTerms("SPEECH", "Tham luận 2"), by=made.host, item=new)
    conferences.remove_item(new, by=made.host)
    assert [item.order for item in selectors.items_of(made.conference)] == list(range(2, 11))
    with pytest.raises(Refused):
        conferences.put_item(made.conference, ItemTerms("OTHER", "x"), by=made.cast.officers["An Giang"])


def test_the_clock_of_an_agenda():
    assert clock("23:40", [15, 30, 5]) == ["23:40", "23:55", "00:25"]
    assert clock("", [15, 30]) == ["", ""]


def test_what_two_change_in_a_conference_is_kept_or_asked():
    made = hall(*FOUR)
    base = conferences.terms_of(made.conference)
    assert conferences.revise(made.conference, base, base=base, by=made.host).version == 1
    moved = replace(base, place="Cần Thơ", quorum=Decimal(50))
    assert conferences.revise(made.conference, moved, base=base, by=made.host).place == "Cần Thơ"
    with pytest.raises(Clash):
        conferences.revise(made.conference, replace(base, place="Cà Mau"), base=base, by=made.host)
    same = replace(base, secretary=base.chair)
    with pytest.raises(Refused, match="hai người khác nhau"):
        conferences.revise(made.conference, same, base=base, by=made.host)


def test_members_are_invited_and_told_again_after_a_change():
    made = hall(*FOUR)
    for _time in range(2):
        conferences.invite(made.conference, by=made.host)
    told = Notice.objects.filter(user=made.cast.heads["An Giang"], text__contains="Kính mời dự")
    assert told.count() == 2
    letter = cleaned(letter_payload(made.fresh()))
    words = "\n".join(one.text for one in Document(BytesIO(word_file(LETTER, letter))).paragraphs)
    assert "Kính mời: Liên minh Hợp tác xã Sóc Trăng; Liên minh Hợp tác xã An Giang" in words
    assert "Sở Nội vụ tỉnh Sóc Trăng" in words
    assert "07 giờ 30 phút, ngày 27/01/2021" in str(letter)


def test_a_conference_opens_with_its_quorum_in_its_time_and_can_be_taken_back():
    made = hall(*FOUR)
    made.comes("Sóc Trăng", "An Giang")
    with pytest.raises(Refused, match=r"2/4 thành viên tham dự = 50%, cần 66,66% \(3 thành viên\)"):
        conferences.move(made.fresh(), "open", by=made.host)
    made.opened()
    assert made.fresh().season.state == SeasonState.CONFERENCE
    with pytest.raises(Refused, match="lý do"):
        conferences.move(made.fresh(), "unopen", by=made.host)
    conferences.move(made.fresh(), "unopen", reason="nhầm", by=made.host)
    assert (made.fresh().state, made.fresh().season.state) == ("planned", SeasonState.CONSOLIDATED)
    gone = conferences.move(made.fresh(), "call_off", reason="bão", by=made.host)
    assert gone.state == ConferenceState.CALLED_OFF
    # Another of the kind can be planned then.
    conferences.plan(made.season, "YEAREND", conferences.terms_of(gone), by=made.host)


def test_a_year_end_conference_waits_for_the_scores():
    made = hall(*FOUR)
    season = made.fresh().season
    seasons.move(season, "unconsolidate", reason="chấm lại", by=made.cast.officer)
    made.comes(*FOUR)
    with pytest.raises(Refused, match="chưa mở được hội nghị này"):
        conferences.move(made.fresh(), "open", by=made.host)


def test_the_mid_year_conference_reviews_the_season():
    made = hall(*FOUR, kind="MIDYEAR").opened()
    assert made.fresh().season.state == SeasonState.RUNNING
    made.ended()
    assert made.fresh().season.state == SeasonState.MIDYEAR_REVIEWED
    resumed = conferences.move(made.fresh(), "resume", reason="còn ý kiến", by=made.host)
    assert resumed.ended_at is None


def test_what_follows_a_conference_waits_for_its_end():
    made = hall(*FOUR).opened()
    season = made.fresh().season
    for name in ("unconfer", "nominate"):
        with pytest.raises(Refused, match="Hội nghị đang diễn ra"):
            seasons.move(season, name, reason="nhầm", by=made.cast.officer)
    made.ended()
    assert seasons.move(season, "nominate", by=made.cast.officer).state == SeasonState.NOMINATED


# --- attendance


def test_a_correction_keeps_what_stood_before_and_the_newest_counts():
    made = hall(*FOUR)
    made.comes("An Giang")
    made.stays_away("An Giang")
    (place,) = [one for one in selectors.attendance_of(made.fresh()) if one.seat == made.seat("An Giang")]
    assert (place.row.manner, [row.manner for row in place.earlier]) == (Manner.ABSENT, [Manner.IN_PERSON])
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.update(manner=Manner.ONLINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.all().delete()


def test_whoever_is_not_the_head_represents_by_a_paper():
    made = hall(*FOUR)
    seat, officer = made.seat("An Giang"), made.cast.officers["An Giang"]
    sent = Coming(manner=Manner.IN_PERSON, person=officer.person)
    with pytest.raises(Refused, match="căn cứ đại diện"):
        attendance.confirm(made.conference, seat, sent, by=officer)
    row = attendance.confirm(
        made.conference, seat, replace(sent, representation="Giấy ủy quyền số 05/UQ"), by=officer
    )
    assert row.confirmed
    stranger = Coming(manner=Manner.ONLINE, name="Lê Văn Mới", representation="Giấy giới thiệu số 06")
    entered = attendance.enter(made.conference, seat, stranger, by=made.host)
    assert (entered.person.full_name, entered.person.keeper) == ("Lê Văn Mới", seat.organisation)
    with pytest.raises(Refused):
        attendance.enter(made.conference, seat, Coming(manner=Manner.ONLINE), by=made.host)
    with pytest.raises(Refused):
        attendance.confirm(made.conference, seat, sent, by=made.cast.officers["Cần Thơ"])


def test_a_member_that_left_the_season_takes_no_part():
    made = hall(*FOUR)
    seat = made.seat("Bạc Liêu")
    seasons.unseat(seat, on=DAY, reason="sáp nhập", by=made.cast.officer)
    coming = Coming(manner=Manner.IN_PERSON, person=made.cast.heads["Bạc Liêu"].person)
    with pytest.raises(Refused, match="đã rời"):
        attendance.enter(made.conference, seat, coming, by=made.host)
    assert len(selectors.attendance_of(made.fresh())) == 3


def test_who_left_after_the_conference_stays_in_its_minutes_and_votes_no_more():
    made = hall(*FOUR)
    seasons.unseat(made.seat("Cần Thơ"), on=timezone.localdate(), reason="sáp nhập", by=made.cast.officer)
    assert len(selectors.attendance_of(made.fresh())) == 3, "it left before it opened"
    made.opened("Sóc Trăng", "An Giang", "Bạc Liêu")
    seasons.unseat(made.seat("Bạc Liêu"), on=timezone.localdate(), reason="sáp nhập", by=made.cast.officer)
    made.season.seats.filter(organisation=made.cast.members["Cần Thơ"]).update(left_on=DAY)
    ballot = made.vote(made.asking(Purpose.LEADER, "An Giang"))
    assert {one.organisation for one in ballot.roll.all()} == {
        made.cast.members["Sóc Trăng"],
        made.cast.members["An Giang"],
    }
    minutes = records.begin(made.fresh(), RecordKind.MINUTES, by=made.host)
    rows = payload_of(minutes)["sections"][0]["items"][0]["table"]["rows"]
    assert [row["cells"][1][-8:] for row in rows] == ["óc Trăng", "An Giang", "Bạc Liêu"]


def test_guests_come_and_go():
    made = hall(*FOUR)
    guest = conferences.put_guest(made.conference, name="Lê Khách", title="", body="Báo", by=made.host)
    conferences.remove_guest(guest, by=made.host)
    assert not selectors.guests_of(made.conference).exists()
