"""Differences of many units on many items as a field of shaded squares, each with its number. Pure.

`templates/components/_heat.html` draws Heat as SVG, with the table behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

NAMES, CELL, ROW, TOP = 170, 46, 26, 30
ABOVE, BELOW, LEVEL = "#b45309", "#1f5fa8", "#ffffff"
LONGEST = 24


@dataclass(frozen=True)
class Row:
    """The differences of one unit, one an item; None where nothing can be compared."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Square:
    """`shade` from 0 to 0.8: how large the difference is against the points of the item."""

    x: int
    y: int
    value: Decimal | None
    colour: str
    shade: str

    @property
    def text_x(self) -> int:
        return self.x + CELL // 2

    @property
    def text_y(self) -> int:
        return self.y + 17


@dataclass(frozen=True)
class Band:
    """One unit with its squares."""

    name: str
    short: str
    text_y: int
    squares: tuple[Square, ...]


@dataclass(frozen=True)
class Heat:
    codes: tuple[tuple[str, int], ...]
    bands: tuple[Band, ...]
    width: int
    height: int
    cell: int = CELL
    row: int = ROW
    names_x: int = NAMES - 8


def heat_of(codes: Sequence[tuple[str, Decimal]], rows: Sequence[Row]) -> Heat:
    """The field of the items (code, points of it) and the rows in the order given."""
    return Heat(
        codes=tuple((code, NAMES + CELL * at + CELL // 2) for at, (code, _most) in enumerate(codes)),
        bands=tuple(_band(row, place, codes) for place, row in enumerate(rows)),
        width=NAMES + CELL * len(codes) + 4,
        height=TOP + ROW * len(rows) + 4,
    )


def _band(row: Row, place: int, codes: Sequence[tuple[str, Decimal]]) -> Band:
    y = TOP + ROW * place
    squares = tuple(
        _square(NAMES + CELL * at, y, value, most)
        for at, (value, (_code, most)) in enumerate(zip(row.values, codes, strict=True))
    )
    return Band(row.name, short(row.name), y + 17, squares)


def short(name: str) -> str:
    """A long name without its middle: what tells one unit from the next often stands at its end."""
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST // 2 - 3].rstrip()}…{name[-(LONGEST // 2 + 2) :].lstrip()}"


def _square(x: int, y: int, value: Decimal | None, most: Decimal) -> Square:
    if not value:
        return Square(x, y, value, LEVEL, "0")
    share = min(Decimal(1), abs(value) / most) if most else Decimal(1)
    # A light shade keeps the number readable.
    shade = (Decimal("0.15") + share * Decimal("0.35")).quantize(Decimal("0.01"))
    return Square(x, y, value, ABOVE if value > 0 else BELOW, str(shade))
