"""The usual agenda of a cluster's conference, as a proposal: every item can be changed, moved or struck (pure)."""

from dataclasses import dataclass, replace
from enum import StrEnum


class ItemKind(StrEnum):
    """What an item is about: by this the projector and the minutes know what to show with it."""

    OPENING = "OPENING"
    REPORT = "REPORT"
    SPEECH = "SPEECH"
    STANDINGS = "STANDINGS"
    DISPUTES = "DISPUTES"
    NOMINATION = "NOMINATION"
    PLEDGE = "PLEDGE"
    ELECTION = "ELECTION"
    HAND_OVER = "HAND_OVER"
    CLOSING = "CLOSING"
    OTHER = "OTHER"


@dataclass(frozen=True)
class Planned:
    """An item as proposed: its kind, its words, how many minutes."""

    kind: ItemKind
    title: str
    minutes: int


MIDYEAR = (
    Planned(ItemKind.OPENING, "Khai mạc, giới thiệu đại biểu", 15),
    Planned(ItemKind.REPORT, "Báo cáo sơ kết công tác thi đua 6 tháng đầu năm", 30),
    Planned(ItemKind.SPEECH, "Thảo luận, trao đổi kinh nghiệm", 60),
    Planned(ItemKind.PLEDGE, "Rà soát tình hình thực hiện giao ước thi đua", 30),
    Planned(ItemKind.CLOSING, "Phát biểu chỉ đạo, kết luận, bế mạc", 30),
)
YEAREND = (
    Planned(ItemKind.OPENING, "Khai mạc, giới thiệu đại biểu", 15),
    Planned(ItemKind.REPORT, "Báo cáo tổng kết công tác thi đua năm", 30),
    Planned(ItemKind.STANDINGS, "Công bố kết quả chấm điểm, xếp hạng", 20),
    Planned(ItemKind.DISPUTES, "Xem xét kiến nghị về tiêu chí, điểm số", 30),
    Planned(ItemKind.NOMINATION, "Bỏ phiếu suy tôn đơn vị dẫn đầu", 20),
    Planned(ItemKind.PLEDGE, "Thông qua chỉ tiêu, ký kết giao ước thi đua năm sau", 30),
    Planned(ItemKind.ELECTION, "Bầu {word} trưởng, {word} phó năm sau", 20),
    Planned(ItemKind.HAND_OVER, "Bàn giao nhiệm vụ {word} trưởng và cờ luân lưu", 15),
    Planned(ItemKind.CLOSING, "Phát biểu chỉ đạo, thông qua biên bản, bế mạc", 20),
)
"""As case 002 ran on 27 January 2021: report, next year's targets, pledge, election, hand-over of the flag."""
USUAL = {"MIDYEAR": MIDYEAR, "YEAREND": YEAREND}


def usual(kind: str, word: str) -> list[Planned]:
    """The usual items of a conference of this kind; `word` is what the papers call the body: "Cụm" or "Khối"."""
    return [replace(one, title=one.title.format(word=word)) for one in USUAL[kind]]


def hours_and_minutes(at: str) -> str:
    """ "07 giờ 30 phút" of "07:30"."""
    hours, minutes = at.split(":")
    return f"{hours} giờ {minutes} phút"


def clock(begins: str, minutes: list[int]) -> list[str]:
    """When each item begins, from "07:30" and how long those before it take; empty texts for an unknown beginning."""
    if not begins:
        return ["" for _minutes in minutes]
    hours, past = (int(part) for part in begins.split(":"))
    at, found = hours * 60 + past, []
    for lasts in minutes:
        found.append(f"{at // 60 % 24:02d}:{at % 60:02d}")
        at += lasts
    return found
