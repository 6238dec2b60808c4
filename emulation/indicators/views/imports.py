"""Bringing in a table of figures: the file, its rows with what is wrong with them, the yes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.audit.selectors import history_of
from emulation.indicators import permissions, selectors
from emulation.indicators.forms.imports import TakeForm, UploadForm
from emulation.indicators.models import FigureImport
from emulation.indicators.services import imports
from emulation.paging import Page
from emulation.verdicts import demand

A_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def import_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file to bring in; what it says is looked at before anything is saved."""
    organisation = selectors.reporter_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_import(request.user, organisation, on=today))
    sent = request.method == "POST"
    form = (
        UploadForm(request.POST, request.FILES)
        if sent
        else UploadForm(initial={"year": selectors.expected_year(today)})
    )
    if sent and form.is_valid():
        said = form.cleaned_data
        kept = attempt(
            form,
            lambda: imports.receive(
                organisation,
                said["file"],
                said["file"].name,
                year=said["year"],
                source=said["source"],
                by=request.user,
            ),
            file_field="file",
        )
        if kept is not None:
            return redirect("indicators:import_detail", kept.pk)
    return render(request, "indicators/import_new.html", {"form": form, "organisation": organisation})


@login_required
@require_http_methods(["GET", "POST"])
def import_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every row of the table: what is new, what changes, what is wrong; then the yes to the good ones."""
    kept: FigureImport = selectors.import_for(request.user, pk)
    checked = imports.check(kept, by=request.user)
    sent = request.method == "POST"
    form = TakeForm(request.POST if sent else None, changes=checked.count("changed"))
    if sent and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        rows = attempt(form, lambda: imports.take(kept, by=request.user, reason=reason))
        if rows is not None:
            told = ngettext("%(number)s figure saved.", "%(number)s figures saved.", len(rows))
            messages.success(request, told % {"number": len(rows)})
            return redirect("indicators:import_detail", kept.pk)
    wrong_only = request.GET.get("part") == "wrong"
    context: dict[str, Any] = {
        "import": kept,
        "form": form,
        "counts": checked.counts,
        "good": len(checked.returns),
        "wrong": len(checked.wrong),
        "page": _page(checked.wrong if wrong_only else checked.lines, request.GET.get("page")),
        "wrong_only": wrong_only,
        "entries": history_of(kept),
    }
    return render(request, "indicators/import_detail.html", context)


@login_required
@require_POST
def import_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """No to a table: nothing of it is taken in; that it was uploaded stays in the journal."""
    kept = selectors.import_for(request.user, pk)
    imports.discard(kept, by=request.user)
    messages.success(request, _("The table is discarded; none of its figures was taken in."))
    return redirect("indicators:status")


def _page(lines: list[imports.Line], asked: str | None) -> Page:
    last = max(1, -(-len(lines) // A_PAGE))
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    number = min(max(1, number), last)
    rows = lines[(number - 1) * A_PAGE : number * A_PAGE]
    return Page(rows, number, A_PAGE, len(lines), exact=True, sizes=(A_PAGE,))
