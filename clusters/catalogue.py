"""The score sheets and pledges that come with the program, as they were found: with source and confidence.

Confidence is S (a quoted source), M (general knowledge) or U (not verified), for the whole and for what differs from
it. What a source leaves open is said in `note` or `ambiguity`, in the words a Vietnamese officer reads.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from clusters.feasibility import Comparator, Nature, Target
from clusters.scoring import BadSheet, Fault, Mode, NotApplicable, Row, Sheet, tree

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class SheetData:
    """A sheet to load: its head and its rows as they are stored.

    complete: whether the whole sheet is known; of the others some groups are empty or missing, as `notes` say.
    tie_break: the written order for equal totals, [] where the source has none. confidence_of: by code of criterion.
    """

    code: str
    name: str
    source: str
    confidence: str
    complete: bool
    notes: tuple[str, ...]
    total: Decimal
    base: Decimal
    bonus_cap: Decimal
    decimals: int
    rounding: Mode
    not_applicable: NotApplicable
    tie_break: tuple[str, ...]
    rows: tuple[Row, ...]
    confidence_of: Mapping[str, str]

    def sheet(self) -> Sheet:
        """The sheet as a tree. Raises BadSheet."""
        return Sheet(
            code=self.code,
            name=self.name,
            total=self.total,
            base=self.base,
            children=tree(self.rows),
            bonus_cap=self.bonus_cap,
            decimals=self.decimals,
            mode=self.rounding,
            not_applicable=self.not_applicable,
        )


@dataclass(frozen=True)
class PledgeTarget:
    """One target of a pledge in the words of its text. indicator: code in the catalogue of indicators.

    value: None where the text names a task without a number. pledged: False for the criterion that was disputed at
    the conference and stands on another sheet. reading: how its words are taken, as it is printed. ambiguity: what they
    leave open, a remark for those who draft.
    """

    code: str
    text: str
    indicator: str
    nature: Nature | None
    comparator: Comparator | None
    value: Decimal | None
    unit: str
    base: str
    period: str
    law: str
    reading: str
    ambiguity: str
    confidence: str
    pledged: bool
    disputed: bool

    def target(self) -> Target | None:
        """The target as feasibility tries it; None where there is no number to reach."""
        if self.nature is None or self.value is None or self.comparator is None:
            return None
        return Target(self.code, self.nature, self.value, self.comparator)


@dataclass(frozen=True)
class PledgeData:
    """A pledge to load; bodies by the names they bore then."""

    code: str
    cluster: str
    year: int
    signed_on: date
    members: tuple[str, ...]
    leader_before: str
    leader: str
    deputy: str
    term: str
    source: str
    confidence: str
    targets: tuple[PledgeTarget, ...]


def sheets() -> tuple[SheetData, ...]:
    """Every sheet that comes with the program, by name of its file."""
    return tuple(sheet_data(_read(path)) for path in sorted(DATA.glob("sheet_*.json")))


def sheet_named(code: str) -> SheetData:
    """The sheet of this code. Raises KeyError."""
    return {one.code: one for one in sheets()}[code]


def pledges() -> tuple[PledgeData, ...]:
    """Every pledge that comes with the program, by name of its file."""
    return tuple(pledge_data(_read(path)) for path in sorted(DATA.glob("pledge_*.json")))


@cache
def _read(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return found


def sheet_data(data: Mapping[str, Any]) -> SheetData:
    """A sheet out of its JSON; the criteria are numbered in the order of the file. Raises BadSheet, KeyError."""
    rows = tuple(_row(raw, number) for number, raw in enumerate(data["criteria"], start=1))
    return SheetData(
        code=data["code"],
        name=data["name"],
        source=data["source"],
        confidence=data["confidence"],
        complete=data["complete"],
        notes=tuple(data["notes"]),
        total=Decimal(data["total"]),
        base=Decimal(data["base"]),
        bonus_cap=Decimal(data["bonus_cap"]),
        decimals=data["decimals"],
        rounding=Mode(data["rounding"]),
        not_applicable=NotApplicable(data["not_applicable"]),
        tie_break=tuple(data["tie_break"]),
        rows=rows,
        confidence_of={raw["code"]: raw.get("confidence", data["confidence"]) for raw in data["criteria"]},
    )


KEYS = {
    "code",
    "text",
    "kind",
    "max",
    "params",
    "parent",
    "sector",
    "comparable",
    "bonus_cap",
    "note",
    "confidence",
}


def _row(raw: Mapping[str, Any], order: int) -> Row:
    unknown = sorted(raw.keys() - KEYS)
    if unknown:
        raise BadSheet([Fault(raw["code"], name, "UNKNOWN_FIELD") for name in unknown])
    cap = raw.get("bonus_cap")
    return Row(
        code=raw["code"],
        text=raw["text"],
        kind=raw.get("kind", ""),
        max=Decimal(raw["max"]),
        params=raw.get("params", {}),
        parent=raw.get("parent", ""),
        order=order,
        sector=raw.get("sector", ""),
        comparable=raw.get("comparable", True),
        bonus_cap=None if cap is None else Decimal(cap),
        note=raw.get("note", ""),
    )


def pledge_data(data: Mapping[str, Any]) -> PledgeData:
    """A pledge out of its JSON. Raises KeyError, ValueError."""
    return PledgeData(
        code=data["code"],
        cluster=data["cluster"],
        year=data["year"],
        signed_on=date.fromisoformat(data["signed_on"]),
        members=tuple(data["members"]),
        leader_before=data["leader_before"],
        leader=data["leader"],
        deputy=data["deputy"],
        term=data["term"],
        source=data["source"],
        confidence=data["confidence"],
        targets=tuple(_target(raw) for raw in data["targets"]),
    )


def _target(raw: Mapping[str, Any]) -> PledgeTarget:
    value = raw["value"]
    return PledgeTarget(
        code=raw["code"],
        text=raw["text"],
        indicator=raw["indicator"],
        nature=Nature(raw["nature"]) if raw["nature"] else None,
        comparator=Comparator(raw["comparator"]) if raw["comparator"] else None,
        value=None if value is None else Decimal(value),
        unit=raw["unit"],
        base=raw["base"],
        period=raw["period"],
        law=raw.get("law", ""),
        reading=raw.get("reading", ""),
        ambiguity=raw.get("ambiguity", ""),
        confidence=raw["confidence"],
        pledged=raw.get("pledged", True),
        disputed=raw.get("disputed", False),
    )
