"""The rights of this room as questions for the roles matrix: each asks the predicate that guards the act."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.models import Campaign, Decision, Grant, Nomination
from awards.states import CampaignState, DecisionState, NominationState
from emulation.accounts import matrix
from emulation.accounts.models import User
from emulation.organisations.models import Organisation
from emulation.verdicts import Verdict

ROOM = _("Commendations")
HERE = matrix.EXAMPLE_ORGANISATION


def example_campaign() -> Campaign:
    """An open campaign run and decided by the example organisation, without a board."""
    return Campaign(pk=-1, organisation_id=HERE, deciding_body_id=HERE, state=CampaignState.OPEN)


def example_nomination(state: str) -> Nomination:
    return Nomination(pk=-1, campaign=example_campaign(), organisation_id=HERE, unit_id=HERE, state=state)


def example_decision(state: str) -> Decision:
    return Decision(pk=-1, campaign=example_campaign(), organisation_id=HERE, state=state)


def may_open(user: User, on: date) -> Verdict:
    return permissions.may_open_campaign(user, Organisation(pk=HERE), on=on)


def may_import(user: User, on: date) -> Verdict:
    return permissions.may_import(user, example_campaign(), on=on)


def may_draft(user: User, on: date) -> Verdict:
    return permissions.may_draft(user, example_campaign(), Organisation(pk=HERE), on=on)


def may_receive(user: User, on: date) -> Verdict:
    return permissions.may_move(user, example_nomination(NominationState.SUBMITTED), "receive", on=on)


def may_appraise(user: User, on: date) -> Verdict:
    return permissions.may_move(user, example_nomination(NominationState.RECEIVED), "appraise_ok", on=on)


def may_run_board(user: User, on: date) -> Verdict:
    return permissions.may_run_board(user, example_campaign(), on=on)


def may_draft_decision(user: User, on: date) -> Verdict:
    return permissions.may_draft_decision(user, example_campaign(), on=on)


def may_publish(user: User, on: date) -> Verdict:
    return permissions.may_publish(user, example_decision(DecisionState.PROPOSED), on=on)


def may_print(user: User, on: date) -> Verdict:
    return permissions.may_print(user, example_decision(DecisionState.PUBLISHED), on=on)


def may_correct(user: User, on: date) -> Verdict:
    grant = Grant(pk=-1, decision=example_decision(DecisionState.PUBLISHED), organisation_id=HERE)
    return permissions.may_correct(user, grant, on=on)


def register() -> None:
    matrix.register(ROOM, _("Open a campaign"), may_open)
    matrix.register(ROOM, _("Import a list of nominees"), may_import)
    matrix.register(ROOM, _("Write and submit nominations of the own unit"), may_draft)
    matrix.register(ROOM, _("Receive or return nominations"), may_receive)
    matrix.register(ROOM, _("Appraise nominations"), may_appraise)
    matrix.register(ROOM, _("Put before the board, close the vote, keep boards"), may_run_board)
    matrix.register(ROOM, _("Draft a decision"), may_draft_decision)
    matrix.register(ROOM, _("Issue a decision of the own body"), may_publish)
    matrix.register(ROOM, _("Download decisions and certificates"), may_print)
    matrix.register(ROOM, _("Revoke or reissue an award of the own body"), may_correct)
