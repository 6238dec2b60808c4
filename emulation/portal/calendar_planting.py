"""The emulation year as it is known in November 2026, put into an installation that has none."""

from typing import Any

STEPS: tuple[dict[str, Any], ...] = (
    {
        "code": "pledge",
        "name": "Hội nghị ký kết giao ước thi đua",
        "name_en": "Emulation pledge: conference and signing",
        "days": ((1, 1), (3, 31)),
        "source": "Cụm Tây Nam sông Hậu, 27/01/2021; Liên minh HTX Quảng Trị, 10/01/2024",
    },
    {
        "code": "titles",
        "name": "Đăng ký danh hiệu thi đua",
        "name_en": "Registration of emulation titles",
        "days": ((1, 1), (3, 31)),
        "source": "272/UBND-VHXH, Kiên Giang, 2009: không đăng ký đầu năm thì không xét",
    },
    {
        "code": "proposal",
        "name": "Trình khen thưởng năm trước, tỉnh ra quyết định",
        "name_en": "Proposals for the past year, decisions of the province",
        "days": ((1, 1), (3, 31)),
        "source": "614/QĐ-UBND, Kiên Giang, 11/03/2021 (cho năm 2020)",
    },
    {
        "code": "mid_year",
        "name": "Sơ kết 6 tháng đầu năm",
        "name_en": "Mid-year review",
        "days": ((7, 1), (7, 31)),
        "source": "Khối thi đua các Hội có tính chất đặc thù tỉnh Quảng Ninh, 17–18/07/2018",
    },
    {
        "code": "self_score",
        "name": "Tự chấm điểm kèm minh chứng",
        "name_en": "Self-scoring with evidence",
        "days": ((10, 1), (11, 30)),
        "source": "Liên minh HTX Cà Mau, 2019",
    },
    {
        "code": "cross_check",
        "name": "Kiểm tra chéo giữa các đơn vị thành viên",
        "name_en": "Cross-check between members",
        "days": ((11, 1), (11, 30)),
        "source": "Cà Mau – Hậu Giang, 2019",
    },
    {
        "code": "conference",
        "name": "Hội nghị tổng kết, bình xét, bàn giao cụm trưởng, khối trưởng",
        "name_en": "Year-end conference, ballot, hand-over of leadership",
        "days": ((11, 15), (1, 31)),
        "source": "15/11/2025 (trung du, miền núi phía Bắc), 10/12/2018 (Khối 11 Kiên Giang), "
        "27/01/2021 (Tây Nam sông Hậu)",
    },
)
REPORTS: tuple[dict[str, Any], ...] = (
    {
        "kind": "half",
        "month": 6,
        "day": 30,
        "source": "Ngày cuối của 6 tháng đầu năm; chưa tìm thấy văn bản quy định hạn này",
        "confidence": "U",
    },
    {
        "kind": "year",
        "month": 12,
        "day": 15,
        "source": "Thông tư 02/2023/TT-BNV (biểu 0601–0605, hạn 15/12)",
        "confidence": "S",
    },
)
SINCE = 2009
"""The year of the oldest source."""


def plant(steps: Any, deadlines: Any) -> int:
    """Create what is missing, given the two model classes; returns how many rows were added.

    What stands already, of any years, is left as it is: an administrator may have corrected it.
    """
    added = 0
    for line in STEPS:
        (first_month, first_day), (last_month, last_day) = line["days"]
        values = {name: line[name] for name in ("code", "name", "name_en", "source")}
        days = {
            "first_month": first_month,
            "first_day": first_day,
            "last_month": last_month,
            "last_day": last_day,
        }
        if not steps.objects.filter(code=line["code"]).exists():
            steps.objects.create(**values, **days, confidence="S", since=SINCE)
            added += 1
    for line in REPORTS:
        if not deadlines.objects.filter(kind=line["kind"]).exists():
            deadlines.objects.create(**line, since=SINCE)
            added += 1
    return added
