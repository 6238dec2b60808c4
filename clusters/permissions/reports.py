"""Who writes and issues the reports of a season: a verdict with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.models import Season, SeasonReport
from clusters.permissions.clusters import runs
from clusters.states import SeasonState
from emulation.accounts.models import User
from emulation.verdicts import No, Verdict

ISSUED = _("The report is issued: what it says stays. Write a new one where it was wrong.")
NOT_YET = _("Reports are written once the season is composed.")
UNDER_WAY = _("A report of this kind is being drafted already.")


def may_write(user: User, season: Season, *, on: date) -> Verdict:
    """Begin a report of a composed season: who runs the cluster. A season that is over can still be reported on."""
    if season.state == SeasonState.DRAFT:
        return No(NOT_YET)
    return runs(user, season.cluster, on=on)


def may_change_report(user: User, report: SeasonReport, *, on: date) -> Verdict:
    """Change the words of a report, or issue it."""
    if report.document_id is not None:
        return No(ISSUED)
    return may_write(user, report.season, on=on)
