"""Letters, names, figures and old encodings, by example and by property."""

import re
import sys
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.vietnamese import (
    Ambiguous,
    NotADate,
    NotANumber,
    fold,
    format_date,
    format_number,
    from_tcvn3,
    from_vni,
    legacy_encoding,
    nfc,
    parse_date,
    parse_number,
    proper_name,
    sort_key,
    split_name,
    strip_title,
    visible,
)
from emulation.vietnamese.legacy import TCVN3, VNI_DOUBLE, VNI_SINGLE

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
words = st.text(alphabet=LETTERS + LETTERS.upper(), min_size=1, max_size=8)
names = st.lists(words, min_size=1, max_size=5).map(" ".join)


def in_tcvn3(text):
    codes = {letter: chr(code) for code, letter in TCVN3.items()}
    return "".join(codes.get(letter, letter) for letter in text)


def in_vni(text):
    codes = {letter: code for code, letter in (VNI_DOUBLE | VNI_SINGLE).items()}
    return "".join(codes.get(c) or (codes[c.lower()].upper() if c.lower() in codes else c) for c in text)


def readings_of(text):
    try:
        return (parse_number(text),)
    except Ambiguous as asked:
        return asked.readings


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(names)
def test_folding_does_not_see_how_marks_are_composed(name):
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))
    assert fold(name).isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "HÒA  BÌNH"),
        ("thuỷ sản", "Thủy sản"),
        ("Đồng Tháp", "dong thap"),
        ("Ðồng Tháp", "dong thap"),
        ("Sông\u00a0Hậu", " so\u0302ng ha\u0323\u0302u"),
        ("Sông\u200b Hậu", "song hau"),
    ],
)
def test_fold_meets_every_spelling(one, other):
    assert fold(one) == fold(other)


def test_nfc_composes_stacked_marks():
    assert nfc("e\u0323\u0302") == "ệ"
    assert nfc("e\u0302\u0323") == "ệ"


def test_nothing_that_shows_nothing_is_left():
    # Number and verse signs of other scripts count as formatting, but are drawn.
    drawn = re.compile(
        "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001345f]"
    )
    odd = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) in ("Cf", "Cc")]
    left = [char for char in odd if visible(char).strip() and not drawn.match(char)]
    assert left == []
    assert (
        visible("\u2067Đặng\u200b Công\u2069\nÂn\tmột\u2028hai\u3164\ufffe\uffff") == "Đặng Công\nÂn\tmột hai"
    )


def test_names_sort_by_given_then_middle_then_family():
    in_order = [
        "Nguyễn Thị An",
        "Trần Thị An",
        "Đặng Công Ân",
        "Bùi Dzũng",
        "Lê Đông",
        "Lê Hà",
        "Lê Văn Hà",
        "Võ Hả",
        "Võ Hã",
        "Võ Há",
        "Võ Hạ",
        "Võ Hải",
        "Lê Ý",
    ]
    assert sorted(reversed(in_order), key=sort_key) == in_order


def test_the_whole_alphabet_and_all_tones_sort_as_in_a_dictionary():
    alphabet = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
    assert sorted(reversed(alphabet), key=sort_key) == alphabet
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(tones), key=sort_key) == tones


@given(st.text(max_size=600))
def test_a_sort_key_is_short_and_has_only_characters_all_collations_agree_on(text):
    key = sort_key(text)
    assert len(key) <= 400
    assert not set(key) - set("0123456789abcdefghijklmnopqrstuvwxyz")


@given(names)
def test_a_sort_key_does_not_see_case_or_composition(name):
    assert sort_key(unicodedata.normalize("NFD", name.upper())) == sort_key(name.lower())


@given(names, names)
def test_different_folded_names_have_different_keys(one, other):
    if fold(one) != fold(other):
        assert sort_key(one) != sort_key(other)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Quách Mỹ Nghị", ("Quách", "Mỹ", "Nghị")),
        ("Lê  Thị Ngọc   Hà", ("Lê", "Thị Ngọc", "Hà")),
        ("Lê Hà", ("Lê", "", "Hà")),
        ("Hà", ("", "", "Hà")),
        ("  ", ("", "", "")),
    ],
)
def test_a_name_splits_into_family_middle_given(name, parts):
    assert split_name(name) == parts


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  QUÁCH MỸ NGHỊ ", "Quách Mỹ Nghị"),
        ("trần thị an", "Trần Thị An"),
        ("K'BRÔI", "K'Brôi"),
        ("H’HEN NIÊ", "H’Hen Niê"),
        ("Y-KHOA", "Y-Khoa"),
        ("Nguyễn văn An", "Nguyễn văn An"),
        ("LY\u0301  \u200bLAN", "Lý Lan"),
        ("", ""),
    ],
)
def test_shouted_and_whispered_names_are_written_properly(typed, printed):
    assert proper_name(typed) == printed


@given(names)
def test_a_proper_name_stays_as_it_is(name):
    assert proper_name(proper_name(name)) == proper_name(name)


@pytest.mark.parametrize(
    ("written", "title", "name"),
    [
        ("Ông Đặng Công Ân", "Ông", "Đặng Công Ân"),
        ("BÀ ĐỖ THỊ AN", "Bà", "ĐỖ THỊ AN"),
        ("Ông: Lý Út", "Ông", "Lý Út"),
        ("Ông:Lý Út", "Ông", "Lý Út"),
        ("Ba\u0300 Lan", "Bà", "Lan"),
        ("đ/c Lê Văn Hà", "Đồng chí", "Lê Văn Hà"),
        ("Đ/C. Bà Lê Hà", "Bà", "Lê Hà"),
        ("Đồng  chí Lê Hà", "Đồng chí", "Lê Hà"),
        ("Ông (Bà) Lê Hà", "", "Lê Hà"),
        ("Ông/Bà: Lê Hà", "", "Lê Hà"),
        ("Ba Lê Hà", "", "Ba Lê Hà"),
        ("Bàng Lê Hà", "", "Bàng Lê Hà"),
        ("Ông", "", "Ông"),
        ("", "", ""),
    ],
)
def test_titles_before_names(written, title, name):
    assert strip_title(written) == (title, name)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234,567", "1234.567"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("-7", "-7"),
        ("−7,25", "-7.25"),
        ("007", "7"),
    ],
)
def test_numbers_that_mean_one_thing(written, number):
    assert parse_number(written) == Decimal(number)


@pytest.mark.parametrize(
    ("written", "readings"),
    [("9.999", ("9999", "9.999")), ("9,999", ("9.999", "9999")), ("-12.500", ("-12500", "-12.5"))],
)
def test_numbers_that_mean_two_things_are_asked(written, readings):
    with pytest.raises(Ambiguous) as refusal:
        parse_number(written)
    assert refusal.value.readings == tuple(map(Decimal, readings))


@pytest.mark.parametrize(
    "written", ["", "abc", "1.2.3", "1,2,3", "12.34,5", "1.234,5,6", ",5", "5,", "1 2", "٣"]
)
def test_what_is_no_number(written):
    with pytest.raises(NotANumber):
        parse_number(written)


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_what_is_formatted_is_read_back_or_asked(digits, places):
    number = Decimal(digits).scaleb(-places)
    assert number in readings_of(format_number(number))


def test_numbers_are_shown_with_points_and_a_comma():
    assert format_number(Decimal("1234.5")) == "1.234,5"
    assert format_number(1800000) == "1.800.000"
    assert format_number(Decimal("86.70")) == "86,70"
    assert format_number(-5) == "-5"
    assert format_number(Decimal("1E+3")) == "1.000"


@pytest.mark.parametrize(
    "written",
    ["5/2/2026", "05/02/2026", "05-02-2026", "5.2.2026", " 05 / 02 / 2026 ", "ngày 05 tháng 02 năm 2026",
     "NGÀY 5 THÁNG 2 NĂM 2026", "05 tháng 2 năm 2026", "2026-02-05"],
)  # fmt: skip
def test_dates_in_every_usual_form(written):
    assert parse_date(written) == date(2026, 2, 5)


@pytest.mark.parametrize(
    "written", ["", "2/2026", "31/02/2026", "5/2/26", "02/13/2026", "5/2-2026", "hôm nay"]
)
def test_what_is_no_date(written):
    with pytest.raises(NotADate):
        parse_date(written)


@given(st.dates())
def test_a_shown_date_is_read_back(day):
    assert parse_date(format_date(day)) == day


@given(st.text(alphabet=[*TCVN3.values(), *"bcxBC "]))
def test_every_letter_of_tcvn3_comes_back(text):
    assert from_tcvn3(in_tcvn3(text)).lower() == text.lower()


@pytest.mark.parametrize("letter", sorted(set(LETTERS + LETTERS.upper())))
def test_every_letter_of_vni_comes_back_with_its_case(letter):
    assert from_vni(f"x{in_vni(letter)}x") == f"x{letter}x"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("NguyÔn V¨n Hïng", "Nguyễn Văn Hùng"),
        ("§Æng C«ng ¢n", "Đặng Công Ân"),
        ("HTX N«ng nghiÖp Mü §øc", "HTX Nông nghiệp Mỹ Đức"),
        ("NGUYÔN V¡N Hµ", "NGUYỄN VĂN HÀ"),
        ("Vâ ThÞ HËu", "Võ Thị Hậu"),
    ],
)
def test_tcvn3_is_known_and_read(typed, read):
    assert legacy_encoding(typed) == "tcvn3"
    assert from_tcvn3(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng"),
        ("Ñaëng Coâng AÂn", "Đặng Công Ân"),
        ("HTX Noâng nghieäp Myõ Ñöùc", "HTX Nông nghiệp Mỹ Đức"),
        ("NGUYEÃN VAÊN HAØ", "NGUYỄN VĂN HÀ"),
        ("Traàn Thò Haûi Yeán", "Trần Thị Hải Yến"),
    ],
)
def test_vni_is_known_and_read(typed, read):
    assert legacy_encoding(typed) == "vni"
    assert from_vni(typed) == read


@pytest.mark.parametrize(
    "text",
    ["", "Lan", "Hoàng Lan", "Lê Hà", "Vâ", "Nguyễn Văn Hùng", "Café “Élysée”", "Tô Hoài, Cô Tô", "Thô, khô; hoà",
     unicodedata.normalize("NFD", "Lê Hà")],
)  # fmt: skip
def test_unicode_is_left_alone(text):
    assert legacy_encoding(text) is None


def test_decoding_leaves_unicode_vietnamese_as_it_is():
    assert from_tcvn3("Đặng Hoá") == "Đặng Hoá"
    assert from_vni("Đặng Hoá") == "Đặng Hoá"


@given(st.text())
def test_guessing_never_fails(text):
    assert legacy_encoding(text) in (None, "tcvn3", "vni")
