"""One spelling for storing (NFC) and one for searching (folded)."""

import unicodedata

# Đ has no decomposition in Unicode; old fonts and careless typists put the Icelandic or African twin there.
D_WITH_STROKE = str.maketrans("đĐðÐɖƉ", "dDdDdD")


def nfc(text: str) -> str:
    """`text` with every letter and its marks in one code point where Unicode has one (TCVN 6909:2001)."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` for comparing and searching: lower case, no marks, đ as d, single spaces, none at the ends.

    Composed and decomposed input, and both placements of the tone mark (hoà, hòa), give the same result.
    Folding what is folded changes nothing.
    """
    plain = unicodedata.normalize("NFKD", text).translate(D_WITH_STROKE).lower()
    plain = unicodedata.normalize("NFKD", plain)
    kept = (letter for letter in plain if unicodedata.category(letter) not in ("Mn", "Cf"))
    return " ".join("".join(kept).split())
