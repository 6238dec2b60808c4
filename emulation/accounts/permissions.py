"""Who may do what with accounts. The same sentence stands on the button, the refusal and in the service."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.selectors import (
    OFFICES_FOR_ACCOUNTS,
    Reader,
    holds,
    is_administrator,
    know_ancestors,
    people_in_scope,
    posts_of,
    posts_of_person,
)
from emulation.organisations.models import Person
from emulation.organisations.selectors import heir_ids, succeeded
from emulation.verdicts import YES, No, Verdict

NOT_AN_ADMINISTRATOR = _("Only a person who administers accounts of an organisation may do this.")
NOT_IN_SCOPE = _("This person holds no post in an organisation whose accounts you administer.")
POSTS_ELSEWHERE = _(
    "This person also holds a post in an organisation whose accounts you do not administer; "
    "its administrator has to agree, so ask the administrator above both."
)
NOT_ONESELF = _("Nobody administers their own account: ask another administrator.")
NOT_YOUR_OFFICE = _("Your posts do not include this act for this organisation.")


def at_office(user: User, offices: Collection[str], organisation_id: int, on: date) -> Verdict:
    """At the body itself, above it, or at the one that took its place: what a body keeps outlives a merger."""
    if holds(user, offices, organisation_id, on):
        return YES
    heirs = _heirs(user, organisation_id)
    return YES if any(holds(user, offices, heir, on) for heir in heirs) else No(NOT_YOUR_OFFICE)


def foresee(user: User, organisation_ids: Collection[int]) -> None:
    """Read at once what `at_office` asks of each of these bodies: two queries, not two for each."""
    heirs: dict[int, frozenset[int]] = user.__dict__.setdefault("_heirs_known", {})
    ended = succeeded(organisation_ids)
    heirs |= {pk: frozenset() for pk in organisation_ids if pk not in ended and pk not in heirs}
    know_ancestors(user, organisation_ids)


def _heirs(user: User, organisation_id: int) -> frozenset[int]:
    """Asked once per account object: one page puts this question for each of its acts."""
    known: dict[int, frozenset[int]] = user.__dict__.setdefault("_heirs_known", {})
    if organisation_id not in known:
        known[organisation_id] = heir_ids({organisation_id})
    return known[organisation_id]


def may_list_accounts(user: Reader, *, on: date) -> Verdict:
    """Administrators, for the organisations in their scope."""
    return YES if is_administrator(user, on) else No(NOT_AN_ADMINISTRATOR)


def may_see_outbox(user: Reader, *, on: date) -> Verdict:
    """Administrators: without a mail server they hand invitations over themselves."""
    return may_list_accounts(user, on=on)


def may_administer(user: Reader, person: Person, *, on: date) -> Verdict:
    """Every post the person holds on the date lies in the user's scope, and there is at least one."""
    mine = _places_administered(user, person, on)
    if mine is None:
        return No(NOT_AN_ADMINISTRATOR)
    if not any(mine):
        return No(NOT_IN_SCOPE)
    return YES if all(mine) else No(POSTS_ELSEWHERE)


def may_invite(user: Reader, person: Person, *, on: date) -> Verdict:
    """A person with a post in one's scope who has no account yet."""
    mine = _places_administered(user, person, on)
    if mine is None:
        return No(NOT_AN_ADMINISTRATOR)
    if not any(mine):
        return No(NOT_IN_SCOPE)
    if getattr(person, "account", None) is not None:
        return No(_("This person has an account already."))
    return YES


def _places_administered(user: Reader, person: Person, on: date) -> list[bool] | None:
    """For each post of the person on the date, whether it lies in the user's scope; None for no administrator."""
    if not is_administrator(user, on):
        return None
    return [
        holds(user, OFFICES_FOR_ACCOUNTS, post.organisation_id, on) for post in posts_of_person(person, on)
    ]


def may_close_account(user: Reader, account: User, *, on: date) -> Verdict:
    """An open account of one's scope. Someone who has left every post may be closed by their last office."""
    if not account.is_active:
        return No(_("This account is closed already."))
    return _may_change(user, account, on=on)


def may_reopen_account(user: Reader, account: User, *, on: date) -> Verdict:
    """A closed account of one's scope."""
    if account.is_active:
        return No(_("This account is open."))
    return _may_change(user, account, on=on)


def may_reset_second_factor(user: Reader, account: User, *, on: date) -> Verdict:
    """An open account of one's scope; that it was done is logged and told to its owner."""
    if not account.is_active:
        return No(_("This account is closed: reopen it first."))
    return _may_change(user, account, on=on)


def may_renew_password(user: Reader, account: User, *, on: date) -> Verdict:
    """As for the second factor: a link with which its owner sets a new password."""
    return may_reset_second_factor(user, account, on=on)


def _may_change(user: Reader, account: User, *, on: date) -> Verdict:
    if account.person is None:
        return No(_("This is an account of Django's admin: it is changed there."))
    if not is_administrator(user, on):
        return No(NOT_AN_ADMINISTRATOR)
    if user == account:
        return No(NOT_ONESELF)
    if posts_of_person(account.person, on):
        return may_administer(user, account.person, on=on)
    return YES if people_in_scope(user, on).filter(pk=account.person.pk).exists() else No(NOT_IN_SCOPE)


def may_read_matrix(user: Reader, *, on: date) -> Verdict:
    """Everybody who holds a post may know who may do what."""
    return YES if posts_of(user, on) else No(_("Only a person who holds a post today may read this."))


def may_keep_calendar_key(user: Reader, *, on: date) -> Verdict:
    """An address for one's own calendar: without a post there is nothing it could show."""
    return YES if posts_of(user, on) else No(_("Only a person who holds a post today has a calendar."))
