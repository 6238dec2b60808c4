"""HTML and CSS to PDF with our own assets only: no network, no file of the machine, no tag from a payload.

Django's engine runs here with autoescaping, from templates/documents/ alone and without any tag library;
WeasyPrint gets a fetcher that knows nothing but `asset://`. The same input gives the same bytes: no clock is read.
"""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.template import Context, Engine
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from emulation.documents.evidence import METHODS
from emulation.documents.fitting import DoesNotFit, fit
from emulation.documents.letters import RenderProblem, demand_letters
from emulation.documents.names import NBSP, bound, parts
from emulation.documents.outline import issuers_of
from emulation.documents.papers import Paper
from emulation.documents.squares import square

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "static" / "documents"
PAGES = ROOT / "templates" / "documents"
LANGUAGE = "vi"
# Points, as decree30_v1.css sets them: the left column is 41 % of 165 mm, the summary 24 mm narrower than the text.
BOLD, REGULAR = "Tinos-Bold.ttf", "Tinos-Regular.ttf"
ISSUER_SIZE, ISSUER_WIDTH = 13.0, 0.41 * 165 / 25.4 * 72
SUMMARY_SIZE, SUMMARY_WIDTH = 14.0, (165 - 24) / 25.4 * 72


class AssetRefused(FatalURLFetchingError):
    """A page asked for something that is not one of our assets."""


class AssetFetcher(URLFetcher):
    """Serves `asset://NAME` from static/documents/ and refuses every other address."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        path = asset(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def asset(url: str) -> Path:
    """The file behind an `asset://` address; AssetRefused for anything else, and for a way out of the folder."""
    parts = urlsplit(url)
    if parts.scheme != "asset" or parts.query or parts.fragment:
        raise AssetRefused(f"refused: {url[:80]}")
    path = (ASSETS / unquote(parts.netloc + parts.path)).resolve()
    if not path.is_relative_to(ASSETS.resolve()) or not path.is_file():
        raise AssetRefused(f"refused: {url[:80]}")
    return path


class Press:
    """Fonts, style sheets and fetcher, read once and used for many documents of one run."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.fetcher = AssetFetcher()
        self._styles: dict[str, CSS] = {}

    def style(self, name: str) -> CSS:
        if name not in self._styles:
            self._styles[name] = CSS(url=f"asset://{name}", url_fetcher=self.fetcher, font_config=self.fonts)
        return self._styles[name]

    def set(self, html: str, *styles: str) -> Document:
        """The pages of `html`, laid out; RenderProblem when it asks for anything but an asset."""
        try:
            page = HTML(string=html, base_url="asset://", url_fetcher=self.fetcher)
            return page.render(font_config=self.fonts, stylesheets=[self.style(name) for name in styles])
        except AssetRefused as refusal:
            raise RenderProblem(
                _("The page asks for a file that may not be read (%s).") % refusal
            ) from refusal


@cache
def engine() -> Engine:
    """Django's template engine with nothing but its own basic tags, autoescaping on."""
    return Engine(dirs=[str(PAGES)], app_dirs=False, autoescape=True)


def html(template: str, context: Mapping[str, Any]) -> str:
    """`template` of templates/documents/ filled with plain values, each escaped, in no language's number format."""
    return engine().get_template(template).render(Context(dict(context), use_l10n=False))


def render(press: Press, paper: Paper, payload: Mapping[str, Any]) -> tuple[bytes, int]:
    """The PDF of one text document and its number of pages. Raises RenderProblem."""
    demand_letters(payload)
    context = {
        "payload": payload,
        "title": paper.title(payload),
        "language": LANGUAGE,
        "issuers": [
            {
                "superior": _issuer(superior, REGULAR) if superior else (),
                "lines": _issuer(name, BOLD),
            }
            for superior, name in issuers_of(payload)
        ],
        "superior_lines": _issuer(payload["superior"], REGULAR) if payload.get("superior") else (),
        "signatures": [{**one, "parts": parts(one.get("body", ""))} for one in payload.get("signatures", ())],
        "summary_lines": _lines(payload["summary"], SUMMARY_SIZE, SUMMARY_WIDTH),
        "annex_lines": _lines(payload["annex"]["title"], SUMMARY_SIZE, SUMMARY_WIDTH)
        if payload.get("annex")
        else (),
        "grounds": [ground.rstrip(" ;.") for ground in payload.get("grounds", ())],
        "proposal": payload.get("proposal", "").rstrip(" ;.:"),
        "recipients": [line.rstrip(" ;.").removeprefix("- ") for line in payload.get("recipients", ())],
        "pieces": paper.outline(payload) if paper.outline else (),
        **_marks(payload),
        "copies": range(payload.get("copies", 1)),
    }
    document = press.set(html(paper.html, context), paper.style)
    data = document.write_pdf(pdf_variant=paper.variant)
    return data, len(document.pages)


def _marks(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What ties a paper to its text: the rows of evidence in words, squares for a phone; {} for most papers.

    `digest_square` holds the payload's `text_digest` (a version printed to be signed by hand), `address_square` the
    address of the public check.
    """
    marks: dict[str, Any] = {}
    if payload.get("text_digest"):
        marks["digest_square"] = square(payload["text_digest"])
    if payload.get("evidence"):
        rows = payload["evidence"]["rows"]
        marks["evidence_rows"] = [{**row, "method": METHODS[row["method"]]} for row in rows]
        if payload.get("verification"):
            marks["address_square"] = square(payload["verification"]["address"])
    return marks


def _issuer(name: str, filename: str) -> tuple[str, ...]:
    """A body of the letterhead in even lines; its proper name stays in one."""
    lines = _lines(bound(name), ISSUER_SIZE, ISSUER_WIDTH, filename)
    return tuple(line.replace(NBSP, " ") for line in lines)


def _lines(text: str, size: float, width: float, filename: str = BOLD) -> tuple[str, ...]:
    """Text of the heading in even lines, broken between its phrases and not inside them."""
    try:
        return fit(text, filename=filename, sizes=(size,), width=width, lines=12).lines
    except DoesNotFit:
        # One word wider than the column: the page breaks it where it must.
        return (text,)


for talker in ("weasyprint", "weasyprint.progress", "fontTools"):
    logging.getLogger(talker).setLevel(logging.ERROR)
