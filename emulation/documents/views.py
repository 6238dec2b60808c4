"""The public checks of a code and of a file, and the owner's door to a bundle."""

from __future__ import annotations

from urllib.parse import quote

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from emulation.documents import storage, throttle
from emulation.documents.codes import grouped, normal
from emulation.documents.filecheck import Answer, Outcome, answer_for
from emulation.documents.models import IssuedDocument
from emulation.documents.selectors import bundle_for, by_code
from emulation.documents.states import DocumentStatus, Ground, SealSource
from emulation.uploads.checking import UploadRefused, content_of

NO_FILE = gettext_lazy("Choose the file first.")
KINDS = {Outcome.INTACT: "good", Outcome.UNREGISTERED: "warn", Outcome.CHANGED: "bad"}


@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form for a code; what was typed goes on to its own address, so that an answer can be bookmarked.

    What cannot be a code stays in its field, beside the sentence that says what a code looks like.
    """
    typed = request.POST.get("code", "").strip()[:200]
    if code := normal(typed):
        return redirect("documents:answer", code)
    sent = request.method == "POST"
    context = {"typed": typed, "missing": sent and not typed, "malformed": bool(typed)}
    return _quiet(render(request, "documents/verify.html", context, status=400 if sent else 200))


@never_cache
@require_GET
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """What the code is worth. Unknown and not yet printed look the same; what is no code at all is told so."""
    if not throttle.allows(get_adapter(request).get_client_ip(request)):
        return _quiet(render(request, "documents/verify_busy.html", status=429))
    document = by_code(code)
    if document is None:
        known_form = normal(code)
        context = {"kind": "", "typed": grouped(known_form) or code[:200], "malformed": not known_form}
        return _quiet(render(request, "documents/verify_answer.html", context, status=404))
    return _quiet(render(request, "documents/verify_answer.html", _answer(document)))


@never_cache
@require_http_methods(["GET", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """The form for a file and the answer to it; the file is gone with the answer."""
    if request.method == "GET":
        return _quiet(render(request, "documents/verify_file.html"))
    address = get_adapter(request).get_client_ip(request)
    if not throttle.allows(address, limit=throttle.FILES_A_MINUTE, question="file"):
        return _quiet(render(request, "documents/verify_busy.html", status=429))
    try:
        data = _sent(request)
    except UploadRefused as refusal:
        context = {"problem": refusal.sentence}
        return _quiet(render(request, "documents/verify_file.html", context, status=400))
    return _quiet(render(request, "documents/verify_file_answer.html", _file_answer(answer_for(data))))


@login_required
@require_GET
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """The joined file of a finished job, for the job's owner alone."""
    made = bundle_for(request.user, pk)
    try:
        data = storage.read(made.file)
    except storage.StorageTrouble as problem:
        raise Http404(_("This file is no longer kept. Join the documents again.")) from problem
    response = HttpResponse(data, content_type=made.type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    response["Cache-Control"] = "private, no-store"
    return response


def _sent(request: HttpRequest) -> bytes:
    file = request.FILES.get("file")
    if file is None:
        raise UploadRefused(NO_FILE)
    return content_of(file)


def _file_answer(answer: Answer) -> dict[str, object]:
    intact = answer.outcome == Outcome.INTACT
    document = answer.document
    counts = document is not None and _counts(document)
    return {
        "answer": answer,
        # An intact file of a paper that proves nothing, or no longer counts, is no good news: its status stands first.
        "kind": "" if intact and not counts else KINDS.get(answer.outcome, ""),
        "own": answer.certificate is not None and answer.certificate.source != SealSource.MADE,
        # What only claims to be a document lends none of its words.
        "code": document.shown_code if document else "",
        **(_answer(document) if intact and document else {}),
    }


def _answer(document: IssuedDocument) -> dict[str, object]:
    note = document.status_note
    ground = Ground(note["ground"]).label if document.status == DocumentStatus.REVOKED else ""
    return {
        "document": document,
        "facts": document.paper.facts(document.payload),
        "counts": _counts(document),
        "ground": ground,
        "decision": note.get("decision", ""),
        "signed_as": note.get("signed_as", ""),
        "successor": note.get("successor", ""),
        "correcting": note.get("correcting", False),
    }


def _counts(document: IssuedDocument) -> bool:
    """Whether the paper proves what it states: it is in force and no mere text for signature."""
    return document.status == DocumentStatus.VALID and not document.paper.to_sign


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept out of search engines."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
