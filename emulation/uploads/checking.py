"""What came in: refused by content, before anything is read of it."""

from __future__ import annotations

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _


class UploadRefused(Exception):
    """A file that is not taken; the message is the sentence for the person who sent it."""


SCANS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png"}


def check_scan(file: File[bytes]) -> str:
    """ "pdf", "jpeg" or "png" by content; UploadRefused otherwise."""
    if not file.size:
        raise UploadRefused(_("The file is empty."))
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused(_("The file is too large."))
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    for mark, kind in SCANS.items():
        if head.startswith(mark):
            return kind
    raise UploadRefused(_("Only PDF, JPEG and PNG files are taken."))


def sentence_of(trouble: object) -> str:
    return str(trouble)


def check_spreadsheet(file: File[bytes]) -> str:
    if not file.size:
        raise UploadRefused(_("The file is empty."))
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused(_("The file is too large."))
    return "xlsx"
