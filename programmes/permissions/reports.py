"""Who may draft, freeze, confirm and issue a report: the keeper writes, every side answers for itself."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.accounts.selectors import reach_of
from emulation.verdicts import YES, No, Verdict
from programmes.models import Party, Programme, Report
from programmes.offices import MAY_CONFIRM, MAY_RECORD_SIGNING, MAY_RUN
from programmes.permissions.programmes import ENDED
from programmes.selectors.programmes import parties_on
from programmes.selectors.reports import on_paper, word_of
from programmes.states import NEVER_SIGNED, OVER, ReportState

FROZEN = _("The figures are frozen: open them again with a reason to change the report.")


def _keeper(user: User, programme: Programme, on: date) -> Verdict:
    return at_office(user, MAY_RUN, programme.organisation_id, on)


def may_draft_report(user: User, programme: Programme, *, on: date) -> Verdict:
    """A report of a signed programme that is kept here and has not ended."""
    if programme.recorded:
        return No(_("Its own parties report on a programme signed elsewhere."))
    if programme.state in NEVER_SIGNED:
        return No(_("A programme is reported on once it is signed."))
    if programme.state in OVER:
        return No(ENDED)
    return _keeper(user, programme, on)


def may_write_report(user: User, report: Report, *, on: date) -> Verdict:
    """Write its parts and freeze its figures."""
    if report.state != ReportState.DRAFT:
        return No(FROZEN)
    return _keeper(user, report.programme, on)


def may_thaw_report(user: User, report: Report, *, on: date) -> Verdict:
    """Open frozen figures again; a programme that was closed on its report keeps it."""
    if report.state == ReportState.DRAFT:
        return No(_("The figures are not frozen."))
    if report.programme.state in OVER:
        return No(ENDED)
    return _keeper(user, report.programme, on)


def may_answer_report(
    user: User, report: Report, party: Party, *, on: date, papers: Collection[int] | None = None
) -> Verdict:
    """Confirm or contest the frozen figures for a side.

    For a side outside the register, or without any account, the keeper's officer records what its paper says;
    `papers` are the ids of such sides for whoever has asked already.
    """
    if report.state != ReportState.FROZEN:
        return No(_("The figures wait for nobody's confirmation."))
    if word_of(report, party) is not None:
        return No(_("This side has given its word on these figures."))
    if party not in parties_on(report.programme, on):
        return No(_("This party is no longer a side of the programme."))
    if party.pk in (on_paper([party], on) if papers is None else papers):
        return _keeper(user, report.programme, on)
    return may_speak_for(user, party, on=on)


def may_speak_for(user: User, party: Party, *, on: date) -> Verdict:
    """Give the word of a side: at the very body, or at one that it became."""
    if party.organisation_id in reach_of(user, MAY_CONFIRM, on).continued:
        return YES
    return No(_("Each side confirms for itself: your posts are not with this party."))


def may_issue_report(user: User, report: Report, *, on: date) -> Verdict:
    if report.state != ReportState.CONFIRMED:
        return No(_("The report is issued once every side has confirmed its figures."))
    if report.document_id is not None:
        return No(_("The report is issued already."))
    return at_office(user, MAY_RECORD_SIGNING, report.programme.organisation_id, on)
