"""Payloads and documents as the rooms above make them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from django.db import transaction

from emulation.documents import codes, services
from emulation.documents.digest import digest
from emulation.documents.models import IssuedDocument
from emulation.documents.papers import PAPERS
from emulation.documents.printing import Printed, file, print_queued
from emulation.documents.rendering import Press, render
from emulation.organisations.models import Kind, Organisation
from emulation.organisations.tests import factories as organisations

MERIT = "merit_certificate_v1"
COMMENDATION = "commendation_certificate_v1"
DECISION = "decision_v1"
NAMES = (
    "Đặng Công Ân", "Quách Mỹ Nghị", "Nguyễn Thị Hồng Phượng", "Trần Khánh Thịnh", "Lê Hữu Nghĩa", "Phạm Thị Tường Vy",
    "Võ Ngọc Quỳnh", "Huỳnh Thị Ỷ Ỹ", "Đỗ Ưng Ơn", "Thái Thị Thu Thảo", "Ngô Khắc Khoan", "Bùi Xuân Giàu",
)  # fmt: skip
numbers = count(1)


def certificate(**words: Any) -> dict[str, Any]:
    """The words of one certificate as a caller gives them."""
    number = next(numbers)
    return {
        "kind": "individual",
        "issuer": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TÂY NINH",
        "award": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "honorific": "Ông",
        "recipient": NAMES[number % len(NAMES)],
        "details": "Giám đốc Quỹ tín dụng nhân dân Tân Hưng, tỉnh Tây Ninh",
        "achievement": "Đã có thành tích xuất sắc trong phong trào thi đua phát triển kinh tế tập thể năm 2025",
        "place_date": "Tây Ninh, ngày 05 tháng 02 năm 2026",
        "signature": {"lines": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "name": "Nguyễn Văn Hùng"},
        "decision_number": "05/QĐ-UBND",
        "decision_date": "05/02/2026",
        "golden_book": str(number),
        **words,
    }


def frozen(**words: Any) -> dict[str, Any]:
    """A certificate's payload as `issue` freezes it, for tests of the press alone."""
    code = codes.new_code()
    verification = {
        "code": codes.grouped(code),
        "address": f"https://thidua.example.vn/verify/{code}/",
        "shown_address": "thidua.example.vn/verify",
    }
    return {**certificate(**words), "verification": verification}


def decision(*, collectives: int = 2, individuals: int = 3, **words: Any) -> dict[str, Any]:
    """A decision with its annexed list."""
    sections = [
        {
            "heading": "I. TẬP THỂ",
            "kind": "collective",
            "rows": [
                {"name": f"Hợp tác xã Mỹ Lộc {place}", "achievement": "Xuất sắc"}
                for place in range(collectives)
            ],
        },
        {
            "heading": "II. CÁ NHÂN",
            "kind": "individual",
            "rows": [
                {
                    "title": "Bà",
                    "name": NAMES[place % len(NAMES)],
                    "birth_year": 1970,
                    "post": "Giám đốc",
                    "unit": "Hợp tác xã Tân Hưng",
                    "achievement": "Xuất sắc",
                }
                for place in range(individuals)
            ],
        },
    ]
    return {
        "issuer": "ỦY BAN NHÂN DÂN TỈNH TÂY NINH",
        "number": "05/QĐ-UBND",
        "place_date": "Tây Ninh, ngày 05 tháng 02 năm 2026",
        "summary": "Về việc tặng Bằng khen cho tập thể, cá nhân có thành tích xuất sắc năm 2025",
        "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TÂY NINH",
        "grounds": [
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ",
        ],
        "proposal": "Xét đề nghị của Chủ tịch Liên minh Hợp tác xã tỉnh Tây Ninh",
        "articles": [
            {"text": "Tặng Bằng khen cho 02 tập thể và 03 cá nhân (có danh sách kèm theo)."},
            {"text": "Quyết định này có hiệu lực kể từ ngày ký."},
        ],
        "signature": {"lines": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], "name": "Nguyễn Văn Hùng"},
        "recipients": ["Như Điều 2", "Lưu: VT, NC."],
        "annex": {
            "title": "DANH SÁCH ĐƯỢC TẶNG BẰNG KHEN",
            "reference": "(Kèm theo Quyết định số 05/QĐ-UBND ngày 05 tháng 02 năm 2026)",
            "show_birth_year": False,
            "show_post": True,
            "show_achievement": True,
            "sections": sections,
        },
        **words,
    }


def issuer() -> Organisation:
    """The body in whose name papers are issued."""
    return organisations.organisation(f"Liên minh Hợp tác xã tỉnh {next(numbers)}", kind=Kind.ALLIANCE)


def issued(
    number: int = 1, *, template: str = COMMENDATION, by: Any = None, **words: Any
) -> list[IssuedDocument]:
    """`number` certificates of one issuer, waiting to be printed."""
    with transaction.atomic():
        return services.issue_many(
            template, [certificate(**words) for _ in range(number)], organisation=issuer(), by=by
        )


def unprintable(organisation: Organisation | None = None) -> IssuedDocument:
    """A row as it was issued before letters were asked for, or with fonts that had more of them."""
    payload = frozen(recipient="Nguyễn 漢")
    return IssuedDocument.objects.create(
        code=codes.normal(payload["verification"]["code"]),
        organisation=organisation or issuer(),
        template=COMMENDATION,
        payload=payload,
        payload_digest=digest(payload),
    )


def filed(number: int = 1, **words: Any) -> list[IssuedDocument]:
    """Certificates with a file of a few bytes: for tests that do not look into it."""
    return store(issued(number, **words))


def store(documents: Sequence[IssuedDocument]) -> list[IssuedDocument]:
    file([Printed(document, b"%PDF-1.7 " + document.code.encode(), 1) for document in documents])
    for document in documents:
        document.refresh_from_db()
    return list(documents)


def printed(number: int = 1, **words: Any) -> list[IssuedDocument]:
    """Certificates as the press makes them."""
    return press(issued(number, **words))


def press(documents: Sequence[IssuedDocument]) -> list[IssuedDocument]:
    print_queued([document.pk for document in documents], told=lambda through: None)
    for document in documents:
        document.refresh_from_db()
    return list(documents)


SEALED = "sealed_decision_v1"


def sealed_paper(monkeypatch: Any) -> None:
    """A paper that is sealed, for as long as the test lasts: a decision under another name."""
    paper = replace(PAPERS[DECISION], name=SEALED, sealed=True)
    monkeypatch.setitem(PAPERS, SEALED, paper)


def plain() -> bytes:
    """The file of a decision that nobody issued and nobody sealed."""
    return render(Press(), PAPERS[DECISION], decision())[0]


def sealed_document(organisation: Organisation | None = None, **words: Any) -> IssuedDocument:
    """A decision as the press makes and seals it; `sealed_paper` comes first."""
    with transaction.atomic():
        document = services.issue(SEALED, decision(**words), organisation=organisation or issuer(), by=None)
    return press([document])[0]
