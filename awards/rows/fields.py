"""What a column of a nominee list means, read from its heading.

Headings are compared folded and without punctuation, so "HỌ VÀ TÊN", "Họ & tên" in NFD and "Họ và tên / Tên
tập thể" are one. The wordings are those of lists sent to provincial Alliances and of the annex to the
proposal (Decree 98/2023/NĐ-CP, form 01: number, name, year of birth, post, unit, achievement).
"""

import re
from enum import StrEnum

from emulation.vietnamese import fold, nfc


class Field(StrEnum):
    NUMBER = "number"
    NAME = "name"
    GIVEN = "given"
    BIRTH = "birth"
    GENDER = "gender"
    MALE = "male"
    FEMALE = "female"
    TITLE = "title"
    TITLE_UNIT = "title_unit"
    UNIT = "unit"
    ADDRESS = "address"
    ACHIEVEMENT = "achievement"
    FORM = "form"
    NOTE = "note"


CONTENT = tuple(field for field in Field if field not in (Field.NUMBER, Field.NOTE))
"""Fields whose cells become part of a nomination."""

LONGEST_HEADING = 90

_EXACT = {
    "stt": Field.NUMBER,
    "tt": Field.NUMBER,
    "so tt": Field.NUMBER,
    "so thu tu": Field.NUMBER,
    "nu": Field.FEMALE,
    "gioi": Field.GENDER,
    "gt": Field.GENDER,
    "phai": Field.GENDER,
    "nam nu": Field.GENDER,
    "tap the": Field.NAME,
    "ca nhan": Field.NAME,
    "ho gia dinh": Field.NAME,
    "hoten": Field.NAME,
    "ho": Field.NAME,
    "ho va": Field.NAME,
    "so": None,
}

_BEGINNINGS: tuple[tuple[str, Field], ...] = (
    ("ghi chu", Field.NOTE),
    ("nam sinh", Field.BIRTH),
    ("ngay sinh", Field.BIRTH),
    ("ngay thang nam", Field.BIRTH),
    ("nam ngay sinh", Field.BIRTH),
    ("sinh ngay", Field.BIRTH),
    ("sinh nam", Field.BIRTH),
    ("gioi tinh", Field.GENDER),
    ("chuc vu", Field.TITLE),
    ("chuc danh", Field.TITLE),
    ("ho va ten", Field.NAME),
    ("ho ten", Field.NAME),
    ("ho dem", Field.NAME),
    ("ho lot", Field.NAME),
    ("ho va dem", Field.NAME),
    ("ho va chu dem", Field.NAME),
    ("ten tap the", Field.NAME),
    ("ten ca nhan", Field.NAME),
    ("ten ho gia dinh", Field.NAME),
    ("ten nguoi", Field.NAME),
    ("ten doi tuong", Field.NAME),
    ("tap the ca nhan", Field.NAME),
    ("ca nhan tap the", Field.NAME),
    ("don vi", Field.UNIT),
    ("noi cong tac", Field.UNIT),
    ("noi lam viec", Field.UNIT),
    ("co quan", Field.UNIT),
    ("cong tac tai", Field.UNIT),
    ("ten don vi", Field.UNIT),
    ("ten co quan", Field.UNIT),
    ("ten htx", Field.UNIT),
    ("ten hop tac xa", Field.UNIT),
    ("hop tac xa", Field.UNIT),
    ("dia chi", Field.ADDRESS),
    ("noi o", Field.ADDRESS),
    ("tru so", Field.ADDRESS),
    ("thuong tru", Field.ADDRESS),
    ("danh hieu", Field.FORM),
    ("hinh thuc", Field.FORM),
    ("de nghi khen", Field.FORM),
    ("de nghi tang", Field.FORM),
    ("khen thuong", Field.FORM),
    ("thanh tich", Field.ACHIEVEMENT),
    ("tom tat", Field.ACHIEVEMENT),
    ("trich ngang", Field.ACHIEVEMENT),
    ("noi dung thanh tich", Field.ACHIEVEMENT),
    ("so luoc thanh tich", Field.ACHIEVEMENT),
    ("ly do", Field.ACHIEVEMENT),
)

_OTHER_YEARS = ("da duoc", "da dat", "truoc day", "da khen", "nam truoc")
"""A column of awards already held ("Hình thức khen thưởng đã được ghi nhận") is not the one asked for."""

_NOT_A_WORD = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Folded, without punctuation, single spaces: the form in which headings and award names are compared."""
    return _NOT_A_WORD.sub(" ", fold(text)).strip()


def field_of(heading: str) -> Field | None:
    """The field that a heading names, or None."""
    words = plain(heading)
    if not words or len(words) > LONGEST_HEADING:
        return None
    if words == "nam":
        # Folding makes "Nam" (male) and "Năm" (year) one word.
        return Field.MALE if nfc(heading).strip(" .:").lower() == "nam" else None
    if words == "ten":
        return Field.GIVEN
    if words in _EXACT:
        return _EXACT[words]
    return _by_beginning(words)


def _by_beginning(words: str) -> Field | None:
    for beginning, field in _BEGINNINGS:
        if words == beginning or words.startswith(beginning + " "):
            return _narrowed(field, words)
    return None


def _narrowed(field: Field, words: str) -> Field | None:
    if field == Field.FORM and any(sign in words for sign in _OTHER_YEARS):
        return None
    if field == Field.TITLE and any(sign in words for sign in ("don vi", "noi cong tac", "co quan")):
        return Field.TITLE_UNIT
    return field
