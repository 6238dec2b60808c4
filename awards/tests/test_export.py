"""A list that is taken away as a workbook is whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.tests.factories import stage
from emulation.spreadsheets import read_book

pytestmark = pytest.mark.django_db


def test_the_exported_list_goes_to_its_last_row(client):
    """Read to its end, in pieces: a limit in the question would cut long lists off without a word."""
    cast = stage(members=1)
    for name in ("Lê Văn Bình", "Đỗ Thị An", "Trần Văn Cường"):
        cast.nominate(name)
    client.force_login(cast.officer)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        data = client.get(reverse("awards:nominations_export", args=[cast.campaign.pk])).content
    lists = [query["sql"] for query in asked if '"awards_nomination"."achievement"' in query["sql"]]
    assert len(lists) == 1
    assert "LIMIT" not in lists[0]
    rows = [[cell.value for cell in row] for row in read_book(data).sheets[0].rows]
    assert [row[0] for row in rows if isinstance(row[0], int)] == [1, 2, 3]
