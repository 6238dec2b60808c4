"""The programme of the next period, drafted out of the one that ends."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done
from emulation.verdicts import demand
from programmes.forms.programmes import SuccessorForm
from programmes.models import Programme
from programmes.permissions import programmes as permissions
from programmes.selectors import programmes as selectors
from programmes.services import programmes, successors
from programmes.views.programmes import crumbs_to, initial_of, page_of_programme


@login_required
@require_http_methods(["GET", "POST"])
def successor_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Drafts the programme of the next period out of this one."""
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_continue(request.user, programme, on=timezone.localdate()))
    unfinished = selectors.unfinished_tasks(programme)
    length = programme.to_year - programme.from_year
    stored = initial_of(programmes.terms_of(programme))
    given = {
        **stored,
        "number": "",
        "source_spelling": "",
        "witnesses": "",
        "from_year": programme.to_year,
        "to_year": programme.to_year + length,
        "tasks": [task.pk for task in unfinished],
    }
    form = SuccessorForm(
        request.POST or None,
        parents=selectors.programmes_visible_to(request.user),
        tasks=unfinished,
        initial=given,
    )
    act = Act(
        title=_("Draft the next programme"),
        lead=str(programme),
        verb=_("Save the draft"),
        back=page_of_programme(programme),
        crumbs=crumbs_to(programme),
        consequences=[
            _("The same parties, under the bodies they are today; their signatories are asked anew."),
            _("The indicators go on, with the last reported values as their baselines."),
            _("Chosen tasks go into the first yearly plan and are marked here as taken over."),
        ],
        said=_("The next programme is drafted."),
    )

    def draft() -> Programme:
        chosen = form.cleaned_data.get("tasks") or []
        made = successors.open_successor(
            programme, form.terms(), tasks=[task.pk for task in chosen], by=request.user
        )
        act.after = page_of_programme(made)
        return made

    return done(request, form, act, draft)
