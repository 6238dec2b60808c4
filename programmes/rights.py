"""The rights of this room as questions for the roles matrix: each asks the predicate that guards the act."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts import matrix
from emulation.accounts.models import User
from emulation.organisations.models import Kind, Organisation
from emulation.verdicts import Verdict
from programmes.models import Expected, Movement, OverlapCase, Party, Programme, Registration, Report, Round
from programmes.movement_states import MovementState, OverlapState, RegistrationState, RoundState
from programmes.permissions import movements, programmes, registrations, reports
from programmes.states import ProgrammeState, ReportState

ROOM = _("Programmes and movements")
HERE = matrix.EXAMPLE_ORGANISATION


def example_round() -> Round:
    """An open round of the example organisation, which is its own only unit."""
    far = date(1945, 1, 1), date(2100, 12, 31)
    return Round(pk=-1, organisation_id=HERE, state=RoundState.OPEN, opens_on=far[0], closes_on=far[1])


def example_registration(state: str) -> Registration:
    return Registration(pk=-1, round=example_round(), organisation_id=HERE, state=state, sent_number=1)


def example_overlap() -> OverlapCase:
    one = example_registration(RegistrationState.SENT)
    return OverlapCase(pk=-1, round=example_round(), first=one, second=one, state=OverlapState.OPEN)


def may_run_programmes(user: User, on: date) -> Verdict:
    return programmes.may_enter_programme(user, Organisation(pk=HERE, kind=Kind.ALLIANCE), on=on)


def may_record_signing(user: User, on: date) -> Verdict:
    programme = Programme(pk=-1, organisation_id=HERE, state=ProgrammeState.DRAFT)
    return programmes.may_move_programme(user, programme, "sign", on=on)


def may_run_movements(user: User, on: date) -> Verdict:
    return movements.may_enter_movement(user, Organisation(pk=HERE), on=on)


def may_amend_movements(user: User, on: date) -> Verdict:
    movement = Movement(pk=-1, organisation_id=HERE, state=MovementState.LAUNCHED)
    return movements.may_amend_movement(user, movement, on=on)


def may_run_rounds(user: User, on: date) -> Verdict:
    return registrations.may_enter_round(user, Organisation(pk=HERE, kind=Kind.ALLIANCE), on=on)


def may_register(user: User, on: date) -> Verdict:
    expected = Expected(pk=-1, round=example_round(), organisation=Organisation(pk=HERE))
    return registrations.may_start(user, expected, on=on)


def may_answer(user: User, on: date) -> Verdict:
    return registrations.may_move(user, example_registration(RegistrationState.SENT), "accept", on=on)


def may_settle(user: User, on: date) -> Verdict:
    return registrations.may_decide_overlap(user, example_overlap(), on=on)


def example_report(state: str) -> Report:
    """A report of a programme under way that the example organisation keeps."""
    programme = Programme(pk=-1, organisation_id=HERE, state=ProgrammeState.ACTIVE)
    return Report(pk=-1, programme=programme, state=state)


def may_write_reports(user: User, on: date) -> Verdict:
    return reports.may_write_report(user, example_report(ReportState.DRAFT), on=on)


def may_confirm_reports(user: User, on: date) -> Verdict:
    return reports.may_speak_for(user, Party(pk=-1, organisation_id=HERE), on=on)


def may_issue_reports(user: User, on: date) -> Verdict:
    return reports.may_issue_report(user, example_report(ReportState.CONFIRMED), on=on)


def register() -> None:
    matrix.register(
        ROOM, _("Enter and follow programmes, their plans, tasks and activities"), may_run_programmes
    )
    matrix.register(ROOM, _("Enter the signing of a programme"), may_record_signing)
    matrix.register(ROOM, _("Enter, launch and end movements, judge their names"), may_run_movements)
    matrix.register(ROOM, _("Amend a launched movement"), may_amend_movements)
    matrix.register(ROOM, _("Prepare and open rounds of registration, remind units"), may_run_rounds)
    matrix.register(ROOM, _("Write and send the registration of the own unit"), may_register)
    matrix.register(ROOM, _("Accept or return registrations"), may_answer)
    matrix.register(ROOM, _("Settle overlaps of registrations"), may_settle)
    matrix.register(ROOM, _("Draft, write and freeze reports of a programme"), may_write_reports)
    matrix.register(
        ROOM, _("Confirm or contest the figures of a report for the own side"), may_confirm_reports
    )
    matrix.register(ROOM, _("Issue a confirmed report"), may_issue_reports)
