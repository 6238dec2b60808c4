"""Every page asks the same number of questions for one row and for three."""

import pytest
from django.urls import reverse

from emulation.indicators.services import imports
from emulation.indicators.tests.factories import land
from emulation.indicators.tests.test_imports import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("rows", [1, 3])]
CODES = ("THANH_VIEN", "LAO_DONG", "QUAN_LY")


@pytest.fixture
def asks(client, django_assert_num_queries):
    """Fetch a page as somebody, who has just logged in, and count its questions."""

    def fetch(user, number, name, *args, query=""):
        client.force_login(user)
        url = reverse(f"indicators:{name}", args=args) + query
        client.get(url)
        with django_assert_num_queries(number):
            page = client.get(url)
        assert page.status_code == 200
        return page

    return fetch


@pytest.fixture
def cast(rows):
    """`rows` figures of the cooperative, and as many units that reported."""
    found = land()
    for code in CODES[:rows]:
        found.reported(code, 10)
        found.reported(code, 9, year=2024)
        found.reported("THANH_VIEN", 5, unit=found.unit())
    return found


def test_the_board(cast, rows, asks):
    page = asks(cast.officer, 16, "status", query="?year=2025")
    assert len(page.context["page"].rows) == rows + 2


def test_the_export(cast, asks):
    asks(cast.officer, 12, "status_export", query="?year=2025")


def test_the_grid(cast, rows, asks):
    page = asks(cast.officer, 13, "figures", cast.coop.pk, 2025)
    assert page.context["reported"] == rows


def test_five_years(cast, rows, asks):
    page = asks(cast.officer, 12, "compare", cast.coop.pk, query="?last=2025")
    assert len(page.context["lines"]) == rows


def test_totals(cast, asks):
    asks(cast.officer, 14, "totals", cast.alliance.pk, 2025)


def test_a_figure_and_its_course(cast, rows, asks):
    row = cast.reported("THANH_VIEN", 20, reason="Đếm lại")
    for number in range(1, rows):
        row = cast.reported("THANH_VIEN", 20 + number, reason="Đếm lại")
    page = asks(cast.officer, 12, "figure", row.pk)
    assert len(page.context["course"]) == rows + 1


def test_a_table_waiting(cast, rows, asks):
    lines = [[n, cast.unit(f"HTX Mới {n}").name, 2025, 5, "x"] for n in range(rows)]
    kept = imports.receive(
        cast.alliance, workbook(*lines), "x.xlsx", year=2025, source="Báo cáo", by=cast.officer
    )
    page = asks(cast.officer, 14, "import_detail", kept.pk)
    assert page.context["good"] == rows


@pytest.mark.parametrize(("name", "number"), [("catalogue", 7), ("populations", 6)])
def test_the_catalogue(cast, asks, name, number):
    asks(cast.officer, number, name)
