"""The rights of this room as questions for the roles matrix: each asks the predicate that guards the act."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.conference_states import ConferenceKind, ConferenceState
from clusters.models import (
    Assignment,
    Cluster,
    Conference,
    CrossDraw,
    Dispute,
    Pledge,
    RankingVersion,
    ScoreCard,
    Season,
    Seat,
    Signatory,
)
from clusters.permissions import clusters, conferences, disputes, peers, pledges, rankings, scores
from clusters.scoring import Column
from clusters.selectors.clusters import Leading
from clusters.states import DrawState, PledgeState, RankingState, SeasonState
from emulation.accounts import matrix
from emulation.accounts.models import User
from emulation.organisations.models import Kind, Organisation
from emulation.verdicts import Verdict

ROOM = _("Emulation clusters")
HERE = matrix.EXAMPLE_ORGANISATION


def example_season(state: str) -> Season:
    """A season of a cluster that the example organisation organises."""
    return Season(pk=-1, cluster=Cluster(pk=-1, organiser_id=HERE), state=state)


def example_signatory() -> Signatory:
    """The example organisation's own place under an open pledge."""
    season = example_season(SeasonState.PLEDGE_DRAFT)
    pledge = Pledge(pk=-1, season=season, state=PledgeState.OPEN)
    return Signatory(pk=-1, pledge=pledge, seat=Seat(pk=-1, season=season, organisation_id=HERE))


def may_found(user: User, on: date) -> Verdict:
    return clusters.may_found(user, Organisation(pk=HERE, kind=Kind.ALLIANCE), on=on)


def may_run(user: User, on: date) -> Verdict:
    return clusters.may_change_season(user, example_season(SeasonState.RUNNING), on=on)


def may_sign(user: User, on: date) -> Verdict:
    return pledges.may_sign(user, example_signatory(), on=on)


def may_record_paper(user: User, on: date) -> Verdict:
    return pledges.may_record_paper(user, example_signatory(), on=on)


def example_card(organisation_id: int = HERE, organiser_id: int = HERE) -> ScoreCard:
    """A card under self-scoring, of a season whose sheet is chosen."""
    cluster = Cluster(pk=-1, organiser_id=organiser_id)
    season = Season(pk=-1, cluster=cluster, state=SeasonState.SELF_SCORING, sheet_id=-1)
    season.__dict__["_leading_known"] = Leading()
    return ScoreCard(pk=-1, seat=Seat(pk=-1, season=season, organisation_id=organisation_id))


def may_score(user: User, on: date) -> Verdict:
    return scores.may_score(user, example_card(), Column.SELF, on=on)


def may_appraise(user: User, on: date) -> Verdict:
    return scores.appraises(user, example_card(organisation_id=-2), on=on)


def example_dispute() -> Dispute:
    """An open dispute in a cluster that the example organisation organises."""
    season = Season(
        pk=-1, cluster=Cluster(pk=-1, organiser_id=HERE), state=SeasonState.CONSOLIDATED, sheet_id=-1
    )
    return Dispute(pk=-1, season=season, seat=Seat(pk=-1, season=season, organisation_id=-2))


def example_pair() -> Assignment:
    """The example organisation scores another, while cross-scoring is open."""
    season = example_season(SeasonState.CROSS_CHECK)
    scorer = Seat(pk=-1, season=season, organisation_id=HERE)
    draw = CrossDraw(pk=-1, season=season, state=DrawState.CONFIRMED)
    return Assignment(pk=-1, draw=draw, scorer=scorer, scored=Seat(pk=-2, season=season, organisation_id=-2))


def may_score_peer(user: User, on: date) -> Verdict:
    return peers.may_submit_peer(user, example_pair(), on=on)


def may_rule(user: User, on: date) -> Verdict:
    return disputes.may_rule(user, example_dispute(), on=on)


def example_version() -> RankingVersion:
    """A frozen ranking of a season that the example organisation organises."""
    season = example_season(SeasonState.CONFERENCE)
    return RankingVersion(pk=-1, season=season, state=RankingState.FROZEN)


def may_see_standings(user: User, on: date) -> Verdict:
    season = example_season(SeasonState.CONFERENCE)
    season.sheet_id = -1
    return rankings.may_see_provisional(user, season, on=on)


def may_publish_ranking(user: User, on: date) -> Verdict:
    return rankings.may_publish(user, example_version(), on=on)


def example_conference(state: str = ConferenceState.UNDER_WAY) -> Conference:
    """A conference that the example organisation convened."""
    season = example_season(SeasonState.CONFERENCE)
    return Conference(pk=-1, season=season, kind=ConferenceKind.YEAREND, state=state, convener_id=HERE)


def may_run_conference(user: User, on: date) -> Verdict:
    return conferences.may_change(user, example_conference(), on=on)


def may_confirm(user: User, on: date) -> Verdict:
    conference = example_conference(ConferenceState.PLANNED)
    seat = Seat(pk=-1, season=conference.season, organisation_id=HERE)
    return conferences.may_confirm(user, conference, seat, on=on)


def may_prepare_vote(user: User, on: date) -> Verdict:
    return conferences.may_prepare_vote(user, example_conference(), on=on)


def may_finish(user: User, on: date) -> Verdict:
    return conferences.finishes(user, example_conference(), on=on)


def may_keep_roll(user: User, on: date) -> Verdict:
    return clusters.may_keep_roll(user, example_season(SeasonState.COMPOSED), on=on)


def register() -> None:
    matrix.register(ROOM, _("Enter clusters, their members and who led"), may_found)
    matrix.register(ROOM, _("Run a cluster: seasons, pledge, its opening for signature"), may_run)
    matrix.register(ROOM, _("Say who leads a season, and who leaves it"), may_keep_roll)
    matrix.register(ROOM, _("Sign the pledge for the own organisation, or decline"), may_sign)
    matrix.register(ROOM, _("Enter a signature given on paper"), may_record_paper)
    matrix.register(ROOM, _("Enter and submit the self-score of the own organisation"), may_score)
    matrix.register(ROOM, _("Appraise the scores of the members"), may_appraise)
    matrix.register(ROOM, _("Score the member that was drawn"), may_score_peer)
    matrix.register(ROOM, _("Rule how a criterion is read"), may_rule)
    matrix.register(ROOM, _("See the standings and freeze the ranking"), may_see_standings)
    matrix.register(ROOM, _("Publish the ranking"), may_publish_ranking)
    matrix.register(
        ROOM, _("Run a conference: agenda, attendance, what the screens show"), may_run_conference
    )
    matrix.register(ROOM, _("Prepare, open and end a secret vote of a conference"), may_prepare_vote)
    matrix.register(ROOM, _("Write and close minutes and hand-over record"), may_finish)
    matrix.register(ROOM, _("Confirm who takes part in a conference for the own organisation"), may_confirm)
