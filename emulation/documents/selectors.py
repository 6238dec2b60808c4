"""Reads of issued documents, and the one way to their bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404
from django.utils.translation import gettext as _

from emulation.documents import storage
from emulation.documents.codes import normal
from emulation.documents.digest import file_digest
from emulation.documents.models import IssuedDocument, IssuedDocumentQuerySet, SealCertificate
from emulation.documents.states import DocumentState, DocumentStatus
from emulation.jobs.selectors import job_for
from emulation.verdicts import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

ROWS_A_QUERY = 500


class FileDamaged(Exception):
    """The stored file is gone or is not, byte for byte, what was issued; the message is a sentence for a page."""


def by_code(typed: str) -> IssuedDocument | None:
    """The printed document with that code, however it was typed; None for anything else."""
    code = normal(typed)
    if not code:
        return None
    return IssuedDocument.objects.printed().filter(code=code).first()


def by_file_digest(fingerprint: str) -> IssuedDocument | None:
    """The printed document whose stored file has that SHA-256; of equal files the one in force, then the newest."""
    rows = (
        IssuedDocument.objects.printed()
        .filter(file_digest=fingerprint)
        .select_related("organisation", "seal")
    )
    return max(rows, key=lambda row: (row.status == DocumentStatus.VALID, row.pk), default=None)


def certificates_by_fingerprint(fingerprints: Iterable[str]) -> dict[str, SealCertificate]:
    """Those of the fingerprints that the register knows, one query."""
    known = SealCertificate.objects.filter(fingerprint__in=list(fingerprints))
    return {certificate.fingerprint: certificate for certificate in known}


def documents_in_order(ids: Iterable[int]) -> list[IssuedDocument]:
    """The documents with these ids in the order of `ids`, unknown ones left out; few queries for many ids."""
    wanted = list(ids)
    found: dict[int, IssuedDocument] = {}
    for start in range(0, len(wanted), ROWS_A_QUERY):
        found |= IssuedDocument.objects.in_bulk(wanted[start : start + ROWS_A_QUERY])
    return [found[pk] for pk in wanted if pk in found]


def failed_among(ids: Iterable[int]) -> IssuedDocumentQuerySet:
    """Those of `ids` that could not be printed, each with its cause in `error`."""
    return IssuedDocument.objects.filter(pk__in=list(ids), state=DocumentState.FAILED)


class Bundle(NamedTuple):
    """A stored bundle: where it lies, what it is called for its owner, its type."""

    file: str
    name: str
    type: str


def bundle_for(user: AbstractBaseUser | AnonymousUser, pk: int) -> Bundle:
    """What the finished bundle or draft job of this user made; otherwise Http404, as for one that does not exist."""
    job = job_for(user, pk)
    if job.kind not in ("documents.bundle", "documents.preview") or not job.result:
        raise Http404
    return Bundle(job.result["file"], job.result["name"], job.result["type"])


def read_verified(document: IssuedDocument) -> bytes:
    """The issued file, byte for byte. Raises FileDamaged when it is not there or is not what was issued."""
    if not document.is_ready:
        raise FileDamaged(_("This document is not printed yet."))
    try:
        data = storage.read(document.file.name or "")
    except storage.StorageTrouble as problem:
        raise FileDamaged(
            _("The file of document %(code)s cannot be read (%(cause)s).")
            % {"code": document.shown_code, "cause": problem}
        ) from problem
    if file_digest(data) != document.file_digest:
        raise FileDamaged(
            _(
                "The stored file of document %(code)s is not the one that was issued: its fingerprint differs. "
                "It is not handed out; restore it from the backup."
            )
            % {"code": document.shown_code}
        )
    return data


def issued_bytes(document: IssuedDocument) -> bytes:
    """The issued file, checked byte for byte; Http404 while it is not printed, Refused when it was damaged."""
    if document.state != DocumentState.RENDERED:
        raise Http404
    try:
        return read_verified(document)
    except FileDamaged as damage:
        raise Refused(str(damage)) from damage
