"""The campaign half way, code `dang-xet`: every account of the demo has something waiting in it."""

from datetime import timedelta

from django.utils import timezone

from awards.models import AwardForm, Campaign, CampaignKind, Nomination, SubjectKind
from awards.services import campaigns, decisions, nominations, reviews
from awards.services.campaigns import CampaignTerms
from awards.services.decisions import DecisionTerms
from awards.services.nominations import Words
from emulation.ballots.models import PositionValue
from emulation.demo.case001 import board_of, vote
from emulation.demo.cast import Cast
from emulation.organisations.models import Post
from emulation.organisations.offices import Office

CODE = "dang-xet"
DONE = "Có thành tích xuất sắc trong phát triển kinh tế tập thể năm 2026"

PEOPLE = (
    ("Ông", "Đặng Hữu Phước", 1979, "Giám đốc", "HTX Nông nghiệp Bến Cầu"),
    ("Bà", "Lý Thị Kim Ngân", 1984, "Kế toán trưởng", "Quỹ tín dụng nhân dân Tân Biên"),
    ("Ông", "Ngô Văn Sáu", 1968, "Tổ trưởng tổ sản xuất", "HTX Nông nghiệp Vĩnh Thuận"),
    ("Bà", "Đỗ Thị Ánh Tuyết", 1990, "Người lao động", "HTX Rau an toàn Tân Biên"),
    ("Ông", "Ưng Quốc Ý", 1975, "Trưởng Ban kiểm soát", "HTX Vận tải Trảng Bàng"),
    ("Bà", "Trịnh Mỹ Hạnh", 1981, "Nhân viên kỹ thuật", "HTX Rau an toàn Gò Dầu"),
    ("Ông", "Kim Sa Rương", 1972, "Thành viên", "HTX Nuôi trồng thủy sản Thạnh Đức"),
    ("Bà", "Âu Thị Bích Liên", 1987, "Kế toán", "HTX Nông nghiệp Mỹ Đức"),
    ("Ông", "Phùng Chí Kiên", 1992, "Người lao động", "HTX Nông nghiệp Mỹ Đức"),
    ("Ông", "Quách Gia Bảo", 1986, "Tổ trưởng tổ máy", "HTX Dịch vụ nông nghiệp Long Vĩnh"),
    ("Bà", "Thạch Thị Sa Rinh", 1978, "Người lao động", "HTX Nông nghiệp Hòn Đất"),
    ("Ông", "Nghiêm Xuân Lộc", 1969, "Giám đốc", "HTX Nông nghiệp Suối Dây"),
)
OF_THE_ALLIANCE = (
    ("Bà", "Mai Thị Thu Sương", 1983, "Thủ quỹ", "Quỹ tín dụng nhân dân Tân Biên"),
    ("Ông", "Tăng Văn Đạt", 1977, "Thành viên", "HTX Nông nghiệp Suối Dây"),
)
"""Proposed for the giấy khen, on which the Alliance itself decides."""
COLLECTIVES = ("HTX Nông nghiệp Tân Biên", "Quỹ tín dụng nhân dân Suối Dây", "HTX Rau an toàn Gò Dầu")


def play(cast: Cast) -> Campaign:
    """Some decided and waiting for the deciding bodies, some before the board, the others on their way."""
    campaign = _open(cast)
    people = [_individual(campaign, cast, line) for line in PEOPLE]
    collectives = [_collective(campaign, cast, name) for name in COLLECTIVES]
    first, second = people[:3] + collectives[:1], people[3:6] + collectives[1:]
    appraised, received, submitted = second, people[6:7], people[9:11]
    own = [_individual(campaign, cast, line, form="GK_LM") for line in OF_THE_ALLIANCE]
    _carry(campaign, cast, first + own, "submit", "receive", "appraise_ok")
    vote(campaign, cast)
    _propose(
        campaign,
        cast,
        first,
        signatory=Post.objects.get(
            person=cast.people["signer_now"], organisation=cast.committee_now, office=Office.HEAD
        ),
        summary="Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh (đợt 1)",
    )
    _propose(
        campaign,
        cast,
        own,
        signatory=Post.objects.get(
            person=cast.people["head"], organisation=cast.alliance_now, office=Office.HEAD
        ),
        summary="Về việc tặng Giấy khen của Chủ tịch Liên minh Hợp tác xã tỉnh",
    )
    _carry(campaign, cast, appraised, "submit", "receive", "appraise_ok")
    _carry(campaign, cast, received, "submit", "receive")
    _carry(campaign, cast, submitted, "submit")
    _return(cast, people[7])
    reviews.open_review(campaign, by=cast.users["secretary"])
    _one_verdict(cast, second[0])
    return campaign


def _open(cast: Cast) -> Campaign:
    board = board_of(
        cast, cast.alliance_now, "Hội đồng Thi đua - Khen thưởng Liên minh Hợp tác xã tỉnh Tây Ninh"
    )
    forms = ("BK_TINH", "GK_LM", "CSTDCS", "LDTT", "TTLDTT")
    return campaigns.open_campaign(
        cast.alliance_now,
        CampaignTerms(
            title="Khen thưởng thành tích xuất sắc trong khu vực kinh tế tập thể năm 2026",
            year=timezone.localdate().year,
            kind=CampaignKind.REGULAR,
            deciding_body=cast.committee_now,
            forms=list(AwardForm.objects.filter(code__in=forms)),
            board=board,
            closes_on=timezone.localdate() + timedelta(days=30),
        ),
        by=cast.users["officer"],
        code=CODE,
    )


def _individual(
    campaign: Campaign, cast: Cast, line: tuple[str, str, int, str, str], *, form: str = "BK_TINH"
) -> Nomination:
    honorific, name, born, title, unit_name = line
    words = Words(
        form=AwardForm.objects.get(code=form),
        unit=cast.units[unit_name],
        name=name,
        honorific=honorific,
        birth_year=born,
        position_title=title,
        unit_name=unit_name,
        achievement=DONE,
    )
    return nominations.draft(campaign, SubjectKind.INDIVIDUAL, words, by=cast.users["officer"])


def _collective(campaign: Campaign, cast: Cast, name: str) -> Nomination:
    words = Words(
        form=AwardForm.objects.get(code="BK_TINH"),
        unit=cast.units[name],
        name=name,
        unit_name=name,
        address="tỉnh Tây Ninh",
        achievement=DONE,
    )
    return nominations.draft(campaign, SubjectKind.COLLECTIVE, words, by=cast.users["officer"])


def _carry(campaign: Campaign, cast: Cast, rows: list[Nomination], *moves: str) -> None:
    for move in moves:
        by = cast.users["appraiser" if move.startswith("appraise") else "officer"]
        nominations.advance_many([row.pk for row in rows], move, campaign=campaign, by=by)


def _propose(
    campaign: Campaign, cast: Cast, rows: list[Nomination], *, signatory: Post, summary: str
) -> None:
    decision = decisions.draft_decision(
        campaign,
        DecisionTerms(
            summary=summary,
            place="Tây Ninh",
            grounds=(
                "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n"
                "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ"
            ),
            proposal="Theo đề nghị của Thường trực Hội đồng Thi đua - Khen thưởng Liên minh Hợp tác xã tỉnh",
            signatory=signatory,
        ),
        nominations=[row.pk for row in rows],
        body=signatory.organisation,
        by=cast.users["secretary"],
    )
    decisions.propose(decision, by=cast.users["secretary"])


def _return(cast: Cast, row: Nomination) -> None:
    nominations.advance(row, "submit", by=cast.users["unit"])
    reason = "Chưa ghi rõ thành tích nào đạt được trong năm 2026; đề nghị bổ sung số liệu."
    nominations.advance(row, "return", by=cast.users["officer"], reason=reason)


def _one_verdict(cast: Cast, row: Nomination) -> None:
    row.refresh_from_db()
    reviews.take_position(row, value=PositionValue.AGREE, by=cast.users["member"])
