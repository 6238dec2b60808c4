"""Set phrases of administrative documents: numbers in words, place and date, document numbers."""

import re
from dataclasses import dataclass
from datetime import date

from emulation.vietnamese import fold, nfc

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
GROUPS = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))
BILLION = 10**9
ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
# Decree 30/2020/NĐ-CP annex III, and what is seen beside it: programmes, joint acts, Party documents.
TYPE_CODES = (
    "NQ|QĐ|CT|QC|QyĐ|TB|HD|CTr|KH|PA|ĐA|DA|BC|BB|TTr|HĐ|CĐ|BGN|BTT|GUQ|GM|GGT|PG|PC|PB|PT|TT|NĐ|L|PL"
    "|CTPH|CTrPH|TrPh|KHPH|CTHĐ|TTLT|NQLT|KHLT|CV|KL"
)
KNOWN_CODES = frozenset(fold(code) for code in TYPE_CODES.split("|"))
NUMBER = re.compile(r"(?:số\s*(?:hiệu)?\s*[:.]?\s*)?(\d+[a-zđ]{0,3}?)\s*(?:([/\-–])\s*(.*))?", re.IGNORECASE)
YEAR = re.compile(r"((?:19|20)\d\d)\s*[/\-–]\s*(.+)")
MARKS = re.compile(r"\s*([/\-–—])\s*")


def number_in_words(number: int) -> str:
    """1800000 as "một triệu tám trăm nghìn"; groups that are zero are not spoken; negative begins "âm"."""
    if number < 0:
        return "âm " + number_in_words(-number)
    if number == 0:
        return DIGITS[0]
    billions, rest = divmod(number, BILLION)
    words = [number_in_words(billions), "tỷ"] if billions else []
    for size, name in GROUPS:
        group, rest = divmod(rest, size)
        if group:
            words += [*_three_digits(group, full=bool(words)), name]
    return " ".join(word for word in words if word)


def _three_digits(group: int, *, full: bool) -> list[str]:
    """Words of 1 to 999; `full` says the hundreds even when they are none ("không trăm linh năm")."""
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if not rest:
        return words
    if tens == 0:
        return [*words, *(["linh"] if words else []), DIGITS[units]]
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    if units:
        words.append(AFTER_TENS.get(units, DIGITS[units]) if tens > 1 or units == 5 else DIGITS[units])
    return words


def roman(number: int) -> str:
    """I, II, III … up to 89: how Decree 30/2020/NĐ-CP numbers the parts of a text."""
    letters = ""
    for value, sign in ROMAN:
        times, number = divmod(number, value)
        letters += sign * times
    return letters


def date_in_words(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2026": days below 10 and the months 1 and 2 take a zero (Decree 30/2020)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def place_and_date(place: str, day: date) -> str:
    """ "Tây Ninh, ngày 05 tháng 02 năm 2026", the line above the body of a document."""
    return f"{place}, {date_in_words(day)}"


def document_number(number: int | str, symbol: str) -> str:
    """ "05/QĐ-LMHTX": numbers below 10 take a zero (Decree 30/2020); a number with a letter stays."""
    return f"{str(number).strip().zfill(2)}/{symbol}"


@dataclass(frozen=True)
class NumberSymbol:
    """The parts of a document's number and symbol; a part that was not found is empty.

    `separator` is the mark after the number ("/" of the State, "-" of the Party).
    """

    raw: str
    number: str = ""
    year: str = ""
    separator: str = ""
    type_code: str = ""
    issuers: tuple[str, ...] = ()

    @property
    def of_party(self) -> bool:
        """Whether it is numbered as Party bodies do: `15-CT/TU`."""
        return self.separator == "-" and bool(self.type_code)

    @property
    def search(self) -> str:
        """The text to search in and for: folded and without spaces, so "136 / CTPH" finds `136/CTPH-…`."""
        return re.sub(r"^so:?(?=\d)", "", fold(self.raw).replace("–", "-").replace("—", "-").replace(" ", ""))


def parse_number_symbol(raw: str) -> NumberSymbol:
    """The parts of `136/CTPH-LMHTXVN-BTĐKTTW`, `15-CT/TU`, `12/LMHTX-TĐKT`, `45/2025/QĐ-UBND` and the like.

    Several grammars are in use and none is enforced: what cannot be read stays in `raw`; never refuses.
    """
    tidy = " ".join(nfc(raw).split())
    written = NUMBER.fullmatch(tidy)
    if not written:
        return NumberSymbol(tidy)
    number, separator, symbol = written[1], (written[2] or "").replace("–", "-"), written[3] or ""
    year = ""
    if dated := YEAR.fullmatch(symbol):
        year, symbol = dated[1], dated[2]
    parts = [part for part in MARKS.sub("\n", symbol).split("\n") if part]
    type_code = parts.pop(0) if parts and fold(parts[0]) in KNOWN_CODES else ""
    return NumberSymbol(tidy, number, year, separator, type_code, tuple(parts))
