"""A text document as a list of plain pieces, in the order in which it is read (pure).

The same pieces are laid out as PDF and written as a Word file: whoever edits the one reads the words of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from emulation.documents.names import parts

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"
SHORT = 10
"""Rows of a table that is not torn over two pages."""


@dataclass(frozen=True)
class Letterhead:
    """Slots 1 to 4 of Decree 30/2020/NĐ-CP: issuers and nation, number, place and date."""

    kind: ClassVar[str] = "letterhead"
    issuers: tuple[tuple[str, str], ...]
    """(body above it or "", its name) of each."""
    number: str
    place_date: str
    superior: str = ""


@dataclass(frozen=True)
class Title:
    """Slot 5a: the kind of document, what it is about, for which time."""

    kind: ClassVar[str] = "title"
    type_name: str
    summary: str
    period: str = ""


@dataclass(frozen=True)
class Heading:
    """`level` 1 is a part in Roman numbers, 2 a point of it."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """`style` "body", "ground" (in italics), "note" (small, in italics) or "check" (the line of the code)."""

    kind: ClassVar[str] = "paragraph"
    text: str
    style: str = "body"

    @property
    def listed(self) -> bool:
        """Whether it continues what stands above it: a line of a list is not parted from its head."""
        return self.text.startswith("- ")


@dataclass(frozen=True)
class Table:
    """Rows of as many cells as the header; `widths` are shares of the line in percent, `size` the letters in points."""

    kind: ClassVar[str] = "table"
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    size: int = 12

    @property
    def short(self) -> bool:
        """Whether it stands on one page as a whole."""
        return len(self.rows) <= SHORT


@dataclass(frozen=True)
class Leaf:
    """The paper it is written on from here on, in landscape; `turned`: on a new page of the same paper."""

    kind: ClassVar[str] = "leaf"
    paper: str
    turned: bool = False


@dataclass(frozen=True)
class Signature:
    """Slot 7: `body` who signs for whom (joint documents), `lines` of power and office, further titles, the name."""

    lines: tuple[str, ...]
    name: str
    body: str = ""
    further: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The body in the pieces between which a line may end."""
        return parts(self.body)


@dataclass(frozen=True)
class Close:
    """Slots 7 and 9. One signature stands beside the recipients, several stand above them."""

    kind: ClassVar[str] = "close"
    signatures: tuple[Signature, ...]
    recipients: tuple[str, ...]


Piece = Letterhead | Title | Heading | Paragraph | Table | Leaf | Close


def report_outline(payload: Mapping[str, Any]) -> list[Piece]:
    """The pieces of `report_v1`."""
    return [
        *_head(payload),
        *([Paragraph(payload["opening"])] if payload.get("opening") else []),
        *_sections(payload["sections"]),
        *_table(payload.get("figures")),
        *(Paragraph(note, "note") for note in payload["notes"]),
        _close(payload),
        *_check(payload),
    ]


def joint_outline(payload: Mapping[str, Any]) -> list[Piece]:
    """The pieces of a document of several issuers: `programme_v1`, `annual_plan_v1`, `signing_minutes_v1`."""
    return [
        *_head(payload),
        Paragraph(payload["opening"]),
        *_agreed(payload["sections"]),
        _close(payload),
        *_check(payload),
    ]


def invitation_outline(payload: Mapping[str, Any]) -> list[Piece]:
    """The pieces of `invitation_v1`: whom it invites, the lines, the agenda as a table."""
    return [
        *_head(payload),
        Paragraph(f"Kính mời: {'; '.join(payload['invited'])}."),
        *(Paragraph(line) for line in payload["lines"]),
        *_programme(payload.get("agenda")),
        Paragraph(payload["closing"]),
        _close(payload),
        *_check(payload),
    ]


def record_outline(payload: Mapping[str, Any]) -> list[Piece]:
    """The pieces of `tellers_record_v1` and conference records: parts, each with points of words and tables."""
    return [
        *_head(payload),
        Paragraph(payload["opening"]),
        *_points(payload["sections"]),
        Paragraph(payload["closing"]),
        _close(payload),
        *_check(payload),
    ]


MATRIX_SIZE = 8
FEWEST, NAME_SHARE, PLACE_SHARE = 5, 24, 4


def matrix_outline(payload: Mapping[str, Any]) -> list[Piece]:
    """The pieces of `score_matrix_v1`: a table for each block of columns, on a page of its own, then the criteria."""
    pieces: list[Piece] = [Leaf(payload["paper"]), *_head(payload)]
    for number, block in enumerate(payload["blocks"]):
        if number:
            pieces.append(Leaf(payload["paper"], turned=True))
        header = tuple(block["header"])
        rows = tuple(tuple(row["cells"]) for row in block["rows"])
        pieces.append(Table(header, rows, matrix_widths(len(header)), MATRIX_SIZE))
    pieces.append(Heading(LEGEND, 1))
    rows = tuple(tuple(row["cells"]) for row in payload["legend"])
    pieces.append(Table(LEGEND_HEADER, rows, LEGEND_WIDTHS, 11))
    return [
        *pieces,
        *(Paragraph(note, "note") for note in payload["notes"]),
        _close(payload),
        *_check(payload),
    ]


LEGEND, LEGEND_HEADER, LEGEND_WIDTHS = "CÁC TIÊU CHÍ", ("Mã", "Tiêu chí", "Điểm chuẩn"), (10, 75, 15)


def matrix_widths(columns: int) -> tuple[int, ...]:
    """Shares of the line for the number, the name and the columns of points."""
    each = (100 - NAME_SHARE - PLACE_SHARE) // max(FEWEST, columns - 2)
    return (PLACE_SHARE, NAME_SHARE, *(each for _column in range(columns - 2)))


def issuers_of(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """(body above it or "", its name) of each issuer, in the order of the letterhead."""
    names = payload.get("issuers") or [payload["issuer"]]
    above = payload.get("superiors") or [""] * len(names)
    return tuple(zip(above, names, strict=True))


def _head(payload: Mapping[str, Any]) -> Iterator[Piece]:
    yield Letterhead(
        issuers_of(payload),
        f"Số: {payload['number']}" if payload["number"] else "",
        payload["place_date"],
        payload.get("superior", ""),
    )
    yield Title(payload["kind"], payload["summary"], payload.get("period", ""))
    grounds = [ground.rstrip(" ;.") for ground in payload.get("grounds", ())]
    for place, ground in enumerate(grounds, start=1):
        yield Paragraph(f"{ground}{'.' if place == len(grounds) else ';'}", "ground")


def _sections(sections: Sequence[Mapping[str, Any]]) -> Iterator[Piece]:
    for section in sections:
        yield Heading(f"{section['roman']}. {section['heading']}", 1)
        for group in section["groups"]:
            if group.get("heading"):
                yield Heading(f"{group['place']}. {group['heading']}", 2)
            yield from (Paragraph(text) for text in group["paragraphs"])


def _agreed(sections: Sequence[Mapping[str, Any]]) -> Iterator[Piece]:
    for section in sections:
        yield Heading(f"{section['roman']}. {section['heading']}", 1)
        for group in section["groups"]:
            if group.get("heading"):
                yield Heading(f"{group['place']}. {group['heading']}", 2)
            above = f"{group['place']}." if group.get("heading") else ""
            for number, line in enumerate(group["lines"], start=1):
                yield Paragraph(f"{above}{number}. {line}." if group.get("numbered") else f"- {line}.")


def _points(sections: Sequence[Mapping[str, Any]]) -> Iterator[Piece]:
    for section in sections:
        yield Heading(f"{section['roman']}. {section['heading']}", 1)
        for item in section["items"]:
            if item.get("heading"):
                yield Heading(item["heading"], 2)
            yield from (Paragraph(text) for text in item["paragraphs"])
            if table := item.get("table"):
                rows = tuple(tuple(row["cells"]) for row in table["rows"])
                yield Table(tuple(table["header"]), rows, tuple(table["widths"]))
            yield from (Paragraph(text) for text in item.get("after", ()))


def _table(figures: Mapping[str, Any] | None) -> Iterator[Piece]:
    if not figures or not figures["rows"]:
        return
    yield Heading(f"{figures['roman']}. {figures['heading']}", 1)
    rows = tuple(tuple(row["cells"]) for row in figures["rows"])
    yield Table(tuple(figures["header"]), rows, tuple(figures["widths"]))


def _programme(agenda: Mapping[str, Any] | None) -> Iterator[Piece]:
    if agenda:
        rows = tuple(tuple(row["cells"]) for row in agenda["rows"])
        yield Table(tuple(agenda["header"]), rows, tuple(agenda["widths"]))


def _check(payload: Mapping[str, Any]) -> Iterator[Piece]:
    """Where anybody may check an issued paper; a draft has no code."""
    if code := payload.get("verification"):
        yield Paragraph(f"Mã kiểm tra: {code['code']}, tại {code['shown_address']}", "check")


def _close(payload: Mapping[str, Any]) -> Close:
    signatures = tuple(
        Signature(tuple(one["lines"]), one["name"], one.get("body", ""), tuple(one.get("further", ())))
        for one in payload["signatures"]
    )
    lines = [line.rstrip(" ;.").removeprefix("- ") for line in payload["recipients"]]
    ended = [f"{line}{'.' if place == len(lines) else ';'}" for place, line in enumerate(lines, start=1)]
    return Close(signatures, tuple(ended))
