"""Who keeps the register. A unit's entry is kept by the body above it; a body without one keeps its own.

Posts give rights, so they are entered by administrators, and nobody gives one to themselves.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.selectors import Reach, Reader, holds, holds_at_each, posts_of, reach_of
from emulation.organisations.models import Level, Organisation, Person, Post
from emulation.organisations.offices import READERS, REGISTRARS, Office
from emulation.organisations.selectors import held_on
from emulation.verdicts import YES, No, Verdict

ENDED = _("This organisation has ended: its entry is for reading only.")
NOT_KEEPER = _("The entry of a unit is kept by the emulation officer or head of the body above it.")
NOT_REGISTRAR = _(
    "Only an emulation officer, head or administrator of this organisation, or above it, may do this."
)
NOT_ROOT = _(
    "Only an administrator of a provincial or central body may enter an organisation that stands alone."
)
NOT_ADMINISTRATOR = _(
    "A post gives rights: only an administrator of this organisation, or above it, enters or ends it."
)
NOT_ONESELF = _("Nobody gives a post to themselves: ask another administrator.")
POST_OVER = _("This post has ended already.")
NOT_THEIR_PERSON = _("The record of a person is kept where the person was entered or serves today.")

ADMINISTRATORS = frozenset({Office.ADMINISTRATOR})
ROOT_LEVELS = frozenset({Level.PROVINCE, Level.CENTRAL})


def readable(user: Reader, on: date) -> Reach:
    """The organisations whose people the user may read: the scope, and what its bodies descend from."""
    return reach_of(user, READERS, on)


def may_read_people(user: Reader, organisation: Organisation, *, on: date) -> Verdict:
    if organisation.pk in readable(user, on):
        return YES
    return No(_("People and posts are shown to those who serve in this organisation or above it."))


def may_register_alone(user: Reader, *, on: date) -> Verdict:
    """Enter an organisation that belongs to no other."""
    held = posts_of(user, on)
    if any(post.office in ADMINISTRATORS and post.organisation.level in ROOT_LEVELS for post in held):
        return YES
    return No(NOT_ROOT)


def may_register_below(user: Reader, parent: Organisation, *, on: date) -> Verdict:
    """Enter a unit that belongs to `parent`."""
    if parent.ended_on is not None:
        return No(ENDED)
    return YES if holds(user, REGISTRARS, parent.pk, on) else No(NOT_REGISTRAR)


def may_revise(user: Reader, organisation: Organisation, *, on: date) -> Verdict:
    """Rename, move, merge, dissolve, or change what is said of it."""
    if organisation.ended_on is not None:
        return No(ENDED)
    keeper = organisation.parent_id or organisation.pk
    return YES if holds(user, REGISTRARS, keeper, on) else No(NOT_KEEPER)


may_rename = may_merge = may_dissolve = may_revise


def may_move(user: Reader, organisation: Organisation, parent: Organisation | None, *, on: date) -> Verdict:
    """Let it belong to `parent`, or to nobody; leaving it where it is needs no more than may_revise."""
    if parent is None:
        return YES if organisation.parent_id is None else may_register_alone(user, on=on)
    return YES if parent.pk == organisation.parent_id else may_register_below(user, parent, on=on)


def may_appoint(
    user: Reader, organisation: Organisation, *, on: date, person: Person | None = None, office: str = ""
) -> Verdict:
    """Enter a post there; without an office: any office at all. Working there (STAFF) gives no right."""
    if organisation.ended_on is not None:
        return No(ENDED)
    if person is not None and person.pk == getattr(user, "person_id", None):
        return No(NOT_ONESELF)
    return _may_handle(user, organisation.pk, office or Office.STAFF, on)


def may_end_post(user: Reader, post: Post, *, on: date) -> Verdict:
    if post.valid_to is not None and post.valid_to <= on:
        return No(POST_OVER)
    return _may_handle(user, post.organisation_id, post.office, on)


def _may_handle(user: Reader, organisation_id: int, office: str, on: date) -> Verdict:
    if holds(user, ADMINISTRATORS, organisation_id, on):
        return YES
    if office != Office.STAFF:
        return No(NOT_ADMINISTRATOR)
    return YES if holds(user, REGISTRARS, organisation_id, on) else No(NOT_REGISTRAR)


def may_revise_person(user: Reader, person: Person, *, on: date) -> Verdict:
    """Mend the name or birth of a person whom one's own register keeps, or who serves in one's scope today."""
    places = [person.keeper_id] if person.keeper_id is not None else _serving_at(person, on)
    kept = bool(places) and holds_at_each(user, REGISTRARS, places, on)
    return YES if kept else No(NOT_THEIR_PERSON)


def _serving_at(person: Person, on: date) -> list[int]:
    return list(person.posts.filter(held_on(on)).values_list("organisation_id", flat=True))
