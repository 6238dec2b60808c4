"""Reads a mapping that came out of JSON or a form, and tells every field that cannot be read."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from clusters.scoring.fault import Fault
from clusters.scoring.rounding import number_of

Params = Mapping[str, object]
Choice = TypeVar("Choice", bound=StrEnum)
ZERO = Decimal(0)


class Reader:
    """Reads one mapping and collects what is wrong with it, each under the name of its field."""

    def __init__(self, params: Params, prefix: str = "") -> None:
        self.params = params
        self.prefix = prefix
        self.read: set[str] = set()
        self.faults: list[Fault] = []

    def wrong(self, name: str, code: str) -> None:
        self.faults.append(Fault("", self.prefix + name, code))

    def raw(self, name: str) -> object:
        self.read.add(name)
        found = self.params.get(name)
        return None if found == "" else found

    def optional(self, name: str, *, over: Decimal | None = None) -> Decimal | None:
        """A number, or None where there is none; `over`: it must be greater than this."""
        raw = self.raw(name)
        if raw is None:
            return None
        try:
            number = number_of(raw)
        except ValueError:
            self.wrong(name, "NOT_A_NUMBER")
            return None
        if over is not None and number <= over:
            self.wrong(name, "TOO_SMALL")
        return number

    def number(self, name: str, *, over: Decimal | None = None) -> Decimal:
        number = self.optional(name, over=over)
        if number is None and not any(fault.field == self.prefix + name for fault in self.faults):
            self.wrong(name, "MISSING")
        return ZERO if number is None else number

    def choice(self, name: str, kinds: type[Choice], default: Choice | None = None) -> Choice:
        raw = self.raw(name)
        if raw is None and default is not None:
            return default
        if raw in list(kinds):
            return kinds(str(raw))
        self.wrong(name, "MISSING" if raw is None else "NOT_A_CHOICE")
        return next(iter(kinds))

    def flag(self, name: str, *, default: bool) -> bool:
        raw = self.raw(name)
        if raw is None:
            return default
        if not isinstance(raw, bool):
            self.wrong(name, "NOT_A_YES_OR_NO")
        return raw is True

    def text(self, name: str) -> str:
        raw = self.raw(name)
        if not isinstance(raw, str) or not raw.strip():
            self.wrong(name, "MISSING")
            return ""
        return raw.strip()

    def several(self, name: str) -> list[object]:
        raw = self.raw(name)
        if not isinstance(raw, list | tuple) or not raw:
            self.wrong(name, "MISSING")
            return []
        return list(raw)

    def done(self) -> None:
        """What nobody asked for is a misspelling: refused, or a setting would silently do nothing."""
        for name in self.params:
            if name not in self.read:
                self.wrong(name, "UNKNOWN_FIELD")
