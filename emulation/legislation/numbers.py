"""Numbers of instruments as they are compared: letters folded, no spaces, one kind of dash. Pure."""

import re

from emulation.vietnamese import fold, nfc
from emulation.wording import NumberSymbol

AROUND_MARKS = re.compile(r"\s*([/\-–—])\s*")


def folded_number(number: str) -> str:
    """ "Số: 136 / CTPH–LMHTXVN" as "136/ctph-lmhtxvn"."""
    return NumberSymbol(nfc(number)).search


def search_text(number: str, title: str) -> str:
    """What a search term is looked for in: the compared number, then the folded title."""
    return f"{folded_number(number)} {fold(title)}"


def mentions(text: str, number_key: str) -> bool:
    """Whether a sentence names the instrument of that folded number, and not one whose number contains it."""
    folded = AROUND_MARKS.sub(_one_dash, fold(text))
    return re.search(rf"(?<![0-9a-z/\-]){re.escape(number_key)}(?![0-9a-z/\-])", folded) is not None


def _one_dash(mark: re.Match[str]) -> str:
    return "/" if mark[1] == "/" else "-"
