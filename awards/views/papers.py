"""The papers of a decision: looked at before the issue, opened, followed while printed, taken out together."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from awards import permissions, selectors
from awards.models import Decision
from awards.services import decisions
from awards.states import DecisionState, GrantState
from emulation.accounts.requests import SignedInRequest
from emulation.documents.selectors import issued_bytes
from emulation.documents.services import bundle
from emulation.jobs.models import Job
from emulation.serving import pdf, stored
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold


@login_required
@require_POST
def decision_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The decision as it will be printed, with DỰ THẢO beside its number; made in the background."""
    decision = selectors.decision_for(request.user, pk)
    if decision.state == DecisionState.PUBLISHED:
        raise Http404
    return _to_job(decisions.preview(decision, by=request.user), decision)


def _to_job(job: Job, decision: Decision) -> HttpResponse:
    """To the page of the job, which leads back to the decision."""
    return redirect(f"{job.get_absolute_url()}?from={reverse('awards:decision', args=[decision.pk])}")


@login_required
@require_GET
def decision_paper(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The issued decision, or the scan of a recorded one."""
    decision = selectors.decision_for(request.user, pk)
    if decision.state != DecisionState.PUBLISHED:
        raise Http404
    if decision.recorded:
        return stored(decision.scan, _stem(decision))
    if decision.document is None:
        raise Http404
    return pdf(issued_bytes(decision.document), f"{_stem(decision)}.pdf")


def _stem(decision: Decision) -> str:
    """The name of a decision's file: its number, without diacritics and strokes."""
    return slugify(fold(f"quyet dinh {decision.number}".replace("/", " ")))[:60].strip("-")


@login_required
@require_GET
def decision_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the printing is, for everybody who may see the decision; finished, the page comes anew."""
    decision = selectors.decision_for(request.user, pk)
    if decision.job is None:
        raise Http404
    url = reverse("awards:decision_progress", args=[pk])
    response = render(request, "jobs/_progress.html", {"job": decision.job, "progress_url": url})
    if decision.job.is_finished:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def decision_bundle(request: SignedInRequest, pk: int) -> HttpResponse:
    """All certificates as one file for printing, or as a ZIP; made in the background.

    While some are missing, the page says who and how many; those that are ready leave alone only when asked for.
    """
    decision = selectors.decision_for(request.user, pk)
    demand(permissions.may_print(request.user, decision, on=timezone.localdate()))
    form = request.POST.get("form", "pdf")
    if form not in ("pdf", "zip"):
        raise Http404
    wanted = [
        (grant, grant.certificate)
        for grant in selectors.grants_of(decision)
        if grant.certificate is not None and grant.state == GrantState.VALID
    ]
    ready = [(grant, paper) for grant, paper in wanted if paper.is_ready]
    if not ready:
        raise Refused(_("No certificate is ready yet."))
    missing = [(grant, paper) for grant, paper in wanted if not paper.is_ready]
    if missing and "incomplete" not in request.POST:
        context = {"decision": decision, "form": form, "missing": missing, "ready": len(ready)}
        return render(request, "awards/decision_bundle.html", context | {"total": len(wanted)})
    title = _("Certificates of decision %(number)s") % {"number": decision.number}
    job = bundle(
        [paper for _grant, paper in ready],
        form=form,
        names=[grant.name for grant, _paper in ready],
        title=f"{title}: {len(ready)}/{len(wanted)}" if missing else title,
        by=request.user,
        organisation=decision.organisation,
    )
    return _to_job(job, decision)
