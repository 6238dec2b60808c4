"""Every list and page asks the same number of questions for one row and for three."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.models import AwardForm, Board, Seat
from awards.selectors import desk, reviews_of
from awards.services import campaigns, reviews
from awards.services.campaigns import CampaignTerms
from awards.tests.factories import SINCE, stage
from emulation.accounts.models import User
from emulation.organisations.services import add_person

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("rows", [1, 3])]
NAMES = ("Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường")


@pytest.fixture
def asks(client, django_assert_num_queries):
    """Fetch a page as somebody, who has just logged in, and count its questions."""

    def fetch(user, number, name, *args):
        client.force_login(user)
        url = reverse(f"awards:{name}", args=args)
        client.get(url)
        with django_assert_num_queries(number):
            page = client.get(url)
        assert page.status_code == 200
        return page

    return fetch


def more_campaigns(cast, rows):
    """Campaigns beside the first one, each with its own open vote on one nomination."""
    opened = [cast.campaign]
    for number in range(2, rows + 1):
        terms = CampaignTerms(
            title=f"Đợt {number}",
            year=2026,
            kind="regular",
            deciding_body=cast.committee,
            forms=list(AwardForm.objects.filter(code="BK_TINH")),
            board=cast.board,
            closes_on=date(2026, 12, 31),
        )
        opened.append(campaigns.open_campaign(cast.alliance, terms, by=cast.officer))
    return opened


def votes(cast, rows):
    """`rows` campaigns before the board."""
    opened = []
    for campaign in more_campaigns(cast, rows):
        cast.campaign = campaign
        cast.before_board(*NAMES[:1])
        opened.append(cast.campaign)
    return opened


def test_the_list_of_campaigns(rows, asks):
    cast = stage(members=1)
    more_campaigns(cast, rows)
    page = asks(cast.officer, 12, "campaigns")
    assert len(page.context["lines"]) == rows


def test_the_page_of_a_campaign(rows, asks):
    cast = stage(members=1)
    cast.drafted(cast.approved(*NAMES[:rows]))
    asks(cast.officer, 15, "campaign", cast.campaign.pk)


def test_the_list_of_nominations(rows, asks):
    cast = stage(members=1)
    for name in NAMES[:rows]:
        cast.nominate(name)
    page = asks(cast.officer, 13, "nominations", cast.campaign.pk)
    assert len(page.context["lines"]) == rows


def test_the_page_of_a_nomination(rows, asks):
    cast = stage(members=1)
    row = cast.nominate()
    for code in ("GK_LM", "CSTDT")[: rows - 1]:
        cast.nominate(form=AwardForm.objects.get(code=code))
    page = asks(cast.officer, 15, "nomination", row.pk)
    assert len(page.context["duplicates"]) == rows - 1


def test_the_list_of_votes(rows, asks):
    cast = stage(members=1)
    votes(cast, rows)
    page = asks(cast.members[0], 9, "reviews")
    assert len(page.context["lines"]) == rows


def test_the_votes_of_a_person(rows, django_assert_num_queries):
    cast = stage(members=1)
    votes(cast, rows)
    member = User.objects.get(pk=cast.members[0].pk)
    with django_assert_num_queries(6):
        assert len(reviews_of(member)) == rows


def test_the_agenda_of_a_member(rows, asks):
    cast = stage(members=3)
    agenda = cast.before_board(*NAMES[:rows])
    for row in agenda:
        cast.vote(row, "agree", "defer", "agree")
    page = asks(cast.members[0], 12, "review_overview", cast.campaign.pk)
    assert len(page.context["lines"]) == rows


def test_the_page_of_one_dossier(rows, asks):
    cast = stage(members=1)
    agenda = cast.before_board(*NAMES[:rows])
    asks(cast.members[0], 17, "review", cast.campaign.pk, agenda[0].pk)


def test_the_progress_of_the_vote(rows, asks):
    cast = stage(members=rows)
    agenda = cast.before_board(*NAMES[:rows])
    for row in agenda:
        cast.vote(row, *["agree"] * rows)
    asks(cast.secretary, 14, "review_progress", cast.campaign.pk)
    reviews.close_review(cast.campaign, by=cast.secretary)
    page = asks(cast.secretary, 24, "review_progress", cast.campaign.pk)
    assert len(page.context["results"]) == rows


def test_the_list_of_decisions(rows, asks):
    cast = stage(members=1)
    for place, row in enumerate(cast.approved(*NAMES[:rows])):
        cast.drafted([row], f"{place}/QĐ-UBND")
    page = asks(cast.officer, 11, "decisions")
    assert len(page.context["page"].rows) == rows


def test_the_page_of_a_draft_decision(rows, asks):
    cast = stage(members=1)
    decision = cast.drafted(cast.approved(*NAMES[:rows]))
    page = asks(cast.officer, 16, "decision", decision.pk)
    assert len(page.context["page"].rows) == rows


def test_the_page_of_an_issued_decision(rows, asks):
    cast = stage(members=1)
    decision = cast.published(*NAMES[:rows])
    page = asks(cast.officer, 14, "decision", decision.pk)
    assert len(page.context["page"].rows) == rows


def test_the_register_of_awards(rows, asks):
    cast = stage(members=1)
    cast.published(*NAMES[:rows])
    page = asks(cast.officer, 10, "grants")
    assert len(page.context["page"].rows) == rows


def test_the_page_of_an_award(rows, asks):
    cast = stage(members=1)
    decision = cast.published(*NAMES[:rows])
    asks(cast.officer, 14, "grant", decision.grants.first().pk)


def test_the_list_of_boards(rows, asks):
    cast = stage(members=1)
    for number in range(rows - 1):
        Board.objects.create(organisation=cast.alliance, name=f"Hội đồng {number}")
    page = asks(cast.secretary, 10, "boards")
    assert len(page.context["page"].rows) == rows


def test_the_page_of_a_board(rows, asks):
    cast = stage(members=rows)
    for number in range(rows):
        Seat.objects.create(
            board=cast.board,
            person=add_person(f"Người Cũ {number}", by=None),
            valid_from=SINCE,
            valid_to=SINCE,
        )
    page = asks(cast.secretary, 12, "board", cast.board.pk)
    assert (len(page.context["sitting"]), len(page.context["former"])) == (rows, rows)


@pytest.mark.parametrize(
    ("who", "number"),
    [("officer", 11), ("secretary", 14), ("decider", 11), ("unit_officer", 11), ("member", 6)],
)
def test_the_desk(rows, who, number, django_assert_num_queries):
    cast = stage(members=1)
    for campaign in votes(cast, rows):
        cast.campaign = campaign
        cast.nominate("Lê Văn Nháp")
        cast.carry(cast.nominate("Lê Văn Nộp"), "submit")
        cast.carry(cast.nominate("Lê Văn Trả"), "submit", "return")
        cast.carry(cast.nominate("Lê Văn Đủ"), "submit", "receive", "appraise_ok")
    user = cast.members[0] if who == "member" else getattr(cast, who)
    somebody = User.objects.get(pk=user.pk)
    with django_assert_num_queries(number):
        tasks = list(desk.tasks(somebody, timezone.localdate()))
    assert len(tasks) >= rows or who == "decider"
