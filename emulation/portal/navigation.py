"""The menu as data: one line an entry, in the order of the yearly cycle.

An entry is drawn when its page exists and its predicate lets this person in; the page itself asks again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

Predicate = Callable[[object, date], bool]


def everyone(user: object, on: date) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """One line of a menu: what it says, where it leads, its drawing, and who sees it."""

    label: object
    url_name: str
    icon: str
    may: Predicate = everyone


@dataclass(frozen=True)
class Group:
    label: object
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Link:
    """An entry as drawn for one person on one page; `current` is "page", "true" (below it) or ""."""

    label: object
    url: str
    icon: str
    current: str = ""


@dataclass(frozen=True)
class LinkGroup:
    label: object
    entries: tuple[Link, ...]


MENU = (
    Group(
        "",
        (
            Entry(_("To do"), "portal:desk", "list-check"),
            Entry(_("Proposals for commendation"), "awards:campaigns", "award"),
            Entry(_("Board"), "awards:review", "people"),
            Entry(_("Decisions and certificates"), "awards:decisions", "file-earmark-text"),
            Entry(_("Look up"), "awards:search", "search"),
            Entry(_("Units"), "organisations:list", "building"),
        ),
    ),
    Group(
        _("System"),
        (
            Entry(_("Accounts"), "accounts:list", "person-gear"),
            Entry(_("Journal"), "audit:list", "journal-text"),
            Entry(_("Background work"), "jobs:mine", "hourglass-split"),
        ),
    ),
)

ACCOUNT_MENU = (
    Entry(_("My account"), "accounts:profile", "person-check"),
    Entry(_("Change password"), "account_change_password", "lock"),
    Entry(_("Two-step login"), "mfa_index", "shield-check"),
    Entry(_("Places where I am logged in"), "usersessions_list", "clock-history"),
)


def address(url_name: str) -> str:
    """The address of a page, or "" while that page does not exist."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def links(entries: Iterable[Entry], request: HttpRequest) -> tuple[Link, ...]:
    """The entries that exist and that this person may see."""
    today = timezone.localdate()
    visible = (entry for entry in entries if entry.may(request.user, today))
    return tuple(
        Link(entry.label, url, entry.icon, _current(url, request.path))
        for entry in visible
        if (url := address(entry.url_name))
    )


def menu(request: HttpRequest) -> tuple[LinkGroup, ...]:
    """The left menu; groups without a visible entry are left out."""
    groups = (LinkGroup(group.label, links(group.entries, request)) for group in MENU)
    return tuple(group for group in groups if group.entries)


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
