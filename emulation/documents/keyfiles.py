"""The private keys that this program makes for its seals: one encrypted file each, for the eyes of its owner alone.

A file is called by the fingerprint of its certificate; which certificates there are, the register knows (`keyring`).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _

YEARS = 10
COMMON_NAME_BYTES = 64  # ITU-T X.520, ub-common-name; a Vietnamese letter takes up to three
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
KEY_USAGE = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


class KeyTrouble(Exception):
    """A private key that cannot be used; the message is a sentence that says why and what to do."""


class Made(NamedTuple):
    """A new key with its self-signed certificate."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def make(name: str, *, at: datetime) -> Made:
    """A key on the curve P-256 and a certificate in the name of `name`, good for ten years from `at`."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, _short(name)),
        ]
    )
    start = at.replace(microsecond=0)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=YEARS * 365))
        .add_extension(KEY_USAGE, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Made(certificate, key)


def _short(name: str) -> str:
    """As much of a long name as a common name may hold; the organisation's name stands beside it in full."""
    return name.encode()[:COMMON_NAME_BYTES].decode(errors="ignore").strip()


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate's DER form, 64 hex digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def store(made: Made) -> None:
    """Write the key, encrypted, for its owner alone to read; an existing file is never written over.

    Raises KeyTrouble when the folder takes nothing.
    """
    data = made.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_passphrase()),
    )
    path = path_of(fingerprint(made.certificate))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise KeyTrouble(
            _("A new key for the seal cannot be written to %(folder)s (%(cause)s).")
            % {"folder": path.parent, "cause": problem.strerror}
        ) from problem


def load(name: str) -> ec.EllipticCurvePrivateKey:
    """The private key of the certificate with that fingerprint. Raises KeyTrouble."""
    path = path_of(name)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), _passphrase())
    except OSError as problem:
        raise KeyTrouble(
            _(
                "The key of the seal is not in %(folder)s (%(cause)s). Put the file %(file)s back from its copy, "
                "or make a new key: manage.py seal_keys --make."
            )
            % {"folder": path.parent, "file": path.name, "cause": problem.strerror}
        ) from problem
    except (ValueError, TypeError) as problem:
        raise KeyTrouble(
            _(
                "The key of the seal %(file)s cannot be opened: SEAL_PASSPHRASE or SECRET_KEY is not the one it was "
                "made with, or the file is damaged."
            )
            % {"file": path.name}
        ) from problem
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyTrouble(_("The file %(file)s holds no key of a seal.") % {"file": path.name})
    return key


def remove(name: str) -> None:
    """Forget a key whose certificate never came into the register."""
    path_of(name).unlink(missing_ok=True)


def is_private(name: str) -> bool:
    """Whether nobody but the owner may read or write the file; True where there is none."""
    try:
        return not stat.S_IMODE(path_of(name).stat().st_mode) & 0o077
    except OSError:
        return True


def path_of(name: str) -> Path:
    return Path(settings.SEAL_FOLDER) / f"{name}.pem"


def _passphrase() -> bytes:
    """Of the secret, not the secret itself: what leaks of one use helps no other."""
    secret = settings.SEAL_PASSPHRASE or settings.SECRET_KEY
    return hmac.new(secret.encode(), b"emulation.documents.seal", hashlib.sha256).hexdigest().encode()
