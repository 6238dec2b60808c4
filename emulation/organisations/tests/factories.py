"""Plain functions that make what a test needs, through the services a click would call."""

from datetime import date
from itertools import count
from typing import Any

from emulation.organisations import services
from emulation.organisations.models import Kind, Organisation, Person, Post
from emulation.organisations.offices import Office

LONG_AGO = date(2010, 1, 1)
numbers = count(1)


def organisation(name: str = "", *, kind: str = Kind.COOPERATIVE, **facts: Any) -> Organisation:
    """A body that exists since 2010, unless `valid_from` says otherwise."""
    facts = {"valid_from": LONG_AGO, "by": None, **facts}
    return services.register(kind, name=name or f"Hợp tác xã số {next(numbers)}", **facts)


def person(name: str = "", **facts: Any) -> Person:
    """Somebody with a name of their own."""
    return services.add_person(name or f"Nguyễn Văn {chr(65 + next(numbers) % 26)}", **{"by": None, **facts})


def post(person: Person, organisation: Organisation, office: str = Office.OFFICER, **facts: Any) -> Post:
    """The person holds the office there since 2010, unless `valid_from` says otherwise."""
    facts = {"valid_from": LONG_AGO, "by": None, **facts}
    return services.appoint(person, organisation, office, **facts)
