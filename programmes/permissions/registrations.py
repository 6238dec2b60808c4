"""Who may do what with rounds of registration, registrations and overlaps: a verdict with its reason."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.permissions import NOT_YOUR_OFFICE, at_office
from emulation.accounts.selectors import holds_at_each, organisations_where
from emulation.organisations.models import Organisation
from emulation.verdicts import YES, No, Verdict
from programmes.models import Expected, OverlapCase, Registration, Round
from programmes.movement_states import (
    DECIDED,
    EDITABLE,
    OVERLAP,
    REGISTRATION,
    ROUND,
    OverlapState,
    RegistrationState,
    RoundState,
)
from programmes.offices import MAY_REGISTER, MAY_RUN
from programmes.permissions.movements import WRONG_STEP
from programmes.permissions.office import may_begin_here

COORDINATOR_MOVES = frozenset({"accept", "return", "reopen"})
"""Moves of whoever coordinates the round; the others belong to the unit."""
NOT_OPEN = _("The round is not open for registration.")


def may_enter_round(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Prepare a round of registration for the units of `organisation`."""
    return may_begin_here(user, organisation, on)


def may_change_round(user: User, round_: Round, *, on: date) -> Verdict:
    """Change its words and days, its units and their own last days."""
    if round_.state == RoundState.CLOSED:
        return No(_("The round is closed."))
    return _run(user, round_.organisation_id, on)


def may_move_round(user: User, round_: Round, move: str, *, on: date) -> Verdict:
    if round_.state not in ROUND.sources(move):
        return No(WRONG_STEP)
    return _run(user, round_.organisation_id, on)


def may_remind(user: User, round_: Round, *, on: date) -> Verdict:
    """Remind the units that have not sent."""
    if round_.state != RoundState.OPEN or on < round_.opens_on:
        return No(NOT_OPEN)
    return _run(user, round_.organisation_id, on)


def may_start(user: User, expected: Expected, *, on: date) -> Verdict:
    """Begin the registration of an expected unit."""
    if expected.round.state != RoundState.OPEN:
        return No(NOT_OPEN)
    if on < expected.round.opens_on:
        return No(_("The round opens on %(day)s.") % {"day": f"{expected.round.opens_on:%d/%m/%Y}"})
    if expected.organisation.ended_on is not None and expected.organisation.ended_on <= on:
        return No(_("This unit has ended; what continues it registers."))
    if expected.organisation_id in organisations_where(user, MAY_REGISTER, on):
        return YES
    # What reached the coordinator on paper is entered there.
    return _run(user, expected.round.organisation_id, on)


def may_edit(user: User, registration: Registration, *, on: date) -> Verdict:
    """Change the words of a registration that the unit still holds."""
    if registration.state not in EDITABLE:
        return No(_("Only drafts and returned registrations can be changed."))
    if registration.round.state != RoundState.OPEN:
        return No(NOT_OPEN)
    return _for_unit(user, registration, on)


def may_move(
    user: User, registration: Registration, move: str, *, on: date, last_day: date | None = None
) -> Verdict:
    """Send, return, accept, reopen, withdraw or restore; sending wants the last day of the unit not to be over.

    `last_day` is the deadline of this very unit; None where it is expected no more, and then nothing is sent.
    """
    if registration.state not in REGISTRATION.sources(move):
        return No(
            _("Not possible while the registration is: %(state)s.")
            % {"state": RegistrationState(registration.state).label}
        )
    if registration.round.state != RoundState.OPEN:
        return No(NOT_OPEN)
    if move in COORDINATOR_MOVES:
        return _run(user, registration.round.organisation_id, on)
    in_time = _in_time(on, last_day) if move == "send" else YES
    return in_time and _for_unit(user, registration, on)


def _in_time(on: date, last_day: date | None) -> Verdict:
    if last_day is None:
        return No(_("This unit is not among those asked to register."))
    if on > last_day:
        return No(
            _("The last day was %(day)s; ask the coordinator for a later one.")
            % {"day": f"{last_day:%d/%m/%Y}"}
        )
    return YES


def may_accept_each(
    user: User, registrations: Sequence[Registration], *, on: date
) -> list[tuple[Registration, Verdict]]:
    """`may_move(…, "accept")` for each of many; what it costs does not grow with their number."""
    holds_at_each(user, MAY_RUN, {row.round.organisation_id for row in registrations}, on)
    return [(row, may_move(user, row, "accept", on=on)) for row in registrations]


def may_decide_overlap(user: User, case: OverlapCase, *, on: date) -> Verdict:
    """Record what becomes of an open overlap."""
    if case.state != OverlapState.OPEN:
        return No(_("This overlap is settled."))
    return _coordinates(user, case, on)


def may_reopen_overlap(user: User, case: OverlapCase, *, on: date) -> Verdict:
    if case.state not in OVERLAP.sources("reopen"):
        return No(WRONG_STEP)
    return _coordinates(user, case, on)


def _coordinates(user: User, case: OverlapCase, on: date) -> Verdict:
    """Whoever coordinates the round of either side; of two coordinators the first who settles."""
    first = _run(user, case.first.round.organisation_id, on)
    return first or _run(user, case.second.round.organisation_id, on)


def may_comment_overlap(user: User, case: OverlapCase, *, on: date) -> Verdict:
    """Speak for one of the two units while nothing is decided."""
    if case.state in DECIDED or case.state == OverlapState.GONE:
        return No(_("This overlap is settled."))
    own = organisations_where(user, MAY_REGISTER, on)
    if own & {case.first.organisation_id, case.second.organisation_id}:
        return YES
    return No(NOT_YOUR_OFFICE)


def units_to_register_for(user: User, *, on: date) -> frozenset[int]:
    """The very units for which the user may write a registration, those below them not counted."""
    return organisations_where(user, MAY_REGISTER, on)


def _run(user: User, organisation_id: int, on: date) -> Verdict:
    return at_office(user, MAY_RUN, organisation_id, on)


def _for_unit(user: User, registration: Registration, on: date) -> Verdict:
    """By an office at the very unit; at the coordinator only by whoever began it there, from paper."""
    if registration.organisation_id in organisations_where(user, MAY_REGISTER, on):
        return YES
    if registration.entered_by_id != user.pk:
        return No(NOT_YOUR_OFFICE)
    return _run(user, registration.round.organisation_id, on)
