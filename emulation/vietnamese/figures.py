"""Numbers as 1.234,5 and dates as 05/02/2026, read strictly: what may mean two things is not guessed."""

import re
from datetime import date
from decimal import Decimal

from emulation.vietnamese.letters import fold


class NotANumber(ValueError):
    """The text is no number."""


class Ambiguous(NotANumber):
    """The text is two numbers at once; `readings` holds both, the Vietnamese reading first."""

    def __init__(self, text: str, readings: tuple[Decimal, Decimal]) -> None:
        super().__init__(f"'{text}' may mean {readings[0]} or {readings[1]}.")
        self.readings = readings


class NotADate(ValueError):
    """The text is no date of the calendar written day, month, year."""


SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009](?=\d{3}(?:\D|$))")
SIGNED = re.compile(r"([+\-−]?)\s*([\d.,]+)", re.ASCII)
GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+", re.ASCII)
WRITTEN_DATE = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})", re.ASCII)
DATE = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4})", re.ASCII)
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def parse_number(text: str) -> Decimal:
    """The number written as "1.234,5", "1,234.5", "1 234,5" or "1234,5".

    Raises Ambiguous for one separator before exactly three digits ("9.999", "9,999": thousands or
    thousandths) and NotANumber for everything else.
    """
    written = SIGNED.fullmatch(SPACES.sub("", text.strip()))
    if not written:
        raise NotANumber(f"'{text}' is not a number.")
    sign, digits = ("-" if written[1] in ("-", "−") else ""), written[2]
    if digits.isdigit():
        return Decimal(sign + digits)
    used = {mark for mark in digits if mark in ".,"}
    if len(used) == 2:
        return _both_separators(text, sign, digits)
    return _one_separator(text, sign, digits, used.pop())


def _both_separators(text: str, sign: str, digits: str) -> Decimal:
    at = max(digits.rfind("."), digits.rfind(","))
    whole, fraction = digits[:at], digits[at + 1 :]
    if digits[at] in whole or not fraction or not GROUPED.fullmatch(whole):
        raise NotANumber(f"'{text}' is not a number.")
    return Decimal(sign + re.sub(r"\D", "", whole) + "." + fraction)


def _one_separator(text: str, sign: str, digits: str, mark: str) -> Decimal:
    if digits.count(mark) > 1:
        if not GROUPED.fullmatch(digits):
            raise NotANumber(f"'{text}' is not a number.")
        return Decimal(sign + digits.replace(mark, ""))
    whole, fraction = digits.split(mark)
    if not whole or not fraction:
        raise NotANumber(f"'{text}' is not a number.")
    as_fraction = Decimal(f"{sign}{whole}.{fraction}")
    if GROUPED.fullmatch(digits):
        as_thousands = Decimal(sign + whole + fraction)
        first, second = (as_thousands, as_fraction) if mark == "." else (as_fraction, as_thousands)
        raise Ambiguous(text, (first, second))
    return as_fraction


def format_number(number: Decimal | int) -> str:
    """ "1.234,5": points between thousands, a comma before the fraction, no digit added or dropped."""
    return (
        f"{number:,f}".translate(str.maketrans(",.", ".,"))
        if isinstance(number, Decimal)
        else (f"{number:,d}".replace(",", "."))
    )


def parse_date(text: str) -> date:
    """The date written as 5/2/2026, 05-02-2026, 5.2.2026, "ngày 05 tháng 02 năm 2026" or 2026-02-05.

    The day always stands first, the year has four digits; anything else raises NotADate.
    """
    plain = fold(text).strip(" ,.")
    if written := WRITTEN_DATE.fullmatch(plain):
        day, month, year = written.groups()
    elif numeric := DATE.fullmatch(plain):
        day, _, month, year = numeric.groups()
    elif iso := ISO_DATE.fullmatch(plain):
        year, month, day = iso.groups()
    else:
        raise NotADate(f"'{text}' is not a date.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise NotADate(f"'{text}' is not a day of the calendar.") from None


def format_date(day: date) -> str:
    """ "05/02/2026"."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def trimmed(number: Decimal) -> Decimal:
    """The same number without zeros at the end of its fraction: 70.0000 is 70, 86.5000 is 86.5."""
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if number == whole else number.normalize()
