"""The mid-year conference of case 004 as it was held, and the year-end conference that case 002's cluster plans."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from clusters.conference_states import ConferenceKind, Manner
from clusters.models import Conference, Season, SeasonReport
from clusters.services import attendance, conferences, custody, reports
from clusters.services.attendance import Coming
from clusters.services.conferences import ConferenceTerms
from clusters.services.reports import Issuing, ReportTerms
from emulation.demo.cast import MERGED_ON, Cast
from emulation.demo.signing import alliance_of
from emulation.organisations.models import Organisation, Person
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint

CHAIRS = (
    "Vũ Thị Hạ Long",
    "Đoàn Văn Bãi Cháy",
    "Lê Thị Yên Hưng",
    "Bùi Văn Cẩm Phả",
    "Hoàng Thị Ba Chẽ",
    "Ngô Văn Tiên",
)
"""Invented: who led the associations."""
GUESTS = (
    ("Nguyễn Thị Thu Hà", "Phó Trưởng ban", "Ban Dân vận Tỉnh ủy"),
    ("Phạm Thị Thắm", "Phó Trưởng ban", "Ban Thi đua - Khen thưởng tỉnh"),
)
INSTRUCTION = (
    "Rà soát các nội dung, lĩnh vực đã đăng ký thi đua trong năm 2018, "
    "tránh chồng chéo hoạt động của các tổ chức hội."
)
RESULTS = (
    "Trong 6 tháng đầu năm 2018 thành lập mới 42 HTX, kết nạp 9 thành viên Liên minh, 1 tổ tư vấn.\n"
    "Xây dựng 2 mô hình gắn chuỗi giá trị tại Đông Triều và Bình Liêu."
)


def held_2018(season: Season, others: Sequence[Organisation], cast: Cast) -> Conference:
    """17 and 18 July 2018 in Trà Cổ: seven members, two guests, and the report with its instruction."""
    by = cast.users["quangninh"]
    chair, secretary = add_person("Phan Thế Bảo", by=None), add_person("Bùi Hoàng Nhân", by=None)
    conference = conferences.plan(
        season,
        ConferenceKind.MIDYEAR,
        ConferenceTerms(
            title="Hội nghị sơ kết phong trào thi đua 6 tháng đầu năm 2018",
            day=date(2018, 7, 17),
            until=date(2018, 7, 18),
            begins="07:30",
            place="Phường Trà Cổ, thành phố Móng Cái",
            town="Móng Cái",
            chair=chair,
            chair_title="Phó Chủ tịch Liên minh Hợp tác xã tỉnh",
            secretary=secretary,
            secretary_title="Phó Ban Tổ chức, Phong trào hợp tác xã",
        ),
        by=by,
    )
    seats = {seat.organisation_id: seat for seat in season.seats.all()}
    own = Coming(Manner.IN_PERSON, chair, title="Phó Chủ tịch", representation="Chủ tịch ủy quyền")
    attendance.enter(conference, seats[cast.other_alliance.pk], own, by=by)
    for body, name in zip(others, CHAIRS, strict=True):
        coming = Coming(Manner.IN_PERSON, _chair(body, name), title="Chủ tịch")
        attendance.enter(conference, seats[body.pk], coming, by=by)
    for name, title, place in GUESTS:
        conferences.put_guest(conference, name=name, title=title, body=place, by=by)
    conference = conferences.move(conference, "open", by=by)
    words = ReportTerms(results=RESULTS, tasks=INSTRUCTION)
    report = reports.begin(season, SeasonReport.Kind.MIDYEAR, words, by=by)
    reports.issue(report, Issuing("05/BC-KTĐ", date(2018, 7, 18), "Móng Cái"), by=by)
    return conferences.move(conference, "end", by=by)


def _chair(body: Organisation, name: str) -> Person:
    person = add_person(name, by=None)
    appoint(person, body, Office.HEAD, title="Chủ tịch", valid_from=date(2015, 1, 1), by=None)
    return person


def planned(season: Season, cast: Cast) -> Conference:
    """The conference that will rank 2025, elect the leader of the next year and hand over the flag."""
    by = cast.users["leader"]
    leads = alliance_of("An Giang")
    custody.enter_flag(
        season.cluster,
        "Cờ luân lưu Cụm thi đua Tây Nam sông Hậu",
        holder=leads,
        since=MERGED_ON,
        by=cast.users["centre"],
    )
    conference = conferences.plan(
        season,
        ConferenceKind.YEAREND,
        ConferenceTerms(
            title=f"Hội nghị tổng kết phong trào thi đua năm {season.year}, ký kết giao ước thi đua",
            day=timezone.localdate(),
            begins="08:00",
            place="Hội trường Liên minh Hợp tác xã tỉnh An Giang",
            town="An Giang",
            invited="Ban Thi đua Liên minh Hợp tác xã Việt Nam\nSở Nội vụ tỉnh An Giang",
            letter_number="21/GM-CTĐ",
            chair=cast.people["leader"],
            chair_title="Chủ tịch Liên minh Hợp tác xã tỉnh An Giang",
            secretary=cast.people["angiang"],
            secretary_title="Chuyên viên",
        ),
        by=by,
    )
    conferences.invite(conference, by=by)
    return conference
