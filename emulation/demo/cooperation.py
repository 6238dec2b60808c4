"""The programmes of cases 000, 001, 003 and 004, through the services that a user's click would call.

What the press reports of 2017–2022 say is entered as they say it; numbers keep their «gần» and «khoảng». Names of
people are those of the reports, under the office they held that day.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from emulation.accounts.models import User
from emulation.demo.cast import Cast
from emulation.indicators.models import Period
from emulation.indicators.selectors import populations, version_on
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report
from emulation.legislation.models import InstrumentKind
from emulation.legislation.services import instruments
from emulation.legislation.services.instruments import InstrumentTerms
from emulation.organisations.models import Kind, Organisation
from programmes.models import Activity, Movement, MovementLevel, Programme
from programmes.services import activities, measures, movements, parties, plans, programmes
from programmes.services.activities import ActivityTerms, Attendee
from programmes.services.measures import MeasureTerms
from programmes.services.movements import MovementTerms
from programmes.services.parties import AddendumTerms, PartyTerms, Successor
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.services.programmes import ProgrammeTerms, Signing

NATIONAL_MOVEMENT = (
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các HTX, Liên hiệp HTX, Liên minh HTX các cấp, "
    "góp phần xây dựng nông thôn mới"
)
SPELLINGS = (
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các Hợp tác xã, góp phần xây dựng nông thôn mới",
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các Hợp tác xã, Liên hiệp Hợp tác xã góp phần xây dựng "
    "nông thôn mới",
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các Hợp tác xã, Liên hiệp Hợp tác xã, Liên minh Hợp tác xã "
    "các cấp; góp phần xây dựng nông thôn mới",
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các Hợp tác xã, Liên minh Hợp tác xã các cấp, góp phần xây "
    "dựng nông thôn mới",
)
MERGER = "Nghị quyết số 202/2025/QH15 ngày 12 tháng 6 năm 2025"


def play(cast: Cast) -> None:
    """Every programme of the cases; each body's officer enters its own."""
    parent = _national_programme(cast)
    case_000(cast, parent)
    case_001(cast, parent)
    case_003(cast, parent)
    case_004(cast)


def _alliance(province: str, *, ended: bool = False) -> Organisation:
    return Organisation.objects.get(
        kind=Kind.ALLIANCE, name__endswith=f" {province}", ended_on__isnull=not ended
    )


def _signed(
    organisation: Organisation,
    terms: ProgrammeTerms,
    sides: Sequence[PartyTerms],
    signing: Signing,
    *,
    by: User,
    predecessor: Programme | None = None,
) -> Programme:
    programme = programmes.enter(organisation, terms, by=by, predecessor=predecessor)
    for order, side in enumerate(sides, start=1):
        parties.add(programme, PartyTerms(**{**side.__dict__, "order": order}), by=by)
    signed = programmes.sign(programme, signing, by=by)
    return programmes.move(signed, "begin", by=by)


def _done(
    organisation: Organisation, terms: ActivityTerms, *, by: User, programme: Programme | None = None
) -> Activity:
    return activities.move(activities.plan(organisation, terms, by=by, programme=programme), "hold", by=by)


def _national_programme(cast: Cast) -> Programme:
    """136/CTPH of 3 March 2017, above the programmes of the provinces; one report misspells its number."""
    keeper = _alliance("Kiên Giang", ended=True)
    return _signed(
        keeper,
        ProgrammeTerms(
            title="phát huy vai trò của công tác thi đua, khen thưởng trong khu vực kinh tế tập thể, hợp tác xã",
            from_year=2017,
            to_year=2022,
            number="136/CTPH-LMHTXVN-BTĐKTTW",
            source_spelling="136/CTPH-LMHTXVN-BTD9KTTW",
            recorded=True,
        ),
        [
            PartyTerms(
                name="Liên minh Hợp tác xã Việt Nam",
                organisation=Organisation.objects.filter(kind=Kind.CENTRAL_ALLIANCE).first(),
                signatory_name="Võ Kim Cự",
                signatory_titles="Chủ tịch",
            ),
            PartyTerms(
                name="Ban Thi đua - Khen thưởng Trung ương",
                signatory_name="Trần Thị Hà",
                signatory_titles="Trưởng ban",
            ),
        ],
        Signing(number="136/CTPH-LMHTXVN-BTĐKTTW", signed_on=date(2017, 3, 3), place="Hà Nội"),
        by=cast.users["angiang"],
    )


def case_000(cast: Cast, parent: Programme) -> Programme:
    """Kiên Giang, 13 September 2017: the ceremony, and three training classes in three days."""
    by, body = cast.users["angiang"], _alliance("Kiên Giang", ended=True)
    programme = _signed(
        body,
        ProgrammeTerms(
            title="phát huy vai trò của công tác thi đua, khen thưởng tạo động lực thúc đẩy phát triển "
            "kinh tế - xã hội",
            from_year=2017,
            to_year=2022,
            parent=parent,
            purpose_from=2016,
            purpose_to=2020,
            emphasis="tập thể nhỏ, người trực tiếp lao động sản xuất",
            contents="tuyên truyền, nâng cao nhận thức\n"
            "tổ chức các phong trào thi đua yêu nước và phong trào của Liên minh Hợp tác xã Việt Nam\n"
            "phát hiện, bồi dưỡng, biểu dương, khen thưởng điển hình",
        ),
        [
            PartyTerms(
                name=body.name,
                organisation=body,
                signatory_name="Trần Thanh Dũng",
                signatory_titles="Chủ tịch",
                focal_unit="đơn vị trực thuộc Liên minh Hợp tác xã tỉnh",
            ),
            PartyTerms(
                name="Ban Thi đua - Khen thưởng, Sở Nội vụ tỉnh Kiên Giang",
                signatory_name="Hà Văn Chiến",
                signatory_titles="Trưởng ban Thi đua - Khen thưởng\n"
                "Phó Giám đốc Sở Nội vụ\n"
                "Phó Chủ tịch Thường trực Hội đồng Thi đua - Khen thưởng tỉnh",
                focal_unit="đơn vị trực thuộc Ban Thi đua - Khen thưởng",
            ),
        ],
        Signing(
            number="01/CTPH-LMHTX-BTĐKT",
            signed_on=date(2017, 9, 13),
            place="Rạch Giá",
            event="Lễ ký kết Chương trình phối hợp",
        ),
        by=by,
    )
    audience = "QTDND trong tỉnh; HTX huyện Châu Thành, Hòn Đất, TP Rạch Giá"
    ceremony = _done(
        body,
        ActivityTerms(
            kind="CEREMONY",
            title="Lễ ký kết Chương trình phối hợp",
            days=[(date(2017, 9, 13), date(2017, 9, 13), "")],
            target_group=audience,
            actual=70,
            actual_qualifier="gần",
            participants_note="lãnh đạo và cán bộ phụ trách thi đua, khen thưởng của QTDND trong tỉnh và HTX ở "
            "Châu Thành, Hòn Đất, Rạch Giá",
        ),
        by=by,
        programme=programme,
    )
    activities.invite(
        ceremony,
        [
            Attendee("Trần Thanh Dũng", "CHAIR", "Chủ tịch Liên minh Hợp tác xã tỉnh", organisation=body),
            Attendee("Hà Văn Chiến", "CHAIR", "Trưởng ban Thi đua - Khen thưởng"),
        ],
        by=by,
    )
    inferred = (
        "báo chí ghi hai lớp trong hai ngày 14 và 15/9 tại Giồng Riềng và Tân Hiệp; lớp nào ở đâu là suy ra"
    )
    days = ((1, date(2017, 9, 13), "", ""), (2, date(2017, 9, 14), "Giồng Riềng", inferred))
    for number, day, place, guess in (*days, (3, date(2017, 9, 15), "Tân Hiệp", inferred)):
        _done(
            body,
            ActivityTerms(
                kind="TRAINING",
                title=f"Lớp tập huấn nghiệp vụ thi đua, khen thưởng số {number}",
                days=[(day, day, place)],
                target_group=audience if number == 1 else "HTX đã tham gia Khối thi đua của tỉnh năm 2017",
                reach=150 if number == 2 else None,
                reach_qualifier="khoảng gần" if number == 2 else "",
                reach_note="HTX của lớp 2 và lớp 3 cộng lại" if number == 2 else "",
                inferred=guess,
            ),
            by=by,
            programme=programme,
        )
    _movement(
        body,
        MovementTerms(
            name=NATIONAL_MOVEMENT,
            level=MovementLevel.CENTRAL,
            recorded=True,
            launched_by="Liên minh Hợp tác xã Việt Nam",
            from_year=2016,
            to_year=2020,
        ),
        [parent, programme],
        by=by,
    )
    return programme


def _movement(
    body: Organisation,
    terms: MovementTerms,
    of: Sequence[Programme],
    *,
    by: User,
    spellings: Sequence[str] = (),
) -> Movement:
    return movements.enter(body, terms, by=by, programmes=of, aliases=spellings)


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
    old = _signed(
        body,
        ProgrammeTerms(
            title="thi đua, khen thưởng tạo động lực phát triển kinh tế tập thể, hợp tác xã",
            from_year=2017,
            to_year=2022,
            parent=parent,
            contents="tuyên truyền\ntổ chức phong trào thi đua\nbồi dưỡng, biểu dương, khen thưởng điển hình",
        ),
        sides,
        Signing(number="01/CTPH-LMHTX-BTĐKT", signed_on=date(2017, 10, 20), place="Tây Ninh"),
        by=by,
    )
    conference = "Hội nghị tổng kết chương trình phối hợp 2017 - 2022 và ký chương trình 2022 - 2027"
    summing = _done(
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
    activities.invite(
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
    new = _signed(
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
        Signing(
            number="02/CTPH-LMHTX-BTĐKT", signed_on=date(2022, 10, 21), place="Tây Ninh", event=conference
        ),
        by=by,
        predecessor=old,
    )
    _tay_ninh_movements(cast, [old, new])
    _today(cast, new)
    return new


def _tay_ninh_movements(cast: Cast, of: Sequence[Programme]) -> None:
    by, body = cast.users["officer"], cast.alliance_then
    national = MovementTerms(
        name=NATIONAL_MOVEMENT,
        level=MovementLevel.CENTRAL,
        recorded=True,
        launched_by="Liên minh Hợp tác xã Việt Nam",
    )
    _movement(body, national, of, by=by, spellings=SPELLINGS)
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
        _movement(body, terms, of, by=by)


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


def case_003(cast: Cast, parent: Programme) -> Programme:
    """Hồ Chí Minh City, 25 April 2017: periods of the movements end before that of the programme."""
    by, body = cast.users["hochiminh"], _alliance("Hồ Chí Minh", ended=True)
    programme = _signed(
        body,
        ProgrammeTerms(
            title="phát huy vai trò công tác thi đua, khen thưởng tạo động lực thúc đẩy phát triển kinh tế hợp tác, "
            "hợp tác xã",
            from_year=2017,
            to_year=2022,
            parent=parent,
            contents="tuyên truyền\ntổ chức phong trào thi đua\nphát hiện, biểu dương điển hình",
        ),
        [
            PartyTerms(
                name="Ban Thi đua - Khen thưởng Thành phố Hồ Chí Minh",
                signatory_name="…",
                signatory_titles="Trưởng ban",
            ),
            PartyTerms(name=body.name, organisation=body, signatory_name="…", signatory_titles="Chủ tịch"),
        ],
        Signing(number="01/CTPH-BTĐKT-LMHTX", signed_on=date(2017, 4, 25), place="Thành phố Hồ Chí Minh"),
        by=by,
    )
    ceremony = _done(
        body,
        ActivityTerms(
            kind="CEREMONY",
            title="Lễ ký kết Chương trình phối hợp",
            days=[(date(2017, 4, 25), date(2017, 4, 25), "")],
        ),
        by=by,
        programme=programme,
    )
    speaker = "Phó Chủ tịch Thường trực Ủy ban nhân dân Thành phố Hồ Chí Minh"
    activities.invite(ceremony, [Attendee("Lê Thanh Liêm", "SPEAKER", speaker)], by=by)
    counted = {one.code: one for one in populations()}
    report(
        body,
        2017,
        Period.YEAR,
        [
            Entry(counted["TO_HOP_TAC"], value=Decimal(1700), source="Lễ ký kết ngày 25/4/2017"),
            Entry(counted["HTX"], value=Decimal(400), qualifier="gần", source="Lễ ký kết ngày 25/4/2017"),
        ],
        by=by,
    )
    for name, first, last in (
        ("Cả Thành phố chung sức xây dựng nông thôn mới", 2016, 2020),
        ("Doanh nghiệp, doanh nhân đồng hành cùng Thành phố đổi mới", None, None),
        ("Giảm nghèo bền vững", 2016, 2020),
    ):
        terms = MovementTerms(
            name=name, level=MovementLevel.PROVINCE, recorded=True, from_year=first, to_year=last
        )
        _movement(body, terms, [programme], by=by)
    national = MovementTerms(
        name=SPELLINGS[3],
        level=MovementLevel.CENTRAL,
        recorded=True,
        launched_by="Liên minh Hợp tác xã Việt Nam",
    )
    _movement(body, national, [programme], by=by)
    return programme


def case_004(cast: Cast) -> Programme:
    """Quảng Ninh, first half of 2018: three programmes, two kinds of numbers, fairs, and a two-day conference."""
    by, body = cast.users["stranger"], cast.other_alliance
    directive, conclusion = (
        instruments.enter(
            body,
            InstrumentTerms(number=number, kind=kind, title=title, issuer=issuer, issued_on=day),
            by=by,
        )
        for number, kind, title, issuer, day in (
            (
                "15-CT/TU",
                InstrumentKind.DIRECTIVE,
                "Chỉ thị của Tỉnh ủy Quảng Ninh về kinh tế tập thể",
                "Tỉnh ủy Quảng Ninh",
                date(2017, 3, 7),
            ),
            (
                "56-KL/TW",
                InstrumentKind.CONCLUSION,
                "Kết luận của Bộ Chính trị về kinh tế tập thể",
                "Bộ Chính trị",
                date(2013, 2, 21),
            ),
        )
    )
    national = _signed(
        body,
        ProgrammeTerms(
            title="phối hợp phát triển hợp tác xã nông nghiệp", from_year=2018, to_year=2020, recorded=True
        ),
        [
            PartyTerms(name="Bộ Nông nghiệp và Phát triển nông thôn"),
            PartyTerms(
                name="Liên minh Hợp tác xã Việt Nam",
                organisation=Organisation.objects.filter(kind=Kind.CENTRAL_ALLIANCE).first(),
            ),
            PartyTerms(name="Trung ương Hội Nông dân Việt Nam"),
        ],
        Signing(number="2933/TrPh-BNN-LMHTX-HND", signed_on=date(2018, 4, 18)),
        by=by,
    )
    programme = _signed(
        body,
        ProgrammeTerms(
            title="tuyên truyền phát triển kinh tế tập thể, hợp tác xã",
            from_year=2018,
            to_year=2020,
            parent=national,
            implements=[directive, conclusion],
            contents="xây dựng chuyên mục, phóng sự về hợp tác xã\ntuyên truyền điển hình tiên tiến",
        ),
        [
            PartyTerms(
                name=body.name,
                organisation=body,
                signatory_name="Phan Thế Bảo",
                signatory_titles="Phó Chủ tịch",
            ),
            PartyTerms(
                name="Đài Phát thanh - Truyền hình tỉnh Quảng Ninh",
                signatory_name="…",
                signatory_titles="Giám đốc",
            ),
        ],
        Signing(number="01/CTPH-LMHTX-ĐPTTH", signed_on=date(2018, 1, 15), place="Hạ Long"),
        by=by,
    )
    plans.put_plan(
        programme,
        PlanTerms(
            year=2018,
            title="Kế hoạch thực hiện Chương trình phối hợp năm 2018",
            partners="Hội Nông dân tỉnh\nSở Nông nghiệp và Phát triển nông thôn\nSở Công Thương\n"
            "Sở Khoa học và Công nghệ\nBáo Quảng Ninh\nLiên hiệp các Hội Khoa học và Kỹ thuật tỉnh",
        ),
        by=by,
    )
    _quang_ninh_events(cast, programme)
    return programme


def _quang_ninh_events(cast: Cast, programme: Programme) -> None:
    by, body = cast.users["stranger"], cast.other_alliance
    for kind, title, first, last, place in (
        ("FAIR", "Hội chợ OCOP Quảng Ninh Xuân 2018", date(2018, 2, 7), date(2018, 2, 12), ""),
        (
            "FAIR",
            "Hội chợ dịp 30/4 - 1/5",
            date(2018, 4, 27),
            date(2018, 5, 2),
            "Cung Quy hoạch, Hội chợ và Triển lãm tỉnh",
        ),
        (
            "FAIR",
            "Hội chợ xúc tiến thương mại các hợp tác xã năm 2018",
            date(2018, 5, 18),
            date(2018, 5, 20),
            "Công viên Thống Nhất, Hà Nội",
        ),
        (
            "CONFERENCE",
            "Hội nghị sơ kết 6 tháng đầu năm 2018, Khối thi đua các Hội có tính chất đặc thù tỉnh Quảng Ninh",
            date(2018, 7, 17),
            date(2018, 7, 18),
            "Phường Trà Cổ, thành phố Móng Cái",
        ),
    ):
        held = _done(
            body,
            ActivityTerms(kind=kind, title=title, days=[(first, last, place)]),
            by=by,
            programme=programme,
        )
    people = (
        ("Nguyễn Thị Thu Hà", "Phó Trưởng ban Dân vận Tỉnh ủy"),
        ("Phạm Thị Thắm", "Phó Trưởng Ban Thi đua - Khen thưởng tỉnh"),
        ("Phan Thế Bảo", "Phó Chủ tịch Liên minh Hợp tác xã tỉnh"),
        ("Bùi Hoàng Nhân", "Phó Ban Tổ chức, Phong trào hợp tác xã"),
    )
    activities.invite(held, [Attendee(name, "GUEST", post) for name, post in people], by=by)
    for name, launched_by in (
        (NATIONAL_MOVEMENT, "Liên minh Hợp tác xã Việt Nam"),
        ("Đổi mới, phát triển kinh tế tập thể trên địa bàn tỉnh Quảng Ninh", ""),
        ("Quảng Ninh chung sức xây dựng Nông thôn mới", ""),
        ("Doanh nghiệp giỏi, Doanh nhân tiêu biểu", ""),
    ):
        level = MovementLevel.CENTRAL if launched_by else MovementLevel.PROVINCE
        terms = MovementTerms(name=name, level=level, recorded=True, launched_by=launched_by)
        _movement(body, terms, [programme], by=by)
    results = {"HTX_MOI": 42, "TV_LIEN_MINH_MOI": 9, "TO_TU_VAN": 1, "MO_HINH_CHUOI": 2}
    versions = {code: version_on(code, date(2018, 6, 30)) for code in results}
    entries = [
        Entry(version, value=Decimal(results[code]), source="Báo cáo sơ kết 6 tháng đầu năm 2018")
        for code, version in versions.items()
        if version is not None
    ]
    if entries:
        report(body, 2018, Period.H1, entries, by=by)
