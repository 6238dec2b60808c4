"""Names of people: their parts, their order, their spelling on paper, and the title before them."""

import re
import unicodedata

from emulation.vietnamese.letters import D_WITH_STROKE, nfc

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
# "zz…" places đ after every d, and still leaves the z of foreign and old spellings (Dzũng) its place.
LETTERS = {
    "a(": "azy",
    "a^": "azz",
    "d-": "dzz",
    "e^": "ezz",
    "o^": "ozy",
    "o+": "ozz",
    "u+": "uzz",
}
SORT_KEY_LENGTH = 400
TITLES = {
    "ông": "Ông",
    "bà": "Bà",
    "ông/bà": "",
    "ông(bà)": "",
    "bà/ông": "",
    "đồng chí": "Đồng chí",
    "đ/c": "Đồng chí",
}
TITLE = re.compile(
    r"(ông\s*/\s*bà|bà\s*/\s*ông|ông\s*\(bà\)|ông|bà|đồng\s+chí|đ\s*/\s*c)(?:\s*[.:]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
WORD_START = re.compile(r"(?:^|(?<=[\s\-–'’./(]))\w")


def split_name(name: str) -> tuple[str, str, str]:
    """(họ, đệm, tên) of a Vietnamese name: the first word, those between, the last; one word is a tên.

    A two-word family name (Tôn Nữ, Hoàng Phủ) cannot be told from a family and a middle name and is split.
    """
    words = nfc(name).split()
    if not words:
        return "", "", ""
    if len(words) == 1:
        return "", "", words[0]
    return words[0], " ".join(words[1:-1]), words[-1]


def sort_key(name: str) -> str:
    """A key that puts names in the order of Vietnamese lists: by tên, then đệm, then họ.

    Letters follow the alphabet a ă â b c d đ e ê …, equal letters the tones không dấu, huyền, hỏi, ngã,
    sắc, nặng. The key has digits and small ASCII letters only, so that every collation (code points, C,
    ICU) sorts it alike; at most 400 characters.
    """
    family, middle, given = split_name(name)
    return "0".join(_part_key(part) for part in (given, middle, family))[:SORT_KEY_LENGTH]


def _part_key(part: str) -> str:
    """Syllables one after another, each its letters, then "1" and its tone; "1" sorts before any letter."""
    return "".join(_syllable_key(syllable) for syllable in re.findall(r"[^\W_]+", nfc(part)))


def _syllable_key(syllable: str) -> str:
    letters, tone = [], "0"
    for letter in unicodedata.normalize("NFC", syllable.lower()):
        plain, shape, mark = _taken_apart(letter)
        tone = mark or tone
        if plain.isdigit() and plain.isascii():
            letters.append("2" + plain)
        elif plain.isascii() and plain.isalpha():
            letters.append(LETTERS.get(plain + shape, plain))
    return "".join(letters) + "1" + tone if letters else ""


def _taken_apart(letter: str) -> tuple[str, str, str]:
    """(plain letter, its shape, its tone): "ậ" is ("a", "^", "5")."""
    parts = unicodedata.normalize("NFD", letter)
    plain = parts[0].translate(D_WITH_STROKE).lower()
    shape = "-" if plain == "d" and parts[0] != "d" else ""
    tone = ""
    for mark in parts[1:]:
        shape = SHAPES.get(mark, shape)
        tone = TONES.get(mark, tone)
    return plain, shape, tone


def proper_name(name: str) -> str:
    """`name` in NFC with single spaces; all capitals or all small becomes "Quách Mỹ Nghị", mixed stays."""
    tidy = " ".join("".join(c for c in nfc(name) if unicodedata.category(c) != "Cf").split())
    if tidy != tidy.upper() and tidy != tidy.lower():
        return tidy
    return WORD_START.sub(lambda first: first.group().upper(), tidy.lower())


def strip_title(name: str) -> tuple[str, str]:
    """("Ông", "Đặng Công Ân") from "Ông Đặng Công Ân"; the title is "", "Ông", "Bà" or "Đồng chí".

    Understands ÔNG, "Bà:", đ/c and one after another ("Đ/c Bà …"); Ông/Bà without a choice gives "".
    The rare family name Ông (Ông Ích Khiêm) reads as a title: the caller shows both to a person.
    """
    rest, title = nfc(name).strip(), ""
    while found := TITLE.match(rest):
        word = re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", found.group(1).lower()))
        title = TITLES[word.replace(" (", "(")] or title
        rest = rest[found.end() :]
    return title, rest
