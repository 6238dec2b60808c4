"""Single cells: years and dates of birth, gender, marks that repeat the row above."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from awards.rows.fields import plain
from emulation.vietnamese import NotADate, format_date, nfc, parse_date, visible

YOUNGEST, OLDEST = 15, 110

MALE, FEMALE = "MALE", "FEMALE"
HONORIFIC = {MALE: "Ông", FEMALE: "Bà"}
GENDER_OF = {"Ông": MALE, "Bà": FEMALE}

_GENDERS = {
    "nam": MALE,
    "m": MALE,
    "male": MALE,
    "ong": MALE,
    "nam gioi": MALE,
    "nu": FEMALE,
    "f": FEMALE,
    "female": FEMALE,
    "ba": FEMALE,
    "nu gioi": FEMALE,
}
_DITTO = frozenset({"nt", "nhu tren"})
_DITTO_MARKS = frozenset({'"', '""', "”", "“", "''", "//", "-//-", "〃", "″", '-"-'})
_YEAR = re.compile(r"^(?:năm\s*|sn\s*|sinh năm\s*)?(\d{4})(?:\.0)?$")
_MONTH = re.compile(r"^(0?[1-9]|1[0-2])\s*[/.-]\s*(\d{4})$")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Birth:
    year: int | None = None
    day: date | None = None
    trouble: str = ""
    """"" or the code of a problem: birth_not_year, birth_future, birth_age."""


@lru_cache(maxsize=50_000)
def clean(text: str) -> str:
    """NFC, one line of visible characters, single spaces, none at the ends."""
    return _SPACES.sub(" ", visible(nfc(text))).strip()


def text_of(value: object) -> str:
    """A cell as its reader sees it: whole numbers without decimals, days as dd/mm/yyyy."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return format_date(value)
    return clean(str(value))


def is_ditto(text: str) -> bool:
    """-nt-, 〃 and the like: the same as in the row above."""
    return text in _DITTO_MARKS or (len(text) <= 8 and plain(text) in _DITTO)


def gender_of(text: str) -> str | None:
    """ "MALE", "FEMALE", "" for an empty cell, None where the cell says something else."""
    return _GENDERS.get(plain(text)) if text else ""


def birth_of(value: object, *, year: int, today: date) -> Birth:
    """The birth that a cell states; `year` is the campaign's, in which nominees are 15 to 110 years old."""
    born = _stated(value)
    if born is None:
        return Birth(trouble="birth_not_year")
    if born.year is None:
        return born
    if born.year > today.year or (born.day is not None and born.day > today):
        return Birth(trouble="birth_future")
    if not YOUNGEST <= year - born.year <= OLDEST:
        return Birth(trouble="birth_age")
    return born


def _stated(value: object) -> Birth | None:
    """None where the cell holds neither a year nor a date."""
    if isinstance(value, datetime):
        return Birth(value.year, value.date())
    if isinstance(value, date):
        return Birth(value.year, value)
    text = text_of(value)
    if not text:
        return Birth()
    if found := _YEAR.match(text.lower()):
        return Birth(int(found[1]))
    if found := _MONTH.match(text):
        return Birth(int(found[2]))
    try:
        day = parse_date(text)
    except NotADate:
        return None
    return Birth(day.year, day)


def is_all_capitals(text: str) -> bool:
    """Whether a text of more than one word is typed in capitals throughout, as units type whole lists."""
    return text.isupper() and " " in text
