"""A seal as others see it: poppler's pdfsig, pyHanko's validator, the register."""

from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from emulation.documents.digest import file_digest
from emulation.documents.selectors import read_verified
from emulation.documents.states import DocumentState
from emulation.documents.tests import factories as make
from emulation.documents.tests import reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sealed_paper(monkeypatch):
    make.sealed_paper(monkeypatch)


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
    print(shown)
    assert "Signature is Valid." in shown
    assert "Total document signed" in shown
    assert document.organisation.name in shown
