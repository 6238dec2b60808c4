"""What is entered beside an activity: who came, what shows it, whom it found."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, saved_over, typed
from emulation.reasons import ReasonForm
from emulation.serving import stored
from programmes.forms.activities import (
    AttendeeForm,
    AttendeesForm,
    CandidateForm,
    CandidateMoveForm,
    EvidenceForm,
)
from programmes.models import Activity, ActivityKind, Participation
from programmes.selectors import activities as selectors
from programmes.services import activities, candidates, people
from programmes.services.people import Attendee
from programmes.views.activities import crumbs_to_activity, kept_activity, page_of_activity
from programmes.views.programmes import initial_of

CAME = {"yes": True, "no": False, "": None}


@login_required
@require_http_methods(["GET", "POST"])
def attendee_new(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = kept_activity(request, pk)
    role = "TRAINEE" if activity.kind == ActivityKind.TRAINING else "GUEST"
    form = AttendeeForm(request.POST or None, initial={"role": role})
    act = Act(
        title=_("Add somebody to the list"),
        lead=str(activity),
        verb=_("Save"),
        back=page_of_activity(activity, "#people"),
        crumbs=crumbs_to_activity(activity),
        said=_("Saved."),
    )
    return done(request, form, act, lambda: people.invite(activity, [form.terms()], by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def attendees_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Several people at once, one a line, as they are copied from a list."""
    activity = kept_activity(request, pk)
    role = "TRAINEE" if activity.kind == ActivityKind.TRAINING else "GUEST"
    form = AttendeesForm(request.POST or None, initial={"role": role})
    act = Act(
        title=_("Add several people to the list"),
        lead=str(activity),
        verb=_("Save"),
        back=page_of_activity(activity, "#people"),
        crumbs=crumbs_to_activity(activity),
        autosave=f"attendees-{pk}",
    )

    def invite() -> object:
        added = people.invite(activity, form.attendees(), by=request.user)
        act.said = _("%(count)s people were put on the list; who stood there already was not put twice.") % {
            "count": len(added)
        }
        return added or True

    return done(request, form, act, invite)


@login_required
@require_http_methods(["GET", "POST"])
def attendee_edit(request: SignedInRequest, pk: int, row_pk: int) -> HttpResponse:
    activity = kept_activity(request, pk)
    row = _row(activity, row_pk)
    form = AttendeeForm(request.POST or None, initial=initial_of(people.attendee_of(row)))
    act = Act(
        title=_("Correct somebody on the list"),
        lead=row.name,
        verb=_("Save"),
        back=page_of_activity(activity, "#people"),
        crumbs=crumbs_to_activity(activity),
        said=_("Saved."),
    )

    def do(attendee: Attendee, base: Attendee) -> Participation:
        return people.correct(row, attendee, base=base, by=request.user)

    return saved_over(
        request, form, act, of=row, stored=lambda: people.attendee_of(_row(activity, row_pk)), do=do
    )


@login_required
@require_http_methods(["GET", "POST"])
def attendee_remove(request: SignedInRequest, pk: int, row_pk: int) -> HttpResponse:
    activity = kept_activity(request, pk)
    row = _row(activity, row_pk)
    act = Act(
        title=_("Take somebody off the list"),
        lead=f"{row.name} · {activity}",
        verb=_("Take off"),
        back=page_of_activity(activity, "#people"),
        crumbs=crumbs_to_activity(activity),
        calm=True,
        said=_("Taken off the list."),
    )

    form = ReasonForm(typed(request))

    def strike() -> bool:
        people.strike(row, by=request.user, reason=form.cleaned_data["reason"])
        return True

    return done(request, form, act, strike)


def _row(activity: Activity, pk: int) -> Participation:
    row = get_object_or_404(activity.participations.select_related("organisation"), pk=pk)
    row.activity = activity
    return row


@login_required
@require_POST
def attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Marks for everybody on the list whether they came; a name not marked stays as it was."""
    activity = kept_activity(request, pk)
    marks = {}
    for row in activity.participations.all():
        mark = request.POST.get(f"came_{row.pk}")
        if mark in CAME:
            marks[row.pk] = CAME[mark]
    people.mark_attendance(activity, marks, by=request.user)
    came = activity.participations.filter(attended=True).count()
    messages.success(request, _("Who came is saved: %(came)s of those on the list.") % {"came": came})
    return redirect(page_of_activity(activity, "#people"))


@login_required
@require_http_methods(["GET", "POST"])
def evidence_new(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = kept_activity(request, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    act = Act(
        title=_("Add a file that shows it"),
        lead=str(activity),
        verb=_("Save"),
        back=page_of_activity(activity, "#evidence"),
        crumbs=crumbs_to_activity(activity),
        files=True,
        said=_("Saved."),
    )
    return done(
        request,
        form,
        act,
        lambda: activities.add_evidence(
            activity, form.cleaned_data["file"], note=form.cleaned_data["note"], by=request.user
        ),
        file_field="file",
    )


@login_required
@require_GET
def evidence_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    evidence = selectors.evidence_for(request.user, pk)
    return stored(evidence.file, f"minh-chung-{evidence.pk}")


@login_required
@require_http_methods(["GET", "POST"])
def candidate_new(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = kept_activity(request, pk)
    form = CandidateForm(request.POST or None)
    act = Act(
        title=_("Note a candidate model"),
        lead=str(activity),
        verb=_("Save"),
        back=page_of_activity(activity, "#models"),
        crumbs=crumbs_to_activity(activity),
        said=_("Saved."),
    )
    return done(request, form, act, lambda: candidates.note(activity, form.found(), by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def candidate_follow(request: SignedInRequest, pk: int, candidate_pk: int) -> HttpResponse:
    activity = kept_activity(request, pk)
    candidate = get_object_or_404(activity.candidates, pk=candidate_pk)
    candidate.activity = activity
    form = CandidateMoveForm(request.POST or None, state=candidate.state)
    act = Act(
        title=_("How far the model has come"),
        lead=f"{candidate.name} · {candidate.get_state_display()}",
        verb=_("Save"),
        back=page_of_activity(activity, "#models"),
        crumbs=crumbs_to_activity(activity),
        said=_("Saved."),
    )
    return done(
        request, form, act, lambda: candidates.follow(candidate, by=request.user, **form.cleaned_data)
    )
