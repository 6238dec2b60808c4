"""Disputes, rulings and hypothetical rankings in sight, and the two readings of a dispute side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
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
from clusters.scoring import Claim, claim_data
from clusters.selectors.clusters import reach, seasons_visible_to
from clusters.selectors.readings import Line, Read, Side, Trials, beside
from clusters.sentences import working_words
from clusters.states import DisputeState
from emulation.accounts.models import User
from emulation.organisations.models import Succession, SuccessionKind


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


@dataclass(frozen=True)
class Lineage:
    """Names under which a body was known before a merger, and those of its heirs where it has ended."""

    before: list[str]
    after: list[str]


def lineage_of(seat: Seat) -> Lineage:
    """Whom the body of a seat continues, and who continues it; what bears its own name is not told."""
    body = seat.organisation_id
    rows = Succession.objects.filter(Q(predecessor=body) | Q(successor=body), successor__isnull=False)
    rows = rows.exclude(kind=SuccessionKind.RENAME).select_related("predecessor", "successor").order_by("pk")
    before: list[str] = []
    after: list[str] = []
    for row in rows:
        other, names = (row.successor, after) if row.predecessor_id == body else (row.predecessor, before)
        if other is not None and (name := other.short_name or other.name) != seat.label:
            names.append(name)
    return Lineage(before, after)


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


def sides_of(
    dispute: Dispute, *, on: date, standing: bool, ruled: Mapping[str, Mapping[int, Claim]] | None = None
) -> tuple[Trials, list[Line]]:
    """Every member under both readings by the numbers that were given in the dispute, or typed with its ruling.

    `standing`: where none was given, by what stands on its card; that is for who may see the cards of all.
    """
    trials = Trials.of(dispute.season, on=on)
    code, given, typed = dispute.criterion.code, figures_of(dispute), ruled or {}
    applied = {
        **(trials.standing_claims(code) if standing else {}),
        **given[ReadBy.APPLIED],
        **typed.get(ReadBy.APPLIED, {}),
    }
    contested = {**given[ReadBy.CONTESTED], **typed.get(ReadBy.CONTESTED, {})}
    first = Read(code, params=dispute.applied, claims=applied)
    second = Read(code, params=dispute.params, claims=contested)
    return trials, beside(trials, first, second)


def frozen_sides(
    dispute: Dispute, *, on: date, ruled: Mapping[str, Mapping[int, Claim]]
) -> list[dict[str, Any]]:
    """What both readings come to for every member, as plain JSON to be kept with the ruling.

    [{"seat", "name", "first", "second", "rises"}], each side {"claim", "given", "points", "place", "total",
    "working"}: given says whether the number was given in the dispute, where everybody reads it.
    """
    trials, lines = sides_of(dispute, on=on, standing=True, ruled=ruled)
    given = figures_of(dispute)
    return [
        {
            "seat": line.seat.pk,
            "name": line.seat.label,
            "first": _kept(line.first, given=line.seat.pk in given[ReadBy.APPLIED]),
            "second": _kept(line.second, given=line.seat.pk in given[ReadBy.CONTESTED]),
            "rises": line.rises if trials.has_scores else 0,
        }
        for line in lines
    ]


def _kept(side: Side, *, given: bool) -> dict[str, Any]:
    return {
        "claim": {} if side.claim is None else claim_data(side.claim),
        "given": given,
        "points": None if side.points is None else f"{side.points:f}",
        "place": side.place,
        "total": None if side.total is None else f"{side.total:f}",
        "working": working_words(side.steps),
    }


def sides_now(trials: Trials, code: str) -> dict[int, Side]:
    """{seat: what stands on its card under the reading in force}."""
    claims, tried = trials.standing_claims(code), trials.tried([Read(code)])
    return {seat.pk: tried.side(seat, code, claims) for seat in trials.seats}


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
