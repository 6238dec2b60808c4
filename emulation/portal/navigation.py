"""The menu as data: one line an entry, in the order of the yearly cycle.

An entry is drawn when its page exists and its predicate lets this person in; the page itself asks again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from awards.models import Seat
from awards.selectors.viewpoint import DECIDERS, STANDING_READERS
from emulation.accounts.models import User
from emulation.accounts.selectors import Reader, is_administrator, organisations_where, posts_of
from emulation.organisations.offices import Office

JOURNAL_READERS = frozenset({Office.ADMINISTRATOR, Office.AUDITOR, Office.DATA_PROTECTION})
VOTE_RUNNERS = frozenset({Office.COUNCIL_SECRETARY})
CALLED_TO_VOTE = VOTE_RUNNERS | {
    Office.HEAD,
    Office.DEPUTY,
    Office.BOARD_CHAIR,
    Office.OFFICER,
    Office.TELLER,
}

Predicate = Callable[[Reader, date], bool]


def everyone(user: Reader, on: date) -> bool:
    return True


def holds_a_post(user: Reader, on: date) -> bool:
    return bool(posts_of(user, on))


def takes_part(user: Reader, on: date) -> bool:
    """Holds a post today, or a seat on a board."""
    return holds_a_post(user, on) or sits_on_a_board(user, on)


def sits_on_a_board(user: Reader, on: date) -> bool:
    """Holds a seat today; asked once per account object and date, and never more than one row."""
    if not isinstance(user, User) or user.person_id is None:
        return False
    known: dict[date, bool] = user.__dict__.setdefault("_sits_known", {})
    if on not in known:
        seats = Seat.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
        known[on] = seats.filter(person_id=user.person_id).exists()
    return known[on]


def takes_part_in_votes(user: Reader, on: date) -> bool:
    """Votes on a board or runs one."""
    return bool(organisations_where(user, VOTE_RUNNERS, on)) or sits_on_a_board(user, on)


def votes_in_secret(user: Reader, on: date) -> bool:
    """Holds an office that clusters call to the urn, or to count, or sits on a board."""
    return bool(organisations_where(user, CALLED_TO_VOTE, on)) or sits_on_a_board(user, on)


def sees_decisions(user: Reader, on: date) -> bool:
    """Serves a standing agency, a unit or a deciding body in an office that reads decisions."""
    return bool(organisations_where(user, STANDING_READERS | DECIDERS, on))


def reads_the_journal(user: Reader, on: date) -> bool:
    return bool(organisations_where(user, JOURNAL_READERS, on))


@dataclass(frozen=True)
class Entry:
    """One line of a menu: what it says, where it leads, its drawing, and who sees it.

    `holds`: beginnings of names of pages that belong to the entry though their address does not lie below it.
    """

    label: object
    url_name: str
    icon: str
    may: Predicate = everyone
    holds: tuple[str, ...] = ()


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


CAMPAIGN_PAGES = ("awards:campaign", "awards:nomination", "awards:import")
PROGRAMME_PAGES = (
    "programmes:programme",
    "programmes:party",
    "programmes:addendum",
    "programmes:successor",
    "programmes:plan",
    "programmes:task",
    "programmes:measure",
    "programmes:activ",
    "programmes:training",
    "programmes:report",
)
MOVEMENT_PAGES = ("programmes:movement",)
REGISTRATION_PAGES = (
    "programmes:round",
    "programmes:registration",
    "programmes:overlap",
    "programmes:expected",
)
CLUSTER_PAGES = ("clusters:",)
VOTE_PAGES = ("ballots:",)
BOARD_PAGES = ("awards:review", "awards:board", "awards:seat")

MENU = (
    Group(
        "",
        (
            Entry(_("To do"), "portal:desk", "list-check"),
            Entry(_("Calendar"), "portal:calendar", "calendar3", holds_a_post),
            Entry(
                _("Programmes"), "programmes:programmes", "file-earmark-text", holds_a_post, PROGRAMME_PAGES
            ),
            Entry(_("Emulation movements"), "programmes:movements", "flag", holds_a_post, MOVEMENT_PAGES),
            Entry(
                _("Registration for emulation"), "programmes:rounds", "send", holds_a_post, REGISTRATION_PAGES
            ),
            Entry(_("Emulation clusters"), "clusters:clusters", "journal-text", holds_a_post, CLUSTER_PAGES),
            Entry(_("Proposals for commendation"), "awards:campaigns", "award", takes_part, CAMPAIGN_PAGES),
            Entry(_("Board"), "awards:reviews", "people", takes_part_in_votes, BOARD_PAGES),
            Entry(_("Secret votes"), "ballots:mine", "inbox", votes_in_secret, VOTE_PAGES),
            Entry(
                _("Decisions and certificates"),
                "awards:decisions",
                "file-earmark-text",
                sees_decisions,
                ("awards:decision",),
            ),
            Entry(_("Look up"), "awards:grants", "search", takes_part),
            Entry(_("Legislation"), "legislation:instruments", "shield-check"),
            Entry(_("Figures"), "indicators:status", "table", holds_a_post),
            Entry(_("Units"), "organisations:list", "building", holds_a_post),
        ),
    ),
    Group(
        _("System"),
        (
            Entry(_("Accounts"), "accounts:list", "person-gear", is_administrator),
            Entry(_("Journal"), "audit:log", "journal-text", reads_the_journal),
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
    existing = ((entry, url) for entry in entries if (url := address(entry.url_name)))
    shown = [(entry, url) for entry, url in existing if entry.may(request.user, today)]
    name = request.resolver_match.view_name if request.resolver_match else ""
    held = [entry for entry, _url in shown if entry.holds and name.startswith(entry.holds)]
    return tuple(
        Link(entry.label, url, entry.icon, _current(url, request.path, entry in held, bool(held)))
        for entry, url in shown
    )


def menu(request: HttpRequest) -> tuple[LinkGroup, ...]:
    """The left menu; groups without a visible entry are left out."""
    groups = (LinkGroup(group.label, links(group.entries, request)) for group in MENU)
    return tuple(group for group in groups if group.entries)


def _current(url: str, path: str, held: bool, held_elsewhere: bool) -> str:
    if path == url:
        return "page"
    below = url != "/" and path.startswith(url) and not held_elsewhere
    return "true" if held or below else ""
