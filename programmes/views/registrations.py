"""One registration: its page, writing, sending, and the coordinator's answer."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, now_stands, typed
from emulation.attempts import attempt
from emulation.audit.selectors import history_of
from emulation.clashes import frozen_base, save_over
from emulation.lifecycle import TransitionRefused
from emulation.paging import whole_numbers
from emulation.reasons import ReasonForm
from emulation.verdicts import Verdict, demand
from programmes import titles
from programmes.forms.registrations import RegistrationForm, ReturnForm, SeenForm
from programmes.models import Registration, Revision
from programmes.movement_states import REGISTRATION, REGISTRATION_NEEDS_REASON, RegistrationState
from programmes.permissions import registrations as permissions
from programmes.selectors import registrations as selectors
from programmes.selectors.overlaps import overlaps_of
from programmes.services import registrations
from programmes.services.registration_words import REMARKABLE, Words, payload_of, words_of
from programmes.views.programmes import initial_of
from programmes.views.rounds import crumbs_to

MOVES = {
    "send": (
        gettext_lazy("Send"),
        gettext_lazy("The coordinator reads it; the unit can change it again only when it comes back."),
    ),
    "accept": (
        gettext_lazy("Accept"),
        gettext_lazy("The unit is told; what it registered counts in the sums of the round."),
    ),
    "return": (
        gettext_lazy("Return"),
        gettext_lazy("The unit reads the reason and corrects what it says."),
    ),
    "withdraw": (
        gettext_lazy("Withdraw the registration"),
        gettext_lazy("The registration leaves the round; it stays in the records with the reason."),
    ),
    "restore": (gettext_lazy("Take up again"), gettext_lazy("The registration becomes a draft again.")),
    "reopen": (
        gettext_lazy("Take back the acceptance"),
        gettext_lazy("The registration waits to be accepted again, as it was sent."),
    ),
}
"""Each step by its name: the words of its button, and what it does."""
ONWARD = frozenset({"send", "accept"})
OWN_BUSINESS = ("registration.edit", "registration.start", "registration.restore")
"""What happened to a draft is read by the unit only."""


def page_of_registration(registration: Registration) -> str:
    return reverse("programmes:registration", args=[registration.pk])


def _crumbs(registration: Registration) -> list[tuple[object, str]]:
    return [
        *crumbs_to(registration.round),
        (registration.organisation.name, page_of_registration(registration)),
    ]


@login_required
@require_GET
def registration_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The unit reads what stands there now; everybody else what was sent last."""
    registration = selectors.registration_for(request.user, pk)
    own = selectors.is_own(request.user, registration)
    revisions = selectors.revisions_of(registration)
    newest = revisions[0] if revisions else None
    shown = payload_of(registration) if own or newest is None else newest.payload
    entries = history_of(registration)
    expected = selectors.expectation(registration)
    context = {
        "registration": registration,
        "own": own,
        "runs": selectors.view_of(request.user).coordinates(registration.round.organisation_id),
        "shown": shown,
        "labels": _labels(),
        "newest": newest,
        "returned": newest if newest and registration.state == RegistrationState.RETURNED else None,
        "remarks": _remarks(newest) if registration.state == RegistrationState.RETURNED else {},
        "revisions": revisions,
        "differences": differences(revisions[1].payload, revisions[0].payload) if len(revisions) > 1 else [],
        "overlaps": overlaps_of(registration),
        "moves": _moves_of(request, registration),
        "may_edit": permissions.may_edit(request.user, registration, on=timezone.localdate()),
        "last_day": expected.last_day if expected else None,
        "entries": entries if own else entries.exclude(action__in=OWN_BUSINESS),
    }
    return render(request, "programmes/registration_detail.html", context)


def _labels() -> dict[str, object]:
    return {name: RegistrationForm.base_fields[name].label for name in REMARKABLE}


def _remarks(revision: Revision | None) -> dict[str, str]:
    """{field: what is to be put right} of a revision that came back."""
    return {remark.field: remark.text for remark in revision.remarks.all()} if revision else {}


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """What changed between two versions that were sent: field, its words, the old and the new in lines."""
    labels = _labels()
    return [
        {"label": labels[name], "before": _lines(name, before), "after": _lines(name, after)}
        for name in REMARKABLE
        if before.get(name) != after.get(name)
    ]


def _lines(name: str, payload: dict[str, Any]) -> list[str]:
    value = payload.get(name)
    if name == "titles":
        return [" – ".join(part for part in (row["name"], row["title"]) if part) for row in value or []]
    if name == "targets":
        return [_target(row) for row in value or []]
    return [str(value)] if value else []


def _target(row: dict[str, Any]) -> str:
    amount = " ".join(
        part for part in (row["qualifier"], (row["value"] or "").replace(".", ","), row["unit"]) if part
    )
    return " – ".join(part for part in (row["name"], row["text"], amount) if part)


def _verdict(request: SignedInRequest, registration: Registration, move: str) -> Verdict:
    last_day = selectors.last_day_of(registration) if move == "send" else None
    return permissions.may_move(request.user, registration, move, on=timezone.localdate(), last_day=last_day)


def _moves_of(request: SignedInRequest, registration: Registration) -> list[dict[str, Any]]:
    """The steps that follow from the present state and are this side's to make."""
    own = selectors.is_own(request.user, registration)
    runs = selectors.view_of(request.user).coordinates(registration.round.organisation_id)
    return [
        {
            "label": MOVES[name][0],
            "url": reverse("programmes:registration_move", args=[registration.pk, name]),
            "verdict": _verdict(request, registration, name),
            "primary": name in ONWARD,
        }
        for name in REGISTRATION.moves_from(registration.state)
        if (runs if name in permissions.COORDINATOR_MOVES else own)
    ]


@login_required
@require_http_methods(["GET", "POST"])
def registration_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    registration = selectors.registration_for(request.user, pk)
    demand(permissions.may_edit(request.user, registration, on=timezone.localdate()))
    revisions = selectors.revisions_of(registration)
    newest = revisions[0] if revisions else None
    returned = newest if registration.state == RegistrationState.RETURNED else None
    form = RegistrationForm(
        typed(request),
        initial=initial_of(words_of(registration)),
        indicators=selectors.indicators_offered(registration, on=timezone.localdate()),
        remarks=_remarks(returned),
    )
    clashes: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():

        def do(words: Words, base: Words) -> Registration:
            return registrations.edit(registration, words, base=base, by=request.user)

        saved, clashes = save_over(
            request, form, form.terms(), words_of(registration), of=registration, act=do
        )
        if saved is not None:
            if "more" in request.POST:
                return redirect("programmes:registration_edit", pk)
            return redirect(page_of_registration(registration))
        registration.refresh_from_db()
    context = {
        "form": form,
        "registration": registration,
        "returned": returned,
        "clashes": clashes,
        "base": frozen_base(request, words_of(registration), of=registration, clashes=clashes),
        "titles": titles.offered(timezone.localdate()),
    }
    return render(request, "programmes/registration_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def registration_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    registration = selectors.registration_for(request.user, pk)
    if move not in MOVES:
        raise Http404
    if registration.state not in REGISTRATION.sources(move):
        raise TransitionRefused(move, registration.state, registration)
    demand(_verdict(request, registration, move))
    if move == "send":
        return _send(request, registration)
    if move == "return":
        return _return(request, registration)
    title, what = MOVES[move]
    form = _form_of(request, registration, move)
    act = Act(
        title=title,
        lead=str(registration),
        verb=title,
        back=page_of_registration(registration),
        crumbs=_crumbs(registration),
        consequences=[what],
        calm=move not in ONWARD,
        said=now_stands(RegistrationState, REGISTRATION.target(move, registration.state, registration)),
    )
    return done(request, form, act, lambda: _act(request, registration, move, form))


def _form_of(request: SignedInRequest, registration: Registration, move: str) -> Form:
    """What the step asks: its reason, which version was read, or nothing."""
    told = typed(request)
    if move in REGISTRATION_NEEDS_REASON:
        return ReasonForm(told, required=True)
    return SeenForm(told, initial={"number": registration.sent_number}) if move == "accept" else Form(told)


def _act(request: SignedInRequest, registration: Registration, move: str, form: Form) -> Registration:
    reason = form.cleaned_data.get("reason", "")
    if move == "accept":
        return registrations.accept(registration, by=request.user, number=form.cleaned_data["number"])
    if move == "restore":
        return registrations.restore(registration, by=request.user)
    if move == "reopen":
        return registrations.reopen(registration, by=request.user, reason=reason)
    return registrations.withdraw(registration, by=request.user, reason=reason)


def _send(request: SignedInRequest, registration: Registration) -> HttpResponse:
    """What will be sent, as it stands now; sent are only the words that were read."""
    problem = ""
    if request.method == "POST":
        form = Form({})
        seen = whole_numbers(request.POST.getlist("version"))
        sent = attempt(
            form,
            lambda: registrations.send(registration, by=request.user, version=seen[0] if seen else -1),
        )
        if sent is not None:
            return redirect(page_of_registration(registration))
        problem = "; ".join(str(error) for error in form.non_field_errors())
        registration.refresh_from_db()
    context = {
        "registration": registration,
        "shown": payload_of(registration),
        "labels": _labels(),
        "problem": problem,
        "last_day": selectors.last_day_of(registration),
    }
    return render(request, "programmes/registration_send.html", context)


def _return(request: SignedInRequest, registration: Registration) -> HttpResponse:
    form = ReturnForm(typed(request), initial={"number": registration.sent_number})
    act = Act(
        title=_("Return the registration"),
        lead=str(registration),
        verb=_("Return"),
        back=page_of_registration(registration),
        crumbs=_crumbs(registration),
        consequences=[MOVES["return"][1]],
        calm=True,
        said=_("The registration went back to the unit."),
    )
    return done(
        request,
        form,
        act,
        lambda: registrations.return_to_unit(
            registration,
            by=request.user,
            reason=form.cleaned_data["reason"],
            remarks=form.remarks(),
            until=form.cleaned_data["until"],
            number=form.cleaned_data["number"],
        ),
    )
