"""Who takes part: entered for a member, confirmed by it, and the guests."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clusters.conference_states import Manner
from clusters.forms.conferences import AttendanceForm, GuestForm
from clusters.models import Attendance, Conference, Guest, Seat
from clusters.offices import MAY_SIGN
from clusters.permissions import conferences as permissions
from clusters.selectors import conferences as selectors
from clusters.services import attendance as services
from clusters.services import conferences
from clusters.views.conferences import crumbs_to, page_of_conference
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, typed
from emulation.organisations.models import Post
from emulation.organisations.selectors import posts_in
from emulation.verdicts import demand


@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: SignedInRequest, pk: int, seat_pk: int) -> HttpResponse:
    """How a member takes part: for any member by who runs the conference, for the own one by the member."""
    conference = selectors.conference_for(request.user, pk)
    seat = get_object_or_404(Seat, pk=seat_pk, season=conference.season_id)
    today = timezone.localdate()
    enters = permissions.may_enter_attendance(request.user, conference, on=today)
    newest = selectors.newest_of(conference, seat)
    if not enters:
        demand(permissions.may_confirm(request.user, conference, seat, on=today, newest=newest))
    posts = [
        post
        for post in posts_in(seat.organisation).select_related("organisation")
        if post.valid_from <= today and (post.valid_to is None or post.valid_to > today)
    ]
    form = AttendanceForm(typed(request), posts=posts, initial=_initial(newest, posts))
    act = Act(
        title=_("Enter who takes part") if enters else _("Confirm who takes part"),
        lead=seat.name,
        verb=_("Save") if enters else _("Confirm"),
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        consequences=[
            _("Who takes part votes for the member; what stood before stays readable."),
        ],
        said=_("Saved."),
    )
    act_of = services.enter if enters else services.confirm
    return done(request, form, act, lambda: act_of(conference, seat, form.coming(), by=request.user))


def _initial(newest: Attendance | None, posts: list[Post]) -> dict[str, object]:
    """What stands now; before that, the head in the hall."""
    if newest is not None:
        names = ("manner", "title", "representation", "companions", "reason")
        return {name: getattr(newest, name) for name in names} | {"person": newest.person}
    head = next((post for post in posts if post.office in MAY_SIGN), None)
    return {"manner": Manner.IN_PERSON, "person": head.person if head else None, "companions": 0}


def _entering(request: SignedInRequest, pk: int) -> Conference:
    conference = selectors.conference_for(request.user, pk)
    demand(permissions.may_enter_attendance(request.user, conference, on=timezone.localdate()))
    return conference


@login_required
@require_http_methods(["GET", "POST"])
def guest_new(request: SignedInRequest, pk: int) -> HttpResponse:
    conference = _entering(request, pk)
    form = GuestForm(typed(request))
    act = Act(
        title=_("Add a guest"),
        lead=conference.title,
        verb=_("Save"),
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        said=_("Saved."),
    )
    return done(
        request, form, act, lambda: conferences.put_guest(conference, **form.cleaned_data, by=request.user)
    )


@login_required
@require_POST
def guest_remove(request: SignedInRequest, pk: int, row_pk: int) -> HttpResponse:
    conference = _entering(request, pk)
    conferences.remove_guest(get_object_or_404(Guest, pk=row_pk, conference=conference), by=request.user)
    return redirect(page_of_conference(conference))
