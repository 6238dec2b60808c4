"""A report from its draft to its confirmed figures, and back."""

from datetime import date
from decimal import Decimal

import pytest

from emulation.accounts.models import User
from emulation.audit.selectors import history_of
from emulation.merging import Clash
from emulation.verdicts import Refused
from programmes.figures import rows_of
from programmes.models import Confirmation, Report
from programmes.selectors.reporting import rows_today
from programmes.selectors.reports import answers_on_paper
from programmes.services import measures, parties, reports, signings
from programmes.services.parties import PartyTerms
from programmes.services.reports import Stated
from programmes.states import ReportState
from programmes.tests.reporting import EFFECTIVE, NEW_COOPS, reporting
from programmes.tests.stage import signing

pytestmark = pytest.mark.django_db


def words(report: Report) -> dict[str, str]:
    return {row.label: row.now.words for row in rows_today(report)}


def test_figures_keep_exact_hedged_and_missing_apart():
    scene = reporting()
    report = scene.drafted()
    said = words(report)
    assert said["Lớp tập huấn đã tổ chức"] == "3"
    assert said["Người tham dự lớp tập huấn"] == "40; ngoài ra gần 70 (1 chưa báo cáo)"
    assert said["Hợp tác xã thành lập mới"] == "42"
    assert "13/20 = 65%" in said.values()
    assert "chưa báo cáo" in said.values()
    assert said["Nhiệm vụ đã hoàn thành"] == "1/2 = 50%"


def test_the_year_before_stands_beside_and_says_how_it_moved():
    scene = reporting()
    rows = {row.label: row for row in rows_today(scene.drafted())}
    coops = rows["Hợp tác xã thành lập mới"]
    assert (coops.before_words, coops.target_words, coops.reached) == ("30", "40", True)
    assert coops.step == "tăng 12 (40%)"
    held = rows["Lớp tập huấn đã tổ chức"]
    assert (held.before_words, held.step) == ("1", "tăng 2 (200%)")
    # What is hedged or missing is compared with nothing.
    assert rows["Người tham dự lớp tập huấn"].step == ""


def test_a_six_month_report_takes_the_first_half_only():
    scene = reporting()
    said = words(scene.drafted(kind="half", as_of=date(2018, 6, 30)))
    assert said["Lớp tập huấn đã tổ chức"] == "1"
    assert said["Nhiệm vụ đã hoàn thành"] == "0/2 = 0%"
    # The yearly figure is none of the half-year.
    assert said["Hợp tác xã thành lập mới"] == "chưa báo cáo"


def test_the_draft_writes_its_first_words_from_the_figures():
    scene = reporting()
    blocks = {block.code: block for block in scene.drafted().blocks.all()}
    assert [block.heading for block in blocks.values()][:4] == [
        "Đánh giá chung",
        "Tuyên truyền, nâng cao nhận thức",
        "Tổ chức các phong trào thi đua yêu nước và phong trào của Liên minh Hợp tác xã Việt Nam",
        "Phát hiện, bồi dưỡng, biểu dương, khen thưởng điển hình",
    ]
    overview = blocks["overview"].text
    assert "Trong năm 2018, các bên đã tổ chức 3 hoạt động." in overview
    assert "Người tham dự lớp tập huấn: 40; ngoài ra gần 70 (1 chưa báo cáo)." in overview
    assert "42" in overview
    assert "kế hoạch 40 (đạt)" in overview
    pillar = next(block.text for code, block in blocks.items() if code.startswith("content-"))
    assert "Đã hoàn thành: Mở lớp tập huấn (03 lớp)." in pillar
    assert "Chưa hoàn thành: Biên soạn sổ tay." in pillar
    assert "tăng 12 (40%)" in blocks["comparison"].text
    assert "Nhiệm vụ quá hạn: Biên soạn sổ tay." in blocks["difficulties"].text
    assert (
        "Tiếp tục thực hiện: Biên soạn sổ tay (Liên minh Hợp tác xã tỉnh Kiên Giang" in blocks["ahead"].text
    )
    assert blocks["causes"].text == ""


def test_one_report_a_kind_and_year_within_the_period():
    scene = reporting()
    scene.drafted()
    with pytest.raises(Refused, match="đã được soạn"):
        scene.drafted()
    with pytest.raises(Refused, match="2017"):
        scene.drafted(year=2030, as_of=date(2030, 12, 31))
    with pytest.raises(Refused, match="trong năm báo cáo"):
        scene.drafted(year=2019, as_of=date(2018, 6, 30))
    with pytest.raises(Refused, match="chưa tới"):
        scene.drafted(year=2019, as_of=date(2099, 6, 30))


def test_a_report_is_drafted_of_a_signed_programme_by_its_keeper():
    scene = reporting()
    unsigned = scene.stage.draft(title="chương trình khác")
    with pytest.raises(Refused, match="ký"):
        reports.draft(unsigned, kind="year", year=2018, as_of=date(2018, 12, 31), by=scene.officer)
    for by in (scene.stage.head, scene.stage.board_officer, scene.stage.stranger):
        with pytest.raises(Refused):
            reports.draft(scene.programme, kind="year", year=2018, as_of=date(2018, 12, 31), by=by)


def test_two_people_in_one_part_lose_nothing():
    scene = reporting()
    block = scene.drafted().blocks.get(code="causes")
    mine = reports.write_block(block, "Nguồn lực yếu", base_version=1, by=scene.officer)
    assert mine.version == 2
    with pytest.raises(Clash) as clash:
        reports.write_block(block, "Kiêm nhiệm nhiều việc", base_version=1, by=scene.stage.secretary)
    assert clash.value.fields == {"text": ("Nguồn lực yếu", "Kiêm nhiệm nhiều việc")}
    block.refresh_from_db()
    assert block.text == "Nguồn lực yếu"
    # The choice to write over is made knowingly: from the version that was shown.
    kept = reports.write_block(
        block, "Kiêm nhiệm nhiều việc", base_version=clash.value.theirs.version, by=scene.stage.secretary
    )
    assert (kept.text, kept.version) == ("Kiêm nhiệm nhiều việc", 3)
    # The same words typed by both are no clash.
    reports.write_block(block, "Kiêm nhiệm nhiều việc", base_version=1, by=scene.officer)


def test_parts_of_a_frozen_report_are_not_written():
    scene = reporting()
    report = scene.frozen()
    with pytest.raises(Refused, match="chốt"):
        reports.write_block(report.blocks.get(code="causes"), "…", base_version=1, by=scene.officer)


def test_freezing_keeps_the_figures_whatever_is_corrected_later():
    scene = reporting()
    report = scene.frozen()
    assert report.state == ReportState.FROZEN
    assert len(report.digest) == 64
    assert reports.what_changed(report) == []
    scene.figure(NEW_COOPS, 2018, 43, reason="Đếm sót một hợp tác xã")
    report.refresh_from_db()
    frozen = {row.label: row.now.words for row in rows_of(report.figures)}
    assert frozen["Hợp tác xã thành lập mới"] == "42"
    assert [(one.label, one.what, one.frozen, one.today) for one in reports.what_changed(report)] == [
        ("Hợp tác xã thành lập mới", "value", "42", "43")
    ]


def test_every_frozen_figure_names_its_rows():
    scene = reporting()
    report = scene.frozen()
    rows = {row.label: row for row in rows_of(report.figures)}
    (source,) = rows["Hợp tác xã thành lập mới"].sources
    assert (source.model, source.url) == ("indicators.figure", f"/indicators/figures/{source.id}/")
    assert [one.model for one in rows["Người tham dự lớp tập huấn"].sources] == ["programmes.activity"] * 3


def test_both_sides_confirm_exactly_the_same_digest():
    scene = reporting()
    report = scene.frozen()
    alliance, board = scene.sides
    report = reports.confirm(report, alliance, by=scene.officer)
    assert report.state == ReportState.FROZEN
    with pytest.raises(Refused):
        reports.confirm(report, board, by=scene.officer)
    report = reports.confirm(report, board, by=scene.stage.board_officer)
    assert report.state == ReportState.CONFIRMED
    assert set(Confirmation.objects.values_list("digest", flat=True)) == {report.digest}


def test_a_side_gives_its_word_once_on_what_it_saw():
    scene = reporting()
    report = scene.frozen()
    alliance, board = scene.sides
    with pytest.raises(Refused, match="chốt lại"):
        reports.confirm(report, board, digest="0" * 64, by=scene.stage.board_officer)
    reports.confirm(report, alliance, by=scene.officer)
    with pytest.raises(Refused, match="đã trả lời"):
        reports.confirm(report, alliance, by=scene.stage.head)


def test_a_difference_stands_beside_the_figure_and_is_not_written_over_it():
    scene = reporting()
    report = scene.frozen()
    alliance, board = scene.sides
    key = next(row.key for row in rows_of(report.figures) if row.label == "Hợp tác xã thành lập mới")
    with pytest.raises(Refused, match="số liệu nào"):
        reports.contest(report, board, [Stated(key, " ")], by=scene.stage.board_officer)
    with pytest.raises(Refused):
        reports.contest(report, board, [Stated("measure.0.2018", "41")], by=scene.stage.board_officer)
    reports.contest(report, board, [Stated(key, "41", "Một HTX đã giải thể")], by=scene.stage.board_officer)
    report = reports.confirm(report, alliance, by=scene.officer)
    assert report.state == ReportState.FROZEN
    assert {row.label: row.now.words for row in rows_of(report.figures)}["Hợp tác xã thành lập mới"] == "42"
    word = report.confirmations.get(party=board)
    assert [(one.key, one.value, one.note) for one in word.differences.all()] == [
        (key, "41", "Một HTX đã giải thể")
    ]


def test_opening_again_keeps_the_words_given_and_asks_anew():
    scene = reporting()
    report = scene.confirmed()
    first = report.digest
    with pytest.raises(Refused, match="lý do"):
        reports.thaw(report, reason=" ", by=scene.officer)
    report = reports.thaw(report, reason="Bổ sung số liệu", by=scene.officer)
    assert (report.state, report.digest) == (ReportState.DRAFT, "")
    report = reports.freeze(report, by=scene.officer)
    assert report.digest != first
    assert report.confirmations.count() == 2
    report = scene.agreed(report)
    assert (report.state, report.confirmations.count()) == (ReportState.CONFIRMED, 4)
    assert any(entry.reason == "Bổ sung số liệu" for entry in history_of(report))


def test_a_side_outside_the_register_is_confirmed_by_its_paper():
    scene = reporting()
    programme = scene.stage.draft(title="chương trình ba bên")
    parties.add(
        programme,
        PartyTerms(
            name="Trung ương Hội Nông dân Việt Nam",
            signatory_name="Lương Quốc Đoàn",
            signatory_titles="Chủ tịch",
            order=3,
        ),
        by=scene.officer,
    )
    scene.programme = signings.sign(programme, signing(number="06/CTPH"), by=scene.officer)
    report = scene.confirmed()
    assert report.state == ReportState.FROZEN
    outside = scene.programme.parties.get(organisation=None)
    with pytest.raises(Refused, match="văn bản"):
        reports.confirm(report, outside, by=scene.officer)
    with pytest.raises(Refused):
        reports.confirm(report, outside, note="Công văn số 12", by=scene.stage.board_officer)
    report = reports.confirm(report, outside, note="Công văn số 12-CV/HNDTW", by=scene.officer)
    assert report.state == ReportState.CONFIRMED


def test_award_facts_come_from_outside_and_are_frozen_with_the_rest():
    scene = reporting()
    fact = {
        "key": "awards.BKT.individual",
        "label": "Bằng khen: cá nhân",
        "unit": "cá nhân",
        "value": "11",
        "sources": [],
    }
    report = reports.freeze(scene.drafted(), award_facts=[fact], by=scene.officer)
    assert report.award_facts == [fact]
    plain = reports.frozen_content(report)
    assert plain["award_facts"] == [fact]
    assert Decimal(plain["award_facts"][0]["value"]) == 11


def test_a_measure_no_longer_followed_is_named_as_gone():
    scene = reporting()
    report = scene.frozen()
    measure = scene.programme.measures.get(version__indicator__code=EFFECTIVE)
    label = measure.version.name
    measures.remove_measure(measure, by=scene.officer)
    scene.held(date(2018, 5, 5), kind="FAIR", title="Hội chợ OCOP")
    found = [(one.label, one.what) for one in reports.what_changed(report)]
    assert found == [(label, "gone"), ("Hội chợ đã tổ chức", "added"), ("Người tham dự hội chợ", "added")]


def test_a_side_without_any_account_answers_by_its_paper():
    scene = reporting()
    report = scene.frozen()
    board = scene.sides[1]
    assert not answers_on_paper(board, date.today())
    User.objects.filter(pk=scene.stage.board_officer.pk).update(is_active=False)
    assert answers_on_paper(board, date.today())
    with pytest.raises(Refused, match="văn bản"):
        reports.confirm(report, board, by=scene.officer)
    word = reports.confirm(report, board, by=scene.officer, note="Công văn số 12/BTĐKT")
    assert word.confirmations.get(party=board).note == "Công văn số 12/BTĐKT"


def test_a_programme_signed_this_year_is_not_compared_with_the_year_before_it():
    scene = reporting()
    scene.held(date(2018, 3, 1))
    first, second = (scene.drafted(year=year, as_of=date(year, 12, 31)) for year in (2017, 2018))
    assert [row.before for row in rows_today(first) if row.group == "activities" and row.before] == []
    assert [row.before for row in rows_today(second) if row.group == "activities" and row.before]
