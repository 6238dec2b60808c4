"""One spelling for storing (NFC) and one for searching (folded)."""

import re
import unicodedata

# Controls, marks of direction, joiners, fillers and tags: they show nothing, and two names that differ by them
# alone look the same. Vietnamese needs none.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
ODD_SPACE = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")

# Đ has no decomposition in Unicode; old fonts and careless typists put the Icelandic or African twin there.
D_WITH_STROKE = str.maketrans("đĐðÐɖƉ", "dDdDdD")


def nfc(text: str) -> str:
    """`text` with every letter and its marks in one code point where Unicode has one (TCVN 6909:2001)."""
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """`text` without characters that show nothing; rare line breaks become spaces, the usual ones stay."""
    return ODD_SPACE.sub(" ", INVISIBLE.sub("", text))


def fold(text: str) -> str:
    """`text` for comparing and searching: lower case, no marks, đ as d, single spaces, none at the ends.

    Composed and decomposed input, and both placements of the tone mark (hoà, hòa), give the same result.
    Folding what is folded changes nothing.
    """
    plain = unicodedata.normalize("NFKD", text).translate(D_WITH_STROKE).lower()
    plain = unicodedata.normalize("NFKD", plain)
    kept = (letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))
    return " ".join("".join(kept).split())
