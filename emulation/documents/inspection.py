"""Reads the signatures of a PDF that a stranger sent. Run as a process of its own: file in, one line of JSON out.

The process has seconds and memory counted, no settings, no secrets and no database (`findings`), so that a file made to
harm does no more than end it. It trusts nothing and knows no certificate: it says what is there, by fingerprint, and
whether every byte of the file is under the signature. Whoever asked compares.
"""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO
from itertools import islice
from typing import Any

from asn1crypto import parser
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

SECONDS = 8
MEMORY = 1024**3
MOST_SIGNATURES = 50
DIGESTS = {"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"}


def inspect(data: bytes) -> dict[str, Any]:
    """{"state": "read" | "encrypted" | "damaged", "signatures": [...]}, each signature as `_signature` says."""
    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        if reader.encrypted:
            return {"state": "encrypted", "signatures": []}
        fields = list(islice(enumerate_sig_fields(reader, filled_status=True), MOST_SIGNATURES))
        signatures = [_signature(reader, data, name, field) for name, _value, field in fields]
        return {"state": "read", "signatures": signatures}
    except Exception:  # whatever a hostile file can raise in a parser
        return {"state": "damaged", "signatures": []}


def _signature(reader: PdfFileReader, data: bytes, name: str, field: Any) -> dict[str, Any]:
    """One signature in plain values.

    sound: the covered bytes are those that were signed, by the key of the certificate with `fingerprint`;
    whole: they are every byte of the file but the signature itself; end: where they end;
    exact: not one byte of the signature's own place is free; added: what came after, as far as it can be told.
    """
    answer: dict[str, Any] = {"field": str(name), "fingerprint": "", "name": "", "at": "", "sound": False}
    answer |= {"whole": False, "exact": False, "end": 0, "added": ""}
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        certificate = signature.signer_cert
        answer["fingerprint"] = certificate.sha256.hex()
        answer["name"] = _holder(certificate.subject.native)
        answer["sound"] = _is_sound(signature, certificate)
        _place(answer, signature, data)
        at = signature.self_reported_timestamp
        answer["at"] = at.isoformat() if at else ""
        if not answer["whole"]:
            answer["added"] = _added(signature)
    except Exception:  # a signature that cannot be read is one that is not sound
        answer["sound"] = answer["whole"] = answer["exact"] = False
    return answer


def _is_sound(signature: EmbeddedPdfSignature, certificate: Any) -> bool:
    if signature.md_algorithm not in DIGESTS or signature.sig_object.get("/Type", "/Sig") != "/Sig":
        return False
    same, signed = validate_sig_integrity(
        signature.signer_info,
        certificate,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    return bool(same and signed)


def _place(answer: dict[str, Any], signature: EmbeddedPdfSignature, data: bytes) -> None:
    """Where the signature lies, read from the bytes themselves: one gap, in it the signature and nothing else."""
    start, first, second, rest = (int(number) for number in signature.byte_range)
    answer["end"] = second + rest
    content = signature.pkcs7_content
    gap = data[first:second]
    fills = start == 0 and gap[:1] == b"<" and gap[-1:] == b">" and len(gap) == 2 * len(content) + 2
    answer["whole"] = fills and second + rest == len(data)
    _class, _method, _tag, header, body, trailer = parser.parse(content)
    unused = content[len(header) + len(body) + len(trailer) :]
    answer["exact"] = fills and not unused.strip(b"\0") and gap[1:-1] == content.hex().upper().encode()


def _added(signature: EmbeddedPdfSignature) -> str:
    """ "none", "lta_updates", "form_filling", "annotations", "other"; "" when it cannot be told."""
    try:
        signature.compute_integrity_info()
        found = signature.diff_result
        return found.modification_level.name.lower() if isinstance(found, DiffResult) else "other"
    except Exception:  # the comparison of revisions is a courtesy
        return ""


def _holder(subject: dict[str, Any]) -> str:
    name = subject.get("organization_name") or subject.get("common_name") or ""
    return str(name if isinstance(name, str) else name[0])[:300]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    json.dump(inspect(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
