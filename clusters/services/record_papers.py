"""Minutes and hand-over record as plain values: they draft themselves; only words around the facts are typed."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone, translation

from clusters.agenda import ItemKind, hours_and_minutes
from clusters.conference_states import ConferenceKind, Hand, Manner, Purpose, RecordKind
from clusters.exhibits import Exhibit, annexes_of, exhibit
from clusters.models import Conference, HandOver, Record, Role
from clusters.offices import MAY_SIGN
from clusters.selectors.clusters import leading
from clusters.selectors.conferences import (
    Place,
    Told,
    attendance_of,
    elected_for,
    guests_of,
    hand_over_of,
    items_of,
    motions_of,
    quorum_of,
)
from clusters.services.letterheads import kept_in_files, letterhead, symbol, word
from emulation.ballots.selectors.secret import turnout_of
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import holders
from emulation.wording import place_and_date, roman

TEXT = {RecordKind.MINUTES: "conference_minutes_text_v1", RecordKind.HAND_OVER: "hand_over_text_v1"}
SEALED = {RecordKind.MINUTES: "conference_minutes_v1", RecordKind.HAND_OVER: "hand_over_v1"}
SYMBOLS = {RecordKind.MINUTES: "BB", RecordKind.HAND_OVER: "BBBG"}
OPEN = "…"
NOTHING_TOLD = "Không có nội dung ghi nhận."
"""Of an item of which neither a remark nor a figure nor a vote is known: whether it was held is not known either."""
DUTY = "1. Nhiệm vụ"
ABOUT = {
    ItemKind.NOMINATION: (Purpose.TIE_BREAK, Purpose.NOMINATION),
    ItemKind.STANDINGS: (),
    ItemKind.ELECTION: (Purpose.LEADER, Purpose.DEPUTY),
}
"""Which votes are told with which item; what no item carries is told after the last."""
FLAG = {
    "GOOD": "nguyên vẹn",
    "WORN": "đã cũ, sờn",
    "DAMAGED": "hư hỏng",
    "LATE": "chưa mang đến, bàn giao sau; bên giao tiếp tục chịu trách nhiệm quản lý",
    "MISSING": "thất lạc; bên giao chịu trách nhiệm giải trình",
}
Section = dict[str, Any]


def payload_of(record: Record) -> dict[str, Any]:
    """What the record says now, from the very rows that are stored."""
    with translation.override("vi"):
        return _minutes(record) if record.kind == RecordKind.MINUTES else _hand_over(record)


def _head(record: Record, kind: str, summary: str) -> dict[str, Any]:
    conference = record.conference
    return {
        **letterhead(
            conference.season.cluster,
            number=record.symbol or symbol(conference.season.cluster, SYMBOLS[RecordKind(record.kind)]),
            place_date=place_and_date(conference.town or OPEN, conference.until or conference.day),
        ),
        "kind": kind,
        "summary": summary,
    }


# --- minutes


def _minutes(record: Record) -> dict[str, Any]:
    conference = record.conference
    places = attendance_of(conference)
    sections = [
        _section("THÀNH PHẦN THAM DỰ", _present(conference, places)),
        _section("NỘI DUNG HỘI NGHỊ", list(_course(record))),
        _section("KẾT LUẬN", _lines_item(_conclusions(record))),
        _section("TÀI LIỆU ĐƯỢC NÊU TẠI HỘI NGHỊ", _lines_item(annexes_of(conference.season))),
    ]
    recipients = [*(place.seat.name for place in places), conference.season.cluster.organiser.name]
    return {
        **_head(record, "BIÊN BẢN", conference.title),
        "opening": " ".join([_when(conference), record.opening.strip()]).strip(),
        "sections": _numbered(sections),
        "closing": _closing(record),
        "signatures": [_signature(record, hand) for hand in (Hand.SECRETARY, Hand.CHAIR)],
        "recipients": [*recipients[:100], "Lưu: hồ sơ hội nghị"],
    }


def _when(conference: Conference) -> str:
    begins = _began(conference)
    time = f"Hồi {hours_and_minutes(begins)}, " if begins else ""
    day = f"ngày {conference.day:%d} tháng {conference.day:%m} năm {conference.day:%Y}"
    if conference.until and conference.until != conference.day:
        day += f" đến {conference.until:%d/%m/%Y}"
    what = "sơ kết" if conference.kind == ConferenceKind.MIDYEAR else "tổng kết"
    cluster = conference.season.cluster.name
    told = f"{time}{day}, tại {conference.place}, {cluster} tổ chức hội nghị {what} năm {conference.season.year}."
    return told[:1].upper() + told[1:]


def _began(conference: Conference) -> str:
    """ "07:42": when it was opened, if that was done on its very day; else as planned ("" where nothing is)."""
    opened = timezone.localtime(conference.opened_at) if conference.opened_at else None
    return f"{opened:%H:%M}" if opened and opened.date() == conference.day else conference.begins


def _section(heading: str, items: Sequence[Section]) -> Section | None:
    return {"heading": heading, "items": list(items)} if items else None


def _numbered(sections: Sequence[Section | None]) -> list[Section]:
    filled = [one for one in sections if one is not None]
    return [{"roman": roman(place), **one} for place, one in enumerate(filled, start=1)]


def _lines_item(lines: Sequence[str]) -> list[Section]:
    return [{"heading": "", "paragraphs": [f"- {line}" for line in lines]}] if lines else []


def _present(conference: Conference, places: Sequence[Place]) -> list[Section]:
    table = {
        "header": ["TT", "Thành viên", "Người dự", "Hình thức, lý do"],
        "widths": [7, 33, 32, 28],
        "rows": [{"cells": _line(number, place)} for number, place in enumerate(places, start=1)],
    }
    chair = [
        f"Chủ tọa: {_named(conference.chair, conference.chair_title)}.",
        f"Thư ký: {_named(conference.secretary, conference.secretary_title)}.",
    ]
    guests = [", ".join(filter(None, (one.name, one.title, one.body))) for one in guests_of(conference)]
    told = [f"Đại biểu khách mời: {'; '.join(guests)}."] if guests else []
    words = quorum_of(conference, places).in_words()
    return [{"heading": "", "paragraphs": [*chair, *told], "table": table, "after": [f"{words}."]}]


def _named(person: object, title: str) -> str:
    return f"{person}{', ' + title if title else ''}" if person else OPEN


def _line(number: int, place: Place) -> list[str]:
    row = place.row
    if row is None:
        return [str(number), place.seat.name, "", "chưa ghi nhận"]
    who = ", ".join(filter(None, (row.name, row.title)))
    how = {
        Manner.IN_PERSON: "dự trực tiếp",
        Manner.ONLINE: "dự trực tuyến",
        Manner.WRITTEN: "vắng, gửi ý kiến bằng văn bản",
        Manner.ABSENT: "vắng",
    }[Manner(row.manner)]
    more = [how, row.representation, row.reason]
    others = f"cùng {row.companions} người" if row.companions else ""
    return [str(number), place.seat.name, who, "; ".join(filter(None, [*more, others]))]


def _course(record: Record) -> Iterator[Section]:
    conference = record.conference
    items = list(items_of(conference))
    told = motions_of(conference)
    said: set[int] = set()
    for place, item in enumerate(items, start=1):
        mine = [one for one in told if one.motion.purpose in _votes_with(item.kind)]
        said |= {one.motion.pk for one in mine}
        yield _item(place, item, conference, mine)
    rest = [one for one in told if one.motion.pk not in said]
    if rest:
        yield {"heading": f"{len(items) + 1}. Các nội dung biểu quyết khác", "paragraphs": list(_votes(rest))}
    lines = [line.strip() for line in record.discussion.splitlines() if line.strip()]
    if lines:
        yield {"heading": "Thảo luận", "paragraphs": lines}


def _votes_with(kind: str) -> tuple[str, ...]:
    return ABOUT.get(ItemKind(kind), ())


def _item(place: int, item: Any, conference: Conference, told: Sequence[Told]) -> Section:
    by = f" (trình bày: {item.presenter})" if item.presenter else ""
    paragraphs = [line.strip() for line in item.said.splitlines() if line.strip()] + list(_votes(told))
    section: Section = {"heading": f"{place}. {item.title}{by}", "paragraphs": paragraphs}
    shown = exhibit(item.kind, conference.season)
    if shown is not None and shown.minuted:
        section |= {"table": _table(shown), "after": list(shown.notes)}
    if item.kind == ItemKind.HAND_OVER:
        section["paragraphs"] = [*paragraphs, *_handed(conference)]
    if not section["paragraphs"] and "table" not in section:
        section["paragraphs"] = [NOTHING_TOLD]
    return section


def _table(shown: Exhibit) -> Section | None:
    return {
        "header": list(shown.header),
        "widths": list(shown.widths),
        "rows": [{"cells": list(row)} for row in shown.rows],
    }


def _votes(told: Sequence[Told]) -> Iterator[str]:
    for one in told:
        if not one.counted:
            continue
        turnout = turnout_of(one.ballot)
        round_ = f" (vòng {one.ballot.round})" if one.ballot.round > 1 else ""
        yield (
            f"{one.question}{round_}: bỏ phiếu kín; {turnout.voted}/{turnout.members} thành viên đã bỏ "
            f"phiếu{_on_paper(one.ballot.on_paper)}."
        )
        yield from (f"- {sentence.rstrip('.')}." for sentence in one.sentences)
        if one.motion.departs:
            yield f"- Lý do giới thiệu khác với đề xuất luân phiên: {one.motion.departs.rstrip('.')}."


def _on_paper(number: int) -> str:
    return f", trong đó {number} bằng phiếu giấy hoặc ý kiến văn bản" if number else ""


def _handed(conference: Conference) -> list[str]:
    over = hand_over_of(conference)
    if over is None:
        return []
    told = [
        f"{over.giver.name} bàn giao nhiệm vụ {_word(conference)} trưởng cho {over.taker.name} từ ngày "
        f"{over.on:%d/%m/%Y}, gồm {len(over.files)} loại hồ sơ, tài liệu."
    ]
    if over.flag is not None:
        told.append(f"{over.flag.name}: {FLAG[over.flag_state]}{_note(over.flag_note)}.")
    return told


def _note(note: str) -> str:
    return f" ({note.rstrip('.')})" if note else ""


def _word(conference: Conference) -> str:
    return word(conference.season.cluster)


def _conclusions(record: Record) -> list[str]:
    """Whom the conference put forward and chose; then the words of the chair."""
    conference = record.conference
    lines = []
    for one in motions_of(conference, Purpose.NOMINATION):
        if one.counted:
            names = ", ".join(candidate.name for candidate in one.chosen)
            lines.append(f"Đơn vị được suy tôn: {names}." if names else "Chưa có đơn vị nào được suy tôn.")
    if conference.kind == ConferenceKind.YEAREND:
        for role, turn in sorted(elected_for(conference.season).items(), reverse=True):
            word = "trưởng" if role == Role.LEADER else "phó"
            lines.append(f"{_word(conference)} {word} năm {turn.year}: {turn.name}.")
    return lines + [line.strip() for line in record.conclusion.splitlines() if line.strip()]


def _closing(record: Record) -> str:
    ended = record.conference.ended_at
    at = f" lúc {timezone.localtime(ended):%H giờ %M phút, ngày %d/%m/%Y}" if ended else ""
    return f"Hội nghị kết thúc{at}. Biên bản đã được thông qua và được chủ tọa, thư ký cùng ký."


# --- who signs


def hand_of(record: Record, hand: str) -> tuple[str, str, str]:
    """(name, position, body) of whoever signs there, as known now; empty texts where nobody is entered."""
    conference = record.conference
    if hand in (Hand.CHAIR, Hand.SECRETARY):
        chairs = hand == Hand.CHAIR
        person = conference.chair if chairs else conference.secretary
        title = conference.chair_title if chairs else conference.secretary_title
        return (str(person) if person else "", title, "")
    over = hand_over_of(conference)
    if over is None:
        return ("", "", "")
    body = over.giver if hand == Hand.GIVER else over.taker
    name, title = _head_of(body)
    return (name, title, body.name)


def _head_of(body: Organisation) -> tuple[str, str]:
    posts = holders(body, MAY_SIGN, timezone.localdate())
    return (posts[0].person.full_name, posts[0].title) if posts else ("", "")


LINES = {
    Hand.CHAIR: "CHỦ TỌA",
    Hand.SECRETARY: "THƯ KÝ",
    Hand.GIVER: "ĐẠI DIỆN BÊN GIAO",
    Hand.TAKER: "ĐẠI DIỆN BÊN NHẬN",
}


def _signature(record: Record, hand: Hand) -> Section:
    name, title, _body = hand_of(record, hand)
    lines = [LINES[hand], *([title.upper()] if title and hand in (Hand.GIVER, Hand.TAKER) else [])]
    return {"lines": lines, "further": ["(Ký, ghi rõ họ tên)"], "name": name or OPEN}


# --- hand-over


def _hand_over(record: Record) -> dict[str, Any]:
    conference = record.conference
    over = hand_over_of(conference)
    if over is None:
        raise ValueError("There is no hand-over to record.")
    sections = [
        _section("BÊN GIAO", _side(over.giver)),
        _section("BÊN NHẬN", _side(over.taker)),
        _section("NỘI DUNG BÀN GIAO", list(_handed_over(conference, over, record))),
    ]
    word = _word(conference)
    return {
        **_head(
            record,
            "BIÊN BẢN BÀN GIAO",
            f"Nhiệm vụ {word} trưởng năm {conference.season.year + 1} và cờ luân lưu",
        ),
        "place_date": place_and_date(conference.town or OPEN, over.on),
        "opening": " ".join(
            [
                f"Ngày {over.on:%d} tháng {over.on:%m} năm {over.on:%Y}, tại {conference.place}, hai bên tiến hành "
                f"bàn giao nhiệm vụ {word} trưởng.",
                record.opening.strip(),
            ]
        ).strip(),
        "sections": _numbered(sections),
        "closing": (
            f"Kể từ ngày {over.on:%d/%m/%Y}, {over.taker.name} thực hiện quyền và nghĩa vụ của {word} trưởng. Biên bản "
            "được lập thành các bản có giá trị như nhau, mỗi bên giữ một bản."
        ),
        "signatures": [_signature(record, hand) for hand in (Hand.GIVER, Hand.TAKER)],
        "recipients": [
            over.giver.name,
            over.taker.name,
            conference.season.cluster.organiser.name,
            kept_in_files(conference.season.cluster),
        ],
    }


def _side(body: Organisation) -> list[Section]:
    name, title = _head_of(body)
    who = f"Đại diện: {name}{', ' + title if title else ''}." if name else "Đại diện: …"
    return [{"heading": "", "paragraphs": [f"{body.name}.", who]}]


def deputy_line(conference: Conference) -> str:
    """How a hand-over record names the deputy elected for next year; "" while there is none."""
    deputy = elected_for(conference.season).get(Role.DEPUTY)
    return f"{_deputy_words(conference)}{deputy.name}." if deputy else ""


def deputy_named(record: Record) -> str:
    """The same line as the closed record has it; "" where it names none."""
    heading = _deputy_words(record.conference)
    items = [item for section in (record.payload or {}).get("sections", []) for item in section["items"]]
    told = [line for item in items if item["heading"] == DUTY for line in item["paragraphs"]]
    return next((line for line in told if line.startswith(heading)), "")


def _deputy_words(conference: Conference) -> str:
    return f"{_word(conference)} phó năm {conference.season.year + 1}: "


def _handed_over(conference: Conference, over: HandOver, record: Record) -> Iterator[Section]:
    year, word = conference.season.year, _word(conference)
    deputy = deputy_line(conference)
    before = leading(conference.season).leader
    yield {
        "heading": DUTY,
        "paragraphs": [
            f"{before.name if before else over.giver.name}, {word} trưởng năm {year}, bàn giao nhiệm vụ {word} trưởng "
            f"năm {year + 1} cho {over.taker.name}.",
            *([deputy] if deputy else []),
        ],
    }
    rows = [
        {"cells": [str(place), title, str(number), remark]}
        for place, (title, number, remark) in enumerate(over.files, start=1)
    ]
    files: Section = {"heading": "2. Hồ sơ, tài liệu", "paragraphs": [f"Tổng số: {len(rows)} loại."]}
    if rows:
        files["table"] = {
            "header": ["TT", "Tên hồ sơ, tài liệu", "Số lượng", "Ghi chú"],
            "widths": [7, 53, 14, 26],
            "rows": rows,
        }
    yield files
    flag = f"{over.flag.name}: {FLAG[over.flag_state]}{_note(over.flag_note)}." if over.flag else "Không có."
    yield {"heading": "3. Cờ luân lưu", "paragraphs": [flag]}
    lines = [*record.discussion.splitlines(), *record.conclusion.splitlines()]
    if more := [line.strip() for line in lines if line.strip()]:
        yield {"heading": "4. Ý kiến khác", "paragraphs": more}
