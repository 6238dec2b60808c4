"""The reports of a season that a person may read, and all papers that a season has issued."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from clusters.conference_states import RecordKind, RecordState
from clusters.models import Pledge, RankingVersion, Record, Season, SeasonReport
from clusters.selectors.clusters import led_by, reach, seasons_visible_to
from clusters.states import PledgeState, RankingState
from emulation.accounts.models import User
from emulation.documents.models import IssuedDocument
from emulation.documents.states import DocumentState


def reports_visible_to(user: User) -> QuerySet[SeasonReport]:
    """The issued ones of every season in sight; drafts for those who organise or lead the cluster."""
    mine = reach(user)
    runs = Q(season__cluster__organiser_id__in=mine.places if mine else ()) | Q(
        season__cluster_id__in=led_by(mine.held if mine else (), timezone.localdate())
    )
    rows = SeasonReport.objects.filter(season__in=seasons_visible_to(user).values("pk"))
    return rows.filter(runs | Q(document__isnull=False))


def report_for(user: User, pk: int) -> SeasonReport:
    """The report, or Http404 where it does not exist or is none of the user's business."""
    found = (
        reports_visible_to(user)
        .select_related("season__cluster__organiser", "document")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def reports_of(user: User, season: Season) -> list[SeasonReport]:
    """The reports of a season in sight, mid-year before year-end, older before newer."""
    rows = reports_visible_to(user).filter(season=season).select_related("document")
    return sorted(rows, key=lambda row: (row.kind != SeasonReport.Kind.MIDYEAR, row.pk))


def papers_of(season: Season) -> list[tuple[str, IssuedDocument]]:
    """(title, document) of every printed paper of a season, in the order of the year."""
    found = [
        *_pledges(season),
        *_reports(season, "midyear"),
        *_rankings(season),
        *_reports(season, "year"),
        *_records(season),
    ]
    return [(title, document) for title, document in found if document.state == DocumentState.RENDERED]


def _pledges(season: Season) -> Iterator[tuple[str, IssuedDocument]]:
    rows = Pledge.objects.filter(season=season, state=PledgeState.SIGNED, sealed__isnull=False)
    for row in rows.select_related("sealed").order_by("number"):
        if row.sealed is not None:
            yield row.title, row.sealed


def _rankings(season: Season) -> Iterator[tuple[str, IssuedDocument]]:
    rows = RankingVersion.objects.filter(season=season, state=RankingState.PUBLISHED, document__isnull=False)
    for row in rows.select_related("document").order_by("number"):
        if row.document is not None:
            yield f"Bảng xếp hạng, phiên bản {row.number}", row.document


def _reports(season: Season, kind: str) -> Iterator[tuple[str, IssuedDocument]]:
    rows = SeasonReport.objects.filter(season=season, kind=kind, document__isnull=False)
    for row in rows.select_related("document").order_by("pk"):
        if row.document is not None:
            yield f"{TITLES[kind]} số {row.number}", row.document


def _records(season: Season) -> Iterator[tuple[str, IssuedDocument]]:
    rows = Record.objects.filter(
        conference__season=season, state=RecordState.SIGNED, sealed__isnull=False
    ).select_related("sealed", "conference")
    for row in rows.order_by("conference__day", "conference", "pk"):
        if row.sealed is not None:
            yield f"{RECORDS[RecordKind(row.kind)]}: {row.conference.title}", row.sealed


TITLES = {"midyear": "Báo cáo sơ kết", "year": "Báo cáo tổng kết"}
RECORDS = {RecordKind.MINUTES: "Biên bản", RecordKind.HAND_OVER: "Biên bản bàn giao"}
