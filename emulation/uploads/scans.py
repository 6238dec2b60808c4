"""Scans of signed papers: a PDF, JPEG or PNG by its content, complete, and with nothing in it that acts.

A PDF that a person saved instead of scanning may hold links to the web: they wait for a click, and the reader
shows where they lead. Everything that runs on opening, sends, fetches or carries another file is refused.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pikepdf
from PIL import Image, ImageFile

from emulation.uploads.refusals import (
    NO_SCAN,
    SCAN_ACTIVE,
    SCAN_DAMAGED,
    SCAN_PROTECTED,
    SCAN_TOO_LARGE,
    UploadRefused,
)

MOST_PIXELS = 60_000_000
MOST_OBJECTS = 200_000
END_WITHIN = 2048
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
}
ACTIVE_KEYS = {"/JS", "/XFA", "/AA", "/EF", "/EmbeddedFiles", "/Collection", "/RichMediaContent"}
ACTIVE_SUBTYPES = {"/FileAttachment", "/Screen", "/Movie", "/Sound", "/3D", "/RichMedia"}
# What a printed paper may do when somebody clicks: go to a page of its own, open a page of the web.
HARMLESS_ACTIONS = {"/GoTo", "/Named", "/URI"}
HARMLESS_ADDRESSES = ("http://", "https://", "mailto:")
PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


def scan_kind(data: bytes) -> str:
    """ "pdf", "jpeg" or "png"; raises UploadRefused for anything else and for what is unfit to be kept."""
    if b"%PDF-" in data[:1024]:
        _check_pdf(data)
        return "pdf"
    for signature, form in PICTURES.items():
        if data.startswith(signature):
            _check_picture(data, form)
            return form.lower()
    raise UploadRefused(NO_SCAN)


def _check_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-END_WITHIN:]:
        raise UploadRefused(SCAN_DAMAGED)
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if len(pdf.objects) > MOST_OBJECTS or not pdf.pages:
                raise UploadRefused(SCAN_DAMAGED)
            if any(_acts(dictionary) for dictionary in _dictionaries(pdf)):
                raise UploadRefused(SCAN_ACTIVE)
    except pikepdf.PasswordError as failure:
        raise UploadRefused(SCAN_PROTECTED) from failure
    except (pikepdf.PdfError, ValueError, RuntimeError) as failure:
        raise UploadRefused(SCAN_DAMAGED) from failure


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary in the file, also those inside others, each once."""
    waiting = list(pdf.objects)
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            parts = list(item)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield item
            parts = [value for _, value in item.items()]
        else:
            continue
        waiting += [part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect]


def _acts(dictionary: pikepdf.Object) -> bool:
    """Whether the dictionary runs, sends, fetches or carries something, by itself or when it is clicked."""
    return (
        not ACTIVE_KEYS.isdisjoint(dictionary.keys())
        or _name(dictionary, "/S") in ACTIONS
        or _name(dictionary, "/Subtype") in ACTIVE_SUBTYPES
        or any(_is_unknown_action(dictionary.get(key)) for key in ("/A", "/Next", "/OpenAction"))
        or _name(dictionary.get("/OpenAction"), "/S") == "/URI"
        or _leads_elsewhere(dictionary)
    )


def _name(dictionary: object, key: str) -> str:
    value = dictionary.get(key) if isinstance(dictionary, pikepdf.Dictionary) else None
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _is_unknown_action(value: object) -> bool:
    """Structure and outlines use the same keys for other things; those have no /S."""
    actions = list(value) if isinstance(value, pikepdf.Array) else [value]
    return any(_name(action, "/S") not in {"", *HARMLESS_ACTIONS} for action in actions)


def _leads_elsewhere(dictionary: pikepdf.Object) -> bool:
    """Content that lies in another file, and addresses other than those of the web and of mail."""
    if isinstance(dictionary, pikepdf.Stream) and ("/F" in dictionary or "/Ref" in dictionary):
        return True
    address = dictionary.get("/URI")
    return isinstance(address, pikepdf.String) and not _plain(address).startswith(HARMLESS_ADDRESSES)


def _plain(address: pikepdf.String) -> str:
    return str(address).strip().lower()


def _check_picture(data: bytes, form: str) -> None:
    try:
        with warnings.catch_warnings(), _whole_pictures_only():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=[form]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise UploadRefused(SCAN_TOO_LARGE)
                picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as failure:
        raise UploadRefused(SCAN_TOO_LARGE) from failure
    except (OSError, ValueError, SyntaxError, EOFError) as failure:
        raise UploadRefused(SCAN_DAMAGED) from failure


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """WeasyPrint tells Pillow to forgive pictures that were cut off; a scan of a signed paper must be whole."""
    forgiving, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = forgiving
