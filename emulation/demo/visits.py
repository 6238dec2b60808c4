"""A field visit of this year: who went, the model it found, and the campaign that commends the year's movement."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from awards.models import Campaign
from awards.services import campaigns
from emulation.demo import ongoing
from emulation.demo.cast import Cast
from programmes.models import Movement, Programme, Round
from programmes.services import activities, candidates, people
from programmes.services.activities import ActivityTerms
from programmes.services.candidates import Found
from programmes.services.people import Attendee


def play(cast: Cast, round_: Round) -> None:
    """The visit under the programme that runs, and this year's campaign for the movement of `round_`."""
    by, day = cast.users["officer"], timezone.localdate() - timedelta(days=12)
    programme = Programme.objects.filter(organisation=cast.alliance_then).latest("from_year")
    unit = cast.units["HTX Rau an toàn Gò Dầu"]
    terms = ActivityTerms(
        kind="INSPECTION",
        title="Đoàn kiểm tra, nghiên cứu thực tế tại hợp tác xã",
        days=[(day, day, "xã Phước Đông")],
        lead=cast.alliance_now.name,
        actual=5,
        result="Hợp tác xã thực hiện đúng nội dung đã đăng ký; có mô hình cần nhân rộng.",
    )
    visit = activities.plan(cast.alliance_now, terms, by=by, programme=programme)
    activities.move(visit, "hold", by=by)
    people.invite(
        visit,
        [Attendee(cast.people["officer"].full_name, "MEMBER", "", cast.alliance_now, attended=True)],
        by=by,
    )
    model = candidates.note(
        visit,
        Found(
            name=unit.name,
            organisation=unit,
            direct_labour=True,
            text="Tập thể nhỏ, thành viên trực tiếp sản xuất; liên kết tiêu thụ rau theo hợp đồng cả năm.",
        ),
        by=by,
    )
    candidates.follow(model, "nurture", by=by)
    candidates.follow(model, "propose", by=by)
    _names(Campaign.objects.get(code=ongoing.CODE), round_.movements.get(), cast)


def _names(campaign: Campaign, movement: Movement, cast: Cast) -> None:
    base = campaigns.terms_of(campaign)
    campaigns.revise(campaign, replace(base, movement=movement), base=base, by=cast.users["officer"])
