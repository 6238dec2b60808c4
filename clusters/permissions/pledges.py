"""Who drafts, opens, signs, declines and seals a pledge: a verdict with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.models import Pledge, Season, Signatory
from clusters.offices import MAY_RECORD, MAY_SIGN
from clusters.permissions.clusters import OVER, runs
from clusters.states import PLEDGE, Answer, PledgeState, SeasonState
from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.accounts.selectors import organisations_where
from emulation.verdicts import YES, No, Verdict

FROZEN = _("The text lies open for signature: take that back with a reason to change it.")
SIGNED_BY_ALL = _("The pledge is signed by all: only an addendum changes it.")
NOT_OPEN = _("The pledge is not open for signature.")
ONLY_ITS_HEAD = _("Only the head of the member signs for it.")
HAS_SIGNED = _("This member has signed already.")


def may_draft_pledge(user: User, season: Season, *, on: date) -> Verdict:
    """Draft the pledge of a composed season."""
    if season.state not in (SeasonState.COMPOSED, SeasonState.PLEDGE_DRAFT):
        return No(_("A pledge is drafted once the season is composed, and before it is under way."))
    if season.pledges.exclude(state=PledgeState.WITHDRAWN).exists():
        return No(_("The season has a pledge already."))
    return runs(user, season.cluster, on=on)


def may_draft_addendum(user: User, pledge: Pledge, *, on: date) -> Verdict:
    """Amend a pledge that all have signed, one addendum at a time."""
    if pledge.state != PledgeState.SIGNED:
        return No(
            _("An addendum amends a pledge that all have signed; this one can still be changed itself.")
        )
    if pledge.season.is_over:
        return No(OVER)
    under_way = pledge.season.pledges.filter(state__in=(PledgeState.DRAFT, PledgeState.OPEN))
    if under_way.exists():
        return No(_("An addendum is being drafted or signed already."))
    return runs(user, pledge.season.cluster, on=on)


def may_change_pledge(user: User, pledge: Pledge, *, on: date) -> Verdict:
    """Change words and targets of a draft."""
    if pledge.state == PledgeState.SIGNED:
        return No(SIGNED_BY_ALL)
    if pledge.state == PledgeState.OPEN:
        return No(FROZEN)
    if pledge.state == PledgeState.WITHDRAWN:
        return No(_("This draft was withdrawn: take it up again first."))
    if pledge.season.is_over:
        return No(OVER)
    return runs(user, pledge.season.cluster, on=on)


def may_move_pledge(user: User, pledge: Pledge, move: str, *, on: date) -> Verdict:
    """Open for signature, take that back, withdraw; sealing follows from the last signature."""
    if pledge.state not in PLEDGE.sources(move):
        return No(_("This step does not follow from the present state."))
    if pledge.season.is_over:
        return No(OVER)
    return runs(user, pledge.season.cluster, on=on)


def may_record_signed(user: User, pledge: Pledge, *, on: date) -> Verdict:
    """Enter a draft as signed on paper in the past: the pledge itself, not an addendum, by who runs the cluster."""
    if pledge.amends_id is not None:
        return No(_("An addendum is opened for signature, so that all read it beside what it changes."))
    verdict = may_change_pledge(user, pledge, on=on)
    if verdict and (pledge.day is None or pledge.day >= on):
        return No(_("Enter the day on which it was signed first: it lies in the past."))
    return verdict


def may_sign(user: User, signatory: Signatory, *, on: date) -> Verdict:
    """The head of the member, on the day, at the very organisation: nobody above signs for it."""
    pledge = signatory.pledge
    if pledge.state != PledgeState.OPEN:
        return No(NOT_OPEN)
    if signatory.answer == Answer.SIGNED:
        return No(HAS_SIGNED)
    if signatory.seat.organisation_id not in organisations_where(user, MAY_SIGN, on):
        return No(ONLY_ITS_HEAD)
    return YES


def may_decline(user: User, signatory: Signatory, *, on: date) -> Verdict:
    """As signing: whoever may sign may say why not, as long as nobody signed for the member."""
    return may_sign(user, signatory, on=on)


def may_record_paper(user: User, signatory: Signatory, *, on: date) -> Verdict:
    """Enter a signature given on paper: the member's own office, or who runs the cluster."""
    pledge = signatory.pledge
    if pledge.state != PledgeState.OPEN:
        return No(NOT_OPEN)
    if signatory.answer == Answer.SIGNED:
        return No(HAS_SIGNED)
    if at_office(user, MAY_RECORD, signatory.seat.organisation_id, on):
        return YES
    return runs(user, pledge.season.cluster, on=on)


def may_answer_decline(user: User, signatory: Signatory, *, on: date) -> Verdict:
    """Take part in the talk on what was declined: any member's head or officer, and who runs the cluster."""
    if signatory.pledge.state not in (PledgeState.OPEN, PledgeState.DRAFT):
        return No(NOT_OPEN)
    seats = signatory.pledge.season.seats.filter(
        organisation__in=organisations_where(user, MAY_RECORD, on), left_on=None
    )
    if seats.exists():
        return YES
    return runs(user, signatory.pledge.season.cluster, on=on)
