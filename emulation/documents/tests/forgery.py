"""What others do to a file: sign it with a key of their own, append to it, keys and authorities of theirs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from emulation.documents import keyfiles

DER, PKCS8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8


def stranger(name: str) -> SimpleSigner:
    """A key with a self-made certificate in any name, ours too: nothing but the key differs."""
    made = keyfiles.make(name, at=timezone.now())
    plain = made.key.private_bytes(DER, PKCS8, serialization.NoEncryption())
    return SimpleSigner(
        signing_cert=asn1.Certificate.load(made.certificate.public_bytes(DER)),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=SimpleCertificateStore(),
    )


def signed(data: bytes, signer: SimpleSigner, field: str) -> bytes:
    """`data` with a further signature over all of it."""
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason="Ban hành văn bản"
    )
    # A reader that is not ours does not ask whether the document may still be signed.
    writer = IncrementalPdfFileWriter(BytesIO(data))
    pdf_signer = PdfSigner(metadata, signer)
    pdf_signer._enforce_certification_constraints = lambda reader: None
    return _in_a_loop(pdf_signer.async_sign_pdf(writer)).getvalue()


def appended(data: bytes) -> bytes:
    """`data` with a new revision that puts other content before that of the first page."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0]
    content = generic.StreamObject(stream_data=b"1 0 0 rg 100 400 300 200 re f")
    old = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([writer.add_object(content), old])
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def is_valid(data: bytes, certificate: x509.Certificate) -> bool:
    """pyHanko's own judgement of the only signature, trusting that certificate and no other."""
    try:
        (signature,) = PdfFileReader(BytesIO(data)).embedded_signatures
        root = asn1.Certificate.load(certificate.public_bytes(DER))
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        status = _in_a_loop(async_validate_pdf_signature(signature, context))
    except Exception:  # a reader that cannot read says so in many ways
        return False
    return bool(status.bottom_line)


def authority(name: str, *, usage: Any = None, days: int = 365) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    """A certificate on an RSA key as a public authority gives it, made out by itself."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)])
    start = timezone.now() - timedelta(days=400)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=400 + days))
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    else:
        builder = builder.add_extension(keyfiles.KEY_USAGE, critical=True)
    return builder.sign(key, hashes.SHA256()), key


def own_file(name: str, passphrase: str, **options: Any) -> bytes:
    """A PKCS#12 file as an authority hands it to an organisation."""
    certificate, key = authority(name, **options)
    return pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, None, serialization.BestAvailableEncryption(passphrase.encode())
    )


def time_authority() -> Any:
    """An authority that stamps any digest with the present time."""
    certificate, key = authority("Cơ quan cấp dấu thời gian", usage=ExtendedKeyUsageOID.TIME_STAMPING)
    return DummyTimeStamper(
        tsa_cert=asn1.Certificate.load(certificate.public_bytes(DER)),
        tsa_key=keys.PrivateKeyInfo.load(key.private_bytes(DER, PKCS8, serialization.NoEncryption())),
    )


def later(**spans: float) -> datetime:
    return timezone.now() + timedelta(**spans)


def _in_a_loop(work: Any) -> Any:
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()
