"""What an act on a cluster, a season or a pledge is refused for before anybody asks for the office."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from clusters.comparing import changes_between
from clusters.models import Outcome, Pledge, PledgeTarget, Role, Season, Signatory
from clusters.permissions import clusters as cluster_rights
from clusters.permissions import pledges as rights
from clusters.selectors import clusters as selectors
from clusters.selectors import pledges as pledge_selectors
from clusters.services import clusters, pledges, seasons
from clusters.services.clusters import TurnTerms
from clusters.services.seasons import SeasonTerms
from clusters.states import Answer, PledgeState, SeasonState
from clusters.tests.stage import account, stage
from clusters.views.proposing import proposal_words
from emulation.ballots.models import Ballot
from emulation.ballots.permissions import teller_of
from emulation.merging import Clash
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
THREE = ("Sóc Trăng", "An Giang", "Kiên Giang")


@pytest.fixture
def cast():
    return stage(*THREE)


def today() -> date:
    return timezone.localdate()


def of(cast, in_season=SeasonState.PLEDGE_DRAFT, **facts):
    """A pledge of a season in this state, of a cluster that exists; nothing is stored."""
    season = Season(pk=-1, cluster=cast.season_of, state=in_season, year=2021)
    return Pledge(pk=-1, season=season, **facts)


@pytest.fixture
def thrown(cast):
    cast.season_of = cast.cluster(*THREE)
    return cast


def test_a_pledge_is_drafted_in_its_time(thrown):
    running = Season(pk=-1, cluster=thrown.season_of, state=SeasonState.RUNNING, year=2021)
    assert not rights.may_draft_pledge(thrown.officer, running, on=today())
    composed = Season(pk=-1, cluster=thrown.season_of, state=SeasonState.COMPOSED, year=2021)
    assert rights.may_draft_pledge(thrown.officer, composed, on=today())
    assert not rights.may_draft_pledge(thrown.heads["Kiên Giang"], composed, on=today())


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (PledgeState.SIGNED, rights.SIGNED_BY_ALL),
        (PledgeState.OPEN, rights.FROZEN),
        (PledgeState.WITHDRAWN, None),
    ],
)
def test_only_a_draft_is_changed(thrown, state, reason):
    verdict = rights.may_change_pledge(thrown.officer, of(thrown, state=state), on=today())
    assert not verdict
    assert reason is None or verdict.reason == reason


def test_nothing_of_a_season_that_is_over_is_changed(thrown):
    draft = of(thrown, SeasonState.CLOSED_EARLY, state=PledgeState.DRAFT)
    assert not rights.may_change_pledge(thrown.officer, draft, on=today())
    assert not rights.may_move_pledge(thrown.officer, draft, "open", on=today())
    assert not rights.may_move_pledge(thrown.officer, draft, "unopen", on=today())
    over = of(thrown, SeasonState.CLOSED, state=PledgeState.SIGNED)
    assert not rights.may_draft_addendum(thrown.officer, over, on=today())


def test_what_is_not_open_is_not_signed(thrown):
    season = thrown.season(thrown.season_of)
    seat = thrown.seat(season, "An Giang")
    for state in (PledgeState.DRAFT, PledgeState.WITHDRAWN):
        row = Signatory(pk=-1, pledge=of(thrown, state=state), seat=seat)
        for verdict in (
            rights.may_sign(thrown.heads["An Giang"], row, on=today()),
            rights.may_record_paper(thrown.officers["An Giang"], row, on=today()),
        ):
            assert verdict.reason == rights.NOT_OPEN
    gone = Signatory(pk=-1, pledge=of(thrown, state=PledgeState.WITHDRAWN), seat=seat)
    assert not rights.may_answer_decline(thrown.officer, gone, on=today())
    signed = Signatory(pk=-1, pledge=of(thrown, state=PledgeState.OPEN), seat=seat, answer=Answer.SIGNED)
    for verdict in (
        rights.may_sign(thrown.heads["An Giang"], signed, on=today()),
        rights.may_record_paper(thrown.officers["An Giang"], signed, on=today()),
    ):
        assert verdict.reason == rights.HAS_SIGNED


def test_one_addendum_at_a_time(cast):
    pledge = cast.opened(cast.season(cast.cluster(*THREE)))
    assert not rights.may_draft_addendum(cast.officer, pledge, on=today())
    cast.signs(pledge, *THREE)
    pledge = pledge_selectors.pledge_for(cast.officer, pledge.pk)
    words = pledges.PledgeTerms(title="Phụ lục", reason="bão")
    pledges.draft_addendum(pledge, words, by=cast.officer)
    assert not rights.may_draft_addendum(cast.officer, pledge, on=today())


def test_closed_and_open_clusters_refuse_what_does_not_fit(cast):
    cluster = cast.cluster(*THREE)
    assert not cluster_rights.may_reopen_cluster(cast.officer, cluster, on=today())
    closed = clusters.close(cluster, on=today(), reason="hết nhiệm vụ", by=cast.officer)
    assert cluster_rights.may_change_cluster(cast.officer, closed, on=today()).reason == cluster_rights.CLOSED
    season = Season(pk=-1, cluster=cluster, state=SeasonState.DRAFT, year=2021)
    assert not cluster_rights.may_move_season(cast.officer, season, "seal_pledge", on=today())
    for reason in (" ", ""):
        with pytest.raises(Refused):
            clusters.reopen(closed, reason=reason, by=cast.officer)
    again = clusters.reopen(closed, reason="nhầm", by=cast.officer)
    with pytest.raises(Refused):
        clusters.close(again, on=today(), reason=" ", by=cast.officer)


def test_days_and_settings_of_a_season_are_changed_by_two_field_by_field(cast):
    season = cast.season(cast.cluster(*THREE))
    base = seasons.season_terms_of(season)
    assert seasons.revise(season, base, base=base, by=cast.officer).version == season.version
    later = seasons.revise(season, replace(base, least_peers=3), base=base, by=cast.officer)
    assert later.least_peers == 3
    with pytest.raises(Clash):
        seasons.revise(season, replace(base, least_peers=4), base=base, by=cast.officer)
    both = seasons.revise(season, replace(base, composed_number="05/QĐ"), base=base, by=cast.officer)
    assert (both.least_peers, both.composed_number) == (3, "05/QĐ")


def test_only_a_member_leads_and_leaves_with_a_reason(cast):
    cluster = cast.cluster("Sóc Trăng", "An Giang")
    season = cast.season(cluster)
    with pytest.raises(Refused):
        seasons.appoint(season, Role.LEADER, cast.members["Kiên Giang"], by=cast.officer)
    seat = cast.seat(season, "Sóc Trăng")
    with pytest.raises(Refused):
        seasons.unseat(seat, on=today(), reason=" ", by=cast.officer)
    prepared = seasons.begin(cluster, SeasonTerms(year=2030), by=cast.officer)
    with pytest.raises(Refused):
        seasons.unseat(cast.seat(prepared, "Sóc Trăng"), on=today(), reason="rời", by=cast.officer)
    with pytest.raises(Refused):
        seasons.move(seasons.move(prepared, "compose", by=cast.officer), "uncompose", by=cast.officer)
    pledges.draft(Season.objects.get(pk=prepared.pk), by=cast.officer)
    Season.objects.filter(pk=prepared.pk).update(state=SeasonState.COMPOSED)
    with pytest.raises(Refused):
        seasons.move(prepared, "uncompose", by=cast.officer, reason="sai")


def test_who_holds_no_post_sees_nothing(cast):
    pledge = cast.opened(cast.season(cast.cluster(*THREE)))
    nobody = account("Người Không Chức")
    assert not selectors.clusters_visible_to(nobody).exists()
    assert not selectors.seasons_visible_to(nobody).exists()
    assert not pledge_selectors.pledges_visible_to(nobody).exists()
    assert pledge.pk
    nobody.person = None
    assert teller_of(nobody, Ballot(pk=-1)) is None


def test_the_list_of_clusters_is_searched_by_name_and_kind(cast):
    cluster = cast.cluster(*THREE)
    found = selectors.cluster_page(cast.officer, term="tay nam song hau", kind="CLUSTER")
    assert [row.pk for row in found] == [cluster.pk]
    assert not selectors.cluster_page(cast.officer, kind="BLOCK").exists()
    assert not selectors.cluster_page(cast.officer, closed=True).exists()


def test_the_proposal_is_said_in_words(cast):
    cluster = cast.cluster(*THREE)
    for name, year, outcome in (("Sóc Trăng", 2020, Outcome.HELD), ("An Giang", 2021, Outcome.DECLINED)):
        terms = TurnTerms(year=year, role=Role.LEADER, organisation=cast.members[name], outcome=outcome)
        clusters.enter_turn(cluster, terms, by=cast.officer)
    said = list(proposal_words(selectors.proposal_for(cluster, 2021), {}))
    assert "Kiên Giang" in said[0]
    assert any("An Giang" in line for line in said[2:])
    empty = clusters.found(
        cast.centre, replace(clusters.cluster_terms_of(cluster), name="Cụm khác"), by=cast.officer
    )
    assert list(proposal_words(selectors.proposal_for(empty, 2021), {})) == []


def test_targets_without_a_definition_are_known_by_their_words():
    old, new = PledgeTarget(text="Kết nạp  đảng viên"), PledgeTarget(text="kết nạp đảng viên", unit="người")
    assert [(one.kind, one.fields) for one in changes_between([old], [new])] == [
        ("changed", ("text", "unit"))
    ]
    assert changes_between([old], [PledgeTarget(text="Kết nạp  đảng viên")]) == []
