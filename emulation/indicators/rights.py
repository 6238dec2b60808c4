"""The rights of this room as questions for the roles matrix: each asks the predicate that guards the act."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts import matrix
from emulation.accounts.models import User
from emulation.indicators import permissions
from emulation.indicators.models import Figure
from emulation.indicators.states import CURRENT
from emulation.organisations.models import Organisation
from emulation.verdicts import Verdict

ROOM = _("Figures")
HERE = matrix.EXAMPLE_ORGANISATION


def may_report(user: User, on: date) -> Verdict:
    return permissions.may_report(user, Organisation(pk=HERE), on=on)


def may_correct(user: User, on: date) -> Verdict:
    return permissions.may_correct(user, Figure(pk=-1, organisation_id=HERE, state=CURRENT), on=on)


def may_import(user: User, on: date) -> Verdict:
    return permissions.may_import(user, Organisation(pk=HERE), on=on)


def register() -> None:
    matrix.register(ROOM, _("Report figures of the own organisation and those below"), may_report)
    matrix.register(ROOM, _("Correct or withdraw a figure"), may_correct)
    matrix.register(ROOM, _("Import a table of figures"), may_import)
