"""What an .xlsx holds, seen from its XML before anything is built from it: sheets, formulas, extent."""

import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from emulation.spreadsheets.book import MAX_CELLS, Survey, Trouble, UnreadableBook

MAX_INFLATED = 400 * 1024 * 1024
RELATION_ID = re.compile(r"\{.*/relationships\}id")
REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})", re.ASCII)
PLACES = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*[0-9]+)["']""")
LETTERS = bytes(range(ord("A"), ord("Z") + 1)) + bytes(range(ord("a"), ord("z") + 1))
DIGITS = b"0123456789"
# Where one of these stands in a sheet, it is parsed: formulas, other than plain tags, cells without a place.
UNUSUAL = (
    b"<f>",
    b"<f ",
    b"<f/",
    b"<f\t",
    b"<f\r",
    b"<f\n",
    b":f",
    b":c",
    b"<c>",
    b"<c/",
    b"<c\t",
    b"<c\r",
    b"<c\n",
)


def survey_xlsx(data: bytes) -> dict[str, Survey]:
    """Sheet names with what each holds; UnreadableBook when a part is missing, broken or far too large."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_INFLATED:
                raise UnreadableBook(Trouble.TOO_LARGE)
            return {name: survey_sheet(archive.read(part)) for name, part in _sheet_parts(archive)}
    except (
        zipfile.BadZipFile,
        KeyError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ) as failure:
        raise UnreadableBook(Trouble.DAMAGED) from failure
    except (ElementTree.ParseError, DefusedXmlException, expat.ExpatError, ValueError) as failure:
        raise UnreadableBook(Trouble.DAMAGED) from failure


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(sheet name, part) in the workbook's order; chart and macro sheets are left out."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    }
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
    parts = []
    for sheet in (element for element in workbook.iter() if element.tag.endswith("}sheet")):
        relation_id = next((value for key, value in sheet.attrib.items() if RELATION_ID.fullmatch(key)), "")
        if relation_id in targets:
            parts.append((sheet.get("name", ""), targets[relation_id]))
    return parts


def survey_sheet(xml: bytes) -> Survey:
    """One sheet's formulas and extent.

    The usual sheet is settled by searching; only one with formulas, with cells that do not say where
    they are, or with cells far out (often mere formatting) is parsed.
    """
    places = b" ".join(PLACES.findall(xml))
    columns = places.translate(None, DIGITS).split()
    survey = Survey()
    if columns:
        survey.last_row = max(map(int, set(places.translate(None, LETTERS).split()))) - 1
        survey.last_column = max(_column(letters.decode()) for letters in set(columns))
    if len(columns) < xml.count(b"<c ") or survey.cells > MAX_CELLS or any(mark in xml for mark in UNUSUAL):
        return _Reader().read(xml)
    return survey


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


class _Reader:
    """Walks through a sheet's elements and notes cells that hold something."""

    def __init__(self) -> None:
        self.survey = Survey()
        self.row = self.column = -1
        self.formula: list[str] | None = None

    def read(self, xml: bytes) -> Survey:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(xml, True)
        return self.survey

    def _doctype(self, *_: object) -> None:
        raise UnreadableBook(Trouble.DAMAGED)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        element = tag.rpartition(":")[2]
        if element == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif element == "c":
            self._place(attributes.get("r"))
        elif element in ("v", "is", "f"):
            self.survey.reach(self.row, self.column)
            self.formula = [] if element == "f" else self.formula

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        found = REFERENCE.fullmatch(reference)
        if not found:
            raise UnreadableBook(Trouble.DAMAGED)
        self.row, self.column = int(found[2]) - 1, _column(found[1])

    def _text(self, text: str) -> None:
        if self.formula is not None:
            self.formula.append(text)

    def _end(self, tag: str) -> None:
        if self.formula is not None and tag.rpartition(":")[2] == "f":
            self.survey.formulas[self.row, self.column] = "=" + "".join(self.formula)
            self.formula = None
