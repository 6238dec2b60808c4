"""The rights of this room as questions for the roles matrix: each asks the predicate that guards the act."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts import matrix
from emulation.accounts.models import User
from emulation.legislation import permissions
from emulation.legislation.models import Instrument
from emulation.organisations.models import Organisation
from emulation.verdicts import Verdict

ROOM = _("Legislation")
HERE = matrix.EXAMPLE_ORGANISATION


def may_enter(user: User, on: date) -> Verdict:
    return permissions.may_enter(user, Organisation(pk=HERE), on=on)


def may_end(user: User, on: date) -> Verdict:
    return permissions.may_end(user, Instrument(pk=-1, organisation_id=HERE), on=on)


def may_put_ground(user: User, on: date) -> Verdict:
    return permissions.may_put_ground(user, Organisation(pk=HERE), on=on)


def register() -> None:
    matrix.register(ROOM, _("Enter and revise instruments of the own organisation"), may_enter)
    matrix.register(ROOM, _("End an instrument of the own organisation"), may_end)
    matrix.register(ROOM, _("Keep the legal grounds of the own organisation"), may_put_ground)
