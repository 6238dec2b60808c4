"""Paging: the total, the numbers offered, and pages by key that never skip or repeat a row."""

import base64
import json

import pytest
from django.http import QueryDict
from django.template import Context, Template

from emulation import paging
from emulation.organisations.models import Person
from emulation.paging import key_page_of, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> None:
    Person.objects.bulk_create(
        Person(full_name=f"Người {n}", search=f"nguoi {n}", sort_key=f"k{n // 3:03}") for n in range(45)
    )


def rows():
    return Person.objects.order_by("sort_key", "pk")


def test_a_page_has_twenty_rows_and_the_total(people, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = page_of(rows(), QueryDict("page=3"))
    assert (page.number, page.first, page.last, page.total, page.exact) == (3, 41, 45, 45, True)
    assert (page.previous, page.next) == (2, None)


@pytest.mark.parametrize(
    ("asked", "got"), [("page=0", 1), ("page=99", 3), ("page=x", 1), ("page=-1", 1), ("", 1)]
)
def test_a_nonsensical_page_gets_the_nearest(people, asked, got):
    assert page_of(rows(), QueryDict(asked)).number == got


@pytest.mark.parametrize(
    ("asked", "size"), [("size=10", 10), ("size=50", 50), ("size=1000000", 20), ("", 20)]
)
def test_only_the_offered_sizes(people, asked, size):
    assert page_of(rows(), QueryDict(asked)).size == size


def test_counting_stops_and_says_so(people, monkeypatch, rf):
    monkeypatch.setattr(paging, "EXACT_TO", 40)
    page = page_of(rows(), QueryDict())
    assert (page.total, page.exact) == (40, False)
    context = Context({"page": page, "request": rf.get("/?q=lan")})
    foot = Template("{% load ui_tags %}{% page_links page %}").render(context)
    assert "1–20 trong hơn 40" in " ".join(foot.split())
    assert "?q=lan&amp;page=2" in foot


def test_the_numbers_offered_leave_gaps():
    page = paging.Page([1], 10, 20, 400, exact=True)
    assert page.numbers == [1, None, 8, 9, 10, 11, 12, None, 20]


def test_an_empty_list_has_one_empty_page():
    page = page_of(Person.objects.none(), QueryDict())
    assert (page.total, page.first, page.last, page.pages, page.rows) == (0, 0, 0, 1, [])


def test_pages_by_key_walk_every_row_once_forth_and_back(people):
    everyone = list(rows())
    forth, query = [], ""
    while True:
        page = key_page_of(Person.objects.all(), QueryDict(query), keys=("sort_key", "pk"))
        forth.append(page.rows)
        if not page.after:
            break
        query = f"after={page.after}"
    assert [row for part in forth for row in part] == everyone
    back = key_page_of(Person.objects.all(), QueryDict(f"before={page.before}"), keys=("sort_key", "pk"))
    assert back.rows == forth[-2]
    first = key_page_of(Person.objects.all(), QueryDict(f"before={back.before}"), keys=("sort_key", "pk"))
    assert first.rows == forth[0]
    assert not first.before
    assert first.after


def test_a_page_by_key_is_one_query(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        key_page_of(Person.objects.all(), QueryDict("size=10"), keys=("sort_key", "pk"))


@pytest.mark.parametrize("token", ["x", "W10", "bnVsbA", "W1tdLDFd", "é"])
def test_a_key_that_was_tampered_with_means_the_beginning(people, token):
    query = QueryDict(mutable=True)
    query["after"] = token
    page = key_page_of(Person.objects.all(), query, keys=("sort_key", "pk"))
    assert page.rows == list(rows()[:20])


@pytest.mark.parametrize("value", ["abc", "", "\0", "\ud800", "1e400", 10**40, -(10**40), "9" * 40, "½"])
@pytest.mark.parametrize("side", ["after", "before"])
def test_a_key_that_no_row_can_have_begins_at_the_first_page(people, value, side):
    for keys in (("pk",), ("-pk",), ("sort_key", "pk")):
        key = [value] if len(keys) == 1 else ["k001", value]
        token = base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")
        page = key_page_of(Person.objects.all(), QueryDict(f"{side}={token}"), keys=keys)
        assert len(page.rows) == 20
