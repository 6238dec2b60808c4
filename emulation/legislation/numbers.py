"""Numbers of instruments as they are compared: letters folded, no spaces, one kind of dash. Pure."""

from emulation.vietnamese import fold, nfc
from emulation.wording import NumberSymbol


def folded_number(number: str) -> str:
    """ "Số: 136 / CTPH–LMHTXVN" as "136/ctph-lmhtxvn"."""
    return NumberSymbol(nfc(number)).search


def search_text(number: str, title: str) -> str:
    """What a search term is looked for in: the compared number, then the folded title."""
    return f"{folded_number(number)} {fold(title)}"
