"""Many issued documents as one file to read: a page of contents whose lines lead to each, and bookmarks.

The documents stand as they were issued. The pack is for reading and printing: the seals are of the single files.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pikepdf

from emulation.documents.joining import Told, append_page
from emulation.documents.letters import demand_letters
from emulation.documents.models import IssuedDocument
from emulation.documents.rendering import Press, html
from emulation.documents.selectors import read_verified

LINK = "pack:"
"""How the page of contents names the place it leads to, until the pages are joined."""


def packed(documents: Sequence[IssuedDocument], names: Sequence[str], *, title: str, told: Told) -> bytes:
    """One PDF: the contents, then every document under its name. Raises FileDamaged, RenderProblem."""
    counts = [document.pages or 0 for document in documents]
    press = Press()
    own = _contents(press, title, documents, names, counts, first=1)[1]
    cover, _pages = _contents(press, title, documents, names, counts, first=own + 1)
    kept: dict[str, Any] = {}
    starts: list[int] = []
    with pikepdf.new() as together:
        with pikepdf.open(BytesIO(cover)) as source:
            for page in source.pages:
                append_page(together, source, page, kept)
        for done, document in enumerate(documents, start=1):
            starts.append(len(together.pages))
            with pikepdf.open(BytesIO(read_verified(document))) as source:
                for page in source.pages:
                    append_page(together, source, page, kept)
            told(done)
        _lead(together, own, starts)
        _bookmark(together, title, names, starts)
        together.Root.Lang = "vi"
        together.Root.PageMode = pikepdf.Name.UseOutlines
        target = BytesIO()
        together.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _contents(
    press: Press,
    title: str,
    documents: Sequence[IssuedDocument],
    names: Sequence[str],
    counts: Sequence[int],
    *,
    first: int,
) -> tuple[bytes, int]:
    """The pages of contents and how many they are; `first` is the page on which the first document begins."""
    page, rows = first, []
    for place, (document, name, count) in enumerate(zip(documents, names, counts, strict=True)):
        rows.append({"link": f"{LINK}{place}", "name": name, "code": document.shown_code, "page": page})
        page += count
    context = {"title": title, "rows": rows, "pages": page - 1}
    demand_letters(context)
    made = press.set(html("_contents_v1.html", context), "decree30_v1.css")
    return made.write_pdf(), len(made.pages)


def _lead(together: pikepdf.Pdf, own: int, starts: Sequence[int]) -> None:
    """Let the lines of the contents lead to where each document begins."""
    for number in range(own):
        for mark in together.pages[number].obj.get("/Annots", ()):
            act = mark.get("/A")
            address = "" if act is None else str(act.get("/URI", ""))
            if address.startswith(LINK):
                place = starts[int(address.removeprefix(LINK))]
                del mark.A
                mark.Dest = pikepdf.Array([together.pages[place].obj, pikepdf.Name.Fit])


def _bookmark(together: pikepdf.Pdf, title: str, names: Sequence[str], starts: Sequence[int]) -> None:
    with together.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(title, 0))
        for name, start in zip(names, starts, strict=True):
            outline.root.append(pikepdf.OutlineItem(name, start))
