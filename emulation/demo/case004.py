"""Case 004: Quảng Ninh, the first half of 2018."""

from datetime import date
from decimal import Decimal

from emulation.demo.cast import Cast
from emulation.demo.signing import NATIONAL_MOVEMENT, held, movement_of, signed
from emulation.indicators.models import Period
from emulation.indicators.selectors import version_on
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report
from emulation.legislation.models import InstrumentKind
from emulation.legislation.services import instruments
from emulation.legislation.services.instruments import InstrumentTerms
from emulation.organisations.models import Kind, Organisation
from programmes.models import MovementLevel, Programme
from programmes.services import people, plans
from programmes.services.activities import ActivityTerms
from programmes.services.movements import MovementTerms
from programmes.services.parties import PartyTerms
from programmes.services.people import Attendee
from programmes.services.plans import PlanTerms
from programmes.services.programmes import ProgrammeTerms
from programmes.services.signings import Signing


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
    national = signed(
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
    programme = signed(
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
        Signing(signed_on=date(2018, 1, 15), place="Hạ Long"),
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
    _events(cast, programme)
    return programme


def _events(cast: Cast, programme: Programme) -> None:
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
        conference = held(
            body,
            ActivityTerms(kind=kind, title=title, days=[(first, last, place)]),
            by=by,
            programme=programme,
        )
    guests = (
        ("Nguyễn Thị Thu Hà", "Phó Trưởng ban Dân vận Tỉnh ủy"),
        ("Phạm Thị Thắm", "Phó Trưởng Ban Thi đua - Khen thưởng tỉnh"),
        ("Phan Thế Bảo", "Phó Chủ tịch Liên minh Hợp tác xã tỉnh"),
        ("Bùi Hoàng Nhân", "Phó Ban Tổ chức, Phong trào hợp tác xã"),
    )
    people.invite(conference, [Attendee(name, "GUEST", post) for name, post in guests], by=by)
    for name, launched_by in (
        (NATIONAL_MOVEMENT, "Liên minh Hợp tác xã Việt Nam"),
        ("Đổi mới, phát triển kinh tế tập thể trên địa bàn tỉnh Quảng Ninh", ""),
        ("Quảng Ninh chung sức xây dựng Nông thôn mới", ""),
        ("Doanh nghiệp giỏi, Doanh nhân tiêu biểu", ""),
    ):
        level = MovementLevel.CENTRAL if launched_by else MovementLevel.PROVINCE
        terms = MovementTerms(name=name, level=level, recorded=True, launched_by=launched_by)
        movement_of(body, terms, [programme], by=by)
    results = {"HTX_MOI": 42, "TV_LIEN_MINH_MOI": 9, "TO_TU_VAN": 1, "MO_HINH_CHUOI": 2}
    versions = {code: version_on(code, date(2018, 6, 30)) for code in results}
    entries = [
        Entry(version, value=Decimal(results[code]), source="Báo cáo sơ kết 6 tháng đầu năm 2018")
        for code, version in versions.items()
        if version is not None
    ]
    if entries:
        report(body, 2018, Period.H1, entries, by=by)
