"""The public page that checks a file: large words, what they rest on, nothing kept."""

from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from emulation.documents import keyring, sealing, services, throttle
from emulation.documents.selectors import read_verified
from emulation.documents.states import Ground
from emulation.documents.tests import factories as make
from emulation.documents.tests import forgery

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _sealed_paper(monkeypatch):
    cache.clear()
    make.sealed_paper(monkeypatch)


@pytest.fixture
def sealed():
    return make.sealed_document()


def send(client, data, name="giao-uoc.pdf", **options):
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    return client.post(reverse("documents:verify_file"), {"file": file}, **options)


def words(page):
    return " ".join(page.content.decode().split("<main", 1)[1].split())


def test_an_intact_file_names_document_issuer_time_and_what_it_is_worth(client, sealed):
    page = send(client, read_verified(sealed))
    shown = words(page)
    assert page.status_code == 200
    for word in ("NGUYÊN VẸN", "CÒN HIỆU LỰC", sealed.organisation.name, sealed.shown_code, "05/QĐ-UBND"):
        assert word in shown
    assert "ỦY BAN NHÂN DÂN TỈNH TÂY NINH" in shown
    assert "chương trình này tự tạo" in shown
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]


def test_an_intact_file_that_no_longer_counts_says_that_first(client, sealed):
    services.revoke(sealed, ground=Ground.FRAUD, decision="12/QĐ-UBND", on=date(2026, 3, 1), by=None)
    page = send(client, read_verified(sealed))
    shown = words(page)
    assert shown.index("ĐÃ THU HỒI") < shown.index("NGUYÊN VẸN")
    assert "CÒN HIỆU LỰC" not in shown
    assert page.context["kind"] == ""


def test_a_changed_file_lends_no_word_of_the_document_it_claims_to_be(client, sealed):
    shown = words(send(client, forgery.appended(read_verified(sealed))))
    assert "ĐÃ BỊ THAY ĐỔI" in shown
    assert "NGUYÊN VẸN" not in shown
    assert "05/QĐ-UBND" not in shown
    assert reverse("documents:answer", args=[sealed.code]) in shown


def test_a_stranger_is_named_as_what_the_certificate_says_and_no_more(client, sealed):
    data = forgery.signed(make.plain(), forgery.stranger("<b>Liên minh</b>"), "Signature1")
    shown = words(send(client, data))
    assert "KHÔNG XÁC ĐỊNH ĐƯỢC" in shown
    assert "&lt;b&gt;Liên minh&lt;/b&gt;" in shown


def test_a_seal_that_the_register_does_not_know_is_no_good_news(client, sealed):
    data = sealing.seal(
        make.plain(), organisation=sealed.organisation, code="0" * 20, address="https://x/"
    ).data
    page = send(client, data)
    assert "KHÔNG CÓ TRONG SỔ" in words(page)
    assert page.context["kind"] == "warn"
    keyring.distrust(sealed.seal, reason="Mất máy", by=None)
    assert "KHÔNG XÁC ĐỊNH ĐƯỢC" in words(send(client, data))


def test_an_unreadable_file_says_why(client):
    shown = words(send(client, b"\0" * 100, name="x.pdf"))
    assert "KHÔNG ĐỌC ĐƯỢC" in shown
    assert "không phải là tệp PDF" in shown


def test_the_page_is_there_in_english_too(client, sealed):
    page = send(client, read_verified(sealed), headers={"accept-language": "en"})
    assert ">INTACT<" in page.content.decode()


def test_a_missing_an_empty_and_a_large_file_are_told_beside_the_field(client, settings):
    settings.UPLOAD_MAX_BYTES = 100
    for sent in (
        {},
        {"file": SimpleUploadedFile("a.pdf", b"")},
        {"file": SimpleUploadedFile("a.pdf", b"x" * 101)},
    ):
        page = client.post(reverse("documents:verify_file"), sent)
        assert page.status_code == 400
        assert 'id="file-error"' in page.content.decode()


def test_nothing_of_the_file_is_kept(client, sealed, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    stored = Path(default_storage.path(""))
    before = {path for path in stored.rglob("*") if path.is_file()}
    send(client, forgery.appended(read_verified(sealed)))
    assert list(tmp_path.iterdir()) == []
    assert {path for path in stored.rglob("*") if path.is_file()} == before


def test_too_many_files_from_one_address_wait_a_minute(client, monkeypatch):
    monkeypatch.setattr(throttle.time, "time", lambda: 1_000_000.0)
    sent = [send(client, b"x").status_code for _ in range(throttle.FILES_A_MINUTE + 1)]
    assert sent == [200] * throttle.FILES_A_MINUTE + [429]
    # Codes are counted by themselves.
    assert client.get(reverse("documents:answer", args=["0" * 20])).status_code == 404
    assert send(client, b"x", REMOTE_ADDR="10.1.1.1").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_an_answer_asks_the_same_questions_of_any_table(client, rows, django_assert_num_queries):
    documents = make.filed(rows)
    data = read_verified(documents[0])
    with django_assert_num_queries(1):
        send(client, data)


def test_a_changed_file_costs_few_questions(client, sealed, django_assert_num_queries):
    # The file, the certificate, the code of the claim, the sealed part.
    with django_assert_num_queries(4):
        send(client, forgery.appended(read_verified(sealed)))
