"""Disputes, rulings and hypothetical rankings in sight, and the two readings of a dispute side by side."""

from datetime import date

from django.db.models import Count, QuerySet
from django.http import Http404

from clusters.models import (
    Criterion,
    Dispute,
    DisputeFigure,
    ReadBy,
    Ruling,
    Sandbox,
    Season,
    Seat,
)
from clusters.scoring import Claim
from clusters.selectors.clusters import reach, seasons_visible_to
from clusters.selectors.readings import Line, Read, Trials, beside
from clusters.states import DisputeState
from emulation.accounts.models import User


def disputes_of(season: Season) -> list[Dispute]:
    """The newest first, each with how many `said` something."""
    rows = season.disputes.select_related("criterion", "seat", "ruling").annotate(said=Count("words"))
    return list(rows.order_by("-number"))


def open_disputes(season: Season) -> int:
    return season.disputes.filter(state=DisputeState.OPEN).count()


def rulings_of(season: Season) -> list[Ruling]:
    rows = season.rulings.select_related("criterion", "made_by__person", "superseded_by")
    return list(rows.order_by("-number"))


def dispute_for(user: User, pk: int) -> Dispute:
    """The dispute of a season in sight, or Http404: every member reads what another contests."""
    related = (
        "season__cluster__organiser",
        "season__sheet",
        "criterion",
        "seat",
        "ruling",
        "raised_by__person",
    )
    rows = Dispute.objects.filter(season__in=seasons_visible_to(user)).select_related(*related)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def ruling_for(user: User, pk: int) -> Ruling:
    """The ruling of a season in sight, or Http404."""
    related = (
        "season__cluster__organiser",
        "season__sheet",
        "criterion",
        "made_by__person",
        "supersedes",
        "superseded_by",
    )
    rows = Ruling.objects.filter(season__in=seasons_visible_to(user)).select_related(*related)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own_seat(user: User, season: Season) -> Seat | None:
    """The seat of the own body in the season, if it has one and has not left."""
    rows = season.seats.filter(organisation_id__in=reach(user).continued, left_on=None)
    return rows.order_by("order").first()


def contestable(season: Season) -> QuerySet[Criterion]:
    """The criteria of a season's sheet whose reading can be contested: those that are scored, and the conditions."""
    if season.sheet is None:
        raise Http404
    return season.sheet.criteria.exclude(kind="").order_by("order", "code")


def params_in_force(criterion: Criterion, season: Season) -> dict[str, object]:
    """The parameters by which the criterion is scored in this season: of the ruling in force, or of the sheet."""
    ruled = season.readings.get(criterion.code)
    return dict(ruled["params"] if ruled else criterion.params)


def figures_of(dispute: Dispute) -> dict[str, dict[int, Claim]]:
    """{reading: {seat: its number}}, the newest of each; one query."""
    found: dict[str, dict[int, Claim]] = {one.value: {} for one in ReadBy}
    rows = DisputeFigure.objects.filter(dispute=dispute, replaced_by=None)
    for row in rows:
        found[row.read_by][row.seat_id] = row.answer
    return found


def sides_of(dispute: Dispute, *, on: date, standing: bool) -> tuple[Trials, list[Line]]:
    """Every member under both readings by the numbers that were given in the dispute.

    `standing`: where none was given, by what stands on its card; that is for who may see the cards of all.
    """
    trials = Trials.of(dispute.season, on=on)
    code, given = dispute.criterion.code, figures_of(dispute)
    applied = {**(trials.standing_claims(code) if standing else {}), **given[ReadBy.APPLIED]}
    first = Read(code, params=dispute.applied, claims=applied)
    second = Read(code, params=dispute.params, claims=given[ReadBy.CONTESTED])
    return trials, beside(trials, first, second)


def sandboxes_of(season: Season) -> list[Sandbox]:
    rows = Sandbox.objects.filter(season=season, removed_at=None).select_related("body", "made_by__person")
    return list(rows.order_by("-pk"))


def sandbox_for(user: User, pk: int) -> Sandbox:
    """A hypothetical ranking of a season in sight, or Http404; who may read it, `may_read_sandbox` says."""
    rows = Sandbox.objects.filter(season__in=seasons_visible_to(user), removed_at=None)
    related = ("season__cluster__organiser", "season__sheet", "body", "made_by__person")
    found = rows.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def annexable(season: Season) -> list[Sandbox]:
    """The hypothetical rankings that minutes may take as an annex, each under its name and marked as no result."""
    rows = Sandbox.objects.filter(season=season, removed_at=None).select_related("body", "made_by__person")
    return list(rows.order_by("pk"))
