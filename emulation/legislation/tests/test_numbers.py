"""Numbers compared and named in sentences, and the line an instrument is cited by."""

from datetime import date

import pytest

from emulation.legislation.numbers import folded_number, mentions, search_text
from emulation.legislation.printing import ground_text
from emulation.legislation.spans import WIDTH, spans_of


@pytest.mark.parametrize(
    "typed", ["152/2025/NĐ-CP", " 152 / 2025/ nđ – cp", "Số: 152/2025/nd-cp", "152/2025/NĐ—CP"]
)
def test_one_number_in_any_writing(typed):
    assert folded_number(typed) == "152/2025/nd-cp"


def test_a_title_is_sought_without_accents():
    assert search_text("53/QC-BTV", "Quy chế Đặc biệt") == "53/qc-btv quy che dac biet"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Luật 06/2022/QH15 điều 74; Nghị định 152/2025/NĐ-CP điều 54", True),
        ("Nghị định số 152 / 2025 / NĐ–CP", True),
        ("nghi dinh 152/2025/nd-cp.", True),
        ("Nghị định 1152/2025/NĐ-CP", False),
        ("Nghị định 152/2025/NĐ-CPX", False),
        ("Nghị định 98/2023/NĐ-CP điều 152", False),
        ("", False),
    ],
)
def test_a_sentence_names_an_instrument_and_not_one_that_looks_like_it(text, named):
    assert mentions(text, "152/2025/nd-cp") is named


def test_the_line_of_a_law_a_decree_and_an_undated_rule():
    assert (
        ground_text(
            kind="LAW",
            number="06/2022/QH15",
            title="Luật Thi đua, khen thưởng",
            issuer="Quốc hội",
            issued_on=date(2022, 6, 15),
        )
        == "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"
    )
    assert ground_text(kind="LAW", number="1", title="Lưu trữ", issuer="", issued_on=None) == "Luật Lưu trữ"
    assert (
        ground_text(
            kind="DECREE",
            number="30/2020/NĐ-CP",
            title="Về công tác văn thư",
            issuer="Chính phủ",
            issued_on=date(2020, 3, 5),
        )
        == "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
    )
    assert (
        ground_text(kind="REGULATION", number="5/QC", title="Quy chế Khen", issuer="HTX", issued_on=None)
        == "Quy chế số 5/QC của HTX khen"
    )


class Row:
    def __init__(self, pk, first, last):
        self.pk, self.in_force_from, self.in_force_to = pk, first, last


def test_spans_lie_in_order_within_the_drawing():
    today = date(2026, 11, 22)
    old, new = Row(1, date(2017, 10, 1), date(2023, 12, 31)), Row(2, date(2024, 1, 1), None)
    spans = spans_of([old, new, Row(3, None, date(2020, 1, 1))], today)
    assert set(spans) == {1, 2}
    assert spans[1].start == 0
    assert spans[1].start + spans[1].length <= spans[2].start + 1
    assert spans[2].start + spans[2].length == WIDTH
    assert spans[2].start < spans[2].today < WIDTH
    assert spans_of([Row(3, None, None)], today) == {}
    assert spans_of([Row(4, date(2030, 1, 1), date(2030, 1, 1))], today)[4].today == 0
