"""Who gets what at each address: the table is complete by construction, and superusers get no column."""

import re

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from emulation.audit.models import Entry
from emulation.indicators.models import FigureImport, Indicator
from emulation.indicators.tests.factories import land

pytestmark = pytest.mark.django_db
ROLES = ("visitor", "stranger", "unit", "reader", "officer")

#   visitor: nobody logged in; stranger: an officer of another province; unit: the cooperative's own officer;
#   reader: an observer of the Alliance
ACCESS: dict[str, tuple[object, ...]] = {
    "status": ("login", 200, 200, 200, 200),
    "status_export": ("login", 200, 200, 200, 200),
    "catalogue": ("login", 200, 200, 200, 200),
    "indicator": ("login", 200, 200, 200, 200),
    "populations": ("login", 200, 200, 200, 200),
    "figures_year": ("login", 404, 302, 302, 302),
    "compare": ("login", 404, 200, 200, 200),
    "import_new": ("login", 404, 404, 403, 200),
    "figures": ("login", 404, 200, 200, 200),
    "totals": ("login", 404, 200, 200, 200),
    "figure": ("login", 404, 200, 200, 200),
    "figure_correct": ("login", 404, 200, 403, 200),
    "figure_withdraw": ("login", 404, 200, 403, 200),
    "import_detail": ("login", 404, 404, 404, 200),
    "import_discard": ("login", 405, 405, 405, 405),
}

# What is sent is a reason alone: a form that needs more is shown again (200), an act that needs no more is
# done (302).
BODY = {"reason": "Vì có lý do"}
SENT: dict[str, tuple[object, ...]] = {
    "import_new": ("login", 404, 404, 403, 200),
    "figures": ("login", 404, 302, 403, 302),
    "figure_correct": ("login", 404, 200, 403, 200),
    "figure_withdraw": ("login", 404, 302, 403, 302),
    "import_detail": ("login", 404, 404, 404, 200),
    "import_discard": ("login", 404, 404, 404, 302),
}
READ_ONLY = {
    "status",
    "status_export",
    "catalogue",
    "indicator",
    "populations",
    "figures_year",
    "compare",
    "totals",
    "figure",
}


@pytest.fixture
def scene():
    cast = land()
    figure = cast.reported("THANH_VIEN", 120)
    kept = FigureImport.objects.create(
        organisation=cast.alliance,
        filename="x.xlsx",
        digest="0" * 64,
        source="Báo cáo",
        uploaded_by=cast.officer,
    )
    indicator = Indicator.objects.get(code="HTX_MOI")
    ids = {"organisation": cast.coop.pk, "alliance": cast.alliance.pk, "figure": figure.pk}
    return cast, {**ids, "import": kept.pk, "indicator": indicator.pk}


def address(pattern, ids):
    """The address of a named page, filled with an object of the scene."""
    name, wanted = pattern.name, set(pattern.pattern.converters)
    family = {
        "import_new": "alliance",
        "import_detail": "import",
        "import_discard": "import",
        "indicator": "indicator",
    }.get(name)
    if family is None:
        family = "figure" if name in ("figure", "figure_correct", "figure_withdraw") else "organisation"
    values = {"pk": ids[family], "year": 2025}
    return reverse(f"indicators:{name}", kwargs={key: values[key] for key in wanted})


def named():
    return {pattern.name: pattern for pattern in get_resolver().namespace_dict["indicators"][1].url_patterns}


def answer(response):
    if response.status_code == 302:
        return "login" if "/accounts/login/" in response.url else 302
    return response.status_code


def test_every_address_is_in_both_tables():
    assert named().keys() == ACCESS.keys()
    assert named().keys() == SENT.keys() | READ_ONLY
    assert SENT.keys().isdisjoint(READ_ONLY)


def found(client, scene, method):
    """{address: answers by role}; what a request changes is taken back before the next one."""
    cast, ids = scene
    nothing = dict.fromkeys(ids, 10**9)
    users = (None, cast.stranger, cast.unit_officer, cast.reader, cast.officer)
    table = {}
    for name, pattern in named().items():
        line = []
        for user in users:
            client.logout()
            if user:
                client.force_login(user)
            response = asked(client, method, address(pattern, ids))
            line.append(answer(response))
            if line[-1] == 404:
                unknown = asked(client, method, address(pattern, nothing))
                assert (unknown.status_code, shown(unknown)) == (404, shown(response)), name
        table[name] = tuple(line)
    return table


def asked(client, method, url):
    with transaction.atomic():
        before = Entry.objects.count()
        response = client.post(url, BODY) if method == "post" else client.get(url)
        assert response.status_code == 302 or Entry.objects.count() == before, (
            "refused, and done all the same"
        )
        transaction.set_rollback(True)
    return response


def shown(response):
    """The page, but for the token and the address, which differ with every request."""
    page = response.content.decode().replace(response.wsgi_request.path, "")
    return re.sub(r'value="[A-Za-z0-9]{64}"|data-now="\d+"', "", page)


def test_the_table_holds_for_reading(client, scene):
    assert found(client, scene, "get") == ACCESS


def test_the_table_holds_for_sending(client, scene):
    refused = ("login", *[405] * (len(ROLES) - 1))
    assert found(client, scene, "post") == SENT | dict.fromkeys(READ_ONLY, refused)
