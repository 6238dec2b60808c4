"""Certificates by the hundred: the drawing once a batch, the words of each person laid out by WeasyPrint.

One HTML document holds a sheet with everything that the batch shares and one sheet for each person. In WeasyPrint's
`finisher` hook the first sheet's content becomes a Form XObject, leaves the page tree and is called by every other
page; the QR codes are drawn there too, as filled rectangles. The joined file is then split into one file each, with
its own title, still PDF/A-3u. `render_alone` prints the same page the plain way: a test holds the two side by side.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
import pydyf
import segno
from weasyprint import Document

from emulation.documents import rendering
from emulation.documents.papers import Paper
from emulation.documents.rendering import LANGUAGE, Press
from emulation.documents.sheets import SCALE, Own, common_part, own_part, sheet

STYLE = "certificate_v1.css"
# Stands in the joined file's metadata where each file's own title comes.
TITLE = "TITLE-OF-THIS-CERTIFICATE"
POINTS = 72 / 25.4
# Place of the QR code, in units of the sheet from its lower left corner, with its quiet zone beside it.
QR_LEFT, QR_BOTTOM, QR_SIZE = 31.5, 22.5, 20.0
# A fixed mask saves the search for the best one; every mask is valid.
QR_MASK = 3
DARK = re.compile(rb"\x01+")


def render(press: Press, paper: Paper, payloads: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """One PDF/A-3u file of one page for each payload, in order. Raises RenderProblem for the whole batch."""
    for payload in payloads:
        rendering.demand_letters(payload)
    files: dict[int, bytes] = {}
    for places in _alike(payloads):
        group = [payloads[place] for place in places]
        joined = _joined(press, paper, group)
        titles = [paper.title(payload) for payload in group]
        files.update(zip(places, split(joined, titles), strict=True))
    return [files[place] for place in range(len(payloads))]


def render_alone(press: Press, paper: Paper, payload: Mapping[str, Any]) -> bytes:
    """The same certificate by plain WeasyPrint, nothing shared: what the fast way is measured against."""
    rendering.demand_letters(payload)
    common = common_part(payload)
    layout = sheet(paper.name, common)
    own = own_part(payload, layout["paper"])
    document = _laid_out(press, paper, common, layout, title=paper.title(payload), alone=own)

    def finish(_: Document, pdf: pydyf.PDF) -> None:
        _contents(pdf, _pages(pdf)[0]).stream.append(_upright(qr(own.address, layout["paper"]), pdf))

    return bytes(document.write_pdf(pdf_variant=paper.variant, finisher=finish))


def qr(address: str, paper: str) -> bytes:
    """PDF operators that fill the QR code of `address` at its place on the sheet, quiet zone left white."""
    code = segno.make(address, error="m", micro=False, mask=QR_MASK, boost_error=False)
    unit = SCALE[paper] * POINTS
    side = QR_SIZE * unit / code.symbol_size(border=0)[0]
    parts = [
        f"q {side:.4f} 0 0 {-side:.4f} {QR_LEFT * unit:.3f} {(QR_BOTTOM + QR_SIZE) * unit:.3f} cm 0 0 0 rg"
    ]
    for row, modules in enumerate(code.matrix):
        parts += [f"{run.start()} {row} {run.end() - run.start()} 1 re" for run in DARK.finditer(modules)]
    return "\n".join([*parts, "f Q"]).encode()


def split(joined: bytes, titles: Sequence[str]) -> Iterator[bytes]:
    """Each page of `joined` as a file of its own under its title, the rest of the metadata kept."""
    with pikepdf.open(BytesIO(joined)) as source:
        metadata = source.Root.Metadata.read_bytes().decode()
        for page, title in zip(source.pages, titles, strict=True):
            with pikepdf.new() as single:
                single.pages.append(page)
                _copy_claims(source, single, metadata.replace(TITLE, escape(title)), title)
                target = BytesIO()
                single.save(
                    target,
                    min_version="1.7",
                    deterministic_id=True,
                    object_stream_mode=pikepdf.ObjectStreamMode.generate,
                    fix_metadata_version=False,
                )
                yield target.getvalue()


def _joined(press: Press, paper: Paper, payloads: Sequence[Mapping[str, Any]]) -> bytes:
    common = common_part(payloads[0])
    layout = sheet(paper.name, common)
    owns = [own_part(payload, layout["paper"]) for payload in payloads]
    document = _laid_out(press, paper, common, layout, title=TITLE, certificates=owns)

    def finish(_: Document, pdf: pydyf.PDF) -> None:
        _share_first_page(pdf, [qr(own.address, layout["paper"]) for own in owns])

    return bytes(document.write_pdf(pdf_variant=paper.variant, finisher=finish))


def _laid_out(
    press: Press,
    paper: Paper,
    common: Mapping[str, Any],
    layout: Mapping[str, Any],
    *,
    title: str,
    alone: Own | None = None,
    certificates: Sequence[Own] = (),
) -> Document:
    context = {
        "title": title,
        "language": LANGUAGE,
        "common": common,
        "sheet": layout,
        "alone": alone,
        "certificates": certificates,
    }
    document = press.set(rendering.html(paper.html, context), STYLE)
    if len(document.pages) != len(certificates) + 1:
        raise RuntimeError(f"{len(document.pages)} pages were laid out for {len(certificates)} certificates.")
    return document


def _share_first_page(pdf: pydyf.PDF, codes: Sequence[bytes]) -> None:
    """Turn page 1 into a form that all other pages call, each below its own QR code and words."""
    first, *others = _pages(pdf)
    art = _contents(pdf, first)
    resources = pdf.objects[_number(first["Resources"])]
    # The form keeps what the drawing uses; the pages know nothing but the form, so no resource names itself.
    own = pydyf.Dictionary(resources)
    pdf.add_object(own)
    art.extra.update(
        {"Type": "/XObject", "Subtype": "/Form", "BBox": first["MediaBox"], "Resources": own.reference}
    )
    resources["XObject"] = pydyf.Dictionary({"Art": art.reference})
    for page, code in zip(others, codes, strict=True):
        contents = _contents(pdf, page)
        contents.stream[:0] = [b"q /Art Do Q", code]
    del pdf.pages["Kids"][:3]
    pdf.pages["Count"] -= 1


def _upright(operators: bytes, pdf: pydyf.PDF) -> bytes:
    """Operators for the end of a page that WeasyPrint has turned upside down: turned back."""
    height = _pages(pdf)[0]["MediaBox"][3]
    return b"q 1 0 0 -1 0 %f cm\n%s\nQ" % (height, operators)


def _pages(pdf: pydyf.PDF) -> list[Any]:
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]


def _contents(pdf: pydyf.PDF, page: Mapping[str, Any]) -> Any:
    return pdf.objects[_number(page["Contents"])]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _copy_claims(source: pikepdf.Pdf, single: pikepdf.Pdf, metadata: str, title: str) -> None:
    """What makes the joined file PDF/A, for the single one: output intent, metadata, language."""
    root = single.Root
    root.Lang = source.Root.Lang
    root.OutputIntents = single.copy_foreign(source.make_indirect(source.Root.OutputIntents))
    root.Metadata = single.make_stream(
        metadata.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    for key in ("/Author", "/Creator", "/Producer"):
        if key in source.docinfo:
            single.docinfo[key] = str(source.docinfo[key])
    single.docinfo["/Title"] = title


def _alike(payloads: Sequence[Mapping[str, Any]]) -> list[list[int]]:
    """Places of the payloads that share their common words, in groups."""
    groups: dict[str, list[int]] = {}
    for place, payload in enumerate(payloads):
        key = json.dumps(common_part(payload), sort_keys=True, ensure_ascii=False)
        groups.setdefault(key, []).append(place)
    return list(groups.values())
