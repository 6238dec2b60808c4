"""A cell is read as the office meant it, and a number typed again is the same number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.approximate import Qualifier
from emulation.indicators.cells import HEDGES, read_amount, read_number, typed
from emulation.indicators.formulas import Amount
from emulation.vietnamese import Ambiguous


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234", Amount(Decimal(1234))),
        ("1,234", Amount(Decimal(1234))),
        ("gần 70", Amount(Decimal(70), "gần")),
        ("Khoảng  gần 150", Amount(Decimal(150), "khoảng gần")),
        ("khoảng 1.200", Amount(Decimal(1200), "khoảng")),
        ("hơn 5.800.000", Amount(Decimal(5800000), "hơn")),
        ("trên 3", Amount(Decimal(3), "trên")),
        ("0", Amount(Decimal(0))),
        ("", None),
        ("-", None),
        ("Chưa báo cáo", None),
    ],
)
def test_cells(text, amount):
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["nhiều", "gần", "gần nhiều", "12 HTX"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - each kind of wrong text is one
        read_amount(text)


def test_thousands_or_thousandths_is_asked_where_both_may_be():
    with pytest.raises(Ambiguous):
        read_number("1.234", whole=False)


@given(st.integers(0, 10**15).map(Decimal))
def test_a_whole_number_reads_back(number):
    assert read_number(typed(number, whole=True), whole=True) == number


@given(st.decimals(0, 10**12, places=3, allow_nan=False))
def test_any_number_reads_back(number):
    assert read_number(typed(number.normalize(), whole=False), whole=False) == number


def test_the_words_that_are_read_are_those_that_can_be_kept():
    assert set(HEDGES) == set(Qualifier.values) - {""}
