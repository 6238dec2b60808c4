"""Minutes, hand-over and flag: facts, frozen texts, two hands, and the rights that move."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from docx import Document

from clusters.conference_states import Hand, Purpose, RecordKind, RecordState
from clusters.models import AgendaItem, Cluster, Custody, HandOver, Record, Turn
from clusters.selectors import conferences as selectors
from clusters.selectors.clusters import leading_bodies
from clusters.services import conferences, custody, handovers, records
from clusters.services.handovers import HandOverTerms
from clusters.services.record_papers import TEXT, payload_of
from clusters.services.records import PaperHand, RecordTerms
from clusters.tests.conference_stage import DAY, FILES, FOUR, HOST, again, hall
from clusters.tests.stage import proof_of
from emulation.documents.outline import record_outline
from emulation.documents.word import word_file
from emulation.merging import Clash
from emulation.organisations.services import merge
from emulation.verdicts import Refused
from programmes.tests.pictures import PNG

pytestmark = pytest.mark.django_db


def test_minutes_tell_the_facts_and_only_the_words_around_them_are_typed():
    made = hall(*FOUR).opened()
    row = records.begin(made.fresh(), RecordKind.MINUTES, by=made.host)
    item = AgendaItem.objects.get(conference=made.conference, kind="REPORT")
    records.say(made.fresh(), item.pk, "Thống nhất với báo cáo.", by=made.host)
    base = records.terms_of(row)
    words = RecordTerms("03/BB-CTĐ", "Có mặt đông đủ.", "Ý kiến một\nÝ kiến hai", "Giao An Giang chuẩn bị")
    row = records.revise(row, words, base=base, by=made.host)
    assert records.revise(row, words, base=words, by=made.host).version == row.version
    with pytest.raises(Clash):
        records.revise(row, replace(words, symbol="04/BB"), base=base, by=made.host)
    with pytest.raises(Refused, match="khi hội nghị đã kết thúc"):
        records.close(row, by=made.host)
    made.ended()
    closed = records.close(Record.objects.get(pk=row.pk), by=made.host)
    told = str(closed.payload)
    for said in ("Thống nhất với báo cáo.", "Có mặt đông đủ.", "Ý kiến hai", "Giao An Giang chuẩn bị"):
        assert said in told
    assert closed.payload["number"] == "03/BB-CTĐ"
    book = Document(BytesIO(word_file(TEXT[RecordKind.MINUTES], closed.payload)))
    assert any("Ý kiến một" in one.text for one in book.paragraphs)
    with pytest.raises(Refused, match="đã chốt"):
        records.say(made.fresh(), item.pk, "khác", by=made.host)
    with pytest.raises(Refused, match="đã chốt"):
        records.revise(closed, words, base=words, by=made.host)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=row.pk).update(payload={})


def test_minutes_say_of_no_item_that_it_was_held_unless_that_is_known():
    made = hall(*FOUR).opened()
    row = records.begin(made.fresh(), RecordKind.MINUTES, by=made.host)
    heard = AgendaItem.objects.get(conference=made.conference, kind="REPORT")
    records.say(made.fresh(), heard.pk, "Thống nhất với báo cáo.", by=made.host)
    (course,) = (one for one in payload_of(row)["sections"] if one["heading"] == "NỘI DUNG HỘI NGHỊ")
    told = {item["heading"].split(". ", 1)[1]: item["paragraphs"] for item in course["items"]}
    assert told["Báo cáo tổng kết công tác thi đua năm"] == ["Thống nhất với báo cáo."]
    assert told["Bỏ phiếu suy tôn đơn vị dẫn đầu"] == ["Không có nội dung ghi nhận."]
    assert "đã thực hiện" not in str(course)


def test_minutes_begin_when_the_conference_was_opened_if_that_was_on_its_day():
    made = hall(*FOUR).opened()
    row = records.begin(made.fresh(), RecordKind.MINUTES, by=made.host)
    assert payload_of(row)["opening"].startswith("Hồi 07 giờ 30 phút")
    opened = timezone.make_aware(datetime(DAY.year, DAY.month, DAY.day, 7, 48))
    type(made.conference).objects.update(opened_at=opened)
    row = Record.objects.get(pk=row.pk)
    assert payload_of(row)["opening"].startswith("Hồi 07 giờ 48 phút, ngày 27 tháng 01 năm 2021")


def test_what_was_said_is_written_while_the_conference_runs():
    made = hall(*FOUR).opened()
    item = AgendaItem.objects.get(conference=made.conference, kind="REPORT")
    records.say(made.fresh(), item.pk, "Ý kiến", by=made.host)
    assert AgendaItem.objects.get(pk=item.pk).said == "Ý kiến"


def test_chair_and_secretary_sign_the_very_text():
    made = hall(*FOUR).opened()
    made.ended()
    row = made.minutes()
    chair, secretary = made.cast.heads[HOST], made.cast.officers[HOST]
    with pytest.raises(Refused, match="Chỉ người có tên"):
        records.sign(row, Hand.CHAIR, text=row.digest, proof=proof_of(secretary), by=secretary)
    with pytest.raises(Refused, match="đã thay đổi"):
        records.sign(row, Hand.CHAIR, text="0" * 64, proof=proof_of(chair), by=chair)
    with pytest.raises(Refused):
        records.sign(row, Hand.CHAIR, text=row.digest, proof=proof_of(secretary), by=chair)
    made.sign(row, Hand.CHAIR, chair)
    with pytest.raises(Refused, match="đã có"):
        made.sign(row, Hand.CHAIR, chair)
    back = records.unclose(Record.objects.get(pk=row.pk), reason="sai tên", by=made.host)
    assert (back.state, back.digest) == (RecordState.DRAFT, "")
    base = records.terms_of(back)
    back = records.revise(back, replace(base, conclusion="Sửa tên"), base=base, by=made.host)
    closed = records.close(back, by=made.host)
    made.sign(closed, Hand.SECRETARY, secretary)
    assert Record.objects.get(pk=row.pk).state == RecordState.CLOSED, "the older signature binds nobody"
    signed = made.sign(closed, Hand.CHAIR, chair)
    assert signed.state == RecordState.SIGNED
    new = records.correct(signed, reason="bổ sung đại biểu", by=made.host)
    assert (new.number, new.conclusion, new.replaces) == (2, "Sửa tên", signed)
    assert Record.objects.get(pk=signed.pk).state == RecordState.REPLACED
    for act in (records.unclose, records.correct):
        with pytest.raises(Exception, match=r"not possible|lý do"):
            act(new, reason="", by=made.host)


def test_closed_anew_without_a_changed_word_it_is_signed_anew():
    made = hall(*FOUR).opened()
    made.ended()
    row = made.minutes()
    made.sign(row, Hand.CHAIR, made.cast.heads[HOST])
    back = records.unclose(Record.objects.get(pk=row.pk), reason="xem lại", by=made.host)
    closed = records.close(back, by=made.host)
    assert (closed.payload, closed.digest != row.digest) == (row.payload, True)
    assert made.sign(closed, Hand.SECRETARY, made.cast.officers[HOST]).state == RecordState.CLOSED
    assert made.sign(closed, Hand.CHAIR, made.cast.heads[HOST]).state == RecordState.SIGNED


def test_a_signature_on_paper_counts_with_its_scan():
    made = hall(*FOUR).opened()
    made.ended()
    row = made.minutes()

    def paper(**told: object) -> PaperHand:
        usual = {"name": "Nguyễn Văn Sóc Trăng", "title": "Chủ tịch", "signed_on": timezone.localdate()}
        return PaperHand(**{**usual, "scan": SimpleUploadedFile("a.png", PNG), **told})  # type: ignore[arg-type]

    with pytest.raises(Refused, match="nội dung khác"):
        records.record_paper(row, Hand.CHAIR, paper(), text="0" * 64, by=made.host)
    later = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused, match="ngày sắp tới"):
        records.record_paper(row, Hand.CHAIR, paper(signed_on=later), text=row.digest, by=made.host)
    early = timezone.localdate() - timedelta(days=1)
    with override("en"), pytest.raises(Refused, match="not closed yet"):
        records.record_paper(row, Hand.CHAIR, paper(signed_on=early), text=row.digest, by=made.host)
    records.record_paper(row, Hand.CHAIR, paper(), text=row.digest, by=made.host)
    signed = made.sign(row, Hand.SECRETARY, made.cast.officers[HOST])
    evidence = signed.sealed.payload["evidence"]["rows"]
    assert (evidence[0]["method"], evidence[0]["recorded_by"]) == ("paper", "Trần Thị Sóc Trăng")


def test_minutes_need_their_chair_and_secretary():
    made = hall(*FOUR).opened()
    made.ended()
    made.conference.__class__.objects.update(chair=None)
    with pytest.raises(Refused, match="người ký"):
        made.minutes()


def test_a_conference_is_not_resumed_over_minutes_that_are_closed():
    made = hall(*FOUR).opened()
    made.ended()
    row = made.minutes()
    with pytest.raises(Refused, match="Có biên bản đã chốt"):
        conferences.move(made.fresh(), "resume", reason="còn ý kiến", by=made.host)
    records.unclose(row, reason="còn ý kiến", by=made.host)
    assert conferences.move(made.fresh(), "resume", reason="còn ý kiến", by=made.host).ended_at is None


def test_letters_that_no_font_has_keep_minutes_from_being_closed():
    made = hall(*FOUR).opened()
    row = records.begin(made.fresh(), RecordKind.MINUTES, by=made.host)
    base = records.terms_of(row)
    row = records.revise(row, replace(base, discussion="Ý kiến 𒀀"), base=base, by=made.host)
    made.ended()
    with pytest.raises(Refused, match="Không in được văn bản"):
        records.close(row, by=made.host)
    assert Record.objects.get(pk=row.pk).state == RecordState.DRAFT


# --- hand-over and flag


def test_a_hand_over_needs_both_sides_and_a_day_that_fits():
    made = hall(*FOUR).opened()
    terms = HandOverTerms(on=timezone.localdate(), files=FILES)
    with pytest.raises(Refused, match="Chưa bầu"):
        handovers.put(made.fresh(), terms, by=made.host)
    made.elected()
    with pytest.raises(Refused, match="nội dung bàn giao"):
        records.begin(made.fresh(), RecordKind.HAND_OVER, by=made.host)
    for day in (date(2021, 1, 26), date(2019, 1, 1)):
        with pytest.raises(Refused):
            handovers.put(made.fresh(), replace(terms, on=day), by=made.host)
    with pytest.raises(Refused, match="Tối đa"):
        handovers.put(made.fresh(), replace(terms, files=[("Hồ sơ", 1, "")] * 101), by=made.host)
    made.season.cluster.turns.filter(year=2020).delete()
    with pytest.raises(Refused, match="Chưa ghi nhận"):
        handovers.put(made.fresh(), terms, by=made.host)


def test_rights_move_on_the_day_of_the_record_and_not_before_both_have_signed():
    made = hall(*FOUR).opened()
    made.elected()
    tomorrow = timezone.localdate() + timedelta(days=1)
    row = made.hand_over(on=tomorrow)
    cluster = made.season.cluster_id
    made.sign(row, Hand.TAKER, made.cast.heads["An Giang"])
    assert leading_bodies(cluster, tomorrow) == {made.cast.members[HOST].pk}
    made.sign(row, Hand.GIVER, made.cast.heads[HOST])
    assert leading_bodies(cluster, timezone.localdate()) == {made.cast.members[HOST].pk}
    assert leading_bodies(cluster, tomorrow) == {made.cast.members["An Giang"].pk}
    over = HandOver.objects.get()
    assert over.done_at is not None
    assert handovers.terms_of(over).files == list(FILES)
    with pytest.raises(Refused, match="giữ nguyên"):
        records.correct(Record.objects.get(pk=row.pk), reason="x", by=made.host)
    with pytest.raises(Refused, match="đã chốt"):
        handovers.put(made.fresh(), handovers.terms_of(over), by=made.host)


@pytest.mark.parametrize(
    ("purpose", "name", "said"),
    [(Purpose.LEADER, "Bạc Liêu", "elected to lead"), (Purpose.DEPUTY, "Bạc Liêu", "elected as deputy")],
)
def test_a_signed_hand_over_moves_rights_only_to_those_it_names(purpose, name, said):
    made = hall(*FOUR).opened()
    made.elected()
    row = made.hand_over()
    made.sign(row, Hand.GIVER, made.cast.heads[HOST])
    again_ = made.vote(made.asking(purpose, name))
    for voter in FOUR:
        made.cast_vote(again_, voter, "")
    made.count(again_)
    with override("en"), pytest.raises(Refused, match=said):
        made.sign(row, Hand.TAKER, made.cast.heads["An Giang"])
    assert not Turn.objects.filter(year=2021).exclude(held_from=None).exists()
    row = records.unclose(Record.objects.get(pk=row.pk), reason="bầu lại", by=made.host)
    handovers.put(made.fresh(), handovers.terms_of(HandOver.objects.get()), by=made.host)
    row = records.close(row, by=made.host)
    taker = name if purpose == Purpose.LEADER else "An Giang"
    made.sign(row, Hand.GIVER, made.cast.heads[HOST])
    assert made.sign(row, Hand.TAKER, made.cast.heads[taker]).state == RecordState.SIGNED


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [("CLUSTER", "……/BBBG-CTĐ", "Lưu: hồ sơ cụm"), ("BLOCK", "……/BBBG-KTĐ", "Lưu: hồ sơ khối")],
)
def test_a_drafted_record_bears_the_symbol_of_its_cluster_or_block(kind, number, kept):
    made = hall(*FOUR).opened()
    Cluster.objects.update(kind=kind)
    made.elected()
    handovers.put(made.fresh(), HandOverTerms(on=timezone.localdate(), files=FILES), by=made.host)
    payload = payload_of(records.begin(made.fresh(), RecordKind.HAND_OVER, by=made.host))
    assert (payload["number"], payload["recipients"][-1]) == (number, kept)


def test_the_number_is_asked_at_the_closing_and_without_one_there_is_no_line_for_it():
    made = hall(*FOUR).opened()
    made.elected()
    handovers.put(made.fresh(), HandOverTerms(on=timezone.localdate(), files=FILES), by=made.host)
    row = records.begin(made.fresh(), RecordKind.HAND_OVER, by=made.host)
    host = Client()
    host.force_login(made.host)
    close = reverse("clusters:record_move", args=[row.pk, "close"])
    assert "symbol" in host.get(close).context["form"].fields
    assert host.post(close, {"symbol": ""}).status_code == 302
    closed = Record.objects.get(pk=row.pk)
    assert closed.document.payload["number"] == ""
    assert "Số:" not in str(record_outline(closed.document.payload)[0])
    back = records.unclose(closed, reason="thiếu số", by=made.host)
    closed = records.close(back, number=" 03/BBBG-CTĐ ", by=made.host)
    assert (closed.symbol, closed.document.payload["number"]) == ("03/BBBG-CTĐ", "03/BBBG-CTĐ")


def test_only_the_two_heads_sign_a_hand_over():
    made = hall(*FOUR).opened()
    made.elected()
    row = made.hand_over()
    for hand, user in (
        (Hand.GIVER, made.cast.officers[HOST]),
        (Hand.TAKER, made.cast.heads["Cần Thơ"]),
        (Hand.CHAIR, made.cast.heads[HOST]),
    ):
        with pytest.raises(Refused):
            made.sign(row, hand, user)


@pytest.mark.parametrize("state", ["LATE", "MISSING"])
def test_a_flag_that_was_not_brought_stays_with_whoever_had_it(state):
    made = hall(*FOUR).opened()
    flag = made.flag()
    made.elected()
    row = made.handed_over(flag=flag, flag_state=state, flag_note="gửi sau")
    last = custody.newest(flag)
    assert (last.holder, last.state, last.record) == (made.cast.members[HOST], state, row)
    found = custody.note_flag(
        flag,
        holder=made.cast.members["An Giang"],
        state="DAMAGED",
        since=timezone.localdate(),
        note="nhận sau hội nghị",
        by=again(made.cast.officers["An Giang"]),
    )
    assert (found.giver_name, found.state) == ("Liên minh Hợp tác xã Sóc Trăng", "DAMAGED")
    with pytest.raises(IntegrityError), transaction.atomic():
        Custody.objects.update(state="GOOD")


def test_a_flag_of_a_merged_body_goes_to_its_heir_and_the_chain_keeps_the_names():
    made = hall(*FOUR)
    flag = made.flag()
    with pytest.raises(Refused, match="lý do"):
        custody.note_flag(
            flag, holder=made.cast.members[HOST], state="GOOD", since=DAY, note=" ", by=made.host
        )
    with pytest.raises(Refused, match="muộn hơn"):
        custody.note_flag(
            flag, holder=made.cast.members[HOST], state="GOOD", since=date(2019, 1, 1), note="x", by=made.host
        )
    heir = merge(
        [made.cast.members[HOST], made.cast.members["Bạc Liêu"]],
        name="Liên minh Hợp tác xã Thành phố Cần Thơ mới",
        on=date(2025, 7, 1),
        document="01/QĐ",
        by=None,
    )
    custody.note_flag(
        flag, holder=heir, state="GOOD", since=date(2025, 7, 1), note="sáp nhập", by=made.cast.officer
    )
    ((_flag, links),) = selectors.flags_of(made.season.cluster_id)
    assert [link.holder for link in links] == [heir, made.cast.members[HOST]]


def test_a_flag_of_another_cluster_is_not_handed_over():
    made, other = hall(*FOUR), hall("Sóc Trăng", "Cà Mau")
    made.opened()
    made.elected()
    with pytest.raises(Refused, match="cụm khác"):
        made.hand_over(flag=other.flag())
