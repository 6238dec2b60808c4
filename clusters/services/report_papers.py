"""What a report of a season says on paper: plain values for `report_v1`, the facts beside the words that were typed."""

from datetime import date
from typing import Any

from django.utils import timezone

from clusters.models import Pledge, Season, SeasonReport
from clusters.selectors.charts import Met, targets_met
from clusters.selectors.clusters import leading, seats_of
from clusters.selectors.rankings import published_of, rows_of_version
from clusters.services.letterheads import kept_by_leader, letterhead, power_lines, symbol
from clusters.services.pledge_papers import OPEN, target_words
from clusters.states import PledgeState
from emulation.organisations.offices import Office
from emulation.organisations.selectors import holders, organisation_of, version_on
from emulation.vietnamese import format_date, format_number
from emulation.wording import place_and_date, roman

SUMMARIES = {
    "midyear": "Sơ kết phong trào thi đua 6 tháng đầu năm {year} của {name}",
    "year": "Tổng kết phong trào thi đua năm {year} của {name}",
}
HEADER = ("TT", "Chỉ tiêu giao ước", "Đạt", "Chưa đạt", "Chưa báo cáo")
WIDTHS = (7, 57, 11, 12, 13)


Signatory = tuple[str, str]
"""Name and title as printed, the title with its body: ("Nguyễn Văn Đồng", "Chủ tịch Liên minh Hợp tác xã …")."""


def report_payload(report: SeasonReport, signatory: Signatory | None = None) -> dict[str, Any]:
    """The report as printed now, signed by `signatory` (the head of the leading body where nobody is named).

    Dots stand for what is not known before it is issued.
    """
    season, cluster = report.season, report.season.cluster
    day = report.day or timezone.localdate()
    targets = targets_met(season)
    sections = _sections(report)
    return {
        **letterhead(
            cluster,
            number=report.number or f"{symbol(cluster, 'BC')} (DỰ THẢO)",
            place_date=place_and_date(report.place or OPEN, day),
        ),
        "kind": "BÁO CÁO",
        "summary": SUMMARIES[report.kind].format(year=season.year, name=cluster.name),
        "grounds": [],
        "sections": sections,
        **({"figures": _figures(targets, roman(len(sections) + 1))} if targets else {}),
        "notes": _notes(targets),
        "signatures": [_signature(report, signatory or signatory_on(report.season, day))],
        "recipients": [cluster.organiser.name, "Các đơn vị thành viên", kept_by_leader(cluster)],
    }


def _sections(report: SeasonReport) -> list[dict[str, Any]]:
    parts = [
        ("TÌNH HÌNH CHUNG", [*_facts(report), *_lines(report.assessment)]),
        ("KẾT QUẢ THỰC HIỆN", _lines(report.results)),
        ("KẾT QUẢ XẾP HẠNG", _places(report) if report.kind == SeasonReport.Kind.YEAR else []),
        ("HẠN CHẾ, NGUYÊN NHÂN", _lines(report.shortcomings)),
        ("NHIỆM VỤ THỜI GIAN TỚI", _lines(report.tasks)),
        ("ĐỀ XUẤT, KIẾN NGHỊ", _lines(report.proposals)),
    ]
    filled = [(heading, lines) for heading, lines in parts if lines]
    return [
        {"roman": roman(place), "heading": heading, "groups": [{"paragraphs": lines}]}
        for place, (heading, lines) in enumerate(filled, start=1)
    ]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _facts(report: SeasonReport) -> list[str]:
    """Who belongs, who leads, what was signed: from the rows themselves."""
    season = report.season
    seats = list(seats_of(season))
    present = [seat.label for seat in seats if seat.left_on is None]
    names = ", ".join(present)
    said = [f"Năm {season.year}, {season.cluster.name} có {len(present)} thành viên: {names}."]
    said += [
        f"{seat.name} rời kỳ thi đua ngày {format_date(seat.left_on)}: {seat.left_because.rstrip('.')}."
        for seat in seats
        if seat.left_on is not None
    ]
    led = leading(season)
    if led.leader is not None:
        deputy = f"; đơn vị phó: {led.deputy.name}" if led.deputy is not None else ""
        said.append(f"Đơn vị trưởng: {led.leader.name}{deputy}.")
    pledge = Pledge.objects.filter(season=season, number=1, state=PledgeState.SIGNED).first()
    if pledge is not None and pledge.signed_at is not None:
        day = pledge.day or timezone.localdate(pledge.signed_at)
        said.append(f"Giao ước thi đua được các thành viên ký ngày {format_date(day)}.")
    return said


def _places(report: SeasonReport) -> list[str]:
    """The places of the published ranking; nothing before it is published."""
    version = published_of(report.season)
    if version is None:
        return []
    said = [f"Theo bảng xếp hạng (phiên bản {version.number}) đã công bố:"]
    for row in rows_of_version(version):
        if row.place is None:
            said.append(f"{row.name}: không xếp hạng.")
        else:
            points = "" if row.points is None else f", {format_number(row.points)} điểm"
            said.append(f"Hạng {row.place}: {row.name}{points}.")
    return said


def _figures(targets: list[Met], number: str) -> dict[str, Any]:
    rows = []
    for place, met in enumerate(targets, start=1):
        if met.bars is None:
            told = ["đánh giá bằng lời", "", ""]
        else:
            missed = met.members - met.reached - met.silent
            told = [f"{met.reached}/{met.members}", str(missed), str(met.silent)]
        rows.append({"cells": [str(place), target_words(met.target), *told]})
    return {
        "roman": number,
        "heading": "KẾT QUẢ THỰC HIỆN CHỈ TIÊU GIAO ƯỚC",
        "header": list(HEADER),
        "widths": list(WIDTHS),
        "rows": rows,
    }


def _notes(targets: list[Met]) -> list[str]:
    if not targets:
        return []
    return ["Số thành viên đạt, chưa đạt tính trên số liệu cả năm đã báo cáo; chưa báo cáo không tính là 0."]


def signatory_on(season: Season, day: date) -> Signatory:
    """The head of the leading body on that day; empty texts where none is known."""
    lead = leading(season).leader
    body = organisation_of(lead.organisation_id) if lead else None
    heads = holders(body, [Office.HEAD], day) if body else []
    if not heads or body is None:
        return "", ""
    named = version_on(body, day)
    return heads[0].person.full_name, f"{heads[0].title} {named.name if named else ''}".strip()


def _signature(report: SeasonReport, signatory: Signatory) -> dict[str, Any]:
    name, title = signatory
    return {
        "lines": power_lines(report.season.cluster),
        "further": [title] if title else [],
        "name": name or OPEN,
    }
