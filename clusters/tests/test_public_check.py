"""What anybody learns who checks a paper of a cluster: texts prove nothing, corrections count once they are signed."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clusters.conference_states import Hand
from clusters.models import Pledge, Record
from clusters.services import records
from clusters.tests.conference_stage import FOUR, HOST, hall
from clusters.tests.stage import stage
from emulation.documents.models import IssuedDocument
from emulation.documents.selectors import read_verified
from emulation.documents.tests import factories as papers

pytestmark = pytest.mark.django_db
NOT_SIGNED = "VĂN BẢN ĐỂ KÝ, KHÔNG MANG CHỮ KÝ"
PROVES_NOTHING = "không chứng minh việc ký"
COUNTS = "CÒN HIỆU LỰC"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def filed(document: IssuedDocument) -> IssuedDocument:
    """As the press leaves it, with a file of a few bytes."""
    document = IssuedDocument.objects.get(pk=document.pk)
    return document if document.is_ready else papers.store([document])[0]


def answers(client, document: IssuedDocument) -> list[str]:
    """The pages that answer the code and the file."""
    document = filed(document)
    file = SimpleUploadedFile("a.pdf", read_verified(document), content_type="application/pdf")
    pages = (
        client.get(reverse("documents:answer", args=[document.code])),
        client.post(reverse("documents:verify_file"), {"file": file}),
    )
    return [page.content.decode().split("<main", 1)[1] for page in pages]


def test_a_pledge_laid_for_signature_proves_no_signing_and_names_the_sealed_file_afterwards(client):
    cast = stage("Sóc Trăng", "An Giang")
    pledge = cast.opened(cast.season(cast.cluster("Sóc Trăng", "An Giang")))
    for shown in answers(client, pledge.document):
        assert NOT_SIGNED in shown
        assert PROVES_NOTHING in shown
        assert COUNTS not in shown
        assert "Nếu sau đó đã ký" in shown
        assert "Giao ước thi đua năm 2021" in shown
    cast.signs(pledge, "Sóc Trăng", "An Giang")
    pledge = Pledge.objects.get(pk=pledge.pk)
    for shown in answers(client, pledge.document):
        assert NOT_SIGNED in shown
        assert COUNTS not in shown
        assert reverse("documents:answer", args=[pledge.sealed.shown_code]) in shown
    for shown in answers(client, pledge.sealed):
        assert COUNTS in shown
        assert NOT_SIGNED not in shown
        assert "Giao ước thi đua năm 2021" in shown
    assert pledge.sealed.payload["evidence"]["subject"] == "Giao ước thi đua năm 2021"


def signed_minutes(made, record: Record) -> Record:
    made.sign(record, Hand.SECRETARY, made.cast.officers[HOST])
    return made.sign(record, Hand.CHAIR, made.cast.heads[HOST])


def test_signed_minutes_count_until_the_correction_is_signed_by_both_and_are_replaced_then(client):
    made = hall(*FOUR).opened()
    made.ended()
    old = signed_minutes(made, made.minutes())
    for shown in answers(client, old.sealed):
        assert COUNTS in shown
        assert "đính chính" not in shown
    new = records.correct(old, reason="bổ sung đại biểu", by=made.host)
    new = records.close(new, by=made.host)
    made.sign(new, Hand.CHAIR, made.cast.heads[HOST])
    for shown in answers(client, old.sealed):
        assert COUNTS in shown
        assert "Đang chuẩn bị bản đính chính" in shown
    client.force_login(made.host)
    page = reverse("clusters:record", args=[old.pk])
    assert "Bản này vẫn có hiệu lực" in client.get(page).content.decode()
    new = made.sign(new, Hand.SECRETARY, made.cast.officers[HOST])
    assert "Bản này vẫn có hiệu lực" not in client.get(page).content.decode()
    for paper, heir in ((old.sealed, new.sealed), (old.document, new.document)):
        for shown in answers(client, paper):
            assert "ĐÃ ĐƯỢC THAY THẾ" in shown
            assert COUNTS not in shown
            assert "Đang chuẩn bị" not in shown
            assert reverse("documents:answer", args=[heir.shown_code]) in shown
            assert "bổ sung đại biểu" not in shown
    for shown in answers(client, new.sealed):
        assert COUNTS in shown


def test_a_hand_over_is_called_by_its_kind_and_its_subject(client):
    made = hall(*FOUR).opened()
    made.elected()
    row = made.hand_over()
    for shown in answers(client, row.document):
        assert "Biên bản bàn giao nhiệm vụ Cụm trưởng năm 2021" in shown
        assert NOT_SIGNED in shown
    made.sign(row, Hand.GIVER, made.cast.heads[HOST])
    row = made.sign(row, Hand.TAKER, made.cast.heads["An Giang"])
    subject = row.sealed.payload["evidence"]["subject"]
    assert subject.startswith("Biên bản bàn giao nhiệm vụ Cụm trưởng năm 2021")
