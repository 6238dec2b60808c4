"""Who gets what at each address: the table is complete by construction, and superusers get no column."""

import pytest
from django.urls import reverse

from emulation.indicators.models import FigureImport, Indicator
from emulation.indicators.tests.factories import land
from emulation.tests.access import named, table

pytestmark = [pytest.mark.django_db, pytest.mark.once]
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


def test_every_address_is_in_both_tables():
    assert named("indicators").keys() == ACCESS.keys()
    assert named("indicators").keys() == SENT.keys() | READ_ONLY
    assert SENT.keys().isdisjoint(READ_ONLY)


def users_of(cast):
    return (None, cast.stranger, cast.unit_officer, cast.reader, cast.officer)


def test_the_table_holds_for_reading(client, scene):
    cast, ids = scene
    assert table(client, users_of(cast), "indicators", address, ids) == ACCESS


def test_the_table_holds_for_sending(client, scene):
    cast, ids = scene
    refused = ("login", *[405] * (len(ROLES) - 1))
    found = table(client, users_of(cast), "indicators", address, ids, BODY)
    assert found == SENT | dict.fromkeys(READ_ONLY, refused)
