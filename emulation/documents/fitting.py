"""Setting a line that must fit its place: measured with the very font files that are printed.

The rule, in this order: one line at full size; one line down to the smallest size that still looks like a name;
two balanced lines; three. Lines break between words only, and not inside a set phrase («hợp tác xã», «Ông …»)
while there is another way. What cannot fit at all is refused in words, never cut and never let run over the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "static" / "documents" / "fonts"
# Measured widths leave kerning out; the reserve covers pairs that it moves apart.
RESERVE = 1.02
# Tinos draws all fixed words; a letter that it lacks would be borrowed from whatever the machine has.
TEXT_FACES = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf")
NAME_FACE = "Charm-Bold.ttf"

PHRASES = tuple(
    tuple(phrase.split(" "))
    for phrase in (
        "ban thi đua",
        "bằng khen",
        "chủ tịch",
        "của chủ tịch",
        "của thủ tướng",
        "danh sách",
        "dịch vụ",
        "giám đốc",
        "giấy khen",
        "hội đồng",
        "hợp tác xã",
        "khen thưởng",
        "kinh tế",
        "liên hiệp",
        "liên minh",
        "nhân dân",
        "nông nghiệp",
        "phong trào",
        "quỹ tín dụng",
        "quỹ tín dụng nhân dân",
        "sản xuất",
        "sở nội vụ",
        "thi đua",
        "thành phố",
        "thành tích",
        "thương mại",
        "tín dụng nhân dân",
        "tập thể",
        "tổng hợp",
        "việt nam",
        "xuất sắc",
        "được tặng",
        "ủy ban",
        "ủy ban nhân dân",
    )
)


class DoesNotFit(Exception):
    """The text has no setting inside its place; the message names it."""


@dataclass(frozen=True)
class Setting:
    """`lines` to print at `size` (points); they are within the width that was asked for."""

    size: float
    lines: tuple[str, ...]


class Face:
    """The widths of one font file."""

    def __init__(self, filename: str) -> None:
        with TTFont(FONTS / filename, lazy=True) as font:
            per_em = font["head"].unitsPerEm
            metrics = font["hmtx"]
            self._widths = {code: metrics[glyph][0] / per_em for code, glyph in font.getBestCmap().items()}

    def width(self, text: str) -> float:
        """The width of `text` in ems."""
        widths = self._widths
        return RESERVE * sum(widths.get(ord(letter), 1.0) for letter in text)

    def missing(self, text: str) -> list[str]:
        """The characters of `text` that the face cannot draw, each once."""
        return sorted({letter for letter in text if ord(letter) not in self._widths and not letter.isspace()})


@cache
def face(filename: str) -> Face:
    return Face(filename)


@lru_cache(maxsize=4096)
def fit(
    text: str, *, filename: str, sizes: tuple[float, ...], width: float, lines: int, shrink_first: int = 1
) -> Setting:
    """`text` within `width` points in at most `lines` lines, as few as the rule allows.

    Each number of lines is tried at the first `shrink_first` of the falling `sizes`; only then the smaller ones,
    at the full number of lines. Raises DoesNotFit.
    """
    words = text.split(" ")
    ways = [(size, count) for count in range(1, lines + 1) for size in sizes[:shrink_first]]
    ways += [(size, lines) for size in sizes[shrink_first:]]
    for pieces in (_phrases(words), words):
        for size, count in ways:
            if setting := balanced(pieces, count, filename=filename, room=width / size):
                return Setting(size, setting)
    raise DoesNotFit(text)


def balanced(pieces: Sequence[str], count: int, *, filename: str, room: float) -> tuple[str, ...] | None:
    """`pieces` in at most `count` lines of the most even width, none wider than `room` ems; None if impossible."""
    measure = face(filename).width
    widths = [measure(piece) for piece in pieces]
    space = measure(" ")
    if len(_filled(widths, space, room)) > count or max(widths) > room:
        return None
    narrow, wide = max(widths), room
    for _ in range(12):
        middle = (narrow + wide) / 2
        if len(_filled(widths, space, middle)) > count:
            narrow = middle
        else:
            wide = middle
    cuts = [0, *_filled(widths, space, wide)]
    return tuple(" ".join(pieces[a:b]) for a, b in pairwise(cuts))


def _filled(widths: Sequence[float], space: float, room: float) -> list[int]:
    """Where the lines end when each takes as many pieces as `room` allows."""
    ends: list[int] = []
    run = 0.0
    for place, width in enumerate(widths):
        if place and run + space + width > room:
            ends.append(place)
            run = width
        else:
            run += width + (space if run else 0.0)
    return [*ends, len(widths)]


def _phrases(words: Sequence[str]) -> list[str]:
    """`words` with the words of a set phrase in one piece."""
    low = [word.lower().strip(',.;:()“”"') for word in words]
    pieces: list[str] = []
    place = 0
    while place < len(words):
        length = max((len(p) for p in PHRASES if low[place : place + len(p)] == list(p)), default=1)
        pieces.append(" ".join(words[place : place + length]))
        place += length
    return pieces
