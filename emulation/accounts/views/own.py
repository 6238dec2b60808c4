"""Pages about oneself: opening the account, what one may do and why, language and print."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from emulation.accounts import matrix, permissions, selectors, services
from emulation.accounts.forms import NewPasswordForm, ProfileForm
from emulation.accounts.requests import SignedInRequest
from emulation.audit.selectors import history_of
from emulation.verdicts import demand


@sensitive_post_parameters("password1", "password2")
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation: a password, and in."""
    try:
        invitation = services.invitation_of(token)
    except services.InvitationInvalid as problem:
        return render(request, "accounts/invitation_invalid.html", {"reason": problem}, status=410)
    known = getattr(invitation.person, "account", None)
    form = NewPasswordForm(request.POST or None, person=invitation.person, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.accept(token, form.cleaned_data["password1"])
        except services.InvitationInvalid as problem:
            return render(request, "accounts/invitation_invalid.html", {"reason": problem}, status=410)
        if known is not None:
            # An account with a second factor must still be asked for it.
            messages.success(request, _("The new password holds. Log in with it."))
            return redirect("account_login")
        return perform_login(request, user)
    return render(
        request, "accounts/invitation_accept.html", {"form": form, "invitation": invitation, "known": known}
    )


@login_required
def profile(request: SignedInRequest) -> HttpResponse:
    """Name, posts held today and what follows from them, language, large print."""
    today = timezone.localdate()
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        response = redirect("accounts:profile")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.SECURE
        )
        with translation.override(user.language):
            messages.success(request, _("Your choices are kept."))
        return response
    return render(
        request,
        "accounts/profile.html",
        {
            "form": form,
            "posts": selectors.posts_of(request.user, today),
            "rights": matrix.rights_of(request.user, today),
            "entries": history_of(request.user),
            "today": today,
        },
    )


@login_required
@require_safe
def matrix_page(request: SignedInRequest) -> HttpResponse:
    """Who may do what, computed from the predicates."""
    today = timezone.localdate()
    demand(permissions.may_read_matrix(request.user, on=today))
    columns = matrix.columns(today)
    return render(
        request,
        "accounts/matrix.html",
        {"columns": columns, "lines": matrix.lines(today), "width": len(columns) + 1, "today": today},
    )
