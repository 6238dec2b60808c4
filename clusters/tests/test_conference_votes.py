"""The secret votes of a conference: who votes on what by which rule, and what follows."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from clusters.conference_states import Manner, Purpose, RecordKind
from clusters.models import Cluster, Conference, Outcome, RankingVersion, Role, StandingRow, Turn
from clusters.selectors import conferences as selectors
from clusters.services import conferences, motions, records, seasons
from clusters.services.letters import letter_payload
from clusters.services.record_papers import payload_of
from clusters.showing import standings
from clusters.tests.conference_stage import DAY, FOUR, hall
from clusters.thresholds import asked_on
from emulation.ballots.models import RollEntry
from emulation.organisations.models import Post
from emulation.organisations.offices import Office
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def test_the_share_is_taken_of_all_members_and_those_who_stay_away_do_not_vote():
    made = hall()
    made.stays_away("Cà Mau")
    made.comes("Kiên Giang", manner=Manner.WRITTEN)
    made.comes("Sóc Trăng", "An Giang", "Bạc Liêu", "Cần Thơ", "Hậu Giang")
    made.conference = conferences.move(made.conference, "open", by=made.host)
    ballot = made.vote(made.asking(Purpose.NOMINATION, "Bạc Liêu", percent=90))
    barred = RollEntry.objects.get(ballot=ballot, organisation=made.cast.members["Cà Mau"])
    assert "Vắng mặt" in barred.barred
    written = RollEntry.objects.get(ballot=ballot, organisation=made.cast.members["Kiên Giang"])
    assert written.representation.endswith("Gửi ý kiến bằng văn bản")
    for name in ("Sóc Trăng", "An Giang", "Bạc Liêu", "Cần Thơ", "Hậu Giang", "Kiên Giang"):
        made.cast_vote(ballot, name, "")
    made.count(ballot)
    (told,) = selectors.motions_of(made.fresh())
    assert told.sentences == ["6/7 thành viên đồng ý = 85,7%, cần 90% (7 phiếu): không đạt"]
    assert not told.chosen
    assert not selectors.put_forward(made.season)
    made.ended()
    words = str(payload_of(records.begin(made.fresh(), "MINUTES", by=made.host)))
    assert "6/7 thành viên đồng ý = 85,7%, cần 90% (7 phiếu): không đạt" in words
    assert "Chưa có đơn vị nào được suy tôn" in words


def test_who_is_put_forward_may_be_another_than_the_first():
    made = hall(*FOUR).opened()
    ballot = made.vote(made.asking(Purpose.NOMINATION, "Bạc Liêu", "Cần Thơ", percent=80))
    for name in FOUR:
        made.cast_vote(ballot, name, "Cần Thơ")
    made.count(ballot)
    assert selectors.put_forward(made.season) == [made.cast.members["Cần Thơ"]]
    # Nothing of it touches who leads.
    assert not Turn.objects.filter(year=2021).exists()


def test_candidates_other_than_proposed_need_a_reason():
    made = hall(*FOUR).opened()
    assert motions.proposed_for(made.season)[Purpose.LEADER] == made.cast.members["An Giang"].pk
    with pytest.raises(Refused, match="hãy ghi lý do"):
        made.vote(made.asking(Purpose.LEADER, "Cần Thơ", departs=" "))
    made.vote(made.asking(Purpose.LEADER, "An Giang", departs=""))


def test_what_cannot_be_voted_on_is_refused():
    made = hall(*FOUR)
    made.comes(*FOUR)
    with pytest.raises(Refused, match="không đang diễn ra"):
        made.vote(made.asking(Purpose.LEADER, "An Giang"))
    made.opened()
    for asked in ([], [made.asking(Purpose.LEADER)], [made.asking(Purpose.TIE_BREAK, "An Giang")]):
        with pytest.raises(Refused):
            made.vote(*asked)
    left = made.seat("Bạc Liêu")
    seasons.unseat(left, on=DAY, reason="sáp nhập", by=made.cast.officer)
    with pytest.raises(Refused, match="đã rời"):
        made.vote(made.asking(Purpose.LEADER, "An Giang", "Bạc Liêu"))
    other = hall("Sóc Trăng", "Cà Mau", "Hậu Giang").opened()
    foreign = other.vote(other.asking(Purpose.LEADER, "Cà Mau"))
    with pytest.raises(Refused, match="hội nghị khác"):
        made.vote(made.asking(Purpose.LEADER, "An Giang"), after=foreign)
    made.stays_away("An Giang", "Cần Thơ")
    with pytest.raises(Refused, match="chưa đủ điều kiện"):
        made.vote(made.asking(Purpose.LEADER, "An Giang"))


def test_an_absent_member_without_a_head_keeps_the_roll_from_being_made():
    made = hall(*FOUR)
    made.comes("Sóc Trăng", "An Giang", "Cần Thơ")
    made.conference = conferences.move(made.conference, "open", by=made.host)
    Post.objects.filter(organisation=made.cast.members["Bạc Liêu"], office=Office.HEAD).delete()
    with pytest.raises(Refused, match="chưa có người đứng đầu"):
        made.vote(made.asking(Purpose.LEADER, "An Giang"))


def test_a_declined_election_stays_in_the_ledger_and_another_round_elects():
    made = hall(*FOUR).opened()
    first = made.elected()
    turn = Turn.objects.get(year=2021, role=Role.LEADER)
    with pytest.raises(Refused):
        motions.decline(turn, ground="không", by=made.cast.officers["Bạc Liêu"])
    with pytest.raises(Refused, match="lý do"):
        motions.decline(turn, ground=" ", by=made.cast.heads["An Giang"])
    motions.decline(turn, ground="Thiếu cán bộ", by=made.cast.heads["An Giang"])
    again_ = made.vote(made.asking(Purpose.LEADER, "Bạc Liêu"), after=first)
    assert again_.round == 2
    for name in FOUR:
        made.cast_vote(again_, name, "")
    made.count(again_)
    ledger = [(turn.name[-8:], turn.outcome) for turn in Turn.objects.filter(year=2021, role=Role.LEADER)]
    assert ledger == [("An Giang", Outcome.DECLINED), ("Bạc Liêu", Outcome.HELD)]
    with pytest.raises(Refused, match="đã từ chối"):
        motions.decline(Turn.objects.get(pk=turn.pk), ground="x", by=made.cast.heads["An Giang"])


def test_one_body_is_not_elected_to_both_and_a_later_count_replaces_what_has_not_begun():
    made = hall(*FOUR).opened()
    ballot = made.vote(
        made.asking(Purpose.LEADER, "An Giang", "Cần Thơ"), made.asking(Purpose.DEPUTY, "An Giang")
    )
    for name in FOUR:
        made.cast_vote(ballot, name, "An Giang", "")
    made.count(ballot)
    assert [turn.role for turn in Turn.objects.filter(year=2021)] == [Role.LEADER]
    second = made.vote(made.asking(Purpose.LEADER, "Cần Thơ"))
    for name in FOUR:
        made.cast_vote(second, name, "")
    made.count(second)
    assert Turn.objects.get(year=2021).organisation == made.cast.members["Cần Thơ"]
    Turn.objects.filter(year=2021).update(held_from=DAY)
    third = made.vote(made.asking(Purpose.LEADER, "An Giang"))
    for name in FOUR:
        made.cast_vote(third, name, "")
    made.count(third)
    assert Turn.objects.get(year=2021).organisation == made.cast.members["Cần Thơ"]


def test_nobody_is_put_up_for_both_roles_nor_after_the_hand_over():
    made = hall(*FOUR).opened()
    made.elected()
    for purpose, name in ((Purpose.LEADER, "Cần Thơ"), (Purpose.DEPUTY, "An Giang")):
        with override("en"), pytest.raises(Refused, match=f"{name} has the other role"):
            made.vote(made.asking(purpose, name, "Bạc Liêu"))
    made.handed_over(on=timezone.localdate() + timedelta(days=1))
    for purpose in (Purpose.LEADER, Purpose.DEPUTY):
        with override("en"), pytest.raises(Refused, match="nothing to elect"):
            made.vote(made.asking(purpose, "Bạc Liêu"))


def test_a_tie_break_gives_the_order_that_the_ranking_takes():
    made = hall(*FOUR).opened()
    assert selectors.by_ballot(made.season) == {}
    assert selectors.ballot_reference(made.season) == ""
    ballot = made.vote(made.asking(Purpose.TIE_BREAK, "Bạc Liêu", "Cần Thơ"))
    for name, chosen in zip(FOUR, ("Cần Thơ", "Cần Thơ", "Cần Thơ", "Bạc Liêu"), strict=True):
        made.cast_vote(ballot, name, chosen)
    made.count(ballot)
    assert selectors.by_ballot(made.season) == {
        made.seat("Cần Thơ").pk: 1,
        made.seat("Bạc Liêu").pk: 2,
    }
    assert "27/01/2021" in selectors.ballot_reference(made.season)


def test_a_run_off_parts_the_equal_and_does_not_undo_the_first_round():
    made = hall(*FOUR).opened()
    first = made.vote(made.asking(Purpose.TIE_BREAK, "Bạc Liêu", "Cần Thơ", "An Giang"))
    for name, chosen in zip(FOUR, ("An Giang", "An Giang", "Cần Thơ", "Bạc Liêu"), strict=True):
        made.cast_vote(first, name, chosen)
    made.count(first)
    leads, second, third = (made.seat(name).pk for name in ("An Giang", "Bạc Liêu", "Cần Thơ"))
    assert selectors.by_ballot(made.season) == {leads: 1, second: 2, third: 2}
    run_off = made.vote(made.asking(Purpose.TIE_BREAK, "Cần Thơ", "Bạc Liêu"))
    for name, chosen in zip(FOUR, ("Bạc Liêu", "Bạc Liêu", "Bạc Liêu", "Cần Thơ"), strict=True):
        made.cast_vote(run_off, name, chosen)
    made.count(run_off)
    assert selectors.by_ballot(made.season) == {leads: 1, second: 2, third: 3}


def test_a_tie_break_without_quorum_orders_nobody():
    made = hall(*FOUR).opened()
    ballot = made.vote(made.asking(Purpose.TIE_BREAK, "Bạc Liêu", "Cần Thơ"))
    made.cast_vote(ballot, "Sóc Trăng", "Cần Thơ")
    made.count(ballot)
    assert selectors.by_ballot(made.season) == {}
    assert selectors.ballot_reference(made.season) == ""


def test_a_conference_does_not_end_over_an_open_vote():
    made = hall(*FOUR).opened()
    made.vote(made.asking(Purpose.LEADER, "An Giang"))
    with pytest.raises(Refused, match="Đang có cuộc bỏ phiếu"):
        conferences.move(made.fresh(), "end", by=made.host)
    with pytest.raises(Refused, match="đã khai mạc"):
        conferences.move(made.fresh(), "unopen", reason="nhầm", by=made.host)


def test_the_shares_proposed_are_dated():
    assert asked_on(Purpose.NOMINATION, DAY).percent == 80
    assert asked_on(Purpose.LEADER, date(1990, 1, 1)).strict


def published(made, *names: str) -> RankingVersion:
    """A published ranking in which these members follow each other."""
    version = RankingVersion.objects.create(
        season=made.season,
        number=1,
        as_of=DAY,
        form={},
        digest="0" * 64,
        scores="0" * 64,
        frozen_at=timezone.now(),
        frozen_by=made.host,
    )
    for place, name in enumerate(names, start=1):
        seat = made.seat(name)
        row = {"version": version, "seat": seat, "position": place, "place": place, "name": seat.name}
        StandingRow.objects.create(**row, points=100 - place, possible=100)
    by = {"published_at": timezone.now(), "published_by": made.cast.officer}
    RankingVersion.objects.filter(pk=version.pk).update(state="published", **by)
    return version


def test_the_first_of_the_published_ranking_is_proposed_and_its_places_stand_in_the_minutes():
    made = hall(*FOUR).opened()
    assert standings(made.season) is None
    published(made, "Bạc Liêu", "Cần Thơ")
    assert motions.proposed_for(made.season)[Purpose.NOMINATION] == made.cast.members["Bạc Liêu"].pk
    with override("vi"):
        assert standings(made.season).header[0] == "Hạng"
    assert standings(made.season).rows[0] == ["1", "Liên minh Hợp tác xã Bạc Liêu", "99/100"]
    minutes = records.begin(made.fresh(), RecordKind.MINUTES, by=made.host)
    tables = [item.get("table") for section in payload_of(minutes)["sections"] for item in section["items"]]
    assert {"cells": ["2", "Liên minh Hợp tác xã Cần Thơ", "98/100"]} in [
        row for table in tables if table for row in table["rows"]
    ]
    with pytest.raises(Refused, match="hãy ghi lý do"):
        made.vote(made.asking(Purpose.NOMINATION, "Cần Thơ", departs=""))


def test_a_block_meets_for_two_days_and_its_papers_tell_of_rounds_and_of_those_who_said_nothing():
    made = hall(*FOUR, kind="MIDYEAR")
    Cluster.objects.update(kind="BLOCK")
    Conference.objects.update(until=DAY + timedelta(days=1), begins="")
    made.conference, made.season = made.fresh(), made.fresh().season
    made.opened("Sóc Trăng", "An Giang", "Cần Thơ")
    first = made.vote(made.asking(Purpose.LEADER, "An Giang", "Cần Thơ"))
    for name, chosen in zip(FOUR[:3], ("An Giang", "Cần Thơ", "An Giang"), strict=True):
        made.cast_vote(first, name, chosen)
    first = made.count(first)
    (told,) = selectors.motions_of(made.fresh())
    assert not told.chosen
    second = made.vote(made.asking(Purpose.LEADER, "An Giang"), after=first)
    for name in FOUR[:3]:
        made.cast_vote(second, name, "")
    made.count(second)
    third = made.vote(made.asking(Purpose.DEPUTY, "Cần Thơ"))
    assert third.round == 1
    words = str(payload_of(records.begin(made.fresh(), RecordKind.MINUTES, by=made.host)))
    for said in (
        "đến 28/01/2021", "chưa ghi nhận", "Các nội dung biểu quyết khác",
        "Bầu Khối trưởng năm 2021: Liên minh Hợp tác xã An Giang (vòng 2)",
        "hội nghị sơ kết năm 2020",
    ):  # fmt: skip
        assert said in words, said
    assert "Bầu Khối phó" not in words, "what is not counted is not told"
    made.conference.items.all().delete()
    Conference.objects.update(letter_number="")
    letter = letter_payload(made.fresh())
    assert letter["number"] == "……/GM-KTĐ"
    assert letter["signatures"][0]["lines"] == ["TM. KHỐI THI ĐUA", "KHỐI TRƯỞNG"]
    Conference.objects.update(convener=made.season.cluster.organiser, chair_title="Phó Chủ tịch")
    assert letter_payload(made.fresh())["signatures"][0]["lines"] == ["PHÓ CHỦ TỊCH"]
    assert "từ ngày 27/01/2021 đến ngày 28/01/2021" in str(letter)
    assert "agenda" not in letter
