"""A square code (QR) as the outline of its dark modules, for an <svg> in a document template (pure)."""

import re
from typing import NamedTuple

import segno

# A fixed mask saves the search for the best one; every mask is valid.
MASK = 3
DARK = re.compile(rb"\x01+")


class Square(NamedTuple):
    """The side in modules, quiet zone included, and the path of the dark ones."""

    side: int
    path: str


def square(text: str, *, quiet: int = 2) -> Square:
    """The square of `text`, `quiet` empty modules around it: the paper beyond is white too."""
    code = segno.make(text, error="m", micro=False, mask=MASK, boost_error=False)
    runs = [
        f"M{run.start() + quiet} {row + quiet}h{run.end() - run.start()}v1h-{run.end() - run.start()}z"
        for row, modules in enumerate(code.matrix)
        for run in DARK.finditer(modules)
    ]
    return Square(int(code.symbol_size(border=quiet)[0]), "".join(runs))
