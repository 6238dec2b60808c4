"""Reading figures: by key, over the years, added up with what is missing, and what does not fit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from emulation.indicators import selectors
from emulation.indicators.formulas import Total
from emulation.indicators.models import Indicator, IndicatorVersion, Population
from emulation.indicators.selectors import Key
from emulation.indicators.selectors.board import organisations_held
from emulation.indicators.sentences import fault_sentence, once_sentence, total_sentence
from emulation.indicators.services.reporting import report, withdraw
from emulation.indicators.tests.factories import entry, land, population, version
from emulation.organisations.models import Kind, Organisation
from emulation.organisations.services import dissolve, merge, register
from emulation.organisations.tests.factories import organisation

pytestmark = pytest.mark.django_db
YEAR_END = date(2025, 12, 31)


@pytest.fixture
def cast():
    return land()


def test_figures_by_key_in_one_query(cast, django_assert_num_queries):
    members = cast.reported("THANH_VIEN", 120)
    share = cast.reported("HTX_HIEU_QUA", 13, denominator=15)
    cast.reported("THANH_VIEN", 9, unit=cast.fund)
    withdraw(cast.reported("LAO_DONG", 9), reason="Nhầm", by=cast.officer)
    with django_assert_num_queries(1):
        known = selectors.figures_on([cast.coop.pk], [2024, 2025])
        assert [str(figure) for figure in known.values()]
    assert known == {
        Key(cast.coop.pk, 2025, population_id=members.population_id): members,
        Key(cast.coop.pk, 2025, version_id=share.indicator_version_id): share,
    }
    assert list(selectors.figures_on([cast.coop.pk], [2025], populations=[members.population]).values()) == [
        members
    ]
    only = selectors.figures_on(
        [cast.coop.pk], [2025], indicators=[Indicator.objects.get(code="HTX_HIEU_QUA")]
    )
    assert list(only.values()) == [share]
    assert selectors.figures_on([cast.coop.pk], [2025], period="H1") == {}


def test_a_series_keeps_its_gaps(cast):
    cast.reported("THANH_VIEN", 100, year=2023)
    cast.reported("THANH_VIEN", 120, year=2025)
    found = selectors.series(cast.coop, population("THANH_VIEN"), range(2022, 2026))
    assert [(year, figure and figure.value) for year, figure in found] == [
        (2022, None),
        (2023, 100),
        (2024, None),
        (2025, 120),
    ]


def test_a_series_of_an_indicator_runs_through_its_versions(cast):
    first = cast.reported("HTX_HIEU_QUA", 13, denominator=15, year=2024)
    again = IndicatorVersion.objects.get(pk=first.indicator_version_id)
    again.pk, again.valid_from, again.locked_at = None, date(2025, 1, 1), None
    again.save()
    second = cast.reported("HTX_HIEU_QUA", 14, denominator=15)
    assert second.indicator_version_id == again.pk
    indicator = again.indicator
    assert selectors.series(cast.coop, indicator, [2024, 2025]) == [(2024, first), (2025, second)]
    assert selectors.series(cast.coop, again, [2024, 2025]) == [(2024, None), (2025, second)]
    assert selectors.version_on("HTX_HIEU_QUA", date(2024, 12, 31)).pk == first.indicator_version_id
    assert again in selectors.versions_on(date(2025, 6, 30), indicators=[indicator])


def test_a_retired_indicator_is_no_longer_asked(cast):
    Indicator.objects.filter(code="HTX_MOI").update(retired_on=date(2025, 1, 1))
    assert version("HTX_MOI") not in selectors.versions_on(date(2025, 1, 1))
    assert version("HTX_MOI") in selectors.versions_on(date(2024, 12, 31))
    assert selectors.versions_on(date(2000, 1, 1)) == []


def test_who_is_asked_what():
    land()
    codes = {one.code for one in selectors.asked(Kind.COOPERATIVE, selectors.populations(), on=YEAR_END)}
    assert "THANH_VIEN" in codes
    assert "HTX" not in codes
    versions = selectors.versions_on(YEAR_END)
    asked = {one.indicator.code for one in selectors.asked(Kind.COOPERATIVE, versions, on=YEAR_END)}
    assert asked == {"ND3_LAO_DONG"}


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("YEAR", (12, 31)),
        ("H1", (6, 30)),
        ("Q1", (3, 31)),
        ("Q3", (9, 30)),
        ("H2", (12, 31)),
        ("AS_OF", (12, 31)),
    ],
)
def test_the_last_day_of_a_period(period, day):
    assert selectors.last_day(2025, period) == date(2025, *day)


def test_a_total_says_what_is_missing_and_what_is_hedged(cast, django_assert_num_queries):
    third, _silent = cast.unit(), cast.unit()
    cast.reported("THANH_VIEN", 100)
    cast.reported("THANH_VIEN", 70, unit=cast.fund, qualifier="gần")
    cast.reported("THANH_VIEN", 30, unit=third, qualifier="khoảng")
    cast.reported("THANH_VIEN", 5000, unit=cast.alliance)
    cast.reported("THANH_VIEN", 7, year=2024)
    members = population("THANH_VIEN")
    total = Total(Decimal(200), 3, 1, ("gần", "khoảng"))
    assert total_sentence(total) == "200, số ước tính (có: gần, khoảng); 1 đơn vị chưa báo cáo"
    wanted = selectors.populations()
    with django_assert_num_queries(3):
        totals = selectors.totals_below(cast.alliance, 2025, wanted)
    assert totals[members.pk] == total
    assert totals[population("LAO_DONG").pk] == Total(missing=4)
    assert total_sentence(Total(missing=4)) == "chưa báo cáo"


def test_units_that_ended_are_not_missed(cast):
    dissolve(cast.fund, on=date(2025, 3, 1), by=None, document="1/QĐ")
    assert total(cast.alliance, 2025).missing == 1
    assert total(cast.alliance, 2024).missing == 2


def total(organisation, year, **facts):
    members = population("THANH_VIEN")
    return selectors.totals_below(organisation, year, [members], **facts)[members.pk]


def test_a_merged_province_counts_the_units_of_then_and_by_choice_those_of_today(cast):
    other = Organisation.objects.get(name="Liên minh HTX tỉnh khác")
    theirs = organisation("HTX Bên Kia", parent=other)
    cast.reported("THANH_VIEN", 100, year=2024)
    report(theirs, 2024, "YEAR", [entry("THANH_VIEN", 30)], by=cast.stranger)
    merge([other], into=cast.alliance, on=date(2025, 7, 1), document="1/QĐ", by=None)
    today = timezone.localdate()
    assert total(cast.alliance, 2024) == Total(Decimal(100), 1, 1)
    assert total(cast.alliance, 2024, tree_on=today) == Total(Decimal(130), 2, 1)
    assert total(other, 2024) == Total(Decimal(30), 1, 0)
    assert total(cast.alliance, 2025).asked == 3


def test_a_body_founded_by_a_merger_had_the_units_of_those_before_it(cast):
    other = Organisation.objects.get(name="Liên minh HTX tỉnh khác")
    organisation("HTX Bên Kia", parent=other)
    cast.reported("THANH_VIEN", 100, year=2024)
    joined = merge(
        [cast.alliance, other],
        name="Liên minh HTX tỉnh Mới",
        on=date(2025, 7, 1),
        document="1/QĐ",
        by=None,
    )
    assert total(joined, 2024) == Total(Decimal(100), 1, 2)
    assert total(joined, 2020, tree_on=None).value is None


def test_a_unit_older_than_the_body_its_register_names_is_counted_below_it(cast):
    young = register(Kind.ALLIANCE, name="Liên minh HTX mới lập", valid_from=date(2025, 7, 1), by=None)
    old = organisation("HTX Có Trước", parent=young)
    assert list(selectors.units_below(young, 2024)) == [old]


def people(cast):
    figures = selectors.figures_on([cast.coop.pk], [2025]).values()
    return selectors.once_in(figures, selectors.populations())


def test_members_who_also_work_are_counted_once(cast):
    assert people(cast) is None
    cast.reported("THANH_VIEN", 120)
    assert once_sentence(people(cast)) == (
        "chưa báo cáo, vì còn thiếu: Người lao động, Thành viên đồng thời là người lao động"
    )
    cast.reported("LAO_DONG", 30, qualifier="gần")
    cast.reported("THANH_VIEN_LAO_DONG", 20)
    assert people(cast).value == 130
    assert once_sentence(people(cast)) == (
        "120 (Thành viên) + gần 30 (Người lao động) − 20 (Thành viên đồng thời là người lao động), "
        "được trừ một lần = 130 người, số ước tính (có: gần)"
    )
    assert selectors.once_at([cast.coop.pk, cast.fund.pk], 2025, period="YEAR").keys() == {cast.coop.pk}
    cast.reported("THANH_VIEN_LAO_DONG", 40, reason="Đếm lại")
    assert people(cast).value is None
    assert once_sentence(people(cast)).startswith("không thể")


def test_the_sum_of_units_counts_people_once_where_none_is_missing(cast):
    wanted = selectors.populations()
    for unit, both in ((cast.coop, 20), (cast.fund, 10)):
        cast.reported("THANH_VIEN", 100, unit=unit)
        cast.reported("LAO_DONG", 30, unit=unit)
        totals = selectors.totals_below(cast.alliance, 2025, wanted)
        assert selectors.once_in_totals(totals, wanted).value is None
        cast.reported("THANH_VIEN_LAO_DONG", both, unit=unit)
    totals = selectors.totals_below(cast.alliance, 2025, wanted)
    assert selectors.once_in_totals(totals, wanted).value == 230


def test_a_retired_population_is_no_longer_asked(cast):
    members = population("THANH_VIEN")
    Population.objects.filter(pk=members.pk).update(retired_on=date(2025, 7, 1))
    members.refresh_from_db()
    assert selectors.is_asked("COOPERATIVE", members, on=date(2025, 6, 30))
    assert not selectors.is_asked("COOPERATIVE", members, on=date(2025, 7, 1))
    assert not selectors.is_asked("PRESS", members, on=date(2025, 6, 30))


def sentences(cast):
    return [fault_sentence(fault) for fault in selectors.faults_of(cast.coop, 2025)]


def test_breakdowns_that_do_not_add_up_are_flagged(cast):
    cast.reported("THANH_VIEN", 100)
    cast.reported("THANH_VIEN_NU", 40)
    assert sentences(cast) == []
    cast.reported("THANH_VIEN_NAM", 50)
    assert sentences(cast) == ["Thành viên nữ, Thành viên nam cộng lại là 90, nhưng Thành viên: 100."]
    places = {f"p{population(code).pk}" for code in ("THANH_VIEN", "THANH_VIEN_NU", "THANH_VIEN_NAM")}
    assert set(selectors.faults_of(cast.coop, 2025)[0].places) == places


def test_other_contradictions_are_flagged(cast):
    cast.reported("THANH_VIEN", 3)
    cast.reported("LAO_DONG", 12)
    cast.reported("LAO_DONG_TRUC_TIEP", 13)
    cast.reported("THANH_VIEN_LAO_DONG", 4)
    cast.reported("LAO_DONG_LAM_THUE", 9)
    cast.reported("ND3_LAO_DONG", 13, denominator=12)
    found = {fault.kind: fault_sentence(fault) for fault in selectors.faults_of(cast.coop, 2025)}
    assert found.keys() == {"part", "more", "over_one", "overlap"}
    assert "13" in found["part"]
    assert "Thành viên: 3" in found["overlap"]


def test_a_growth_may_exceed_what_it_grew_from(cast):
    cast.reported("THANH_VIEN", 200, denominator=100)
    assert selectors.faults_of(cast.coop, 2025) == []


def test_the_board_counts_who_reported(cast):
    for one in selectors.asked(Kind.CREDIT_FUND, selectors.populations(), on=YEAR_END):
        cast.reported(one.code, 1, unit=cast.fund)
    cast.reported("THANH_VIEN", 120)
    silent = cast.unit("HTX Im Lặng")
    board = selectors.status_board(cast.officer, 2025)
    assert board.counts == {"none": 1, "some": 1, "all": 1}
    assert board.total == 3
    assert list(selectors.status_board(cast.officer, 2025, state="none").rows) == [silent]
    assert list(selectors.status_board(cast.officer, 2025, state="all").rows) == [cast.fund]
    found = selectors.status_board(cast.officer, 2025, term="im lang")
    assert (found.total, list(found.rows)) == (1, [silent])
    assert selectors.status_board(cast.officer, 2025, period="H1").counts["none"] == 3


def test_everybody_sees_the_units_of_the_own_scope(cast):
    assert list(selectors.status_board(cast.unit_officer, 2025).rows) == [cast.coop]
    assert list(selectors.status_board(cast.stranger, 2025).rows) == []
    today = timezone.localdate()
    assert organisations_held(cast.officer, on=today) == [cast.alliance]
    assert organisations_held(cast.unit_officer, on=today) == [cast.coop]


@pytest.mark.parametrize(("day", "year"), [((2026, 1, 5), 2025), ((2026, 6, 30), 2025), ((2026, 7, 1), 2026)])
def test_the_year_being_gathered(day, year):
    assert selectors.expected_year(date(*day)) == year


def test_the_course_of_a_figure(cast):
    first = cast.reported("THANH_VIEN", 120)
    second = cast.reported("THANH_VIEN", 125, reason="Đếm lại")
    withdraw(second, reason="Nhầm", by=cast.officer)
    third = cast.reported("THANH_VIEN", 126)
    cast.reported("THANH_VIEN", 3, as_of=date(2025, 3, 1), period="AS_OF")
    course = selectors.course_of(first)
    assert [row.pk for row in course.figures] == [third.pk, second.pk, first.pk]
    assert course.newest == third
    acts = [entry.action for entry in selectors.history_of_course(course)]
    assert acts == ["figure.withdraw", "figure.correct"]
    day = cast.reported("LAO_DONG", 3, as_of=timezone.localdate() - timedelta(400), period="AS_OF")
    assert selectors.course_of(day).figures == (day,)


def test_the_seeded_catalogue_is_whole():
    land()
    assert Population.objects.count() == 31
    assert Indicator.objects.count() == IndicatorVersion.objects.count() == 18
    disputed = version("ND3_LAO_DONG")
    assert (disputed.counts_members, disputed.counts_labourers, disputed.counted_once) == (False, True, True)
    assert "Cách hiểu A" in disputed.ambiguity
    assert version("NQ_VN").comparator == "GE"
    assert population("THANH_VIEN_LAO_DONG").part_of.code == "LAO_DONG"
