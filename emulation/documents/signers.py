"""pyHanko's signer for a key: kept in memory, because opening the file costs more than signing."""

from __future__ import annotations

from functools import lru_cache

from asn1crypto import keys, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from emulation.documents import keyfiles
from emulation.documents.keyfiles import KeyTrouble


@lru_cache(maxsize=64)
def signer_of(fingerprint: str, pem: str) -> SimpleSigner:
    """What signs with the key file of that certificate. Raises KeyTrouble."""
    key = keyfiles.load(fingerprint)
    certificate = pyca.load_pem_x509_certificate(pem.encode())
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        signing_cert=x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=SimpleCertificateStore(),
    )


def certificate_of(signer: Signer) -> pyca.Certificate:
    """The certificate that a signer signs with. Raises KeyTrouble when it has none."""
    if signer.signing_cert is None:
        raise KeyTrouble("The key has no certificate.")
    return pyca.load_der_x509_certificate(signer.signing_cert.dump())
