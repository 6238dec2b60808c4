"""The provinces before and after 1 July 2025, read from data/ (pure).

63 provinces and cities became 34 by Resolution 202/2025/QH15 of 12 June 2025: 23 by merger, 11 unchanged.
Each row says whether that is stated by the resolution as quoted in the project's sources (SOURCED) or is
general knowledge that still has to be confirmed (GENERAL). `order` is the official number of the province.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"
SINCE = date(2008, 8, 1)
"""The day from which the list of 63 held: Hà Tây had joined Hà Nội (Resolution 15/2008/QH12)."""
MERGED_ON = date(2025, 7, 1)
RESOLUTION = "202/2025/QH15"
RESOLUTION_DATE = date(2025, 6, 12)
HUE_BEFORE, HUE = "Thừa Thiên Huế", "Huế"
HUE_ON = date(2025, 1, 1)
HUE_RESOLUTION = "175/2024/QH15"
"""Thừa Thiên Huế became the city of Huế half a year before; it took no part in the mergers."""


@dataclass(frozen=True)
class Province:
    """One province or centrally run city; `successor` is the name it belongs to after 1 July 2025."""

    order: int
    name: str
    city: bool
    successor: str
    merged: bool
    confidence: str

    @property
    def called(self) -> str:
        """ "tỉnh Tây Ninh", "thành phố Cần Thơ", "Thành phố Hồ Chí Minh"."""
        if self.name == "Hồ Chí Minh":
            return f"Thành phố {self.name}"
        return f"{'thành phố' if self.city else 'tỉnh'} {self.name}"

    @property
    def place(self) -> str:
        """The place name of the date line: a place named after a person keeps the word for its kind."""
        return self.called if self.name == "Hồ Chí Minh" else self.name


def before() -> list[Province]:
    """The 63, in official order."""
    merged = {row["name"] for row in _rows("provinces_after.csv") if row["merged"] == "yes"}
    return [
        _province(row, successor=row["successor"], merged=row["successor"] in merged)
        for row in _rows("provinces_before.csv")
    ]


def after() -> list[Province]:
    """The 34, in official order."""
    return [
        _province(row, successor=row["name"], merged=row["merged"] == "yes")
        for row in _rows("provinces_after.csv")
    ]


def _province(row: dict[str, str], *, successor: str, merged: bool) -> Province:
    return Province(
        order=int(row["order"]),
        name=row["name"],
        city=row["type"] == "city",
        successor=successor,
        merged=merged,
        confidence=row["confidence"],
    )


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
