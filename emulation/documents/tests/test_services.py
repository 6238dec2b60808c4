"""From issue to file, and what may become of it afterwards."""

import errno
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from emulation.audit.models import Entry
from emulation.documents import printing, services, storage
from emulation.documents.codes import normal
from emulation.documents.digest import digest, file_digest
from emulation.documents.models import IssuedDocument
from emulation.documents.schemas import PayloadRefused
from emulation.documents.selectors import FileDamaged, by_code, read_verified
from emulation.documents.states import DocumentState, DocumentStatus, Ground
from emulation.documents.tests import factories as make
from emulation.documents.tests import reading
from emulation.jobs.services import JobProblem
from emulation.lifecycle import TransitionRefused

pytestmark = pytest.mark.django_db


def queue(documents, callbacks, by=None):
    """The finished job that printed `documents`, run in place as a worker would."""
    with callbacks(execute=True):
        job = services.queue_rendering(
            documents, by=by, organisation=documents[0].organisation, title="In giấy khen"
        )
    job.refresh_from_db()
    for document in documents:
        document.refresh_from_db()
    return job


@override_settings(SITE_URL="https://thidua.example.vn")
def test_what_is_issued_is_frozen_with_its_code_and_address():
    (document,) = make.issued(recipient="  Đặng  Công A\u0302n ")
    assert document.payload["recipient"] == "Đặng Công Ân"
    assert document.payload_digest == digest(document.payload)
    assert document.payload["verification"] == {
        "code": document.shown_code,
        "address": f"https://thidua.example.vn/verify/{document.code}/",
        "shown_address": "thidua.example.vn/verify",
    }
    assert normal(document.shown_code) == document.code
    assert Entry.objects.filter(action="document.issue", chain=document.organisation_id).count() == 1


def test_one_bad_payload_keeps_the_whole_batch_back():
    with pytest.raises(PayloadRefused, match="recipient: must not be empty"):
        services.issue_many(
            make.MERIT,
            [make.certificate(), make.certificate(recipient="")],
            organisation=make.issuer(),
            by=None,
        )
    with pytest.raises(LookupError, match="merit_certificate_v9"):
        services.issue("merit_certificate_v9", make.certificate(), organisation=make.issuer(), by=None)
    assert not IssuedDocument.objects.exists()


def test_a_caller_may_not_bring_its_own_code():
    with pytest.raises(PayloadRefused, match="verification: unknown key"):
        services.issue(make.MERIT, make.frozen(), organisation=make.issuer(), by=None)


def test_issuing_many_takes_as_few_questions_as_issuing_few(django_assert_max_num_queries):
    organisation = make.issuer()
    with django_assert_max_num_queries(9):
        services.issue_many(
            make.MERIT, [make.certificate() for _ in range(50)], organisation=organisation, by=None
        )


def test_a_job_prints_decision_and_certificates_and_counts(django_capture_on_commit_callbacks, tmp_path):
    documents = make.issued(3)
    decision = services.issue(make.DECISION, make.decision(), organisation=documents[0].organisation, by=None)
    job = queue([decision, *documents], django_capture_on_commit_callbacks)
    assert (job.state, job.done, job.total) == ("done", 4, 4)
    assert job.result == {"printed": 4, "failed": []}
    for document in (decision, *documents):
        data = read_verified(document)
        assert (document.state, document.file_digest) == (DocumentState.RENDERED, file_digest(data))
        assert document.pages == (2 if document == decision else 1)
        assert document.code in document.file.name
    assert documents[0].shown_code in reading.text(read_verified(documents[0]), tmp_path)


def test_printing_again_changes_nothing(django_capture_on_commit_callbacks):
    documents = make.filed(2)
    before = [(document.file.name, document.file_digest, document.rendered_at) for document in documents]
    job = queue(documents, django_capture_on_commit_callbacks)
    assert (job.state, job.done) == ("done", 2)
    assert [
        (document.file.name, document.file_digest, document.rendered_at) for document in documents
    ] == before


def test_one_that_cannot_be_printed_stands_alone_with_its_cause(django_capture_on_commit_callbacks):
    documents = make.issued(5)
    bad = make.unprintable(documents[0].organisation)
    job = queue([*documents[:3], bad, *documents[3:]], django_capture_on_commit_callbacks)
    bad.refresh_from_db()
    assert [document.state for document in documents] == [DocumentState.RENDERED] * 5
    assert bad.state == DocumentState.FAILED
    assert "漢" in bad.error
    assert job.result["printed"] == 5
    assert job.result["failed"] == [{"id": bad.pk, "title": str(bad), "error": bad.error}]


@pytest.mark.parametrize(
    ("words", "path", "code"),
    [
        ({"recipient": "Nguyễn 漢"}, ("recipient",), "letters"),
        ({"recipient": "Nguyễn Ⅷ"}, ("recipient",), "letters"),
        ({"achievement": "Doanh thu tăng ≥ 20 %"}, ("achievement",), "letters"),
        ({"details": "Giám đốc 😀"}, ("details",), "letters"),
        ({"signature": {"lines": ["CHỦ TỊCH"], "name": "Nguyễn ✓"}}, ("signature", "name"), "letters"),
        ({"recipient": "W" * 200}, ("recipient",), "room"),
        ({"achievement": "https://example.vn/" + "w" * 220}, ("recipient",), "room"),
    ],
)
def test_what_no_press_can_print_is_not_issued(words, path, code):
    """An issued paper is not changed any more: it must be found while somebody can still write otherwise."""
    with pytest.raises(PayloadRefused) as unfit:
        make.issued(**words)
    assert [(problem.path, problem.code) for problem in unfit.value.problems] == [(path, code)]
    assert not IssuedDocument.objects.exists()


def test_a_good_paper_is_not_replaced_by_one_that_cannot_be_printed():
    (good,) = make.filed()
    with pytest.raises(PayloadRefused):
        services.reissue(good, make.certificate(recipient="중국 漢字"), reason="Sai tên", by=None)
    good.refresh_from_db()
    assert good.status == DocumentStatus.VALID


def test_a_failed_one_is_retried_alone(django_capture_on_commit_callbacks):
    (bad,) = make.press([make.unprintable()])
    assert bad.state == DocumentState.FAILED
    with django_capture_on_commit_callbacks(execute=True):
        job = services.retry(bad, by=None)
    job.refresh_from_db()
    bad.refresh_from_db()
    assert job.payload["ids"] == [bad.pk]
    assert bad.state == DocumentState.FAILED
    assert Entry.objects.filter(action="document.retry").count() == 1
    (good,) = make.filed()
    with pytest.raises(TransitionRefused):
        services.retry(good, by=None)


def test_what_no_longer_stands_is_not_printed_again():
    (bad,) = make.press([make.unprintable()])
    services.revoke(bad, ground=Ground.FRAUD, decision="9/QĐ", on=date(2026, 11, 21), by=None)
    with pytest.raises(TransitionRefused):
        services.retry(bad, by=None)


def test_a_killed_run_is_repeated_over_what_it_left(django_capture_on_commit_callbacks):
    documents = make.issued(2)
    orphan = f"documents/{documents[0].organisation_id}/{documents[0].issued_at:%Y}/{documents[0].code}.pdf"
    default_storage.save(orphan, ContentFile(b"%PDF-half"))
    queue(documents, django_capture_on_commit_callbacks)
    assert documents[0].file.name == orphan
    assert read_verified(documents[0]).startswith(b"%PDF-1.7")
    folder = Path(default_storage.path(orphan)).parent
    assert [len(list(folder.glob(f"{document.code}*"))) for document in documents] == [1, 1]


def test_a_full_disk_fails_the_job_in_words_and_loses_nothing(
    django_capture_on_commit_callbacks, monkeypatch
):
    documents = make.issued(2)

    def full(name, content, max_length=None):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(default_storage._wrapped, "save", full)
        job = queue(documents, django_capture_on_commit_callbacks)
    assert job.state == "failed"
    assert "No space left on device" in job.error
    assert [document.state for document in documents] == [DocumentState.QUEUED] * 2
    job = queue(documents, django_capture_on_commit_callbacks)
    assert job.state == "done"
    assert [document.state for document in documents] == [DocumentState.RENDERED] * 2


def test_progress_is_told_batch_by_batch(monkeypatch):
    monkeypatch.setattr(printing, "BATCH", 2)
    documents = make.issued(5)
    told = []
    printing.print_queued([document.pk for document in documents], told=told.append)
    assert told == [0, 2, 4, 5]


def test_a_file_that_is_not_what_was_issued_is_not_handed_out():
    (document,) = make.filed()
    storage.write(document.file.name, b"%PDF-1.7 forged")
    with pytest.raises(FileDamaged, match=document.shown_code):
        read_verified(document)
    storage.remove(document.file.name)
    with pytest.raises(FileDamaged, match=document.shown_code):
        read_verified(document)


def test_an_unprinted_document_has_no_file_and_answers_to_no_code():
    (document,) = make.issued()
    with pytest.raises(FileDamaged):
        read_verified(document)
    assert by_code(document.code) is None


@pytest.mark.parametrize("ground", Ground.values)
def test_a_document_is_revoked_on_a_legal_ground_by_a_decision(ground):
    (document,) = make.filed()
    before = read_verified(document)
    services.revoke(document, ground=ground, decision="12/QĐ-UBND", on=date(2026, 3, 1), by=None)
    document.refresh_from_db()
    assert (document.status, document.status_on) == (DocumentStatus.REVOKED, date(2026, 3, 1))
    assert document.status_note == {"ground": ground, "decision": "12/QĐ-UBND"}
    assert read_verified(document) == before
    entry = Entry.objects.get(action="document.revoke")
    assert "12/QĐ-UBND" in entry.reason
    with pytest.raises(TransitionRefused):
        services.revoke(document, ground=ground, decision="13/QĐ-UBND", on=date(2026, 3, 2), by=None)


def test_a_revocation_needs_one_of_the_four_grounds_and_a_decision():
    (document,) = make.filed()
    with pytest.raises(ValueError, match="whim"):
        services.revoke(document, ground="whim", decision="12/QĐ", on=date(2026, 3, 1), by=None)
    with pytest.raises(ValueError, match="decision"):
        services.revoke(document, ground=Ground.FRAUD, decision=" ", on=date(2026, 3, 1), by=None)
    document.refresh_from_db()
    assert document.status == DocumentStatus.VALID


def test_a_reissue_replaces_and_the_old_one_keeps_answering(django_capture_on_commit_callbacks):
    (old,) = make.filed(recipient="Đặng Công An")
    before = read_verified(old)
    new = services.reissue(old, make.certificate(recipient="Đặng Công Ân"), reason="Sai dấu", by=None)
    queue([new], django_capture_on_commit_callbacks)
    old.refresh_from_db()
    assert (old.status, new.status, new.replaces, new.template) == ("replaced", "valid", old, old.template)
    assert new.code != old.code
    assert read_verified(old) == before
    assert by_code(old.code) == old
    with pytest.raises(TransitionRefused):
        services.reissue(old, make.certificate(), reason="Sai dấu", by=None)
    with pytest.raises(ValueError, match="reason"):
        services.reissue(new, make.certificate(), reason=" ", by=None)


def test_a_reissue_that_does_not_fit_leaves_the_old_one_valid():
    (old,) = make.filed()
    with pytest.raises(PayloadRefused):
        services.reissue(old, make.certificate(recipient=""), reason="Sai dấu", by=None)
    old.refresh_from_db()
    assert old.status == DocumentStatus.VALID


def test_the_storage_that_takes_another_name_is_not_believed(monkeypatch):
    monkeypatch.setattr(default_storage._wrapped, "exists", lambda name: False)
    default_storage.save("documents/same.pdf", ContentFile(b"1"))
    monkeypatch.setattr(
        type(default_storage._wrapped), "get_available_name", lambda self, name, max_length=None: name + "_2"
    )
    with pytest.raises(storage.StorageTrouble):
        storage.write("documents/same.pdf", b"2")


def test_a_storage_problem_is_a_sentence(monkeypatch):
    printed = [printing.Printed(document, b"%PDF", 1) for document in make.issued()]
    monkeypatch.setattr(
        storage, "write", lambda name, data: (_ for _ in ()).throw(storage.StorageTrouble("busy"))
    )
    with pytest.raises(JobProblem, match="busy"):
        printing.file(printed)
    assert not IssuedDocument.objects.exclude(state=DocumentState.QUEUED).exists()
