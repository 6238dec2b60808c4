"""Who draws, confirms, exchanges, scores a peer and returns a peer score: a verdict with its reason."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.models import Assignment, CrossDraw, ScoreCard, Season, Seat
from clusters.offices import MAY_SCORE
from clusters.permissions.clusters import OVER, runs
from clusters.selectors.clusters import reach
from clusters.selectors.peers import has_peer_scores, scored_by
from clusters.states import CROSS_SCORING_CLOSED, DRAW, PEER, DrawState, SeasonState
from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.verdicts import YES, No, Verdict

NOT_CROSS_SCORED = _("Members do not score each other in this season.")
NOT_DRAWING = _("Who scores whom is drawn once the season is composed, until cross-scoring is closed.")
SCORED_ALREADY = _("Somebody has entered a peer score already: only a single member can be given to another.")
NOT_CROSS_SCORING = _("Cross-scoring is not open.")
NOT_ASSIGNED = _("Only the member drawn to score this one enters the peer score.")
PEER_SUBMITTED = _("The peer score is submitted: it is changed only once it is returned.")
PEER_NOT_SUBMITTED = _("The peer score is not submitted.")
NOT_OWN_PAIR = _("Nobody chooses who scores the own body, nor judges the peer score it gave or was given.")
NOT_CLOSED = _("Shown once cross-scoring is closed.")

DRAWING = frozenset(
    {
        SeasonState.COMPOSED,
        SeasonState.PLEDGE_DRAFT,
        SeasonState.PLEDGE_SIGNED,
        SeasonState.RUNNING,
        SeasonState.MIDYEAR_REVIEWED,
        SeasonState.SELF_SCORING,
        SeasonState.CROSS_CHECK,
    }
)


def _in_time(season: Season) -> Verdict:
    if season.is_over:
        return No(OVER)
    if not season.cross_scored:
        return No(NOT_CROSS_SCORED)
    return YES if season.state in DRAWING else No(NOT_DRAWING)


def may_draw(user: User, season: Season, *, on: date) -> Verdict:
    """Draw who scores whom, or draw anew: until somebody has scored."""
    verdict = _in_time(season)
    if not verdict:
        return verdict
    if has_peer_scores(season):
        return No(SCORED_ALREADY)
    return runs(user, season.cluster, on=on)


def may_confirm(user: User, draw: CrossDraw, *, on: date) -> Verdict:
    """Confirm what was drawn: the members are told whom they score."""
    if draw.state not in DRAW.sources("confirm"):
        return No(_("The draw is confirmed or set aside already."))
    return _in_time(draw.season) and runs(user, draw.season.cluster, on=on)


def may_exchange(user: User, draw: CrossDraw, scored: Collection[Seat] = (), *, on: date) -> Verdict:
    """Let two scorers exchange whom they score, with a reason; never the one who scores the own body."""
    if draw.state == DrawState.SET_ASIDE:
        return No(_("This draw was set aside."))
    if {seat.organisation_id for seat in scored} & set(reach(user).continued):
        return No(NOT_OWN_PAIR)
    return _in_time(draw.season) and runs(user, draw.season.cluster, on=on)


def may_assign(user: User, draw: CrossDraw, scored: Seat, *, on: date) -> Verdict:
    """Give a member to another scorer, with a reason; never the one who scores the own body."""
    if draw.state != DrawState.CONFIRMED:
        return No(_("The draw is not confirmed yet."))
    return may_exchange(user, draw, [scored], on=on)


def gives(user: User, pair: Assignment, *, on: date) -> Verdict:
    """Holds an office of the scorer."""
    own = pair.scorer.organisation_id in reach(user).continued
    return YES if own and at_office(user, MAY_SCORE, pair.scorer.organisation_id, on) else No(NOT_ASSIGNED)


def may_score_peer(user: User, card: ScoreCard, *, on: date) -> Verdict:
    """Enter peer scores on a card: who was drawn to, while cross-scoring is open and until they are submitted."""
    if card.seat.season.state != SeasonState.CROSS_CHECK:
        return No(NOT_CROSS_SCORING)
    pair = scored_by(user, card)
    if pair is None:
        return No(NOT_ASSIGNED)
    if pair.state not in PEER.sources("submit"):
        return No(PEER_SUBMITTED)
    return gives(user, pair, on=on)


def may_submit_peer(user: User, pair: Assignment, *, on: date) -> Verdict:
    """After the last day it is marked as late, not refused."""
    if pair.draw.season.state != SeasonState.CROSS_CHECK:
        return No(NOT_CROSS_SCORING)
    if pair.state not in PEER.sources("submit"):
        return No(PEER_SUBMITTED)
    return gives(user, pair, on=on)


def may_return_peer(user: User, pair: Assignment, *, on: date) -> Verdict:
    """Give a submitted peer score back with a reason, while cross-scoring is open."""
    if pair.state not in PEER.sources("return"):
        return No(PEER_NOT_SUBMITTED)
    if pair.draw.season.state != SeasonState.CROSS_CHECK:
        return No(NOT_CROSS_SCORING)
    if {pair.scorer.organisation_id, pair.scored.organisation_id} & set(reach(user).continued):
        return No(NOT_OWN_PAIR)
    return runs(user, pair.draw.season.cluster, on=on)


def may_see_scorers(user: User, season: Season, *, on: date) -> Verdict:
    """See who scores always high or low: who runs the cluster, once cross-scoring is closed."""
    verdict = runs(user, season.cluster, on=on)
    if verdict and season.state not in CROSS_SCORING_CLOSED:
        return No(NOT_CLOSED)
    return verdict
