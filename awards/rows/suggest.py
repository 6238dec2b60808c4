"""The nearest name in the catalogue to one that is not in it."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from emulation.organisations.names import search_form

NEAR_ENOUGH = 0.6


def nearest(text: str, names: Sequence[str]) -> str:
    """The name most like the text; "" where none is like it."""
    wanted = search_form(text)
    rated = [(SequenceMatcher(None, wanted, search_form(name)).ratio(), name) for name in names]
    ratio, name = max(rated, default=(0.0, ""))
    return name if ratio >= NEAR_ENOUGH else ""
