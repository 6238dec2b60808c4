"""Disputes on how a criterion is read: the list, both readings side by side, words, numbers, withdrawing."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.cells import claim_text
from clusters.forms.disputes import DisputeForm, FiguresForm, WordForm
from clusters.models import Criterion, Dispute, Season
from clusters.permissions import clusters as cluster_permissions
from clusters.permissions import disputes as permissions
from clusters.scoring import Claim, Rule, asked, claim_of, example, percent, rule_of
from clusters.selectors import disputes as selectors
from clusters.selectors.cards import has_cards
from clusters.selectors.clusters import season_for
from clusters.selectors.readings import Side, Trials, waiting_for_figures
from clusters.sentences import working_words
from clusters.services import disputes
from clusters.services.disputes import page_of_dispute
from clusters.states import DISPUTE, DisputeState
from clusters.views.seasons import crumbs_to as season_crumbs
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.reasons import ReasonForm
from emulation.verdicts import demand
from emulation.vietnamese import format_number, trimmed


def page_of_disputes(season: Season) -> str:
    return reverse("clusters:disputes", args=[season.pk])


def crumbs_to(season: Season) -> list[tuple[object, str]]:
    return [*season_crumbs(season), (_("Disputes and rulings"), page_of_disputes(season))]


@login_required
@require_GET
def dispute_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is contested in the season, what was ruled, and the hypothetical rankings that were kept."""
    season = season_for(request.user, pk)
    today = timezone.localdate()
    criteria = list(selectors.contestable(season)) if season.sheet else []
    runs = bool(cluster_permissions.runs(request.user, season.cluster, on=today))
    sandboxes = [
        row
        for row in selectors.sandboxes_of(season)
        if permissions.may_read_sandbox(request.user, row, on=today)
    ]
    context = {
        "season": season,
        "runs": runs,
        "disputes": selectors.disputes_of(season),
        "rulings": selectors.rulings_of(season),
        "sandboxes": sandboxes,
        "waiting": waiting_for_figures(season) if runs else [],
        "criteria": criteria,
        "may_contest": permissions.may_contest(request.user, season, on=today),
        "may_try": permissions.may_try(request.user, season, on=today),
        "scored": has_cards(season),
        "crumbs": season_crumbs(season),
    }
    return render(request, "clusters/dispute_list.html", context)


def rule_by(criterion: Criterion, params: dict[str, Any]) -> Rule:
    return rule_of(criterion.kind, params, bonus_cap=criterion.bonus_cap)


def notation_of(criterion: Criterion, params: dict[str, Any]) -> str:
    """How a number of this criterion is typed, by its own worked example."""
    rule = rule_by(criterion, params)
    return claim_text(rule, example(rule, criterion.max).claim)


@login_required
@require_http_methods(["GET", "POST"])
def dispute_new(request: SignedInRequest, pk: int, criterion_pk: int) -> HttpResponse:
    """Contests one criterion, for the own body."""
    season = season_for(request.user, pk)
    criterion = get_object_or_404(selectors.contestable(season), pk=criterion_pk)
    demand(permissions.may_contest(request.user, season, on=timezone.localdate()))
    params = selectors.params_in_force(criterion, season)
    form = DisputeForm(
        typed(request), criterion=criterion, season=season, notation=notation_of(criterion, params)
    )
    act = Act(
        title=_("Contest how a criterion is read"),
        lead=str(criterion),
        verb=_("Contest"),
        back=page_of_disputes(season),
        crumbs=crumbs_to(season),
        autosave=f"dispute-{pk}-{criterion_pk}",
        consequences=[
            _("All members read it with your numbers, and may say their word."),
            _("Until it is ruled, the criterion is scored as before."),
            _("What is ruled holds for all members of the season."),
        ],
        said=_("The dispute is raised; all members are told."),
    )

    def contest() -> Dispute:
        dispute = disputes.contest(season, criterion, form.terms(), by=request.user)
        act.after = page_of_dispute(dispute)
        return dispute

    return done(request, form, act, contest)


@login_required
@require_GET
def dispute_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Both readings side by side with everyone's numbers, points and place; the words of the others; what was ruled."""
    dispute = selectors.dispute_for(request.user, pk)
    season, today = dispute.season, timezone.localdate()
    places = permissions.may_see_places(request.user, season, on=today)
    ruled = dispute.state == DisputeState.RULED
    trials, lines = selectors.sides_of(dispute, on=today, standing=bool(places) and not ruled)
    rules = [rule_by(dispute.criterion, params) for params in (dispute.applied, dispute.params)]
    context = {
        "dispute": dispute,
        "lineage": selectors.lineage_of(dispute.seat),
        "season": season,
        "readings": [_in_words(rule) for rule in rules],
        "lines": _frozen_lines(dispute, rules, shown=bool(places))
        if dispute.at_ruling
        else [
            {
                "seat": {"pk": line.seat.pk, "label": line.seat.label},
                "first": side_words(rules[0], line.first),
                "second": side_words(rules[1], line.second),
                "rises": line.rises,
                "may_give": permissions.may_give_figure(request.user, dispute, line.seat, on=today),
            }
            for line in lines
        ],
        "places": bool(places) and trials.has_scores,
        "places_why": places.reason,
        "words": dispute.words.select_related("author__person"),
        "may_say": permissions.may_say(request.user, dispute, on=today),
        "may_rule": permissions.may_rule(request.user, dispute, on=today),
        "may_withdraw": permissions.may_withdraw(request.user, dispute, on=today),
        "may_restore": permissions.may_restore(request.user, dispute, on=today),
        "crumbs": crumbs_to(season),
        "entries": history_of(dispute),
    }
    if ruled and context["places"]:
        context["now"] = _now(dispute, trials, context["lines"])
    return render(request, "clusters/dispute_detail.html", context)


def _frozen_lines(dispute: Dispute, rules: list[Rule], *, shown: bool) -> list[dict[str, Any]]:
    """The members as they stood when it was ruled; what was not given in the dispute only where places are shown."""
    return [
        {
            "seat": {"pk": row["seat"], "label": row["name"]},
            "first": _frozen_side(rules[0], row["first"], shown=shown),
            "second": _frozen_side(rules[1], row["second"], shown=shown),
            "rises": row["rises"],
        }
        for row in dispute.at_ruling
    ]


def _frozen_side(rule: Rule, kept: dict[str, Any], *, shown: bool) -> dict[str, Any]:
    numbers = {name: None if kept[name] is None else Decimal(kept[name]) for name in ("points", "total")}
    return {
        "known": bool(kept["claim"]) and (shown or kept["given"]),
        "share": share_words(rule, claim_of(kept["claim"])) if kept["claim"] else "",
        "working": kept["working"],
        "place": kept["place"],
        **numbers,
    }


def _now(dispute: Dispute, trials: Trials, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The reading in force; each line is given what stands on the card of its member by it."""
    criterion = dispute.criterion
    rule = rule_by(criterion, selectors.params_in_force(criterion, dispute.season))
    sides = selectors.sides_now(trials, criterion.code)
    for line in lines:
        side = sides.get(line["seat"]["pk"])
        line["now"] = side_words(rule, side) if side is not None else None
    return _in_words(rule)


def _in_words(rule: Rule) -> dict[str, Any]:
    """What of a rule can be read in two ways: the two sets and the target."""
    names = ("numerator", "denominator", "target")
    return {name: getattr(rule, name) for name in names if getattr(rule, name, None) is not None}


def side_words(rule: Rule, side: Side) -> dict[str, Any]:
    """A member under one reading, as a page shows it."""
    return {
        "known": side.known,
        "share": share_words(rule, side.claim),
        "points": side.points,
        "working": working_words(side.steps),
        "place": side.place,
        "total": side.total,
    }


def plain_points(text: str | None) -> str:
    """Points kept as plain text, as a page shows them."""
    return "-" if text is None else format_number(trimmed(Decimal(text)))


def share_words(rule: Rule, claim: Claim | None) -> str:
    """9/12 = 75 %, never a percent alone; other answers as they are typed."""
    if claim is None:
        return ""
    text = claim_text(rule, claim, lambda number: format_number(trimmed(number)))
    if asked(rule) == ("n", "d") and claim.n is not None and claim.d:
        share = format_number(trimmed(percent(Fraction(claim.n) / Fraction(claim.d))))
        return f"{text} = {share}%"
    return text


@login_required
@require_http_methods(["GET", "POST"])
def dispute_say(request: SignedInRequest, pk: int) -> HttpResponse:
    dispute = selectors.dispute_for(request.user, pk)
    demand(permissions.may_say(request.user, dispute, on=timezone.localdate()))
    form = WordForm(typed(request))
    act = Act(
        title=_("Say something to the dispute"),
        lead=str(dispute),
        verb=_("Send"),
        back=page_of_dispute(dispute),
        crumbs=[*crumbs_to(dispute.season), (str(dispute), page_of_dispute(dispute))],
        autosave=f"dispute-say-{pk}",
        consequences=[_("All members read it under the name of your body; it is not taken back.")],
        said=_("Your word stands below the dispute."),
    )
    return done(request, form, act, lambda: disputes.say(dispute, form.cleaned_data["text"], by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def dispute_figures(request: SignedInRequest, pk: int, seat_pk: int) -> HttpResponse:
    """A member's numbers under the two readings."""
    dispute = selectors.dispute_for(request.user, pk)
    seat = get_object_or_404(dispute.season.seats.filter(left_on=None), pk=seat_pk)
    demand(permissions.may_give_figure(request.user, dispute, seat, on=timezone.localdate()))
    given = selectors.figures_of(dispute)
    rule = rule_by(dispute.criterion, dispute.params)
    initial = {
        name.lower(): claim_text(rule, found[seat.pk]) for name, found in given.items() if seat.pk in found
    }
    form = FiguresForm(
        typed(request), notation=notation_of(dispute.criterion, dispute.params), initial=initial
    )
    act = Act(
        title=_("Numbers under the two readings"),
        lead=f"{seat.name} · {dispute.criterion}",
        verb=_("Save"),
        back=page_of_dispute(dispute),
        crumbs=[*crumbs_to(dispute.season), (str(dispute), page_of_dispute(dispute))],
        consequences=[_("The earlier numbers stay in the record; no score changes by them.")],
        said=_("Saved."),
    )
    return done(
        request,
        form,
        act,
        lambda: disputes.give_figures(
            dispute,
            seat,
            applied=form.cleaned_data["applied"],
            contested=form.cleaned_data["contested"],
            by=request.user,
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def dispute_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    dispute = selectors.dispute_for(request.user, pk)
    if dispute.state not in DISPUTE.sources("withdraw"):
        raise TransitionRefused("withdraw", dispute.state, dispute)
    demand(permissions.may_withdraw(request.user, dispute, on=timezone.localdate()))
    form = ReasonForm(typed(request), required=True)
    act = Act(
        title=_("Withdraw the dispute"),
        lead=str(dispute),
        verb=_("Withdraw"),
        back=page_of_dispute(dispute),
        crumbs=crumbs_to(dispute.season),
        consequences=[_("Nobody rules on it; what was said stays readable. You can take it up again.")],
        said=_("The dispute is withdrawn."),
    )
    return done(
        request,
        form,
        act,
        lambda: disputes.withdraw(dispute, reason=form.cleaned_data["reason"], by=request.user),
    )


@login_required
@require_http_methods(["GET", "POST"])
def dispute_restore(request: SignedInRequest, pk: int) -> HttpResponse:
    dispute = selectors.dispute_for(request.user, pk)
    if dispute.state not in DISPUTE.sources("restore"):
        raise TransitionRefused("restore", dispute.state, dispute)
    demand(permissions.may_restore(request.user, dispute, on=timezone.localdate()))
    form = ReasonForm(typed(request))
    del form.fields["reason"]
    act = Act(
        title=_("Take the dispute up again"),
        lead=str(dispute),
        verb=_("Take up again"),
        back=page_of_dispute(dispute),
        crumbs=crumbs_to(dispute.season),
        said=_("The dispute is open again."),
    )
    return done(request, form, act, lambda: disputes.restore(dispute, by=request.user))
