"""A line over the years as points of a drawing; a year without a figure is a gap in the line. Pure.

`templates/components/_trend.html` draws a Trend as SVG, with the table behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

WIDTH, HEIGHT = 420, 200
LEFT, RIGHT, TOP, BOTTOM = 32, 32, 32, 32
"""Room around the line for the values and the years, in units of the drawing."""


@dataclass(frozen=True)
class Point:
    """One year; `y` is None where nothing was reported, `label_y` where its value is written."""

    year: int
    value: Decimal | None
    x: int
    y: int | None = None

    @property
    def label_y(self) -> int | None:
        return None if self.y is None else self.y - 10


@dataclass(frozen=True)
class Trend:
    """`lines` are the `points` attributes of the polylines: one for each run of years without a gap."""

    points: tuple[Point, ...]
    lines: tuple[str, ...]
    target_y: int | None = None
    target: Decimal | None = None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def left(self) -> int:
        return LEFT

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def floor(self) -> int:
        return self.height - BOTTOM

    @property
    def years_y(self) -> int:
        return self.height - 10

    @property
    def known(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.y is not None)


def trend_of(series: Sequence[tuple[int, Decimal | None]], *, target: Decimal | None = None) -> Trend:
    """The drawing of (year, value) pairs in the order given.

    The scale begins at 0 where no value is negative, so that a small change does not look like a great one.
    """
    values = [value for _year, value in series if value is not None]
    shown = [*values, *([] if target is None else [target])]
    low, high = min([Decimal(0), *shown]), max([Decimal(0), *shown])
    span = high - low or Decimal(1)
    floor = HEIGHT - BOTTOM

    def height_of(value: Decimal) -> int:
        return round(floor - (value - low) / span * (floor - TOP))

    step = (WIDTH - LEFT - RIGHT) / max(1, len(series) - 1)
    points = tuple(
        Point(year, value, round(LEFT + place * step), None if value is None else height_of(value))
        for place, (year, value) in enumerate(series)
    )
    runs = [list(run) for known, run in groupby(points, key=lambda point: point.y is not None) if known]
    lines = tuple(" ".join(f"{point.x},{point.y}" for point in run) for run in runs if len(run) > 1)
    return Trend(points, lines, None if target is None else height_of(target), target)
