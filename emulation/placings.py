"""Places over the years as lines of a drawing, joined through mergers; a year without a ranking is a gap. Pure.

`templates/components/_placings.html` draws Placings as SVG, with the table behind it.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

LEFT, TOP, BOTTOM = 40, 34, 20
STEP, ROW = 90, 30
"""Room between two years and between two places, in units of the drawing."""
LABEL = 13
LETTER, LONGEST = 7, 36
"""Room for a letter of a name, and how many of them are shown."""
LOOKS = (
    ("#a61b1b", ""), ("#1f5fa8", ""), ("#2b7a3d", ""), ("#b45309", ""), ("#6b3fa0", ""), ("#0f766e", ""),
    ("#1b1f24", ""), ("#a61b1b", "7 4"), ("#1f5fa8", "7 4"), ("#2b7a3d", "7 4"), ("#b45309", "7 4"),
    ("#6b3fa0", "7 4"), ("#0f766e", "7 4"), ("#1b1f24", "7 4"),
)  # fmt: skip
"""Colour and dashes of the lines, told apart in black and white by the name at their end."""


@dataclass(frozen=True)
class Runner:
    """Who is followed: places by year, and the keys of those that continue it after a merger.

    renewed: the first year in which a successor of the same name stands in its place; it goes on in the same line.
    """

    key: Hashable
    name: str
    places: Mapping[int, int]
    heirs: tuple[Hashable, ...] = ()
    renewed: int | None = None


@dataclass(frozen=True)
class Spot:
    year: int
    place: int
    x: int
    y: int


@dataclass(frozen=True)
class Thread:
    """One line: `runs` are points of polylines, one for each run of years without a gap; `joins` lead to an heir.

    label: the name without the words that all begin with; `label_anchor` is "end" where it stands before the first
    spot, clear of the lines that go on from the last.
    """

    name: str
    label: str
    colour: str
    dashes: str
    spots: tuple[Spot, ...]
    runs: tuple[str, ...]
    joins: tuple[str, ...]
    label_x: int
    label_y: int
    label_anchor: str
    cells: tuple[int | None, ...] = field(default=())


@dataclass(frozen=True)
class Placings:
    years: tuple[tuple[int, int], ...]
    """(year, x) of every column."""
    places: tuple[tuple[int, int], ...]
    """(place, y) of every row."""
    threads: tuple[Thread, ...]
    width: int
    height: int
    right: int
    """Where the names at the end of the lines have their room."""

    @property
    def floor(self) -> int:
        return self.height - BOTTOM


def placings_of(runners: Sequence[Runner]) -> Placings:
    """The drawing of all runners that ever had a place, in the order given; the first place is at the top."""
    known = [one for one in runners if one.places]
    years = [year for one in known for year in one.places]
    columns = list(range(min(years), max(years) + 1)) if years else []
    lowest = max((place for one in known for place in one.places.values()), default=1)
    before = [one for one in known if _before(one, columns)]
    labels = labels_of([one.name for one in known])
    left = LEFT + _room(labels[one.name] for one in before)
    right = left + 40 + STEP * max(0, len(columns) - 1)
    xs = {year: left + 20 + STEP * at for at, year in enumerate(columns)}
    spots = {
        one.key: tuple(
            Spot(year, one.places[year], xs[year], _height(one.places[year])) for year in sorted(one.places)
        )
        for one in known
    }
    taken: dict[tuple[int, int], int] = {}
    threads = tuple(_thread(one, labels[one.name], at, columns, spots, taken) for at, one in enumerate(known))
    after = _room(labels[one.name] for one in known if one not in before)
    return Placings(
        years=tuple(xs.items()),
        places=tuple((place, _height(place)) for place in range(1, lowest + 1)),
        threads=threads,
        width=right + after + 20,
        height=TOP + ROW * lowest + BOTTOM,
        right=right,
    )


def _room(labels: Iterable[str]) -> int:
    return LETTER * max((len(label) for label in labels), default=0)


def labels_of(names: Sequence[str]) -> dict[str, str]:
    """{name: as it stands in the drawing}: without the words that all names begin with, cut where it is very long."""
    words = [name.split() for name in dict.fromkeys(names)]
    shared = 0
    while len(words) > 1 and all(len(one) > shared + 1 and one[shared] == words[0][shared] for one in words):
        shared += 1
    short = {name: " ".join(name.split()[shared:]) for name in names}
    return {name: text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for name, text in short.items()}


def _before(one: Runner, columns: Sequence[int]) -> bool:
    """Whether the name stands before the line: it runs from the first year on and is continued by others."""
    return bool(one.heirs) and columns[0] in one.places and max(one.places) < columns[-1]


def _height(place: int) -> int:
    return TOP + ROW * place - ROW // 2


def _thread(
    one: Runner,
    label: str,
    at: int,
    columns: Sequence[int],
    spots: Mapping[Hashable, tuple[Spot, ...]],
    taken: dict[tuple[int, int], int],
) -> Thread:
    mine = {spot.year: spot for spot in spots[one.key]}
    runs = [
        [mine[year] for year in run]
        for there, run in groupby(columns, key=lambda year: year in mine)
        if there
    ]
    last = spots[one.key][-1]
    onward = [first for heir in one.heirs if (first := _first_after(spots.get(heir, ()), last.year))]
    joined = [f"{last.x},{last.y} {first.x},{first.y}" for first in onward]
    if one.renewed is not None and one.renewed - 1 not in mine:
        earlier = [spot for spot in spots[one.key] if spot.year < one.renewed]
        joined += [f"{spot.x},{spot.y} {mine[one.renewed].x},{mine[one.renewed].y}" for spot in earlier[-1:]]
    before = _before(one, columns)
    at_spot, aside = (spots[one.key][0], -9) if before else (last, 9)
    # Names of lines that end at one point stand one below the other.
    shift = taken.get((at_spot.x + aside, at_spot.y), 0)
    taken[at_spot.x + aside, at_spot.y] = shift + 1
    colour, dashes = LOOKS[at % len(LOOKS)]
    return Thread(
        name=one.name,
        label=label,
        colour=colour,
        dashes=dashes,
        spots=spots[one.key],
        runs=tuple(" ".join(f"{spot.x},{spot.y}" for spot in run) for run in runs if len(run) > 1),
        joins=tuple(joined),
        label_x=at_spot.x + aside,
        label_y=at_spot.y + 4 + LABEL * shift,
        label_anchor="end" if before else "start",
        cells=tuple(mine[year].place if year in mine else None for year in columns),
    )


def _first_after(spots: Sequence[Spot], year: int) -> Spot | None:
    return next((spot for spot in spots if spot.year > year), None)
