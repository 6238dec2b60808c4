"""A member's pages: the paper, once; afterwards that one has voted, and nothing more."""

from collections.abc import Sequence

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.ballots import permissions
from emulation.ballots.forms import PaperForm, PasswordForm
from emulation.ballots.models import Ballot, Question, RollEntry
from emulation.ballots.selectors.secret import (
    ballot_for,
    ballots_of,
    has_voted,
    is_whole,
    own_entry,
    questions_of,
    results_of,
)
from emulation.ballots.services import casting
from emulation.ballots.states import BallotState
from emulation.ballots.views.doors import LOOKS, behind_the_screen, head
from emulation.paging import page_of
from emulation.verdicts import Refused, demand

REVIEW, CAST = "review", "cast"


@behind_the_screen
@require_GET
def mine(request: SignedInRequest) -> HttpResponse:
    """The secret votes of this person."""
    page = page_of(ballots_of(request.user), request.GET)
    rows = [(ballot, LOOKS[BallotState(ballot.state)]) for ballot in page.rows]
    return render(request, "ballots/ballot_list.html", {"page": page, "rows": rows})


@behind_the_screen
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def ballot(request: SignedInRequest, pk: int) -> HttpResponse:
    """The paper; what is chosen is looked at once more, and put in with the password."""
    found = ballot_for(request.user, pk)
    entry = own_entry(request.user, found)
    if request.method == "POST":
        demand(permissions.may_cast(request.user, found, entry))
    questions = questions_of(found)
    if entry is None or not permissions.may_cast(request.user, found, entry) or has_voted(entry):
        return _standing(request, found, entry)
    form = PaperForm(request.POST if request.POST.get("step") else None, questions=questions)
    if request.POST.get("step") == CAST and form.is_valid():
        return _put_in(request, found, form)
    if request.POST.get("step") == REVIEW and form.is_valid():
        return _look_again(request, found, form, PasswordForm())
    return _paper(request, found, entry, questions, form)


def _standing(request: SignedInRequest, found: Ballot, entry: RollEntry | None) -> HttpResponse:
    """For whoever has voted, or cannot: where the vote stands."""
    context = {
        **head(request, found),
        "entry": entry,
        "voted": entry is not None and has_voted(entry),
        "whole": is_whole(found),
        "refusal": permissions.may_cast(request.user, found, entry).reason,
    }
    return render(request, "ballots/ballot_standing.html", context)


def _paper(
    request: SignedInRequest,
    found: Ballot,
    entry: RollEntry,
    questions: Sequence[Question],
    form: PaperForm,
) -> HttpResponse:
    fields = [(question, form[f"question-{question.pk}"]) for question in questions]
    context = {
        **head(request, found),
        "entry": entry,
        "form": form,
        "fields": fields,
        "whole": is_whole(found),
    }
    return render(request, "ballots/ballot_paper.html", context)


@sensitive_variables()
def _look_again(
    request: SignedInRequest, found: Ballot, form: PaperForm, password: PasswordForm
) -> HttpResponse:
    context = {**head(request, found), "chosen": form.in_words(), "sent": form.sent(), "form": password}
    return render(request, "ballots/ballot_review.html", context)


@sensitive_variables()
def _put_in(request: SignedInRequest, found: Ballot, form: PaperForm) -> HttpResponse:
    password = PasswordForm(request.POST)
    if not password.is_valid() or not _is_the_member(request, password):
        return _look_again(request, found, form, password)
    try:
        casting.cast(found, form.choices, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.reason))
    return redirect("ballots:ballot", found.pk)


@sensitive_variables()
def _is_the_member(request: SignedInRequest, form: PasswordForm) -> bool:
    """Whether the password is right; where it is not, or was tried too often, the form says so."""
    try:
        if get_adapter(request).reauthenticate(request.user, form.cleaned_data["password"]):
            return True
        form.add_error("password", _("This is not your password. Nothing was put in."))
    except ValidationError as problem:
        form.add_error("password", problem)
    return False


@behind_the_screen
@require_GET
def result(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was counted, in sentences."""
    found = ballot_for(request.user, pk)
    demand(permissions.may_read_result(request.user, found, on=timezone.localdate()))
    context = {**head(request, found), "results": results_of(found), "members": found.roll.order_by("pk")}
    return render(request, "ballots/ballot_result.html", context)
