"""Who may keep score sheets, score in which column, submit, return, appraise: a verdict with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, ScoreCard, ScoreSheet, Season
from clusters.offices import MAY_RUN, MAY_SCORE
from clusters.permissions.clusters import CLOSED, OVER, runs
from clusters.permissions.peers import may_score_peer
from clusters.scoring import Column
from clusters.selectors.clusters import Leading, leading, reach
from clusters.selectors.peers import scored_by
from clusters.states import BEFORE_SCORES, CARD, CROSS_SCORING_CLOSED, SeasonState, SheetState
from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.verdicts import YES, No, Verdict

LOCKED = _("This version is locked: make a new version of it.")
TEMPLATE = _("This sheet came with the program: copy it into the cluster and change the copy.")
NO_SHEET = _("The season has chosen no score sheet yet.")
NOT_OWN = _("Only the member itself enters its self-score.")
NOT_OPEN = _("Self-scoring is not open.")
SUBMITTED = _("The self-score is submitted: it is changed only once it is returned.")
LEFT = _("The member has left the season: its scores stay as they are.")
OWN_CARD = _("Nobody appraises the scores of the own body: the organiser, the leader or the deputy does it.")
NOT_APPRAISING = _("Scores are appraised once they are submitted, until the conference.")
NOT_FINAL_YET = _("Final points are given once the scores are consolidated.")
NOT_FINAL_ANY_MORE = _("The conference is over: the final points stand as they are.")
NOT_SUBMITTED = _("The member has not submitted its self-score yet.")

APPRAISING = frozenset({SeasonState.SELF_SCORING, SeasonState.CROSS_CHECK, SeasonState.CONSOLIDATED})
FINALISING = frozenset({SeasonState.CONSOLIDATED, SeasonState.CONFERENCE})


def may_keep_sheets(user: User, cluster: Cluster, *, on: date) -> Verdict:
    """Make, copy and choose score sheets of a cluster."""
    if cluster.closed_on is not None:
        return No(CLOSED)
    return runs(user, cluster, on=on)


def may_change_sheet(user: User, sheet: ScoreSheet, *, on: date) -> Verdict:
    if sheet.cluster is None:
        return No(TEMPLATE)
    if sheet.state != SheetState.DRAFT:
        return No(LOCKED)
    return may_keep_sheets(user, sheet.cluster, on=on)


def may_retire_sheet(user: User, sheet: ScoreSheet, *, on: date) -> Verdict:
    if sheet.cluster is None:
        return No(TEMPLATE)
    if sheet.state == SheetState.RETIRED:
        return No(_("This version is no longer used already."))
    return may_keep_sheets(user, sheet.cluster, on=on)


def may_choose_sheet(user: User, season: Season, *, on: date) -> Verdict:
    """Say by which sheet a season is scored: until self-scoring opens."""
    if season.is_over:
        return No(OVER)
    if season.state not in BEFORE_SCORES:
        return No(_("Self-scoring has opened: the sheet is locked."))
    return runs(user, season.cluster, on=on)


def belongs(user: User, card: ScoreCard) -> bool:
    """Whether the user works at the very member that the card is of, or at its heir."""
    return card.seat.organisation_id in reach(user).continued


def may_score(user: User, card: ScoreCard, column: Column, *, on: date) -> Verdict:
    """Enter values into one column of a card. The one door for every way in: typed, pasted, imported, taken over."""
    season = card.seat.season
    if season.is_over:
        return No(OVER)
    if season.sheet_id is None:
        return No(NO_SHEET)
    if card.seat.left_on is not None:
        return No(LEFT)
    if column is Column.SELF:
        return _may_score_self(user, card, on)
    if column is Column.CROSS:
        return may_score_peer(user, card, on=on)
    if column is Column.APPRAISED:
        return _may_appraise(user, card, on)
    return _may_finalise(user, card, on)


def _may_score_self(user: User, card: ScoreCard, on: date) -> Verdict:
    if card.seat.season.state != SeasonState.SELF_SCORING:
        return No(NOT_OPEN)
    if card.state not in CARD.sources("submit"):
        return No(SUBMITTED)
    return _own(user, card, on)


def _own(user: User, card: ScoreCard, on: date) -> Verdict:
    own = belongs(user, card) and at_office(user, MAY_SCORE, card.seat.organisation_id, on)
    return YES if own else No(NOT_OWN)


def _may_appraise(user: User, card: ScoreCard, on: date) -> Verdict:
    season = card.seat.season
    if season.state not in APPRAISING:
        return No(NOT_APPRAISING)
    if season.state == SeasonState.SELF_SCORING and card.state in CARD.sources("submit"):
        return No(NOT_SUBMITTED)
    return appraises(user, card, on=on)


def _may_finalise(user: User, card: ScoreCard, on: date) -> Verdict:
    state = card.seat.season.state
    if state not in FINALISING:
        return No(NOT_FINAL_ANY_MORE if state in CROSS_SCORING_CLOSED else NOT_FINAL_YET)
    return appraises(user, card, on=on)


def appraises(user: User, card: ScoreCard, *, on: date) -> Verdict:
    """Runs the cluster, and does not sit in judgement on the own body.

    The leader's own card is appraised by the organiser, or by the deputy of the season; only where the member is at
    once organiser and leader and there is no deputy, nobody else can, and it may itself.
    """
    season, own = card.seat.season, card.seat.organisation_id
    led = _leading_of(season)
    leader = led.leader.organisation_id if led.leader else None
    deputy = led.deputy.organisation_id if led.deputy else None
    judges = {season.cluster.organiser_id, leader, deputy if own == leader else None} - {None, own}
    if not judges:
        return runs(user, season.cluster, on=on)
    if belongs(user, card):
        return No(OWN_CARD)
    if runs(user, season.cluster, on=on):
        return YES
    if own == leader and deputy is not None and at_office(user, MAY_RUN, deputy, on):
        return YES
    return No(_("Only who runs the cluster appraises scores."))


def may_submit(user: User, card: ScoreCard, *, on: date) -> Verdict:
    """Submit the self-score: who may enter it. After the last day it is marked as late, not refused."""
    return may_score(user, card, Column.SELF, on=on)


def _leading_of(season: Season) -> Leading:
    """Asked once a season object: a grid puts the question for each of its rows."""
    known: Leading | None = season.__dict__.get("_leading_known")
    if known is None:
        known = season.__dict__["_leading_known"] = leading(season)
    return known


def may_return(user: User, card: ScoreCard, *, on: date) -> Verdict:
    """Give a submitted self-score back with a reason, while self-scoring is open."""
    if card.state not in CARD.sources("return"):
        return No(NOT_SUBMITTED)
    if card.seat.season.state != SeasonState.SELF_SCORING:
        return No(NOT_OPEN)
    return appraises(user, card, on=on)


def may_explain(user: User, card: ScoreCard, *, on: date) -> Verdict:
    """Answer a score that differs from the own: the member, until its final points are given."""
    if card.seat.season.state not in APPRAISING:
        return No(_("Explanations are given while the scores are appraised."))
    return _own(user, card, on)


def columns_shown(user: User, card: ScoreCard, *, on: date) -> tuple[Column, ...]:
    """Which columns a person sees of a card in sight.

    Until cross-scoring is closed a member does not see its own peer score, and a scorer sees of the card it scores
    nothing but self-score and peer score. Who runs the cluster sees the peer scores meanwhile, unless the cluster
    has them sealed for all. Once it is closed, every member sees self-score and peer score of every other.
    """
    season = card.seat.season
    if season.state not in (SeasonState.SELF_SCORING, SeasonState.CROSS_CHECK):
        return _shown_after(user, card, on)
    scorer = season.state == SeasonState.CROSS_CHECK and scored_by(user, card) is not None
    if appraises(user, card, on=on):
        sealed = season.cluster.peers_sealed and not scorer
        return tuple(column for column in Column if not (sealed and column is Column.CROSS))
    if scorer:
        return (Column.SELF, Column.CROSS)
    return (Column.SELF, Column.APPRAISED, Column.FINAL)


def _shown_after(user: User, card: ScoreCard, on: date) -> tuple[Column, ...]:
    closed = card.seat.season.state in CROSS_SCORING_CLOSED
    if not closed or belongs(user, card) or runs(user, card.seat.season.cluster, on=on):
        return tuple(Column)
    return tuple(Column) if appraises(user, card, on=on) else (Column.SELF, Column.CROSS)
