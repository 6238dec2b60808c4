"""Scans of signed papers: a PDF, JPEG or PNG by its content, complete, and with nothing in it that acts."""

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
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/RichMediaExecute",
}
ACTIVE_KEYS = {"/JS", "/XFA", "/EmbeddedFiles", "/RichMediaContent"}
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
    keys = set(dictionary.keys())
    return bool(keys & ACTIVE_KEYS) or str(dictionary.get("/S", "")) in ACTIONS or "/EF" in keys


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
