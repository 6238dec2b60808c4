"""Pages of issued files in one new file, in which what many of them carry alike is kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pikepdf

Told = Callable[[int], None]
"""What is called with the number of documents that are done."""


def append_page(together: pikepdf.Pdf, source: pikepdf.Pdf, page: pikepdf.Page, kept: dict[str, Any]) -> None:
    """Append a page of `source`, by whose resources `kept` knows what is in the file already."""
    resources = source.make_indirect(page.obj.Resources)
    digest = _digest(resources)
    if digest not in kept:
        kept[digest] = together.copy_foreign(resources)
    # The joined file is for the printer: it carries no tags, which would name pages of another document.
    for key in ("/Resources", "/StructParents", "/Tabs"):
        if key in page.obj:
            del page.obj[key]
    # Nor seals: a seal is of the file as it was issued, and would be broken here.
    if any(one.get("/FT") == "/Sig" for one in page.obj.get("/Annots", ())):
        page.obj.Annots = pikepdf.Array([one for one in page.obj.Annots if one.get("/FT") != "/Sig"])
    together.pages.append(page)
    together.pages[-1].obj.Resources = kept[digest]


def _digest(entry: Any) -> str:
    """A digest over everything `entry` consists of, references followed."""
    taken = hashlib.sha256()
    _feed(entry, taken.update, [])
    return taken.hexdigest()


def _feed(entry: Any, take: Callable[[bytes], None], path: list[tuple[int, int]]) -> None:
    if not isinstance(entry, pikepdf.Object):
        take(repr(entry).encode())
    elif entry.is_indirect and entry.objgen in path:
        take(b"above %d" % path.index(entry.objgen))
    else:
        _feed_parts(entry, take, [*path, entry.objgen] if entry.is_indirect else path)


def _feed_parts(entry: pikepdf.Object, take: Callable[[bytes], None], path: list[tuple[int, int]]) -> None:
    if isinstance(entry, pikepdf.Array):
        take(b"[%d" % len(entry))
        for item in entry:
            _feed(item, take, path)
    elif isinstance(entry, pikepdf.Dictionary | pikepdf.Stream):
        for key in sorted(entry.keys()):
            take(key.encode())
            _feed(entry[key], take, path)
        take(entry.read_raw_bytes() if isinstance(entry, pikepdf.Stream) else b">>")
    else:
        take(entry.unparse())
