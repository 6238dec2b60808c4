"""Case 001: Tây Ninh, 21 October 2022. Nine collectives and eleven individuals receive the province's certificate.

The People's Committee decided; the Alliance handed over. The list is the unit's own spreadsheet, imported by the
services that a user's click would call.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from awards import selectors
from awards.models import AwardForm, Board, Campaign, CampaignKind, Decision, NomineeImport, Seat
from awards.services import boards, campaigns, decisions, import_taking, imports, nominations, reviews
from awards.services.boards import BoardTerms
from awards.services.campaigns import CampaignTerms
from awards.services.decisions import DecisionTerms
from emulation.ballots.models import PositionValue, Question
from emulation.demo.cast import CHAIR, LAST_DAY, SINCE, Cast
from emulation.organisations.models import Organisation, Post
from emulation.organisations.offices import Office

LIST = Path(__file__).resolve().parent / "data" / "tay_ninh_2022_9_collectives_11_individuals.xlsx"
CONFERENCE = date(2022, 10, 21)
VOTED_AT = datetime(2022, 10, 11, 3, tzinfo=UTC)
SIGNED_ON = date(2022, 10, 14)


def play(cast: Cast) -> Decision:
    """From the spreadsheet to the decision; the worker prints the certificates."""
    board = board_of(cast, cast.alliance_then, "Hội đồng Thi đua - Khen thưởng tỉnh Tây Ninh (2022)")
    campaign = campaigns.open_campaign(
        cast.alliance_then,
        CampaignTerms(
            title="Tổng kết Chương trình phối hợp thi đua, khen thưởng tạo động lực phát triển kinh tế tập thể, "
            "hợp tác xã giai đoạn 2017 - 2022",
            year=2022,
            kind=CampaignKind.THEMATIC,
            deciding_body=cast.committee_then,
            forms=list(AwardForm.objects.filter(code="BK_TINH")),
            board=board,
        ),
        by=cast.users["officer"],
        code="tay-ninh-2022",
    )
    import_list(campaign, cast)
    ids = list(campaign.nominations.values_list("pk", flat=True))
    for move, key in (("submit", "officer"), ("receive", "officer"), ("appraise_ok", "appraiser")):
        nominations.advance_many(ids, move, campaign=campaign, by=cast.users[key])
    vote(campaign, cast)
    # Played today, the board's vote keeps the day before the signing that it had.
    Question.objects.filter(nomination__campaign=campaign).update(closed_at=VOTED_AT)
    decision = decide(campaign, cast, ids)
    decisions.record_ceremony(decision, presenter=cast.alliance_then, on=CONFERENCE, by=cast.users["officer"])
    for seat in board.seats.all():
        boards.end_seat(seat, on=LAST_DAY, by=cast.users["secretary"])
    return decision


def board_of(cast: Cast, organisation: Organisation, name: str) -> Board:
    """A board with the demo's members, kept by the secretary."""
    by = cast.users["secretary"]
    board = boards.set_up(organisation, BoardTerms(name), by=by)
    for person, title in cast.members:
        role = Seat.Role.CHAIR if title == CHAIR else Seat.Role.MEMBER
        boards.seat(board, person, role=role, title=title, valid_from=SINCE, by=by)
    return board


def import_list(campaign: Campaign, cast: Cast) -> NomineeImport:
    """Read, check and take in the sample list, as the pages and the worker would."""
    upload = SimpleUploadedFile(LIST.name, LIST.read_bytes())
    received = imports.receive(campaign, upload, by=cast.users["officer"])
    checked = imports.run_check(received.pk)
    if checked.preview.get("problems") or any(q["open"] for q in checked.preview.get("questions", ())):
        raise RuntimeError(f"The demo's own list has problems: {checked.preview}")
    import_taking.take_in(checked.pk, by=cast.users["officer"])
    return checked


def vote(campaign: Campaign, cast: Cast) -> None:
    """Everybody agrees, each on what they may see; the secretary enters what absent members wrote."""
    secretary = cast.users["secretary"]
    opened = reviews.open_review(campaign, by=secretary)
    for entry in opened.ballot.roll.select_related("person") if opened.ballot else ():
        agreed = {row.pk: (PositionValue.AGREE, "") for row in selectors.open_to_member(opened, entry)}
        reviews.enter_opinions(opened, entry.person, agreed, by=secretary)
    reviews.close_review(opened, by=secretary)


def decide(campaign: Campaign, cast: Cast, ids: list[int]) -> Decision:
    """The one decision with its twenty recipients."""
    signatory = Post.objects.get(
        person=cast.people["Nguyễn Hoàng Long"], organisation=cast.committee_then, office=Office.HEAD
    )
    decision = decisions.draft_decision(
        campaign,
        DecisionTerms(
            summary="Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
            number="2158/QĐ-UBND",
            signed_on=SIGNED_ON,
            place="Tây Ninh",
            grounds=(
                "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n"
                "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003 và các luật sửa đổi, bổ sung;\n"
                "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ"
            ),
            proposal="Xét đề nghị của Liên minh Hợp tác xã tỉnh tại Tờ trình số 45/TTr-LMHTX ngày 10/10/2022",
            funding="Tiền thưởng kèm theo Bằng khen được chi từ Quỹ thi đua, khen thưởng của tỉnh theo quy định.",
            signatory=signatory,
        ),
        nominations=ids,
        by=cast.users["secretary"],
    )
    decisions.propose(decision, by=cast.users["secretary"])
    return decisions.publish(decision, by=cast.users["decider"])
