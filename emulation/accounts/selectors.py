"""What an account may do today follows from the posts its person holds, and from nothing else.

An account without a person, a closed account, an anonymous visitor and a superuser of Django's admin hold
no post: every answer below is empty for them.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

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
    return organisations.subtree(organisations_where(user, offices, on))


def scope_of(user: Reader, offices: Collection[str], on: date) -> frozenset[int]:
    """The ids of those organisations and of all below them; empty where no such office is held."""
    held = organisations_where(user, offices, on)
    known: dict[frozenset[int], frozenset[int]] = user.__dict__.setdefault("_subtrees_known", {})
    if held not in known:
        known[held] = organisations.subtree_ids(held)
    return known[held]


def holds(user: Reader, offices: Collection[str], organisation_id: int, on: date) -> bool:
    """Whether one of the offices is held at that organisation or at one above it."""
    held = organisations_where(user, offices, on)
    if not held or organisation_id in held:
        return bool(held)
    known: dict[int, frozenset[int]] = user.__dict__.setdefault("_ancestors_known", {})
    if organisation_id not in known:
        path = Organisation.objects.filter(pk=organisation_id).values_list("path", flat=True).first() or ""
        known[organisation_id] = frozenset(int(step) for step in path.split("/") if step)
    return bool(known[organisation_id] & held)


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
