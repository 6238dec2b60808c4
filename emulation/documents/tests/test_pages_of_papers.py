"""What a chairman sees on turning a page: no page of signatures alone, no torn table, no torn name."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from emulation.documents.papers import PAPERS
from emulation.documents.rendering import Press, render

PRESS = Press()
SIGNATURES = [
    {
        "body": f"LIÊN MINH HỢP TÁC XÃ {place}",
        "lines": ["CHỦ TỊCH"],
        "further": ["(Ký, ghi rõ họ tên)"],
        "name": "Tô Thị Mũi",
    }
    for place in ("TỈNH AN GIANG", "THÀNH PHỐ CẦN THƠ", "TỈNH CÀ MAU")
]
HEAD = {
    "issuers": ["CỤM THI ĐUA TÂY NAM SÔNG HẬU"],
    "issuer": "CỤM THI ĐUA TÂY NAM SÔNG HẬU",
    "number": "03/BB-CTĐ",
    "place_date": "An Giang, ngày 23 tháng 11 năm 2026",
    "recipients": ["Liên minh Hợp tác xã Việt Nam", "Các đơn vị thành viên", "Lưu: hồ sơ cụm"],
}


def record(lines: int) -> dict[str, object]:
    table = {
        "header": ["Hạng", "Thành viên", "Điểm"],
        "widths": [12, 60, 28],
        "rows": [{"cells": [str(place), f"Đơn vị thứ {place}", "90"]} for place in range(1, 4)],
    }
    items = [
        {"heading": "1. Thảo luận", "paragraphs": [f"Ý kiến thứ {number}." for number in range(lines)]},
        {"heading": "2. Công bố xếp hạng", "paragraphs": [], "table": table},
    ]
    return {
        **HEAD,
        "superior": "LIÊN MINH HỢP TÁC XÃ VIỆT NAM",
        "kind": "BIÊN BẢN",
        "summary": "Hội nghị tổng kết năm 2026",
        "opening": "Hồi 07 giờ 30 phút, hội nghị khai mạc.",
        "sections": [{"roman": "I", "heading": "NỘI DUNG", "items": items}],
        "closing": "Hội nghị kết thúc lúc 11 giờ.",
        "signatures": [{key: one[key] for key in ("lines", "further", "name")} for one in SIGNATURES[:2]],
    }


def pledge(lines: int) -> dict[str, object]:
    said = [f"Cam kết thứ {number}" for number in range(1, lines + 1)]
    return {
        **HEAD,
        "superiors": ["LIÊN MINH HỢP TÁC XÃ VIỆT NAM"],
        "kind": "GIAO ƯỚC THI ĐUA",
        "summary": "Năm 2026",
        "grounds": [],
        "opening": "Các đơn vị thống nhất ký kết giao ước thi đua:",
        "sections": [
            {
                "roman": "I",
                "heading": "NỘI DUNG CAM KẾT",
                "groups": [{"heading": "", "lines": said, "numbered": True}],
            }
        ],
        "signatures": SIGNATURES,
    }


def pages_of(template: str, payload: dict[str, object]) -> list[str]:
    data, _number = render(PRESS, PAPERS[template], payload)
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


@pytest.mark.parametrize("lines", [8, 11, 14, 16, 18])
def test_signatures_and_recipients_stand_below_words_of_the_text(lines):
    for pages, last in (
        (pages_of("conference_minutes_v1", record(lines)), "Hội nghị kết thúc"),
        (pages_of("pledge_v1", pledge(lines + 8)), f"Cam kết thứ {lines + 8}."),
    ):
        (ending,) = [page for page in pages if "Nơi nhận" in page]
        assert last in ending
        assert "Tô Thị Mũi" in ending


@pytest.mark.parametrize("lines", [12, 15, 17, 19])
def test_a_short_table_stands_on_one_page_below_its_heading(lines):
    pages = pages_of("conference_minutes_v1", record(lines))
    (told,) = [page for page in pages if "Đơn vị thứ 1" in page]
    assert "Đơn vị thứ 3" in told
    assert "2. Công bố xếp hạng" in told


def test_names_of_bodies_are_not_torn():
    (page,) = [page for page in pages_of("pledge_v1", pledge(3)) if "Nơi nhận" in page]
    for whole in ("TÂY NAM SÔNG HẬU", "VIỆT NAM", "THÀNH PHỐ CẦN THƠ", "HỢP TÁC XÃ"):
        assert any(whole in line for line in page.splitlines()), whole
