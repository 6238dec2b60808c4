"""The whole path once, by service: from a draft to a verified certificate."""

import pytest
from django.utils import timezone

from awards.models import Grant
from awards.services import decisions, reviews
from awards.services.decisions import DecisionTerms
from awards.states import CampaignState, DecisionState, NominationState
from awards.tests.factories import stage
from emulation.audit.models import Entry
from emulation.ballots.selectors import sentence
from emulation.organisations.models import Post

pytestmark = pytest.mark.django_db


def test_from_draft_to_certificate(django_capture_on_commit_callbacks):
    cast = stage(members=3)
    rows = cast.eligible("Đặng Công Ân", "Đỗ Thị An")
    campaign = reviews.open_review(cast.campaign, by=cast.secretary)
    assert campaign.state == CampaignState.IN_REVIEW
    for row in rows:
        row.refresh_from_db()
        for member in cast.members:
            reviews.take_position(row, value="agree", by=member)
    counts = reviews.close_review(campaign, by=cast.secretary)
    assert counts == {"pass": 2, "fail": 0, "defer": 0}
    rows[0].refresh_from_db()
    assert sentence(rows[0].question) == "3/3 thành viên đồng ý = 100%, cần 80% (3 phiếu): đạt"

    post = Post.objects.get(person=cast.decider.person, office="HEAD")
    decision = decisions.draft_decision(
        campaign,
        DecisionTerms(
            summary="Về việc tặng Bằng khen",
            number="123/QĐ-UBND",
            signed_on=timezone.localdate(),
            place="Thử Nghiệm",
            grounds="Luật Tổ chức chính quyền địa phương",
            signatory=post,
        ),
        nominations=[row.pk for row in rows],
        by=cast.secretary,
    )
    decisions.propose(decision, by=cast.secretary)
    with django_capture_on_commit_callbacks(execute=True):
        published = decisions.publish(decision, by=cast.decider)
    assert published.state == DecisionState.PUBLISHED
    grants = list(Grant.objects.order_by("golden_number"))
    assert [grant.name for grant in grants] == ["Đỗ Thị An", "Đặng Công Ân"]
    assert [grant.golden_number for grant in grants] == [1, 2]
    for grant in grants:
        grant.certificate.refresh_from_db()
        assert grant.certificate.state == "rendered"
        assert grant.nomination.state == NominationState.DECIDED
    assert Entry.objects.filter(action="decision.publish").count() == 1


def test_a_draft_is_looked_at_as_a_pdf_before_it_is_issued(client, django_capture_on_commit_callbacks):
    cast = stage(members=2)
    (row,) = cast.eligible("Đặng Công Ân")
    campaign = reviews.open_review(cast.campaign, by=cast.secretary)
    row.refresh_from_db()
    for member in cast.members:
        reviews.take_position(row, value="agree", by=member)
    reviews.close_review(campaign, by=cast.secretary)
    decision = decisions.draft_decision(
        campaign, DecisionTerms(summary="Về việc tặng Bằng khen"), nominations=[row.pk], by=cast.secretary
    )
    with django_capture_on_commit_callbacks(execute=True):
        job = decisions.preview(decision, by=cast.secretary)
    job.refresh_from_db()
    client.force_login(cast.secretary)
    answer = client.get(job.result_url)
    assert answer.content.startswith(b"%PDF")
    client.force_login(cast.officer)
    assert client.get(job.result_url).status_code == 404
