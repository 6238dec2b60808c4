"""Reports of a programme: drafting, reading, confirming, opening again, issuing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, to_job
from emulation.attempts import attempt
from emulation.documents.selectors import issued_bytes
from emulation.reasons import ReasonForm
from emulation.serving import pdf
from emulation.verdicts import demand
from emulation.vietnamese import fold
from programmes.figures import Change, Row, changes, rows_of
from programmes.forms.reports import AnswerForm, IssueForm, ReportForm
from programmes.models import Confirmation, Difference, Party, Report, ReportKind
from programmes.permissions import reports as permissions
from programmes.selectors import programmes as programme_selectors
from programmes.selectors import reports as selectors
from programmes.selectors.reporting import rows_today
from programmes.services import report_papers, reports
from programmes.services.report_papers import fact_rows
from programmes.states import ReportState
from programmes.views.programmes import crumbs_to, page_of_programme

OPEN_TO_SIDES = frozenset({"programmes.activity", "programmes.plantask"})
"""Records that every side of the programme may open; the others only the body that keeps them."""


@dataclass
class Line:
    """A figure on the page, with what a side says otherwise and what the records say today."""

    row: Row
    differences: list[tuple[Party, Difference]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def page_of(report: Report) -> str:
    return reverse("programmes:report", args=[report.pk])


def crumbs_of(report: Report) -> list[tuple[object, str]]:
    return [*crumbs_to(report.programme), (report.title, page_of(report))]


@login_required
@require_http_methods(["GET", "POST"])
def report_new(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = programme_selectors.programme_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_draft_report(request.user, programme, on=today))
    year = min(max(today.year, programme.from_year), programme.to_year)
    form = ReportForm(
        request.POST or None, programme=programme, initial={"year": year, "as_of": today, **_wanted(request)}
    )
    act = Act(
        title=_("Draft a report"),
        lead=str(programme),
        verb=_("Draft the report"),
        back=page_of_programme(programme, "#reports"),
        crumbs=crumbs_to(programme),
        consequences=[
            _("Its parts are written from the figures as they stand; you then complete them."),
            _("Nobody is told until the figures are frozen."),
        ],
        said=_("The report is drafted. Now complete its parts."),
    )

    def draft() -> Report:
        made = reports.draft(programme, **form.cleaned_data, by=request.user)
        act.after = reverse("programmes:report_edit", args=[made.pk])
        return made

    return done(request, form, act, draft)


def _wanted(request: SignedInRequest) -> dict[str, str]:
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in ReportKind.values else {}


@login_required
@require_GET
def report_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The snapshot: figures as of a day with their digest, who confirmed them, what has changed since."""
    report = selectors.report_for(request.user, pk)
    today = timezone.localdate()
    now = rows_today(report)
    changed = reports.what_changed(report, today=now)
    words = selectors.words_on(report)
    sides = selectors.sides_of(report, on=today, words=words)
    keeps = programme_selectors.keeps(request.user, report.programme)
    papers = selectors.on_paper([side.party for side in sides], today)
    context = {
        "report": report,
        "programme": report.programme,
        "lines": lines_of(report, now, changed, words),
        "changes": changed,
        "sides": [(side, _verdict(request, report, side.party, papers)) for side in sides],
        "earlier": earlier_words(report, words),
        "snapshots": [one for one in report.snapshots.all() if one.digest != report.digest]
        if selectors.inside(request.user, report)
        else [],
        "blocks": selectors.blocks_of(report),
        "keeps": keeps,
        "linked": None if keeps else OPEN_TO_SIDES,
        "may_write": permissions.may_write_report(request.user, report, on=today),
        "may_thaw": permissions.may_thaw_report(request.user, report, on=today),
        "may_issue": permissions.may_issue_report(request.user, report, on=today),
        "entries": selectors.course_of(report) if keeps else [],
    }
    return render(request, "programmes/report_detail.html", context)


@login_required
@require_GET
def report_snapshot(request: SignedInRequest, pk: int, snapshot_pk: int) -> HttpResponse:
    """One freezing as it was, with what has changed from it to the figures of now."""
    snapshot = selectors.snapshot_for(request.user, pk, snapshot_pk)
    report, content = snapshot.report, snapshot.content
    rows = rows_of([*content["figures"], *fact_rows(content["award_facts"])])
    draft = report.state == ReportState.DRAFT
    now = rows_today(report) if draft else rows_of(report.figures)
    keeps = programme_selectors.keeps(request.user, report.programme)
    context = {
        "snapshot": snapshot,
        "report": report,
        "programme": report.programme,
        "lines": [Line(row) for row in rows],
        "changes": changes(rows_of(content["figures"]), now),
        "words": [(heading, text) for _code, heading, text in content["words"]],
        "current": snapshot.digest == report.digest,
        "given": report.confirmations.filter(digest=snapshot.digest).select_related("party"),
        "linked": None if keeps else OPEN_TO_SIDES,
    }
    return render(request, "programmes/report_snapshot.html", context)


def _verdict(request: SignedInRequest, report: Report, party: Party, papers: Collection[int]) -> object:
    today = timezone.localdate()
    return permissions.may_answer_report(request.user, report, party, on=today, papers=papers)


def earlier_words(
    report: Report, words: Sequence[Confirmation]
) -> list[tuple[Confirmation, list[tuple[str, Difference]]]]:
    """What was said of figures frozen before the present ones, each difference under the name of its figure."""
    labels = {row["key"]: row["label"] for row in [*report.figures, *report.award_facts]}
    return [
        (word, [(labels.get(one.key, one.key), one) for one in word.differences.all()])
        for word in words
        if word.digest != report.digest
    ]


def lines_of(
    report: Report, now: Sequence[Row], changed: Sequence[Change], words: Sequence[Confirmation]
) -> list[Line]:
    """The frozen figures, those of today for a draft; beside each what a side says of the present freezing."""
    draft = report.state == ReportState.DRAFT
    rows = now if draft else rows_of([*report.figures, *fact_rows(report.award_facts)])
    lines = {row.key: Line(row) for row in rows}
    for change in changed:
        if change.key in lines:
            lines[change.key].changes.append(change)
    for word in words:
        for one in word.differences.all() if report.digest and word.digest == report.digest else ():
            if one.key in lines:
                lines[one.key].differences.append((word.party, one))
    return list(lines.values())


@login_required
@require_http_methods(["GET", "POST"])
def report_confirm(request: SignedInRequest, pk: int, party_pk: int) -> HttpResponse:
    """The word of one side: it agrees, or states its own value for single figures."""
    report = selectors.report_for(request.user, pk)
    party = selectors.party_of(report, party_pk)
    demand(permissions.may_answer_report(request.user, report, party, on=timezone.localdate()))
    rows = rows_of([*report.figures, *fact_rows(report.award_facts)])
    on_paper = selectors.answers_on_paper(party, timezone.localdate())
    form = AnswerForm(request.POST or None, rows=rows, on_paper=on_paper, initial={"digest": report.digest})
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(form, lambda: _answer(request, report, party, form)) is not None:
        return redirect(page_of(report))
    context = {
        "form": form,
        "report": report,
        "party": party,
        "programme": report.programme,
        "changes": reports.what_changed(report),
        "blocks": selectors.blocks_of(report),
    }
    return render(request, "programmes/report_confirm.html", context)


def _answer(request: SignedInRequest, report: Report, party: Party, form: AnswerForm) -> Report:
    given = {key: form.cleaned_data[key] for key in ("note", "digest")}
    if request.POST.get("verdict") == "agrees":
        return reports.confirm(report, party, by=request.user, **given)
    return reports.contest(report, party, form.stated(), by=request.user, **given)


@login_required
@require_http_methods(["GET", "POST"])
def report_thaw(request: SignedInRequest, pk: int) -> HttpResponse:
    report = selectors.report_for(request.user, pk)
    demand(permissions.may_thaw_report(request.user, report, on=timezone.localdate()))
    form = ReasonForm(request.POST or None, required=True)
    act = Act(
        title=_("Open the figures again"),
        lead=report.title,
        verb=_("Open the figures again"),
        back=page_of(report),
        crumbs=crumbs_of(report),
        consequences=[
            _("What the sides said stays as history; figures that are frozen anew are asked about anew."),
            _("An issued paper of this report loses force."),
        ],
        calm=True,
        said=_("The report is a draft again."),
    )
    return done(
        request,
        form,
        act,
        lambda: reports.thaw(report, reason=form.cleaned_data["reason"], by=request.user),
    )


@login_required
@require_http_methods(["GET", "POST"])
def report_issue(request: SignedInRequest, pk: int) -> HttpResponse:
    report = selectors.report_for(request.user, pk)
    demand(permissions.may_issue_report(request.user, report, on=timezone.localdate()))
    form = IssueForm(request.POST or None, initial=_usual(report))
    act = Act(
        title=_("Issue the report"),
        lead=report.title,
        verb=_("Issue the report"),
        back=page_of(report),
        crumbs=crumbs_of(report),
        consequences=[
            _("The report is printed in the background under this number and date."),
            _("Bodies are named as they were called on that day."),
            _("From then on the units below may read it."),
        ],
        said=_("The report is issued."),
    )
    return done(request, form, act, lambda: report_papers.issue(report, form.terms(), by=request.user))


def _usual(report: Report) -> dict[str, object]:
    """What most reports say: today, the keeper's place, the signatory of the keeper's side."""
    keeper = report.programme.organisation
    version = keeper.versions.order_by("-valid_from").first()
    side: Party | None = report.programme.parties.filter(organisation=keeper).first()
    return {
        "number": report.number,
        "on": timezone.localdate(),
        "place": version.place if version else "",
        "office": side.titles[0] if side and side.titles else "",
        "signatory": side.signatory_name if side else "",
    }


@login_required
@require_POST
def report_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The report as it would be printed, marked as a draft; made in the background."""
    report = selectors.report_for(request.user, pk)
    return to_job(report_papers.preview(report, by=request.user), reverse("programmes:report", args=[pk]))


@login_required
@require_GET
def report_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    report = selectors.report_for(request.user, pk)
    if report.document is None:
        raise Http404
    stem = slugify(fold(f"bao cao {report.year} {report.number}".replace("/", " ")))[:60].strip("-")
    return pdf(issued_bytes(report.document), f"{stem}.pdf")
