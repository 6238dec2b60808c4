"""The words printed after "Căn cứ" for an instrument. Pure: legal wording is Vietnamese in every language."""

from datetime import date

from emulation.wording import date_in_words

PRINTED = {
    "LAW": "Luật",
    "ORDINANCE": "Pháp lệnh",
    "RESOLUTION": "Nghị quyết",
    "DECREE": "Nghị định",
    "CIRCULAR": "Thông tư",
    "DECISION": "Quyết định",
    "DIRECTIVE": "Chỉ thị",
    "CONCLUSION": "Kết luận",
    "REGULATION": "Quy chế",
    "PROGRAMME": "Chương trình",
    "PLAN": "Kế hoạch",
    "GUIDANCE": "Hướng dẫn",
    "OTHER": "Văn bản",
}
NAMED = frozenset({"LAW", "ORDINANCE"})
"""Cited by name and date, as Decree 30/2020/NĐ-CP writes laws; all others by number, date and issuer."""


def ground_text(*, kind: str, number: str, title: str, issuer: str, issued_on: date | None) -> str:
    """ "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"."""
    day = f" {date_in_words(issued_on)}" if issued_on else ""
    if kind in NAMED:
        name = title if title.startswith(PRINTED[kind]) else f"{PRINTED[kind]} {title}"
        return f"{name}{day}"
    about = title.removeprefix(PRINTED[kind]).strip()
    about = about[:1].lower() + about[1:]
    return f"{PRINTED[kind]} số {number}{day} của {issuer} {about}".strip()
