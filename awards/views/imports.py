"""Bringing a list of nominees in: the file, its preview, the questions it raises, the act, the file given back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import permissions
from awards.forms.imports import QuestionForm, SheetForm, UploadForm
from awards.models import AwardForm, NomineeImport
from awards.rows.questions import ALL_NEW, NEW, UNIT
from awards.selectors.imports import campaign_to_import, import_to_handle, imports_of, shown_duplicates
from awards.services import imports
from awards.services.import_returning import queue_workbook, ready_workbook
from awards.services.import_sentences import duplicate_sentence, problem_sentence, question_sentence
from awards.services.import_template import template_for
from awards.states import ImportState
from emulation.accounts.requests import SignedInRequest
from emulation.organisations.models import Organisation
from emulation.paging import Page, page_of
from emulation.uploads.checking import UploadRefused
from emulation.verdicts import Refused, demand

A_PAGE = 50
QUESTIONS_A_PAGE = 20


@login_required
@require_http_methods(["GET", "POST"])
def import_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file to bring in, and the lists brought in before."""
    campaign = campaign_to_import(request.user, pk)
    verdict = permissions.may_import(request.user, campaign, on=timezone.localdate())
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent:
        demand(verdict)
        if form.is_valid():
            try:
                kept = imports.receive(campaign, form.cleaned_data["file"], by=request.user)
            except UploadRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect("awards:import_detail", kept.pk)
    page = page_of(imports_of(campaign), request.GET)
    context = {"campaign": campaign, "form": form, "page": page, "may_import": verdict}
    return render(request, "awards/import_new.html", context)


@login_required
@require_GET
def import_template(request: SignedInRequest, pk: int) -> HttpResponse:
    """The empty list for units to fill in."""
    return _workbook(*template_for(campaign_to_import(request.user, pk)))


@login_required
@require_GET
def import_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Progress while it is being read, then what was found, then what came of it."""
    return _detail(request, import_to_handle(request.user, pk))


def _detail(
    request: SignedInRequest, found: NomineeImport, bound: Mapping[str, QuestionForm] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "import": found,
        "campaign": found.campaign,
        "job": found.job,
        "working": found.job is not None and not found.job.is_finished,
        "failed": found.job is not None
        and found.job.state == "failed"
        and found.state != ImportState.IMPORTED,
        "may_import": permissions.may_import(request.user, found.campaign, on=timezone.localdate()),
    }
    if found.preview:
        context |= _parts(request, found, bound or {})
    return render(request, "awards/import_detail.html", context)


def _parts(
    request: SignedInRequest, found: NomineeImport, bound: Mapping[str, QuestionForm]
) -> dict[str, Any]:
    """The counts, and the rows of the one part that the address asks for: never the whole list."""
    preview = found.preview
    likely = shown_duplicates(request.user, found)
    waiting = [question for question in preview["questions"] if question["open"]]
    lists: dict[str, Sequence[Any]] = {
        "questions": preview["questions"] if found.state != ImportState.IMPORTED else [],
        "problems": preview["problems"],
        "duplicates": likely,
        "sample": preview["sample"],
    }
    part = request.GET.get("part", "")
    if bound:
        part = "questions"
    if part not in lists:
        part = next(name for name in lists if lists[name] or name == "sample")
    page = _page(lists[part], request.GET.get("page"), QUESTIONS_A_PAGE if part == "questions" else A_PAGE)
    wrong_rows = len({(sheet, row) for sheet, row, *_rest in preview["problems"]})
    return {
        "preview": preview,
        "counts": _counts(preview, wrong_rows),
        "open_questions": len(waiting),
        "open_units": sum(question["kind"] == UNIT for question in waiting),
        "many_sheets": sum(bool(sheet["layout"]) for sheet in preview["sheets"]) > 1,
        "tabs": _tabs(lists, part),
        "part": part,
        "page": page,
        "lines": _lines(part, page.rows, found, bound),
        "may_return": bool(preview["problems"] or likely or preview["already"]),
    }


def _counts(preview: Mapping[str, Any], wrong_rows: int) -> list[tuple[str, int]]:
    counts = [
        (_("Rows read"), preview["rows"]),
        (_("Rows that can go in now"), preview["adding"]),
        (_("Rows with something wrong"), wrong_rows),
        (_("Rows that wait for an answer"), preview["waiting"]),
        (_("Rows that stand in the campaign already"), len(preview["already"])),
        (_("Rows left out"), len(preview["left_out"])),
    ]
    return [(label, number) for place, (label, number) in enumerate(counts) if number or place < 3]


def _tabs(lists: Mapping[str, Sequence[Any]], part: str) -> list[dict[str, Any]]:
    labels = {
        "questions": _("Questions"),
        "problems": _("What is wrong"),
        "duplicates": _("Likely duplicates"),
        "sample": _("First good rows"),
    }
    return [
        {"url": f"?part={name}", "label": labels[name], "count": len(rows), "current": name == part}
        for name, rows in lists.items()
        if rows or name == part
    ]


def _page(rows: Sequence[Any], asked: str | None, size: int) -> Page:
    last = max(1, -(-len(rows) // size))
    number = int(asked) if asked and asked.isdecimal() and len(asked) < 9 else 1
    number = min(max(number, 1), last)
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows), True, sizes=(size,))


def _lines(
    part: str, rows: Sequence[Any], found: NomineeImport, bound: Mapping[str, QuestionForm]
) -> list[Any]:
    if part == "questions":
        names = _names(rows)
        return [
            (_asked(question), bound.get(question["key"]) or QuestionForm(question=question, names=names))
            for question in rows
        ]
    if part == "problems":
        return [(s, row, column, problem_sentence(code, more)) for s, row, column, code, more in rows]
    if part == "duplicates":
        left = set(found.answers.get("leave", ()))
        return [
            (s, row, more, duplicate_sentence(code, more), f"{s}!{row}", f"{s}!{row}" in left)
            for s, row, _column, code, more in rows
        ]
    return list(rows)


def _asked(question: Mapping[str, Any]) -> dict[str, Any]:
    return {**question, "sentence": question_sentence(question["kind"], question["text"])}


def _names(questions: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Code → name of the forms, "unit:<id>" → name of the units chosen in answers; at most two queries."""
    names = dict(AwardForm.objects.values_list("code", "name"))
    chosen = [int(question["answer"]) for question in questions if question["answer"].isdigit()]
    if chosen:
        units = Organisation.objects.filter(pk__in=chosen).values_list("pk", "name")
        names |= {f"unit:{unit_id}": name for unit_id, name in units}
    return names


@login_required
@require_GET
def import_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """The bar alone; once the work has ended the page is told to load anew."""
    found = import_to_handle(request.user, pk)
    if found.job is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    response = render(request, "awards/_import_progress.html", {"import": found, "job": found.job})
    if found.job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def import_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answers to the questions of one page, one answer for all unknown units, or the rows to leave out."""
    found = import_to_handle(request.user, pk)
    if "all_new" in request.POST:
        imports.answer(found, {ALL_NEW: NEW}, by=request.user)
        return redirect("awards:import_detail", found.pk)
    if "shown" in request.POST:
        imports.answer(found, {"leave": _left_out(request, found)}, by=request.user)
        return redirect("awards:import_detail", found.pk)
    asked = found.preview.get("questions", [])
    names = _names(asked)
    posted = [QuestionForm(request.POST, question=question, names=names) for question in asked]
    forms = {form.question["key"]: form for form in posted if form.is_given}
    if not all([form.is_valid() for form in forms.values()]):
        return _detail(request, found, forms)
    imports.answer(found, {key: form.value() for key, form in forms.items()}, by=request.user)
    return redirect("awards:import_detail", found.pk)


def _left_out(request: SignedInRequest, found: NomineeImport) -> list[str]:
    """The rows left out before, except those shown on this page and not marked any more."""
    before = set(found.answers.get("leave", ())) - set(request.POST.getlist("shown"))
    known = {f"{sheet}!{row}" for sheet, row, *_rest in shown_duplicates(request.user, found)}
    return sorted(before | (set(request.POST.getlist("leave")) & known))


@login_required
@require_http_methods(["GET", "POST"])
def import_mapping(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the headings stand and what the columns hold, to be put right."""
    found = import_to_handle(request.user, pk)
    demand(permissions.may_import(request.user, found.campaign, on=timezone.localdate()))
    sheets = found.preview.get("sheets", [])
    forms = [
        SheetForm(request.POST if request.method == "POST" else None, sheet=sheet, number=number)
        for number, sheet in enumerate(sheets)
    ]
    if request.method == "POST" and all([form.is_valid() for form in forms]):
        try:
            imports.remap(found, {form.sheet["name"]: form.layout() for form in forms}, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            return redirect("awards:import_detail", found.pk)
    context = {"import": found, "campaign": found.campaign, "forms": forms}
    return render(request, "awards/import_mapping.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def import_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """The act: the good rows become nominations."""
    found = import_to_handle(request.user, pk)
    demand(permissions.may_import(request.user, found.campaign, on=timezone.localdate()))
    if request.method == "POST":
        imports.confirm(found, by=request.user)
        return redirect("awards:import_detail", found.pk)
    if found.state != ImportState.READY:
        return redirect("awards:import_detail", found.pk)
    wrong_rows = len({(sheet, row) for sheet, row, *_rest in found.preview["problems"]})
    context = {
        "import": found,
        "campaign": found.campaign,
        "preview": found.preview,
        "wrong_rows": wrong_rows,
    }
    return render(request, "awards/import_confirm.html", context)


@login_required
@require_GET
def import_returned(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list with a remark beside each row that did not go in; a long one is written in the background."""
    found = import_to_handle(request.user, pk)
    if not found.preview:
        raise Http404
    ready = ready_workbook(found, by=request.user)
    if ready is None:
        return redirect(queue_workbook(found, by=request.user))
    return _workbook(*ready)


@login_required
@require_POST
def import_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the list away."""
    found = imports.discard(import_to_handle(request.user, pk), by=request.user)
    messages.success(request, _("The list was put away; nothing of it was taken in."))
    return redirect("awards:import_new", found.campaign_id)


def _workbook(data: bytes, filename: str) -> HttpResponse:
    kind = "text/csv; charset=utf-8" if filename.endswith(".csv") else XLSX
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
