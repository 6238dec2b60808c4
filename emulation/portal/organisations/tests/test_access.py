"""Address × role → answer; every address of the register stands in the table."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from emulation.accounts.models import User
from emulation.accounts.tests.factories import account, holder
from emulation.audit.models import Entry
from emulation.organisations.models import Kind, Organisation, Person, Post
from emulation.organisations.offices import Office
from emulation.organisations.tests.factories import organisation, person, post
from emulation.portal.organisations.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#                        visitor  none  unit   officer  admin  other
ACCESS = {
    "list":            ("login", 200, 200, 200, 200, 200),
    "bodies":          ("login", 200, 200, 200, 200, 200),
    "suggest":         ("login", 200, 200, 200, 200, 200),
    "detail":          ("login", 200, 200, 200, 200, 200),
    "people":          ("login", 200, 200, 200, 200, 200),
    "person":          ("login", 404, 200, 200, 200, 404),
    "person_revise":   ("login", 404, 403, 200, 200, 404),
    "end_post":        ("login", 404, 403, 403, 200, 404),
    "register":        ("login", 403, 403, 403, 200, 200),
    "register_below":  ("login", 403, 200, 200, 200, 403),
    "revise":          ("login", 403, 403, 200, 200, 403),
    "rename":          ("login", 403, 403, 200, 200, 403),
    "merge":           ("login", 403, 403, 200, 200, 403),
    "dissolve":        ("login", 403, 403, 200, 200, 403),
    "appoint":         ("login", 403, 200, 200, 200, 403),
}  # fmt: skip
READ_ONLY = {"list", "bodies", "suggest", "detail", "people", "person"}
"""Sending to these is refused with 405; to all others it asks for the same right as reading."""
ROLES = ("visitor", "none", "unit", "officer", "admin", "other")


@dataclass
class World:
    alliance: Organisation
    unit: Organisation
    director: Person
    held: Post
    users: dict[str, User | None]

    def address(self, name: str) -> str:
        numbers = {"person": self.director.pk, "person_revise": self.director.pk, "end_post": self.held.pk}
        alone = name in ("list", "bodies", "suggest", "people", "register")
        return reverse(f"organisations:{name}", args=[] if alone else [numbers.get(name, self.unit.pk)])


@pytest.fixture
def world() -> World:
    alliance = organisation("Liên minh Hợp tác xã tỉnh Tây Ninh", kind=Kind.ALLIANCE)
    elsewhere = organisation("Liên minh Hợp tác xã tỉnh Cà Mau", kind=Kind.ALLIANCE)
    unit = organisation("Hợp tác xã Vĩnh Cường", parent=alliance)
    director = person("Lê Thị Độc Nhất", keeper=alliance)
    users = {
        "visitor": None,
        "none": account(),
        "unit": holder(unit, Office.OFFICER),
        "officer": holder(alliance, Office.OFFICER),
        "admin": holder(alliance, Office.ADMINISTRATOR),
        "other": holder(elsewhere, Office.ADMINISTRATOR),
    }
    return World(alliance, unit, director, post(director, unit, Office.HEAD, title="Giám đốc"), users)


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in urlpatterns} == ACCESS.keys()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ACCESS)
def test_access(world, name, role):
    client, user = Client(), world.users[role]
    if user:
        client.force_login(user)
    answer = client.get(world.address(name))
    expected = ACCESS[name][ROLES.index(role)]
    if expected == "login":
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))
    else:
        assert answer.status_code == expected


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ACCESS)
def test_sending_asks_for_the_same_right_and_records_nothing(world, name, role):
    client, user = Client(), world.users[role]
    if user:
        client.force_login(user)
    before = Entry.objects.count()
    answer = client.post(world.address(name), {"reason": "x"})
    expected = ACCESS[name][ROLES.index(role)]
    if expected == "login":
        assert answer.url.startswith(reverse("account_login"))
    else:
        assert answer.status_code == (405 if name in READ_ONLY else expected)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("role", ["none", "other"])
def test_people_of_another_scope_appear_nowhere(world, role):
    client = Client()
    client.force_login(world.users[role])
    for name in ("list", "detail", "people", "bodies", "suggest"):
        assert "Độc Nhất" not in client.get(world.address(name), {"q": "doc nhat"}).content.decode()


def test_unknown_and_foreign_people_get_the_same_answer(world):
    client = Client()
    client.force_login(world.users["other"])
    pages = [
        client.get(reverse("organisations:person", args=[pk])) for pk in (world.director.pk, 10**9, 10**30)
    ]
    assert [page.status_code for page in pages] == [404, 404, 404]
    assert without_token(pages[0]) == without_token(pages[1]) == without_token(pages[2])


def without_token(page):
    """The page as text, but for the token, the address and the time, which differ with every request."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", page.content.decode())
    return re.sub(r"/organisations/people/\d+/|\d{10}", "", text)
