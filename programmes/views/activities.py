"""Activities: the list, the page, who came, what shows it, whom it found; and who had no training since when."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.accounts.selectors import organisations_where
from emulation.acts import Act, done, now_stands, saved_over
from emulation.audit.selectors import history_of
from emulation.lifecycle import TransitionRefused
from emulation.paging import page_of
from emulation.reasons import ReasonForm
from emulation.verdicts import demand
from programmes.forms.activities import (
    ActivityFilter,
    ActivityForm,
    TrainingFilter,
    initial_of,
)
from programmes.models import Activity, ActivityKind, Occasion, Programme
from programmes.offices import READERS
from programmes.permissions import programmes as permissions
from programmes.selectors import activities as selectors
from programmes.selectors import programmes as programme_selectors
from programmes.selectors.homes import homes
from programmes.services import activities
from programmes.services.activities import ActivityTerms
from programmes.states import ACTIVITY, ACTIVITY_NEEDS_REASON, ActivityState
from programmes.views.pages import home_of
from programmes.views.programmes import crumbs_to, page_of_programme

LIST = gettext_lazy("Activities")
MOVES = {
    "hold": gettext_lazy("Enter that it was held"),
    "cancel": gettext_lazy("Cancel it"),
    "unhold": gettext_lazy("Take back that it was held"),
    "restore": gettext_lazy("Plan it again"),
}
CAME = {"yes": True, "no": False, "": None}


def page_of_activity(activity: Activity, part: str = "") -> str:
    return reverse("programmes:activity", args=[activity.pk]) + part


def crumbs_to_activity(activity: Activity | None = None) -> list[tuple[object, str]]:
    crumbs: list[tuple[object, str]] = [(LIST, reverse("programmes:activities"))]
    if activity is not None:
        crumbs.append((str(activity), page_of_activity(activity)))
    return crumbs


@login_required
@require_GET
def activity_list(request: SignedInRequest) -> HttpResponse:
    bar = ActivityFilter(request.GET)
    bar.is_valid()  # what cannot be read is left out and complained of at its field; the rest counts
    wanted = bar.cleaned_data
    rows = selectors.activity_page(
        request.user,
        term=wanted.get("q", ""),
        kind=wanted.get("kind", ""),
        state=wanted.get("state", ""),
        year=wanted.get("year"),
    )
    context = {
        "page": page_of(rows, request.GET),
        "bar": bar,
        "may_enter": bool(homes(request.user)),
    }
    return render(request, "programmes/activity_list.html", context)


@login_required
@require_GET
def activity_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = selectors.activity_for(request.user, pk)
    today = timezone.localdate()
    runs = selectors.runs(request.user, activity)
    occasions = list(activity.occasions.all())
    context = {
        "activity": activity,
        "occasions": occasions,
        "participations": selectors.participations_of(activity) if runs else [],
        "evidence": activity.evidence.all() if runs else [],
        "candidates": activity.candidates.all() if runs else [],
        "runs": runs,
        "may_keep": permissions.may_keep_activity(request.user, activity, on=today),
        "moves": [
            {
                "label": MOVES[name],
                "url": reverse("programmes:activity_move", args=[pk, name]),
                "verdict": permissions.may_move_activity(request.user, activity, name, on=today),
                "undoes": name in ACTIVITY_NEEDS_REASON,
            }
            for name in ACTIVITY.moves_from(activity.state)
        ],
        "over": activity.state == ActivityState.PLANNED and _is_over(activity, occasions, today),
        "is_training": activity.kind == ActivityKind.TRAINING,
        "entries": history_of(activity) if runs else [],
    }
    return render(request, "programmes/activity_detail.html", context)


def _is_over(activity: Activity, occasions: Sequence[Occasion], today: date) -> bool:
    """Whether its last day is past; without any day, whether it bears the number of those who came."""
    days = [occasion.ends_on for occasion in occasions]
    return max(days) < today if days else activity.actual is not None


@login_required
@require_http_methods(["GET", "POST"])
def activity_new(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Enters an activity under the programme `pk`, or under none."""
    programme = programme_selectors.programme_for(request.user, pk) if pk else None
    organisation = programme.organisation if programme else home_of(request)
    today = timezone.localdate()
    demand(
        permissions.may_follow(request.user, programme, on=today)
        if programme
        else permissions.may_keep_activities(request.user, organisation.pk, on=today)
    )
    form = ActivityForm(request.POST or None, programme=programme)
    act = Act(
        title=_("Enter an activity"),
        lead=str(programme or organisation),
        verb=_("Save"),
        back=page_of_programme(programme, "#activities") if programme else reverse("programmes:activities"),
        crumbs=crumbs_to(programme) if programme else crumbs_to_activity(),
        autosave=f"activity-new-{pk or 0}",
        said=_("Saved."),
    )

    def plan() -> Activity:
        made = activities.plan(organisation, form.terms(), by=request.user, programme=programme)
        act.after = page_of_activity(made)
        return made

    return done(request, form, act, plan)


def kept_activity(request: SignedInRequest, pk: int) -> Activity:
    activity = selectors.activity_for(request.user, pk)
    demand(permissions.may_keep_activities(request.user, activity.organisation_id, on=timezone.localdate()))
    return activity


@login_required
@require_http_methods(["GET", "POST"])
def activity_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = kept_activity(request, pk)
    programme: Programme | None = activity.programme
    form = ActivityForm(
        request.POST or None, programme=programme, initial=initial_of(activities.terms_of(activity))
    )
    act = Act(
        title=_("Change the activity"),
        lead=str(activity),
        verb=_("Save"),
        back=page_of_activity(activity),
        crumbs=crumbs_to_activity(activity),
        autosave=f"activity-{pk}",
        said=_("Saved."),
    )

    def do(terms: ActivityTerms, base: ActivityTerms) -> Activity:
        return activities.revise(activity, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=activity,
        stored=lambda: activities.terms_of(selectors.activity_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def activity_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    activity = selectors.activity_for(request.user, pk)
    if move not in MOVES:
        raise Http404
    if activity.state not in ACTIVITY.sources(move):
        raise TransitionRefused(move, activity.state, activity)
    demand(permissions.may_move_activity(request.user, activity, move, on=timezone.localdate()))
    form = ReasonForm(request.POST or None, required=move in ACTIVITY_NEEDS_REASON)
    act = Act(
        title=MOVES[move],
        lead=str(activity),
        verb=MOVES[move],
        back=page_of_activity(activity),
        crumbs=crumbs_to_activity(activity),
        calm=move in ACTIVITY_NEEDS_REASON,
        said=now_stands(ActivityState, ACTIVITY.target(move, activity.state, activity)),
    )
    return done(
        request,
        form,
        act,
        lambda: activities.move(activity, move, by=request.user, reason=form.cleaned_data["reason"]),
    )


@login_required
@require_GET
def training_gaps(request: SignedInRequest) -> HttpResponse:
    """Units whose officers in charge of emulation had no training since a day."""
    today = timezone.localdate()
    held = organisations_where(request.user, READERS, today)
    bar = TrainingFilter(request.GET)
    since = bar.day()
    if since is None:
        return render(request, "programmes/training_gaps.html", {"bar": bar})
    page = page_of(selectors.without_training(held, since=since, on=today), request.GET)
    officers = selectors.officers_of(page.rows, today)
    context = {
        "page": page,
        "bar": bar,
        "since": since,
        "lines": [(unit, officers.get(unit.pk, [])) for unit in page.rows],
    }
    return render(request, "programmes/training_gaps.html", context)
