"""The sides of a programme, and the addenda that change it after the signing."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, saved_over
from emulation.reasons import ReasonForm
from emulation.verdicts import demand
from programmes.forms.programmes import AddendumForm, PartyForm, SuccessionForm
from programmes.models import Party, Programme
from programmes.permissions import programmes as permissions
from programmes.selectors import programmes as selectors
from programmes.services import parties
from programmes.services.parties import PartyTerms
from programmes.views.programmes import crumbs_to, initial_of, page_of_programme


def _party(programme: Programme, pk: int) -> Party:
    found = programme.parties.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.programme = programme
    return found


def _changeable(request: SignedInRequest, pk: int) -> Programme:
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_change_programme(request.user, programme, on=timezone.localdate()))
    return programme


@login_required
@require_http_methods(["GET", "POST"])
def party_new(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = _changeable(request, pk)
    form = PartyForm(request.POST or None, initial={"order": programme.parties.count() + 1})
    act = Act(
        title=_("Enter a party"),
        lead=str(programme),
        verb=_("Save"),
        back=page_of_programme(programme, "#parties"),
        crumbs=crumbs_to(programme),
        said=_("Saved."),
    )
    return done(request, form, act, lambda: parties.add(programme, form.terms(), by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def party_edit(request: SignedInRequest, pk: int, party_pk: int) -> HttpResponse:
    programme = _changeable(request, pk)
    party = _party(programme, party_pk)
    form = PartyForm(request.POST or None, initial=initial_of(parties.terms_of(party)))
    act = Act(
        title=_("Change a party"),
        lead=party.name,
        verb=_("Save"),
        back=page_of_programme(programme, "#parties"),
        crumbs=crumbs_to(programme),
        autosave=f"party-{party_pk}",
        said=_("Saved."),
    )

    def do(terms: PartyTerms, base: PartyTerms) -> Party:
        return parties.revise(party, terms, base=base, by=request.user)

    return saved_over(
        request, form, act, of=party, stored=lambda: parties.terms_of(_party(programme, party_pk)), do=do
    )


@login_required
@require_POST
def party_remove(request: SignedInRequest, pk: int, party_pk: int) -> HttpResponse:
    programme = _changeable(request, pk)
    parties.remove(_party(programme, party_pk), by=request.user)
    return redirect(page_of_programme(programme, "#parties"))


@login_required
@require_http_methods(["GET", "POST"])
def addendum_new(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_amend(request.user, programme, on=timezone.localdate()))
    form = AddendumForm(request.POST or None)
    act = Act(
        title=_("Enter an addendum"),
        lead=str(programme),
        verb=_("Save"),
        back=page_of_programme(programme, "#parties"),
        crumbs=crumbs_to(programme),
        said=_("Saved."),
    )
    return done(request, form, act, lambda: parties.amend(programme, form.terms(), by=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def addendum_undo(request: SignedInRequest, pk: int, addendum_pk: int) -> HttpResponse:
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_amend(request.user, programme, on=timezone.localdate()))
    addendum = programme.addenda.filter(pk=addendum_pk).first()
    if addendum is None:
        raise Http404
    addendum.programme = programme
    form = ReasonForm(request.POST or None, required=True)
    act = Act(
        title=_("Take back the addendum"),
        lead=addendum.text,
        verb=_("Take back the addendum"),
        back=page_of_programme(programme, "#parties"),
        crumbs=crumbs_to(programme),
        consequences=[_("A side that it brought in leaves again, and the one before it is back.")],
        calm=True,
        said=_("The addendum is taken back; it stays on record with the reason."),
    )
    return done(
        request,
        form,
        act,
        lambda: parties.take_back_addendum(addendum, by=request.user, reason=form.cleaned_data["reason"]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def party_succeed(request: SignedInRequest, pk: int, party_pk: int) -> HttpResponse:
    """Another body takes the place of a side that merged or was dissolved."""
    programme = selectors.programme_for(request.user, pk)
    demand(permissions.may_amend(request.user, programme, on=timezone.localdate()))
    party = _party(programme, party_pk)
    form = SuccessionForm(request.POST or None)
    act = Act(
        title=_("Another body takes its place"),
        lead=party.name,
        verb=_("Save"),
        back=page_of_programme(programme, "#parties"),
        crumbs=crumbs_to(programme),
        consequences=[
            _("What was signed keeps the name that signed it."),
            _("From the day the addendum takes effect the successor is the party."),
        ],
        said=_("Saved."),
    )
    return done(
        request,
        form,
        act,
        lambda: parties.succeed(party, form.heir(), form.terms(), by=request.user),
    )
