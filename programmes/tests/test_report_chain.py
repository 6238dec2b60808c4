"""Five years from the signing to the next programme: yearly report, merger of a side, closing report, successor."""

from datetime import date

import pytest

from emulation.accounts.models import User
from emulation.organisations.models import Kind, Organisation
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint, merge, register
from emulation.verdicts import Refused
from programmes.figures import rows_of
from programmes.models import Programme
from programmes.selectors.movements import cascade
from programmes.selectors.programmes import parties_of, unfinished_tasks
from programmes.services import movements, parties, plans, programmes, report_papers, reports, successors
from programmes.services.movements import MovementTerms
from programmes.services.parties import AddendumTerms, Successor
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.services.programmes import ProgrammeTerms
from programmes.services.report_papers import Issuing
from programmes.states import ProgrammeState, ReportState, TaskState
from programmes.tests.reporting import NEW_COOPS, Reporting, reporting
from programmes.tests.stage import SINCE, account

pytestmark = pytest.mark.django_db
MERGED_ON = date(2021, 7, 1)
NEW_BOARD = "Ban Thi đua - Khen thưởng tỉnh An Giang"


def joint(number: str, on: date) -> Issuing:
    return Issuing(number=number, on=on, place="Rạch Giá", joint=True)


def merged(scene: Reporting) -> tuple[Organisation, User]:
    """The Board becomes another body in the middle of the period; its officer goes with it."""
    neighbour = register(
        Kind.EMULATION_BOARD, name="Ban Thi đua, khen thưởng An Giang", valid_from=SINCE, by=None
    )
    heir = merge(
        [scene.stage.board_office, neighbour],
        name=NEW_BOARD,
        on=MERGED_ON,
        document="NQ 202",
        by=None,
    )
    officer = account("Lâm Thị Kế Nhiệm")
    assert officer.person is not None
    appoint(officer.person, heir, Office.OFFICER, title="Chuyên viên", valid_from=MERGED_ON, by=None)
    return heir, User.objects.get(pk=officer.pk)


def test_a_successor_confirms_in_the_place_of_the_body_it_continues():
    """Before any addendum the side is the body that signed; whoever it became speaks for it."""
    scene = reporting()
    _heir, officer = merged(scene)
    report = scene.frozen()
    reports.confirm(report, scene.sides[0], by=scene.officer)
    report = reports.confirm(report, scene.sides[1], by=officer)
    assert report.state == ReportState.CONFIRMED


def closing_of(scene: Reporting, officer: User) -> Programme:
    """The programme summed up and closed on the confirmed closing report of its whole period."""
    programme = programmes.move(scene.programme, "sum_up", by=scene.officer)
    with pytest.raises(Refused, match="tổng kết"):
        programmes.move(programme, "close", by=scene.officer)
    closing = reports.draft(programme, kind="closing", year=2022, as_of=date(2022, 12, 31), by=scene.officer)
    closing = reports.freeze(closing, by=scene.officer)
    present = [party for party in parties_of(programme) if party.left_on is None]
    reports.confirm(closing, present[0], by=scene.officer)
    with pytest.raises(Refused, match="tổng kết"):
        programmes.move(programme, "close", by=scene.officer)
    closing = reports.confirm(closing, present[1], by=officer)
    closing = report_papers.issue(closing, joint("20/BC", date(2022, 12, 20)), by=scene.officer)
    assert closing.document is not None
    assert closing.document.payload["issuers"] == ["LIÊN MINH HỢP TÁC XÃ TỈNH KIÊN GIANG", NEW_BOARD.upper()]
    return programmes.move(programme, "close", by=scene.officer)


def test_a_five_year_programme_closes_and_its_successor_opens_with_what_was_unfinished():
    scene = reporting()
    early = report_papers.issue(scene.confirmed(), joint("05/BC", date(2018, 12, 20)), by=scene.officer)
    heir, officer = merged(scene)
    parties.succeed(
        scene.sides[1],
        Successor(heir, signatory_name="Lâm Thị Kế Nhiệm", signatory_titles="Trưởng ban"),
        AddendumTerms(signed_on=date(2021, 8, 1), effective_on=MERGED_ON, text="Thay đổi bên ký kết"),
        by=scene.officer,
    )
    plan = plans.put_plan(scene.programme, PlanTerms(year=2022, title="Kế hoạch 2022"), by=scene.officer)
    left = plans.put_task(plan, TaskTerms(text="Nhân rộng mô hình chuỗi giá trị"), by=scene.officer)
    scene.figure(NEW_COOPS, 2019, 50)
    programme = closing_of(scene, officer)
    assert programme.state == ProgrammeState.CLOSED

    # The names printed are those of each date.
    assert early.document is not None
    assert early.document.payload["issuers"][1] == "BAN THI ĐUA - KHEN THƯỞNG TỈNH KIÊN GIANG"
    closing = programme.reports.get(kind="closing")

    # Five years in one report, each with the year before it, nothing reported said as nothing.
    rows = {row.label: row for row in rows_of(closing.figures)}
    said = [rows[f"Hợp tác xã thành lập mới, năm {year}"].now.words for year in range(2017, 2023)]
    assert said == ["30", "42", "50", "chưa báo cáo", "chưa báo cáo", "chưa báo cáo"]
    assert rows["Hợp tác xã thành lập mới, năm 2019"].before_words == "42"
    assert rows["Lớp tập huấn đã tổ chức"].now.words == "4"
    period = closing.blocks.get(code="period").text
    assert "Hợp tác xã thành lập mới, năm 2018: 42" in period
    assert "Nhân rộng mô hình chuỗi giá trị" in closing.blocks.get(code="ahead").text

    # A programme that was closed on its report keeps it.
    with pytest.raises(Refused, match="kết thúc"):
        reports.thaw(closing, reason="Sửa lại", by=scene.officer)

    new = successors.open_successor(
        programme,
        ProgrammeTerms(title="đẩy mạnh phong trào thi đua yêu nước", from_year=2022, to_year=2027),
        tasks=[task.pk for task in unfinished_tasks(programme)],
        by=scene.officer,
    )
    assert [party.name for party in parties_of(new)] == [scene.stage.alliance.name, NEW_BOARD]
    assert {task.text for task in new.plans.get().tasks.all()} == {left.text, "Biên soạn sổ tay"}
    left.refresh_from_db()
    assert left.state == TaskState.CARRIED
    assert [one["name"] for one in closing.document.payload["signatures"]] == [
        "Trần Thanh Dũng",
        "Lâm Thị Kế Nhiệm",
    ]
    measure = new.measures.get(version__indicator__code=NEW_COOPS)
    assert (measure.baseline, measure.baseline_year) == (50, 2019)


def test_when_the_keeper_itself_is_merged_its_heir_writes_reports_and_issues_them():
    scene = reporting()
    heir = merge(
        [scene.stage.alliance, scene.stage.other_alliance],
        name="Liên minh Hợp tác xã tỉnh An Giang",
        on=MERGED_ON,
        document="NQ 202",
        by=None,
    )
    officer = account("Lâm Thị Kế Nhiệm")
    assert officer.person is not None
    appoint(officer.person, heir, Office.OFFICER, title="Chuyên viên", valid_from=MERGED_ON, by=None)
    officer = User.objects.get(pk=officer.pk)
    report = reports.draft(scene.programme, kind="year", year=2021, as_of=date(2021, 12, 31), by=officer)
    report = reports.freeze(report, by=officer)
    reports.confirm(report, scene.sides[0], by=officer)
    report = reports.confirm(report, scene.sides[1], by=scene.stage.board_officer)
    alone = Issuing(
        number="1/BC", on=date(2021, 12, 20), place="Long Xuyên", office="Chủ tịch", signatory="Lê A"
    )
    report = report_papers.issue(report, alone, by=officer)
    assert report.document is not None
    assert report.document.payload["issuers"] == ["LIÊN MINH HỢP TÁC XÃ TỈNH AN GIANG"]


def test_the_tree_of_a_movement_says_which_of_its_programmes_reported():
    scene = reporting()
    terms = MovementTerms(
        name="Phong trào của chương trình", level="PROVINCE", recorded=True, launched_by="Tỉnh"
    )
    entered = movements.enter(scene.programme.organisation, terms, by=scene.officer)
    movement = movements.link(entered, parent=None, programmes=[scene.programme], by=scene.officer)
    (branch,) = cascade(scene.officer, movement)
    assert (branch.programmes, branch.reported) == (frozenset({scene.programme.pk}), frozenset())
    scene.confirmed()
    (branch,) = cascade(scene.officer, movement)
    assert branch.reported == {scene.programme.pk}
