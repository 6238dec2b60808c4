"""Overlaps between registrations of different units: the list of a round, one pair, its settlement."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.attempts import attempt
from emulation.audit.selectors import history_of
from emulation.paging import page_of
from emulation.reasons import ReasonForm
from emulation.verdicts import demand
from programmes.forms.registrations import CommentForm, OverlapFilter, SettleForm
from programmes.models import OverlapCase
from programmes.movement_states import RegistrationState
from programmes.permissions import registrations as permissions
from programmes.selectors import overlaps as selectors
from programmes.selectors.registrations import round_for, view_of
from programmes.services import overlaps
from programmes.views.rounds import crumbs_to

FIELDS = {
    "content": gettext_lazy("What the unit will do"),
    "place": gettext_lazy("Where"),
    "people": gettext_lazy("For whom, who benefits"),
    "audience": gettext_lazy("For whom"),
    "beneficiaries": gettext_lazy("Who benefits"),
}


def page_of_overlap(case: OverlapCase) -> str:
    return reverse("programmes:overlap", args=[case.pk])


def _crumbs(request: SignedInRequest, case: OverlapCase) -> list[tuple[object, str]]:
    round_ = selectors.round_shown(request.user, case)
    return [
        *crumbs_to(round_),
        (_("Overlaps"), reverse("programmes:overlaps", args=[round_.pk])),
        (str(case), page_of_overlap(case)),
    ]


@login_required
@require_GET
def overlap_list(request: SignedInRequest, pk: int) -> HttpResponse:
    round_ = round_for(request.user, pk)
    bar = OverlapFilter(request.GET)
    bar.is_valid()  # what cannot be read is left out and complained of at its field; the rest counts
    wanted = bar.cleaned_data
    page = page_of(selectors.overlap_page(request.user, round_, state=wanted.get("state", "")), request.GET)
    context = {"round": round_, "bar": bar, "page": page, "fields": FIELDS}
    return render(request, "programmes/overlap_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def overlap_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The pair side by side, with what made it alike; a post is a comment of one of the units."""
    case = selectors.overlap_for(request.user, pk)
    today = timezone.localdate()
    may_comment = permissions.may_comment_overlap(request.user, case, on=today)
    form = CommentForm(typed(request), units=selectors.spoken_for(request.user, case))
    if request.method == "POST":
        demand(may_comment)
        if form.is_valid():
            told = form.cleaned_data
            said = attempt(
                form,
                lambda: overlaps.comment(
                    case,
                    told["text"],
                    organisation=form.units[told["unit"]],
                    by=request.user,
                    proposal=told["proposal"],
                ),
            )
            if said is not None:
                messages.success(request, _("The comment is kept."))
                form = CommentForm(units=selectors.spoken_for(request.user, case))
    context = {
        "case": case,
        "sides": selectors.sides_of(case),
        "withdrawn": [one for one in (case.first, case.second) if one.state == RegistrationState.WITHDRAWN],
        "fields": FIELDS,
        "compared": [(name, FIELDS[name]) for name in selectors.COMPARED],
        "comments": case.comments.select_related("organisation", "by__person"),
        "form": form,
        "may_comment": may_comment,
        "round": selectors.round_shown(request.user, case),
        "runs": any(
            view_of(request.user).coordinates(side.round.organisation_id)
            for side in (case.first, case.second)
        ),
        "may_settle": permissions.may_decide_overlap(request.user, case, on=today),
        "may_reopen": permissions.may_reopen_overlap(request.user, case, on=today),
        "entries": history_of(case),
    }
    return render(request, "programmes/overlap_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def overlap_settle(request: SignedInRequest, pk: int) -> HttpResponse:
    case = selectors.overlap_for(request.user, pk)
    demand(permissions.may_decide_overlap(request.user, case, on=timezone.localdate()))
    form = SettleForm(typed(request), case=case)
    act = Act(
        title=_("Settle the overlap"),
        lead=str(case),
        verb=_("Record the settlement"),
        back=page_of_overlap(case),
        crumbs=_crumbs(request, case),
        consequences=[
            _("Both units read what is settled, and the grounds."),
            _("Joint work counts once: for one of them, or shared in percents that make up 100."),
        ],
        said=_("The settlement is recorded."),
    )
    return done(request, form, act, lambda: overlaps.settle(case, form.settlement(), by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def overlap_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    case = selectors.overlap_for(request.user, pk)
    demand(permissions.may_reopen_overlap(request.user, case, on=timezone.localdate()))
    form = ReasonForm(typed(request), required=True)
    act = Act(
        title=_("Take back the settlement"),
        lead=str(case),
        verb=_("Take back the settlement"),
        back=page_of_overlap(case),
        crumbs=_crumbs(request, case),
        calm=True,
        said=_("The settlement is taken back."),
    )
    return done(
        request,
        form,
        act,
        lambda: overlaps.reopen_overlap(case, by=request.user, reason=form.cleaned_data["reason"]),
    )
