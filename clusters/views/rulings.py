"""Rulings: making one on a dispute, putting a later one in its place, and what each did to scores and places."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.forms.disputes import RulingForm
from clusters.models import COLUMNS, Criterion, Dispute, ReadBy, Ruling, RulingEffect, Season
from clusters.permissions import disputes as permissions
from clusters.scoring import Claim, Column
from clusters.selectors import disputes as selectors
from clusters.selectors.clusters import seats_of
from clusters.selectors.readings import waiting_for_figures
from clusters.services import rulings
from clusters.services.disputes import page_of_dispute
from clusters.services.rulings import page_of_ruling
from clusters.states import DISPUTE
from clusters.views.disputes import crumbs_to, notation_of, plain_points, rule_by, share_words
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import demand


def _form(
    request: SignedInRequest,
    criterion: Criterion,
    season: Season,
    given: Mapping[str, Mapping[int, Claim]],
    dispute: Dispute | None,
) -> RulingForm:
    params = selectors.params_in_force(criterion, season)
    notation = notation_of(criterion, params)
    rule = rule_by(criterion, params)
    seats = [
        (
            seat,
            "; ".join(
                f"{ReadBy(name).label}: {share_words(rule, found[seat.pk])}"
                for name, found in given.items()
                if seat.pk in found
            )
            or _("as in the cell: %(notation)s") % {"notation": notation},
        )
        for seat in seats_of(season)
        if seat.left_on is None
    ]
    return RulingForm(
        typed(request),
        criterion=criterion,
        season=season,
        seats=seats,
        dispute=dispute,
        initial={"ruled_on": timezone.localdate()},
    )


def _consequences() -> list[object]:
    return [
        _("The ruling holds for all members of the season; only a later ruling takes its place."),
        _(
            "Appraised and final points of the criterion are reckoned anew by it and added; no score is overwritten."
        ),
        _(
            "An empty number is taken from the dispute; where none was given, the points are emptied and wait for it."
        ),
        _("All members are told."),
    ]


@login_required
@require_http_methods(["GET", "POST"])
def dispute_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rules on a dispute, and with it on all open ones of the same criterion."""
    dispute = selectors.dispute_for(request.user, pk)
    season = dispute.season
    if dispute.state not in DISPUTE.sources("rule"):
        raise TransitionRefused("rule", dispute.state, dispute)
    demand(permissions.may_rule(request.user, dispute, on=timezone.localdate()))
    form = _form(request, dispute.criterion, season, selectors.figures_of(dispute), dispute)
    act = Act(
        title=_("Rule on the dispute"),
        lead=f"{dispute.criterion} · {dispute.seat.label}: {dispute.reading}",
        verb=_("Rule"),
        back=page_of_dispute(dispute),
        crumbs=[*crumbs_to(season), (str(dispute), page_of_dispute(dispute))],
        consequences=_consequences(),
        autosave=f"dispute-rule-{pk}",
        said=_("It is ruled; all members are told."),
    )

    def rule() -> Ruling:
        ruling = rulings.rule(dispute, form.terms(), answers=form.numbers(), by=request.user)
        act.after = page_of_ruling(ruling)
        return ruling

    return done(request, form, act, rule)


@login_required
@require_http_methods(["GET", "POST"])
def ruling_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """A later ruling in the place of this one."""
    before = selectors.ruling_for(request.user, pk)
    season = before.season
    demand(permissions.may_rule_again(request.user, before, on=timezone.localdate()))
    form = _form(request, before.criterion, season, {}, None)
    act = Act(
        title=_("Rule anew"),
        lead=f"{before.criterion} · {before.reading}",
        verb=_("Rule"),
        back=page_of_ruling(before),
        crumbs=crumbs_to(season),
        consequences=_consequences(),
        autosave=f"ruling-again-{pk}",
        said=_("It is ruled; all members are told."),
    )

    def rule() -> Ruling:
        ruling = rulings.rule_again(before, form.terms(), answers=form.numbers(), by=request.user)
        act.after = page_of_ruling(ruling)
        return ruling

    return done(request, form, act, rule)


@login_required
@require_GET
def ruling_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was ruled, on what ground, for whom its number is missing, and what it did."""
    ruling = selectors.ruling_for(request.user, pk)
    season, today = ruling.season, timezone.localdate()
    places = permissions.may_see_places(request.user, season, on=today)
    later = getattr(ruling, "superseded_by", None)
    context = {
        "ruling": ruling,
        "season": season,
        "later": later,
        "disputes": list(ruling.disputes.select_related("seat", "criterion", "season")),
        "rule": rule_by(ruling.criterion, ruling.params),
        "effects": _effects(ruling) if places else [],
        "moves": [_shown(row) for row in ruling.moves] if places else [],
        "places_why": places.reason,
        "waiting": next(
            (one.seats for one in waiting_for_figures(season) if one.ruling == ruling.number), []
        ),
        "may_again": permissions.may_rule_again(request.user, ruling, on=today),
        "crumbs": crumbs_to(season),
    }
    return render(request, "clusters/ruling_detail.html", context)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Points and totals of a move as a page shows them; places as they are."""
    points = {name for name in row if name.startswith(("points_", "total_"))}
    return {name: plain_points(value) if name in points else value for name, value in row.items()}


def _effects(ruling: Ruling) -> list[dict[str, Any]]:
    rows = RulingEffect.objects.filter(ruling=ruling).select_related("card__seat", "before", "after")
    rule = rule_by(ruling.criterion, ruling.params)
    return [
        {
            "member": row.card.seat.label,
            "column": COLUMNS[Column(row.after.column)],
            "before": None if row.before is None else row.before.points,
            "after": row.after.points,
            "share": share_words(rule, row.after.answer) if row.after.claim else "",
        }
        for row in rows.order_by("card__seat__order", "pk")
    ]
