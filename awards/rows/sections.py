"""Rows between the nominees: sections, totals, the signatures under the table."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from awards.rows.fields import plain
from awards.rows.identity import COLLECTIVE, HOUSEHOLD, INDIVIDUAL
from awards.rows.units import is_unit_name
from emulation.vietnamese import nfc

IsForm = Callable[[str], bool]

KINDS = {"tap the": COLLECTIVE, "ca nhan": INDIVIDUAL, "ho gia dinh": HOUSEHOLD}

_ORDINAL = re.compile(r"^(?:[IVXLC]{1,6}|[A-Z]|\d{1,2}(?:\.\d{1,2})*)\.?\)?$")
_ORDINAL_BEFORE = re.compile(r"^(?:[IVXLC]{1,6}|[A-Z]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/:–-]+\s*")
_ROMAN = re.compile(r"^(?:[IVXLC]{1,6}|[A-Z])[.)]?$")
_BRACKETS = re.compile(r"\([^)]*\)")
_KIND_FIRST = re.compile(
    r"^(?:danh sach |khen thuong |doi voi |ve |cac |nhom |phan |doi tuong )*"
    r"(tap the|ca nhan|ho gia dinh)(?: |$)(.*)$"
)
_KIND_LAST = re.compile(r"^(.*?)(?: cho| doi voi| danh cho| tang)?(?: cac)? (tap the|ca nhan|ho gia dinh)$")
_ASKING = re.compile(r"^(?:duoc |xet |va )*(?:de nghi |xet )+(?:tang thuong |tang |khen thuong |cong nhan )?")
_AFTER_KIND = re.compile(
    r"^(?:\d|gom|co |duoc|de nghi|tieu bieu|dien hinh|xuat sac|thuoc|la |khen|trong|ngoai)"
)
_TOTAL = re.compile(
    r"^(?:tổng cộng|tổng số|cộng|tổng)(?:\s*[:(.\d]|$|\s+\d)|^(?:tổng cộng|tổng số) |^ấn định danh sách"
    r"|^\(?(?:ấn định )?danh sách (?:này |trên )?(?:gồm|có|ấn định)"
)
_SIGNATURE = re.compile(
    r"^(?:nguoi lap.*|thu truong.*|(?:pho )?chu tich(?: hoi dong.*| hdqt| lien minh.*| ubnd.*)?"
    r"|(?:pho )?giam doc|truong (?:ban|phong)(?: .*)?|ke toan(?: truong)?|can bo .*|(?:tm|kt|tl|tuq)(?: .*)?"
    r"|noi nhan.*|luu .*|xac nhan.*|ky .*|da ky|(?:.* )?ngay (?:\d+ )?thang (?:\d+ )?nam(?: \d+)?)$"
)


@dataclass(frozen=True)
class Section:
    """What holds for the rows below it until the next section; "" or None where it says nothing."""

    kind: str = ""
    form: str = ""
    unit: str = ""


def is_ordinal(text: str) -> bool:
    """I, A, 1, 1.2 … standing alone in a cell."""
    return bool(_ORDINAL.match(text))


def section_of(texts: Sequence[str], is_form: IsForm) -> Section | None:
    """The section that a row of cells opens, or None. `is_form` tells plain names of award forms.

    A row is a section when beside an ordinal only one text stands in it, and this names a kind of subject,
    a form of award, or, under a Roman number or a letter, a unit or any other group.
    """
    words = [text for text in texts if text and not is_ordinal(text)]
    ordinals = [text for text in texts if text and is_ordinal(text)]
    if len(words) != 1 or len(ordinals) > 1:
        return None
    if ordinals and not _ROMAN.match(ordinals[0]):
        return _numbered_section(words[0])
    return _named_section(words[0], is_form, lettered=bool(ordinals))


def _numbered_section(text: str) -> Section | None:
    """ "1 | Tập thể": an Arabic number stands before nominees too, so only the bare word is a section."""
    kind = KINDS.get(plain(_BRACKETS.sub("", text)))
    return Section(kind=kind) if kind else None


def _named_section(text: str, is_form: IsForm, *, lettered: bool) -> Section | None:
    before = _ORDINAL_BEFORE.match(text)
    bare = text[before.end() :] if before else text
    words = plain(_BRACKETS.sub(" ", bare))
    if is_form(words):
        return Section(form=words)
    found = _kind_and_form(words, is_form)
    if found is not None:
        return found
    if not (lettered or (before and _ROMAN.match(before[0].strip(" .)/:–-")))):
        return None
    return Section(unit=bare) if is_unit_name(bare) else Section()


def _kind_and_form(words: str, is_form: IsForm) -> Section | None:
    if found := _KIND_FIRST.match(words):
        rest = _ASKING.sub("", found[2].strip())
        if is_form(rest):
            return Section(KINDS[found[1]], rest)
        if not rest or _AFTER_KIND.match(found[2].strip()):
            return Section(KINDS[found[1]])
    if (found := _KIND_LAST.match(words)) and is_form(_ASKING.sub("", found[1])):
        return Section(KINDS[found[2]], _ASKING.sub("", found[1]))
    return None


def is_total(texts: Sequence[str]) -> bool:
    """ "Tổng cộng: 9 tập thể" and its like; accents tell it from the family names Tống and Công."""
    return any(_TOTAL.match(nfc(text).lower()) for text in texts if text)


def is_signature(texts: Sequence[str]) -> bool:
    """Whether every text of the row belongs to the block of date, offices and signatures."""
    words = [text for text in texts if text]
    return bool(words) and all(_SIGNATURE.match(plain(text)) for text in words)


def form_in_title(text: str, is_form: IsForm) -> str:
    """The form that a title above the table names ("… ĐỀ NGHỊ TẶNG BẰNG KHEN CỦA …"), plain; "" if none."""
    words = plain(_BRACKETS.sub(" ", text))
    for sign in ("de nghi tang thuong ", "de nghi tang ", "de nghi khen thuong ", "tang ", "de nghi "):
        _before, found, after = words.partition(sign)
        if found and (form := _longest_form(after, is_form)):
            return form
    return ""


def _longest_form(words: str, is_form: IsForm) -> str:
    parts = words.split()
    for end in range(len(parts), 1, -1):
        if is_form(" ".join(parts[:end])):
            return " ".join(parts[:end])
    return ""
