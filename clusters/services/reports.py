"""Writing the reports of a season, issuing them, and joining all papers of a season into one file."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Season, SeasonReport
from clusters.permissions import reports as permissions
from clusters.selectors.reports import papers_of
from clusters.services.report_papers import report_payload
from clusters.services.seasons import locked_season
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.documents.faults import unfit_refused
from emulation.documents.services import bundle, print_preview, queue_rendering
from emulation.documents.services import issue as issue_document
from emulation.documents.word import word_file
from emulation.jobs.models import Job
from emulation.merging import merged, take
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@dataclass(frozen=True)
class ReportTerms:
    """The words of a report; the same value begins and revises it."""

    assessment: str = ""
    results: str = ""
    shortcomings: str = ""
    tasks: str = ""
    proposals: str = ""


@transaction.atomic
def begin(season: Season, kind: str, terms: ReportTerms, *, by: User) -> SeasonReport:
    """Begin a report of this kind; one draft of a kind at a time."""
    kept = locked_season(season)
    demand(permissions.may_write(by, kept, on=timezone.localdate()))
    if SeasonReport.objects.filter(season=kept, kind=kind, document=None).exists():
        raise Refused(permissions.UNDER_WAY)
    report = SeasonReport(season=kept, kind=kind, entered_by=by, **_columns(terms))
    report.full_clean()
    report.save()
    record("season_report.begin", report, by=by, kind=[None, str(report.get_kind_display())])
    return report


def _columns(terms: ReportTerms) -> dict[str, Any]:
    return {field.name: nfc(getattr(terms, field.name)).strip() for field in fields(terms)}


def locked_report(report: SeasonReport) -> SeasonReport:
    """The report as it is now, nobody else changing it; to be called first in every act on it."""
    locked_season(report.season)
    SeasonReport.objects.select_for_update().get(pk=report.pk)
    return SeasonReport.objects.select_related("season__cluster__organiser", "document").get(pk=report.pk)


def report_terms_of(report: SeasonReport) -> ReportTerms:
    return ReportTerms(**{field.name: getattr(report, field.name) for field in fields(ReportTerms)})


@transaction.atomic
def revise(report: SeasonReport, terms: ReportTerms, *, base: ReportTerms, by: User) -> SeasonReport:
    """Change the words. `base` is what the person saw; raises merging.Clash where both changed."""
    kept = locked_report(report)
    demand(permissions.may_change_report(by, kept, on=timezone.localdate()))
    changed = take(kept, _columns(merged(base, terms, report_terms_of(kept))))
    if not changed:
        return kept
    kept.version += 1
    kept.full_clean()
    kept.save()
    record("season_report.revise", kept, by=by, parts=[None, len(changed)])
    return kept


@dataclass(frozen=True)
class Issuing:
    """What is known when a report is issued: `name` and `title` are those of whoever signs it."""

    number: str
    day: date
    place: str
    name: str
    title: str = ""


@transaction.atomic
def issue(report: SeasonReport, terms: Issuing, *, by: User) -> SeasonReport:
    """Issue the report under its number: the facts of this moment are frozen with its words."""
    kept = locked_report(report)
    demand(permissions.may_change_report(by, kept, on=timezone.localdate()))
    number = " ".join(nfc(terms.number).split())
    if not number:
        raise Refused(_("A report is issued under a number."))
    name, title = (" ".join(nfc(one).split()) for one in (terms.name, terms.title))
    if not name:
        raise Refused(_("Say who signs the report."))
    if terms.day > timezone.localdate():
        raise Refused(_("The day lies in the future."))
    kept.number, kept.day, kept.place = number, terms.day, nfc(terms.place).strip()
    organiser = kept.season.cluster.organiser
    payload = report_payload(kept, (name, title))
    with unfit_refused():
        kept.document = issue_document("report_v1", payload, organisation=organiser, by=by)
    kept.version += 1
    kept.full_clean()
    kept.save()
    record("season_report.issue", kept, by=by, number=[None, number], signatory=[None, name])
    queue_rendering([kept.document], by=by, organisation=organiser, title=str(kept))
    return kept


def preview(report: SeasonReport, *, by: User) -> Job:
    """A job that prints the report as it stands for `by` alone."""
    organiser = report.season.cluster.organiser
    with unfit_refused():
        return print_preview(
            "report_v1", report_payload(report), title=str(report), by=by, organisation=organiser
        )


def word(report: SeasonReport) -> bytes:
    """The Word file of the issued paper, or of the report as it stands: the words of the printed one."""
    return word_file("report_v1", report.document.payload if report.document else report_payload(report))


def pack(season: Season, *, by: User) -> Job:
    """A job that joins all printed papers of a season into one file with contents and bookmarks, for `by` alone."""
    papers = papers_of(season)
    if not papers:
        raise Refused(_("The season has no printed paper yet."))
    return bundle(
        [document for _title, document in papers],
        form="pack",
        names=[title for title, _document in papers],
        title=f"Hồ sơ {season.cluster.name}, năm {season.year}",
        by=by,
        organisation=season.cluster.organiser,
    )
