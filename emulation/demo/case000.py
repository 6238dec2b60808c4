"""Case 000: Kiên Giang, 13 September 2017, and the national programme above it."""

from datetime import date

from emulation.demo.cast import Cast
from emulation.demo.signing import NATIONAL_MOVEMENT, alliance_of, held, movement_of, signed
from emulation.organisations.models import Kind, Organisation
from programmes.models import MovementLevel, Programme, ReportKind
from programmes.services import people, programmes, reports
from programmes.services.activities import ActivityTerms
from programmes.services.movements import MovementTerms
from programmes.services.parties import PartyTerms
from programmes.services.people import Attendee
from programmes.services.programmes import ProgrammeTerms
from programmes.services.signings import Signing


def national_programme(cast: Cast) -> Programme:
    """136/CTPH of 3 March 2017, above the programmes of the provinces; one report misspells its number."""
    keeper = alliance_of("Kiên Giang", ended=True)
    return signed(
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
    by, body = cast.users["angiang"], alliance_of("Kiên Giang", ended=True)
    programme = signed(
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
            signed_on=date(2017, 9, 13),
            place="Rạch Giá",
            event="Lễ ký kết Chương trình phối hợp",
        ),
        by=by,
    )
    audience = "QTDND trong tỉnh; HTX huyện Châu Thành, Hòn Đất, TP Rạch Giá"
    ceremony = held(
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
    people.invite(
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
        held(
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
    movement_of(
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
    # Its period is over: what is left is the word of both sides on the closing report.
    programmes.move(programme, "sum_up", by=by)
    closing = reports.draft(
        programme, kind=ReportKind.CLOSING, year=programme.to_year, as_of=date(2022, 12, 31), by=by
    )
    reports.freeze(closing, by=by)
    return programme
