"""What the pages of a campaign and of its vote tell those who run it."""

from datetime import date

import pytest
from django.urls import reverse

from awards import permissions
from awards.models import AwardForm
from awards.selectors.oddities import oddities_of
from awards.services import reviews
from awards.tests.factories import SINCE, stage
from emulation.organisations.offices import Office
from emulation.organisations.services import appoint

pytestmark = pytest.mark.django_db


def at(name, *arguments):
    return reverse(f"awards:{name}", args=arguments)


def test_the_results_show_numbers_reasons_and_who_entered_an_opinion(client):
    cast = stage(members=3)
    (row,) = cast.before_board("Nguyễn Văn An")
    cast.vote(row, "agree", "disagree", reason="Thiếu báo cáo")
    absent = cast.members[2].person
    reviews.enter_position(row, member=absent, value="agree", by=cast.secretary)
    reviews.close_review(cast.campaign, by=cast.secretary)
    client.force_login(cast.secretary)
    page = client.get(at("review_progress", cast.campaign.pk))
    (result,) = page.context["results"]
    assert (result.outcome.agree, result.outcome.disagree, result.outcome.base) == (2, 1, 3)
    told = [(opinion.member, opinion.reason, bool(opinion.entered_by)) for opinion in result.opinions]
    assert told == [
        (cast.members[1].person.full_name, "Thiếu báo cáo", False),
        (absent.full_name, "", True),
    ]
    assert (
        "Đồng ý 2, không đồng ý 1, đề nghị xét sau 0, không tham gia 0, không có ý kiến 0"
        in page.content.decode()
    )


def test_nothing_anyone_said_stands_on_the_page_before_the_count(client):
    cast = stage(members=1)
    (row,) = cast.before_board("Nguyễn Văn An")
    cast.vote(row, "disagree", reason="Thiếu báo cáo")
    client.force_login(cast.secretary)
    page = client.get(at("review_progress", cast.campaign.pk))
    assert page.context["results"] == []
    assert "Thiếu báo cáo" not in page.content.decode()


def test_a_decision_is_not_begun_before_anything_is_approved(client):
    cast = stage(members=1)
    today = date(2026, 11, 22)
    refused = permissions.may_begin_decision(cast.secretary, cast.campaign, on=today)
    assert not refused
    client.force_login(cast.secretary)
    assert str(refused.reason) in client.get(at("campaign", cast.campaign.pk)).content.decode()
    cast.approved("Nguyễn Văn An")
    assert permissions.may_begin_decision(cast.secretary, cast.campaign, on=today)


def test_what_is_odd_about_a_campaign_is_said_to_whoever_runs_it(client):
    cast = stage(members=1)
    campaign = cast.campaign
    merit = [AwardForm.objects.get(code="BK_TINH")]
    assert oddities_of(campaign, merit) == []
    own = oddities_of(campaign, [*merit, AwardForm.objects.get(code="GK_LM")])
    assert len(own) == 1
    assert cast.alliance.name in own[0]
    beyond = oddities_of(campaign, [AwardForm.objects.get(code="BK_TTG")])
    assert len(beyond) == 1
    assert cast.alliance.name not in beyond[0].replace(cast.committee.name, "")
    campaign.closes_on = date(2024, 12, 1)
    assert any("01/12/2024" in sentence for sentence in oddities_of(campaign, merit))
    campaign.save()
    client.force_login(cast.officer)
    assert "01/12/2024 không khớp" in client.get(at("campaign", campaign.pk)).content.decode()
    client.force_login(cast.unit_officer)
    cast.nominate()
    assert client.get(at("campaign", campaign.pk)).context["oddities"] == []


def test_the_numbers_of_a_result_add_up_and_who_is_missing_is_named(client):
    cast = stage(members=5)
    bound = cast.members[4].person
    appoint(bound, cast.other_coop, Office.STAFF, title="", valid_from=SINCE, by=None)
    (row,) = cast.eligible("Nguyễn Văn An")
    near = cast.carry(cast.nominate("Lê Văn Gần", unit=cast.other_coop), "submit", "receive", "appraise_ok")
    cast.campaign = reviews.open_review(cast.campaign, by=cast.secretary)
    row.refresh_from_db()
    near.refresh_from_db()
    cast.vote(row, "agree", "agree", "agree", "defer")
    cast.vote(near, "agree", "agree", "agree")
    reviews.close_review(cast.campaign, by=cast.secretary)
    client.force_login(cast.secretary)
    page = client.get(at("review_progress", cast.campaign.pk))
    told = {result.line.nomination.name: result for result in page.context["results"]}
    for result in told.values():
        said = result.outcome
        given = said.agree + said.disagree + said.defer + said.recuse
        assert given + len(result.silent) == said.seats
    assert (told["Lê Văn Gần"].bound, told["Lê Văn Gần"].silent) == (
        [bound.full_name],
        [cast.members[3].person.full_name],
    )
    assert told["Nguyễn Văn An"].silent == [bound.full_name]
    assert "cộng 1 ý kiến đề nghị xét sau thì đủ 4 phiếu" in told["Nguyễn Văn An"].why_deferred
    assert "chưa đủ số thành viên" in told["Lê Văn Gần"].why_deferred
    assert [(state, number) for state, _word, number in page.context["counts"]] == [("deferred", 2)]
    assert "data-print" in page.content.decode()


def test_a_member_is_told_that_a_result_is_not_announced_yet(client):
    cast = stage(members=1)
    (row,) = cast.before_board("Nguyễn Văn An")
    cast.vote(row, "defer")
    reviews.close_review(cast.campaign, by=cast.secretary)
    client.force_login(cast.members[0])
    for page in (at("review_overview", cast.campaign.pk), at("review", cast.campaign.pk, row.pk)):
        text = client.get(page).content.decode()
        assert "được công bố khi ban hành quyết định" in text
        assert "Để xét sau" not in text
    assert "chưa công bố" in client.get(at("review_overview", cast.campaign.pk)).content.decode()
