"""Versions of a ranking: the one that counts, the earlier ones, freezing, publishing, taking back, why a place."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from clusters.forms.rankings import FreezeForm, PublishForm
from clusters.models import RankingVersion, ScoreCard, Season, Seat, StandingRow
from clusters.permissions import rankings as permissions
from clusters.scoring import Group, nodes
from clusters.selectors import rankings as selectors
from clusters.selectors.cards import Scored
from clusters.selectors.clusters import season_for
from clusters.selectors.conferences import ballot_reference, by_ballot
from clusters.selectors.lateness import late_unmarked
from clusters.selectors.standings import Standings, standings_of
from clusters.services import rankings
from clusters.services.ranking_tables import version_words, workbook_of
from clusters.standing_table import table_of
from clusters.standing_words import Known, known_of, rule_words
from clusters.states import RANKING, RankingState
from clusters.views.seasons import crumbs_to, page_of_season
from clusters.views.standings import Parts, beside, part, why
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.reasons import ReasonForm
from emulation.serving import download
from emulation.verdicts import demand

Crumbs = list[tuple[object, str]]


def crumbs_to_ranking(version: RankingVersion) -> Crumbs:
    words = _("Ranking, version %(number)s") % {"number": version.number}
    return [*crumbs_to(version.season), (words, rankings.page_of_ranking(version))]


@login_required
@require_GET
def ranking_current(request: SignedInRequest, pk: int) -> HttpResponse:
    """The version that counts; where none is published, what will appear here and who makes it."""
    season = season_for(request.user, pk)
    published = selectors.published_of(season)
    if published is not None:
        return redirect(rankings.page_of_ranking(published))
    today = timezone.localdate()
    context = {
        "season": season,
        "versions": selectors.versions_in(request.user, season),
        "may_see": permissions.may_see_provisional(request.user, season, on=today),
        "crumbs": crumbs_to(season),
    }
    return render(request, "clusters/ranking_none.html", context)


def stored(version: RankingVersion) -> tuple[list[StandingRow], Known, Scored]:
    rows = selectors.rows_of_version(version)
    scored = Scored.of(version.season)
    return rows, known_of(scored.sheet, {row.seat_id: row.name for row in rows}), scored


@login_required
@require_GET
def ranking_version(request: SignedInRequest, pk: int) -> HttpResponse:
    """One version as it was frozen, with what it changed against the published one before it."""
    version = selectors.ranking_for(request.user, pk)
    _rows, known, _scored = stored(version)
    before = selectors.published_before(version)
    today = timezone.localdate()
    runs = permissions.may_see_provisional(request.user, version.season, on=today)
    context = {
        "version": version,
        "season": version.season,
        "table": table_of(version.ranking, known),
        "current": selectors.published_of(version.season),
        "versions": selectors.versions_in(request.user, version.season),
        "before": before,
        "changes": selectors.changes_between(before, version) if before else [],
        "words": version_words(version),
        "may_publish": permissions.may_publish(request.user, version, on=today),
        "may_drop": permissions.may_drop(request.user, version, on=today),
        "may_freeze": permissions.may_freeze(request.user, version.season, on=today),
        "runs": runs,
        "moved": bool(runs) and _moved(version),
        "entries": history_of(version) if runs else [],
        "crumbs": crumbs_to(version.season),
    }
    return render(request, "clusters/ranking_version.html", context)


def _moved(version: RankingVersion) -> bool:
    """Whether a score has changed since: a frozen version can then not be published, a published one be corrected."""
    if version.state == RankingState.DROPPED:
        return False
    return rankings.has_moved(
        version, standings_of(version.season, provisional=False, on=timezone.localdate())
    )


@login_required
@require_GET
def ranking_export(request: SignedInRequest, pk: int) -> HttpResponse:
    version = selectors.ranking_for(request.user, pk)
    _rows, known, _scored = stored(version)
    data = workbook_of(table_of(version.ranking, known), version.season, version)
    return download(data, f"xep-hang-{version.season.year}-{version.number}.xlsx")


@login_required
@require_GET
def ranking_place(request: SignedInRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Why a member stands where it does."""
    version = selectors.ranking_for(request.user, pk)
    rows, known, scored = stored(version)
    row = next((row for row in rows if row.seat_id == seat_pk), None)
    if row is None:
        raise Http404
    context = {
        "version": version,
        "season": version.season,
        "name": row.name,
        "rule": rule_words(version.ranking.rule, known),
        "crumbs": crumbs_to_ranking(version),
        "words": version_words(version),
        **why(version.ranking, seat_pk, known),
    }
    near = {seat_pk, context.get("above"), context.get("below")}
    parts = {row.seat_id: parts_of_row(scored, row) for row in rows if row.seat_id in near}
    context |= beside(parts, seat_pk, context, known)
    return render(request, "clusters/ranking_place.html", context)


def parts_of_row(scored: Scored, row: StandingRow) -> Parts:
    """As frozen: the groups with what the member has of each, criteria below their group."""
    found = []
    for node in nodes(scored.sheet):
        group = isinstance(node, Group)
        kept = (row.parts if group else row.cells).get(node.code)
        if kept is not None and "points" in kept:
            points, possible = (
                None if text is None else Decimal(text) for text in (kept["points"], kept["possible"])
            )
            away = kept.get("na", False)
            found.append(part(node.code, node.text, points, possible, group=group, na=away))
    return found


@login_required
@require_http_methods(["GET", "POST"])
def ranking_freeze(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step one: the version that the conference sees."""
    season = season_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_freeze(request.user, season, on=today))
    found = standings_of(season, provisional=False, on=today)
    before = selectors.published_of(season)
    seats = {entry.seat.pk: entry.seat for entry in found.entries}
    tied = [[seats[pk] for pk in group] for group in rankings.tied_until_ballot(found)]
    form = FreezeForm(
        typed(request),
        correction=before is not None,
        tied=tied,
        initial=_earlier_ballot(season, before, tied),
    )
    act = Act(
        title=_("Freeze the ranking"),
        lead=str(season),
        verb=_("Freeze the ranking"),
        back=page_of_season(season),
        crumbs=crumbs_to(season),
        consequences=[*CONSEQUENCES, *_late(found)],
        problems=_problems(season, found),
        said=_("The version is frozen; the organiser publishes it."),
    )

    def freeze() -> RankingVersion:
        told = form.cleaned_data
        version = rankings.freeze(
            season,
            by=request.user,
            by_ballot=form.ballot(),
            ballot_reference=told.get("ballot_reference", ""),
            reason=told.get("reason", ""),
        )
        act.after = rankings.page_of_ranking(version)
        return version

    return done(request, form, act, freeze)


CONSEQUENCES = [
    gettext_lazy("The places as they follow from the final points of this moment become a numbered version."),
    gettext_lazy("The members are named as they are called today."),
    gettext_lazy("Nobody but who runs the cluster sees it until the organiser publishes it."),
]


def _late(found: Standings) -> list[str]:
    """Members that submitted late though their card does not say so: the ranking would count them as in time."""
    cards = ScoreCard.objects.filter(seat__in=[entry.seat for entry in found.entries]).select_related("seat")
    rows = late_unmarked(found.scored, list(cards.order_by("seat__order", "seat__pk")))
    return [
        _("Mind: %(member)s submitted its self-score late, but “%(gate)s” is not marked on its card.")
        % {"member": one.card.seat.label, "gate": leaf.text}
        for one in rows
        for leaf in one.gates
    ]


def _problems(season: Season, found: Any) -> list[str]:
    return [
        _("%(member)s: no score card.") % {"member": row.seat.label}
        if not row.has_card
        else _("%(member)s: no final points for %(codes)s.")
        % {"member": row.seat.label, "codes": ", ".join(leaf.code for leaf in row.leaves)}
        for row in found.lacking
    ]


def _earlier_ballot(season: Season, before: RankingVersion | None, tied: list[list[Seat]]) -> dict[str, Any]:
    """The order by a counted ballot of the conference, else that of the version before, for members still equal."""
    voted = by_ballot(season) if tied else {}
    if voted:
        orders = {f"order_{seat.pk}": voted.get(seat.pk) for group in tied for seat in group}
        return {**orders, "ballot_reference": ballot_reference(season)}
    if before is None or not before.ballot:
        return {}
    orders = {f"order_{seat.pk}": before.ballot.get(str(seat.pk)) for group in tied for seat in group}
    return {**orders, "ballot_reference": before.ballot_reference}


@login_required
@require_http_methods(["GET", "POST"])
def ranking_publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Step two: by the typed word."""
    version = selectors.ranking_for(request.user, pk)
    if version.state not in RANKING.sources("publish"):
        raise TransitionRefused("publish", version.state, version)
    demand(permissions.may_publish(request.user, version, on=timezone.localdate()))
    form = PublishForm(typed(request))
    act = Act(
        title=_("Publish the ranking"),
        lead=str(version.season),
        verb=_("Publish the ranking"),
        back=rankings.page_of_ranking(version),
        crumbs=crumbs_to_ranking(version),
        consequences=[
            _("Every member of the season is told and sees version %(number)s.") % {"number": version.number},
            _(
                "It cannot be taken back: a mistake is corrected by a new version, and this one stays readable."
            ),
        ],
        problems=[MOVED] if _moved(version) else [],
        said=_("The ranking is published."),
    )
    return done(request, form, act, lambda: rankings.publish(version, by=request.user))


MOVED = gettext_lazy("Scores have changed since this version was frozen: take it back and freeze it anew.")


@login_required
@require_http_methods(["GET", "POST"])
def ranking_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    version = selectors.ranking_for(request.user, pk)
    if version.state not in RANKING.sources("drop"):
        raise TransitionRefused("drop", version.state, version)
    demand(permissions.may_drop(request.user, version, on=timezone.localdate()))
    form = ReasonForm(typed(request), required=True)
    act = Act(
        title=_("Take the frozen version back"),
        lead=str(version.season),
        verb=_("Take it back"),
        back=rankings.page_of_ranking(version),
        crumbs=crumbs_to_ranking(version),
        consequences=[_("It stays readable for who runs the cluster; its number is not given again.")],
        said=_("The frozen version is taken back."),
    )
    return done(
        request,
        form,
        act,
        lambda: rankings.drop(version, reason=form.cleaned_data["reason"], by=request.user),
    )
