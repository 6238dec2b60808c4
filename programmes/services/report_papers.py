"""What a report says on paper: plain values for `report_v1`, and the issuing of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.documents.faults import unfit_refused
from emulation.documents.services import issue as issue_document
from emulation.documents.services import print_preview, queue_rendering
from emulation.documents.word import word_file
from emulation.jobs.models import Job
from emulation.legislation.document_kinds import DocumentKind
from emulation.legislation.selectors import grounds_text
from emulation.organisations.selectors import name_on, names_of, version_on
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, format_date, nfc
from emulation.wording import place_and_date, roman
from programmes.figures import Row, rows_of
from programmes.models import Party, Report, ReportBlock
from programmes.permissions.reports import may_issue_report
from programmes.selectors.measures import living
from programmes.selectors.programmes import parties_on
from programmes.selectors.reporting import rows_today
from programmes.selectors.reports import blocks_of, sides_of
from programmes.services.papers import OPEN
from programmes.services.report_words import OVERVIEW, PERIOD
from programmes.services.reports import JSON, locked_report
from programmes.states import ReportState

HEADER = ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện", "Năm trước")
WIDTHS = (6, 36, 11, 12, 18, 17)
RESULTS = "KẾT QUẢ THỰC HIỆN"


@dataclass(frozen=True)
class Issuing:
    """What is known when a report is issued: by the keeper alone, or `joint` under the names of all sides."""

    number: str
    on: date
    place: str
    joint: bool = False
    office: str = ""
    signatory: str = ""


@transaction.atomic
def issue(report: Report, terms: Issuing, *, by: User) -> Report:
    """Issue the confirmed report under its number: the paper is printed in the background."""
    locked = locked_report(report)
    demand(may_issue_report(by, locked, on=timezone.localdate()))
    number = nfc(" ".join(terms.number.split()))
    if not number:
        raise Refused(_("A report is issued under a number."))
    locked.number, locked.reported_on, locked.place = number, terms.on, nfc(terms.place).strip()
    with unfit_refused():
        locked.document = issue_document(
            "report_v1", payload_of(locked, terms), organisation=locked.programme.organisation, by=by
        )
    locked.full_clean(exclude=JSON)
    locked.save()
    record(
        "report.issue",
        locked,
        by=by,
        number=[None, number],
        reported_on=[None, terms.on],
        digest=[None, locked.digest],
    )
    queue_rendering([locked.document], by=by, organisation=locked.programme.organisation, title=str(locked))
    return locked


def preview(report: Report, *, by: User) -> Job:
    """A job that prints the report as it stands for `by` alone, marked as a draft until it is issued."""
    with unfit_refused():
        return print_preview(
            "report_v1",
            draft_payload(report),
            title=str(report),
            by=by,
            organisation=report.programme.organisation,
        )


def word(report: Report) -> bytes:
    """The Word file of the issued paper, or of the report as it stands: the words of the printed one."""
    return word_file("report_v1", report.document.payload if report.document else draft_payload(report))


def draft_payload(report: Report) -> dict[str, Any]:
    """As it would be printed today, with dots for what is not known before it is issued."""
    terms = Issuing(
        number=report.number or "…/BC-… (DỰ THẢO)", on=timezone.localdate(), place=OPEN, joint=True
    )
    return payload_of(report, terms)


def payload_of(report: Report, terms: Issuing) -> dict[str, Any]:
    """The report under its issuers as they are called on the day (Decree 30/2020/NĐ-CP, form 1.4)."""
    programme = report.programme
    parties = parties_on(programme, terms.on)
    names = [named_on(party, terms.on) for party in parties]
    issuers = [name.upper() for name in (names if terms.joint else [_keeper_on(report, terms.on)])]
    sections = _sections(blocks_of(report))
    frozen = report.state != ReportState.DRAFT
    rows = rows_of([*report.figures, *fact_rows(report.award_facts)]) if frozen else rows_today(report)
    return {
        "issuers": issuers,
        "issuer": " - ".join(issuers),
        "number": terms.number,
        "place_date": place_and_date(terms.place or OPEN, terms.on),
        "kind": "BÁO CÁO",
        "summary": report.title,
        "period": "",
        "grounds": _grounds(report, terms.on),
        "opening": _opening(report, names),
        "sections": sections,
        **({"figures": _figures(report, rows, len(sections) + 1)} if rows else {}),
        "notes": _notes(report, terms.on),
        "signatures": _signatures(parties, terms, names),
        "recipients": [*names, "Lưu: VT"],
    }


def _grounds(report: Report, day: date) -> list[str]:
    """The law on emulation of the day, as the register of legislation has it for reports."""
    return grounds_text(DocumentKind.REPORT, report.programme.organisation, day).splitlines()


def _keeper_on(report: Report, day: date) -> str:
    """Who reports alone: the body that keeps the programme, or on a later day the one that took its place."""
    body = report.programme.organisation
    return name_on(body if version_on(body, day) else living(body), day)


def named_on(party: Party, day: date) -> str:
    """What the side is called on a day; a name written by hand that its body never bore stays as written."""
    body = party.organisation
    if body is None or fold(party.name) not in names_of(body):
        return party.name
    return name_on(body, day)


def _opening(report: Report, names: Sequence[str]) -> str:
    programme = report.programme
    number = f" số {programme.number}" if programme.number else ""
    *first, last = names or [OPEN]
    between = f"{', '.join(first)} và {last}" if first else last
    period = f"giai đoạn {programme.from_year} - {programme.to_year}"
    signed = f" ký ngày {format_date(programme.signed_on)}" if programme.signed_on else ""
    return f"Thực hiện Chương trình phối hợp{number}{signed} giữa {between}, {period}, kết quả như sau:"


def _sections(blocks: Sequence[ReportBlock]) -> list[dict[str, Any]]:
    """Overview, contents and whole period as points of one part; every other block a part. Empty ones are left out."""
    written = [(block, _paragraphs(block.text)) for block in blocks]
    results = [(block, text) for block, text in written if text and _is_result(block)]
    sections: list[dict[str, Any]] = []
    if results:
        groups = [
            {"place": str(place), "heading": block.heading, "paragraphs": text}
            for place, (block, text) in enumerate(results, start=1)
        ]
        sections.append({"heading": RESULTS, "groups": groups})
    sections += [
        {"heading": block.heading.upper(), "groups": [{"paragraphs": text}]}
        for block, text in written
        if text and not _is_result(block)
    ]
    return [{"roman": roman(number), **section} for number, section in enumerate(sections, start=1)]


def _is_result(block: ReportBlock) -> bool:
    return block.code in (OVERVIEW, PERIOD) or block.content_id is not None


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _figures(report: Report, rows: Sequence[Row], number: int) -> dict[str, Any]:
    return {
        "roman": roman(number),
        "heading": f"SỐ LIỆU CHỦ YẾU (ĐẾN NGÀY {format_date(report.as_of)})",
        "header": list(HEADER),
        "widths": list(WIDTHS),
        "rows": [
            {
                "cells": [
                    str(place),
                    row.label,
                    row.unit,
                    row.target_words,
                    row.now.words,
                    row.before_words,
                ]
            }
            for place, row in enumerate(rows, start=1)
        ],
    }


def fact_rows(facts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The award facts in the shape of the other rows: numbers of what was decided, exact and without a target."""
    blank: dict[str, Any] = {
        "group": "awards",
        "qualifier": "",
        "numerator": None,
        "denominator": None,
        "hedged": [],
        "missing": 0,
        "target": None,
        "comparator": "",
        "previous": None,
    }
    return [{**blank, **fact} for fact in facts]


def _notes(report: Report, on: date) -> list[str]:
    if report.state == ReportState.DRAFT:
        return [f"Số liệu đến ngày {format_date(report.as_of)}, chưa được các bên xác nhận."]
    agreed = [
        f"{named_on(side.party, on)} ({format_date(timezone.localdate(side.word.given_at))})"
        for side in sides_of(report, on=timezone.localdate())
        if side.word and side.word.verdict == "agrees"
    ]
    lines = [f"Số liệu đến ngày {format_date(report.as_of)}; mã đối chiếu SHA-256: {report.digest}."]
    return [*lines, f"Các bên đã xác nhận: {'; '.join(agreed)}."] if agreed else lines


def _signatures(parties: Sequence[Party], terms: Issuing, names: Sequence[str]) -> list[dict[str, Any]]:
    if not terms.joint:
        office = terms.office.upper() or OPEN
        return [{"lines": [office], "further": [], "name": terms.signatory or OPEN}]
    return [
        {
            "body": f"ĐẠI DIỆN {name}".upper(),
            "lines": [party.titles[0].upper()] if party.titles else [OPEN],
            "further": party.titles[1:],
            "name": party.signatory_name or OPEN,
        }
        for party, name in zip(parties, names, strict=True)
    ]
