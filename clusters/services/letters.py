"""The invitation to a conference as plain values (Decree 30/2020/NĐ-CP, form 1.7)."""

from typing import Any

from django.utils import timezone

from clusters.agenda import clock, hours_and_minutes
from clusters.conference_states import ConferenceKind
from clusters.models import Conference
from clusters.selectors.conferences import items_of
from clusters.services.letterheads import letterhead, power_lines, symbol
from emulation.wording import place_and_date

LETTER = "invitation_v1"
OPEN = "…"


def letter_payload(conference: Conference) -> dict[str, Any]:
    """One letter to all members and invited bodies, with the agenda."""
    season = conference.season
    cluster = season.cluster
    members = [seat.name for seat in season.seats.filter(left_on=None).order_by("order", "pk")]
    invited = [line.strip() for line in conference.invited.splitlines() if line.strip()]
    what = "sơ kết" if conference.kind == ConferenceKind.MIDYEAR else "tổng kết"
    items = list(items_of(conference))
    times = clock(conference.begins, [one.minutes for one in items])
    return {
        **letterhead(
            cluster,
            number=conference.letter_number or symbol(cluster, "GM"),
            place_date=f"{conference.town}, ngày …… tháng …… năm {conference.day:%Y}"
            if conference.invited_at is None
            else place_and_date(conference.town, timezone.localdate(conference.invited_at)),
        ),
        "kind": "GIẤY MỜI",
        "summary": f"Dự {conference.title[:1].lower()}{conference.title[1:]}",
        "invited": [*members, *invited],
        "lines": [
            f"{cluster.name} trân trọng kính mời đại diện lãnh đạo quý cơ quan, đơn vị dự hội nghị {what} năm "
            f"{season.year}.",
            f"Thời gian: {_when(conference)}.",
            f"Địa điểm: {conference.place}.",
            "Dự kiến chương trình:",
        ][: 4 if items else 3],
        **(
            {
                "agenda": {
                    "header": ["TT", "Nội dung", "Thời gian", "Trình bày"],
                    "widths": [7, 52, 15, 26],
                    "rows": [
                        {"cells": [str(place), one.title, at or f"{one.minutes} phút", one.presenter]}
                        for place, (one, at) in enumerate(zip(items, times, strict=True), start=1)
                    ],
                }
            }
            if items
            else {}
        ),
        "closing": "Sự có mặt của quý vị đại biểu góp phần vào thành công của hội nghị.",
        "signatures": [
            {
                "lines": _signs(conference),
                "further": [],
                "name": str(conference.chair) if conference.chair else OPEN,
            }
        ],
        "recipients": ["Như trên", cluster.organiser.name, "Lưu: hồ sơ hội nghị"],
    }


def _signs(conference: Conference) -> list[str]:
    """The leading body signs in the name of the cluster; the organiser that convened, by the office of its chair."""
    cluster = conference.season.cluster
    if conference.convener_id == cluster.organiser_id:
        return [conference.chair_title.upper() or OPEN]
    return power_lines(cluster)


def _when(conference: Conference) -> str:
    time = f"{hours_and_minutes(conference.begins)}, " if conference.begins else ""
    if conference.until and conference.until != conference.day:
        return f"{time}từ ngày {conference.day:%d/%m/%Y} đến ngày {conference.until:%d/%m/%Y}"
    return f"{time}ngày {conference.day:%d/%m/%Y}"
