"""What a programme, its plan and the minutes of its signing say, as plain values that `documents` freezes."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from emulation.legislation.document_kinds import DocumentKind
from emulation.legislation.selectors import grounds_text
from emulation.vietnamese import format_date
from emulation.wording import date_in_words, place_and_date, roman
from programmes.models import AnnualPlan, Party, Programme
from programmes.selectors.programmes import parties_of, parties_on, tasks_of

OPEN = "…"
UNNUMBERED = "……/CTPH"
"""What stands where the number is written by hand: it is often given after the signing."""
KIND_AGAIN = re.compile(r"^\s*kế hoạch\s+", re.IGNORECASE)
"""The kind of the document, which stands above its title already."""


def programme_payload(programme: Programme) -> dict[str, Any]:
    """The programme under the names of all its issuers (Decree 30/2020/NĐ-CP, form 1.4), signed by each."""
    parties = _signing(programme)
    day = programme.signed_on
    return {
        **_letterhead(parties),
        "number": programme.number or UNNUMBERED,
        "place_date": place_and_date(programme.place or OPEN, day) if day else OPEN,
        "kind": "CHƯƠNG TRÌNH PHỐI HỢP",
        "summary": _capital(programme.title),
        "period": f"Giai đoạn {programme.from_year} - {programme.to_year}",
        "grounds": _lines(programme.grounds),
        "opening": _opening(parties, programme),
        "sections": _numbered(_sections(programme, parties)),
        "signatures": [_signature(party) for party in parties],
        "recipients": _recipients(parties, programme),
    }


def _letterhead(parties: Sequence[Party]) -> dict[str, Any]:
    """The names of all issuers, each under the body above it where one is to be printed."""
    names = [party.name.upper() for party in parties]
    above = [party.superior.upper() for party in parties]
    return {"issuers": names, "issuer": " - ".join(names), **({"superiors": above} if any(above) else {})}


def _signing(programme: Programme) -> list[Party]:
    """Those who sign, or signed: sides that joined by an addendum did not."""
    return [party for party in parties_of(programme) if party.joined_on is None]


def _capital(text: str) -> str:
    """With a capital at the beginning, as an item of a document begins."""
    return text[:1].upper() + text[1:]


def _lines(text: str) -> list[str]:
    return [line.strip().rstrip(";.") for line in text.splitlines() if line.strip()]


def _opening(parties: Sequence[Party], programme: Programme) -> str:
    names = _and([party.name for party in parties])
    period = f"giai đoạn {programme.from_year} - {programme.to_year}"
    return f"{names} thống nhất ký kết Chương trình phối hợp {period} với các nội dung sau:"


def _and(names: Sequence[str]) -> str:
    *first, last = names or [OPEN]
    return f"{', '.join(first)} và {last}" if first else last


def _sections(programme: Programme, parties: Sequence[Party]) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = []
    purpose = [*_lines(programme.purpose), *_period_named(programme)]
    if programme.emphasis:
        purpose.append(f"Trọng tâm: {programme.emphasis}")
    if purpose:
        sections.append({"heading": "MỤC ĐÍCH, YÊU CẦU", "groups": [{"heading": "", "lines": purpose}]})
    contents = [_capital(row.text) for row in programme.contents.all()]
    if contents:
        sections.append(
            {"heading": "NỘI DUNG PHỐI HỢP", "groups": [{"heading": "", "lines": contents, "numbered": True}]}
        )
    duties = [
        {
            "heading": f"Trách nhiệm của {party.name}{f' ({party.role})' if party.role else ''}",
            "lines": [row.text for row in party.responsibilities.all()],
        }
        for party in parties
    ]
    together = [row.text for row in programme.responsibilities.all() if row.party_id is None]
    groups = [*(duty for duty in duties if duty["lines"])]
    if together:
        groups.append({"heading": "Trách nhiệm chung", "lines": together})
    if groups:
        sections.append({"heading": "TRÁCH NHIỆM CỦA CÁC BÊN", "groups": groups})
    sections.append(
        {
            "heading": "TỔ CHỨC THỰC HIỆN",
            "groups": [{"heading": "", "lines": _carrying_out(programme, parties)}],
        }
    )
    return sections


def _period_named(programme: Programme) -> list[str]:
    """The socio-economic period that the programme serves, unless its purpose says it already."""
    first, last = programme.purpose_from, programme.purpose_to
    if not first or (str(first) in programme.purpose and str(last) in programme.purpose):
        return []
    return [f"Góp phần thực hiện kế hoạch phát triển kinh tế - xã hội giai đoạn {first} - {last}"]


def _numbered(sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sections with their Roman numbers, groups that have a heading with theirs; empty groups left out."""
    numbered = []
    for number, section in enumerate(sections, start=1):
        groups = [group for group in section["groups"] if group["lines"]]
        named = [
            {**group, "place": str(place)} if group["heading"] else group
            for place, group in enumerate(groups, 1)
        ]
        if named:
            numbered.append({"roman": roman(number), "heading": section["heading"], "groups": named})
    return numbered


def _carrying_out(programme: Programme, parties: Sequence[Party]) -> list[str]:
    lines = [
        f"{party.focal_unit} là đơn vị đầu mối của {party.name}" for party in parties if party.focal_unit
    ]
    lines.append(
        "Hằng năm, các bên xây dựng kế hoạch thực hiện; sơ kết 6 tháng, tổng kết năm "
        "và tổng kết khi kết thúc Chương trình"
    )
    lines.append("Chương trình có hiệu lực kể từ ngày ký")
    if programme.copies:
        lines.append(f"Chương trình được lập thành {programme.copies:02d} bản có giá trị như nhau")
    return lines


def _signature(party: Party) -> dict[str, Any]:
    titles = party.titles
    return {
        "body": f"ĐẠI DIỆN {party.name}".upper(),
        "lines": [titles[0].upper()] if titles else [OPEN],
        "further": titles[1:],
        "name": party.signatory_name or OPEN,
    }


def _recipients(parties: Sequence[Party], programme: Programme) -> list[str]:
    lines = [f"{party.name}" for party in parties]
    return [*lines, *(party.focal_unit for party in parties if party.focal_unit), "Lưu: VT"]


def minutes_payload(programme: Programme) -> dict[str, Any]:
    """The minutes of the signing (form 1.9): when, where, who represented whom, what was signed."""
    parties = _signing(programme)
    assert programme.signed_on is not None  # noqa: S101 -- sign() has set the day
    signed = f"Chương trình phối hợp số {programme.number}" if programme.number else "Chương trình phối hợp"
    present = [f"Đại diện {party.name}: {_with_titles(party)}" for party in parties]
    witnesses = [f"Người chứng kiến: {line}" for line in _lines(programme.witnesses)]
    where = f" tại {programme.place}" if programme.place else ""
    return {
        **_letterhead(parties),
        "number": "……/BB",
        "place_date": place_and_date(programme.place or OPEN, programme.signed_on),
        "kind": "BIÊN BẢN",
        "summary": programme.event or f"Ký kết {signed}",
        "period": "",
        "grounds": [],
        "opening": f"Hôm nay, {date_in_words(programme.signed_on)}{where}, chúng tôi gồm:",
        "sections": _numbered(
            [
                {"heading": "THÀNH PHẦN", "groups": [{"heading": "", "lines": [*present, *witnesses]}]},
                {
                    "heading": "NỘI DUNG",
                    "groups": [
                        {
                            "heading": "",
                            "lines": [
                                f"Các bên đã ký kết {signed} ngày {format_date(programme.signed_on)}, "
                                f"giai đoạn {programme.from_year} - {programme.to_year}: {programme.title}",
                                "Biên bản được các bên thông qua và ký tên",
                            ],
                        }
                    ],
                },
            ]
        ),
        "signatures": [_signature(party) for party in parties],
        "recipients": ["Các bên ký kết", "Lưu: VT"],
    }


def _with_titles(party: Party) -> str:
    titles = ", ".join(party.titles)
    return f"{party.signatory_name} – {titles}" if titles else party.signatory_name


def _grounds_of_plan(plan: AnnualPlan) -> list[str]:
    """The law of the day as the register of legislation has it, then the programme itself."""
    programme, day = plan.programme, plan.signed_on or timezone.localdate()
    law = grounds_text(DocumentKind.ANNUAL_PLAN, programme.organisation, day).splitlines()
    number = f" số {programme.number}" if programme.number else ""
    signed = f" ký ngày {format_date(programme.signed_on)}" if programme.signed_on else ""
    return [*law, f"Căn cứ Chương trình phối hợp{number}{signed}"]


def plan_payload(plan: AnnualPlan) -> dict[str, Any]:
    """The yearly plan (form 1.4): its tasks by content, each with who does it and until when."""
    programme = plan.programme
    # Whoever is a side on that day signs: after a merger that is the successor, under its own name.
    parties = parties_on(programme, plan.signed_on) if plan.signed_on else _signing(programme)
    groups: dict[str, list[str]] = {}
    for task in tasks_of(plan):
        heading = task.content.text if task.content else ""
        owner = ", ".join(part for part in (task.party.name if task.party else "", task.person) if part)
        due = f"; hoàn thành chậm nhất ngày {format_date(task.due_on)}" if task.due_on else ""
        groups.setdefault(heading, []).append(f"{task.text} ({owner or 'chưa phân công'}{due})")
    reference = (
        f"Chương trình phối hợp số {programme.number}" if programme.number else "Chương trình phối hợp"
    )
    period = f"giai đoạn {programme.from_year} - {programme.to_year}"
    day = plan.signed_on
    return {
        **_letterhead(parties),
        "number": plan.number or OPEN,
        "place_date": place_and_date(programme.place or OPEN, day) if day else OPEN,
        "kind": "KẾ HOẠCH",
        "summary": _capital(KIND_AGAIN.sub("", plan.title)) or plan.title,
        "period": "" if str(plan.year) in plan.title else f"Năm {plan.year}",
        "grounds": _grounds_of_plan(plan),
        "opening": f"Thực hiện {reference} {period}, các bên thống nhất kế hoạch năm {plan.year} như sau:",
        "sections": _numbered(
            [
                {
                    "heading": "NỘI DUNG, NHIỆM VỤ",
                    "groups": [
                        {"heading": heading, "lines": lines, "numbered": True}
                        for heading, lines in groups.items()
                    ],
                },
                *(
                    [
                        {
                            "heading": "ĐƠN VỊ CÙNG THỰC HIỆN",
                            "groups": [{"heading": "", "lines": _lines(plan.partners)}],
                        }
                    ]
                    if plan.partners
                    else []
                ),
            ]
        ),
        "signatures": [_signature(party) for party in parties],
        "recipients": _recipients(parties, programme),
    }
