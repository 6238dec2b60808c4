"""Points of all members on all criteria, cut into blocks of columns that fit on a page. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from clusters.cells import AWAY_WORD, NO_WORD, YES_WORD
from clusters.scoring import Group, Leaf, Sheet, nodes
from clusters.scoring.sheets import Node
from clusters.standing_words import number

NUMBER, MEMBER, TOTAL, PLACE, GATE = "TT", "Đơn vị", "Tổng điểm", "Hạng", "Điều kiện"
ROOM = {"A4": 19, "A3": 33}
"""Columns of points that are still legible beside the names, on the paper in landscape."""


@dataclass(frozen=True)
class Cell:
    """What a member has on one criterion; of a gate `yes`."""

    points: Decimal | None = None
    na: bool = False
    yes: bool | None = None

    @property
    def shown(self) -> str:
        """Points, KAD, yes or no; nothing where nothing stands."""
        if self.na:
            return AWAY_WORD
        if self.points is not None:
            return number(self.points)
        return {True: YES_WORD, False: NO_WORD, None: ""}[self.yes]


@dataclass(frozen=True)
class Member:
    """A row: `cells` by the code of a criterion, `sums` by that of a group."""

    name: str
    place: int | None
    total: Decimal | None
    cells: Mapping[str, Cell] = field(default_factory=dict)
    sums: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """A criterion or the sum of a group; `code` is "" for the total and the place."""

    code: str
    title: str
    sum: bool = False


@dataclass(frozen=True)
class Block:
    """The columns of one page with the rows of all members; `sums`: which columns are sums, counted from 0."""

    header: tuple[str, ...]
    sums: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


def columns_of(sheet: Sheet) -> list[list[Column]]:
    """The columns that belong together: each group of the sheet with its criteria and sum, then the conditions."""
    parts = [_columns(child) for child in sheet.children if not _is_gate(child)]
    called = gate_names(sheet)
    gates = [Column(node.code, called[node.code]) for node in sheet.children if _is_gate(node)]
    end = [Column("", TOTAL, sum=True), Column("", PLACE, sum=True)]
    return [*parts, [*gates, *end]]


def gate_names(sheet: Sheet) -> dict[str, str]:
    """What stands above the column of a condition: «Điều kiện 1»; its words stand in the legend under that name."""
    gates = [node for node in nodes(sheet) if _is_gate(node)]
    return {node.code: f"{GATE} {place}" for place, node in enumerate(gates, start=1)}


def _is_gate(node: Node) -> bool:
    return isinstance(node, Leaf) and node.is_gate


def _columns(node: Node) -> list[Column]:
    title = f"{node.code} ({number(node.max)})"
    if isinstance(node, Leaf):
        return [Column(node.code, title)]
    below = [column for child in node.children for column in _columns(child)]
    return [*below, Column(node.code, title, sum=True)]


def pages_of(parts: Iterable[Sequence[Column]], room: int) -> list[list[Column]]:
    """The columns on as few pages as may be: a group begins a new page rather than being cut, unless none holds it."""
    pages: list[list[Column]] = [[]]
    for part in parts:
        if pages[-1] and len(pages[-1]) + len(part) > room:
            pages.append([])
        rest = list(part)
        while len(rest) > room:
            pages[-1] += rest[:room]
            rest = rest[room:]
            pages.append([])
        pages[-1] += rest
    return [page for page in pages if page]


def blocks_of(sheet: Sheet, members: Sequence[Member], paper: str) -> list[Block]:
    """The blocks for a paper ("A4", "A3"): number and name of the member stand on each."""
    return [
        Block(
            header=(NUMBER, MEMBER, *(column.title for column in page)),
            sums=tuple(place for place, column in enumerate(page, start=2) if column.sum),
            rows=tuple(
                (str(place), member.name, *(_shown(member, column) for column in page))
                for place, member in enumerate(members, start=1)
            ),
        )
        for page in pages_of(columns_of(sheet), ROOM[paper])
    ]


def _shown(member: Member, column: Column) -> str:
    if not column.code:
        found = member.total if column.title == TOTAL else member.place
        return "-" if found is None else number(Decimal(found))
    if column.sum:
        points = member.sums.get(column.code)
        return "" if points is None else number(points)
    return member.cells.get(column.code, Cell()).shown


def legend_of(sheet: Sheet) -> list[tuple[str, str, str]]:
    """Code, words and standard points of every group, criterion and condition, a condition as its column is called."""
    called = gate_names(sheet)
    return [
        (
            called.get(node.code, node.code),
            node.text if isinstance(node, Group) or not node.sector else f"{node.text} ({node.sector})",
            "-" if _is_gate(node) else number(node.max),
        )
        for node in nodes(sheet)
    ]
