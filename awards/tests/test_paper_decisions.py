"""Decisions made on paper elsewhere, and the handing over of either kind."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.models import GoldenBook
from awards.services import decisions
from awards.tests.factories import fresh, stage
from awards.tests.test_issuing import everything
from emulation.accounts.models import User
from emulation.audit.selectors import history_of
from emulation.documents.models import IssuedDocument
from emulation.lifecycle import TransitionRefused
from emulation.uploads.checking import UploadRefused
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def one_page():
    page, file = pikepdf.new(), BytesIO()
    page.add_blank_page()
    page.save(file)
    return file.getvalue()


PDF = one_page()


def scan(data=PDF, name="quyet-dinh.pdf"):
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def silent(cast):
    """The deciding body closes its accounts: it does not use the program."""
    User.objects.filter(pk=cast.decider.pk).update(is_active=False)


def test_a_paper_decision_is_recorded_and_prints_nothing():
    cast = stage(members=1)
    rows = cast.approved("Nguyễn Văn An")
    decision = cast.drafted(rows, grounds="", signatory=None)
    with pytest.raises(Refused):
        decisions.record_paper(decision, scan=scan(), signatory_name="Nguyễn Thanh Ngọc", by=cast.officer)
    silent(cast)
    with pytest.raises(Refused):
        decisions.record_paper(decision, scan=scan(), by=cast.officer)
    with pytest.raises(UploadRefused):
        decisions.record_paper(
            decision, scan=scan(b"MZ\x90", "a.pdf"), signatory_name="Ai Đó", by=cast.officer
        )
    before = everything()
    with pytest.raises(Refused, match="đã thay đổi"):
        decisions.record_paper(
            decision, scan=scan(), signatory_name="Ai Đó", by=cast.officer, version=decision.version + 1
        )
    with pytest.raises(Refused):
        decisions.record_paper(decision, scan=scan(), signatory_name="Ai Đó", by=cast.stranger)
    assert everything() == before
    recorded = decisions.record_paper(
        decision, scan=scan(), signatory_name="Nguyễn Thanh Ngọc", by=cast.officer
    )
    grant = recorded.grants.get()
    assert (recorded.state, recorded.recorded, recorded.signatory_name) == (
        "published",
        True,
        "Nguyễn Thanh Ngọc",
    )
    assert (grant.certificate, grant.golden_number, recorded.document) == (None, None, None)
    assert (IssuedDocument.objects.count(), GoldenBook.objects.count()) == (0, 0)
    assert fresh(rows)[0].state == "decided"
    with pytest.raises((Refused, TransitionRefused)):
        decisions.record_paper(decision, scan=scan(), signatory_name="Ai Đó", by=cast.officer)


def test_who_hands_over_is_not_who_decided():
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An")
    day = date(2026, 11, 22)
    for user in (cast.unit_officer, cast.stranger, cast.members[0]):
        with pytest.raises(Refused):
            decisions.record_ceremony(decision, presenter=cast.alliance, on=day, by=user)
    with pytest.raises(Refused):
        decisions.record_ceremony(decision, presenter=cast.alliance, on=date(2026, 11, 19), by=cast.officer)
    held = decisions.record_ceremony(decision, presenter=cast.alliance, on=day, by=cast.officer)
    assert (held.presenter, held.presented_on, held.organisation) == (cast.alliance, day, cast.committee)
    entry = history_of(decision).get(action="decision.ceremony")
    assert entry.changes["presenter"] == ["", cast.alliance.name]


def test_a_draft_is_handed_over_by_nobody():
    cast = stage(members=1)
    draft = cast.drafted(cast.approved("Nguyễn Văn An"))
    with pytest.raises(Refused):
        decisions.record_ceremony(draft, presenter=cast.alliance, on=date(2026, 11, 22), by=cast.officer)
