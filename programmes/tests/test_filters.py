"""Filter bars: what cannot be read is complained of in its place, and no other day or year is answered for."""

import pytest
from django.test import Client
from django.urls import reverse

from programmes.tests.stage import stage
from programmes.tests.units import units

pytestmark = pytest.mark.django_db


def read(user, name, args=(), **query):
    client = Client()
    client.force_login(user)
    return client.get(reverse(name, args=args), query).content.decode()


NOT_A_YEAR = "Ghi năm gồm bốn chữ số"
NOTHING = "Không có kết quả phù hợp với bộ lọc"


@pytest.mark.parametrize("name", ["programmes", "movements", "activities", "rounds"])
def test_an_unreadable_year_is_said_and_the_other_parts_still_narrow(name):
    cast = units()
    answer = read(cast.officer, f"programmes:{name}", year="hai", q="không có gì như vậy")
    assert 'id="id_year_error" aria-live="polite">' in answer
    assert NOT_A_YEAR in answer
    assert NOTHING in answer


@pytest.mark.parametrize("name", ["programmes", "movements", "activities", "rounds"])
def test_an_empty_list_under_a_filter_offers_to_clear_it_and_not_the_words_of_an_empty_register(name):
    cast = units()
    assert NOTHING in read(cast.officer, f"programmes:{name}", q="không có gì như vậy")
    assert NOTHING not in read(cast.officer, f"programmes:{name}", q="")


def test_a_board_under_a_filter_says_so():
    cast = units()
    assert NOTHING in read(cast.officer, "programmes:round_board", [cast.round.pk], q="không có")


@pytest.mark.parametrize(
    ("name", "query", "answer"),
    [
        ("programmes:training_gaps", {"since": "31/2/2026"}, "được ghi là có mặt"),
        ("programmes:statistics_0601", {"year": "hai"}, "Số phong trào thi đua"),
        ("legislation:base_salary", {"on": "31/6/2026"}, "một tháng"),
        ("legislation:grounds", {"on": "31/6/2026"}, "<blockquote"),
        ("legislation:instruments", {"on": "31/6/2026"}, "data-table"),
        ("indicators:status", {"year": "hai"}, "Những đơn vị đã báo cáo"),
    ],
)
def test_what_cannot_be_read_is_not_answered_for_another_day(name, query, answer):
    cast = stage()
    refused = read(cast.officer, name, **query)
    assert "Chưa đọc được điều kiện lọc" in refused
    assert answer not in refused.split('id="main"')[1]


@pytest.mark.parametrize("term", ["21 ctph lmhtx", "21/CTPH", "21-ctph–lmhtx"])
def test_a_number_is_found_with_any_marks_between_its_parts(term):
    cast = stage()
    cast.draft(number="21/CTPH-LMHTX-BTĐKT")
    cast.draft(number="05/CTPH-LMHTX-BTĐKT", from_year=2021, to_year=2025)
    answer = read(cast.officer, "programmes:programmes", q=term)
    assert "21/CTPH-LMHTX-BTĐKT" in answer
    assert "05/CTPH-LMHTX-BTĐKT" not in answer


def test_marks_alone_find_no_programme_that_lacks_them():
    cast = stage()
    cast.draft(number="")
    assert NOTHING in read(cast.officer, "programmes:programmes", q="//")


def test_a_programme_whose_period_is_past_says_so_until_it_is_summed_up():
    cast = stage()
    programme = cast.under_way(from_year=2017, to_year=2020)
    assert "đã hết thời hạn 2020, chưa tổng kết" in read(cast.officer, "programmes:programmes")
    page = read(cast.officer, "programmes:programme", [programme.pk])
    assert "Đã hết thời hạn 2020, chưa tổng kết" in page
    type(programme).objects.filter(pk=programme.pk).update(state="summed_up")
    assert "hết thời hạn" not in read(cast.officer, "programmes:programmes")
