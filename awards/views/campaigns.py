"""Campaigns: the list, the page of one, opening, revising and closing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from awards import permissions, selectors
from awards.forms.campaigns import CampaignFilter, CampaignForm, initial_of
from awards.models import Campaign
from awards.selectors.oddities import oddities_of
from awards.services import campaigns
from awards.states import CampaignState, NominationState
from emulation.accounts.requests import SignedInRequest
from emulation.accounts.selectors import organisations_where
from emulation.attempts import attempt
from emulation.audit.selectors import history_of
from emulation.clashes import frozen_base, save_over
from emulation.organisations.models import Organisation
from emulation.paging import page_of, whole_numbers
from emulation.reasons import ReasonForm
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold
from programmes.models import Movement
from programmes.movement_states import KNOWN_BELOW
from programmes.selectors.movements import movements_visible_to


@login_required
@require_GET
def campaign_list(request: SignedInRequest) -> HttpResponse:
    rows = selectors.campaigns_visible_to(request.user).select_related("organisation", "deciding_body")
    bar = CampaignFilter(request.GET, states=CampaignState.choices)
    if bar.is_valid():
        wanted = bar.cleaned_data
        rows = rows.filter(year=wanted["year"]) if wanted["year"] else rows
        rows = rows.filter(state=wanted["state"]) if wanted["state"] else rows
        rows = rows.filter(search__contains=fold(wanted["q"])) if wanted["q"] else rows
    page = page_of(rows.order_by("-year", "-pk"), request.GET)
    counts = selectors.counts_of_campaigns(request.user, page.rows)
    lines = [(row, counts.get(row.pk, 0)) for row in page.rows]
    today = timezone.localdate()
    homes = organisations_where(request.user, permissions.MAY_OPEN_CAMPAIGN, today)
    context = {"page": page, "lines": lines, "bar": bar, "may_open": bool(homes)}
    return render(request, "awards/campaign_list.html", context)


@login_required
@require_GET
def campaign_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = selectors.campaign_for(request.user, pk)
    today = timezone.localdate()
    by_state = selectors.counts_by_state(request.user, campaign)
    counts = [
        (state, NominationState(state).label, by_state[state])
        for state in NominationState.values
        if by_state.get(state)
    ]
    runs = selectors.runs(request.user, campaign)
    forms = list(campaign.forms.all())
    decisions = list(selectors.decisions_visible_to(request.user).filter(campaign=campaign))
    open_to_history = runs and selectors.sees_all(request.user, campaign)
    context = {
        "campaign": campaign,
        "forms": forms,
        "oddities": oddities_of(campaign, forms, decisions) if runs else [],
        "counts": counts,
        "total": sum(by_state.values()),
        "runs": runs,
        "may_change": permissions.may_change_campaign(request.user, campaign, on=today),
        "may_close": permissions.may_close_campaign(request.user, campaign, on=today),
        "may_reopen": permissions.may_reopen_campaign(request.user, campaign, on=today),
        "may_import": permissions.may_import(request.user, campaign, on=today),
        "may_run_board": permissions.may_run_board(request.user, campaign, on=today),
        "decisions": decisions,
        "may_begin_decision": permissions.may_begin_decision(request.user, campaign, on=today),
        "my_queue": selectors.review_queue(request.user, campaign).count() if campaign.ballot_id else 0,
        "entries": history_of(campaign) if open_to_history else [],
    }
    return render(request, "awards/campaign_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def campaign_new(request: SignedInRequest) -> HttpResponse:
    """Opens a campaign for the one agency where the user may; several are chosen by `organisation`."""
    organisation = _home(request)
    form = CampaignForm(
        request.POST or None,
        organisation=organisation,
        movements=_movements(request),
        initial={"year": timezone.localdate().year},
    )
    if request.method == "POST" and form.is_valid():
        try:
            campaign = campaigns.open_campaign(organisation, form.terms(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _("The campaign is open for nominations."))
            return redirect("awards:campaign", campaign.pk)
    return render(request, "awards/campaign_form.html", {"form": form, "organisation": organisation})


def _movements(request: SignedInRequest, campaign: Campaign | None = None) -> QuerySet[Movement]:
    """Those in sight that have been launched, and the one that the campaign names already."""
    named = Q(pk=campaign.movement_id) if campaign and campaign.movement_id else Q(pk__in=())
    rows = movements_visible_to(request.user).filter(Q(state__in=KNOWN_BELOW) | named)
    return rows.order_by("-from_year", "folded", "pk")


def _home(request: SignedInRequest) -> Organisation:
    homes = organisations_where(request.user, permissions.MAY_OPEN_CAMPAIGN, timezone.localdate())
    wanted = whole_numbers(request.GET.getlist("organisation"))
    if not homes:
        raise Http404
    chosen = next((pk for pk in wanted if pk in homes), min(homes))
    return get_object_or_404(Organisation, pk=chosen)


@login_required
@require_http_methods(["GET", "POST"])
def campaign_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = selectors.campaign_for(request.user, pk)
    demand(permissions.may_change_campaign(request.user, campaign, on=timezone.localdate()))
    form = CampaignForm(
        request.POST or None,
        organisation=campaign.organisation,
        movements=_movements(request, campaign),
        initial=initial_of(campaign),
    )
    clashes: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        stored = campaigns.terms_of(campaign)
        saved, clashes = save_over(
            request,
            form,
            form.terms(),
            stored,
            of=campaign,
            act=lambda terms, base: campaigns.revise(campaign, terms, base=base, by=request.user),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("awards:campaign", campaign.pk)
        campaign.refresh_from_db()
    context = {
        "form": form,
        "campaign": campaign,
        "organisation": campaign.organisation,
        "clashes": clashes,
        "base": frozen_base(request, campaigns.terms_of(campaign), of=campaign, clashes=clashes),
    }
    return render(request, "awards/campaign_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def campaign_close(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign: Campaign = selectors.campaign_for(request.user, pk)
    demand(permissions.may_close_campaign(request.user, campaign, on=timezone.localdate()))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        closed = attempt(
            form, lambda: campaigns.close(campaign, by=request.user, reason=form.cleaned_data["reason"])
        )
        if closed is not None:
            messages.success(request, _("The campaign is closed."))
            return redirect("awards:campaign", campaign.pk)
    return render(request, "awards/campaign_close.html", {"form": form, "campaign": campaign})


@login_required
@require_http_methods(["GET", "POST"])
def campaign_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign: Campaign = selectors.campaign_for(request.user, pk)
    demand(permissions.may_reopen_campaign(request.user, campaign, on=timezone.localdate()))
    form = ReasonForm(request.POST or None, required=True)
    if request.method == "POST" and form.is_valid():
        opened = attempt(
            form, lambda: campaigns.reopen(campaign, by=request.user, reason=form.cleaned_data["reason"])
        )
        if opened is not None:
            messages.success(request, _("The campaign is open for nominations."))
            return redirect("awards:campaign", campaign.pk)
    return render(request, "awards/campaign_reopen.html", {"form": form, "campaign": campaign})
