"""The tellers' record and the ballot papers: fit, printable, the same words in PDF and Word, nobody's choice."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from emulation.ballots import records
from emulation.ballots.services import casting, counting
from emulation.ballots.tally import AGREE, DISAGREE, Papers
from emulation.ballots.tests.factories import confirming, electing, vote
from emulation.documents.papers import paper
from emulation.documents.rendering import Press, render
from emulation.documents.schemas import demand_fit
from emulation.documents.word import word_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted():
    """Seven units elect a leader and confirm a flag; one of them on paper, one not at all."""
    scene = vote(7, items=[electing("An Giang", "Cần Thơ"), confirming("Cần Thơ")], of_units=True).open()
    election, flag = scene.questions
    first, second = scene.candidates(election)
    for place, (leader, value) in enumerate(
        [(first, AGREE), (first, AGREE), (first, AGREE), (second, AGREE), (first, AGREE)]
    ):
        choices = {election.pk: [leader], flag.pk: [value]}
        casting.cast(scene.ballot, choices, by=scene.members[place])
    scene.ballot = casting.mark_paper_voters(scene.ballot, [scene.entry(5)], by=scene.tellers[0])
    scene.end()
    batch = {election.pk: Papers(1, {first: 1}), flag.pk: Papers(1, {DISAGREE: 1})}
    for teller in scene.tellers:
        counting.enter_batch(scene.ballot, batch, by=teller)
    return scene.count()


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


def test_the_record_tells_papers_and_results(counted):
    payload = records.record_payload(
        counted.ballot, number="03/BB-BKP", place="Cần Thơ", on=date(2021, 1, 27)
    )
    demand_fit(records.RECORD, paper(records.RECORD).schema, payload)
    data, pages = render(Press(), paper(records.RECORD), payload)
    told = text_of(data)
    for words in (
        "Số: 03/BB-BKP",
        "Cần Thơ, ngày 27 tháng 01 năm 2021",
        "BIÊN BẢN",
        counted.tellers[0].person.full_name + ", Trưởng ban.",
        "Tổng số thành viên: 7; trong đó được bỏ phiếu: 7, không bỏ phiếu do vắng mặt hoặc có liên quan: 0.",
        "Số phiếu phát ra: 7 (trong đó phiếu giấy và ý kiến bằng văn bản: 1).",
        "Số phiếu thu về: 6; số người không gửi phiếu: 1.",
        "1. Bầu Cụm trưởng",
        "Điều kiện: trên 50% tổng số thành viên (Quy chế cụm), bầu 1 suất.",
        "5 7 71,4% Trúng cử",
        "Kết luận: Trúng cử: An Giang.",
        "Điều kiện: từ 90% trở lên tổng số thành viên (Điều 45 khoản 8).",
        "Kết luận: 5/7 thành viên đồng ý = 71,4%, cần 90% (7 phiếu): không đạt.",
        "TRƯỞNG BAN KIỂM PHIẾU",
    ):
        assert words in told, words
    assert pages <= 3
    assert not any(member.person.full_name in told for member in counted.members)
    word = "\n".join(one.text for one in Document(BytesIO(word_file(records.RECORD, payload))).paragraphs)
    assert "Kết luận: Trúng cử: An Giang." in word


def test_a_record_without_a_number_leaves_room_for_one(counted):
    payload = records.record_payload(counted.ballot)
    assert payload["number"].endswith("/BB-BKP")
    assert payload["place_date"].startswith("……, ngày")
    with pytest.raises(ValueError, match="count"):
        records.record_payload(vote(1).ballot)


def test_each_member_has_a_paper_and_all_are_alike():
    scene = vote(3, items=[electing("An Giang", "Cần Thơ", places=2), confirming(may_defer=True)]).open()
    payload = records.sheet_payload(scene.ballot)
    demand_fit(records.SHEET, paper(records.SHEET).schema, payload)
    data, pages = render(Press(), paper(records.SHEET), payload)
    reader = PdfReader(BytesIO(data))
    assert pages == 3
    texts = {page.extract_text() for page in reader.pages}
    assert len(texts) == 1
    (told,) = texts
    assert "PHIẾU BẦU VÀ BIỂU QUYẾT" in told
    assert "không quá 2" in told
    assert "Đề nghị xét sau" in told
    assert "không ký tên" in told
    assert records.sheet_payload(vote(2).ballot, kind="PHIẾU SUY TÔN")["kind"] == "PHIẾU SUY TÔN"
    assert records.sheet_payload(vote(2).ballot)["kind"] == "PHIẾU BIỂU QUYẾT"
    only = vote(2, items=[electing("An Giang")])
    assert records.sheet_payload(only.ballot, copies=5)["copies"] == 5
    assert records.sheet_payload(only.ballot)["kind"] == "PHIẾU BẦU"
