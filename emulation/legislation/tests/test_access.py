"""Who gets what at each address: the table is complete by construction, and superusers get no column."""

import pytest
from django.urls import reverse

from emulation.legislation.models import Instrument
from emulation.legislation.services import grounds
from emulation.legislation.services.grounds import GroundTerms
from emulation.legislation.tests.factories import account, cast
from emulation.tests.access import named, table

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLES = ("visitor", "nobody", "stranger", "staff", "director", "officer")

#   visitor: nobody logged in; nobody: an account without a post; stranger: an officer of another province;
#   staff: works at the Alliance; director: of its cooperative; officer: of the Alliance, who entered the rows
ACCESS: dict[str, tuple[object, ...]] = {
    "instruments": ("login", 200, 200, 200, 200, 200),
    "instrument": ("login", 200, 200, 200, 200, 200),
    "instrument_new": ("login", 404, 200, 404, 200, 200),
    "instrument_edit": ("login", 403, 403, 403, 403, 200),
    "instrument_end": ("login", 403, 403, 403, 403, 200),
    "instrument_part": ("login", 403, 403, 403, 403, 200),
    "base_salary": ("login", 200, 200, 200, 200, 200),
    "grounds": ("login", 200, 200, 200, 200, 200),
    "ground_new": ("login", 404, 200, 404, 200, 200),
    "ground_end": ("login", 403, 403, 403, 403, 200),
}
# What is sent is enough to end an instrument or a line and to replace a part, too little for the other forms.
BODY = {"reason": "Vì có lý do", "on": "31/12/2099", "part": "Điều 5"}
SENT: dict[str, tuple[object, ...]] = {
    "instrument_new": ("login", 404, 200, 404, 200, 200),
    "instrument_edit": ("login", 403, 403, 403, 403, 200),
    "instrument_end": ("login", 403, 403, 403, 403, 302),
    "instrument_part": ("login", 403, 403, 403, 403, 302),
    "ground_new": ("login", 404, 200, 404, 200, 200),
    "ground_end": ("login", 403, 403, 403, 403, 302),
}
READ_ONLY = {"instruments", "instrument", "base_salary", "grounds"}


@pytest.fixture
def scene():
    here = cast()
    own = here.enter()
    line = grounds.put_ground(here.alliance, GroundTerms("REPORT", own, own.in_force_from), by=here.officer)
    national = Instrument.objects.get(number="06/2022/QH15")
    return here, {"instrument": own.pk, "ground": line.pk, "national": national.pk}


def address(pattern, ids):
    kind = "ground" if pattern.name.startswith("ground") else "instrument"
    return reverse(f"legislation:{pattern.name}", kwargs=dict.fromkeys(pattern.pattern.converters, ids[kind]))


def users_of(here):
    return {
        "visitor": None,
        "nobody": account("Người Ngoài"),
        "stranger": here.stranger,
        "staff": here.staff,
        "director": here.director,
        "officer": here.officer,
    }


def test_every_address_is_in_both_tables():
    assert named("legislation").keys() == ACCESS.keys()
    assert named("legislation").keys() == SENT.keys() | READ_ONLY
    assert SENT.keys().isdisjoint(READ_ONLY)
    assert {len(line) for line in [*ACCESS.values(), *SENT.values()]} == {len(ROLES)}


def test_the_table_holds_for_reading(client, scene):
    here, ids = scene
    assert table(client, list(users_of(here).values()), "legislation", address, ids) == ACCESS


def test_the_table_holds_for_sending(client, scene):
    here, ids = scene
    refused = ("login", *[405] * (len(ROLES) - 1))
    body = BODY | {"successor": ids["national"]}
    found = table(client, list(users_of(here).values()), "legislation", address, ids, body)
    assert found == SENT | dict.fromkeys(READ_ONLY, refused)


@pytest.mark.parametrize("name", ["instrument", "instrument_edit", "instrument_end", "ground_end"])
def test_what_does_not_exist_is_not_found(client, scene, name):
    here, _ids = scene
    client.force_login(here.officer)
    assert client.get(reverse(f"legislation:{name}", args=[10**9])).status_code == 404


@pytest.mark.parametrize("name", ["instrument_edit", "instrument_end"])
def test_a_national_row_is_changed_by_nobody_here(client, scene, name):
    here, ids = scene
    for user in (here.officer, here.stranger, here.director):
        client.force_login(user)
        url = reverse(f"legislation:{name}", args=[ids["national"]])
        assert (client.get(url).status_code, client.post(url, BODY).status_code) == (403, 403)
