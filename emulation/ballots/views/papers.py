"""What is printed: ballot papers before the voting, the tellers' record after the count."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from emulation.accounts.requests import SignedInRequest
from emulation.ballots import permissions, records
from emulation.ballots.models import Ballot
from emulation.ballots.selectors.secret import ballot_for
from emulation.ballots.views.doors import behind_the_screen
from emulation.documents.services import print_preview
from emulation.documents.word import word_file
from emulation.jobs.models import Job
from emulation.serving import download
from emulation.verdicts import demand


def _to_job(job: Job, ballot: Ballot) -> HttpResponse:
    back = reverse("ballots:tellers", args=[ballot.pk])
    return redirect(f"{job.get_absolute_url()}?{urlencode({'from': back})}")


def _counted(request: SignedInRequest, pk: int) -> Ballot:
    found = ballot_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_end(request.user, found, on=today))
    demand(permissions.may_read_result(request.user, found, on=today))
    return found


@behind_the_screen
@require_POST
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ballot papers to print, as many as there are members who may vote."""
    found = ballot_for(request.user, pk)
    demand(permissions.may_end(request.user, found, on=timezone.localdate()))
    job = print_preview(
        records.SHEET,
        records.sheet_payload(found),
        title=_("Ballot papers"),
        by=request.user,
        organisation=found.organisation,
    )
    return _to_job(job, found)


@behind_the_screen
@require_POST
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    """The tellers' record as PDF."""
    found = _counted(request, pk)
    job = print_preview(
        records.RECORD,
        records.record_payload(found),
        title=_("Tellers' record"),
        by=request.user,
        organisation=found.organisation,
    )
    return _to_job(job, found)


@behind_the_screen
@require_GET
def record_word(request: SignedInRequest, pk: int) -> HttpResponse:
    """The tellers' record as a Word file of the same words."""
    found = _counted(request, pk)
    data = word_file(records.RECORD, records.record_payload(found))
    return download(data, f"bien-ban-kiem-phieu-{found.pk}.docx")
