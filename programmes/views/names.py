"""The names of a movement: its other spellings, recognising a name, and what a person judges of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from emulation.accounts.models import User
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.attempts import attempt
from emulation.verdicts import demand
from programmes.forms.movements import AliasForm, JudgeForm, NameForm
from programmes.matching import Confidence, Proposal
from programmes.models import Judgement, Movement, NameJudgement
from programmes.models.movement import LONGEST_TITLE
from programmes.permissions import movements as permissions
from programmes.selectors import movements as selectors
from programmes.selectors.homes import homes
from programmes.services import movements
from programmes.views.movements import crumbs_to, page_of_movement

REASONS = {
    "name": gettext_lazy("It is the very name."),
    "alias": gettext_lazy("It is a known spelling: “%(known)s”."),
    "bodies": gettext_lazy("Only the list of bodies differs: here “%(typed)s”, there “%(known)s”."),
    "cut": gettext_lazy("One of the two is shortened by dots; the rest is the same."),
    "words": gettext_lazy("Here “%(typed)s”, there “%(known)s”."),
    "period": gettext_lazy("Another period: here %(typed)s, there %(known)s."),
    "scope": gettext_lazy("Only one of the two names a place."),
    "judged": gettext_lazy("It was judged before that this name means another movement."),
}
"""What the matcher found, in words."""


@login_required
@require_http_methods(["GET", "POST"])
def movement_spelling(request: SignedInRequest, pk: int) -> HttpResponse:
    movement = selectors.movement_for(request.user, pk)
    demand(permissions.may_judge_names(request.user, movement, on=timezone.localdate()))
    form = AliasForm(typed(request))
    act = Act(
        title=_("Enter another spelling"),
        lead=movement.name,
        verb=_("Save"),
        back=page_of_movement(movement),
        crumbs=crumbs_to(movement),
        consequences=[_("Documents that use this spelling are recognised as speaking of this movement.")],
        said=_("Saved."),
        after=page_of_movement(movement, "#names"),
    )
    return done(
        request,
        form,
        act,
        lambda: movements.add_alias(
            movement, form.cleaned_data["text"], by=request.user, seen_in=form.cleaned_data["seen_in"]
        ),
    )


@login_required
@require_POST
def movement_spelling_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    alias = selectors.alias_for(request.user, pk)
    movement = movements.remove_alias(alias, by=request.user)
    messages.success(request, _("The spelling is taken away."))
    return redirect(page_of_movement(movement, "#names"))


@login_required
@require_GET
def movement_match(request: SignedInRequest) -> HttpResponse:
    """Type or paste a name: which movements it may mean, and why."""
    form = NameForm(request.GET if "q" in request.GET else None)
    asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    today = timezone.localdate()
    lines = [
        {
            "movement": movement,
            "proposal": proposal,
            "percent": round(proposal.score * 100),
            "why": [_in_words(proposal, place) for place in range(len(proposal.why))],
            "may_judge": permissions.may_judge_names(request.user, movement, on=today),
            "certain": proposal.confidence is Confidence.SAME,
            "rejected": proposal.confidence is Confidence.DIFFERENT,
        }
        for movement, proposal in (selectors.proposals_for(request.user, asked) if asked else [])
    ]
    context = {
        "form": form,
        "asked": asked,
        "lines": lines,
        "may_enter": bool(homes(request.user)),
    }
    return render(request, "programmes/movement_match.html", context)


def _in_words(proposal: Proposal, place: int) -> str:
    why = proposal.why[place]
    nothing = _("nothing")
    return str(REASONS[why.code]) % {"typed": why.typed or nothing, "known": why.known or nothing}


@login_required
@require_POST
def movement_judge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remember what a person says of a name: the same movement, or another."""
    movement = selectors.movement_for(request.user, pk)
    if request.POST.get("judgement") not in Judgement.values:
        raise Http404
    demand(permissions.may_judge_names(request.user, movement, on=timezone.localdate()))
    form = JudgeForm(request.POST)
    kept = attempt(form, lambda: _judge(movement, form, request.user)) if form.is_valid() else None
    if kept is not None:
        messages.success(request, _("The judgement is kept."))
    for problems in form.errors.values():
        messages.error(request, "; ".join(str(problem) for problem in problems))
    asked = request.POST.get("text", "")[:LONGEST_TITLE]
    return redirect(f"{reverse('programmes:movement_match')}?{urlencode({'q': asked})}")


def _judge(movement: Movement, form: JudgeForm, by: User) -> NameJudgement:
    told = form.cleaned_data
    return movements.judge(movement, told["text"], told["judgement"], by=by, reason=told["reason"])
