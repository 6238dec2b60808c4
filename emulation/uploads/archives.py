"""A zip that says it is a workbook, inspected before anything reads it: sizes, kinds of parts, XML."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from emulation.uploads.refusals import (
    BOMB,
    DAMAGED,
    DECLARED,
    ENCRYPTED,
    EXTERNAL,
    MACROS,
    NO_SPREADSHEET,
    SAVE_AS_XLSX,
    TOO_MUCH,
    UploadRefused,
)

MOST_ENTRIES = 2_000
MOST_INFLATED = 300 * 1024 * 1024
# A long list repeats itself and shrinks to a twentieth; only what unpacks to much is measured.
MOST_RATIO, RATIO_FROM = 100, 10 * 1024 * 1024
PIECE = 1024 * 1024
LOCAL_HEADER = b"PK\x03\x04"
XML_SUFFIXES = (".xml", ".rels", ".vml")
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("xl/macrosheets/", "xl/activex/", "xl/dialogsheets/")
MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet")
EXTERNAL_PARTS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/")
OTHER_DOCUMENTS = ("xl/workbook.bin", "word/document.xml", "ppt/presentation.xml", "content.xml")


def check_archive(data: bytes) -> None:
    """Raise UploadRefused unless `data` is an .xlsx that unpacks to what it says and holds only data."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as failure:
        raise UploadRefused(DAMAGED) from failure
    _check_sizes(entries, len(data))
    _check_parts({entry.filename.lower() for entry in entries})
    for entry in entries:
        if entry.filename.lower().endswith(XML_SUFFIXES):
            _check_xml(entry.filename.lower(), _inflated(data, entry))
        else:
            for _piece in _inflated(data, entry):
                pass


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise UploadRefused(TOO_MUCH)
    total = sum(entry.file_size for entry in entries)
    if total > MOST_INFLATED or (total > RATIO_FROM and total > size * MOST_RATIO):
        raise UploadRefused(BOMB)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UploadRefused(ENCRYPTED)
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise UploadRefused(DAMAGED)


def _check_parts(names: set[str]) -> None:
    if any(name.endswith(MACRO_PARTS) or name.startswith(MACRO_FOLDERS) for name in names):
        raise UploadRefused(MACROS)
    if any(name.startswith(EXTERNAL_PARTS) for name in names):
        raise UploadRefused(EXTERNAL)
    if "xl/workbook.xml" not in names:
        raise UploadRefused(SAVE_AS_XLSX if names & set(OTHER_DOCUMENTS) else NO_SPREADSHEET)


def _inflated(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of one entry in pieces, measured while it is unpacked: it may not exceed what it says.

    Python's own reader stops at the size that the directory claims; other readers go on to the end, so the
    claim itself has to be tested.
    """
    left = entry.file_size
    for piece in _pieces(data, entry):
        left -= len(piece)
        if left < 0:
            raise UploadRefused(BOMB)
        yield piece
    if left:
        raise UploadRefused(DAMAGED)


def _pieces(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    at = entry.header_offset
    if data[at : at + 4] != LOCAL_HEADER or len(data) < at + 30:
        raise UploadRefused(DAMAGED)
    name_length, extra_length = struct.unpack_from("<HH", data, at + 26)
    start = at + 30 + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise UploadRefused(DAMAGED)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, PIECE)
            packed = unpacker.unconsumed_tail
    except zlib.error as failure:
        raise UploadRefused(DAMAGED) from failure
    if not unpacker.eof:
        raise UploadRefused(DAMAGED)


def _check_xml(name: str, pieces: Iterator[bytes]) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_declarations
    if name == "[content_types].xml":
        parser.StartElementHandler = _check_type
    elif name.endswith(".rels"):
        parser.StartElementHandler = _check_relation
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as failure:
        raise UploadRefused(DAMAGED) from failure


def _refuse_declarations(*_: object) -> None:
    raise UploadRefused(DECLARED)


def _check_type(_tag: str, attributes: dict[str, str]) -> None:
    if any(word in attributes.get("ContentType", "").lower() for word in MACRO_TYPES):
        raise UploadRefused(MACROS)


def _check_relation(_tag: str, attributes: dict[str, str]) -> None:
    """Links that a reader follows by hand are harmless; everything else outside the file is not."""
    outside = attributes.get("TargetMode", "").lower() == "external"
    if outside and not attributes.get("Type", "").endswith("/hyperlink"):
        raise UploadRefused(EXTERNAL)
