"""Seasons: the page of a cluster's year, beginning, composing and moving it, who leads, who leaves."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.forms.clusters import AppointForm, LeaveForm, NewSeasonForm, SeasonForm
from clusters.models import Cluster, Role, Season, Seat
from clusters.permissions import clusters as permissions
from clusters.permissions import conferences as conference_permissions
from clusters.permissions import pledges as pledge_permissions
from clusters.permissions import scores as score_permissions
from clusters.permissions.reports import may_write
from clusters.selectors import clusters as selectors
from clusters.selectors import pledges as pledge_selectors
from clusters.selectors.cards import has_cards, own_card
from clusters.selectors.conferences import conferences_of
from clusters.selectors.disputes import open_disputes
from clusters.selectors.peers import not_submitted, pairs_of
from clusters.selectors.rankings import panel_of
from clusters.selectors.reports import papers_of, reports_of
from clusters.services import leaving, seasons
from clusters.services.seasons import SeasonTerms
from clusters.states import ACTS_OF_OTHERS, SEASON, SEASON_NEEDS_REASON, SeasonState
from clusters.views.clusters import crumbs_to as cluster_crumbs
from clusters.views.clusters import page_of_cluster
from clusters.views.proposing import proposal_words
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, now_stands, saved_over, typed
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.organisations.selectors import organisation_of
from emulation.reasons import ReasonForm
from emulation.verdicts import demand

MOVES = {
    "compose": (
        gettext_lazy("Compose the season"),
        gettext_lazy("Its members are fixed under the names they bear today, and are told."),
    ),
    "uncompose": (
        gettext_lazy("Take back the composition"),
        gettext_lazy("The list of members can be changed again; the members no longer see the season."),
    ),
    "begin": (
        gettext_lazy("Begin the year's work"),
        gettext_lazy("The year is under way; a pledge that not all signed stays as it is."),
    ),
    "unbegin": (
        gettext_lazy("Take back the beginning"),
        gettext_lazy("The season waits for its beginning again."),
    ),
    "review": (
        gettext_lazy("Record the mid-year review"),
        gettext_lazy("The season stands as reviewed at mid-year."),
    ),
    "unreview": (
        gettext_lazy("Take back the mid-year review"),
        gettext_lazy("The season stands as under way again."),
    ),
    "open_scoring": (
        gettext_lazy("Open self-scoring"),
        gettext_lazy("The members are told and score themselves until the last day."),
    ),
    "unopen_scoring": (
        gettext_lazy("Take back the opening of self-scoring"),
        gettext_lazy("The members no longer score; what they entered stays."),
    ),
    "cross_check": (
        gettext_lazy("Begin cross-scoring"),
        gettext_lazy("The members score each other as they were drawn."),
    ),
    "uncross_check": (
        gettext_lazy("Take back cross-scoring"),
        gettext_lazy("The members score themselves again; what was entered stays."),
    ),
    "consolidate": (
        gettext_lazy("Consolidate the scores"),
        gettext_lazy("Nobody scores any more; the leader settles what differs."),
    ),
    "unconsolidate": (
        gettext_lazy("Open the scores again"),
        gettext_lazy("The members can score again; what was published stays as published."),
    ),
    "confer": (gettext_lazy("Open the conference"), gettext_lazy("The season stands before its conference.")),
    "unconfer": (
        gettext_lazy("Take back the opening of the conference"),
        gettext_lazy("The season stands as consolidated again."),
    ),
    "nominate": (
        gettext_lazy("Record the proposal upward"),
        gettext_lazy("The season stands as proposed to those who decide."),
    ),
    "decide": (
        gettext_lazy("Record the decision"),
        gettext_lazy("The season stands as decided."),
    ),
    "close": (
        gettext_lazy("Close the season"),
        gettext_lazy("Nothing of this season is changed any more; the members are told."),
    ),
    "reopen": (gettext_lazy("Reopen the season"), gettext_lazy("The season can be worked on again.")),
    "close_early": (
        gettext_lazy("End the season early"),
        gettext_lazy(
            "For a cluster that ends before its year does: scores and pledge stay frozen as they are."
        ),
    ),
}
"""Each step by its name: the words of its button, and what it does."""
FORWARD = (
    "compose",
    "begin",
    "review",
    "open_scoring",
    "cross_check",
    "consolidate",
    "confer",
    "nominate",
    "decide",
    "close",
)


def crumbs_to(season: Season) -> list[tuple[object, str]]:
    return [*cluster_crumbs(season.cluster), (str(season.year), page_of_season(season))]


def page_of_season(season: Season) -> str:
    return reverse("clusters:season", args=[season.pk])


@login_required
@require_GET
def season_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The year on one page: where it stands, who leads, who takes part, its pledge and addenda."""
    season = selectors.season_for(request.user, pk)
    today = timezone.localdate()
    runs = permissions.runs(request.user, season.cluster, on=today)
    moves = _moves_of(request, season) if runs else []
    context = {
        "season": season,
        "leading": selectors.leading(season),
        "seats": list(selectors.seats_of(season)),
        "pledges": list(pledge_selectors.pledges_of(request.user, season)),
        "runs": runs,
        "next": next((move for move in moves if move["name"] in FORWARD), None),
        "others": [move for move in moves if move["name"] not in FORWARD],
        "may_change": permissions.may_change_season(request.user, season, on=today),
        "may_keep_roll": permissions.may_keep_roll(request.user, season, on=today),
        "may_compose": permissions.may_compose(request.user, season, on=today),
        "may_pledge": pledge_permissions.may_draft_pledge(request.user, season, on=today),
        "may_choose": score_permissions.may_choose_sheet(request.user, season, on=today),
        "conferences": list(conferences_of(season)),
        "may_plan": conference_permissions.may_plan(request.user, season, on=today),
        "scored": has_cards(season),
        "own_card": own_card(request.user, season),
        "to_score": pairs_of(request.user, season),
        "open_disputes": open_disputes(season) if season.sheet else 0,
        "ranking": panel_of(request.user, season),
        "reports": reports_of(request.user, season),
        "may_write": may_write(request.user, season, on=today),
        "papers": len(papers_of(season)),
        "earlier": pledge_selectors.earlier_pledge(season) if runs else None,
        "entries": history_of(season) if runs else [],
    }
    return render(request, "clusters/season_detail.html", context)


def _moves_of(request: SignedInRequest, season: Season) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "name": name,
            "label": MOVES[name][0],
            "url": reverse("clusters:season_move", args=[season.pk, name]),
            "verdict": permissions.may_move_season(request.user, season, name, on=today),
        }
        for name in SEASON.moves_from(season.state)
        if name in MOVES
    ]


@login_required
@require_http_methods(["GET", "POST"])
def season_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begins a season with the leader and deputy that the cluster's own rule proposes."""
    cluster = selectors.cluster_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_begin_season(request.user, cluster, on=today))
    year = _next_year(cluster, today.year)
    members = [row.organisation for row in selectors.members_on(cluster, today)]
    proposal = selectors.proposal_for(cluster, year)
    form = NewSeasonForm(
        typed(request),
        members=members,
        says_who_leads=bool(permissions.organises(request.user, cluster, on=today)),
        initial={
            "year": year,
            "cross_scored": True,
            "least_peers": 5,
            "leader": proposal.leader.unit if proposal.leader else None,
            "deputy": proposal.deputy.unit if proposal.deputy else None,
        },
    )
    act = Act(
        title=_("Prepare a season"),
        lead=cluster.name,
        verb=_("Save"),
        back=page_of_cluster(cluster),
        crumbs=cluster_crumbs(cluster),
        consequences=[
            _("%(count)s members of today take their seats.") % {"count": len(members)},
            *proposal_words(proposal, {body.pk: body.name for body in members}),
        ],
        problems=[] if len(members) > 1 else [_("Enter at least two members of the cluster first.")],
        autosave=f"season-new-{pk}",
        said=_("The season is prepared; its members see it once it is composed."),
    )

    def begin() -> Season:
        told = form.cleaned_data
        season = seasons.begin(
            cluster, form.terms(), by=request.user, leader=told.get("leader"), deputy=told.get("deputy")
        )
        act.after = page_of_season(season)
        return season

    return done(request, form, act, begin)


def _next_year(cluster: Cluster, this_year: int) -> int:
    last = cluster.seasons.order_by("-year").values_list("year", flat=True).first()
    return this_year if last is None else last + 1


@login_required
@require_http_methods(["GET", "POST"])
def season_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    season = selectors.season_for(request.user, pk)
    demand(permissions.may_change_season(request.user, season, on=timezone.localdate()))
    stored = seasons.season_terms_of(season)
    form = SeasonForm(
        typed(request), initial={name: getattr(stored, name) for name in SeasonTerms.__dataclass_fields__}
    )
    act = Act(
        title=_("Change the season"),
        lead=str(season),
        verb=_("Save"),
        back=page_of_season(season),
        crumbs=crumbs_to(season),
        autosave=f"season-{pk}",
        said=_("Saved."),
    )

    def do(terms: SeasonTerms, base: SeasonTerms) -> Season:
        return seasons.revise(season, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=season,
        stored=lambda: seasons.season_terms_of(selectors.season_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def season_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    season = selectors.season_for(request.user, pk)
    if move not in MOVES or move in ACTS_OF_OTHERS - {"close_early"}:
        raise Http404
    if season.state not in SEASON.sources(move):
        raise TransitionRefused(move, season.state, season)
    demand(permissions.may_move_season(request.user, season, move, on=timezone.localdate()))
    title, what = MOVES[move]
    form = ReasonForm(typed(request), required=move in SEASON_NEEDS_REASON)
    unfinished = [str(pair) for pair in not_submitted(season)] if move == "consolidate" else []
    act = Act(
        title=title,
        lead=str(season),
        verb=title,
        back=page_of_season(season),
        crumbs=crumbs_to(season),
        consequences=[
            what,
            *(_("The peer score %(pair)s is not submitted.") % {"pair": pair} for pair in unfinished),
        ],
        calm=move not in FORWARD,
        said=now_stands(SeasonState, SEASON.target(move, season.state, season)),
    )
    return done(
        request,
        form,
        act,
        lambda: seasons.move(season, move, by=request.user, reason=form.cleaned_data["reason"]),
    )


@login_required
@require_POST
def season_take_members(request: SignedInRequest, pk: int) -> HttpResponse:
    season = selectors.season_for(request.user, pk)
    demand(permissions.may_compose(request.user, season, on=timezone.localdate()))
    seasons.take_members(season, by=request.user)
    return redirect(page_of_season(season))


@login_required
@require_http_methods(["GET", "POST"])
def season_appoint(request: SignedInRequest, pk: int, role: str) -> HttpResponse:
    season = selectors.season_for(request.user, pk)
    if role.upper() not in Role.values:
        raise Http404
    demand(permissions.may_keep_roll(request.user, season, on=timezone.localdate()))
    chosen = Role(role.upper())
    form = AppointForm(typed(request), seats=selectors.seats_of(season).filter(left_on=None))
    names = {seat.organisation_id: seat.name for seat in selectors.seats_of(season)}
    act = Act(
        title=_("Say who leads") if chosen == Role.LEADER else _("Say who is deputy"),
        lead=str(season),
        verb=_("Save"),
        back=page_of_season(season),
        crumbs=crumbs_to(season),
        consequences=[
            *proposal_words(selectors.proposal_for(season.cluster, season.year), names),
            _(
                "The rights of the leader begin on the day of the hand-over; where nobody leads today, at once."
            ),
        ],
        said=_("Saved."),
    )

    def appoint() -> Season:
        told = form.cleaned_data
        body = organisation_of(told["seat"].organisation_id)
        assert body is not None  # noqa: S101 -- a seat names a row of the register
        return seasons.appoint(season, chosen, body, by=request.user, ground=told["ground"])

    return done(request, form, act, appoint)


@login_required
@require_http_methods(["GET", "POST"])
def seat_leave(request: SignedInRequest, pk: int, row_pk: int) -> HttpResponse:
    season = selectors.season_for(request.user, pk)
    seat = get_object_or_404(Seat, pk=row_pk, season=season)
    demand(permissions.may_keep_roll(request.user, season, on=timezone.localdate()))
    form = LeaveForm(typed(request), initial={"on": timezone.localdate()})
    act = Act(
        title=_("A member leaves the season"),
        lead=seat.name,
        verb=_("Let it leave"),
        back=page_of_season(season),
        crumbs=crumbs_to(season),
        consequences=[
            _(
                "Its row and what it scored stay readable; it is ranked no more, and its signature is not waited for."
            )
        ],
        said=_("The member has left."),
    )

    def leave() -> Seat:
        told = form.cleaned_data
        return leaving.leave(seat, on=told["on"], reason=told["reason"], by=request.user)

    return done(request, form, act, leave)
