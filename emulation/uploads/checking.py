"""Whether a file that came in may be opened: its size first, then what it is, never what it is called."""

import re
from typing import IO, Protocol

from django.conf import settings

from emulation.spreadsheets import UnreadableBook, kind_of
from emulation.spreadsheets.biff import survey_xls
from emulation.uploads.archives import check_archive
from emulation.uploads.refusals import (
    EMPTY,
    MACROS,
    NO_SPREADSHEET,
    TOO_BIG,
    WEB_PAGE,
    UploadRefused,
    sentence_of,
)
from emulation.uploads.scans import scan_kind

__all__ = ["UploadRefused", "check_scan", "check_spreadsheet", "content_of", "sentence_of"]

MEGABYTE = 1024 * 1024
MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|table|meta|head|style)", re.IGNORECASE)
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Received(Protocol):
    """A Django File, an uploaded file or any open binary file."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> object: ...

    def tell(self) -> int: ...


def check_spreadsheet(file: Received | IO[bytes]) -> str:
    """ "xlsx", "xls" or "csv" by content; the file is at its beginning again.

    Raises UploadRefused for a file over UPLOAD_MAX_BYTES (before any of it is read), an empty, damaged,
    encrypted or unknown one, one that unpacks to too much, and one with macros, links to other files or
    XML declarations.
    """
    return _kind(content_of(file))


def check_scan(file: Received | IO[bytes]) -> str:
    """ "pdf", "jpeg" or "png" by content; the file is at its beginning again.

    Raises UploadRefused for a file over UPLOAD_MAX_BYTES, an empty or incomplete one, a protected PDF, one
    that runs, sends, fetches or carries something, a picture of more pixels than a scan has.
    """
    return scan_kind(content_of(file))


def content_of(file: Received | IO[bytes]) -> bytes:
    """All bytes of the file, which is at its beginning again; raises UploadRefused if it is too large or empty."""
    size, limit = _size(file), settings.UPLOAD_MAX_BYTES
    if size > limit:
        megabytes = {"size": -(-size // MEGABYTE), "limit": limit // MEGABYTE}
        raise UploadRefused(TOO_BIG % megabytes)
    file.seek(0)
    data = file.read(limit + 1)
    file.seek(0)
    if not data.strip():
        raise UploadRefused(EMPTY)
    return data


def _size(file: Received | IO[bytes]) -> int:
    known = getattr(file, "size", None)
    if isinstance(known, int):
        return known
    file.seek(0, 2)
    return file.tell()


def _kind(data: bytes) -> str:
    kind = kind_of(data)
    if kind is None:
        raise UploadRefused(NO_SPREADSHEET)
    if kind == "xlsx":
        check_archive(data)
    elif kind == "xls":
        _check_old(data)
    elif MARKUP.match(_unmarked(data)):
        raise UploadRefused(WEB_PAGE)
    return kind


def _check_old(data: bytes) -> None:
    try:
        survey = survey_xls(data)
    except UnreadableBook as failure:
        raise UploadRefused(sentence_of(failure.trouble)) from failure
    if survey.macros:
        raise UploadRefused(MACROS)


def _unmarked(data: bytes) -> bytes:
    """The beginning as single bytes, without a byte order mark and the zeros of UTF-16."""
    start = data[:200]
    for mark in MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"")
