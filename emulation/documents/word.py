"""The pieces of a document as an editable Word file in the layout of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from emulation.documents.names import bound
from emulation.documents.outline import (
    MOTTO,
    NATION,
    RECIPIENTS,
    Close,
    Heading,
    Leaf,
    Letterhead,
    Paragraph,
    Piece,
    Signature,
    Table,
    Title,
)
from emulation.documents.papers import paper

FONT = "Times New Roman"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINE = 165
"""The width of the text in millimetres: A4 less the margins of 30 and 15."""
LANDSCAPE = {"A4": (297, 210), "A3": (420, 297)}
LOOKS = {"body": (14, False), "ground": (14, True), "note": (12, True), "check": (10, False)}
"""Size in points and whether in italics, by the style of a paragraph."""
LEFT, RIGHT = 68, 97
"""The columns of the letterhead, as on the printed page."""


def write_word(pieces: Sequence[Piece], *, title: str) -> bytes:
    """A .docx with the words of `pieces` in their order; `title` stands in the properties of the file."""
    book = Document()
    book.core_properties.title = title
    book.core_properties.language = "vi"
    book.core_properties.author = ""
    _page(book)
    for piece in pieces:
        WRITERS[type(piece)](book, piece)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def word_file(template: str, payload: Mapping[str, Any]) -> bytes:
    """The Word file of a paper; LookupError for one that has no outline, as a certificate."""
    form = paper(template)
    if form.outline is None:
        raise LookupError(f"'{template}' is not written as a Word file.")
    return write_word(form.outline(payload), title=form.title(payload))


def _page(book: Any) -> None:
    """A4, margins 20/15/20/30 mm, the page number at the top centre from the second page on."""
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(number, "PAGE")
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.space_before = Pt(0)


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", None), (None, code), ("end", None)):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _put(
    holder: Any,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    centred: bool = True,
    before: float = 0,
) -> Any:
    """A paragraph in a document or cell; the empty one that every cell begins with is used first."""
    empty = holder.paragraphs[-1] if holder.paragraphs and hasattr(holder, "_tc") else None
    paragraph = empty if empty is not None and not empty.text else holder.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_before = Pt(before)
    return paragraph


def _underlined(paragraph: Any, *, inset: int = 0) -> None:
    """A thin rule under a paragraph, `inset` millimetres shorter on each side."""
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    paragraph._p.get_or_add_pPr().append(borders)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(inset)


def _columns(book: Any, *widths: int) -> Any:
    """The cells of a row without lines, in millimetres."""
    (row,) = _grid(book, widths, rows=1)
    return row


def _grid(book: Any, widths: Sequence[int], *, rows: int) -> list[Any]:
    table = book.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return [row.cells for row in table.rows]


def _letterhead(book: Any, piece: Letterhead) -> None:
    issuer, nation = _columns(book, LEFT, RIGHT)
    if piece.superior:
        _put(issuer, bound(piece.superior), size=13)
    for place, (superior, name) in enumerate(piece.issuers):
        if place:
            _put(issuer, "-", size=13)
        if superior:
            _put(issuer, bound(superior), size=13)
        last = _put(issuer, bound(name), size=13, bold=True)
    _underlined(last, inset=20)
    _put(nation, NATION, size=13, bold=True)
    _underlined(_put(nation, MOTTO, bold=True), inset=22)
    number, dated = _columns(book, LEFT, RIGHT)
    _put(number, piece.number, size=13, before=6)
    _put(dated, piece.place_date, italic=True, before=6)


def _title(book: Any, piece: Title) -> None:
    _put(book, piece.type_name, bold=True, before=18)
    last = _put(book, piece.summary, bold=True)
    if piece.period:
        last = _put(book, piece.period, bold=True)
    _underlined(last, inset=60)


def _heading(book: Any, piece: Heading) -> None:
    size = 13 if piece.level == 1 else 14
    paragraph = _put(book, piece.text, size=size, bold=True, centred=False, before=8)
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    paragraph.paragraph_format.keep_with_next = True


def _paragraph(book: Any, piece: Paragraph) -> None:
    size, italic = LOOKS[piece.style]
    paragraph = _put(book, piece.text, size=size, italic=italic, centred=False, before=6)
    if piece.style not in ("body", "ground"):
        return
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)


def _leaf(book: Any, piece: Leaf) -> None:
    """Landscape from here on. The section that a document begins with is turned itself."""
    section = book.add_section(WD_SECTION.NEW_PAGE) if piece.turned else book.sections[-1]
    section.orientation = WD_ORIENT.LANDSCAPE
    width, height = LANDSCAPE[piece.paper]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)


def _line(book: Any) -> float:
    """The width of the text on the present page, in millimetres."""
    section = book.sections[-1]
    return (section.page_width - section.left_margin - section.right_margin) / Mm(1)


def _table(book: Any, piece: Table) -> None:
    table = book.add_table(rows=1, cols=len(piece.header))
    table.style = "Table Grid"
    table.autofit = False
    line = _line(book)
    _cells(table.rows[0], piece.header, piece, line, bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in piece.rows:
        _cells(table.add_row(), row, piece, line, bold=False)


def _cells(row: Any, texts: Sequence[str], piece: Table, line: float, *, bold: bool) -> None:
    for cell, text, width in zip(row.cells, texts, piece.widths, strict=True):
        cell.width = Mm(line * width / 100)
        _put(cell, text, size=piece.size, bold=bold, centred=bold)


def _close(book: Any, piece: Close) -> None:
    book.add_paragraph()
    if len(piece.signatures) == 1:
        recipients, signature = _columns(book, LINE // 2, LINE - LINE // 2)
        _recipients(recipients, piece)
        _office(signature, piece.signatures[0])
        _put(signature, piece.signatures[0].name, bold=True, before=72)
        return
    number = len(piece.signatures)
    above, below = _grid(book, [LINE // number] * number, rows=2)
    for cell, name, signature in zip(above, below, piece.signatures, strict=True):
        _office(cell, signature)
        _put(name, signature.name, bold=True, before=72)
    _recipients(book, piece)


def _recipients(holder: Any, piece: Close) -> None:
    _put(holder, RECIPIENTS, size=12, bold=True, italic=True, centred=False)
    for line in piece.recipients:
        _put(holder, f"- {line}", size=11, centred=False)


def _office(cell: Any, signature: Signature) -> None:
    if signature.body:
        _put(cell, bound(signature.body), size=13, bold=True)
    for line in signature.lines:
        _put(cell, line, bold=True)
    for line in signature.further:
        _put(cell, line, size=12, italic=True)


WRITERS: dict[type, Callable[[Any, Any], None]] = {
    Letterhead: _letterhead,
    Title: _title,
    Heading: _heading,
    Paragraph: _paragraph,
    Table: _table,
    Leaf: _leaf,
    Close: _close,
}
