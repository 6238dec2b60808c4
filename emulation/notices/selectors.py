"""One's own notices, and the outbox as far as one may see it."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from emulation.accounts.models import Invitation, User
from emulation.accounts.selectors import Reader, addresses_in_scope
from emulation.notices.models import Notice, Outgoing

SHOWN = 200
"""Beyond a hundred the bell says 99+; nobody counts further."""


def unread_count(user: Reader) -> int:
    """The number beside the bell; 0 for a visitor. One query."""
    if not isinstance(user, User):
        return 0
    return Notice.objects.filter(user=user, read_at=None).count()


def unread_of(user: Reader) -> list[tuple[int, str]]:
    """(id, address) of the person's unread notices, at most SHOWN of them; one query, none for a visitor."""
    if not isinstance(user, User):
        return []
    return list(Notice.objects.filter(user=user, read_at=None).values_list("pk", "url")[:SHOWN])


def leads_to(url: str, path: str) -> bool:
    """Whether a page is what a notice speaks of: the very page, or one below it; everything lies below "/"."""
    page = url.partition("?")[0]
    return page != "/" and path.startswith(page)


def notices_of(user: User) -> QuerySet[Notice]:
    """Newest first."""
    return Notice.objects.filter(user=user).order_by("-created_at", "-pk")


def notice_of(user: User, pk: int) -> Notice | None:
    """The door: one's own notice, or None."""
    return notices_of(user).filter(pk=pk).first()


def outbox_for(user: Reader, on: date) -> QuerySet[Outgoing]:
    """Mail to people whose accounts the user administers, the newest first.

    Without what was to be handed over and is settled: its link has been used since.
    """
    accounts, invitations = addresses_in_scope(user, on)
    theirs = Outgoing.objects.filter(Q(to__in=accounts) | Q(to__in=invitations))
    used = Invitation.objects.filter(email=OuterRef("to"), accepted_at__gte=OuterRef("created_at"))
    settled = Q(handover=True, sent_at=None) & Q(Exists(used))
    return theirs.exclude(settled).order_by("-created_at", "-pk")


def letter_for(user: Reader, pk: int, on: date) -> Outgoing | None:
    """The door to one mail of the outbox."""
    return outbox_for(user, on).filter(pk=pk).first()
