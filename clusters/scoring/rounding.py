"""Exact numbers until the leaf, rounded once: Fractions within a rule, Decimals with the sheet's places out of it.

90 % of 15 is 13.5 and not 13.500000000000001: no float takes part in any of it.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

DIGITS = 15
PLACES = 6
PERCENT_PLACES = 4
"""Places of a percent as it is shown in a working; what is reckoned with is never rounded."""
HUNDRED = 100


class Mode(StrEnum):
    """HALF_UP: 0.005 becomes 0.01. DOWN: what is beyond the last place is cut off."""

    HALF_UP = "HALF_UP"
    DOWN = "DOWN"


@dataclass(frozen=True)
class Rounding:
    """How the points of one leaf are rounded: places after the comma, and how."""

    decimals: int = 2
    mode: Mode = Mode.HALF_UP


LEAF = Rounding()


def rounded(number: Fraction | Decimal, rounding: Rounding = LEAF) -> Decimal:
    """The number with exactly these decimals; a half goes away from zero, also below it (−0.005 is −0.01)."""
    scaled = abs(Fraction(number)) * 10**rounding.decimals
    whole = floor(scaled + Fraction(1, 2)) if rounding.mode is Mode.HALF_UP else floor(scaled)
    return Decimal(-whole if number < 0 else whole).scaleb(-rounding.decimals)


def percent(share: Fraction) -> Decimal:
    """A share as a percent to show: 13/15 is 86.6667. For eyes only: bands and targets get the share itself."""
    return rounded(share * HUNDRED, Rounding(PERCENT_PLACES))


def number_of(raw: object) -> Decimal:
    """A number out of JSON: an int, a float as it is written, or its text. Raises ValueError for all else."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise ValueError(f"{raw!r} is not a number.")
    try:
        number = Decimal(str(raw).strip())
    except ArithmeticError as error:
        raise ValueError(f"{raw!r} is not a number.") from error
    if not number.is_finite() or number.adjusted() >= DIGITS:
        raise ValueError(f"{raw!r} is not a number.")
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES:
        raise ValueError(f"{raw!r} has more than {PLACES} places.")
    return number


def plain(number: Decimal) -> str:
    """The number as JSON keeps it: "0.5", "80", never "8E+1" nor "80.00"."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
