"""The ranking and the matrix of scores on paper: plain values for `ranking_v1` and `score_matrix_v1`.

Both say the same whether they are printed of a version or of the standings of the day; the words are those of the
office, in Vietnamese whatever language the page is read in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from clusters.matrix import Cell, Member, blocks_of, legend_of
from clusters.models import RankingVersion, Season, StandingRow
from clusters.scoring import Column, NotApplicable, Ranking
from clusters.selectors.cards import Scored
from clusters.selectors.clusters import leading
from clusters.selectors.rankings import Change, changes_between, published_before, rows_of_version
from clusters.selectors.standings import Standings
from clusters.services.letterheads import kept_by_leader, letterhead, power_lines
from clusters.services.ranking_tables import version_words
from clusters.standing_table import Table, shown, table_of
from clusters.standing_words import Known, known_of
from emulation.accounts.models import User
from emulation.documents.faults import unfit_refused
from emulation.documents.models import IssuedDocument
from emulation.documents.services import issue, print_preview
from emulation.documents.word import word_file
from emulation.jobs.models import Job
from emulation.organisations.offices import Office
from emulation.organisations.selectors import holders, organisation_of, version_on
from emulation.vietnamese import format_date
from emulation.wording import place_and_date

OPEN = "…"
WIDTHS = {6: (8, 38, 12, 13, 11, 18), 7: (8, 32, 11, 12, 10, 12, 15)}
CHANGED = ("TT", "Đơn vị", "Hạng cũ", "Hạng mới", "Điểm cũ", "Điểm mới", "Tiêu chí")
CHANGED_WIDTHS = (8, 30, 11, 11, 12, 12, 16)
AWAY = {
    NotApplicable.POINTS_POSSIBLE: "Tiêu chí không áp dụng (KAD) không tính vào điểm có thể đạt của đơn vị.",
    NotApplicable.REDISTRIBUTE: "Điểm của tiêu chí không áp dụng (KAD) chia cho các tiêu chí khác cùng nhóm.",
    NotApplicable.STANDARD_POINTS: "Tiêu chí không áp dụng (KAD) được tính điểm chuẩn.",
}


@dataclass(frozen=True)
class Printed:
    """What both papers are made of: of a version, or of the standings of a day (`version` is None)."""

    season: Season
    scored: Scored
    ranking: Ranking
    known: Known
    members: Sequence[Member]
    version: RankingVersion | None = None

    @property
    def day(self) -> date:
        """The day of the paper: that of publication, else of today."""
        if self.version is not None and self.version.published_at is not None:
            return timezone.localdate(self.version.published_at)
        return timezone.localdate()

    @property
    def table(self) -> Table:
        return table_of(self.ranking, self.known)


def printed_version(version: RankingVersion) -> Printed:
    """A version as it was frozen; two queries."""
    rows = rows_of_version(version)
    scored = Scored.of(version.season)
    known = known_of(scored.sheet, {row.seat_id: row.name for row in rows})
    return Printed(version.season, scored, version.ranking, known, [_member(row) for row in rows], version)


def _member(row: StandingRow) -> Member:
    return Member(
        name=row.label,
        place=row.place,
        total=row.points,
        cells={
            code: Cell(_number(cell.get("points")), cell.get("na", False), cell.get("yes"))
            for code, cell in row.cells.items()
        },
        sums={code: _number(part["points"]) for code, part in row.parts.items()},
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def printed_standings(found: Standings) -> Printed:
    """The standings of the day, in the order of their places."""
    entries = found.by_seat
    known = known_of(found.scored.sheet, {pk: entry.seat.name for pk, entry in entries.items()})
    order = [(one.unit, one.place) for one in found.ranking.places]
    order += [(one.unit, None) for one in found.ranking.unranked]  # type: ignore[misc]
    members = []
    for unit, place in order:
        entry = entries[int(str(unit))]
        total = entry.total
        lines = total.lines if total else ()
        cells = {
            line.leaf.code: Cell(None if line.base is None else line.base + line.bonus, line.na)
            for line in lines
        }
        for code, value in entry.columns.get(Column.FINAL, {}).items():
            if value.claim is not None:
                cells[code] = Cell(yes=value.claim.yes)
        sums = {code: group.points for code, group in total.groups.items()} if total else {}
        members.append(Member(entry.seat.label, place, total.points if total else None, cells, sums))
    return Printed(found.season, found.scored, found.ranking, known, members)


# --- the ranking


def ranking_payload(printed: Printed) -> dict[str, Any]:
    """For `ranking_v1`: the table, the rule in words, and what a correction changed."""
    with override("vi"):
        table = printed.table
        changes, before = _changes(printed.version)
        sections = [
            _section("I", "KẾT QUẢ XẾP HẠNG", [_rows(table)]),
            _section(
                "II", "CÁCH XẾP HẠNG", [{"paragraphs": [table.rule, *table.warnings, *_ballot(printed)]}]
            ),
        ]
        if before is not None and printed.version is not None:
            item: dict[str, Any] = {"paragraphs": [f"Lý do: {printed.version.reason}"]}
            if changes:
                item["table"] = _changed(changes)
            sections.append(_section("III", f"ĐIỀU CHỈNH SO VỚI PHIÊN BẢN {before.number}", [item]))
        return {
            **_frame(printed, "BẢNG XẾP HẠNG", "BXH"),
            "summary": f"Kết quả thi đua năm {printed.season.year} của {printed.season.cluster.name}",
            "opening": _opening(printed),
            "sections": sections,
            "closing": _closing(printed.version),
        }


def _section(roman: str, heading: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"roman": roman, "heading": heading, "items": items}


def _rows(table: Table) -> dict[str, Any]:
    return {
        "paragraphs": [f"Bảng gồm {len(table.lines)} đơn vị."],
        "table": {
            "header": list(table.header),
            "widths": list(WIDTHS[len(table.header)]),
            "rows": [{"cells": list(line.shown)} for line in table.lines],
        },
    }


def _ballot(printed: Printed) -> list[str]:
    version = printed.version
    if version is None or not version.ballot_reference:
        return []
    return [f"Thứ tự các đơn vị bằng điểm theo kết quả bỏ phiếu kín: {version.ballot_reference}."]


def _changes(version: RankingVersion | None) -> tuple[list[Change], RankingVersion | None]:
    before = published_before(version) if version is not None else None
    return (
        (changes_between(before, version), before)
        if version is not None and before is not None
        else ([], None)
    )


def _changed(changes: Sequence[Change]) -> dict[str, Any]:
    rows = [
        [
            str(place),
            one.name,
            shown(one.place_before),
            shown(one.place_now),
            shown(one.points_before),
            shown(one.points_now),
            ", ".join(one.codes) or "-",
        ]
        for place, one in enumerate(changes, start=1)
    ]
    return {"header": list(CHANGED), "widths": list(CHANGED_WIDTHS), "rows": [{"cells": row} for row in rows]}


def _opening(printed: Printed) -> str:
    sheet = printed.season.sheet
    return (
        f"Theo điểm kết luận của các đơn vị thành viên trên {sheet.name if sheet else OPEN} "
        f"(mã {sheet.code if sheet else OPEN}, phiên bản {sheet.number if sheet else OPEN}). "
        f"{version_words(printed.version)}."
        if printed.version is not None
        else f"Theo điểm đã có đến ngày {format_date(printed.day)}. {version_words(None)}."
    )


def _closing(version: RankingVersion | None) -> str:
    if version is None:
        return "Bảng tạm tính, không có giá trị công bố."
    return f"Tên đơn vị theo ngày {format_date(version.as_of)}. Mã đối chiếu SHA-256 của phiên bản: {version.digest}."


def _frame(printed: Printed, kind: str, symbol: str) -> dict[str, Any]:
    """Letterhead, number, day, signature and recipients, the same on both papers."""
    cluster, version = printed.season.cluster, printed.version
    published = version is not None and version.published_at is not None
    lead = leading(printed.season).leader
    body = organisation_of(lead.organisation_id) if lead else None
    named = version_on(body, printed.day) if body else None
    heads = holders(body, [Office.HEAD], printed.day) if body else []
    number = (
        f"{version.number:02d}/{symbol}"
        if version is not None and published
        else f"{OPEN}/{symbol} (DỰ THẢO)"
    )
    return {
        **letterhead(
            cluster,
            number=number,
            place_date=place_and_date((named.place if named else "") or OPEN, printed.day),
        ),
        "kind": kind,
        "signatures": [
            {
                "lines": power_lines(cluster),
                "further": [heads[0].title] if heads else [],
                "name": heads[0].person.full_name if heads else OPEN,
            }
        ],
        "recipients": [cluster.organiser.name, "Các đơn vị thành viên", kept_by_leader(cluster)],
    }


# --- the matrix


def matrix_payload(printed: Printed, paper: str) -> dict[str, Any]:
    """For `score_matrix_v1` on A4 or A3."""
    with override("vi"):
        sheet = printed.scored.sheet
        return {
            **_frame(printed, "BẢNG TỔNG HỢP ĐIỂM", "BTHĐ"),
            "summary": f"Năm {printed.season.year} của {printed.season.cluster.name}",
            "period": version_words(printed.version),
            "paper": paper,
            "blocks": [
                {
                    "header": list(block.header),
                    "sums": list(block.sums),
                    "rows": [{"cells": list(row)} for row in block.rows],
                }
                for block in blocks_of(sheet, printed.members, paper)
            ],
            "legend": [{"cells": list(line)} for line in legend_of(sheet)],
            "notes": [AWAY[sheet.not_applicable], *_caps(printed), _closing(printed.version)],
        }


def _caps(printed: Printed) -> list[str]:
    cap = printed.scored.sheet.bonus_cap
    return [f"Tổng điểm thưởng tính tối đa {shown(cap)} điểm."] if cap else []


# --- printed


def issue_ranking(version: RankingVersion, *, by: User) -> IssuedDocument:
    """The published ranking as an issued paper with its code; the caller queues its printing."""
    with unfit_refused():
        return issue(
            "ranking_v1",
            ranking_payload(printed_version(version)),
            organisation=version.season.cluster.organiser,
            by=by,
        )


def print_ranking(printed: Printed, *, by: User) -> Job:
    """A job that prints the ranking for `by` alone, marked as a draft."""
    return _preview("ranking_v1", ranking_payload(printed), printed, by=by)


def print_matrix(printed: Printed, paper: str, *, by: User) -> Job:
    """A job that prints the matrix for `by` alone."""
    return _preview("score_matrix_v1", matrix_payload(printed, paper), printed, by=by)


def _preview(template: str, payload: dict[str, Any], printed: Printed, *, by: User) -> Job:
    title = f"{payload['kind']} – {printed.season}"
    with unfit_refused():
        return print_preview(
            template, payload, title=title, by=by, organisation=printed.season.cluster.organiser
        )


def ranking_word(printed: Printed) -> bytes:
    """The Word file of the same words."""
    version = printed.version
    document = version.document if version is not None else None
    return word_file("ranking_v1", document.payload if document else ranking_payload(printed))


def matrix_word(printed: Printed, paper: str) -> bytes:
    return word_file("score_matrix_v1", matrix_payload(printed, paper))
