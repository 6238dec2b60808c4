"""What the pages of a campaign and of its vote tell those who run it."""

from datetime import date

import pytest
from django.urls import reverse

from awards import permissions
from awards.models import AwardForm
from awards.selectors.oddities import oddities_of
from awards.services import reviews
from awards.tests.factories import stage

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
    assert "Đồng ý 2, không đồng ý 1" in page.content.decode()


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
