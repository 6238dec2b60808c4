"""What an act on a programme and its reports is refused for before anybody asks for the office."""

from datetime import date

import pytest

from programmes.models import Activity, AnnualPlan, Party, Programme, Report
from programmes.permissions import programmes, registrations, reports
from programmes.states import ActivityState, PlanState, ProgrammeState, ReportState
from programmes.tests.stage import stage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def cast():
    return stage()


def of(cast, state, **facts):
    return Programme(pk=-1, organisation=cast.alliance, state=state, from_year=2022, to_year=2026, **facts)


def test_what_is_signed_or_over_refuses_what_no_longer_fits(cast):
    draft, signed, closed = (
        of(cast, state) for state in (ProgrammeState.DRAFT, ProgrammeState.SIGNED, ProgrammeState.CLOSED)
    )
    officer = cast.officer
    assert programmes.may_change_programme(officer, draft, on=TODAY)
    assert not programmes.may_change_programme(officer, signed, on=TODAY)
    assert not programmes.may_move_programme(officer, draft, "close", on=TODAY)
    assert programmes.may_amend(officer, signed, on=TODAY)
    assert not programmes.may_amend(officer, draft, on=TODAY)
    assert programmes.may_follow(officer, signed, on=TODAY)
    assert not programmes.may_follow(officer, closed, on=TODAY)


def test_a_draft_that_was_put_aside_is_left_alone_until_it_is_taken_up_again(cast):
    aside = of(cast, ProgrammeState.DISCARDED)
    plan = AnnualPlan(programme=aside, year=2024, state=PlanState.DRAFT)
    for verdict in (
        programmes.may_change_programme(cast.officer, aside, on=TODAY),
        programmes.may_follow(cast.officer, aside, on=TODAY),
        programmes.may_change_plan(cast.officer, plan, on=TODAY),
    ):
        assert not verdict
        assert verdict.reason == programmes.ASIDE
    assert programmes.may_move_programme(cast.officer, aside, "restore", on=TODAY)


def test_a_number_is_entered_with_the_signing_or_after_it(cast):
    for state in (ProgrammeState.DRAFT, ProgrammeState.DISCARDED):
        assert not programmes.may_number(cast.officer, of(cast, state), on=TODAY)
    assert programmes.may_number(cast.officer, of(cast, ProgrammeState.SIGNED), on=TODAY)


def test_a_plan_is_signed_under_a_programme_in_force_only(cast):
    plan = AnnualPlan(programme=of(cast, ProgrammeState.DRAFT), year=2024, state=PlanState.DRAFT)
    assert not programmes.may_move_plan(cast.officer, plan, "sign", on=TODAY)
    plan.programme.state = ProgrammeState.SIGNED
    assert programmes.may_move_plan(cast.officer, plan, "sign", on=TODAY)
    plan.state = PlanState.SIGNED
    assert not programmes.may_move_plan(cast.officer, plan, "sign", on=TODAY)
    assert not programmes.may_change_plan(cast.officer, plan, on=TODAY)


def test_a_programme_that_was_never_signed_is_neither_reported_on_nor_continued(cast):
    draft = of(cast, ProgrammeState.DRAFT)
    assert not programmes.may_continue(cast.officer, draft, on=TODAY)
    assert not reports.may_draft_report(cast.officer, draft, on=TODAY)
    assert not reports.may_draft_report(cast.officer, of(cast, ProgrammeState.CLOSED), on=TODAY)
    elsewhere = of(cast, ProgrammeState.SIGNED, recorded=True)
    assert not reports.may_draft_report(cast.officer, elsewhere, on=TODAY)
    assert reports.may_draft_report(cast.officer, of(cast, ProgrammeState.SIGNED), on=TODAY)


def test_only_frozen_figures_wait_for_a_word(cast):
    report = Report(programme=of(cast, ProgrammeState.SIGNED), state=ReportState.DRAFT)
    assert not reports.may_answer_report(cast.officer, report, None, on=TODAY)
    assert not reports.may_thaw_report(cast.officer, report, on=TODAY)
    report.state = ReportState.FROZEN
    report.programme.state = ProgrammeState.CLOSED
    assert not reports.may_thaw_report(cast.officer, report, on=TODAY)


def test_a_side_that_left_gives_no_word(cast):
    report = Report(pk=-1, programme=of(cast, ProgrammeState.SIGNED), state=ReportState.FROZEN)
    gone = Party(pk=-2, programme=report.programme, organisation=cast.alliance)
    assert not reports.may_answer_report(cast.officer, report, gone, on=TODAY)


def test_what_was_held_is_not_held_again(cast):
    activity = Activity(pk=-1, organisation=cast.alliance, state=ActivityState.HELD)
    assert not programmes.may_move_activity(cast.officer, activity, "hold", on=TODAY)
    assert programmes.may_move_activity(cast.officer, activity, "unhold", on=TODAY)


def test_a_unit_begins_no_programme_and_no_round_of_its_own(cast):
    for asked in (programmes.may_enter_programme, registrations.may_enter_round):
        assert asked(cast.officer, cast.alliance, on=TODAY)
        refused = asked(cast.unit_officer, cast.coop, on=TODAY)
        assert not refused
        assert "tham gia" in str(refused.reason)
