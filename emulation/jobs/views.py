"""Progress that can be left and come back to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from emulation.jobs import services
from emulation.jobs.selectors import job_for, jobs_of

ROWS_A_PAGE = 20


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The user's own jobs, newest first."""
    page = Paginator(jobs_of(request.user), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/job_list.html", {"page": page})


@login_required
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job; the bar on it refreshes itself until the end."""
    return render(
        request, "jobs/job_detail.html", {"job": job_for(request.user, pk), "origin": _origin(request)}
    )


def _origin(request: HttpRequest) -> str:
    """The page of this site from which the job was started, as its address said; "" for anything else."""
    said = request.GET.get("from", "")
    local = said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts=None)
    return said if local else ""


@login_required
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar alone, as the page asks for it again and again."""
    return render(request, "jobs/_progress.html", {"job": job_for(request.user, pk)})


@login_required
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the job; to the list where somebody else's job does the same work already."""
    again = services.retry(job_for(request.user, pk), by=request.user)  # type: ignore[arg-type]
    if again.owner_id != request.user.pk:
        words = _("Another job is already doing this work; its progress is shown to whoever started it.")
        messages.info(request, words)
        return redirect("jobs:mine")
    return redirect(again)
