"""Search finds by any name ever held, with or without accents and abbreviations, best first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.organisations import selectors, services
from emulation.organisations.models import Kind
from emulation.organisations.names import name_key, search_form
from emulation.organisations.tests.factories import organisation
from emulation.vietnamese import fold, nfc


@given(st.text(max_size=60))
def test_the_search_form_of_a_search_form_is_itself(text):
    assert search_form(search_form(text)) == search_form(text)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("HTX Vĩnh Cường", "Hợp tác xã  vĩnh cường"),
        ("QTDND Tân Biên", "Quỹ tín dụng nhân dân Tân Biên"),
        ("Liên minh HTX TP. Hồ Chí Minh", "Liên minh Hợp tác xã Thành phố Hồ Chí Minh"),
        ("HTX Hoà Bình", "HTX Hòa Bình"),
        ("HTX NN-DV Đông Đô", "htx nn dv dong do"),
    ],
)
def test_two_ways_of_writing_one_name(written, same):
    assert search_form(written) == search_form(same)


def test_names_of_organisations_sort_from_the_first_word_and_numbers_by_value():
    in_order = ["Ban Ân", "Ban Đá", "Khối 2", "Khối 11", "Sở Nội vụ", "Sở Xây dựng"]
    assert sorted(reversed(in_order), key=name_key) == in_order


@pytest.mark.django_db
class TestByName:
    def test_exact_accents_come_first_then_beginnings_then_words_anywhere(self):
        words = organisation("Cửa hàng của bà Hoa, ấp Bình Minh")
        contains = organisation("Hợp tác xã Hoa Bính")
        exact = organisation("Hợp tác xã Hòa Bình")
        begins = organisation("Hoa Binh Garden")
        organisation("Hợp tác xã Sông Tiền")
        assert selectors.by_name("hòa bình") == [exact, begins, contains, words]
        assert selectors.by_name("hoa bi")[0] == begins
        assert len(selectors.by_name("hoa binh", limit=2)) == 2

    def test_beginnings_of_words_are_enough_and_every_word_counts(self):
        unit = organisation("Hợp tác xã Nông nghiệp Vĩnh Cường")
        assert selectors.by_name("vinh cu") == [unit]
        assert selectors.by_name("HTX vĩnh") == [unit]
        assert selectors.by_name("vinh long") == []
        assert selectors.by_name("  ") == selectors.by_name("%") == selectors.by_name("") == []

    def test_kinds_and_days_narrow(self):
        fund = organisation("Quỹ Tân Biên", kind=Kind.CREDIT_FUND)
        unit = organisation("Hợp tác xã Tân Biên", valid_from=date(2020, 1, 1))
        services.dissolve(unit, on=date(2023, 1, 1), document="1/QĐ", by=None)
        assert selectors.by_name("tan bien") == [fund, unit]
        assert selectors.by_name("tan bien", kinds=[Kind.COOPERATIVE]) == [unit]
        assert selectors.by_name("tan bien", on=date(2021, 1, 1)) == [fund, unit]
        assert selectors.by_name("tan bien", on=date(2019, 1, 1)) == [fund]
        assert selectors.by_name("tan bien", on=date(2023, 1, 1)) == [fund]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_two_queries_for_any_number(self, rows, django_assert_num_queries):
        for number in range(rows):
            organisation(f"Hợp tác xã Tân Biên {number}")
        with django_assert_num_queries(2):
            assert len(selectors.by_name("tan bien")) == rows


@pytest.mark.django_db
class TestExactNames:
    def test_one_query_answers_a_whole_list_by_any_name_ever_held(self, django_assert_num_queries):
        unit = organisation("Hợp tác xã Rạch Gầm", short_name="HTX RG")
        services.rename(unit, name="Hợp tác xã Sông Tiền", on=date(2022, 6, 1), document="1/QĐ", by=None)
        asked = ["HTX Rạch Gầm", "htx sông tiền", "Htx Rg", "HTX Vô Danh", ""]
        with django_assert_num_queries(1):
            found = selectors.exact_names(asked)
        assert found == {
            fold("HTX Rạch Gầm"): [unit],
            "htx song tien": [unit],
            "htx rg": [unit],
            "htx vo danh": [],
            "": [],
        }

    def test_the_day_and_the_neighbourhood(self):
        home, away = organisation(), organisation()
        far = organisation("Hợp tác xã Tân Biên", parent=away)
        near = organisation("Hợp tác xã Tân Biên", parent=home, valid_from=date(2020, 1, 1))
        name = nfc("Hợp tác xã Tân Biên")
        assert selectors.exact_names([name])[fold(name)] == [far, near]
        assert selectors.exact_names([name], near=home)[fold(name)] == [near, far]
        assert selectors.exact_names([name], near=home, on=date(2019, 1, 1))[fold(name)] == [far]
