"""A seal as others see it, and the keys behind it: made here, renewed, brought by the organisation."""

import os
import shutil
import stat
import subprocess
import threading
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from asn1crypto import tsp
from cryptography.hazmat.primitives import serialization
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from emulation.audit.models import Entry
from emulation.documents import checks, filecheck, keyfiles, keyring, services, signers
from emulation.documents.bundles import joined
from emulation.documents.digest import file_digest
from emulation.documents.filecheck import Outcome
from emulation.documents.models import DocumentKept, SealCertificate
from emulation.documents.papers import PAPERS
from emulation.documents.rendering import Press, render
from emulation.documents.selectors import read_verified
from emulation.documents.states import DocumentState, SealSource
from emulation.documents.tests import factories as make
from emulation.documents.tests import forgery, reading
from emulation.organisations.services import rename

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _sealed_paper(monkeypatch, settings, tmp_path):
    make.sealed_paper(monkeypatch)
    settings.SEAL_FOLDER = tmp_path / "seals"


def intact(document):
    return filecheck.answer_for(read_verified(document)).outcome == Outcome.INTACT


def test_a_sealed_paper_is_rendered_sealed_and_stored(tmp_path):
    document = make.sealed_document()
    data = read_verified(document)
    assert document.state == DocumentState.RENDERED
    assert document.file_digest == file_digest(data)
    assert document.seal.organisation == document.organisation
    (signature,) = PdfFileReader(BytesIO(data)).embedded_signatures
    assert signature.field_name == f"Seal{document.code}"
    assert signature.signer_cert.sha256.hex() == document.seal.fingerprint
    shown = reading.signatures(data, tmp_path)
    assert "Signature is Valid." in shown
    assert "Total document signed" in shown
    assert document.organisation.name in shown


def test_the_job_of_the_worker_renders_seals_and_stores(django_capture_on_commit_callbacks):
    organisation = make.issuer()
    with django_capture_on_commit_callbacks(execute=True):
        document = services.issue(make.SEALED, make.decision(), organisation=organisation, by=None)
        job = services.queue_rendering([document], by=None, organisation=organisation, title="In quyết định")
    job.refresh_from_db()
    document.refresh_from_db()
    assert (job.state, job.result["failed"]) == ("done", [])
    assert document.seal.organisation == organisation
    assert intact(document)


def test_the_seal_changes_no_word_and_no_claim_of_the_file(tmp_path):
    document = make.sealed_document()
    data = read_verified(document)
    bare, pages = render(Press(), PAPERS[make.DECISION], document.payload)
    assert document.pages == pages
    assert data.startswith(bare)
    assert reading.text(data, tmp_path) == reading.text(bare, tmp_path)
    assert reading.claims(data) == reading.claims(bare)
    assert reading.is_sound(data, tmp_path)


def test_a_paper_that_is_not_sealed_is_not():
    (document,) = make.printed()
    assert document.seal is None
    assert b"/ByteRange" not in read_verified(document)


def test_the_time_of_a_seal_is_the_servers():
    moment = datetime(2027, 3, 4, 5, 6, 7, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        document = make.sealed_document()
    assert filecheck.answer_for(read_verified(document)).sealed_at == moment


def test_certificates_by_the_batch_are_sealed_one_by_one(monkeypatch):
    paper = PAPERS[make.COMMENDATION]
    monkeypatch.setitem(PAPERS, make.COMMENDATION, make.replace(paper, sealed=True))
    documents = make.printed(3)
    assert all(document.seal and intact(document) for document in documents)


def test_the_key_is_made_once_for_each_organisation_and_is_for_its_owners_eyes():
    first = make.sealed_document()
    second = make.sealed_document(first.organisation)
    other = make.sealed_document()
    assert first.seal == second.seal != other.seal
    assert (first.seal.source, first.seal.name) == (SealSource.MADE, first.organisation.name)
    path = keyfiles.path_of(first.seal.fingerprint)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(list(path.parent.iterdir())) == 2
    with pytest.raises(TypeError):
        serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert "PRIVATE" not in first.seal.pem
    assert Entry.objects.filter(action="seal.add", subject_id=str(first.seal.pk)).count() == 1


def test_another_passphrase_does_not_open_the_key(settings):
    certificate = make.sealed_document().seal
    settings.SEAL_PASSPHRASE = "một mật khẩu khác hẳn, dài hơn"
    with pytest.raises(keyfiles.KeyTrouble, match="SEAL_PASSPHRASE"):
        keyfiles.load(certificate.fingerprint)


def test_a_key_is_renewed_long_before_it_ends_and_old_files_stay_intact():
    old = make.sealed_document()
    with time_machine.travel(forgery.later(days=4 * 365)):
        assert make.sealed_document(old.organisation).seal == old.seal
    with time_machine.travel(forgery.later(days=6 * 365)):
        new = make.sealed_document(old.organisation)
        old.seal.refresh_from_db()
        assert new.seal != old.seal
        assert old.seal.retired_at
        assert intact(old)
        assert intact(new)
        assert new.seal.valid_to - timezone.now() > timedelta(days=5 * 365)


def test_a_renamed_organisation_seals_in_its_new_name():
    old = make.sealed_document()
    rename(
        old.organisation, name="Liên minh Hợp tác xã tỉnh Mới", on=date(2026, 1, 1), document="1/NQ", by=None
    )
    new = make.sealed_document(old.organisation)
    assert new.seal.name == "Liên minh Hợp tác xã tỉnh Mới"
    assert intact(old)


def test_a_long_name_stands_whole_in_the_certificate():
    name = "Liên minh Hợp tác xã " + "và Quỹ tín dụng nhân dân " * 6
    made = keyfiles.make(name.strip(), at=timezone.now())
    assert keyring.subject_of(made.certificate) == name.strip()


def test_a_lost_key_fails_the_document_with_a_sentence_and_a_new_one_heals_it():
    first = make.sealed_document()
    shutil.rmtree(keyfiles.path_of(first.seal.fingerprint).parent)
    keyring_forgets()
    (problem,) = checks.seals_have_their_keys()
    assert problem.id == "emulation.E008"
    assert first.organisation.name in problem.msg
    second = make.sealed_document(first.organisation)
    assert second.state == DocumentState.FAILED
    assert "seal_keys --make" in second.error
    call_command("seal_keys", make=first.organisation_id, stdout=StringIO())
    assert checks.seals_have_their_keys() == []
    services.retry(second, by=None)
    (second,) = make.press([second])
    assert intact(second)
    assert intact(first)


def test_a_key_that_others_can_read_is_named_at_the_start():
    path = keyfiles.path_of(make.sealed_document().seal.fingerprint)
    path.chmod(0o640)
    (problem,) = checks.seals_have_their_keys()
    assert (problem.id, str(path) in problem.msg) == ("emulation.E009", True)


def test_a_key_that_cannot_be_written_makes_no_certificate(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.SEAL_FOLDER = tmp_path / "file" / "seals"
    document = make.sealed_document()
    assert document.state == DocumentState.FAILED
    assert not SealCertificate.objects.exists()


def test_the_command_lists_makes_and_distrusts():
    document = make.sealed_document()
    organisation = document.organisation
    shown = StringIO()
    call_command("seal_keys", make=organisation.pk, stdout=shown)
    assert shown.getvalue().count(organisation.name) == 2
    with pytest.raises(CommandError, match="--reason"):
        call_command("seal_keys", distrust=document.seal.fingerprint[:12])
    with pytest.raises(CommandError, match="No certificates"):
        call_command("seal_keys", distrust="zz")
    with pytest.raises(CommandError, match="no organisation"):
        call_command("seal_keys", make=0)
    call_command("seal_keys", distrust=document.seal.fingerprint[:12], reason="Mất máy", stdout=shown)
    assert "distrusted" in shown.getvalue()
    entry = Entry.objects.get(action="seal.distrust")
    assert (entry.reason, entry.chain) == ("Mất máy", organisation.pk)


def test_the_register_of_certificates_is_never_thinned_or_rewritten():
    certificate = make.sealed_document().seal
    with pytest.raises(DocumentKept):
        certificate.delete()
    with pytest.raises(DocumentKept):
        SealCertificate.objects.all().delete()
    keyring.distrust(certificate, reason="Mất máy", by=None)
    rows = SealCertificate.objects.filter(pk=certificate.pk)
    for change in (
        lambda: rows.update(fingerprint="0" * 64),
        lambda: rows.update(pem="x"),
        lambda: rows.update(distrusted_at=None, distrust_reason=""),
        lambda: rows._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_seal_of_a_printed_document_never_changes():
    document, other = make.sealed_document(), make.sealed_document()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(document).objects.filter(pk=document.pk).update(seal=other.seal)


# The organisation's own key


@pytest.fixture
def own_file(settings, tmp_path):
    """An organisation that seals with a PKCS#12 file of its own; a passphrase that must be written as an address."""
    organisation = make.issuer()
    path, passphrase = tmp_path / "tây ninh.p12", "mật/khẩu: @1"
    path.write_bytes(forgery.own_file("LIÊN MINH HTX TỈNH", passphrase))

    def use(given):
        settings.SEAL_KEYS = {organisation.pk: f"pkcs12://:{quote(given, safe='')}@{quote(str(path))}"}

    use(passphrase)
    organisation.use, organisation.path_of_file = use, path
    return organisation


def test_an_organisations_own_file_seals_and_its_certificate_is_kept(own_file, settings, tmp_path):
    document = make.sealed_document(own_file)
    assert (document.seal.source, document.seal.name) == (SealSource.PKCS12, "LIÊN MINH HTX TỈNH")
    assert "Signature is Valid." in reading.signatures(read_verified(document), tmp_path)
    assert checks.seals_have_their_keys() == []
    assert make.sealed_document(own_file).seal == document.seal
    assert make.sealed_document().seal.source == SealSource.MADE
    settings.SEAL_KEYS = {}
    assert intact(document)
    assert make.sealed_document(own_file).seal.source == SealSource.MADE


def test_a_wrong_passphrase_fails_with_a_sentence_and_stops_the_start(own_file):
    own_file.use("sai")
    document = make.sealed_document(own_file)
    assert document.state == DocumentState.FAILED
    assert "SEAL_KEYS" in document.error
    assert [problem.id for problem in checks.seals_have_their_keys()] == ["emulation.E010"]
    own_file.path_of_file.unlink()
    assert [problem.id for problem in checks.seals_have_their_keys()] == ["emulation.E010"]


@pytest.mark.parametrize(("days", "problem"), [(-1, "emulation.E011"), (20, "emulation.W001")])
def test_an_own_certificate_that_ended_or_ends_soon_is_named(own_file, days, problem):
    own_file.path_of_file.write_bytes(forgery.own_file("LIÊN MINH", "abc", days=days))
    own_file.use("abc")
    assert [one.id for one in checks.seals_have_their_keys()] == [problem]
    document = make.sealed_document(own_file)
    assert (document.state == DocumentState.FAILED) == (days < 0)


def test_a_distrusted_own_certificate_seals_nothing(own_file):
    document = make.sealed_document(own_file)
    keyring.distrust(document.seal, reason="Mất tệp", by=None)
    assert make.sealed_document(own_file).state == DocumentState.FAILED
    assert intact(document)


def test_a_token_without_its_package_or_module_fails_with_a_sentence(settings):
    organisation = make.issuer()
    settings.SEAL_KEYS = {organisation.pk: "pkcs11://:1234@/nowhere/module.so?token=x&key=y"}
    document = make.sealed_document(organisation)
    assert document.state == DocumentState.FAILED
    assert "SEAL_KEYS" in document.error


SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")


@pytest.mark.skipif(not SOFTHSM.exists(), reason="needs SoftHSM")
def test_a_token_seals(settings, tmp_path, monkeypatch):
    pkcs11 = pytest.importorskip("pkcs11", reason="needs python-pkcs11")
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    (tmp_path / "tokens").mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    command = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "lien-minh",
        "--pin",
        "1234",
        "--so-pin",
        "5678",
    ]
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "SOFTHSM2_CONF": str(configuration)}
    )
    certificate, key = forgery.authority("LIÊN MINH HTX TỈNH")
    library = pkcs11.lib(str(SOFTHSM))
    library.reinitialize()
    with library.get_token(token_label="lien-minh").open(rw=True, user_pin="1234") as session:
        plain = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        label = {pkcs11.Attribute.LABEL: "seal", pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: b"1"}
        session.create_object({**decode_rsa_private_key(plain), **label})
        held = decode_x509_certificate(certificate.public_bytes(serialization.Encoding.DER))
        session.create_object({**held, **label})
    organisation = make.issuer()
    settings.SEAL_KEYS = {organisation.pk: f"pkcs11://:1234@{SOFTHSM}?token=lien-minh&key=seal"}
    document = make.sealed_document(organisation)
    assert document.error == ""
    assert (document.seal.source, document.seal.name) == (SealSource.PKCS11, "LIÊN MINH HTX TỈNH")
    assert "Signature is Valid." in reading.signatures(read_verified(document), tmp_path)
    assert intact(document)


# The time of an authority


@pytest.fixture
def time_authority():
    """An authority of time on a port of this machine, as one answers on the web (RFC 3161)."""
    stamps = forgery.time_authority()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamps.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_words):
            """Silence."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_an_authoritys_time_is_added_and_the_file_stays_whole(time_authority, settings, tmp_path):
    settings.SEAL_TIMESTAMP_URL = time_authority
    document = make.sealed_document()
    data = read_verified(document)
    (signature,) = PdfFileReader(BytesIO(data)).embedded_signatures
    attributes = [one["type"].native for one in signature.signer_info["unsigned_attrs"]]
    assert attributes == ["signature_time_stamp_token"]
    assert "Signature is Valid." in reading.signatures(data, tmp_path)
    assert intact(document)


def test_an_authority_that_does_not_answer_fails_with_a_sentence(settings):
    settings.SEAL_TIMESTAMP_URL = "http://127.0.0.1:9/"
    document = make.sealed_document()
    assert document.state == DocumentState.FAILED
    assert "SEAL_TIMESTAMP_URL" in document.error


def test_a_joined_file_for_printing_shows_no_broken_seal(tmp_path):
    document = make.sealed_document()
    data = joined([document], told=lambda done: None)
    assert b"/Sig" not in data
    assert "does not contain any signatures" in reading.signatures(data, tmp_path)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_need_the_first_key_at_once_make_one():
    organisation = make.issuer()
    start, made = threading.Barrier(2), []

    def work():
        try:
            start.wait(timeout=30)
            made.append(keyring.made_for(organisation).fingerprint)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(made) == 2
    assert set(made) == set(SealCertificate.objects.values_list("fingerprint", flat=True))
    assert len(list(keyfiles.path_of("x").parent.iterdir())) == 1


def keyring_forgets():
    """As a new process: no key is in memory."""
    signers.signer_of.cache_clear()
