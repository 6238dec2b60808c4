"""What a payload may contain: each kind of value says what is wrong with it (pure).

A template declares its keys with these kinds; unknown keys are refused, so that a misspelt key fails when the
document is issued and not as a blank on a certificate.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
"""The way to a value: keys, and places in lists."""

FAULTS = {
    "text": "text is expected",
    "empty": "must not be empty",
    "long": "longer than {limit} characters",
    "choice": "one of {choices} is expected",
    "flag": "true or false is expected",
    "whole": "a whole number from {low} to {high} is expected",
    "group": "named values are expected",
    "unknown": "unknown key",
    "missing": "is missing",
    "list": "a list is expected",
    "entries": "{least} to {most} entries are expected",
    "letters": "no font has: {letters}",
    "room": "no room on the paper even in the smallest letters",
}
"""What a fault is called in the log; `faults` puts it into the reader's words."""


@dataclass(frozen=True)
class Problem:
    """One fault: where it is, its code in FAULTS and the numbers that belong to it."""

    path: Path
    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        where = ""
        for step in self.path:
            where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else step
        return f"{where}: {FAULTS[self.code].format(**self.values)}"


class PayloadRefused(Exception):
    """A payload that does not fit its template; `problems` lists every fault, `payload` is what was given."""

    def __init__(self, template: str, problems: list[Problem], payload: Any) -> None:
        super().__init__(f"{template}: " + "; ".join(str(problem) for problem in problems))
        self.problems = problems
        self.payload = payload


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A value of a payload; `required` values must be there and not be empty."""

    required: bool = True

    def problems(self, value: Any, path: Path) -> Iterator[Problem]:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    """One line of text, at most `limit` characters."""

    limit: int = 300

    def problems(self, value: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(path, "text")
        elif self.required and not value.strip():
            yield Problem(path, "empty")
        elif len(value) > self.limit:
            yield Problem(path, "long", {"limit": self.limit})


@dataclass(frozen=True, kw_only=True)
class OneOf(Kind):
    """One of the words in `choices`."""

    choices: tuple[str, ...]

    def problems(self, value: Any, path: Path) -> Iterator[Problem]:
        if value not in self.choices:
            yield Problem(path, "choice", {"choices": ", ".join(self.choices)})


@dataclass(frozen=True, kw_only=True)
class Flag(Kind):
    """True or false."""

    def problems(self, value: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield Problem(path, "flag")


@dataclass(frozen=True, kw_only=True)
class Whole(Kind):
    """A whole number from `low` to `high`."""

    low: int = 0
    high: int = 10**6

    def problems(self, value: Any, path: Path) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            yield Problem(path, "whole", {"low": self.low, "high": self.high})


@dataclass(frozen=True, kw_only=True)
class Group(Kind):
    """Named values."""

    of: Mapping[str, Kind] = field(default_factory=dict)

    def problems(self, value: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(value, Mapping):
            yield Problem(path, "group")
            return
        for key in sorted(value.keys() - self.of.keys()):
            yield Problem((*path, key), "unknown")
        for key, kind in self.of.items():
            if key in value:
                yield from kind.problems(value[key], (*path, key))
            elif kind.required:
                yield Problem((*path, key), "missing")


@dataclass(frozen=True, kw_only=True)
class Many(Kind):
    """A list of values of one kind, `least` to `most` of them."""

    of: Kind
    least: int = 1
    most: int = 50_000

    def problems(self, value: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(path, "list")
        elif not self.least <= len(value) <= self.most:
            yield Problem(path, "entries", {"least": self.least, "most": self.most})
        else:
            for place, item in enumerate(value):
                yield from self.of.problems(item, (*path, place))


def cleaned(value: Any) -> Any:
    """The same value as it will be printed: letters composed (NFC), invisible characters gone, single spaces.

    Spreadsheets bring decomposed letters, line breaks and zero-width marks; a frozen text must have none of them.
    """
    if isinstance(value, str):
        visible = "".join(" " if mark in "\t\r\n\v\f\x85\u2028\u2029" else mark for mark in value)
        visible = "".join(mark for mark in visible if not unicodedata.category(mark).startswith("C"))
        return " ".join(unicodedata.normalize("NFC", visible).split())
    if isinstance(value, Mapping):
        return {key: cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value


def demand_fit(template: str, schema: Group, payload: Any) -> None:
    """Do nothing if `payload` fits; otherwise raise PayloadRefused with every fault."""
    problems = list(schema.problems(payload, ()))
    if problems:
        raise PayloadRefused(template, problems, payload)
