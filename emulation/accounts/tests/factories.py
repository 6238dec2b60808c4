"""Plain functions that make accounts, with the posts that give them their rights."""

from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.accounts.models import User
from emulation.organisations.models import Organisation, Person
from emulation.organisations.offices import Office
from emulation.organisations.tests import factories as organisations

PASSWORD = "mật khẩu đủ dài"
numbers = count(1)


def account(person: Person | None = None, *, email: str = "", **facts: Any) -> User:
    """An open account of a person (a new one by default) with the password PASSWORD."""
    person = person or organisations.person()
    email = email or f"nguoi{next(numbers)}@example.vn"
    user = User.objects.create_user(email, PASSWORD, person=person, **facts)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def holder(organisation: Organisation, office: str = Office.OFFICER, *, name: str = "", **facts: Any) -> User:
    """An account whose person holds the office there since 2010."""
    person = organisations.person(name)
    organisations.post(person, organisation, office)
    return account(person, **facts)


def administrator(organisation: Organisation, **facts: Any) -> User:
    return holder(organisation, Office.ADMINISTRATOR, **facts)


def queries_of_the_frame(client: Client) -> int:
    """How much the menu, bell and names around every page ask, measured on a page that asks nothing itself."""
    client.get(reverse("portal:help"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("portal:help"))
    return len(asked)
