"""The tellers' pages: how many have voted, who votes on paper, the end, the papers, the count."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.ballots import permissions, sealing
from emulation.ballots.forms import (
    FEW_PAPERS,
    BatchForm,
    CountForm,
    PaperVotersForm,
    SecretForm,
    WordForm,
    columns_of,
)
from emulation.ballots.models import Ballot, Keeping
from emulation.ballots.selectors.secret import (
    ballot_for,
    entries_of_papers,
    is_whole,
    questions_of,
    tellers_of,
    voters_of,
)
from emulation.ballots.services import casting, opening
from emulation.ballots.services import counting as services
from emulation.ballots.services.counting import BatchesDiffer, Difference
from emulation.ballots.states import SECRET_BALLOT, BallotState
from emulation.ballots.views.doors import behind_the_screen, head
from emulation.verdicts import Refused, demand

END_WORD, COUNT_WORD = "KẾT THÚC", "KIỂM PHIẾU"
RETURNED = "returned"


@behind_the_screen
@require_GET
def tellers(request: SignedInRequest, pk: int) -> HttpResponse:
    """For tellers and whoever runs the vote: how many have voted of how many, and the next step."""
    found = ballot_for(request.user, pk)
    context = head(request, found)
    if not (context["tells"] or context["runs"]):
        demand(permissions.may_tell(request.user, found))
    entered = entries_of_papers(found)
    context |= {
        "tellers": tellers_of(found),
        "teller": permissions.teller_of(request.user, found),
        "secretless": found.keeping == Keeping.PROGRAM,
        "entered": entered,
        "ready": not found.on_paper or len(entered) > 1,
        "few": 0 < found.on_paper <= FEW_PAPERS,
        "whole": is_whole(found),
        "may_tell": permissions.may_tell(request.user, found),
    }
    return render(request, "ballots/teller_page.html", context)


def _told(request: SignedInRequest, pk: int) -> Ballot:
    found = ballot_for(request.user, pk)
    demand(permissions.may_tell(request.user, found))
    return found


@behind_the_screen
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def key(request: SignedInRequest, pk: int) -> HttpResponse:
    """The teller chooses the secret that helps to open the urn."""
    found = _told(request, pk)
    form = SecretForm(request.POST or None, user=request.user)
    if form.is_valid():
        secret = form.cleaned_data["password1"]
        if attempt(form, lambda: opening.take_key(found, secret=secret, by=request.user)):
            messages.success(
                request, _("Your secret is set. Keep it until the count: nobody can restore it.")
            )
            return redirect("ballots:tellers", pk)
    if found.state != BallotState.PREPARED or found.keeping != Keeping.TELLERS:
        raise Refused(_("The vote has been opened: the secrets of its tellers stay as they are."))
    return render(request, "ballots/teller_key.html", {**head(request, found), "form": form})


@behind_the_screen
@require_http_methods(["GET", "POST"])
def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who votes on paper or in writing."""
    found = _told(request, pk)
    form = PaperVotersForm(request.POST or None, voters=voters_of(found))
    if form.is_valid():
        marked = attempt(form, lambda: casting.mark_paper_voters(found, form.chosen, by=request.user))
        if marked:
            messages.success(request, _("Noted: %(number)s on paper.") % {"number": marked.on_paper})
            return redirect("ballots:tellers", pk)
    if found.state != BallotState.OPEN:
        raise Refused(_("Members are marked while the vote is open."))
    return render(request, "ballots/paper_voters.html", {**head(request, found), "form": form})


@behind_the_screen
@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """The end of the voting, by a typed word."""
    found = ballot_for(request.user, pk)
    demand(permissions.may_end(request.user, found, on=timezone.localdate()))
    form = WordForm(request.POST or None, word=END_WORD)
    if form.is_valid():
        casting.end_voting(found, by=request.user)
        messages.success(request, _("The voting has ended."))
        return redirect("ballots:tellers", pk)
    SECRET_BALLOT.target("end", found.state, found)
    return render(request, "ballots/ballot_end.html", {**head(request, found), "form": form})


@behind_the_screen
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    """One teller's count of the papers; nobody sees it before the urn is opened, the other teller included."""
    found = _told(request, pk)
    form = BatchForm(request.POST or None, questions=questions_of(found), issued=found.on_paper)
    if form.is_valid() and _entered(request, found, form):
        messages.success(request, _("Your count of the papers is sealed."))
        return redirect("ballots:tellers", pk)
    if found.state != BallotState.ENDED:
        raise Refused(_("The papers are counted when the voting has ended."))
    if not found.on_paper:
        raise Refused(_("Nobody was marked as voting on paper."))
    context = {**head(request, found), "form": form, "few": found.on_paper <= FEW_PAPERS}
    return render(request, "ballots/batch_form.html", context)


@sensitive_variables()
def _entered(request: SignedInRequest, found: Ballot, form: BatchForm) -> bool:
    done = attempt(form, lambda: services.enter_batch(found, form.batch, by=request.user))
    return done is not None


@behind_the_screen
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def count(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two tellers open the urn with their secrets."""
    found = _told(request, pk)
    needed = [] if found.keeping == Keeping.PROGRAM else list(found.tellers.all())
    form = CountForm(request.POST or None, word=COUNT_WORD, tellers=needed)
    differences: list[dict[str, object]] = []
    names: Sequence[str] = ()
    if form.is_valid():
        try:
            if attempt(form, lambda: services.count(found, form.secrets, by=request.user)):
                messages.success(request, _("The urn is opened and counted."))
                return redirect("ballots:result", pk)
        except sealing.WrongSecret:
            form.add_error(None, _("One of the secrets is not right. Nothing was opened."))
        except BatchesDiffer as difference:
            names, differences = difference.names, _in_words(difference.differences)
    if found.state != BallotState.ENDED:
        SECRET_BALLOT.target("count", found.state, found)
    context = {**head(request, found), "form": form, "names": names, "differences": differences}
    return render(request, "ballots/ballot_count.html", context)


def _in_words(differences: Sequence[Difference]) -> list[dict[str, object]]:
    return [
        {
            "question": one.question,
            "what": _("Papers that came back")
            if one.what == RETURNED
            else columns_of(one.question)[one.what],
            "first": one.first,
            "second": one.second,
        }
        for one in differences
    ]
