"""Who may do what with campaigns, nominations, reviews and decisions: a verdict with its reason.

Each act names the offices that carry it; the roles matrix of the accounts pages is computed from these
very sets. An office counts at the organisation itself or at one above it in the tree.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from awards import selectors
from awards.models import Campaign, Decision, Grant, Nomination
from awards.offices import (
    AGENCY_MOVES,
    BULK_MOVES,
    MAY_DRAFT,
    MAY_DRAFT_DECISION,
    MAY_IMPORT,
    MAY_OPEN_CAMPAIGN,
    MAY_PRINT,
    MAY_PUBLISH,
    MAY_RUN_BOARD,
    MOVE_OFFICES,
)
from awards.states import (
    CAMPAIGN,
    DECISION,
    EDITABLE,
    NOMINATION,
    CampaignState,
    DecisionState,
    GrantState,
    NominationState,
)
from emulation.accounts.models import User
from emulation.accounts.permissions import NOT_YOUR_OFFICE
from emulation.accounts.selectors import holds, holds_at_each, organisations_where
from emulation.organisations.models import Organisation
from emulation.organisations.offices import Office
from emulation.organisations.selectors import heir_ids
from emulation.verdicts import YES, No, Verdict


def _office(user: User, offices: frozenset[Office], organisation_id: int, on: date) -> Verdict:
    return YES if holds(user, offices, organisation_id, on) else No(NOT_YOUR_OFFICE)


def may_open_campaign(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Open a round of commendation for the standing agency `organisation`."""
    return _office(user, MAY_OPEN_CAMPAIGN, organisation.pk, on)


def may_change_campaign(user: User, campaign: Campaign, *, on: date) -> Verdict:
    if campaign.state == CampaignState.CLOSED:
        return No(_("The campaign is closed."))
    return _office(user, MAY_OPEN_CAMPAIGN, campaign.organisation_id, on)


def may_close_campaign(user: User, campaign: Campaign, *, on: date) -> Verdict:
    """End a campaign: the refusal counts what is on its way, so nothing of it may be hidden from the user."""
    verdict = may_change_campaign(user, campaign, on=on)
    if verdict and not selectors.sees_all(user, campaign, on=on):
        return No(_("You sit on the board of this campaign and belong to a unit nominated in it."))
    return verdict


def may_reopen_campaign(user: User, campaign: Campaign, *, on: date) -> Verdict:
    """Take nominations again after the campaign was closed, by whoever may close it."""
    if campaign.state not in CAMPAIGN.sources("reopen"):
        return No(_("The campaign is not closed."))
    return _office(user, MAY_OPEN_CAMPAIGN, campaign.organisation_id, on)


def may_import(user: User, campaign: Campaign, *, on: date) -> Verdict:
    """Bring a list of nominees into the campaign."""
    office = _office(user, MAY_IMPORT, campaign.organisation_id, on)
    if not office:
        return office
    if campaign.state == CampaignState.CLOSED:
        return No(_("The campaign no longer takes nominations."))
    if not selectors.sees_all(user, campaign, on=on):
        return No(_("You sit on the board of this campaign and belong to a unit nominated in it."))
    return YES


def may_draft(user: User, campaign: Campaign, unit: Organisation, *, on: date) -> Verdict:
    """Write a nomination of `unit` or of one of its people."""
    if campaign.state == CampaignState.CLOSED:
        return No(_("The campaign no longer takes nominations."))
    view = selectors.viewpoint(user, on=on)
    if campaign.board_id in view.bound and unit.pk in view.own_units:
        return No(
            _("You sit on the board of this campaign: somebody else of your unit must write this nomination.")
        )
    return _in_time(user, campaign, on) and _office(user, MAY_DRAFT, unit.pk, on)


def _in_time(user: User, campaign: Campaign, on: date) -> Verdict:
    """The last day binds the units; the standing agency may still bring in what reached it on paper."""
    late = campaign.closes_on is not None and on > campaign.closes_on
    if late and not holds(user, MAY_DRAFT, campaign.organisation_id, on):
        return No(_("The last day for nominations was %(day)s.") % {"day": f"{campaign.closes_on:%d/%m/%Y}"})
    return YES


def may_edit(user: User, nomination: Nomination, *, on: date) -> Verdict:
    """Change the words of a nomination that the unit still holds."""
    if nomination.state not in EDITABLE:
        return No(_("Only drafts and returned nominations can be changed."))
    if nomination.campaign.state == CampaignState.CLOSED:
        return No(_("The campaign no longer takes nominations."))
    # What was returned may be corrected after the last day: the agency asked for it.
    in_time = YES if nomination.state != NominationState.DRAFT else _in_time(user, nomination.campaign, on)
    return in_time and _office(user, MAY_DRAFT, nomination.unit_id, on)


def may_move(user: User, nomination: Nomination, move: str, *, on: date) -> Verdict:
    """Submit, recall, receive, return, appraise, withdraw or restore; other moves belong to other acts."""
    known = selectors.shown_state_of(user, nomination, on=on)
    if known not in NOMINATION.sources(move):
        return No(
            _("Not possible while the nomination is: %(state)s.") % {"state": NominationState(known).label}
        )
    if move not in MOVE_OFFICES:
        return No(NOT_YOUR_OFFICE)
    if nomination.campaign.state == CampaignState.CLOSED:
        return No(_("The campaign is closed."))
    place = nomination.organisation_id if move in AGENCY_MOVES else nomination.unit_id
    first_time = move == "submit" and nomination.state == NominationState.DRAFT
    in_time = _in_time(user, nomination.campaign, on) if first_time else YES
    return in_time and _office(user, MOVE_OFFICES[move], place, on)


def may_move_each(
    user: User, nominations: Sequence[Nomination], move: str, *, on: date
) -> list[tuple[Nomination, Verdict]]:
    """`may_move` for each of many; what it costs does not grow with the number of units."""
    # Asked for all at once; the answers for each are then known.
    holds_at_each(user, MOVE_OFFICES[move], {row.unit_id for row in nominations}, on)
    return [(row, may_move(user, row, move, on=on)) for row in nominations]


def may_run_board(user: User, campaign: Campaign, *, on: date) -> Verdict:
    """Put nominations before the board, see who has voted, close the vote."""
    office = _office(user, MAY_RUN_BOARD, campaign.organisation_id, on)
    if office and not selectors.sees_all(user, campaign, on=on):
        return No(_("You sit on the board of this campaign and belong to a unit nominated in it."))
    return office


def may_take_position(user: User, nomination: Nomination, *, on: date) -> Verdict:
    """Give one's verdict as a member of the board; a conflicted member never reaches this question."""
    question = nomination.question
    if question is None or question.closed_at is not None:
        return No(_("The vote on this nomination is closed."))
    if user.person_id is None or not question.ballot.roll.filter(person_id=user.person_id).exists():
        return No(_("You are not on the list of members of this vote."))
    if selectors.is_conflicted(user, nomination, on=on):
        return No(_("You are the nominee or belong to the nominee's unit."))
    return YES


def may_draft_decision(user: User, campaign: Campaign, *, on: date) -> Verdict:
    office = _office(user, MAY_DRAFT_DECISION, campaign.organisation_id, on)
    if not office:
        return office
    if not selectors.sees_all(user, campaign, on=on):
        return No(_("You sit on the board of this campaign and belong to a unit nominated in it."))
    return YES


def may_begin_decision(user: User, campaign: Campaign, *, on: date) -> Verdict:
    """Draft a decision now: for the button, which is of no use before anything is approved."""
    verdict = may_draft_decision(user, campaign, on=on)
    if verdict and not selectors.awaits_decision(campaign):
        return No(_("The board has approved nothing that is not in a decision already."))
    return verdict


def may_edit_decision(user: User, decision: Decision, *, on: date) -> Verdict:
    """The drafting side edits a draft; the deciding body edits what waits for it (number, date, signatory)."""
    if decision.state == DecisionState.PUBLISHED:
        return No(_("The decision has been issued and can no longer be changed."))
    if decision.state == DecisionState.PROPOSED:
        return _publishing_office(user, decision, on)
    return may_draft_decision(user, decision.campaign, on=on)


def _publishing_office(user: User, decision: Decision, on: date) -> Verdict:
    # Authority is personal to the deciding body (Law 06/2022/QH15 art. 80): a post above it does not carry it.
    if decision.organisation_id in organisations_where(user, MAY_PUBLISH, on):
        return YES
    return No(_("Only the head or the clerk of the deciding body may do this."))


def may_publish(user: User, decision: Decision, *, on: date) -> Verdict:
    """Issue the decision: a person of the deciding body only."""
    if decision.state not in DECISION.sources("publish"):
        return No(_("Only a decision that waits for the deciding body can be issued."))
    return _publishing_office(user, decision, on)


def may_preview(user: User, decision: Decision, *, on: date) -> Verdict:
    """See the decision as it will be printed: either side, from the first draft to the issue."""
    if decision.state == DecisionState.PUBLISHED:
        return No(_("The decision has been issued and can no longer be changed."))
    drafting = may_draft_decision(user, decision.campaign, on=on)
    return drafting if drafting else _publishing_office(user, decision, on)


def may_take_back(user: User, decision: Decision, *, on: date) -> Verdict:
    """Return a decision that waits for the deciding body to its draft: by either side."""
    if decision.state not in DECISION.sources("take_back"):
        return No(_("Only a decision that waits for the deciding body can be taken back."))
    drafting = may_draft_decision(user, decision.campaign, on=on)
    return drafting if drafting else _publishing_office(user, decision, on)


def may_record(user: User, decision: Decision, *, on: date) -> Verdict:
    """Record a decision made on paper by a body that does not use the program."""
    if decision.state not in DECISION.sources("record"):
        return No(_("Only a draft can be recorded."))
    if selectors.uses_the_program(decision.organisation, on=on):
        return No(_("The deciding body uses this program; its own head or clerk issues the decision."))
    return may_draft_decision(user, decision.campaign, on=on)


def may_print(user: User, decision: Decision, *, on: date) -> Verdict:
    """Download the decision and the certificates: who proposed or decided, or continues either."""
    if decision.state != DecisionState.PUBLISHED:
        return No(_("The decision has not been issued yet."))
    agency = decision.campaign.organisation_id
    if holds(user, MAY_PRINT, agency, on):
        return YES
    if any(holds(user, MAY_PRINT, heir, on) for heir in sorted(heir_ids([agency]))):
        return YES
    if heir_ids([decision.organisation_id]) & organisations_where(user, MAY_PUBLISH, on):
        return YES
    return _publishing_office(user, decision, on)


def may_correct(user: User, grant: Grant, *, on: date) -> Verdict:
    """Revoke or reissue: the body that decided, or whoever recorded its paper decision.

    After a merger the body that continues it: an award must not become irrevocable with its issuer's end.
    """
    if grant.state == GrantState.REVOKED:
        return No(_("This award has been revoked."))
    decision = grant.decision
    if decision.recorded:
        verdict = may_draft_decision(user, decision.campaign, on=on)
        offices, body = MAY_DRAFT_DECISION, decision.campaign.organisation_id
    else:
        verdict = _publishing_office(user, decision, on)
        offices, body = MAY_PUBLISH, decision.organisation_id
    continued = not verdict and heir_ids([body]) & organisations_where(user, offices, on)
    return YES if continued and selectors.sees_all(user, decision.campaign, on=on) else verdict


def units_to_draft_for(user: User, *, on: date) -> frozenset[int]:
    """Organisations for which the user may write nominations: where the office is held, not those below."""
    return organisations_where(user, MAY_DRAFT, on)


def move_concerns(user: User, nomination: Nomination, move: str, *, on: date) -> bool:
    """Whether the move is one this person makes at all; a button is shown, perhaps disabled, only then."""
    place = nomination.organisation_id if move in AGENCY_MOVES else nomination.unit_id
    known = selectors.shown_state_of(user, nomination, on=on)
    return known in NOMINATION.sources(move) and holds(user, MOVE_OFFICES[move], place, on)


def bulk_moves(user: User, campaign: Campaign, *, on: date) -> list[str]:
    """The moves worth offering above the list of a campaign."""
    own = organisations_where(user, MAY_DRAFT, on)
    return [
        move
        for move in BULK_MOVES
        if holds(user, MOVE_OFFICES[move], campaign.organisation_id, on) or (move not in AGENCY_MOVES and own)
    ]


def may_keep_boards(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Enter a board of the organisation and its members."""
    return _office(user, MAY_RUN_BOARD, organisation.pk, on)
