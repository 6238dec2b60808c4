"""The check of a file: what somebody shows is judged by its bytes, whatever was done to them."""

from io import BytesIO

import pikepdf
import pytest
from cryptography import x509

from emulation.documents import filecheck, findings, keyring, sealing, services
from emulation.documents.filecheck import Outcome
from emulation.documents.inspection import inspect
from emulation.documents.printing import Printed, file
from emulation.documents.selectors import read_verified
from emulation.documents.states import DocumentStatus
from emulation.documents.tests import factories as make
from emulation.documents.tests import forgery, reading

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _sealed_paper(monkeypatch):
    make.sealed_paper(monkeypatch)


@pytest.fixture
def sealed():
    return make.sealed_document()


def judged(data):
    """As `answer_for` judges what the register does not know, without the process of its own."""
    return filecheck.judged(data, findings.of(inspect(data)))


def test_a_sealed_file_is_intact_and_its_document_is_named(sealed):
    answer = filecheck.answer_for(read_verified(sealed))
    assert (answer.outcome, answer.remarks) == (Outcome.INTACT, ())
    assert (answer.document, answer.certificate) == (sealed, sealed.seal)
    assert abs((answer.sealed_at - sealed.rendered_at).total_seconds()) < 60


def test_a_changed_byte_anywhere_is_found_here_and_by_others(sealed, tmp_path):
    data = read_verified(sealed)
    certificate = x509.load_pem_x509_certificate(sealed.seal.pem.encode())
    start = data.index(b"/Contents <") + len(b"/Contents ")
    end = data.index(b">", start)
    covered = [*range(0, start, start // 25), start - 1, *range(end + 1, len(data), 70), len(data) - 1]
    for place in covered:
        changed = _changed(data, place, 0x01)
        assert judged(changed).outcome == Outcome.CHANGED, f"byte {place}"
        assert "Signature is Valid." not in reading.signatures(changed, tmp_path), f"byte {place}"
    # The place of the signature itself: a capital for a small hex digit is the same signature, not the same file.
    for place in (start, *range(start + 1, end, 75), end - 1, end):
        for bit in (0x01, 0x20):
            assert judged(_changed(data, place, bit)).outcome == Outcome.CHANGED, f"byte {place}, bit {bit}"
    # Its first hundred digits are names of algorithms, which no reader compares; the certificate follows.
    for place in (*range(start + 120, start + 1200, 180), end - 40, end - 1):
        assert not forgery.is_valid(_changed(data, place, 0x01), certificate), f"byte {place}"
    assert "Signature is Valid." in reading.signatures(data, tmp_path)
    assert forgery.is_valid(data, certificate)


def _changed(data, place, bit):
    changed = bytearray(data)
    changed[place] ^= bit
    return bytes(changed)


def test_what_was_appended_after_the_seal_is_found_and_the_document_named(sealed, tmp_path):
    data = forgery.appended(read_verified(sealed))
    answer = filecheck.answer_for(data)
    assert answer.outcome == Outcome.CHANGED
    assert answer.remarks == (filecheck.APPENDED, filecheck.ADDED["other"])
    assert answer.document == sealed
    assert "Not total document signed" in reading.signatures(data, tmp_path)


@pytest.mark.parametrize("tail", [b"\0", b"\n", b"%%EOF\n", b" " * 5000])
def test_not_even_blank_bytes_can_be_appended(sealed, tail):
    assert judged(read_verified(sealed) + tail).outcome == Outcome.CHANGED


def test_a_second_signature_over_the_seal_is_told(sealed):
    data = forgery.signed(read_verified(sealed), forgery.stranger("Ai đó"), "Signature1")
    answer = filecheck.answer_for(data)
    assert answer.outcome == Outcome.CHANGED
    assert filecheck.SIGNED_LATER in answer.remarks
    assert answer.document == sealed


def test_a_stranger_in_the_same_name_is_unknown(sealed):
    data = forgery.signed(make.plain(), forgery.stranger(sealed.seal.name), f"Seal{sealed.code}")
    answer = filecheck.answer_for(data)
    assert answer.outcome == Outcome.UNKNOWN
    assert answer.remarks == (filecheck.STRANGER,)
    assert (answer.signer, answer.document, answer.certificate) == (sealed.seal.name, None, None)


def test_our_own_signature_on_another_file_is_broken(sealed):
    data = read_verified(sealed)
    start = data.index(b"/Contents <")
    other = read_verified(make.sealed_document(sealed.organisation, number="06/QĐ-UBND"))
    place = other.index(b"/Contents <")
    moved = other[:place] + data[start : data.index(b">", start)] + other[other.index(b">", place) :]
    assert judged(moved).outcome == Outcome.CHANGED


def test_a_seal_of_ours_on_what_was_never_issued_is_told(sealed):
    organisation = sealed.organisation
    code = "0" * 20
    data = sealing.seal(make.plain(), organisation=organisation, code=code, address="https://x/").data
    answer = filecheck.answer_for(data)
    assert (answer.outcome, answer.certificate) == (Outcome.UNREGISTERED, sealed.seal)
    assert answer.document is None


def test_a_seal_with_the_code_of_another_file_is_not_that_document(sealed):
    """The key itself was misused: only the register tells."""
    data = sealing.seal(
        make.plain(), organisation=sealed.organisation, code=sealed.code, address="https://x/"
    ).data
    answer = filecheck.answer_for(data)
    assert (answer.outcome, answer.remarks) == (Outcome.CHANGED, (filecheck.NOT_AS_ISSUED,))


def test_a_distrusted_key_proves_nothing_but_the_register_still_knows_its_files(sealed):
    data = sealing.seal(
        make.plain(), organisation=sealed.organisation, code="0" * 20, address="https://x/"
    ).data
    keyring.distrust(sealed.seal, reason="Máy chủ bị mất", by=None)
    assert filecheck.answer_for(data).outcome == Outcome.UNKNOWN
    assert filecheck.answer_for(read_verified(sealed)).outcome == Outcome.INTACT


def test_a_replaced_document_is_intact_and_replaced(sealed):
    services.reissue(sealed, make.decision(number="07/QĐ-UBND"), reason="Sai số", by=None)
    answer = filecheck.answer_for(read_verified(sealed))
    assert answer.outcome == Outcome.INTACT
    assert answer.document.status == DocumentStatus.REPLACED


def test_an_unsealed_file_is_known_by_its_fingerprint():
    (document,) = make.filed()
    answer = filecheck.answer_for(read_verified(document))
    assert (answer.outcome, answer.remarks) == (Outcome.INTACT, (filecheck.BY_REGISTER,))
    assert answer.document == document
    assert filecheck.answer_for(read_verified(document) + b"\n").outcome != Outcome.INTACT


def test_of_two_equal_files_the_one_in_force_answers():
    first, second = make.issued(2)
    for document in (first, second):
        file([Printed(document, b"%PDF-1.7 the same", 1)])
    services.withdraw(second, reason="Ban hành hai lần", by=None)
    assert filecheck.answer_for(b"%PDF-1.7 the same").document == first


def _protected():
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        output = BytesIO()
        pdf.save(output, encryption=pikepdf.Encryption(owner="x", user="y"))
        return output.getvalue()


@pytest.mark.parametrize(
    ("data", "outcome", "remark"),
    [
        (b"", Outcome.UNREADABLE, filecheck.NO_PDF),
        (b"\0" * 4000, Outcome.UNREADABLE, filecheck.NO_PDF),
        (b"PK\x03\x04 a Word file", Outcome.UNREADABLE, filecheck.NO_PDF),
        (b"\xff\xd8\xff a photograph", Outcome.UNREADABLE, filecheck.NO_PDF),
        (b"%PDF-1.7\n" + b"\0" * 4000, Outcome.UNREADABLE, filecheck.DAMAGED),
        (b"%PDF-1.7\n" + b"[" * 100_000, Outcome.UNREADABLE, filecheck.DAMAGED),
        (
            b"%PDF-1.7\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n9\n%%EOF",
            Outcome.UNREADABLE,
            filecheck.DAMAGED,
        ),
    ],
)
def test_what_is_no_sound_pdf_is_unreadable(data, outcome, remark):
    answer = filecheck.answer_for(data)
    assert (answer.outcome, answer.remarks) == (outcome, (remark,))


def test_a_protected_file_and_one_without_a_seal_say_so():
    assert filecheck.answer_for(_protected()).remarks == (filecheck.ENCRYPTED,)
    answer = filecheck.answer_for(make.plain())
    assert (answer.outcome, answer.remarks) == (Outcome.UNKNOWN, (filecheck.NO_SEAL,))


def test_half_a_sealed_file_is_changed(sealed):
    data = read_verified(sealed)
    assert judged(data[: len(data) // 2]).outcome == Outcome.UNREADABLE
    # Cut within the last revision, the claim can be read and the signature cannot.
    assert judged(data[:-600]).outcome == Outcome.CHANGED


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(findings, "SECONDS", 0.01)
    answer = filecheck.answer_for(make.plain())
    assert (answer.outcome, answer.remarks) == (Outcome.UNREADABLE, (filecheck.STOPPED,))


def test_the_process_that_reads_is_bounded_in_memory(monkeypatch, tmp_path):
    greedy = tmp_path / "greedy.py"
    greedy.write_text(
        "import importlib.util\n"
        f"spec = importlib.util.spec_from_file_location('inspection', {str(findings.INSPECTION)!r})\n"
        "inspection = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(inspection)\n"
        "inspection.inspect = lambda data: {'state': str(len(bytearray(inspection.MEMORY))), 'signatures': []}\n"
        "inspection.main()\n"
    )
    monkeypatch.setattr(findings, "INSPECTION", greedy)
    assert findings.findings_in(b"").state == "stopped"


def test_the_process_that_reads_knows_no_secret(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    said = '{"state": ",".join(os.environ), "signatures": []}'
    spy.write_text(f"import json, os; print(json.dumps({said}))")
    monkeypatch.setattr(findings, "INSPECTION", spy)
    monkeypatch.setenv("SECRET_KEY", "x")
    assert set(findings.findings_in(b"").state.split(",")) <= {*findings.KEPT, "LC_CTYPE"}
