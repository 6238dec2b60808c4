"""The written opinion of an absent member: entered line by line by whoever runs the board, and read again there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from awards import permissions, selectors
from awards.forms.reviews import OpinionForm
from awards.models import Nomination
from awards.selectors.opinions import Entered, entered_for
from awards.services import reviews
from emulation.accounts.requests import SignedInRequest
from emulation.ballots.models import PositionValue
from emulation.paging import page_of
from emulation.ui_tags import FieldError
from emulation.verdicts import Refused, demand


@dataclass(frozen=True)
class Line:
    """A dossier, what stands there for the member, and the form; no form where the member spoke in person."""

    nomination: Nomination
    entered: Entered | None
    form: OpinionForm | None


@login_required
@require_http_methods(["GET", "POST"])
def review_enter(request: SignedInRequest, pk: int, entry_pk: int) -> HttpResponse:
    """What was entered is shown to whoever may enter it: it was read from the member's own paper."""
    campaign = selectors.campaign_for(request.user, pk)
    demand(permissions.may_run_board(request.user, campaign, on=timezone.localdate()))
    entry = selectors.roll_entry(campaign, entry_pk)
    if entry is None or not selectors.sees_all(request.user, campaign):
        raise Http404
    page = page_of(selectors.open_to_member(campaign, entry), request.GET)
    given = entered_for(entry, page.rows)
    lines = [_line(request, row, given.get(row.question_id)) for row in page.rows]
    errors: list[FieldError] = []
    if request.method == "POST":
        errors = _errors(lines)
        opinions = {} if errors else _opinions(lines, rest="rest" in request.POST)
        try:
            if not errors:
                entered = reviews.enter_opinions(campaign, entry.person, opinions, by=request.user)
        except Refused as refusal:
            errors = [FieldError("", "", str(refusal.reason))]
        if not errors:
            messages.success(request, _("Verdicts entered: %(count)s.") % {"count": len(entered)})
            if page.next:
                here = reverse("awards:review_enter", args=[pk, entry_pk])
                return redirect(f"{here}?page={page.next}&size={page.size}")
            return redirect("awards:review_progress", pk)
    context = {"campaign": campaign, "entry": entry, "lines": lines, "page": page, "errors": errors}
    return render(request, "awards/review_enter.html", context)


def _line(request: SignedInRequest, row: Nomination, entered: Entered | None) -> Line:
    if entered is not None and entered.in_person:
        return Line(row, entered, None)
    sent = request.POST if request.method == "POST" else None
    return Line(row, entered, OpinionForm(sent, prefix=f"n{row.pk}"))


def _errors(lines: Iterable[Line]) -> list[FieldError]:
    """What is wrong, each under the name of its dossier and leading to its field."""
    return [
        FieldError(field.id_for_label, line.nomination.full_name, str(message))
        for line in lines
        if line.form is not None and not line.form.is_valid()
        for field in line.form
        for message in field.errors
    ]


def _opinions(lines: Iterable[Line], *, rest: bool) -> dict[int, tuple[str, str]]:
    """What was chosen; with `rest`, agreement on every dossier for which nothing is chosen or entered yet."""
    chosen: dict[int, tuple[str, str]] = {}
    for line in lines:
        if line.form is None:
            continue
        if line.form.cleaned_data["value"]:
            chosen[line.nomination.pk] = (line.form.cleaned_data["value"], line.form.cleaned_data["reason"])
        elif rest and line.entered is None:
            chosen[line.nomination.pk] = (PositionValue.AGREE.value, "")
    return chosen
