"""Case 003: Hồ Chí Minh City, 25 April 2017."""

from datetime import date
from decimal import Decimal

from emulation.demo.cast import Cast
from emulation.demo.signing import SPELLINGS, alliance_of, held, movement_of, signed
from emulation.indicators.models import Period
from emulation.indicators.selectors import populations
from emulation.indicators.services.entries import Entry
from emulation.indicators.services.reporting import report
from programmes.models import MovementLevel, Programme
from programmes.services import people
from programmes.services.activities import ActivityTerms
from programmes.services.movements import MovementTerms
from programmes.services.parties import PartyTerms
from programmes.services.people import Attendee
from programmes.services.programmes import ProgrammeTerms
from programmes.services.signings import Signing


def case_003(cast: Cast, parent: Programme) -> Programme:
    """Hồ Chí Minh City, 25 April 2017: periods of the movements end before that of the programme."""
    by, body = cast.users["hochiminh"], alliance_of("Hồ Chí Minh", ended=True)
    programme = signed(
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
        Signing(signed_on=date(2017, 4, 25), place="Thành phố Hồ Chí Minh"),
        by=by,
    )
    ceremony = held(
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
    people.invite(ceremony, [Attendee("Lê Thanh Liêm", "SPEAKER", speaker)], by=by)
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
        movement_of(body, terms, [programme], by=by)
    national = MovementTerms(
        name=SPELLINGS[3],
        level=MovementLevel.CENTRAL,
        recorded=True,
        launched_by="Liên minh Hợp tác xã Việt Nam",
    )
    movement_of(body, national, [programme], by=by)
    return programme
