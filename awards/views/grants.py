"""The register of awards: search, one award with its certificate, revoking, reissuing, printing again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards import permissions, selectors
from awards.forms.corrections import ReissueForm, RevokeForm, words_of
from awards.forms.decisions import GrantFilter
from awards.services import corrections
from awards.services.corrections import Cause
from emulation.accounts.requests import SignedInRequest
from emulation.documents.selectors import issued_bytes
from emulation.documents.services import retry
from emulation.paging import key_page_of
from emulation.serving import pdf
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold


@login_required
@require_GET
def grant_list(request: SignedInRequest) -> HttpResponse:
    bar = GrantFilter(request.GET)
    rows = selectors.grants_visible_to(request.user)
    if bar.is_valid():
        rows = selectors.search_grants(rows, fold(bar.cleaned_data["q"]), year=bar.cleaned_data["year"])
    page = key_page_of(rows.select_related("decision", "unit"), request.GET, keys=["-id"])
    return render(request, "awards/grant_list.html", {"page": page, "bar": bar})


@login_required
@require_GET
def grant_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    grant = selectors.grant_for(request.user, pk)
    today = timezone.localdate()
    context = {
        "grant": grant,
        "papers": selectors.papers_of(grant),
        "may_correct": permissions.may_correct(request.user, grant, on=today),
        "may_print": permissions.may_print(request.user, grant.decision, on=today),
        "sees_decision": selectors.decisions_visible_to(request.user).filter(pk=grant.decision_id).exists(),
        "entries": selectors.history_of_grant(grant),
    }
    return render(request, "awards/grant_detail.html", context)


@login_required
@require_GET
def grant_certificate(request: SignedInRequest, pk: int) -> HttpResponse:
    grant = selectors.grant_for(request.user, pk)
    demand(permissions.may_print(request.user, grant.decision, on=timezone.localdate()))
    if grant.certificate is None:
        raise Http404
    return pdf(issued_bytes(grant.certificate), selectors.file_name(grant))


@login_required
@require_POST
def grant_retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Print one failed certificate again, alone."""
    grant = selectors.grant_for(request.user, pk)
    demand(permissions.may_print(request.user, grant.decision, on=timezone.localdate()))
    if grant.certificate is None:
        raise Http404
    retry(grant.certificate, by=request.user)
    messages.success(request, _("The certificate is being printed again."))
    return redirect("awards:grant", pk)


@login_required
@require_http_methods(["GET", "POST"])
def grant_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    grant = selectors.grant_for(request.user, pk)
    demand(permissions.may_correct(request.user, grant, on=timezone.localdate()))
    form = RevokeForm(request.POST or None, signed_on=grant.decision.signed_on)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.revoke(grant, form.revocation(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(request, _("The award is revoked; the code on the certificate says so."))
            return redirect("awards:grant", pk)
    return render(request, "awards/grant_revoke.html", {"grant": grant, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def grant_reissue(request: SignedInRequest, pk: int) -> HttpResponse:
    grant = selectors.grant_for(request.user, pk)
    demand(permissions.may_correct(request.user, grant, on=timezone.localdate()))
    given = {**words_of(grant), "certificate": grant.certificate_id}
    form = ReissueForm(request.POST or None, grant=grant, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.reissue(
                grant,
                form.corrected(),
                cause=Cause(form.cleaned_data["cause"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                certificate_id=form.cleaned_data["certificate"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        else:
            messages.success(
                request, _("The certificate is issued anew; the old code says that it was replaced.")
            )
            return redirect("awards:grant", pk)
    return render(request, "awards/grant_reissue.html", {"grant": grant, "form": form})
