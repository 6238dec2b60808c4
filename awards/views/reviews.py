"""The board's pages: what waits for me, one dossier beside its checks, progress, opening and closing the vote."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from awards import permissions, selectors
from awards.forms.campaigns import ConfirmForm
from awards.forms.reviews import VerdictForm
from awards.models import Campaign, Nomination, Seat
from awards.selectors.opinions import result_counts, told_results
from awards.services import reviews
from awards.states import CampaignState
from emulation.accounts.requests import SignedInRequest
from emulation.ballots.selectors import position_of
from emulation.paging import page_of
from emulation.verdicts import Refused, demand

CLOSE_WORD = "KẾT THÚC"


@login_required
@require_GET
def review_list(request: SignedInRequest) -> HttpResponse:
    """The votes this person takes part in or runs, the open ones first."""
    lines = selectors.reviews_of(request.user)
    return render(request, "awards/review_list.html", {"lines": lines})


@login_required
@require_GET
def review_start(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the first nomination without this member's verdict; to the overview when there is none left."""
    campaign = _reviewed(request, pk)
    following = selectors.next_in_queue(request.user, campaign)
    if following is None:
        return redirect("awards:review_overview", pk)
    return redirect("awards:review", pk, following.pk)


@login_required
@require_GET
def review_overview(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that this member decides on, with the verdict given so far; after the count, the results."""
    campaign = _reviewed(request, pk)
    page = page_of(selectors.agenda_of(request.user, campaign), request.GET)
    done, total = selectors.own_verdicts(request.user, campaign)
    lines = selectors.review_lines(request.user, page.rows)
    context = {
        "campaign": campaign,
        "page": page,
        "lines": lines,
        "untold": any(not line.result for line in lines),
        "done": done,
        "total": total,
        "open": campaign.state == CampaignState.IN_REVIEW,
        "may_run": permissions.may_run_board(request.user, campaign, on=timezone.localdate()),
    }
    return render(request, "awards/review_overview.html", context)


def _reviewed(request: SignedInRequest, pk: int) -> Campaign:
    campaign = selectors.campaign_for(request.user, pk)
    if campaign.ballot is None or not selectors.is_on_roll(request.user, campaign):
        raise Http404
    return campaign


@login_required
@require_http_methods(["GET", "POST"])
def review(request: SignedInRequest, pk: int, nomination_pk: int) -> HttpResponse:
    """One dossier beside its checks; save and next."""
    campaign = _reviewed(request, pk)
    nomination = selectors.nomination_for(request.user, nomination_pk)
    if nomination.campaign_id != campaign.pk or nomination.question is None:
        raise Http404
    mine = position_of(request.user.person_id, nomination.question)
    given = {"value": mine.value, "reason": mine.reason} if mine else {}
    form = VerdictForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            reviews.take_position(
                nomination,
                value=form.cleaned_data["value"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            return _onward(request, campaign, nomination)
    before, following, place, total, done = selectors.place_in_queue(request.user, campaign, nomination)
    context = {
        "campaign": campaign,
        "nomination": nomination,
        "form": form,
        "mine": mine,
        "may_vote": permissions.may_take_position(request.user, nomination, on=timezone.localdate()),
        "checks": selectors.checks(request.user, nomination, on=timezone.localdate()),
        "duplicates": selectors.visible_duplicates(request.user, nomination),
        "earlier": selectors.earlier_grants(nomination)[:20],
        "before": before,
        "following": following,
        "place": place,
        "total": total,
        "done": done,
        "result": selectors.told_result(request.user, nomination),
    }
    return render(request, "awards/review.html", context)


def _onward(request: SignedInRequest, campaign: Campaign, nomination: Nomination) -> HttpResponse:
    following = selectors.next_in_queue(request.user, campaign, after=nomination)
    if following is None:
        messages.success(
            request, _("Your verdicts are complete; you may change them until the vote is closed.")
        )
        return redirect("awards:review_overview", campaign.pk)
    return redirect("awards:review", campaign.pk, following.pk)


@login_required
@require_http_methods(["GET", "POST"])
def review_open(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = selectors.campaign_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_run_board(request.user, campaign, on=today))
    problem = ""
    if request.method == "POST":
        try:
            reviews.open_review(campaign, by=request.user)
        except Refused as refusal:
            problem = str(refusal.reason)
        else:
            messages.success(request, _("The vote is open; the members have been told."))
            return redirect("awards:review_progress", pk)
    lists = reviews.agenda(campaign)
    members = selectors.members_on(campaign.board, on=today) if campaign.board else []
    rules = selectors.rules_on({row.form_id for row in lists.ready}, on=today)
    context = {
        "campaign": campaign,
        "problem": problem,
        "running": campaign.state == CampaignState.IN_REVIEW,
        "ready": selectors.by_form(lists.ready),
        "secret": selectors.by_form(lists.secret),
        "without_rule": selectors.by_form(lists.without_rule),
        "count": len(lists.ready),
        "members": members,
        "without_chair": bool(members) and not any(place.role == Seat.Role.CHAIR for place in members),
        "rules": rules,
        "beyond_reach": selectors.beyond_reach(members, lists.ready, rules, on=today) if members else [],
    }
    return render(request, "awards/review_open.html", context)


@login_required
@require_GET
def review_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """For who runs the board: how far each member is, never what anyone said, until the vote is closed."""
    campaign = selectors.campaign_for(request.user, pk)
    demand(permissions.may_run_board(request.user, campaign, on=timezone.localdate()))
    if campaign.ballot is None or not selectors.sees_all(request.user, campaign):
        raise Http404
    closed = campaign.state != CampaignState.IN_REVIEW
    page = page_of(selectors.results_of(request.user, campaign), request.GET)
    context = {
        "campaign": campaign,
        "members": selectors.progress_of(campaign),
        "closed": closed,
        "page": page,
        "results": told_results(campaign, selectors.review_lines(request.user, page.rows)),
    }
    if closed:
        today = timezone.localdate()
        context["counts"] = result_counts(request.user, campaign)
        context["may_begin_decision"] = permissions.may_begin_decision(request.user, campaign, on=today)
    return render(request, "awards/review_progress.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def review_close(request: SignedInRequest, pk: int) -> HttpResponse:
    campaign = selectors.campaign_for(request.user, pk)
    demand(permissions.may_run_board(request.user, campaign, on=timezone.localdate()))
    if campaign.ballot is None or not selectors.sees_all(request.user, campaign):
        raise Http404
    form = ConfirmForm(request.POST or None, word=CLOSE_WORD)
    if request.method == "POST" and form.is_valid():
        reviews.close_review(campaign, by=request.user)
        messages.success(request, _("The vote is closed and counted."))
        return redirect("awards:review_progress", pk)
    context = {
        "campaign": campaign,
        "form": form,
        "word": CLOSE_WORD,
        "members": selectors.progress_of(campaign),
        "agenda": campaign.ballot.questions.count(),
    }
    return render(request, "awards/review_close.html", context)
