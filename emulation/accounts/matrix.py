"""Who may do what, computed by asking the very predicates that guard the pages and the services.

Every room registers its rights from its AppConfig.ready():

    matrix.register(_("Commendations"), _("Open a campaign"), lambda user, on: may_open_campaign(
        user, matrix.EXAMPLE_ORGANISATION, on=on))

The question is put once for each office, on behalf of a person who holds that one office, today, in one
example organisation that exists nowhere. Where a predicate wants an object, the room builds an unsaved one whose
`organisation_id` is EXAMPLE_ORGANISATION. Nothing here lists offices: a cell is the verdict, its reason the
sentence a person of that office would read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.selectors import posts_of
from emulation.organisations.models import Person, Post
from emulation.organisations.offices import Office
from emulation.verdicts import Verdict

EXAMPLE_ORGANISATION = -1

Question = Callable[[User, date], Verdict]


@dataclass(frozen=True)
class Right:
    """One line of the matrix: the room it belongs to, the act in words, and the question."""

    room: object
    act: object
    ask: Question


@dataclass(frozen=True)
class Column:
    """One holder: an office, or nobody in particular; `user` holds exactly that."""

    name: object
    user: User


@dataclass(frozen=True)
class Line:
    """A right and, for each column, its name and the verdict."""

    room: object
    act: object
    cells: list[tuple[object, Verdict]]


RIGHTS: list[Right] = []


def register(room: object, act: object, ask: Question) -> None:
    """Add a line. `ask` calls the room's own predicate; registering the same act twice is an error."""
    if any((right.room, right.act) == (room, act) for right in RIGHTS):
        raise ValueError(f"{room}: {act} stands in the matrix already.")
    RIGHTS.append(Right(room, act, ask))


def person_with(office: str | None, on: date) -> Person:
    """An unsaved person who holds this office, on this day, in the example organisation only."""
    person = Person(pk=-1, full_name="-")
    posts = []
    if office is not None:
        posts = [Post(person=person, organisation_id=EXAMPLE_ORGANISATION, office=office, valid_from=on)]
    # What accounts.selectors would have found in the database, had this person existed.
    person.__dict__["_posts_known"] = {on: posts}
    person._state.fields_cache["account"] = None
    return person


def holder_of(office: str | None, on: date, *, superuser: bool = False) -> User:
    """The unsaved account of such a person."""
    user = User(pk=-1, email="-", person=person_with(office, on), is_superuser=superuser)
    here = frozenset({EXAMPLE_ORGANISATION})
    user.__dict__["_subtrees_known"] = {here: here, frozenset(): frozenset()}
    return user


def columns(on: date) -> list[Column]:
    """A column for each office, then one for an account without a post and one for Django's superuser."""
    offices = [Column(Office(office).label, holder_of(office, on)) for office in Office.values]
    return [
        *offices,
        Column(_("No post"), holder_of(None, on)),
        Column(_("Superuser of the catalogues"), holder_of(None, on, superuser=True)),
    ]


def lines(on: date) -> list[Line]:
    """Every registered right with the verdict of each column, in the order of registration."""
    holders = columns(on)
    return [
        Line(right.room, right.act, [(column.name, right.ask(column.user, on)) for column in holders])
        for right in RIGHTS
    ]


def rights_of(user: User, on: date) -> list[Right]:
    """The rights that the offices of the user give in the place where they are held."""
    held = [holder_of(office, on) for office in {post.office for post in posts_of(user, on)}]
    return [right for right in RIGHTS if any(right.ask(holder, on) for holder in held)]
