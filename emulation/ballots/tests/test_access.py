"""Who gets what at each address of secret votes, in each of their states: complete by construction."""

import pytest
from django.test import Client
from django.urls import reverse

from emulation.accounts.tests.factories import administrator
from emulation.ballots.models import Keeping
from emulation.ballots.services import casting
from emulation.ballots.tally import AGREE
from emulation.ballots.tests.factories import vote
from emulation.ballots.urls import urlpatterns
from emulation.tests.access import answers

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#                    visitor  another administrator  member  teller  runner; the vote is open
ACCESS: dict[str, tuple[object, ...]] = {
    "mine": ("login", 200, 200, 200, 200, 200),
    "ballot": ("login", 404, 404, 200, 200, 200),
    "result": ("login", 404, 404, 403, 403, 403),
    "members": ("login", 404, 404, 404, 200, 200),
    "off": ("login", 404, 404, 403, 403, 403),
    "bar": ("login", 404, 404, 403, 403, 403),
    "open": ("login", 404, 404, 403, 403, 409),
    "annul": ("login", 404, 404, 403, 403, 200),
    "tellers": ("login", 404, 404, 403, 200, 200),
    "key": ("login", 404, 404, 403, 403, 403),
    "paper": ("login", 404, 404, 403, 200, 403),
    "end": ("login", 404, 404, 403, 200, 200),
    "batch": ("login", 404, 404, 403, 403, 403),
    "count": ("login", 404, 404, 403, 409, 403),
    "sheet": ("login", 405, 405, 405, 405, 405),
    "record": ("login", 405, 405, 405, 405, 405),
    "record_word": ("login", 404, 404, 403, 403, 403),
}
# What is sent is empty but for this: a form that needs more is shown again (200).
BODY = {"reason": "Vì có lý do", "step": "review"}
SENT: dict[str, tuple[object, ...]] = {
    "mine": ("login", 405, 405, 405, 405, 405),
    "ballot": ("login", 404, 404, 200, 403, 403),
    "result": ("login", 405, 405, 405, 405, 405),
    "members": ("login", 405, 405, 405, 405, 405),
    "off": ("login", 404, 404, 403, 403, 403),
    "bar": ("login", 404, 404, 403, 403, 403),
    "open": ("login", 404, 404, 403, 403, 409),
    "annul": ("login", 404, 404, 403, 403, 200),
    "tellers": ("login", 405, 405, 405, 405, 405),
    "key": ("login", 404, 404, 403, 403, 403),
    "paper": ("login", 404, 404, 403, 200, 403),
    "end": ("login", 404, 404, 403, 200, 200),
    "batch": ("login", 404, 404, 403, 403, 403),
    "count": ("login", 404, 404, 403, 409, 403),
    "sheet": ("login", 404, 404, 403, 302, 302),
    "record": ("login", 404, 404, 403, 403, 403),
    "record_word": ("login", 405, 405, 405, 405, 405),
}
# What is answered otherwise in another state: {state: {address: ...}}.
ELSEWHERE: dict[str, dict[str, tuple[object, ...]]] = {
    "prepared": {
        "off": ("login", 404, 404, 403, 403, 200),
        "bar": ("login", 404, 404, 403, 403, 200),
        "open": ("login", 404, 404, 403, 403, 200),
        "key": ("login", 404, 404, 403, 200, 403),
        "paper": ("login", 404, 404, 403, 403, 403),
        "end": ("login", 404, 404, 403, 409, 409),
    },
    "ended": {
        "batch": ("login", 404, 404, 403, 200, 403),
        "count": ("login", 404, 404, 403, 200, 403),
        "end": ("login", 404, 404, 403, 409, 409),
        "paper": ("login", 404, 404, 403, 403, 403),
    },
    "closed": {
        "annul": ("login", 404, 404, 403, 403, 409),
        "end": ("login", 404, 404, 403, 409, 409),
        "paper": ("login", 404, 404, 403, 403, 403),
        "result": ("login", 404, 404, 200, 200, 200),
        "record_word": ("login", 404, 404, 403, 200, 200),
    },
}


def staged(state: str):
    scene = vote(3)
    if state == "prepared":
        return scene
    scene.open()
    if state == "ended":
        casting.mark_paper_voters(scene.ballot, [scene.entry(2)], by=scene.tellers[0])
    if state != "open":
        scene.cast(0, AGREE)
        scene.end()
    if state == "closed":
        scene.count()
    return scene


def people(scene) -> dict[str, Client]:
    other = vote(1)
    users = {
        "visitor": None,
        "member of another": other.members[0],
        "administrator": administrator(scene.ballot.organisation),
        "member": scene.members[1],
        "teller": scene.tellers[0],
        "runner": scene.runner,
    }
    clients = {name: Client() for name in users}
    for name, user in users.items():
        if user:
            clients[name].force_login(user)
    return clients


def address(name: str, scene) -> str:
    args = {
        "mine": [],
        "off": [scene.ballot.pk, scene.entry(0).pk],
        "bar": [scene.ballot.pk, scene.entry(0).pk],
    }
    return reverse(f"ballots:{name}", args=args.get(name, [scene.ballot.pk]))


def test_every_address_is_in_both_tables():
    names = {pattern.name for pattern in urlpatterns}
    assert names == ACCESS.keys() == SENT.keys()


def test_who_reads_and_who_acts():
    scene = staged("open")
    clients = people(scene)
    assert {name: answers(clients, address(name, scene)) for name in ACCESS} == ACCESS
    assert {name: answers(clients, address(name, scene), BODY) for name in SENT} == SENT


@pytest.mark.parametrize("state", ELSEWHERE)
def test_who_reads_in_another_state(state):
    scene = staged(state)
    clients = people(scene)
    expected = {**ACCESS, **ELSEWHERE[state]}
    assert {name: answers(clients, address(name, scene)) for name in ACCESS} == expected


def test_a_member_of_one_ballot_is_no_member_of_another():
    scene, other = staged("prepared"), staged("prepared")
    client = Client()
    client.force_login(scene.runner)
    foreign = reverse("ballots:off", args=[scene.ballot.pk, other.entry(0).pk])
    assert client.get(foreign).status_code == client.post(foreign, BODY).status_code == 404


def test_the_key_page_is_closed_where_the_program_keeps_the_key():
    scene = vote(2, keeping=Keeping.PROGRAM)
    client = Client()
    client.force_login(scene.tellers[0])
    assert client.get(reverse("ballots:key", args=[scene.ballot.pk])).status_code == 403
