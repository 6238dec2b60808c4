"""Pages of administrators: the people in their scope, who of them may log in, and acts on those accounts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from emulation.accounts import permissions, selectors, services
from emulation.accounts.forms import AccountFilter, InvitationForm
from emulation.accounts.models import User
from emulation.accounts.requests import SignedInRequest
from emulation.audit.selectors import history_of
from emulation.organisations.models import Person
from emulation.paging import page_of
from emulation.reasons import ReasonForm
from emulation.verdicts import Verdict, demand


def person_or_404(request: SignedInRequest, person_id: int) -> Person:
    """Unknown and foreign look the same."""
    person = selectors.person_in_scope(request.user, person_id, timezone.localdate())
    if person is None:
        raise Http404
    return person


def account_or_404(request: SignedInRequest, person_id: int) -> User:
    account: User | None = getattr(person_or_404(request, person_id), "account", None)
    if account is None:
        raise Http404
    return account


@login_required
@require_safe
def account_list(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    demand(permissions.may_list_accounts(request.user, on=today))
    form = AccountFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    people = selectors.accounts_page(
        request.user,
        today,
        term=chosen.get("term", ""),
        state=chosen.get("state", ""),
        at=timezone.now(),
    )
    page = page_of(people, request.GET)
    return render(request, "accounts/account_list.html", {"form": form, "page": page})


@login_required
@require_safe
def person_detail(request: SignedInRequest, person_id: int) -> HttpResponse:
    today = timezone.localdate()
    person = person_or_404(request, person_id)
    account: User | None = getattr(person, "account", None)
    verdicts = (
        {name: act.may(request.user, account, on=today) for name, act in ACTS.items()} if account else {}
    )
    return render(
        request,
        "accounts/person_detail.html",
        {
            "person": person,
            "account": account,
            "posts": selectors.posts_of_person(person, today),
            "invitation": selectors.invitation_open(person, timezone.now()),
            "may_invite": permissions.may_invite(request.user, person, on=today),
            "may_administer": permissions.may_administer(request.user, person, on=today),
            "may": verdicts,
            "second_factor": bool(account and selectors.has_second_factor(account)),
            "entries": history_of(account) if account else [],
        },
    )


@login_required
def invite(request: SignedInRequest, person_id: int) -> HttpResponse:
    person = person_or_404(request, person_id)
    demand(permissions.may_invite(request.user, person, on=timezone.localdate()))
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = services.invite(person, form.cleaned_data["email"], by=request.user)
        except services.AddressTaken as taken:
            form.add_error("email", str(taken))
        else:
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email}
            )
            return redirect("accounts:person", person.pk)
    return render(request, "accounts/invite.html", {"form": form, "person": person})


@login_required
@require_POST
def withdraw(request: SignedInRequest, person_id: int) -> HttpResponse:
    person = person_or_404(request, person_id)
    invitation = selectors.invitation_open(person, timezone.now())
    if invitation is not None:
        services.withdraw(invitation, by=request.user)
        messages.success(request, _("The invitation was withdrawn: its link no longer works."))
    return redirect("accounts:person", person.pk)


@dataclass(frozen=True)
class Act:
    """One act on an account: asked on its own page, with a reason."""

    may: Callable[..., Verdict]
    do: Callable[..., object]
    title: object
    consequence: object
    button: object
    done: object


ACTS = {
    "close": Act(
        permissions.may_close_account,
        services.close,
        gettext_lazy("Close this account"),
        gettext_lazy(
            "The person can no longer log in; open sessions end at once. The name stays on everything "
            "the person did. You can reopen the account later."
        ),
        gettext_lazy("Close the account"),
        gettext_lazy("The account is closed."),
    ),
    "reopen": Act(
        permissions.may_reopen_account,
        services.reopen,
        gettext_lazy("Reopen this account"),
        gettext_lazy("The person can log in again, with the password they had."),
        gettext_lazy("Reopen the account"),
        gettext_lazy("The account is open again."),
    ),
    "reset_second_factor": Act(
        permissions.may_reset_second_factor,
        services.reset_second_factor,
        gettext_lazy("Remove a lost second factor"),
        gettext_lazy(
            "The authenticator app and all recovery codes of this account stop working; the password alone "
            "is enough until the person sets up a new one. The person is told by e-mail, and the record "
            "names you. First make sure, by telephone or in person, that it is really they who ask."
        ),
        gettext_lazy("Remove the second factor"),
        gettext_lazy("The second factor was removed and its owner was told."),
    ),
    "renew_password": Act(
        permissions.may_renew_password,
        services.renew_password,
        gettext_lazy("Send a link for a new password"),
        gettext_lazy(
            "The person gets a link that works once, for seven days. Their present password holds until then. "
            "The record names you."
        ),
        gettext_lazy("Send the link"),
        gettext_lazy("The link is on its way."),
    ),
}


TOLD = gettext_lazy("The reason is kept in the record and the owner of the account can read it.")


@login_required
def act_on_account(request: SignedInRequest, person_id: int, act: str) -> HttpResponse:
    """One decision on one page: what will happen, to whom, and the reason for the record."""
    account = account_or_404(request, person_id)
    chosen = ACTS[act]
    demand(chosen.may(request.user, account, on=timezone.localdate()))
    form = ReasonForm(request.POST or None, required=True, told=TOLD)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            chosen.do(account, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, str(chosen.done))
        return redirect("accounts:person", person_id)
    return render(request, "accounts/account_act.html", {"form": form, "account": account, "act": chosen})
