"""Seals a finished PDF: PAdES baseline B in the name of an organisation, over the whole file, nothing allowed after it.

The signature is of the organisation's key, not of a person. Its field is called "Seal" and the public code, its time is
the server's; by SEAL_TIMESTAMP_URL an authority's time is added (baseline T). Without it the container is exactly as
long as its content, so that not one byte of the file is free to be changed.
For the worker alone: pyHanko takes half a second to import.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer, select_suitable_signing_md
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError

from emulation.documents.keyfiles import KeyTrouble
from emulation.documents.keyring import signer_for
from emulation.documents.models import SealCertificate

if TYPE_CHECKING:
    from emulation.organisations.models import Organisation

FIELD = "Seal"
REASON = "Ban hành văn bản"
# A token of an authority is a few kilobytes; what is not filled stays zero, and the check demands it.
ROOM_FOR_A_TIMESTAMP = 16_384
TRIES = 200


class SealProblem(Exception):
    """A file that could not be sealed; the message is a sentence for the page of the document."""


class Sealed(NamedTuple):
    """The sealed file and the certificate it was sealed with."""

    data: bytes
    certificate: SealCertificate


def seal(data: bytes, *, organisation: Organisation, code: str, address: str) -> Sealed:
    """`data`, a PDF of ours without signatures, sealed in the name of `organisation`.

    code, address: of the public check; they stand in the seal and are covered by it. Raises SealProblem.
    """
    try:
        with signer_for(organisation) as (certificate, signer):
            metadata = PdfSignatureMetadata(
                field_name=FIELD + code,
                md_algorithm=_algorithm(signer),
                name=certificate.name,
                reason=REASON,
                contact_info=address,
                certify=True,
                docmdp_permissions=MDPPerm.NO_CHANGES,
                subfilter=SigSeedSubFilter.PADES,
            )
            return Sealed(_sealed(data, signer, metadata, at=timezone.now()), certificate)
    except KeyTrouble as trouble:
        raise SealProblem(str(trouble)) from trouble
    except TimestampRequestError as trouble:
        raise SealProblem(
            _("The time authority of SEAL_TIMESTAMP_URL does not answer; try again later.")
        ) from trouble
    except SigningError as trouble:
        raise SealProblem(_("The file could not be sealed (%(cause)s).") % {"cause": trouble}) from trouble


def _sealed(data: bytes, signer: Signer, metadata: PdfSignatureMetadata, *, at: datetime) -> bytes:
    # pyHanko signs in a loop of its own; a thread has none yet, whoever calls.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(lambda: asyncio.run(_sign(data, signer, metadata, at))).result()


async def _sign(data: bytes, signer: Signer, metadata: PdfSignatureMetadata, at: datetime) -> bytes:
    session = PdfSigner(metadata, signer).init_signing_session(IncrementalPdfFileWriter(BytesIO(data)))
    session.system_time = at
    authority = HTTPTimeStamper(settings.SEAL_TIMESTAMP_URL) if settings.SEAL_TIMESTAMP_URL else None
    container = _Container(signer, session.md_algorithm, at, authority)
    size = await container.size()
    tbs = session.prepare_tbs_document(validation_info=None, bytes_reserved=2 * size)
    prepared, output = tbs.digest_tbs_document()
    prepared.fill_with_cms(output, await container.over(prepared.document_digest, size))
    output.seek(0)
    return bytes(output.read())


class _Container:
    """Makes the signature's container until it has the size that was kept free for it.

    A signature on an elliptic curve is one of three lengths by chance; with an authority's token the rest stays zero.
    """

    def __init__(self, signer: Signer, algorithm: str, at: datetime, authority: TimeStamper | None) -> None:
        self.signer, self.algorithm, self.at, self.authority = signer, algorithm, at, authority

    async def size(self) -> int:
        # Of two samples the longer: a very short signature is rare, and would be waited for long.
        samples = [len(await self._made(bytes(32), None)) for _sample in range(2)]
        return max(samples) + (ROOM_FOR_A_TIMESTAMP if self.authority else 0)

    async def over(self, digest: bytes, size: int) -> bytes:
        for _attempt in range(TRIES):
            made = await self._made(digest, self.authority)
            if len(made) == size or (self.authority and len(made) < size):
                return made
        raise SigningError("the signature never had its size")

    async def _made(self, digest: bytes, authority: TimeStamper | None) -> bytes:
        container = await self.signer.async_sign(
            digest,
            self.algorithm,
            use_pades=True,
            timestamper=authority,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=self.at),
        )
        return bytes(container.dump())


def _algorithm(signer: Signer) -> str:
    if signer.signing_cert is None:
        raise KeyTrouble(_("The key has no certificate."))
    return str(select_suitable_signing_md(signer.signing_cert.public_key))
