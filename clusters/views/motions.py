"""Putting a secret vote, and declining after an election; voting and counting have their own pages."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clusters.conference_states import Purpose
from clusters.forms.motions import VoteForm
from clusters.models import Conference
from clusters.permissions import conferences as permissions
from clusters.selectors import clusters as cluster_selectors
from clusters.selectors import conferences as selectors
from clusters.services import motions
from clusters.thresholds import asked_on
from clusters.views.conferences import crumbs_to, page_of_conference
from clusters.views.proposing import proposal_words
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.ballots.models import Ballot
from emulation.paging import whole_numbers
from emulation.reasons import ReasonForm
from emulation.verdicts import demand

GROUPS = {
    "nomination": (Purpose.NOMINATION,),
    "leadership": (Purpose.LEADER, Purpose.DEPUTY),
    "leader": (Purpose.LEADER,),
    "deputy": (Purpose.DEPUTY,),
    "tie-break": (Purpose.TIE_BREAK,),
}
"""What is asked on one paper, by the word in the address."""
ELECTING = frozenset({Purpose.LEADER, Purpose.DEPUTY})


@login_required
@require_http_methods(["GET", "POST"])
def vote_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who stands, by which rule it is decided, who counts; `after` is the ballot whose next round it is."""
    conference = selectors.conference_for(request.user, pk)
    demand(permissions.may_prepare_vote(request.user, conference, on=timezone.localdate()))
    purposes = GROUPS.get(request.GET.get("of", "leadership"))
    if purposes is None:
        raise Http404
    season = conference.season
    seats = list(season.seats.filter(left_on=None).select_related("organisation").order_by("order", "pk"))
    proposed = motions.proposed_for(season)
    after = _after(request, conference)
    form = VoteForm(
        typed(request),
        purposes=purposes,
        words=motions.texts(season),
        regulation=season.cluster.regulation,
        usual={purpose: asked_on(purpose, conference.day) for purpose in purposes},
        seats=seats,
        posts=selectors.people_of(season, timezone.localdate()),
        initial={
            f"{purpose}-candidates": [
                str(seat.pk) for seat in seats if seat.organisation_id == proposed.get(purpose)
            ]
            for purpose in purposes
        },
    )
    names = {seat.organisation_id: seat.name for seat in seats}
    proposal = cluster_selectors.proposal_for(season.cluster, season.year + 1)
    act = Act(
        title=_("Prepare a secret vote"),
        lead=conference.title,
        verb=_("Prepare the vote"),
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        consequences=[
            *(proposal_words(proposal, names) if ELECTING & set(purposes) else []),
            _("All members stand on the list: the share is taken of all, those who stay away do not vote."),
            _("The tellers choose their secrets, then the vote is opened on its own page."),
            *(
                [_("Round %(round)s, after: %(ballot)s") % {"round": after.round + 1, "ballot": after}]
                if after
                else []
            ),
        ],
        said=_("The vote is prepared. It opens when every teller has a secret."),
    )

    def prepare() -> Ballot:
        ballot = motions.prepare(
            conference,
            form.asked(),
            tellers=form.tellers(),
            by=request.user,
            keeping=form.cleaned_data["keeping"],
            after=after,
        )
        act.after = reverse("ballots:tellers", args=[ballot.pk])
        return ballot

    return done(request, form, act, prepare)


def _after(request: SignedInRequest, conference: Conference) -> Ballot | None:
    """The ballot of this conference that the address names; 404 for any other."""
    if not request.GET.get("after"):
        return None
    asked = whole_numbers(request.GET.getlist("after"))
    found = selectors.ballots_of(conference).filter(pk__in=asked).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def turn_decline(request: SignedInRequest, pk: int, row_pk: int) -> HttpResponse:
    """The elected body declines; the ledger keeps it, the place is open again."""
    conference = selectors.conference_for(request.user, pk)
    turn = selectors.turn_for(conference.season, row_pk)
    demand(permissions.may_decline_turn(request.user, turn, on=timezone.localdate()))
    form = ReasonForm(typed(request), required=True)
    act = Act(
        title=_("Decline the election"),
        lead=f"{turn.name}, {turn.get_role_display()}, {turn.year}",
        verb=_("Record that it declines"),
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        consequences=[_("The ledger keeps that it declined and why; another vote can be put.")],
        said=_("It is recorded that the member declined."),
    )
    return done(
        request, form, act, lambda: motions.decline(turn, ground=form.cleaned_data["reason"], by=request.user)
    )
