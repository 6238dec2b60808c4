"""The rights of this room, as questions for the matrix."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts import matrix, permissions
from emulation.accounts.models import User
from emulation.organisations.offices import Office
from emulation.verdicts import Verdict

ROOM = _("Accounts")


def example_account(on: date) -> User:
    """An open account of a staff member of the example organisation."""
    account = matrix.holder_of(Office.STAFF, on)
    account.pk = -2
    return account


def may_invite(user: User, on: date) -> Verdict:
    return permissions.may_invite(user, matrix.person_with(Office.STAFF, on), on=on)


def may_close(user: User, on: date) -> Verdict:
    return permissions.may_close_account(user, example_account(on), on=on)


def may_reset_second_factor(user: User, on: date) -> Verdict:
    return permissions.may_reset_second_factor(user, example_account(on), on=on)


def may_see_outbox(user: User, on: date) -> Verdict:
    return permissions.may_see_outbox(user, on=on)


def may_read_matrix(user: User, on: date) -> Verdict:
    return permissions.may_read_matrix(user, on=on)


def register() -> None:
    matrix.register(ROOM, _("Read who may do what"), may_read_matrix)
    matrix.register(ROOM, _("Invite a person to open an account"), may_invite)
    matrix.register(ROOM, _("Close and reopen an account"), may_close)
    matrix.register(
        ROOM, _("Remove a lost second factor, send a link for a new password"), may_reset_second_factor
    )
    matrix.register(ROOM, _("See the outbox of mail"), may_see_outbox)
