"""What a payload may contain: each kind of value says in words what is wrong with it (pure).

A template declares its keys with these kinds; unknown keys are refused, so that a misspelt key fails when the
document is issued and not as a blank on a certificate.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


class PayloadRefused(Exception):
    """A payload that does not fit its template; `problems` lists every fault as "key: what is wrong"."""

    def __init__(self, template: str, problems: list[str]) -> None:
        super().__init__(f"{template}: " + "; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A value of a payload; `required` values must be there and not be empty."""

    required: bool = True

    def problems(self, value: Any, where: str) -> Iterator[str]:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    """One line of text, at most `limit` characters."""

    limit: int = 300

    def problems(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{where}: text is expected"
        elif self.required and not value.strip():
            yield f"{where}: must not be empty"
        elif len(value) > self.limit:
            yield f"{where}: longer than {self.limit} characters"


@dataclass(frozen=True, kw_only=True)
class OneOf(Kind):
    """One of the words in `choices`."""

    choices: tuple[str, ...]

    def problems(self, value: Any, where: str) -> Iterator[str]:
        if value not in self.choices:
            yield f"{where}: one of {', '.join(self.choices)} is expected"


@dataclass(frozen=True, kw_only=True)
class Flag(Kind):
    """True or false."""

    def problems(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, bool):
            yield f"{where}: true or false is expected"


@dataclass(frozen=True, kw_only=True)
class Whole(Kind):
    """A whole number from `low` to `high`."""

    low: int = 0
    high: int = 10**6

    def problems(self, value: Any, where: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            yield f"{where}: a whole number from {self.low} to {self.high} is expected"


@dataclass(frozen=True, kw_only=True)
class Group(Kind):
    """Named values."""

    of: Mapping[str, Kind] = field(default_factory=dict)

    def problems(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{where}: named values are expected"
            return
        for key in sorted(value.keys() - self.of.keys()):
            yield f"{_join(where, key)}: unknown key"
        for key, kind in self.of.items():
            if key in value:
                yield from kind.problems(value[key], _join(where, key))
            elif kind.required:
                yield f"{_join(where, key)}: is missing"


@dataclass(frozen=True, kw_only=True)
class Many(Kind):
    """A list of values of one kind, `least` to `most` of them."""

    of: Kind
    least: int = 1
    most: int = 50_000

    def problems(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where}: a list is expected"
        elif not self.least <= len(value) <= self.most:
            yield f"{where}: {self.least} to {self.most} entries are expected"
        else:
            for place, item in enumerate(value):
                yield from self.of.problems(item, f"{where}[{place}]")


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
    problems = list(schema.problems(payload, ""))
    if problems:
        raise PayloadRefused(template, problems)


def _join(where: str, key: object) -> str:
    return f"{where}.{key}" if where else str(key)
