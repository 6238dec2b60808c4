"""The editor of a report: all parts on one page, each saved by itself, two people at once without loss."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.merging import Clash
from emulation.verdicts import Refused, demand
from programmes.models import Report, ReportBlock
from programmes.permissions.reports import may_draft_report, may_write_report
from programmes.selectors.reports import block_of, blocks_of, report_for
from programmes.services import reports


@dataclass
class Part:
    """A part as the editor shows it: the text typed, the version begun from, and what came of the last saving."""

    block: ReportBlock
    text: str
    base_version: int
    suggestion: str = ""
    saved_at: Any = None
    theirs: ReportBlock | None = None
    refused: object = ""

    @classmethod
    def stored(cls, block: ReportBlock) -> "Part":
        return cls(block, block.text, block.version)


@login_required
@require_GET
def report_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    report = report_for(request.user, pk)
    demand(may_write_report(request.user, report, on=timezone.localdate()))
    return _editor(request, report)


def _editor(request: SignedInRequest, report: Report, typed: Part | None = None) -> HttpResponse:
    """The page; `typed` stands in its place where a saving without JavaScript was refused."""
    suggested = reports.suggestions(report)
    parts = [Part.stored(block) for block in blocks_of(report)]
    parts = [typed if typed and typed.block.pk == part.block.pk else part for part in parts]
    for part in parts:
        text = suggested.get(part.block.code, "")
        part.suggestion = text if text != part.text else ""
    status = HTTPStatus.CONFLICT if typed else HTTPStatus.OK
    context = {"report": report, "programme": report.programme, "parts": parts}
    return render(request, "programmes/report_edit.html", context, status=status)


@require_POST
def report_block(request: HttpRequest, pk: int, block_pk: int) -> HttpResponse:
    """Save one part: by htmx while one types, or by its button."""
    if request.htmx and not request.user.is_authenticated:
        # A login page must not be swapped into the editor: what was typed stays, and the reason is said.
        answer = HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        answer["X-Reason"] = quote(_("Your session has ended. Log in again; what you typed is still here."))
        return answer
    return _save(request, pk, block_pk)


@login_required
def _save(request: SignedInRequest, pk: int, block_pk: int) -> HttpResponse:
    report = report_for(request.user, pk)
    # Whoever may not write at all is refused; whoever came too late for the freezing keeps what was typed.
    demand(may_draft_report(request.user, report.programme, on=timezone.localdate()))
    block = block_of(report, block_pk)
    if "take" in request.POST:
        return _taken(request, block)
    part = _written(request, block)
    if request.htmx:
        return render(request, "programmes/_report_block_state.html", {"part": part})
    if part.saved_at:
        return redirect(_place(block))
    return _editor(request, report, part)


def _written(request: SignedInRequest, block: ReportBlock) -> Part:
    """The part after the attempt to save it; over another's words only by the version of theirs that was shown."""
    text = request.POST.get("text", "")
    base = _number(request.POST.get("base_version", ""))
    part = Part(block, text, base)
    try:
        saved = reports.write_block(
            block, text, base_version=_number(request.POST.get("over", "")) or base, by=request.user
        )
    except Clash as clash:
        part.theirs = clash.theirs  # type: ignore[assignment]
    except Refused as refusal:
        part.refused = refusal.reason
    else:
        part.base_version, part.saved_at = saved.version, timezone.now()
    return part


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _taken(request: SignedInRequest, block: ReportBlock) -> HttpResponse:
    """The other's words in the place of mine."""
    if not request.htmx:
        return redirect(_place(block))
    context = {"part": Part.stored(block), "report": block.report}
    answer = render(request, "programmes/_report_block.html", context)
    answer["HX-Retarget"], answer["HX-Reswap"] = f"#part-{block.pk}", "outerHTML"
    return answer


def _place(block: ReportBlock) -> str:
    return f"{reverse('programmes:report_edit', args=[block.report_id])}#part-{block.pk}"
