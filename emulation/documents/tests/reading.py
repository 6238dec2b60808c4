"""Looking at a PDF as others do: poppler's text and pixels, OpenCV's QR reader, pikepdf's structure."""

import os
import re
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy
import pikepdf


def text(data: bytes, folder: Path) -> str:
    """All text, NFC, white space folded to single spaces."""
    raw = _poppler(data, folder, "pdftotext", "-layout", "-enc", "UTF-8")
    return " ".join(unicodedata.normalize("NFC", raw.decode()).split())


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words(data: bytes, folder: Path) -> list[Word]:
    """Every word of the first page with its box, in points from the upper left corner."""
    found = re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>',
        _poppler(data, folder, "pdftotext", "-bbox").decode(),
    )
    return [Word(*map(float, box[:4]), box[4]) for box in found]


def picture(data: bytes, folder: Path, dots: int = 60, *crop: str) -> Any:
    """The first page (or the part that poppler's -x -y -W -H name) as pixels."""
    _source(data, folder)
    command = ["pdftoppm", "-r", str(dots), "-l", "1", *crop, "-png", "-singlefile", "read.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return cv2.imread(str(folder / "page.png"))


def qr(data: bytes, folder: Path) -> str:
    """What a phone reads from the lower left corner of the page, coming nearer until it reads something."""
    with pikepdf.open(BytesIO(data)) as pdf:
        inches = float(pdf.pages[0].mediabox[3]) / 72
    for resolution in (120, 200, 300):
        height = int(inches * resolution)
        corner = ("-x", "0", "-y", str(height * 3 // 4), "-W", str(height // 3), "-H", str(height // 4))
        # The plain detector of OpenCV fails on one sound code in a hundred.
        found: str = cv2.QRCodeDetectorAruco().detectAndDecode(picture(data, folder, resolution, *corner))[0]
        if found:
            return found
    return ""


def difference(one: Any, other: Any) -> float:
    """Mean difference of two pictures of equal size, 0 to 255."""
    return float(numpy.abs(one.astype(int) - other.astype(int)).mean())


class Claims(NamedTuple):
    part: str
    conformance: str
    title: str
    language: str
    intents: int
    tagged: bool
    fonts: list[tuple[str, bool, bool]]


def claims(data: bytes) -> Claims:
    """What a file says of itself, and (name, embedded?, ToUnicode?) of each font of its pages and forms."""
    with pikepdf.open(BytesIO(data)) as pdf:
        metadata = pdf.open_metadata()
        fonts: dict[str, tuple[str, bool, bool]] = {}
        for page in pdf.pages:
            for resources in (page.resources, *(form.Resources for form in page.form_xobjects.values())):
                for name, font in resources.get("/Font", {}).items():
                    inner = font.DescendantFonts[0].FontDescriptor
                    fonts[name] = (
                        str(font.BaseFont),
                        any(key in inner for key in ("/FontFile2", "/FontFile3")),
                        "/ToUnicode" in font,
                    )
        return Claims(
            part=metadata["pdfaid:part"],
            conformance=metadata["pdfaid:conformance"],
            title=str(metadata["dc:title"]),
            language=str(pdf.Root.Lang),
            intents=len(pdf.Root.OutputIntents),
            tagged=bool(pdf.Root.get("/MarkInfo", {}).get("/Marked", False)),
            fonts=list(fonts.values()),
        )


def is_sound(data: bytes, folder: Path) -> bool:
    """qpdf finds nothing to complain about."""
    _source(data, folder)
    return subprocess.run(["qpdf", "--check", "read.pdf"], cwd=folder, capture_output=True).returncode == 0


def _poppler(data: bytes, folder: Path, program: str, *options: str) -> bytes:
    _source(data, folder)
    return subprocess.run(
        [program, *options, "read.pdf", "-"], cwd=folder, check=True, capture_output=True
    ).stdout


def _source(data: bytes, folder: Path) -> None:
    (folder / "read.pdf").write_bytes(data)


def signatures(data: bytes, folder: Path) -> str:
    """What poppler's pdfsig says of the signatures in a file; about the certificates it is not asked."""
    _source(data, folder)
    command = ["pdfsig", "-nocert", "read.pdf"]
    home = {**os.environ, "HOME": str(folder)}  # no certificates of whoever runs the tests
    said = subprocess.run(command, cwd=folder, env=home, capture_output=True, check=False).stdout
    return said.decode(errors="replace")


def square(data: bytes, folder: Path) -> str:
    """What a phone reads anywhere on the first page, coming nearer until it reads something."""
    for resolution in (150, 250, 350):
        found: str = cv2.QRCodeDetectorAruco().detectAndDecode(picture(data, folder, resolution))[0]
        if found:
            return found
    return ""
