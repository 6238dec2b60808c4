"""The checks shown beside a dossier, over plain facts: each says what was found and on what ground (pure).

Only what this program can find out by itself is checked; the standards of an award form are read by people.
"""

from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    OK = "ok"
    WARN = "warn"
    BLOCK = "block"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """One line: its code, the finding, and the values the sentence needs."""

    code: str
    finding: Finding
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of a nomination on a day."""

    subject_kind: str
    allowed_kinds: str
    authorised: bool | None
    """Whether one of the bodies asked may decide on the form; None: cannot tell."""
    twins: tuple[str, ...]
    unit_ended_on: str
    achievement: str
    birth_year: int | None
    rule_confidence: str
    same_year_grants: tuple[str, ...]


def checks(facts: Facts) -> list[Check]:
    """Every check in the order of its code; «cannot tell» never blocks."""
    return [
        _subject(facts),
        _authority(facts),
        _duplicates(facts),
        _dissolved(facts),
        _words(facts),
        _standard(facts),
    ]


def _subject(facts: Facts) -> Check:
    fits = facts.subject_kind in facts.allowed_kinds
    return Check("C01", Finding.OK if fits else Finding.BLOCK)


def _authority(facts: Facts) -> Check:
    if facts.authorised is None:
        return Check("C02", Finding.UNKNOWN)
    return Check("C02", Finding.OK if facts.authorised else Finding.BLOCK)


def _duplicates(facts: Facts) -> Check:
    if facts.twins or facts.same_year_grants:
        return Check("C06", Finding.WARN, (*facts.twins, *facts.same_year_grants))
    return Check("C06", Finding.OK)


def _dissolved(facts: Facts) -> Check:
    if facts.unit_ended_on:
        return Check("C10", Finding.BLOCK, (facts.unit_ended_on,))
    return Check("C10", Finding.OK)


def _words(facts: Facts) -> Check:
    if not facts.achievement.strip():
        return Check("C18", Finding.WARN, ("achievement",))
    if facts.subject_kind == "I" and facts.birth_year is None:
        return Check("C18", Finding.WARN, ("birth_year",))
    return Check("C18", Finding.OK)


def _standard(facts: Facts) -> Check:
    if not facts.rule_confidence:
        return Check("rule", Finding.UNKNOWN)
    return Check("rule", Finding.OK if facts.rule_confidence == "S" else Finding.WARN)
