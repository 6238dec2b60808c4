"""The rights over the register, as questions for the matrix."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts import matrix
from emulation.accounts.models import User
from emulation.organisations.models import Organisation
from emulation.organisations.offices import Office
from emulation.portal.organisations import permissions
from emulation.verdicts import Verdict

ROOM = _("Units")


def example() -> Organisation:
    """The example organisation of the matrix, as an unsaved body that stands alone."""
    return Organisation(pk=matrix.EXAMPLE_ORGANISATION)


def may_register(user: User, on: date) -> Verdict:
    return permissions.may_register_below(user, example(), on=on)


def may_revise(user: User, on: date) -> Verdict:
    return permissions.may_revise(user, example(), on=on)


def may_enter_staff(user: User, on: date) -> Verdict:
    return permissions.may_appoint(user, example(), on=on)


def may_appoint(user: User, on: date) -> Verdict:
    return permissions.may_appoint(user, example(), on=on, office=Office.HEAD)


def register() -> None:
    matrix.register(ROOM, _("Enter a unit below"), may_register)
    matrix.register(ROOM, _("Rename, merge, dissolve a unit"), may_revise)
    matrix.register(ROOM, _("Enter people who work there"), may_enter_staff)
    matrix.register(ROOM, _("Enter and end posts that give rights"), may_appoint)
