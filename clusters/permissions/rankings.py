"""Who sees a ranking before it is published, freezes it, publishes it, takes it back: a verdict with its reason.

Two steps and two bodies: who runs the cluster (its organiser, or the body that leads it) freezes a version for the
conference; the organiser alone publishes it. What is published is never taken back, only corrected by a new version.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.models import RankingVersion, Season
from clusters.permissions.clusters import organises, runs
from clusters.permissions.scores import NO_SHEET
from clusters.states import RANKED, RANKING
from emulation.accounts.models import User
from emulation.verdicts import No, Verdict

NOT_YET = _("A ranking is frozen once the scores are consolidated, and until the season is closed.")
ONE_WAITS = _("A frozen version waits for its publication: publish it or take it back first.")
NOT_FROZEN = _("Only a frozen version that is not published can be published or taken back.")


def may_see_provisional(user: User, season: Season, *, on: date) -> Verdict:
    """See places before they are published: who runs the cluster. Members see them once published."""
    if season.sheet_id is None:
        return No(NO_SHEET)
    return runs(user, season.cluster, on=on)


def may_freeze(user: User, season: Season, *, on: date) -> Verdict:
    """Freeze a version: who runs the cluster, one version at a time."""
    if season.sheet_id is None:
        return No(NO_SHEET)
    if season.state not in RANKED:
        return No(NOT_YET)
    if season.rankings.filter(state__in=RANKING.sources("publish")).exists():
        return No(ONE_WAITS)
    return runs(user, season.cluster, on=on)


def may_publish(user: User, version: RankingVersion, *, on: date) -> Verdict:
    """Publish a frozen version: the organiser alone, never the leading member by itself."""
    if version.state not in RANKING.sources("publish"):
        return No(NOT_FROZEN)
    if version.season.state not in RANKED:
        return No(NOT_YET)
    return organises(user, version.season.cluster, on=on)


def may_drop(user: User, version: RankingVersion, *, on: date) -> Verdict:
    """Take a frozen version back with a reason, before anybody but who runs the cluster has seen it."""
    if version.state not in RANKING.sources("drop"):
        return No(NOT_FROZEN)
    return runs(user, version.season.cluster, on=on)
