"""Reports of a season: writing, looking at, issuing; and all papers of a season in one file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.forms.reports import IssueForm, ReportForm
from clusters.models import SeasonReport
from clusters.permissions import reports as permissions
from clusters.permissions.clusters import runs
from clusters.selectors import reports as selectors
from clusters.selectors.clusters import season_for
from clusters.services import reports
from clusters.services.report_papers import report_payload, signatory_on
from clusters.services.reports import ReportTerms
from clusters.views.seasons import crumbs_to as season_crumbs
from clusters.views.seasons import page_of_season
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, saved_over, to_job, typed
from emulation.audit.selectors import history_of
from emulation.documents.outline import Piece, Table, report_outline
from emulation.documents.selectors import issued_bytes
from emulation.serving import download, pdf
from emulation.verdicts import demand


def page_of_report(report: SeasonReport) -> str:
    return reverse("clusters:report", args=[report.pk])


def _called(report: SeasonReport) -> str:
    about = "so-ket" if report.kind == SeasonReport.Kind.MIDYEAR else "tong-ket"
    return f"bao-cao-{about}-{report.season.year}"


@login_required
@require_GET
def report_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The report as it will be printed, with the acts on it; an issued one as it was issued."""
    report = selectors.report_for(request.user, pk)
    today = timezone.localdate()
    payload = report.document.payload if report.document else report_payload(report)
    runs_it = runs(request.user, report.season.cluster, on=today)
    context = {
        "report": report,
        "pieces": [_shown(piece) for piece in report_outline(payload)],
        "crumbs": season_crumbs(report.season),
        "may_change": permissions.may_change_report(request.user, report, on=today),
        "runs": runs_it,
        "entries": history_of(report) if runs_it else [],
    }
    return render(request, "clusters/report_detail.html", context)


def _shown(piece: Piece) -> object:
    """A piece as the page takes it: each cell of a table beside its heading, which a phone shows with it."""
    if not isinstance(piece, Table):
        return piece
    rows = [list(zip(piece.header, row, strict=True)) for row in piece.rows]
    return {"kind": piece.kind, "header": piece.header, "labelled": rows}


@login_required
@require_http_methods(["GET", "POST"])
def report_new(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    season = season_for(request.user, pk)
    if kind not in SeasonReport.Kind.values:
        raise Http404
    demand(permissions.may_write(request.user, season, on=timezone.localdate()))
    form = ReportForm(typed(request))
    act = Act(
        title=SeasonReport.Kind(kind).label,
        lead=str(season),
        verb=_("Save the draft"),
        back=page_of_season(season),
        crumbs=season_crumbs(season),
        autosave=f"season-report-{pk}-{kind}",
        said=_("The draft is saved; the members see the report once it is issued."),
    )

    def begin() -> SeasonReport:
        report = reports.begin(season, kind, form.terms(), by=request.user)
        act.after = page_of_report(report)
        return report

    return done(request, form, act, begin)


def _act(report: SeasonReport, title: str, verb: str, **more: object) -> Act:
    crumbs = [*season_crumbs(report.season), (str(report.get_kind_display()), page_of_report(report))]
    return Act(title=title, lead=str(report), verb=verb, back=page_of_report(report), crumbs=crumbs, **more)  # type: ignore[arg-type]


@login_required
@require_http_methods(["GET", "POST"])
def report_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    report = selectors.report_for(request.user, pk)
    demand(permissions.may_change_report(request.user, report, on=timezone.localdate()))
    stored = reports.report_terms_of(report)
    form = ReportForm(
        typed(request), initial={name: getattr(stored, name) for name in ReportTerms.__dataclass_fields__}
    )

    def do(terms: ReportTerms, base: ReportTerms) -> SeasonReport:
        return reports.revise(report, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        _act(report, _("Change the words"), _("Save"), autosave=f"season-report-{pk}", said=_("Saved.")),
        of=report,
        stored=lambda: reports.report_terms_of(selectors.report_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def report_issue(request: SignedInRequest, pk: int) -> HttpResponse:
    report = selectors.report_for(request.user, pk)
    demand(permissions.may_change_report(request.user, report, on=timezone.localdate()))
    today = timezone.localdate()
    name, title = signatory_on(report.season, today)
    form = IssueForm(typed(request), initial={"day": today, "name": name, "title": title})
    act = _act(
        report,
        _("Issue the report"),
        _("Issue the report"),
        consequences=[
            _("Its words and the facts of this moment are printed under the number, and change no more."),
            _("The members can read it from then on."),
        ],
        said=_("The report is issued and being printed."),
    )
    return done(request, form, act, lambda: reports.issue(report, form.issuing(), by=request.user))


@login_required
@require_POST
def report_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Prints the report as it stands, for whoever asks alone."""
    report = selectors.report_for(request.user, pk)
    return to_job(reports.preview(report, by=request.user), page_of_report(report))


@login_required
@require_GET
def report_word(request: SignedInRequest, pk: int) -> HttpResponse:
    report = selectors.report_for(request.user, pk)
    return download(reports.word(report), f"{_called(report)}.docx")


@login_required
@require_GET
def report_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The issued paper."""
    report = selectors.report_for(request.user, pk)
    if report.document is None:
        raise Http404
    return pdf(issued_bytes(report.document), f"{_called(report)}.pdf")


@login_required
@require_POST
def season_pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """All printed papers of the season as one file."""
    season = season_for(request.user, pk)
    return to_job(reports.pack(season, by=request.user), page_of_season(season))
