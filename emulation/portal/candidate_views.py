"""A model that a field visit found, with the proposals for commendation that came of it: two rooms on one page."""

from itertools import islice
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from awards.models import SubjectKind
from awards.permissions import may_draft
from awards.selectors import campaigns_visible_to, nominations_visible_to
from awards.states import CampaignState, NominationState
from emulation.accounts.requests import SignedInRequest
from emulation.accounts.selectors import reach_of
from emulation.vietnamese import fold
from programmes.models import Candidate
from programmes.offices import READERS
from programmes.selectors.activities import candidate_for
from programmes.states import CandidateState

CAMPAIGNS = 20


@login_required
@require_GET
def candidate(request: SignedInRequest, pk: int) -> HttpResponse:
    found = candidate_for(request.user, pk)
    today = timezone.localdate()
    rows = nominations_visible_to(request.user).filter(candidate=found)
    context = {
        "candidate": found,
        "nominations": [
            (row, NominationState(row.shown_state).label)
            for row in rows.select_related("campaign", "form").order_by("-pk")
        ],
        "runs": found.activity.organisation_id in reach_of(request.user, READERS, today),
        "campaigns": _open_to(request, found),
        "let_go": found.state == CandidateState.LET_GO,
    }
    return render(request, "portal/candidate.html", context)


def _open_to(request: SignedInRequest, found: Candidate) -> list[dict[str, Any]]:
    """The open campaigns in which this person may propose the model, each with its address."""
    unit = found.organisation
    if unit is None or found.state == CandidateState.LET_GO:
        return []
    today = timezone.localdate()
    proposed = nominations_visible_to(request.user).filter(candidate=found)
    proposed = proposed.exclude(state=NominationState.WITHDRAWN)
    rows = campaigns_visible_to(request.user).exclude(state=CampaignState.CLOSED).order_by("-year", "-pk")
    rows = rows.exclude(pk__in=proposed.values("campaign"))
    query = urlencode({"kind": _kind(found), "candidate": found.pk})
    mine = (
        row for row in rows.select_related("organisation") if may_draft(request.user, row, unit, on=today)
    )
    return [
        {"campaign": row, "url": f"{reverse('awards:nomination_new', args=[row.pk])}?{query}"}
        for row in islice(mine, CAMPAIGNS)
    ]


def _kind(found: Candidate) -> str:
    """A model that bears the name of its unit is the unit; anybody else is a person of it."""
    itself = found.organisation is not None and fold(found.name) == fold(found.organisation.name)
    return SubjectKind.COLLECTIVE if itself and found.person_id is None else SubjectKind.INDIVIDUAL
