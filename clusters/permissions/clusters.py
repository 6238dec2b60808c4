"""Who may do what with a cluster and its seasons: a verdict with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster, Season
from clusters.offices import FOUND_NONE, MAY_RUN
from clusters.selectors.clusters import leading_bodies
from clusters.states import ACTS_OF_OTHERS, BEFORE_COMPOSITION, SEASON
from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.organisations.models import Organisation
from emulation.verdicts import YES, No, Verdict

NONE_BELOW = _("A cooperative or fund is a member of clusters; it founds none of its own.")
CLOSED = _("The cluster is closed: what it decided stays as it is.")
OVER = _("The season is over.")
NOT_LEADING = _("Only the organiser and the body that leads the cluster today may do this.")
NOT_ORGANISING = _("Only the organiser of the cluster may do this.")


def may_found(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Enter a cluster that this body organises."""
    if organisation.kind in FOUND_NONE:
        return No(NONE_BELOW)
    return at_office(user, MAY_RUN, organisation.pk, on)


def organises(user: User, cluster: Cluster, *, on: date) -> Verdict:
    """Holds an office of the organiser: the cluster's list, its regulation and its end are the organiser's."""
    return YES if at_office(user, MAY_RUN, cluster.organiser_id, on) else No(NOT_ORGANISING)


def runs(user: User, cluster: Cluster, *, on: date) -> Verdict:
    """Organises the cluster, or holds an office at the body that leads it on the day."""
    if organises(user, cluster, on=on):
        return YES
    leads = any(at_office(user, MAY_RUN, body, on) for body in _leading(user, cluster, on))
    return YES if leads else No(NOT_LEADING)


def _leading(user: User, cluster: Cluster, on: date) -> frozenset[int]:
    """Asked once per account object, cluster and day: a page puts the question for each of its acts."""
    known: dict[tuple[int, date], frozenset[int]] = user.__dict__.setdefault("_leading_known", {})
    if (cluster.pk, on) not in known:
        known[cluster.pk, on] = leading_bodies(cluster.pk, on)
    return known[cluster.pk, on]


def may_change_cluster(user: User, cluster: Cluster, *, on: date) -> Verdict:
    if cluster.closed_on is not None:
        return No(CLOSED)
    return organises(user, cluster, on=on)


def may_reopen_cluster(user: User, cluster: Cluster, *, on: date) -> Verdict:
    if cluster.closed_on is None:
        return No(_("The cluster is not closed."))
    return organises(user, cluster, on=on)


def may_keep_ledger(user: User, cluster: Cluster, *, on: date) -> Verdict:
    """Enter who led in earlier years, and who declined to."""
    return organises(user, cluster, on=on)


def may_begin_season(user: User, cluster: Cluster, *, on: date) -> Verdict:
    if cluster.closed_on is not None:
        return No(CLOSED)
    return runs(user, cluster, on=on)


def may_change_season(user: User, season: Season, *, on: date) -> Verdict:
    """Change the dates and settings of a season that is not over."""
    if season.is_over:
        return No(OVER)
    return runs(user, season.cluster, on=on)


def may_keep_roll(user: User, season: Season, *, on: date) -> Verdict:
    """Say who leads a season, or let a member leave it: the organiser, since the leader competes with the others."""
    return No(OVER) if season.is_over else organises(user, season.cluster, on=on)


def may_compose(user: User, season: Season, *, on: date) -> Verdict:
    """Change who has a seat: until the season is composed; later a member only leaves, with a reason."""
    if season.state not in BEFORE_COMPOSITION:
        return No(_("The season is composed: take that back, or let a member leave with a reason."))
    return runs(user, season.cluster, on=on)


def may_move_season(user: User, season: Season, move: str, *, on: date) -> Verdict:
    if move in ACTS_OF_OTHERS - {"close_early"} or season.state not in SEASON.sources(move):
        return No(_("This step does not follow from the present state."))
    if move in ("close_early", "reopen"):
        return organises(user, season.cluster, on=on)
    return runs(user, season.cluster, on=on)
