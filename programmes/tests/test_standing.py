"""What stands once it is signed, held or closed; and what a merger in between changes."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from emulation.documents.states import DocumentStatus
from emulation.indicators.models import Indicator, Period
from emulation.indicators.selectors import version_on
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report
from emulation.organisations.offices import Office
from emulation.organisations.services import merge
from emulation.verdicts import Refused
from programmes.models import Activity, AnnualPlan, PlanTask
from programmes.selectors.activities import activities_visible_to
from programmes.selectors.measures import last_reported, rows_of
from programmes.selectors.programmes import parties_of
from programmes.services import activities, measures, parties, people, plans, programmes, signings, successors
from programmes.services.activities import ActivityTerms
from programmes.services.measures import MeasureTerms
from programmes.services.parties import AddendumTerms, PartyTerms, Successor
from programmes.services.people import Attendee
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.services.programmes import ProgrammeTerms, terms_of
from programmes.states import PlanState, ProgrammeState, TaskState
from programmes.tests.pictures import PNG
from programmes.tests.stage import Stage, account, signing, stage
from programmes.tests.test_programme_pages import as_

pytestmark = pytest.mark.django_db
TERMS = PlanTerms(year=2018, title="Kế hoạch 2018")
MERGED = date(2025, 7, 1)


def planned(cast: Stage, programme) -> tuple[AnnualPlan, PlanTask]:
    plan = plans.put_plan(programme, TERMS, by=cast.officer)
    return plan, plans.put_task(plan, TaskTerms(text="Mở lớp"), by=cast.officer)


def signed_plan(cast: Stage, programme) -> tuple[AnnualPlan, PlanTask]:
    plan, task = planned(cast, programme)
    plans.move_plan(plan, "sign", by=cast.officer, on=date(2018, 1, 15), number="1/KHPH")
    return plan, task


def merged(cast: Stage):
    return merge(
        [cast.alliance, cast.other_alliance],
        name="Liên minh Hợp tác xã tỉnh An Giang",
        on=MERGED,
        document="NQ 202/2025/QH15",
        by=None,
    )


def test_whoever_read_the_plan_before_it_was_signed_does_not_change_it_any_more():
    cast = stage()
    stale, task = planned(cast, cast.under_way())
    plans.move_plan(
        AnnualPlan.objects.get(pk=stale.pk), "sign", by=cast.officer, on=date(2018, 1, 15), number="1/KHPH"
    )
    for act in (
        lambda: plans.put_plan(stale.programme, TERMS, by=cast.officer, plan=stale),
        lambda: plans.put_task(stale, TaskTerms(text="Việc khác"), by=cast.officer, task=task),
        lambda: plans.remove_task(task, by=cast.officer),
    ):
        with pytest.raises(Refused, match="đã ký"):
            act()
    stale.refresh_from_db()
    assert (stale.state, stale.document.status) == (PlanState.SIGNED, DocumentStatus.VALID)


def test_a_task_that_is_done_takes_no_other_words():
    cast = stage()
    plan, task = planned(cast, cast.under_way())
    plans.move_task(task, "finish", by=cast.officer, on=date(2018, 9, 1), result="Đã xong")
    with pytest.raises(Refused, match="chưa xong"):
        plans.put_task(plan, TaskTerms(text="Khác"), by=cast.officer, task=task)
    task.refresh_from_db()
    assert (task.state, task.result) == (TaskState.DONE, "Đã xong")


@pytest.mark.parametrize("day", [date(2017, 1, 1), date(2100, 1, 1), None])
def test_a_plan_is_signed_between_its_programme_and_today(day):
    cast = stage()
    plan, _task = planned(cast, cast.under_way())
    with pytest.raises(Refused, match="Ngày ký kế hoạch"):
        plans.move_plan(plan, "sign", by=cast.officer, on=day, number="1/KHPH")


def test_no_plan_is_signed_under_a_programme_that_nobody_signed():
    cast = stage()
    plan, _task = planned(cast, cast.draft())
    with pytest.raises(Refused, match="chương trình đã ký"):
        plans.move_plan(plan, "sign", by=cast.officer, on=date(2018, 1, 15), number="1/KHPH")


def test_a_day_to_come_finishes_nothing():
    cast = stage()
    _plan, task = planned(cast, cast.under_way())
    with pytest.raises(Refused, match="ngày sắp tới"):
        plans.move_task(task, "finish", by=cast.officer, on=date(2099, 1, 1))


def test_a_signing_stays_while_something_rests_on_it():
    cast = stage()
    programme = cast.signed()
    programmes.move(programme, "begin", by=cast.officer)
    plan, _task = signed_plan(cast, programme)
    programmes.move(programme, "unbegin", by=cast.officer, reason="nhầm")
    with pytest.raises(Refused, match="kế hoạch năm đã ký"):
        programmes.move(programme, "unsign", by=cast.officer, reason="nhầm ngày")
    plans.move_plan(plan, "unsign", by=cast.officer, reason="nhầm")
    assert (
        programmes.move(programme, "unsign", by=cast.officer, reason="nhầm ngày").state
        == ProgrammeState.CONSULTED
    )


def test_the_scan_of_an_undone_signing_is_not_that_of_the_next():
    cast = stage()
    first = signing()
    scanned = type(first)(**{**first.__dict__, "scan": ContentFile(PNG, name="scan.png")})
    programme = signings.sign(cast.draft(), scanned, by=cast.officer)
    assert programme.scan
    programmes.move(programme, "unsign", by=cast.officer, reason="nhầm bản quét")
    assert not signings.sign(programme, signing(), by=cast.officer).scan


def test_what_a_task_rests_on_is_not_taken_away():
    cast = stage()
    programme = cast.draft()
    plan = plans.put_plan(programme, TERMS, by=cast.officer)
    party, content = parties_of(programme)[1], programme.contents.last()
    plans.put_task(plan, TaskTerms(text="Mở lớp", party=party, content=content), by=cast.officer)
    with pytest.raises(Refused, match="giao nhiệm vụ cho bên khác"):
        parties.remove(party, by=cast.officer)
    base = terms_of(programme)
    shorter = ProgrammeTerms(**{**base.__dict__, "contents": base.contents.rpartition("\n")[0]})
    with pytest.raises(Refused, match="không bỏ được"):
        programmes.revise(programme, shorter, base=base, by=cast.officer)
    assert (
        as_(cast.officer).post(reverse("programmes:party_remove", args=[programme.pk, party.pk])).status_code
        == 403
    )


def test_after_a_merger_the_plan_is_signed_by_the_body_that_is_a_side_that_day():
    cast = stage()
    programme = cast.under_way(to_year=2026)
    heir = merged(cast)
    successor = Successor(
        heir, signatory_name="Trương Thị Mới", signatory_titles="Chủ tịch", focal_unit="Phòng Mới"
    )
    addendum = AddendumTerms(signed_on=date(2025, 8, 1), effective_on=MERGED, text="Sắp xếp tỉnh")
    joined = parties.succeed(parties_of(programme)[0], successor, addendum, by=cast.officer_of(heir))
    assert [duty.text for duty in joined.responsibilities.all()] == [
        "Chủ trì tuyên truyền trong các hợp tác xã"
    ]
    newcomer = cast.officer_of(heir)
    plan = plans.put_plan(programme, PlanTerms(year=2025, title="Kế hoạch 2025"), by=newcomer)
    plans.put_task(plan, TaskTerms(text="Mở lớp", due_on=date(2025, 12, 1)), by=newcomer)
    signed = plans.move_plan(plan, "sign", by=newcomer, on=date(2025, 9, 1), number="2/KHPH")
    payload = signed.document.payload
    assert "LIÊN MINH HỢP TÁC XÃ TỈNH AN GIANG" in payload["issuers"]
    assert "LIÊN MINH HỢP TÁC XÃ TỈNH KIÊN GIANG" not in payload["issuers"]
    assert "Trương Thị Mới" in [one["name"] for one in payload["signatures"]]
    assert "hoàn thành chậm nhất ngày 01/12/2025" in payload["sections"][0]["groups"][0]["lines"][0]


def test_a_side_that_kept_its_name_through_a_merger_is_the_body_of_that_day():
    cast = stage()
    same = merge(
        [cast.alliance, cast.other_alliance],
        name=cast.alliance.name,
        on=MERGED,
        document="NQ 202/2025/QH15",
        by=None,
    )
    newcomer = account("Trần Người Mới", same, Office.OFFICER, since=MERGED)
    programme = programmes.enter(
        same, ProgrammeTerms(title="phối hợp", from_year=2017, to_year=2022, contents="a"), by=newcomer
    )
    for name, body in ((same.name, same), (cast.board_office.name, cast.board_office)):
        side = PartyTerms(
            name=name, organisation=body, signatory_name="Nguyễn Văn An", signatory_titles="Chủ tịch"
        )
        parties.add(programme, side, by=newcomer)
    signings.sign(programme, signing(), by=newcomer)
    assert parties_of(programme)[0].organisation_id == cast.alliance.pk


def test_a_held_activity_keeps_a_day_that_has_come_and_a_closed_programme_its_activities():
    cast = stage()
    programme = cast.under_way()
    terms = ActivityTerms(kind="FAIR", title="Hội chợ", days=[(date(2018, 2, 7), date(2018, 2, 9), "")])
    activity = activities.plan(cast.alliance, terms, by=cast.officer, programme=programme)
    activities.move(activity, "hold", by=cast.officer)
    later = ActivityTerms(**{**terms.__dict__, "days": [(date(2090, 1, 1), date(2090, 1, 2), "")]})
    for changed in (later, ActivityTerms(**{**terms.__dict__, "days": []})):
        with pytest.raises(Refused):
            activities.revise(activity, changed, base=terms, by=cast.officer)
    assert Activity.objects.get(pk=activity.pk).occasions.get().starts_on == date(2018, 2, 7)
    programmes.move(programme, "terminate", by=cast.officer, reason="Một bên giải thể")
    activity.refresh_from_db()
    with pytest.raises(Refused, match="đã kết thúc"):
        people.invite(activity, [Attendee("Ai Đó", "GUEST")], by=cast.officer)


def test_what_is_entered_under_a_recorded_programme_stays_with_who_entered_it():
    cast = stage()
    recorded = cast.under_way(recorded=True, title="của trung ương")
    terms = ActivityTerms(kind="FAIR", title="Hội chợ nội bộ")
    activities.plan(cast.alliance, terms, by=cast.officer, programme=recorded)
    page = as_(cast.stranger).get(reverse("programmes:programme", args=[recorded.pk]))
    assert page.status_code == 200
    assert "Hội chợ nội bộ" not in page.content.decode()
    assert not activities_visible_to(cast.stranger).exists()


@pytest.mark.parametrize("typed", ["9" * 40, "1,234", "0,123"])
def test_a_target_that_cannot_be_meant_is_said_at_its_field(typed):
    cast = stage()
    programme = cast.under_way()
    version = version_on(Indicator.objects.order_by("official_order")[0].code, date.today())
    page = as_(cast.officer).post(
        reverse("programmes:measure_new", args=[programme.pk]),
        {"version": version.pk, "organisation": cast.alliance.name, "target_2018": typed},
    )
    assert page.context["form"].errors["target_2018"]
    assert not programme.measures.exists()


def test_a_number_as_the_page_shows_it_is_read_as_shown():
    cast = stage()
    programme = cast.under_way()
    version = version_on(Indicator.objects.order_by("official_order")[0].code, date.today())
    as_(cast.officer).post(
        reverse("programmes:measure_new", args=[programme.pk]),
        {"version": version.pk, "organisation": cast.alliance.name, "target_2018": "1.234"},
    )
    assert programme.measures.get().targets.get().value == Decimal(1234)


def test_the_heirs_figures_answer_for_the_years_after_the_merger():
    cast = stage()
    programme = cast.under_way(to_year=2026)
    version = version_on("HTX_MOI", date(2024, 12, 31))
    measure = measures.put_measure(programme, MeasureTerms(version, cast.alliance), by=cast.officer)
    report(cast.alliance, 2024, Period.YEAR, [Entry(version, value=Decimal(12))], by=cast.officer)
    heir = merged(cast)
    report(heir, 2025, Period.YEAR, [Entry(version, value=Decimal(30))], by=cast.officer_of(heir))
    measure.refresh_from_db()
    values = {cell.year: cell.figure.value for cell in rows_of(programme)[0].cells if cell.figure}
    assert values == {2024: Decimal(12), 2025: Decimal(30)}
    assert last_reported(measure, [2024, 2025, 2026]) == (2025, Decimal(30))


def test_the_next_programme_is_kept_by_the_body_that_lives():
    cast = stage()
    programme = cast.under_way(to_year=2025)
    heir = merged(cast)
    new = successors.open_successor(
        programme,
        ProgrammeTerms(title="giai đoạn sau", from_year=2025, to_year=2030),
        tasks=[],
        by=cast.officer_of(heir),
    )
    assert new.organisation == heir


def test_numbers_typed_before_lines_are_not_printed_twice():
    cast = stage()
    programme = cast.draft(contents="1. Tuyên truyền\n(2) Tổ chức phong trào\n- Biểu dương\n2018 là năm đầu")
    assert [row.text for row in programme.contents.all()] == [
        "Tuyên truyền",
        "Tổ chức phong trào",
        "Biểu dương",
        "2018 là năm đầu",
    ]


def test_a_programme_does_not_open_the_figures_of_a_body_that_has_no_part_in_it():
    cast = stage()
    version = version_on("HTX_MOI", date(2018, 12, 31))
    report(cast.alliance, 2018, Period.YEAR, [Entry(version, value=Decimal(4711))], by=cast.officer)
    spying = programmes.enter(
        cast.other_alliance,
        ProgrammeTerms(title="dò số liệu", from_year=2018, to_year=2020),
        by=cast.stranger,
    )
    side = PartyTerms(name=cast.alliance.name, organisation=cast.alliance)
    parties.add(spying, side, by=cast.stranger)
    page = as_(cast.stranger).post(
        reverse("programmes:measure_new", args=[spying.pk]),
        {"version": version.pk, "organisation": cast.alliance.name},
    )
    assert page.status_code == 200
    assert "ký" in page.context["form"].non_field_errors()[0]
    assert not spying.measures.exists()


def test_the_other_side_of_a_signed_programme_answers_with_its_figures():
    cast = stage()
    programme, version = cast.signed(), version_on("HTX_MOI", date(2018, 12, 31))
    followed = measures.put_measure(programme, MeasureTerms(version, cast.board_office), by=cast.officer)
    assert followed.organisation == cast.board_office
    with pytest.raises(Refused, match=cast.other_alliance.name):
        measures.put_measure(
            programme, MeasureTerms(version, cast.other_alliance), measure=followed, by=cast.officer
        )


def test_a_figure_is_linked_for_whoever_may_open_it():
    cast = stage()
    programme, version = cast.signed(), version_on("HTX_MOI", date(2018, 12, 31))
    measures.put_measure(programme, MeasureTerms(version, cast.alliance), by=cast.officer)
    (figure,) = report(
        cast.alliance, 2018, Period.YEAR, [Entry(version, value=Decimal(4711))], by=cast.officer
    )
    address = reverse("programmes:programme", args=[programme.pk])
    link = reverse("indicators:figure", args=[figure.pk])
    for user, may in ((cast.officer, True), (cast.board_officer, False), (cast.unit_officer, False)):
        shown = as_(user).get(address).content.decode()
        assert "4.711" in shown
        assert (link in shown) is may
        assert as_(user).get(link).status_code == (200 if may else 404)
