"""Correcting the wording of an approved nomination before its decision is issued."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards import selectors
from awards.forms.wording import WordingForm
from awards.services.wording import may_reword, reword
from emulation.accounts.requests import SignedInRequest
from emulation.attempts import attempt
from emulation.verdicts import demand


@login_required
@require_http_methods(["GET", "POST"])
def nomination_reword(request: SignedInRequest, pk: int) -> HttpResponse:
    """Achievement, position, unit or address as they will be printed; never the name, the unit or the form."""
    nomination = selectors.nomination_for(request.user, pk)
    demand(may_reword(request.user, nomination, on=timezone.localdate()))
    form = WordingForm(request.POST or None, nomination=nomination)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        done = attempt(
            form,
            lambda: reword(
                nomination,
                form.words(),
                reason=cleaned["reason"],
                version=cleaned["version"],
                by=request.user,
            ),
        )
        if done is not None:
            messages.success(request, _("The wording is corrected."))
            return redirect("awards:decision", done.decision_id)
    context = {"nomination": nomination, "decision": nomination.decision, "form": form}
    return render(request, "awards/nomination_reword.html", context)
