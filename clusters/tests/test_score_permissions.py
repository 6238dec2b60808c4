"""What keeping a sheet, scoring and appraising are refused for, each by the state of what is asked about."""

from datetime import date

import pytest
from django.utils import timezone

from clusters.models import Cluster, ScoreCard, ScoreSheet, Season, Seat
from clusters.permissions import clusters as cluster_rights
from clusters.permissions import scores as rights
from clusters.scoring import Column
from clusters.selectors.clusters import Leading
from clusters.states import CardState, SeasonState, SheetState
from clusters.tests.stage import stage

pytestmark = pytest.mark.django_db
OWN, OTHER = "Sóc Trăng", "An Giang"


@pytest.fixture
def cast():
    return stage(OWN, OTHER)


def today() -> date:
    return timezone.localdate()


def cluster_of(cast, *, organiser=None, **facts) -> Cluster:
    return Cluster(pk=-1, organiser=organiser or cast.centre, **facts)


def card_of(cast, at, name=OWN, *, organiser=None, sheet=-1, **facts) -> ScoreCard:
    """A card of a season that nobody leads; nothing is stored."""
    season = Season(pk=-1, cluster=cluster_of(cast, organiser=organiser), state=at, sheet_id=sheet)
    season.__dict__["_leading_known"] = Leading()
    return ScoreCard(pk=-1, seat=Seat(pk=-1, season=season, organisation=cast.members[name]), **facts)


def test_a_closed_cluster_keeps_its_sheets_as_they_are(cast):
    closed = cluster_of(cast, closed_on=date(2025, 7, 1), closed_because="Sáp nhập tỉnh")
    assert rights.may_keep_sheets(cast.officer, closed, on=today()).reason == cluster_rights.CLOSED
    assert rights.may_keep_sheets(cast.officer, cluster_of(cast), on=today())


def test_a_sheet_that_came_with_the_program_is_copied_not_changed(cast):
    template = ScoreSheet(cluster=None, state=SheetState.DRAFT)
    assert rights.may_change_sheet(cast.officer, template, on=today()).reason == rights.TEMPLATE
    assert rights.may_retire_sheet(cast.officer, template, on=today()).reason == rights.TEMPLATE


def test_a_sheet_is_retired_once_and_changed_as_a_draft(cast):
    sheet = ScoreSheet(cluster=cluster_of(cast), state=SheetState.RETIRED)
    assert not rights.may_retire_sheet(cast.officer, sheet, on=today())
    assert rights.may_change_sheet(cast.officer, sheet, on=today()).reason == rights.LOCKED
    sheet.state = SheetState.DRAFT
    assert rights.may_retire_sheet(cast.officer, sheet, on=today())
    assert rights.may_change_sheet(cast.officer, sheet, on=today())


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (SeasonState.CLOSED_EARLY, False),
        (SeasonState.SELF_SCORING, False),
        (SeasonState.RUNNING, True),
    ],
)
def test_the_sheet_of_a_season_is_chosen_until_self_scoring(cast, state, may):
    season = Season(pk=-1, cluster=cluster_of(cast), state=state)
    assert bool(rights.may_choose_sheet(cast.officer, season, on=today())) is may


def test_no_column_is_scored_once_the_season_is_over_or_without_a_sheet(cast):
    for column in Column:
        over = card_of(cast, SeasonState.CLOSED)
        assert rights.may_score(cast.officer, over, column, on=today()).reason == cluster_rights.OVER
        bare = card_of(cast, SeasonState.SELF_SCORING, sheet=None)
        assert rights.may_score(cast.officer, bare, column, on=today()).reason == rights.NO_SHEET


def test_scores_are_appraised_once_submitted_and_until_the_conference(cast):
    def verdict(at, **facts):
        return rights.may_score(cast.officer, card_of(cast, at, **facts), Column.APPRAISED, on=today())

    assert verdict(SeasonState.RUNNING).reason == rights.NOT_APPRAISING
    assert verdict(SeasonState.SELF_SCORING, state=CardState.OPEN).reason == rights.NOT_SUBMITTED
    assert verdict(SeasonState.SELF_SCORING, state=CardState.SUBMITTED)
    assert verdict(SeasonState.CONFERENCE).reason == rights.NOT_APPRAISING


def test_where_the_member_is_organiser_and_nobody_else_can_it_appraises_itself(cast):
    own = card_of(cast, SeasonState.CONSOLIDATED, organiser=cast.members[OWN])
    assert rights.appraises(cast.officers[OWN], own, on=today())
    assert not rights.appraises(cast.officers[OTHER], own, on=today())
    other = card_of(cast, SeasonState.CONSOLIDATED, OTHER, organiser=cast.members[OWN])
    assert rights.appraises(cast.officers[OTHER], other, on=today()).reason == rights.OWN_CARD


def test_a_score_is_explained_while_scores_are_appraised(cast):
    early = card_of(cast, SeasonState.RUNNING)
    assert not rights.may_explain(cast.officers[OWN], early, on=today())
    assert rights.may_explain(cast.officers[OWN], card_of(cast, SeasonState.CROSS_CHECK), on=today())
    assert not rights.may_explain(cast.officers[OTHER], card_of(cast, SeasonState.CROSS_CHECK), on=today())
