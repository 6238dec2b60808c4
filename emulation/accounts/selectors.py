"""What an account may do today follows from the posts its person holds, and from nothing else.

An account without a person, a closed account, an anonymous visitor and a superuser of Django's admin hold
no post: every answer below is empty for them.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from emulation.accounts.models import Invitation, User
from emulation.organisations import selectors as organisations
from emulation.organisations.models import Organisation, Person, Post
from emulation.organisations.offices import Office
from emulation.vietnamese import fold

# Who opens and closes accounts, sees the outbox and reads the matrix of everybody's rights.
OFFICES_FOR_ACCOUNTS = frozenset({Office.ADMINISTRATOR})

Reader = User | AnonymousUser


def posts_of_person(person: Person, on: date) -> list[Post]:
    """The posts the person holds on the date, with their organisations; asked once per object and date."""
    known: dict[date, list[Post]] = person.__dict__.setdefault("_posts_known", {})
    if on not in known:
        known[on] = list(organisations.posts_of(person, on))
    return known[on]


def posts_of(user: Reader, on: date) -> list[Post]:
    """The posts that give the account its rights on the date; none for a closed account."""
    if not isinstance(user, User) or not user.is_active or user.person is None:
        return []
    return posts_of_person(user.person, on)


def organisations_where(user: Reader, offices: Collection[str], on: date) -> frozenset[int]:
    """The ids of the very organisations where one of the offices is held on the date."""
    return frozenset(post.organisation_id for post in posts_of(user, on) if post.office in offices)


def organisations_in_scope(user: Reader, offices: Collection[str], on: date) -> QuerySet[Organisation]:
    """Those organisations and all below them, as a subquery: an Alliance may stand above tens of thousands."""
    held = organisations_where(user, offices, on)
    known: dict[frozenset[int], QuerySet[Organisation]] = user.__dict__.setdefault("_subtrees_known", {})
    if held not in known:
        known[held] = organisations.subtree(held)
    return known[held].all()


def above_of(posts: Iterable[Post]) -> frozenset[int]:
    """The ids of the organisations of these posts and of all above them in today's tree."""
    return frozenset(int(step) for post in posts for step in post.organisation.path.split("/") if step)


class Reach:
    """What posts open for reading: the organisations where they are held, all below, and what these continue."""

    FEW = 200
    """So many ids are written into a query, where they let it use an index; more are asked for as a subquery."""

    def __init__(self, posts: Collection[Post]) -> None:
        self.held = frozenset(post.organisation_id for post in posts)
        self._posts = posts
        self._known: dict[int, bool] = {}

    def __bool__(self) -> bool:
        return bool(self.held)

    def __contains__(self, organisation_id: int) -> bool:
        if not isinstance(self.places, QuerySet):
            return organisation_id in self.places
        if organisation_id not in self._known:
            self._known[organisation_id] = self.places.filter(pk=organisation_id).exists()
        return self._known[organisation_id]

    @cached_property
    def above(self) -> frozenset[int]:
        """The bodies where they are held and all above them in today's tree."""
        return above_of(self._posts)

    @cached_property
    def continued(self) -> frozenset[int]:
        """The very bodies where they are held, and those whose tradition these continue."""
        return self.held | organisations.predecessor_ids(self.held)

    @cached_property
    def places(self) -> frozenset[int] | QuerySet[Any]:
        """The ids, for a condition with `__in`."""
        if not self.held:
            return frozenset()
        rows = organisations.tradition(self.held).values("pk")
        ids = frozenset(rows.values_list("pk", flat=True)[: self.FEW + 1])
        return ids if len(ids) <= self.FEW else rows


def reach_of(user: Reader, offices: Collection[str], on: date) -> Reach:
    """What the posts with one of the offices open for reading on the date; asked once per user and posts."""
    posts = [post for post in posts_of(user, on) if post.office in offices]
    reach = Reach(posts)
    known: dict[frozenset[int], Reach] = user.__dict__.setdefault("_reach_known", {})
    return known.setdefault(reach.held, reach)


def holds(user: Reader, offices: Collection[str], organisation_id: int, on: date) -> bool:
    """Whether one of the offices is held at that organisation or at one above it."""
    return holds_at_each(user, offices, [organisation_id], on)


def holds_at_each(
    user: Reader, offices: Collection[str], organisation_ids: Collection[int], on: date
) -> bool:
    """Whether, for every one of the organisations, one of the offices is held there or above. One query."""
    held = organisations_where(user, offices, on)
    below = set(organisation_ids) - held
    if not held or not below:
        return bool(held)
    known = know_ancestors(user, below)
    return all(known.get(pk, frozenset()) & held for pk in below)


def know_ancestors(user: Reader, organisation_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """{organisation: ids of itself and all above it}, read once per account object; one query for those unknown."""
    known: dict[int, frozenset[int]] = user.__dict__.setdefault("_ancestors_known", {})
    unknown = set(organisation_ids) - known.keys()
    if unknown:
        for pk, path in Organisation.objects.filter(pk__in=unknown).values_list("pk", "path"):
            known[pk] = frozenset(int(step) for step in path.split("/") if step)
    return known


def is_administrator(user: Reader, on: date) -> bool:
    """Whether the user administers the accounts of at least one organisation."""
    return bool(organisations_where(user, OFFICES_FOR_ACCOUNTS, on))


def users_with_posts(organisation_ids: Iterable[int], offices: Collection[str], on: date) -> list[User]:
    """The open accounts whose person holds one of the offices at one of the very organisations."""
    posts = Post.objects.filter(
        organisations.held_on(on),
        person=OuterRef("person"),
        organisation_id__in=list(organisation_ids),
        office__in=offices,
    )
    return list(User.objects.filter(Exists(posts), is_active=True).select_related("person").order_by("pk"))


def users_by_post(
    organisation_ids: Iterable[int], offices: Collection[str], on: date
) -> dict[int, list[User]]:
    """{organisation id: the open accounts whose person holds one of the offices there}; two queries."""
    posts = Post.objects.filter(
        organisations.held_on(on), organisation_id__in=list(organisation_ids), office__in=offices
    )
    places = list(posts.order_by("organisation_id", "person_id").values_list("organisation_id", "person_id"))
    users = User.objects.filter(person_id__in={person_id for _place, person_id in places}, is_active=True)
    accounts = {user.person_id: user for user in users.select_related("person")}
    found: dict[int, list[User]] = {}
    for place, person_id in dict.fromkeys(places):
        if person_id in accounts:
            found.setdefault(place, []).append(accounts[person_id])
    return found


def people_in_scope(user: Reader, on: date) -> QuerySet[Person]:
    """Everybody who holds, or ever held, a post in an organisation whose accounts the user administers."""
    places = organisations_in_scope(user, OFFICES_FOR_ACCOUNTS, on)
    return Person.objects.filter(Exists(Post.objects.filter(person=OuterRef("pk"), organisation__in=places)))


def person_in_scope(user: Reader, person_id: int, on: date) -> Person | None:
    """The door to a person's account page: None for an unknown and for a foreign person alike."""
    return people_in_scope(user, on).select_related("account").filter(pk=person_id).first()


def accounts_page(
    user: Reader, on: date, *, term: str = "", state: str = "", at: datetime
) -> QuerySet[Person]:
    """People in scope who hold a post on the date or own an account, in name order.

    Each carries `account` (joined), `invited` (has an invitation that can be accepted at `at`) and
    `posts_held` (on the date, with organisations). `state` is "", "open", "invited", "closed" or "none".
    """
    serving = Exists(Post.objects.filter(organisations.held_on(on), person=OuterRef("pk")))
    invited = Exists(_open_invitations(at).filter(person=OuterRef("pk")))
    people = people_in_scope(user, on).filter(serving | Q(account__isnull=False)).annotate(invited=invited)
    if term:
        people = people.filter(Q(search__contains=fold(term)) | Q(account__email__icontains=term))
    people = people.filter(
        {
            "open": Q(account__is_active=True),
            "closed": Q(account__is_active=False),
            "invited": Q(account=None, invited=True),
            "none": Q(account=None, invited=False),
        }.get(state, Q())
    )
    held = Post.objects.filter(organisations.held_on(on)).select_related("organisation").order_by("pk")
    people = people.select_related("account").prefetch_related(Prefetch("posts", held, to_attr="posts_held"))
    return people.order_by("sort_key", "pk")


def _open_invitations(at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


def invitation_open(person: Person, at: datetime) -> Invitation | None:
    """The invitation that this person can still accept."""
    return _open_invitations(at).filter(person=person).first()


def addresses_in_scope(user: Reader, on: date) -> tuple[QuerySet[User, str], QuerySet[Invitation, str]]:
    """The addresses of the accounts, and of the invitations, that the user administers: two subqueries."""
    people = people_in_scope(user, on).values("pk")
    return (
        User.objects.filter(person__in=people).values_list("email", flat=True),
        Invitation.objects.filter(person__in=people).values_list("email", flat=True),
    )


def has_second_factor(user: User) -> bool:
    """Whether the account asks for a code of an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
