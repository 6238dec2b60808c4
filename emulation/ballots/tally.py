"""Quorum, threshold and outcome of one question: plain values in, plain values out.

The base of the percentage is the whole membership of the board, absent members included, unless the dated
rule of the award says otherwise (Decree 91/2017/NĐ-CP art. 45(8): 90 % of all members for the emulation
fighter titles). A recusal is a position, not an absence; it lowers the base only where the rule says so.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

AGREE, DISAGREE, DEFER, RECUSE = "agree", "disagree", "defer", "recuse"
VALUES = (AGREE, DISAGREE, DEFER, RECUSE)


@dataclass(frozen=True)
class Rule:
    """How one question is decided.

    threshold: share of the base that must agree, 0 < threshold ≤ 1; `strict` asks for more than it.
    of_members: the base is every seat; otherwise the positions cast (recusals apart).
    quorum: least share of the seats that must have cast a position for the outcome to stand.
    recusal_lowers_base: recused members leave the base and the quorum's denominator.
    """

    threshold: Fraction
    quorum: Fraction = Fraction(2, 3)
    of_members: bool = True
    strict: bool = False
    recusal_lowers_base: bool = False


@dataclass(frozen=True)
class Outcome:
    """The count of one question. `needed` is how many must agree, of `base`; `missing` of them are lacking."""

    agree: int
    disagree: int
    defer: int
    recuse: int
    seats: int
    base: int
    needed: int
    quorate: bool
    passed: bool

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.agree)


def needed_votes(base: int, rule: Rule) -> int:
    """Least number of agreeing positions that satisfies the rule on `base` (90 % of 15 is 14)."""
    share = rule.threshold * base
    return floor(share) + 1 if rule.strict else ceil(share)


def tally(values: Iterable[str], *, seats: int, rule: Rule) -> Outcome:
    """Count one position a member; `seats` is the frozen roll, absent members included.

    Raises ValueError for an unknown value, more positions than seats, or a roll without seats.
    """
    counts = Counter(values)
    unknown = set(counts) - set(VALUES)
    if unknown:
        raise ValueError(f"Not a position: {', '.join(sorted(unknown))}.")
    if seats < 1 or counts.total() > seats:
        raise ValueError(f"{counts.total()} positions of {seats} seats.")
    cast = counts[AGREE] + counts[DISAGREE] + counts[DEFER]
    eligible = seats - counts[RECUSE] if rule.recusal_lowers_base else seats
    base = eligible if rule.of_members else cast
    needed = needed_votes(base, rule)
    quorate = eligible > 0 and Fraction(cast, eligible) >= rule.quorum
    passed = quorate and base > 0 and counts[AGREE] >= needed
    return Outcome(
        agree=counts[AGREE],
        disagree=counts[DISAGREE],
        defer=counts[DEFER],
        recuse=counts[RECUSE],
        seats=seats,
        base=base,
        needed=needed,
        quorate=quorate,
        passed=passed,
    )
