"""Who contests a reading, says a word, rules, and tries what would be: a verdict with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.models import Dispute, RuledBy, Ruling, Sandbox, Season, Seat
from clusters.offices import MAY_RUN, MAY_SCORE
from clusters.permissions.clusters import OVER, organises, runs
from clusters.permissions.scores import NO_SHEET
from clusters.selectors.clusters import reach
from clusters.selectors.disputes import own_seat
from clusters.selectors.rankings import published_of
from clusters.states import CROSS_SCORING_CLOSED, DISPUTE, DisputeState, SeasonState
from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.verdicts import YES, No, Verdict

NOT_NOW = _("The reading of a criterion is contested from the pledge on, until the conference is over.")
NOT_A_MEMBER = _("Only a member of the season may do this.")
NOT_OPEN = _("The dispute is not open.")
NOT_YOURS = _("Only the member that raised the dispute withdraws it.")
NOT_RULING = _("By the regulation of this cluster only the organiser rules.")
NOT_RULING_BOTH = _("Only the organiser and the body that leads the cluster today rule.")
OWN_DISPUTE = _("Nobody rules on the dispute of the own body: the organiser does.")
OTHER_SIDE = _(
    "A member enters no numbers for the other side of a dispute: the member itself or the organiser does."
)
SUPERSEDED = _("A later ruling has taken its place.")
HIDDEN_YET = _(
    "Places are shown to the members once the scores are consolidated: before, they would tell peer scores."
)
UNPUBLISHED = _(
    "Members try other readings once the ranking is published: before, it would tell everybody's scores."
)
NOT_YOUR_SANDBOX = _("Only the body that kept it and who runs the cluster may do this.")

DISPUTING = frozenset(
    {
        SeasonState.PLEDGE_DRAFT,
        SeasonState.PLEDGE_SIGNED,
        SeasonState.RUNNING,
        SeasonState.MIDYEAR_REVIEWED,
        SeasonState.SELF_SCORING,
        SeasonState.CROSS_CHECK,
        SeasonState.CONSOLIDATED,
        SeasonState.CONFERENCE,
    }
)


def _in_time(season: Season) -> Verdict:
    if season.is_over:
        return No(OVER)
    if season.sheet_id is None:
        return No(NO_SHEET)
    return YES if season.state in DISPUTING else No(NOT_NOW)


def speaks_for(user: User, seat: Seat, *, on: date) -> Verdict:
    """Holds an office of this very member, or of its heir."""
    own = seat.organisation_id in reach(user).continued
    return YES if own and at_office(user, MAY_SCORE, seat.organisation_id, on) else No(NOT_A_MEMBER)


def may_contest(user: User, season: Season, *, on: date) -> Verdict:
    """Contest the reading of a criterion, for the own body."""
    verdict = _in_time(season)
    if not verdict:
        return verdict
    seat = own_seat(user, season)
    return No(NOT_A_MEMBER) if seat is None else speaks_for(user, seat, on=on)


def may_say(user: User, dispute: Dispute, *, on: date) -> Verdict:
    """Add a word: every member, and who runs the cluster."""
    if dispute.state != DisputeState.OPEN:
        return No(NOT_OPEN)
    if runs(user, dispute.season.cluster, on=on):
        return _in_time(dispute.season)
    return may_contest(user, dispute.season, on=on)


def may_give_figure(user: User, dispute: Dispute, seat: Seat, *, on: date) -> Verdict:
    """Enter a member's numbers under the two readings: the member itself, the organiser, or the leader.

    The leader, a member as well, enters none for the member that contests, and none at all where its own body
    contests the same criterion: nobody states the numbers of the other side.
    """
    if dispute.state != DisputeState.OPEN:
        return No(NOT_OPEN)
    verdict = _in_time(dispute.season)
    if not verdict:
        return verdict
    own = speaks_for(user, seat, on=on)
    if own or organises(user, dispute.season.cluster, on=on):
        return YES
    verdict = runs(user, dispute.season.cluster, on=on)
    if not verdict:
        return verdict
    return No(OTHER_SIDE) if seat.pk == dispute.seat_id or _is_party(user, dispute) else YES


def _is_party(user: User, dispute: Dispute) -> bool:
    """Whether the own body contests this criterion, in this dispute or in another that is open."""
    parties = Seat.objects.filter(
        disputes__season=dispute.season_id,
        disputes__criterion=dispute.criterion_id,
        disputes__state=DisputeState.OPEN,
    )
    return parties.filter(organisation_id__in=reach(user).continued).exists()


def may_withdraw(user: User, dispute: Dispute, *, on: date) -> Verdict:
    if dispute.state not in DISPUTE.sources("withdraw"):
        return No(NOT_OPEN)
    return YES if speaks_for(user, dispute.seat, on=on) else No(NOT_YOURS)


def may_restore(user: User, dispute: Dispute, *, on: date) -> Verdict:
    """Take up again what was withdrawn, as long as it could be raised."""
    if dispute.state not in DISPUTE.sources("restore"):
        return No(_("The dispute was not withdrawn."))
    if not speaks_for(user, dispute.seat, on=on):
        return No(NOT_YOURS)
    return may_contest(user, dispute.season, on=on)


def rules(user: User, season: Season, *, on: date) -> Verdict:
    """Rules in this cluster: the organiser; the leader too where the regulation says so."""
    if organises(user, season.cluster, on=on):
        return YES
    if season.cluster.ruled_by == RuledBy.ORGANISER:
        return No(NOT_RULING)
    return YES if runs(user, season.cluster, on=on) else No(NOT_RULING_BOTH)


def may_rule(user: User, dispute: Dispute, *, on: date) -> Verdict:
    """Rule on a dispute; the leader never on the one its own body raised."""
    if dispute.state not in DISPUTE.sources("rule"):
        return No(NOT_OPEN)
    return _may_rule_in(user, dispute.season, dispute.seat, on)


def _may_rule_in(user: User, season: Season, party: Seat | None, on: date) -> Verdict:
    verdict = _in_time(season)
    if not verdict:
        return verdict
    verdict = rules(user, season, on=on)
    own = party is not None and party.organisation_id in reach(user).continued
    if verdict and own and not at_office(user, MAY_RUN, season.cluster.organiser_id, on):
        return No(OWN_DISPUTE)
    return verdict


def may_rule_again(user: User, ruling: Ruling, *, on: date) -> Verdict:
    """Put a later ruling in the place of this one; the leader never where its own body contested the criterion."""
    if hasattr(ruling, "superseded_by"):
        return No(SUPERSEDED)
    verdict = _may_rule_in(user, ruling.season, None, on)
    if not verdict or organises(user, ruling.season.cluster, on=on):
        return verdict
    parties = Seat.objects.filter(disputes__season=ruling.season_id, disputes__criterion=ruling.criterion_id)
    own = parties.filter(organisation_id__in=reach(user).continued).exists()
    return No(OWN_DISPUTE) if own else verdict


def may_see_places(user: User, season: Season, *, on: date) -> Verdict:
    """See everyone's place under a reading: who runs the cluster; every member once the scores are consolidated."""
    if runs(user, season.cluster, on=on):
        return YES
    if season.state not in CROSS_SCORING_CLOSED:
        return No(HIDDEN_YET)
    return YES if own_seat(user, season) is not None else No(NOT_A_MEMBER)


def may_try(user: User, season: Season, *, on: date) -> Verdict:
    """Try other readings on the scores and see what would move: who runs the cluster; members once published.

    Before publication a trial would tell a member the standing scores of all criteria.
    """
    if season.sheet_id is None:
        return No(NO_SHEET)
    if not runs(user, season.cluster, on=on) and published_of(season) is None:
        return No(UNPUBLISHED)
    return may_see_places(user, season, on=on)


def may_keep_sandbox(user: User, season: Season, *, on: date) -> Verdict:
    """Keep a hypothetical ranking under a name."""
    return No(OVER) if season.is_over else may_try(user, season, on=on)


def may_read_sandbox(user: User, sandbox: Sandbox, *, on: date) -> Verdict:
    if runs(user, sandbox.season.cluster, on=on):
        return YES
    own = sandbox.body_id in reach(user).held
    return may_try(user, sandbox.season, on=on) if own else No(NOT_YOUR_SANDBOX)


def may_remove_sandbox(user: User, sandbox: Sandbox, *, on: date) -> Verdict:
    verdict = may_keep_sandbox(user, sandbox.season, on=on)
    return may_read_sandbox(user, sandbox, on=on) if verdict else verdict
