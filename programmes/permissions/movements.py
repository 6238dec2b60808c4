"""Who may do what with movements: a verdict with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.organisations.models import Organisation
from emulation.verdicts import No, Verdict
from programmes.models import Movement
from programmes.movement_states import MOVEMENT, MovementState
from programmes.offices import MAY_RUN
from programmes.selectors.movements import missing_before_launch

WRONG_STEP = _("This step does not follow from the present state.")


def may_enter_movement(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Enter a movement into the register that `organisation` keeps."""
    return _run(user, organisation.pk, on)


def may_change_movement(user: User, movement: Movement, *, on: date) -> Verdict:
    """Change a movement that is still being prepared."""
    if movement.state != MovementState.DRAFT:
        return No(_("The movement has been launched: enter an amendment with its document."))
    return _run(user, movement.organisation_id, on)


def may_amend_movement(user: User, movement: Movement, *, on: date) -> Verdict:
    """Change a launched movement by a numbered amendment."""
    if movement.state != MovementState.LAUNCHED:
        return No(_("Only a movement that has been launched and not summed up takes an amendment."))
    return _run(user, movement.organisation_id, on)


def may_link_movement(user: User, movement: Movement, *, on: date) -> Verdict:
    """Say which movement it answers to, and which programmes it belongs to."""
    if movement.state == MovementState.ENDED:
        return No(_("The movement has ended."))
    return _run(user, movement.organisation_id, on)


def may_move_movement(user: User, movement: Movement, move: str, *, on: date) -> Verdict:
    """Launch, sum up, end or take one of these back; a launch wants everything it needs to be there."""
    if movement.state not in MOVEMENT.sources(move):
        return No(WRONG_STEP)
    verdict = _run(user, movement.organisation_id, on)
    missing = missing_before_launch(movement) if verdict and move == "launch" else []
    if missing:
        return No(_("Still missing: %(what)s.") % {"what": ", ".join(str(label) for _name, label in missing)})
    return verdict


def may_judge_names(user: User, movement: Movement, *, on: date) -> Verdict:
    """Say whether another spelling names the movement: by the body that keeps it."""
    return _run(user, movement.organisation_id, on)


def _run(user: User, organisation_id: int, on: date) -> Verdict:
    return at_office(user, MAY_RUN, organisation_id, on)
