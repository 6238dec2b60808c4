"""A cluster is founded, its members come and go, its ledger proposes who leads, its season moves through the year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from clusters.models import Outcome, Role, ScoreSheet, Season, Turn
from clusters.permissions import clusters as permissions
from clusters.rotation import Role as Part
from clusters.selectors import clusters as selectors
from clusters.services import clusters, leaving, peers, seasons, sheets
from clusters.services.clusters import TurnTerms
from clusters.services.seasons import SeasonTerms
from clusters.states import SEASON, SEASON_NEEDS_REASON, PledgeState, SeasonState
from clusters.tests.stage import Stage, stage
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.merging import Clash
from emulation.organisations.models import Kind
from emulation.organisations.services import merge, register
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
THREE = ("Sóc Trăng", "An Giang", "Kiên Giang")


@pytest.fixture
def cast() -> Stage:
    return stage(*THREE)


def test_the_founder_enters_members_in_the_order_of_the_decision(cast):
    cluster = cast.cluster(*THREE)
    assert [row.organisation for row in selectors.members_on(cluster, date(2018, 1, 10))] == [
        cast.members[name] for name in THREE
    ]
    assert not selectors.members_on(cluster, date(2018, 1, 9))
    assert clusters.admit(cluster, [cast.members["An Giang"]], on=date(2019, 1, 1), by=cast.officer) == []
    acts = list(history_of(cluster).order_by("seq").values_list("action", flat=True))
    assert acts == ["cluster.found", "cluster.admit", "cluster.admit"][: len(acts)]


def test_members_enter_nothing_and_cooperatives_found_nothing(cast):
    cluster = cast.cluster(*THREE)
    head, today = cast.heads["An Giang"], timezone.localdate()
    with pytest.raises(Refused):
        clusters.admit(cluster, [cast.members["An Giang"]], on=today, by=head)
    assert not permissions.may_found(cast.stranger, cast.centre, on=today)
    coop = cast.members["An Giang"]
    coop.kind = Kind.COOPERATIVE
    assert permissions.may_found(head, coop, on=today).reason == permissions.NONE_BELOW


def test_a_body_that_left_is_a_former_member(cast):
    cluster = cast.cluster(*THREE)
    row = cluster.memberships.get(organisation=cast.members["An Giang"])
    with pytest.raises(Refused):
        clusters.release(row, on=date(2020, 1, 1), ground=" ", by=cast.officer)
    clusters.release(row, on=date(2020, 1, 1), ground="sắp xếp lại cụm", by=cast.officer)
    assert selectors.members_on(cluster, date(2019, 12, 31)).count() == 3
    assert selectors.members_on(cluster, date(2020, 1, 1)).count() == 2
    with pytest.raises(Refused):
        clusters.release(row, on=date(2021, 1, 1), ground="lần nữa", by=cast.officer)
    again = clusters.admit(cluster, [cast.members["An Giang"]], on=date(2021, 1, 1), by=cast.officer)
    assert clusters.release(again[0], on=date(2021, 1, 1), ground="nhầm", by=cast.officer).pk is None


def test_two_who_change_one_cluster_are_asked(cast):
    cluster = cast.cluster(*THREE)
    base = clusters.cluster_terms_of(cluster)
    clusters.revise(cluster, replace(base, regulation="Quy chế 1"), base=base, by=cast.officer)
    with pytest.raises(Clash):
        clusters.revise(cluster, replace(base, regulation="Quy chế 2"), base=base, by=cast.officer)
    both = clusters.revise(cluster, replace(base, founded_by="VCA"), base=base, by=cast.officer)
    assert (both.regulation, both.founded_by) == ("Quy chế 1", "VCA")


def test_a_part_lies_in_a_cluster_of_the_same_organiser_and_in_no_circle(cast):
    cluster = cast.cluster(*THREE)
    terms = replace(clusters.cluster_terms_of(cluster), name="Khối 1", parent=cluster)
    part = clusters.found(cast.centre, terms, by=cast.officer)
    base = clusters.cluster_terms_of(cluster)
    with pytest.raises((Refused, ValidationError)):
        clusters.revise(cluster, replace(base, parent=part), base=base, by=cast.officer)
    with pytest.raises(Refused):
        clusters.found(cast.members["An Giang"], replace(terms, name="Khối 2"), by=cast.heads["An Giang"])


def test_a_cluster_closes_after_its_seasons_and_comes_back(cast):
    cluster = cast.cluster(*THREE)
    season = cast.season(cluster)
    today = timezone.localdate()
    with pytest.raises(Refused, match="2021"):
        clusters.close(cluster, on=today, reason="sáp nhập tỉnh", by=cast.officer)
    seasons.move(season, "close_early", by=cast.officer, reason="sáp nhập tỉnh")
    closed = clusters.close(cluster, on=today, reason="sáp nhập tỉnh", by=cast.officer)
    assert not selectors.members_on(closed, today)
    assert not permissions.may_begin_season(cast.officer, closed, on=today)
    clusters.reopen(closed, reason="nhầm", by=cast.officer)
    assert selectors.members_on(closed, today).count() == 3


# --- who leads


def test_the_ledger_proposes_who_never_led(cast):
    cluster = cast.cluster(*THREE)
    clusters.enter_turn(
        cluster,
        TurnTerms(year=2020, role=Role.LEADER, organisation=cast.members["Sóc Trăng"]),
        by=cast.officer,
    )
    found = selectors.proposal_for(cluster, 2021)
    assert found.leader is not None
    assert (found.leader.unit, found.leader.reason) == (cast.members["An Giang"].pk, "NEVER_LED")
    assert found.deputy is not None
    assert found.deputy.unit == cast.members["Kiên Giang"].pk
    declined = TurnTerms(
        year=2021, role=Role.LEADER, organisation=cast.members["An Giang"], outcome=Outcome.DECLINED
    )
    clusters.enter_turn(cluster, declined, by=cast.officer)
    after = selectors.proposal_for(cluster, 2021)
    assert after.leader is not None
    assert after.leader.unit == cast.members["Kiên Giang"].pk
    assert [(one.unit, one.role) for one in after.passed_over] == [(cast.members["An Giang"].pk, Part.LEADER)]


def test_a_merged_bodys_turn_counts_for_its_heir_as_the_cluster_says(cast):
    cluster = cast.cluster(*THREE)
    clusters.enter_turn(
        cluster,
        TurnTerms(year=2020, role=Role.LEADER, organisation=cast.members["Sóc Trăng"]),
        by=cast.officer,
    )
    heir = merge(
        [cast.members["Sóc Trăng"], cast.members["An Giang"]],
        name="Liên minh Hợp tác xã Miền Tây",
        on=date(2025, 7, 1),
        document="202/2025/QH15",
        by=cast.officer,
    )
    clusters.admit(cluster, [heir], on=date(2025, 7, 1), by=cast.officer)
    for row in cluster.memberships.filter(
        organisation__in=[cast.members["Sóc Trăng"], cast.members["An Giang"]]
    ):
        clusters.release(row, on=date(2025, 7, 1), ground="hợp nhất", by=cast.officer)
    lines = {line.unit: line for line in selectors.proposal_for(cluster, 2026).lines}
    assert lines[heir.pk].led == (2020,)
    base = clusters.cluster_terms_of(cluster)
    alone = clusters.revise(cluster, replace(base, merged="RESTART"), base=base, by=cast.officer)
    lines = {line.unit: line for line in selectors.proposal_for(alone, 2026).lines}
    assert lines[heir.pk].led == ()


def test_a_line_of_the_ledger_is_struck_with_a_reason_and_stays_in_the_journal(cast):
    cluster = cast.cluster(*THREE)
    terms = TurnTerms(year=2020, role=Role.LEADER, organisation=cast.members["Sóc Trăng"])
    turn = clusters.enter_turn(cluster, terms, by=cast.officer)
    with pytest.raises(ValidationError):
        clusters.enter_turn(cluster, replace(terms, organisation=cast.members["An Giang"]), by=cast.officer)
    with pytest.raises(Refused):
        clusters.strike_turn(turn, reason="", by=cast.officer)
    clusters.strike_turn(turn, reason="nhầm năm", by=cast.officer)
    assert not Turn.objects.exists()
    newest = history_of(cluster).order_by("-seq").first()
    assert newest is not None
    assert "Sóc Trăng" in str(newest.changes)


def test_the_leader_neither_says_who_leads_nor_lets_a_rival_leave():
    cast = stage("Sóc Trăng", "An Giang", "Kiên Giang")
    season = cast.season(cast.cluster(*cast.members))
    leader, seat = cast.officers["An Giang"], cast.seat(season, "Sóc Trăng")
    assert permissions.may_change_season(leader, season, on=timezone.localdate())
    with pytest.raises(Refused, match="đơn vị tổ chức"):
        seasons.appoint(season, Role.DEPUTY, cast.members["Sóc Trăng"], by=leader)
    with pytest.raises(Refused, match="đơn vị tổ chức"):
        seasons.unseat(seat, on=timezone.localdate(), reason="rời", by=leader)
    pages = {name: Client() for name in ("leader", "organiser")}
    pages["leader"].force_login(leader)
    pages["organiser"].force_login(cast.officer)
    offered = {
        name: browser.get(reverse("clusters:season", args=[season.pk])).content.decode().count("/leave/")
        for name, browser in pages.items()
    }
    assert offered == {"leader": 0, "organiser": 3}
    new = reverse("clusters:season_new", args=[season.cluster_id])
    asked = {name: "leader" in browser.get(new).context["form"].fields for name, browser in pages.items()}
    assert asked == {"leader": False, "organiser": True}
    sent = pages["leader"].post(
        new, {"year": "2022", "least_peers": "5", "cross_scored": "on", "leader": "1"}
    )
    assert sent.status_code == 302
    assert not season.cluster.turns.filter(year=2022).exists()
    season.state = "closed"
    assert permissions.may_keep_roll(cast.officer, season, on=timezone.localdate()).reason == permissions.OVER


def test_the_first_leader_runs_the_cluster_at_once_and_a_later_one_from_the_hand_over(cast):
    cluster = cast.cluster(*THREE)
    season = cast.season(cluster, leader="An Giang")
    today = timezone.localdate()
    assert permissions.runs(cast.officers["An Giang"], cluster, on=today)
    assert not permissions.runs(cast.officers["Kiên Giang"], cluster, on=today)
    assert not permissions.organises(cast.officers["An Giang"], cluster, on=today)
    later = seasons.begin(cluster, SeasonTerms(year=2022), by=cast.officer, leader=cast.members["Kiên Giang"])
    assert later.cluster.turns.get(year=2022).held_from is None
    assert not permissions.runs(cast.officers["Kiên Giang"], cluster, on=today + timedelta(days=1))
    with pytest.raises(Refused):
        seasons.appoint(season, Role.LEADER, cast.members["Sóc Trăng"], by=cast.officer)
    seasons.appoint(later, Role.LEADER, cast.members["Sóc Trăng"], by=cast.officer)
    assert cluster.turns.get(year=2022, role=Role.LEADER).organisation == cast.members["Sóc Trăng"]


# --- the season


def test_a_season_keeps_the_names_of_its_composition(cast):
    season = cast.season(cast.cluster(*THREE))
    assert [seat.name for seat in selectors.seats_of(season)] == [
        "Liên minh Hợp tác xã Sóc Trăng", "Liên minh Hợp tác xã An Giang", "Liên minh Hợp tác xã Kiên Giang",
    ]  # fmt: skip
    with pytest.raises(ValidationError):
        seasons.begin(season.cluster, SeasonTerms(year=2021), by=cast.officer)


def test_members_are_taken_from_the_list_again_until_the_season_is_composed(cast):
    cluster = cast.cluster("Sóc Trăng", "An Giang")
    season = seasons.begin(cluster, SeasonTerms(year=2021), by=cast.officer)
    clusters.admit(cluster, [cast.members["Kiên Giang"]], on=date(2020, 1, 1), by=cast.officer)
    clusters.release(
        cluster.memberships.get(organisation=cast.members["An Giang"]),
        on=date(2020, 2, 1),
        ground="rời",
        by=cast.officer,
    )
    seasons.take_members(season, by=cast.officer)
    assert {seat.organisation for seat in season.seats.all()} == {
        cast.members["Sóc Trăng"],
        cast.members["Kiên Giang"],
    }
    seasons.move(season, "compose", by=cast.officer)
    with pytest.raises(Refused):
        seasons.take_members(season, by=cast.officer)


def test_a_season_of_one_is_none(cast):
    cluster = cast.cluster("Sóc Trăng")
    season = seasons.begin(cluster, SeasonTerms(year=2021), by=cast.officer)
    with pytest.raises(Refused):
        seasons.move(season, "compose", by=cast.officer)


def test_the_year_goes_forward_and_back_with_a_reason(cast):
    season = cast.season(cast.cluster(*THREE))
    sheets.load_templates()
    template = ScoreSheet.objects.get(code="CUM-DBSCL-DEMO")
    sheets.choose(season, sheets.copy(template, season.cluster, by=cast.officer), by=cast.officer)
    peers.confirm(peers.draw(season, by=cast.officer), by=cast.officer)
    for name in (
        "begin",
        "review",
        "open_scoring",
        "cross_check",
        "consolidate",
        "confer",
        "nominate",
        "decide",
    ):
        season = seasons.move(season, name, by=cast.officer)
    assert season.state == SeasonState.DECIDED
    with pytest.raises(TransitionRefused):
        seasons.move(season, "begin", by=cast.officer)
    season = seasons.move(season, "close", by=cast.officer)
    with pytest.raises(Refused):
        seasons.move(season, "reopen", by=cast.officer)
    assert seasons.move(season, "reopen", by=cast.officer, reason="ghi nhầm").state == SeasonState.HANDED_OVER


def test_only_the_organiser_ends_a_season_early_and_says_why(cast):
    season = cast.season(cast.cluster(*THREE), leader="An Giang")
    with pytest.raises(Refused):
        seasons.move(season, "close_early", by=cast.officers["An Giang"], reason="hợp nhất")
    ended = seasons.move(season, "close_early", by=cast.officer, reason="hợp nhất tỉnh")
    assert (ended.state, ended.closed_early_because) == (SeasonState.CLOSED_EARLY, "hợp nhất tỉnh")
    assert not permissions.may_change_season(cast.officer, ended, on=timezone.localdate())


def test_every_undoing_asks_for_a_reason():
    undoing = {
        name for state in SEASON.states() for name in SEASON.moves_from(state) if name.startswith("un")
    }
    assert undoing <= SEASON_NEEDS_REASON


def test_a_member_that_leaves_is_waited_for_no_longer(cast):
    season = cast.season(cast.cluster(*THREE))
    pledge = cast.opened(season)
    cast.signs(pledge, "Sóc Trăng", "An Giang")
    leaving.leave(
        cast.seat(season, "Kiên Giang"), on=timezone.localdate(), reason="chuyển cụm", by=cast.officer
    )
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.SIGNED
    assert Season.objects.get().state == SeasonState.PLEDGE_SIGNED
    with pytest.raises(Refused):
        leaving.leave(cast.seat(season, "Kiên Giang"), on=timezone.localdate(), reason="x", by=cast.officer)


def test_a_member_does_not_leave_on_a_day_to_come(cast, client):
    season = cast.season(cast.cluster(*THREE))
    seat, later = cast.seat(season, "Kiên Giang"), timezone.localdate() + timedelta(days=1)
    client.force_login(cast.officer)
    with override("en"), pytest.raises(Refused, match="lies in the future"):
        seasons.unseat(seat, on=later, reason="rời", by=cast.officer)
    address = reverse("clusters:seat_leave", args=[season.pk, seat.pk])
    page = client.post(address, {"on": f"{later:%d/%m/%Y}", "reason": "rời"})
    assert list(page.context["form"].errors) == ["on"]
    seat.refresh_from_db()
    assert seat.left_on is None


@pytest.mark.parametrize(
    ("composed_on", "seated"), [(None, ["Tây"]), (date(2025, 1, 10), ["An Giang", "Sóc Trăng"])]
)
def test_a_season_of_the_past_seats_those_who_belonged_then(composed_on, seated):
    cast = stage("Sóc Trăng", "An Giang")
    cluster = cast.cluster(*cast.members)
    for row in cluster.memberships.all():
        clusters.release(row, on=date(2025, 7, 1), ground="sáp nhập", by=cast.officer)
    heir = register(
        Kind.ALLIANCE, name="Liên minh Hợp tác xã Tây", short_name="Tây", valid_from=date(2025, 7, 1), by=None
    )
    clusters.admit(cluster, [heir], on=date(2025, 7, 1), by=cast.officer)
    season = seasons.begin(cluster, SeasonTerms(year=2025, composed_on=composed_on), by=cast.officer)
    assert sorted(seat.short_name for seat in season.seats.all()) == seated
    assert seasons.take_members(season, by=cast.officer).seats.count() == len(seated)
