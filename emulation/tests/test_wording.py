"""The set phrases of documents."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.wording import (
    date_in_words,
    document_number,
    number_in_words,
    parse_number_symbol,
    place_and_date,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (111, "một trăm mười một"),
        (999, "chín trăm chín mươi chín"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_050, "một nghìn không trăm năm mươi"),
        (1_800_000, "một triệu tám trăm nghìn"),
        (3_510_000, "ba triệu năm trăm mười nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (2_000_000_000, "hai tỷ"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (
            12_345_678_901,
            "mười hai tỷ ba trăm bốn mươi lăm triệu sáu trăm bảy mươi tám nghìn chín trăm linh một",
        ),
        (5_000_000_000_000, "năm nghìn tỷ"),
        (-7, "âm bảy"),
    ],
)
def test_numbers_in_words(number, words):
    assert number_in_words(number) == words


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_different_numbers_have_different_words(one, other):
    assert (number_in_words(one) == number_in_words(other)) == (one == other)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2017, 9, 13), "ngày 13 tháng 9 năm 2017"),
        (date(2022, 3, 9), "ngày 09 tháng 3 năm 2022"),
        (date(2022, 12, 31), "ngày 31 tháng 12 năm 2022"),
    ],
)
def test_dates_in_words(day, words):
    assert date_in_words(day) == words
    assert place_and_date("Tây Ninh", day) == f"Tây Ninh, {words}"


@pytest.mark.parametrize(
    ("number", "printed"), [("5", "05/QĐ-LMHTX"), (5, "05/QĐ-LMHTX"), ("05", "05/QĐ-LMHTX"),
                            (123, "123/QĐ-LMHTX"), ("12a", "12a/QĐ-LMHTX")]
)  # fmt: skip
def test_document_numbers_take_a_zero(number, printed):
    assert document_number(number, "QĐ-LMHTX") == printed


@pytest.mark.parametrize(
    ("raw", "number", "year", "type_code", "issuers", "party"),
    [
        ("136/CTPH-LMHTXVN-BTĐKTTW", "136", "", "CTPH", ("LMHTXVN", "BTĐKTTW"), False),
        ("2933/TrPh-BNN-LMHTX-HND", "2933", "", "TrPh", ("BNN", "LMHTX", "HND"), False),
        ("15-CT/TU", "15", "", "CT", ("TU",), True),
        ("12/LMHTX-TĐKT", "12", "", "", ("LMHTX", "TĐKT"), False),
        ("Số: 05/QĐ-LMHTX", "05", "", "QĐ", ("LMHTX",), False),
        ("số 45 / TTr - LMHTX", "45", "", "TTr", ("LMHTX",), False),
        ("30/2020/NĐ-CP", "30", "2020", "NĐ", ("CP",), False),
        ("2026/QĐ-UBND", "2026", "", "QĐ", ("UBND",), False),
        ("12a/QD-UBND", "12a", "", "QD", ("UBND",), False),
        ("17", "17", "", "", (), False),
        ("không số", "", "", "", (), False),
        ("", "", "", "", (), False),
    ],
)
def test_numbers_and_symbols_of_several_grammars(raw, number, year, type_code, issuers, party):
    parts = parse_number_symbol(raw)
    assert (parts.number, parts.year, parts.type_code, parts.issuers) == (number, year, type_code, issuers)
    assert parts.of_party is party


def test_a_number_is_found_with_or_without_spaces():
    kept = parse_number_symbol("Số: 136/CTPH–LMHTXVN-BTĐKTTW").search
    assert kept == "136/ctph-lmhtxvn-btdkttw"
    assert parse_number_symbol("136 / CTPH").search in kept


@given(st.text())
def test_no_number_is_refused(raw):
    assert parse_number_symbol(raw).raw == " ".join(parse_number_symbol(raw).raw.split())
