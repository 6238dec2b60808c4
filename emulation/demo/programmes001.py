"""Case 001's programmes: Tây Ninh 2017–2022 and 2022–2027, the merger in between, and this year's plan."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from emulation.demo.cast import Cast
from emulation.demo.signing import MERGER, NATIONAL_MOVEMENT, SPELLINGS, held, movement_of, signed
from emulation.indicators.models import Period
from emulation.indicators.selectors import version_on
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report
from programmes.models import MovementLevel, Programme
from programmes.services import measures, parties, people, plans, programmes
from programmes.services.activities import ActivityTerms
from programmes.services.measures import MeasureTerms
from programmes.services.movements import MovementTerms
from programmes.services.parties import AddendumTerms, PartyTerms, Successor
from programmes.services.people import Attendee
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.services.programmes import ProgrammeTerms
from programmes.services.signings import Signing


def case_001(cast: Cast, parent: Programme) -> Programme:
    """Tây Ninh, 21 October 2022: one programme summed up and the next signed on one day; a merger in between."""
    by, body = cast.users["officer"], cast.alliance_then
    sides = [
        PartyTerms(
            name=body.name,
            organisation=body,
            signatory_name="La Hữu Nghị",
            signatory_titles="Chủ tịch",
            focal_unit="Phòng Tuyên truyền, Thi đua",
        ),
        PartyTerms(
            name=cast.board_office_then.name,
            organisation=cast.board_office_then,
            signatory_name="Trần Thị Mỹ An",
            signatory_titles="Trưởng ban",
            focal_unit="Phòng Nghiệp vụ",
        ),
    ]
    old = signed(
        body,
        ProgrammeTerms(
            title="thi đua, khen thưởng tạo động lực phát triển kinh tế tập thể, hợp tác xã",
            from_year=2017,
            to_year=2022,
            parent=parent,
            contents="tuyên truyền\ntổ chức phong trào thi đua\nbồi dưỡng, biểu dương, khen thưởng điển hình",
        ),
        sides,
        Signing(signed_on=date(2017, 10, 20), place="Tây Ninh"),
        by=by,
    )
    conference = "Hội nghị tổng kết chương trình phối hợp 2017 - 2022 và ký chương trình 2022 - 2027"
    summing = held(
        body,
        ActivityTerms(
            kind="CONFERENCE",
            title=conference,
            days=[(date(2022, 10, 21), date(2022, 10, 21), "Tây Ninh")],
            result="Chủ tịch UBND tỉnh tặng Bằng khen 9 tập thể, 11 cá nhân; Liên minh Hợp tác xã tỉnh trao.",
        ),
        by=by,
        programme=old,
    )
    people.invite(
        summing,
        [
            Attendee(
                "Trần Thị Mỹ An", "CHAIR", "Trưởng Ban Thi đua - Khen thưởng tỉnh", cast.board_office_then
            ),
            Attendee("La Hữu Nghị", "CHAIR", "Chủ tịch Liên minh Hợp tác xã tỉnh", body),
        ],
        by=by,
    )
    programmes.move(old, "sum_up", by=by)
    new = signed(
        body,
        ProgrammeTerms(
            title="đẩy mạnh phong trào thi đua yêu nước và phát hiện, biểu dương, khen thưởng các điển hình tiên tiến",
            from_year=2022,
            to_year=2027,
            contents="mô hình hợp tác xã liên kết chuỗi giá trị\n"
            "đoàn kiểm tra, giám sát, nghiên cứu thực tế hằng năm\n"
            "tuyên truyền\n"
            "tổ chức tốt phong trào thi đua\n"
            "bồi dưỡng, biểu dương, khen thưởng điển hình",
        ),
        sides,
        Signing(signed_on=date(2022, 10, 21), place="Tây Ninh", event=conference),
        by=by,
        predecessor=old,
    )
    _movements(cast, [old, new])
    _today(cast, new)
    return new


def _movements(cast: Cast, of: Sequence[Programme]) -> None:
    by, body = cast.users["officer"], cast.alliance_then
    national = MovementTerms(
        name=NATIONAL_MOVEMENT,
        level=MovementLevel.CENTRAL,
        recorded=True,
        launched_by="Liên minh Hợp tác xã Việt Nam",
    )
    movement_of(body, national, of, by=by, spellings=SPELLINGS)
    for name in (
        "Tây Ninh chung sức xây dựng nông thôn mới",
        "Doanh nghiệp Tây Ninh hội nhập và phát triển",
        "Tây Ninh chung tay vì người nghèo - Không để ai bỏ lại phía sau",
    ):
        terms = MovementTerms(
            name=name,
            level=MovementLevel.PROVINCE,
            recorded=True,
            launched_by="Ủy ban nhân dân tỉnh Tây Ninh",
        )
        movement_of(body, terms, of, by=by)


def _today(cast: Cast, programme: Programme) -> None:
    """The Alliance merged; its successor is the party by addendum, and this year's plan is half done."""
    by = cast.users["officer"]
    terms = AddendumTerms(
        number="01/PL-CTPH",
        signed_on=date(2025, 8, 15),
        effective_on=date(2025, 7, 1),
        text=f"Thay đổi bên ký kết do sắp xếp đơn vị hành chính cấp tỉnh theo {MERGER}",
    )
    side = programme.parties.get(organisation=cast.alliance_then)
    heir = parties.succeed(
        side,
        Successor(
            cast.alliance_now,
            signatory_name=cast.people["head"].full_name,
            signatory_titles="Chủ tịch",
            focal_unit="Phòng Tuyên truyền, Thi đua",
        ),
        terms,
        by=by,
    )
    plan = plans.put_plan(
        programme, PlanTerms(year=2026, title="Kế hoạch thực hiện Chương trình phối hợp năm 2026"), by=by
    )
    contents = list(programme.contents.all())
    lines = (
        ("Tổ chức 03 lớp tập huấn nghiệp vụ thi đua, khen thưởng", contents[2], date(2026, 9, 30)),
        ("Đoàn kiểm tra, nghiên cứu thực tế tại 05 hợp tác xã", contents[1], date(2026, 11, 30)),
        ("Bình chọn, biểu dương điển hình tiên tiến năm 2026", contents[4], date(2026, 12, 20)),
    )
    made = [
        plans.put_task(
            plan,
            TaskTerms(
                text=text, content=content, party=heir, person=cast.people["officer"].full_name, due_on=due
            ),
            by=by,
        )
        for text, content, due in lines
    ]
    plans.move_plan(plan, "sign", by=by, on=date(2026, 1, 20), number="05/KHPH-LMHTX-BTĐKT")
    plans.move_task(made[0], "finish", by=by, on=date(2026, 9, 18), result="Đã tổ chức 03 lớp")
    version = version_on("HTX_MOI", date(2026, 1, 1))
    if version is not None:
        measures.put_measure(
            programme,
            MeasureTerms(
                version=version,
                organisation=cast.alliance_now,
                targets={2025: Decimal(12), 2026: Decimal(15), 2027: Decimal(15)},
            ),
            by=by,
        )
        for year, number in ((2025, 13), (2026, 11)):
            source = f"Báo cáo năm {year}" if year < 2026 else "Báo cáo 10 tháng năm 2026"
            report(
                cast.alliance_now,
                year,
                Period.YEAR,
                [Entry(version, value=Decimal(number), source=source)],
                by=by,
            )
