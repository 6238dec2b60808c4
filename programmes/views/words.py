"""The Word files of what this room prints: the same words as the PDF, for further editing."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from emulation.accounts.requests import SignedInRequest
from emulation.documents.models import IssuedDocument
from emulation.documents.word import word_file
from emulation.serving import download
from emulation.vietnamese import fold
from programmes.selectors import programmes as selectors
from programmes.selectors.reports import report_for
from programmes.services import report_papers


def word(data: bytes, name: str) -> HttpResponse:
    """A Word file as a download; the browser guesses nothing."""
    stem = slugify(fold(name.replace("/", " ")))[:60].strip("-") or "van-ban"
    return download(data, f"{stem}.docx")


def _issued(document: IssuedDocument | None, name: str) -> HttpResponse:
    if document is None:
        raise Http404
    return word(word_file(document.template, document.payload), name)


@login_required
@require_GET
def report_word(request: SignedInRequest, pk: int) -> HttpResponse:
    """The issued report, or the draft as it stands, marked as one."""
    report = report_for(request.user, pk)
    return word(report_papers.word(report), f"bao cao {report.year} {report.number}")


@login_required
@require_GET
def programme_word(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    return _issued(programme.document, f"chuong trinh {programme.number}")


@login_required
@require_GET
def plan_word(request: SignedInRequest, pk: int, plan_pk: int) -> HttpResponse:
    plan = selectors.plan_of(selectors.programme_for(request.user, pk), plan_pk)
    return _issued(plan.document, f"ke hoach {plan.year}")
