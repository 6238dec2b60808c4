"""How many votes a conference asks for, by date: what is proposed where the cluster's regulation says nothing (pure).

No law fixes the share for clusters. The default comes from cluster regulations of the procuracy, which ask 80 % of the
members for the flag, and were written under Decree 91/2017/NĐ-CP (in force until 31 December 2023), whose article 45
(8) asked 90 % where a council proposed high titles. Whoever prepares a vote sets what the
own regulation says; the number is printed with the result, and the regulation where the cluster has one.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Asked:
    """`percent` of all members must agree, more than that where `strict`; `quorum` percent of them must take part."""

    percent: Decimal
    strict: bool
    quorum: Decimal = Decimal("66.66")


DEFAULTS: tuple[tuple[date, dict[str, Asked]], ...] = (
    (
        date(2003, 11, 26),
        {
            "NOMINATION": Asked(Decimal(80), False),
            "TIE_BREAK": Asked(Decimal(50), True),
            "LEADER": Asked(Decimal(50), True),
            "DEPUTY": Asked(Decimal(50), True),
        },
    ),
)
"""(from which day, what is proposed), oldest first: a change is a new line, never a changed one."""
QUORUM = Decimal("66.66")
"""Percent of all members that must be there: two thirds."""


def asked_on(purpose: str, on: date) -> Asked:
    """What is proposed on the day; the oldest line for days before it."""
    known = [rules for since, rules in DEFAULTS if since <= on]
    return (known[-1] if known else DEFAULTS[0][1])[purpose]
