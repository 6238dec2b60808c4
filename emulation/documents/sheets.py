"""Where the words of a certificate go: sizes and lines of everything that varies, in units of the sheet.

One unit ("rem" in certificate_v1.css) is 1 mm of an A4 sheet and √2 mm of an A3 sheet, so both papers are one drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from emulation.documents.fitting import NAME_FACE, DoesNotFit, Setting, face, fit
from emulation.documents.letters import RenderProblem, no_letters

NBSP = "\u00a0"
SCALE = {"A4": 1.0, "A3": 1.41414}
WIDTH = 237.0  # of the frame's free middle
TOP = 88.0  # below the title
BOTTOM = 188.0  # foot of the signature block
GUTTER = 3.0
GAP = {False: 35.0, True: 25.0}  # true millimetres for signature and seal; a digital signature needs less
NAME_SIZES = (12.4, 11.4, 10.4, 9.6, 8.8, 8.0, 7.2, 6.4, 5.6, 4.8, 4.2)
DETAIL_SIZES = (5.7, 5.3, 4.9, 4.5, 4.1, 3.7, 3.3)
# How the letters shrink when the words are too many for the room: (from which name size, from which detail size).
STEPS = (
    (0, 0),
    (1, 0),
    (2, 0),
    (3, 0),
    (3, 1),
    (4, 1),
    (4, 2),
    (5, 2),
    (5, 3),
    (6, 3),
    (6, 4),
    (7, 5),
    (8, 6),
)
ISSUER_SIZES = (5.8, 5.4, 5.0, 4.6, 4.2, 3.8)
COMMON = ("issuer", "place_date", "signature", "decision_number", "decision_date", "mark", "paper")


@dataclass(frozen=True)
class Own:
    """What one certificate adds to the common sheet."""

    name: Setting
    details: Setting | None
    achievement: Setting
    space: float
    golden_book: str
    code: str
    shown_address: str
    address: str


def common_part(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The words that certificates of one decision share: equal parts are printed from one sheet."""
    return {key: payload[key] for key in COMMON if key in payload}


def sheet(template: str, common: Mapping[str, Any]) -> dict[str, Any]:
    """Paper, mark and issuer's lines of the common sheet. Raises RenderProblem when the issuer cannot be set."""
    paper = common.get("paper") or ("A3" if template.startswith("merit") else "A4")
    default = "star" if template.startswith("merit") else "alliance"
    issuer = _set(common["issuer"], filename="Tinos-Bold.ttf", sizes=ISSUER_SIZES, lines=1)
    return {"paper": paper, "mark": common.get("mark") or default, "issuer": issuer}


def own_part(payload: Mapping[str, Any], paper: str) -> Own:
    """The setting of one recipient's words. Raises RenderProblem when they cannot be set without leaving the frame."""
    room = _room(payload["signature"], paper)
    honorific = payload.get("honorific", "").replace(" ", NBSP)
    recipient = f"{honorific}{NBSP}{payload['recipient']}" if honorific else payload["recipient"]
    if missing := face(NAME_FACE).missing(recipient):
        raise RenderProblem(no_letters(missing))
    for first, second in STEPS:
        name = _set(recipient, filename=NAME_FACE, sizes=NAME_SIZES[first:], lines=3, shrink_first=5)
        details = None
        if payload.get("details"):
            details = _set(
                payload["details"], filename="Tinos-Italic.ttf", sizes=DETAIL_SIZES[second:], lines=3
            )
        achievement = _set(
            payload["achievement"], filename="Tinos-Regular.ttf", sizes=DETAIL_SIZES[second:], lines=4
        )
        taken = _height(name, 1.3) + _height(details, 1.25) + _height(achievement, 1.3) + 1.6
        if taken <= room:
            verification = payload["verification"]
            return Own(
                name=name,
                details=details,
                achievement=achievement,
                space=round((room - taken) / 2, 2),
                golden_book=payload.get("golden_book", ""),
                code=verification["code"],
                shown_address=verification["shown_address"],
                address=verification["address"],
            )
    raise RenderProblem(_too_long(recipient))


def _room(signature: Mapping[str, Any], paper: str) -> float:
    """Height between the title and the signature block."""
    gap = GAP[bool(signature.get("digital"))] / SCALE[paper]
    block = 6.6 + 6.0 * len(signature["lines"]) + gap + 6.3
    return BOTTOM - block - TOP - GUTTER


def _height(setting: Setting | None, line: float) -> float:
    return setting.size * len(setting.lines) * line if setting else 0.0


def _set(text: str, *, filename: str, sizes: tuple[float, ...], lines: int, shrink_first: int = 1) -> Setting:
    try:
        return fit(text, filename=filename, sizes=sizes, width=WIDTH, lines=lines, shrink_first=shrink_first)
    except DoesNotFit as problem:
        raise RenderProblem(_too_long(text)) from problem


def _too_long(text: str) -> str:
    return _("“%(text)s” is too long for the certificate even in the smallest letters.") % {"text": text}
