"""Whose vote it is, asked of the room that put it: where its page lies, who runs it, what follows from the count.

A room above registers itself from its AppConfig.ready() and gives its key to `preparing.prepare(owner=…)`; this
room knows no room above (ADR 0045). Without a registered owner whoever prepared the ballot runs it.

    owners.register("clusters.conference", Owner(url=…, name=…, may_run=…, may_read_result=…, counted=…))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from emulation.accounts.models import User
from emulation.ballots.models import Ballot
from emulation.verdicts import YES, Verdict


def _everybody_concerned(user: User, ballot: Ballot, on: date) -> Verdict:
    return YES


def _nothing(ballot: Ballot) -> None:
    return None


@dataclass(frozen=True)
class Heading:
    """In whose name the papers of a vote are drawn up, under whom, and the place of their date line ("" if unknown)."""

    issuer: str
    superior: str = ""
    place: str = ""


def _of_the_body(ballot: Ballot) -> Heading:
    return Heading(ballot.organisation.name)


@dataclass(frozen=True)
class Owner:
    """What a room says of its ballots.

    url, name: the page of the object that the vote belongs to, and what it is called ("" for none).
    may_run: who opens, ends and annuls it. may_read_result: asked of members and tellers once it is counted; a
    room that announces results later refuses until then. counted: called in the transaction of the count. heading:
    the letterhead of the tellers' record.
    """

    url: Callable[[Ballot], str]
    name: Callable[[Ballot], str]
    may_run: Callable[[User, Ballot, date], Verdict]
    may_read_result: Callable[[User, Ballot, date], Verdict] = _everybody_concerned
    counted: Callable[[Ballot], None] = _nothing
    heading: Callable[[Ballot], Heading] = _of_the_body


OWNERS: dict[str, Owner] = {}


def register(key: str, owner: Owner) -> None:
    """Answer for the ballots of this key; registering it again replaces the answer."""
    OWNERS[key] = owner


def owner_of(ballot: Ballot) -> Owner | None:
    return OWNERS.get(ballot.owner)


def url_of(ballot: Ballot) -> str:
    """Where the object lies that the ballot decides on; "" without an owner."""
    owner = owner_of(ballot)
    return owner.url(ballot) if owner else ""


def heading_of(ballot: Ballot) -> Heading:
    """The letterhead of its records; the body that put it where no room answers for it."""
    owner = owner_of(ballot)
    return owner.heading(ballot) if owner else _of_the_body(ballot)


def name_of(ballot: Ballot) -> str:
    owner = owner_of(ballot)
    return owner.name(ballot) if owner else ""
