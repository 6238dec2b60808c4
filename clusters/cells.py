"""What is typed into one cell of a grid, read as an answer or as points, and an answer written as it is typed. Pure."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from clusters.scoring import BadClaim, Claim, Fault, Rule, Value, asked
from clusters.scoring.rounding import DIGITS, PLACES, number_of
from emulation.vietnamese import Ambiguous, fold, format_number, parse_number, trimmed

YES = frozenset({"co", "c", "x", "dat", "yes", "y", "1"})
NO = frozenset({"khong", "k", "ko", "khong dat", "no", "n", "0"})
AWAY = frozenset({"khong ap dung", "kad", "na", "n/a"})
YES_WORD, NO_WORD, AWAY_WORD = "Có", "Không", "KAD"
"""As a cell shows them; KAD is "không áp dụng"."""


def claim_from(rule: Rule, text: str, *, reason: str = "") -> Claim:
    """The answer typed as "13", "13/20" (value/plan), "9/12" (n/d), "25; 10; 12" (parts), "có", "KAD" or nothing.

    Raises BadClaim with the field and NOT_A_NUMBER, TOO_LONG, AMBIGUOUS, NOT_A_YES_OR_NO or OTHER_NUMBER_OF_PARTS.
    """
    said = " ".join(text.split())
    if not said:
        return Claim(reason=reason)
    if fold(said) in AWAY:
        return Claim(na=True, reason=reason)
    fields = tuple(field for field in asked(rule) if field != "reason")
    if fields == ("yes",):
        return Claim(yes=_yes(said), reason=reason)
    if fields == ("parts",):
        parts = tuple(_number("parts", part) if part.strip() else None for part in said.split(";"))
        return Claim(parts=parts, reason=reason)
    pieces = said.split("/")
    if len(pieces) != len(fields):
        raise BadClaim([Fault("", fields[0], "WRITE_AS", {"fields": fields})])
    numbers: dict[str, Any] = {
        field: _number(field, piece) for field, piece in zip(fields, pieces, strict=True) if piece.strip()
    }
    return Claim(reason=reason, **numbers)


def _yes(said: str) -> bool:
    folded = fold(said)
    if folded in YES or folded in NO:
        return folded in YES
    raise BadClaim([Fault("", "yes", "NOT_A_YES_OR_NO")])


def _number(field: str, text: str) -> Decimal:
    try:
        number = parse_number(text.strip().removesuffix("%"))
    except Ambiguous as two_ways:
        readings = tuple(format_number(one) for one in two_ways.readings)
        raise BadClaim([Fault("", field, "AMBIGUOUS", {"readings": readings})]) from two_ways
    except ValueError as error:
        raise BadClaim([Fault("", field, "NOT_A_NUMBER")]) from error
    try:
        return number_of(number)  # what would not be read back is not taken in
    except ValueError as error:
        raise BadClaim(
            [Fault("", field, "TOO_LONG", {"digits": str(DIGITS), "places": str(PLACES)})]
        ) from error


def points_from(text: str) -> Decimal:
    """Points typed for themselves. Raises BadClaim."""
    return _number("points", text)


def is_away(text: str) -> bool:
    """Whether the text says "not applicable"."""
    return fold(" ".join(text.split())) in AWAY


def is_claim(text: str) -> bool:
    """Whether the text answers with more than one number, in a column where a lone number means points."""
    return not is_away(text) and any(mark in text for mark in "/;")


def plain_number(number: Decimal) -> str:
    """As it is typed: without points between thousands, so that it is read in one way alone."""
    return f"{trimmed(number):f}".replace(".", ",")


def claim_text(rule: Rule, claim: Claim, number: Callable[[Decimal], str] = plain_number) -> str:
    """The answer as one would type it."""
    if claim.na:
        return AWAY_WORD
    fields = [field for field in asked(rule) if field != "reason"]
    if fields == ["yes"]:
        return "" if claim.yes is None else YES_WORD if claim.yes else NO_WORD
    if fields == ["parts"]:
        return "; ".join("" if part is None else number(part) for part in claim.parts)
    pieces = [getattr(claim, field) for field in fields]
    if all(piece is None for piece in pieces):
        return ""
    return "/".join("" if piece is None else number(piece) for piece in pieces)


def value_text(rule: Rule, value: Value, *, as_claim: bool) -> str:
    """What a cell begins to be edited with: the answer in the self-score, yes or no of a gate, else the points."""
    if value.na:
        return AWAY_WORD
    if value.claim is not None and (as_claim or asked(rule) == ("yes",)) and not value.claim.empty:
        return claim_text(rule, value.claim)
    return "" if value.points is None else plain_number(value.points)
