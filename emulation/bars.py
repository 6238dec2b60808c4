"""Results as bars against one target; who has not reported has no bar and is named as such. Pure.

`templates/components/_bars.html` draws Bars as SVG, with the table behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from emulation.heat import short

NAMES, ROOM, VALUES = 170, 300, 130
ROW, TOP, BOTTOM = 28, 30, 8


@dataclass(frozen=True)
class Result:
    """What one unit reached: the number that is drawn, and how it is written (n/d beside every percent)."""

    name: str
    value: Decimal | None
    words: str
    reached: bool | None


@dataclass(frozen=True)
class Bar:
    result: Result
    y: int
    length: int | None

    @property
    def text_y(self) -> int:
        return self.y + 14

    @property
    def end(self) -> int:
        """Where the words stand: behind the bar."""
        return NAMES + (self.length or 0) + 6

    @property
    def name(self) -> str:
        return short(self.result.name)


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    target_x: int
    target: Decimal
    height: int
    width: int = NAMES + ROOM + VALUES
    left: int = NAMES
    names_x: int = NAMES - 8

    @property
    def floor(self) -> int:
        return self.height - BOTTOM


def bars_of(results: Sequence[Result], target: Decimal) -> Bars:
    """One bar a unit in the order given, on a scale that begins at 0 and holds the target and every result."""
    high = max([Decimal(1), target, *(one.value for one in results if one.value is not None)])

    def length(value: Decimal) -> int:
        return round(max(Decimal(0), value) / high * ROOM)

    return Bars(
        bars=tuple(
            Bar(one, TOP + ROW * at, None if one.value is None else length(one.value))
            for at, one in enumerate(results)
        ),
        target_x=NAMES + length(target),
        target=target,
        height=TOP + ROW * len(results) + BOTTOM,
    )
