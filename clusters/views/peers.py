"""Cross-scoring: the page of who scores whom, the draw and its changes, submitting and returning a peer score."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.forms.peers import ExchangeForm, ScorerForm
from clusters.models import Assignment, CrossDraw, Season
from clusters.permissions import clusters as cluster_permissions
from clusters.permissions import peers as permissions
from clusters.selectors import peers as selectors
from clusters.selectors.clusters import reach, season_for
from clusters.sentences import WISHES
from clusters.services import peers
from clusters.services.peers import page_of_cross
from clusters.states import CROSS_SCORING_CLOSED, PEER, DrawState, PeerState, SeasonState
from clusters.views.seasons import crumbs_to as season_crumbs
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.lifecycle import TransitionRefused
from emulation.reasons import ReasonForm
from emulation.verdicts import demand


def crumbs_to(season: Season) -> list[tuple[object, str]]:
    return [*season_crumbs(season), (_("Cross-scoring"), page_of_cross(season))]


@login_required
@require_GET
def cross(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who scores whom; for who runs the cluster also how far each is, the draw itself and what was set aside."""
    season = season_for(request.user, pk)
    today = timezone.localdate()
    runs = bool(cluster_permissions.runs(request.user, season.cluster, on=today))
    draws = selectors.draws_of(season) if runs else []
    context = {
        **_progress(request, season, runs=runs),
        "crumbs": season_crumbs(season),
        "draws": draws,
        "may_draw": permissions.may_draw(request.user, season, on=today),
        "closed": season.state in CROSS_SCORING_CLOSED,
    }
    standing = context["draw"]
    if runs and standing is not None:
        standing = next(row for row in draws if row.pk == standing.pk)
        context |= {"draw": standing, **_of_draw(request, season, standing, draws)}
    return render(request, "clusters/cross.html", context)


def _of_draw(
    request: SignedInRequest, season: Season, standing: CrossDraw, draws: list[CrossDraw]
) -> dict[str, Any]:
    today = timezone.localdate()
    standing.season = season
    names = {seat.organisation_id: seat.label for seat in season.seats.all()}
    return {
        "may_confirm": permissions.may_confirm(request.user, standing, on=today),
        "may_exchange": permissions.may_exchange(request.user, standing, on=today),
        "gave_way": [
            (f"{names.get(scorer, scorer)} → {names.get(scored, scored)}", WISHES[wish])
            for scorer, scored, wish in standing.gave_way
        ],
        "repeats": selectors.repeats(standing),
        "earlier": [
            (row, [(names.get(a, a), names.get(b, b)) for a, b in row.pairs])
            for row in draws
            if row.pk != standing.pk
        ],
    }


def _progress(request: SignedInRequest, season: Season, *, runs: bool) -> dict[str, Any]:
    today = timezone.localdate()
    draw = selectors.standing_draw(season)
    if draw is None or (draw.state != DrawState.CONFIRMED and not runs):
        return {"season": season, "draw": None, "runs": runs, "lines": [], "orphans": [], "mine": []}
    draw.season = season
    mine = reach(request.user).continued
    lines = []
    for one in selectors.progress_of(season, selectors.pairs_in([draw])):
        one.pair.draw = draw
        own = one.pair.scorer.organisation_id in mine
        lines.append(
            {
                "one": one,
                "own": own,
                "late": _late(season, one.pair),
                "may_return": runs and permissions.may_return_peer(request.user, one.pair, on=today),
                "may_assign": runs and permissions.may_assign(request.user, draw, one.pair.scored, on=today),
                "may_submit": own and permissions.may_submit_peer(request.user, one.pair, on=today),
            }
        )
    return {
        "season": season,
        "draw": draw,
        "runs": runs,
        "lines": lines,
        "mine": [line for line in lines if line["own"]],
        "open": season.state == SeasonState.CROSS_CHECK,
        "finished": sum(line["one"].pair.state == PeerState.SUBMITTED for line in lines),
        "orphans": selectors.without_scorer(draw) if runs else [],
    }


def _late(season: Season, pair: Assignment) -> bool:
    """Submitted after the last day, or not submitted though it has passed."""
    if pair.state == PeerState.SUBMITTED:
        return pair.late
    last = season.cross_scoring_until
    return last is not None and timezone.localdate() > last and season.state == SeasonState.CROSS_CHECK


@login_required
@require_GET
def cross_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """The live list of how far the scorers are, asked again while cross-scoring is open."""
    season = season_for(request.user, pk)
    runs = bool(cluster_permissions.runs(request.user, season.cluster, on=timezone.localdate()))
    return render(request, "clusters/_cross_progress.html", _progress(request, season, runs=runs))


@login_required
@require_http_methods(["GET", "POST"])
def cross_draw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Draws by lot; from the second time on with the reason."""
    season = season_for(request.user, pk)
    demand(permissions.may_draw(request.user, season, on=timezone.localdate()))
    before = selectors.standing_draw(season)
    form = ReasonForm(typed(request), required=before is not None)
    if before is None:
        del form.fields["reason"]
    title = _("Draw who scores whom") if before is None else _("Draw anew")
    act = Act(
        title=title,
        lead=str(season),
        verb=title,
        back=page_of_cross(season),
        crumbs=crumbs_to(season),
        consequences=[
            _("Every member scores one other and is scored by one; nobody scores the one who scores it."),
            _("Merged sisters and last year's pairs are avoided as far as possible; what cannot be is said."),
            _("The program chooses the seed; draw and seed are kept, so that anybody can repeat it."),
            *([_("The present draw is set aside and stays readable, with your reason.")] if before else []),
            _("It holds once it is confirmed."),
        ],
        said=_("Drawn. Look at the pairs, then confirm the draw."),
    )
    return done(
        request,
        form,
        act,
        lambda: peers.draw(season, by=request.user, reason=form.cleaned_data.get("reason", "")),
    )


@login_required
@require_http_methods(["GET", "POST"])
def draw_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    row = selectors.draw_for(request.user, pk)
    season = row.season
    demand(permissions.may_confirm(request.user, row, on=timezone.localdate()))
    form = ReasonForm(typed(request))
    del form.fields["reason"]
    act = Act(
        title=_("Confirm the draw"),
        lead=str(season),
        verb=_("Confirm"),
        back=page_of_cross(season),
        crumbs=crumbs_to(season),
        consequences=[
            _("All members see who scores whom, and are told."),
            _("It can be drawn anew, with a reason, until somebody has scored."),
        ],
        said=_("The draw is confirmed."),
    )
    return done(request, form, act, lambda: peers.confirm(row, by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def draw_exchange(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two scorers exchange whom they score."""
    row = selectors.draw_for(request.user, pk)
    season = row.season
    demand(permissions.may_exchange(request.user, row, on=timezone.localdate()))
    form = ExchangeForm(typed(request), pairs=selectors.pairs_in([row]))
    act = Act(
        title=_("Exchange a pair"),
        lead=str(season),
        verb=_("Exchange"),
        back=page_of_cross(season),
        crumbs=crumbs_to(season),
        consequences=[
            _("The two scorers exchange whom they score; the rules of the draw hold for them too."),
            _("What was drawn stays readable, with your reason."),
        ],
        said=_("The pair is exchanged."),
    )

    def exchange() -> object:
        told = form.cleaned_data
        given_up = peers.exchange(told["first"], told["second"], reason=told["reason"], by=request.user)
        words = "; ".join(str(WISHES[wish]) for wish in given_up)
        if words:
            act.said = _("The pair is exchanged. Not kept: %(words)s.") % {"words": words}
        return row

    return done(request, form, act, exchange)


@login_required
@require_http_methods(["GET", "POST"])
def draw_assign(request: SignedInRequest, pk: int, seat_pk: int) -> HttpResponse:
    """Give a member to another scorer."""
    row = selectors.draw_for(request.user, pk)
    season = row.season
    scored = get_object_or_404(season.seats, pk=seat_pk)
    demand(permissions.may_assign(request.user, row, scored, on=timezone.localdate()))
    seats = season.seats.filter(left_on=None).exclude(pk=scored.pk)
    form = ScorerForm(typed(request), seats=seats)
    act = Act(
        title=_("Give the member to another scorer"),
        lead=scored.name,
        verb=_("Save"),
        back=page_of_cross(season),
        crumbs=crumbs_to(season),
        consequences=[
            _("The scorer before it scores this member no more; what it entered stays, under its name."),
            _("The new scorer goes on from there and answers for the whole when it submits."),
        ],
        said=_("Saved."),
    )
    return done(
        request,
        form,
        act,
        lambda: peers.assign(
            row,
            scored,
            form.cleaned_data["scorer"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def peer_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    pair = selectors.assignment_for(request.user, pk)
    season = pair.draw.season
    if pair.state not in PEER.sources("submit"):
        raise TransitionRefused("submit", pair.state, pair)
    demand(permissions.may_submit_peer(request.user, pair, on=timezone.localdate()))
    last = season.cross_scoring_until
    late = last is not None and timezone.localdate() > last
    form = ReasonForm(typed(request))
    del form.fields["reason"]
    act = Act(
        title=_("Submit the peer score"),
        lead=f"{pair}, {season}",
        verb=_("Submit the peer score"),
        back=page_of_cross(season),
        crumbs=crumbs_to(season),
        problems=[_("Not answered yet: %(name)s.") % {"name": code} for code in peers.lacking(pair)],
        consequences=[
            _("The peer score is changed no more, unless it is returned."),
            _("The member scored sees it once cross-scoring is closed."),
            *([_("The last day has passed: the peer score is marked as late.")] if late else []),
        ],
        said=_("The peer score is submitted."),
    )
    return done(request, form, act, lambda: peers.submit(pair, by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def peer_return(request: SignedInRequest, pk: int) -> HttpResponse:
    pair = selectors.assignment_for(request.user, pk)
    season = pair.draw.season
    if pair.state not in PEER.sources("return"):
        raise TransitionRefused("return", pair.state, pair)
    demand(permissions.may_return_peer(request.user, pair, on=timezone.localdate()))
    form = ReasonForm(typed(request), required=True)
    act = Act(
        title=_("Return the peer score"),
        lead=f"{pair}, {season}",
        verb=_("Return"),
        back=page_of_cross(season),
        crumbs=crumbs_to(season),
        consequences=[_("The scorer can change it again, and is told why.")],
        said=_("The peer score is returned."),
    )
    return done(
        request,
        form,
        act,
        lambda: peers.give_back(pair, reason=form.cleaned_data["reason"], by=request.user),
    )


@login_required
@require_GET
def cross_scorers(request: SignedInRequest, pk: int) -> HttpResponse:
    """Scorers beside the appraisal and the self-scores: numbers with their n, and no verdict."""
    season = season_for(request.user, pk)
    demand(permissions.may_see_scorers(request.user, season, on=timezone.localdate()))
    if season.sheet is None:
        raise Http404
    context = {
        "season": season,
        "scorers": selectors.scorers_of(season),
        "crumbs": crumbs_to(season),
    }
    return render(request, "clusters/cross_scorers.html", context)
