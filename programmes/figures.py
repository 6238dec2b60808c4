"""The figures of a report: plain rows that can be frozen, read, written in words and compared row by row. Pure.

What is approximate is never added up with what is exact, and what was not reported is never nought: a row keeps
the exact sum, each hedged number in its source's own words, and how many numbers are missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from emulation.indicators.formulas import NOT_REPORTED, percent_words, reached, rounded
from emulation.vietnamese import format_number, trimmed

NOTHING = "–"


@dataclass(frozen=True)
class Reading:
    """What one period says of a row.

    `value` is the exact sum, or the one reported number with its `qualifier`; of a percent both numbers stand
    beside it. `hedged` are numbers that were not added ("gần 70"), `missing` how many were not reported.
    """

    value: Decimal | None = None
    qualifier: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    hedged: tuple[str, ...] = ()
    missing: int = 0

    @classmethod
    def not_reported(cls) -> "Reading":
        return cls(missing=1)

    @classmethod
    def share(cls, part: int, whole: int) -> "Reading":
        """So many of so many, in percent."""
        found = percent_words(Decimal(part), Decimal(whole))
        return cls(found.percent, "", Decimal(part), Decimal(whole))

    @classmethod
    def summed(cls, numbers: Iterable[tuple[int | None, str]]) -> "Reading":
        """Of (number or None, qualifier): exact ones added, hedged ones listed, missing ones counted."""
        rows = list(numbers)
        exact = [number for number, hedge in rows if number is not None and not hedge]
        hedged = [hedged_words(number, hedge) for number, hedge in rows if number is not None and hedge]
        return cls(
            value=Decimal(sum(exact)) if exact else None,
            hedged=tuple(hedged),
            missing=sum(1 for number, _hedge in rows if number is None),
        )

    @property
    def exact(self) -> bool:
        """Whether the value is all there is to say, so that it may be compared with another."""
        return self.value is not None and not (self.qualifier or self.hedged or self.missing)

    @property
    def words(self) -> str:
        """As it stands in a document: "13/15 = 86,7%", "120; ngoài ra gần 70 (1 chưa báo cáo)", "chưa báo cáo"."""
        said = self._said()
        if not said:
            return NOT_REPORTED if self.missing else NOTHING
        gap = f" ({self.missing} {NOT_REPORTED})" if self.missing else ""
        return f"{said}{gap}"

    @property
    def said(self) -> bool:
        """Whether there is anything to say of it: a number, or that it was not reported."""
        return bool(self._said() or self.missing)

    def _said(self) -> str:
        if self.numerator is not None and self.denominator is not None:
            return f"{self.qualifier} {percent_words(self.numerator, self.denominator)}".strip()
        hedged = ", ".join(self.hedged)
        if self.value is None:
            return hedged
        number = f"{self.qualifier} {format_number(trimmed(self.value))}".strip()
        return f"{number}; ngoài ra {hedged}" if hedged else number

    def plain(self) -> dict[str, Any]:
        return {
            "value": _text(self.value),
            "qualifier": self.qualifier,
            "numerator": _text(self.numerator),
            "denominator": _text(self.denominator),
            "hedged": list(self.hedged),
            "missing": self.missing,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Reading":
        return cls(
            _number(plain["value"]),
            plain["qualifier"],
            _number(plain["numerator"]),
            _number(plain["denominator"]),
            tuple(plain["hedged"]),
            plain["missing"],
        )


def hedged_words(number: int, hedge: str) -> str:
    return f"{hedge} {format_number(number)}"


@dataclass(frozen=True)
class Source:
    """A record a figure was taken from: its model, id and page; `name` as it was called then."""

    model: str
    id: int
    url: str
    name: str = ""


@dataclass(frozen=True)
class Row:
    """One figure of a report; `before` is the same of the period before, None where there is none to compare."""

    key: str
    group: str
    label: str
    unit: str
    now: Reading
    target: Decimal | None = None
    comparator: str = ""
    before: Reading | None = None
    sources: tuple[Source, ...] = field(default=())

    @property
    def reached(self) -> bool | None:
        """Whether the target was reached; None without a target or without a number that settles it."""
        value = None if self.now.hedged or self.now.missing else self.now.value
        return reached(value, self.comparator, self.target) if self.comparator else None

    @property
    def target_words(self) -> str:
        return NOTHING if self.target is None else format_number(trimmed(self.target))

    @property
    def before_words(self) -> str:
        return NOTHING if self.before is None else self.before.words

    @property
    def step(self) -> str:
        """How it moved, "tăng 5 (12,5%)"; "" unless both numbers are exact. Percents move by points."""
        if self.before is None or not (self.now.exact and self.before.exact):
            return ""
        now, earlier = self.now.value or Decimal(0), self.before.value or Decimal(0)
        move = now - earlier
        if not move:
            return "không đổi"
        word = "tăng" if move > 0 else "giảm"
        if self.now.denominator is not None:
            return f"{word} {format_number(rounded(abs(move), Decimal('0.1')))} điểm phần trăm"
        share = percent_words(abs(move), earlier).percent if earlier else None
        beside = f" ({format_number(rounded(share, Decimal('0.1')))}%)" if share is not None else ""
        return f"{word} {format_number(trimmed(abs(move)))}{beside}"

    def plain(self) -> dict[str, Any]:
        """Plain values of JSON, numbers as text, so that every machine reads and digests the same."""
        return {
            "key": self.key,
            "group": self.group,
            "label": self.label,
            "unit": self.unit,
            **self.now.plain(),
            "target": _text(self.target),
            "comparator": self.comparator,
            "previous": self.before.plain() if self.before else None,
            "sources": [vars(source).copy() for source in self.sources],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Row":
        return cls(
            plain["key"],
            plain["group"],
            plain["label"],
            plain["unit"],
            Reading.of(plain),
            _number(plain["target"]),
            plain["comparator"],
            Reading.of(plain["previous"]) if plain["previous"] else None,
            tuple(Source(**source) for source in plain["sources"]),
        )


def rows_of(frozen: Iterable[Mapping[str, Any]]) -> list[Row]:
    return [Row.of(plain) for plain in frozen]


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{trimmed(number):f}"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@dataclass(frozen=True)
class Change:
    """What became of a frozen row: `what` is "value", "target", "previous", "added" or "gone"."""

    key: str
    label: str
    what: str
    frozen: str
    today: str


def changes(frozen: Sequence[Row], today: Sequence[Row]) -> list[Change]:
    """Where the rows of today say otherwise than the frozen ones, in their order; new rows at the end."""
    now = {row.key: row for row in today}
    known = {row.key for row in frozen}
    found = [change for row in frozen for change in _changes_of(row, now.get(row.key))]
    added = [
        Change(row.key, row.label, "added", NOTHING, row.now.words) for row in today if row.key not in known
    ]
    return found + added


def _changes_of(frozen: Row, today: Row | None) -> list[Change]:
    if today is None:
        return [Change(frozen.key, frozen.label, "gone", frozen.now.words, NOTHING)]
    pairs = (
        ("value", frozen.now.words, today.now.words),
        ("target", frozen.target_words, today.target_words),
        ("previous", frozen.before_words, today.before_words),
    )
    return [
        Change(frozen.key, frozen.label, what, before, after)
        for what, before, after in pairs
        if before != after
    ]


@dataclass(frozen=True)
class Span:
    """The days a report speaks of, and the years whose plans and figures belong to it."""

    start: date
    end: date
    years: tuple[int, ...]

    @property
    def before(self) -> "Span":
        """The same days of the year before."""
        return Span(
            self.start.replace(year=self.start.year - 1),
            date(self.end.year - 1, 2, 28)
            if (self.end.month, self.end.day) == (2, 29)
            else self.end.replace(year=self.end.year - 1),
            tuple(year - 1 for year in self.years),
        )

    def holds(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


def span_of(kind: str, year: int, *, from_year: int, as_of: date) -> Span:
    """Of a "half" year, a "year", or ("midterm", "closing") everything since `from_year`; never past `as_of`."""
    if kind in ("midterm", "closing"):
        start, end, years = date(from_year, 1, 1), date(year, 12, 31), tuple(range(from_year, year + 1))
    else:
        start, years = date(year, 1, 1), (year,)
        end = date(year, 6, 30) if kind == "half" else date(year, 12, 31)
    return Span(start, max(start, min(end, as_of)), years)
