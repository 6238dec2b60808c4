"""A round of registration that is open today: units that overlap, one accepted, one come back, the rest
awaited: one of them can be reminded, the others have nobody with an account."""

from datetime import timedelta

from django.utils import timezone

from emulation.accounts.models import User
from emulation.demo.cast import Cast
from emulation.organisations.models import Kind, Organisation
from programmes.models import Expected, Movement, MovementLevel, Registration, Round
from programmes.services import movements, registrations, rounds
from programmes.services.movements import MovementTerms
from programmes.services.registration_words import TargetLine, TitleLine, Words, words_of
from programmes.services.rounds import RoundTerms

SAFE_VEGETABLES = "Xây dựng vùng trồng rau an toàn theo tiêu chuẩn VietGAP, liên kết tiêu thụ với siêu thị"


def play(cast: Cast) -> Round:
    """The Alliance's movement of the year, its round, and what three units sent."""
    by, today = cast.users["officer"], timezone.localdate()
    movement = _movement(cast, by)
    round_ = rounds.enter_round(
        cast.alliance_now,
        RoundTerms(
            title=f"Đăng ký thi đua năm {today.year + 1}",
            year=today.year + 1,
            opens_on=today - timedelta(days=10),
            closes_on=today + timedelta(days=30),
            instruction="Mỗi đơn vị đăng ký nội dung thi đua, danh hiệu và ít nhất một chỉ tiêu.",
            movements=[movement],
        ),
        by=by,
        kinds=(Kind.COOPERATIVE, Kind.CREDIT_FUND),
    )
    rounds.move_round(round_, "open", by=by)
    own = _sent(round_, cast.units["HTX Nông nghiệp Mỹ Đức"], "huyện Gò Dầu", cast.users["unit"])
    other = _sent(
        round_, cast.units["HTX Rau an toàn Gò Dầu"], "xã Phước Đông, huyện Gò Dầu", cast.users["member2"]
    )
    registrations.accept(other, by=by)
    registrations.return_to_unit(
        own,
        by=by,
        reason="Chỉ tiêu chưa có số liệu năm trước để so sánh.",
        remarks={"targets": "Ghi thêm mức năm trước."},
    )
    return round_


def _movement(cast: Cast, by: User) -> Movement:
    movement = movements.enter(
        cast.alliance_now,
        MovementTerms(
            name="Hợp tác xã Tây Ninh liên kết theo chuỗi giá trị",
            level=MovementLevel.PROVINCE,
            launched_by=cast.alliance_now.name,
            launcher=cast.alliance_now,
            theme="Liên kết sản xuất, tiêu thụ theo chuỗi giá trị",
            audience="Hợp tác xã, quỹ tín dụng nhân dân trong tỉnh",
            criteria="Có hợp đồng liên kết; tăng doanh thu so với năm trước; bảo đảm an toàn thực phẩm",
            award_forms="Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh; Giấy khen của Liên minh Hợp tác xã tỉnh",
            from_year=2026,
            to_year=2030,
            document_number="12/KH-LMHTX",
            document_date=timezone.localdate() - timedelta(days=60),
        ),
        by=by,
    )
    return movements.advance(movement, "launch", by=by)


def _sent(round_: Round, unit: Organisation, place: str, by: User) -> Registration:
    expected = Expected.objects.get(round=round_, organisation=unit)
    registration = registrations.start(expected, by=by)
    words = Words(
        content=SAFE_VEGETABLES,
        audience="Thành viên và người lao động của hợp tác xã",
        place=place,
        beneficiaries="Hộ trồng rau trong vùng",
        titles=[TitleLine(["", "Tập thể lao động tiên tiến"])],
        targets=[TargetLine(["", "", "Diện tích rau đạt VietGAP", "12", "khoảng", "ha"])],
    )
    written = registrations.edit(registration, words, base=words_of(registration), by=by)
    return registrations.send(written, by=by)
