"""A decision whose papers are being printed when the worker is killed: every award gets its one certificate."""

import pytest
from django.utils import timezone

from awards import selectors
from awards.models import AwardForm, Nomination, SubjectKind
from awards.services import decisions, reviews
from awards.tests.factories import fresh, stage
from emulation.documents.models import IssuedDocument
from emulation.documents.selectors import read_verified
from emulation.documents.states import DocumentState
from emulation.jobs.models import Job

HOUSEHOLDS = 120  # several batches of the press


def approved_households(cast):
    """Many approved nominations at once; each has its own question and verdict."""
    form = AwardForm.objects.get(code="BK_TINH")
    Nomination.objects.bulk_create(
        Nomination(
            campaign=cast.campaign,
            organisation=cast.alliance,
            form=form,
            subject_kind=SubjectKind.HOUSEHOLD,
            unit=cast.coop,
            name=f"Hộ gia đình ông Nguyễn Văn {place:03}",
            achievement="Hiến đất làm đường",
            state="appraised_ok",
            state_since=timezone.now(),
            fingerprint=f"{place:064}",
            search=f"ho {place:03}",
            sort_key=f"{place:03}",
            created_by=cast.officer,
        )
        for place in range(1, HOUSEHOLDS + 1)
    )
    cast.campaign = reviews.open_review(cast.campaign, by=cast.secretary)
    rows = list(cast.campaign.nominations.select_related("question__ballot", "campaign"))
    for row in rows:
        reviews.take_position(row, value="agree", by=cast.members[0])
    reviews.close_review(cast.campaign, by=cast.secretary)
    cast.campaign.refresh_from_db()
    return fresh(rows)


def printed() -> int:
    return IssuedDocument.objects.filter(state=DocumentState.RENDERED).count()


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_prints_a_decision_leaves_no_award_without_its_one_paper(start_worker):
    cast = stage(members=1)
    decision = cast.proposed(approved_households(cast))
    first = start_worker()
    decision = decisions.publish(decision, by=cast.decider)
    first.wait_for(lambda: printed() > 0, "the first paper")
    first.kill()
    assert printed() < HOUSEHOLDS + 1
    second = start_worker()
    second.wait_for(
        lambda: Job.objects.get(pk=decision.job_id).state == "done", "the job to end", seconds=120
    )
    progress = selectors.papers_progress(decision)
    assert (progress.ready, progress.failed, progress.total) == (HOUSEHOLDS + 1, 0, HOUSEHOLDS + 1)
    grants = selectors.grants_of(decision)
    assert [grant.golden_number for grant in grants] == list(range(1, HOUSEHOLDS + 1))
    assert len({grant.certificate_id for grant in grants}) == IssuedDocument.objects.count() - 1 == HOUSEHOLDS
    for grant in grants:
        assert grant.certificate.payload["recipient"] == grant.name
        assert read_verified(grant.certificate)
    assert Job.objects.filter(kind="documents.render").count() == 1
