"""One cell as offices fill it in: "1.234", "gần 70", "chưa báo cáo" or nothing. Pure."""

from decimal import Decimal

from emulation.indicators.formulas import Amount
from emulation.vietnamese import Ambiguous, fold, format_number, nfc, parse_number

HEDGES = ("khoảng gần", "gần", "khoảng", "trên", "hơn")
"""The longest first: "khoảng gần 150" is not "khoảng" of something."""

NOTHING = frozenset({"", "-", "–", "x", "chua bao cao", "khong co so lieu"})


def read_amount(text: str, *, whole: bool = True) -> Amount | None:
    """The number with its hedging word; None where the cell says that nothing was reported.

    Where only whole numbers make sense "1.234" is thousands; elsewhere it raises Ambiguous. Raises
    NotANumber, a ValueError, for everything else.
    """
    words = " ".join(nfc(text).split())
    if fold(words) in NOTHING:
        return None
    for hedge in HEDGES:
        if fold(words).startswith(f"{fold(hedge)} "):
            rest = " ".join(words.split()[len(hedge.split()) :])
            return Amount(read_number(rest, whole=whole), hedge)
    return Amount(read_number(words, whole=whole))


def read_number(text: str, *, whole: bool) -> Decimal:
    """The number of a cell or a form; raises as `read_amount`."""
    try:
        return parse_number(text)
    except Ambiguous as either:
        if not whole:
            raise
        return next(one for one in either.readings if one == one.to_integral_value())


def typed(number: Decimal, *, whole: bool) -> str:
    """The number as it stands in a form: what `read_number` reads back as the same number.

    A whole number has its points; in another, which "1.234" would make ambiguous, there are none and a
    fraction of three digits gets a fourth.
    """
    if whole:
        return format_number(number)
    text = f"{number:f}".replace(".", ",")
    return f"{text}0" if len(text.partition(",")[2]) == 3 else text
