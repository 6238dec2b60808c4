"""The pages of whoever runs a secret ballot: the roll, the opening, giving it up."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.ballots import permissions
from emulation.ballots.forms import AnnulForm, ReasonForm
from emulation.ballots.models import Ballot, RollEntry
from emulation.ballots.selectors.secret import ballot_for, entry_of, questions_of
from emulation.ballots.services import opening, preparing
from emulation.ballots.states import LIVING, SECRET_BALLOT, BallotState
from emulation.ballots.views.doors import behind_the_screen, head
from emulation.verdicts import Refused, demand

ANNUL_WORD = "HỦY"


def _run(request: SignedInRequest, pk: int) -> Ballot:
    found = ballot_for(request.user, pk)
    demand(permissions.may_run(request.user, found, on=timezone.localdate()))
    return found


@behind_the_screen
@require_GET
def members(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list of members, for those who run or count the vote; whether anybody has voted is not on it."""
    found = ballot_for(request.user, pk)
    context = head(request, found)
    if not (context["runs"] or context["tells"]):
        raise Http404
    context["members"] = found.roll.order_by("pk")
    context["may_change"] = context["runs"] and found.state == BallotState.PREPARED
    return render(request, "ballots/member_list.html", context)


@behind_the_screen
@require_http_methods(["GET", "POST"])
def off(request: SignedInRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Somebody who is no member any more."""
    found = _run(request, pk)
    entry = entry_of(found, entry_pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(form, lambda: preparing.take_off(entry, reason=reason, by=request.user))
        if form.is_valid():
            return redirect("ballots:members", pk)
    return _member_act(request, found, entry, form, bars=False)


@behind_the_screen
@require_http_methods(["GET", "POST"])
def bar(request: SignedInRequest, pk: int, entry_pk: int) -> HttpResponse:
    """A member who must not vote here, and counts among the members all the same."""
    found = _run(request, pk)
    entry = entry_of(found, entry_pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: preparing.bar(entry, reason=reason, by=request.user)):
            return redirect("ballots:members", pk)
    return _member_act(request, found, entry, form, bars=True)


def _member_act(
    request: SignedInRequest, found: Ballot, entry: RollEntry, form: ReasonForm, *, bars: bool
) -> HttpResponse:
    if found.state != BallotState.PREPARED:
        raise Refused(_("The list of members is frozen: the vote has been opened."))
    context = {**head(request, found), "entry": entry, "form": form, "bars": bars}
    return render(request, "ballots/member_act.html", context)


@behind_the_screen
@require_http_methods(["GET", "POST"])
def open_ballot(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the opening means, for whom, and what it waits for."""
    found = _run(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            opening.open_secret(found, by=request.user)
        except Refused as refusal:
            problem = str(refusal.reason)
        else:
            messages.success(request, _("The vote is open; the members have been told."))
            return redirect("ballots:tellers", pk)
    SECRET_BALLOT.target("open", found.state, found)
    context = {
        **head(request, found),
        "problem": problem,
        "missing": opening.missing_keys(found),
        "questions": questions_of(found),
        "tellers": found.tellers.all(),
    }
    return render(request, "ballots/ballot_open.html", context)


@behind_the_screen
@require_http_methods(["GET", "POST"])
def annul(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the vote up uncounted."""
    found = _run(request, pk)
    form = AnnulForm(request.POST or None, word=ANNUL_WORD)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: opening.annul(found, reason=reason, by=request.user)):
            messages.success(request, _("The vote was annulled; what was put in is erased."))
            return redirect("ballots:ballot", pk)
    if found.state not in LIVING:
        SECRET_BALLOT.target("annul", found.state, found)
    return render(request, "ballots/ballot_annul.html", {**head(request, found), "form": form})
