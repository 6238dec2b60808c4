"""The kinds of background work of this room."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _

from awards.models import NomineeImport
from awards.services.import_returning import build_returned
from awards.services.import_taking import take_in
from awards.services.imports import CHECK, RETURN, TAKE_IN, run_check
from awards.states import ImportState
from emulation.accounts.models import User
from emulation.jobs.models import Job
from emulation.jobs.registry import runner
from emulation.jobs.services import JobProblem, advance
from emulation.lifecycle import TransitionRefused
from emulation.spreadsheets import UnreadableBook
from emulation.uploads.checking import sentence_of
from emulation.verdicts import Refused


@runner(CHECK)
def check_list(job: Job) -> dict[str, Any]:
    """Read and check an uploaded list; what is wrong with the file itself stands on its page."""
    checked = run_check(job.payload["import"], progress=lambda done, total: advance(job, done, total))
    return {"url": reverse("awards:import_detail", args=[checked.pk]), "rows": checked.preview.get("rows", 0)}


@runner(TAKE_IN)
def import_list(job: Job) -> dict[str, Any]:
    """Take a confirmed list in; repeated after a crash that followed the commit, it only reports."""
    pk = job.payload["import"]
    url = reverse("awards:import_detail", args=[pk])
    try:
        by = User.objects.get(pk=job.payload["by"])
        state, added = NomineeImport.objects.values_list("state", "added").get(pk=pk)
        if state != ImportState.IMPORTED:
            added = take_in(pk, by=by, progress=lambda done, total: advance(job, done, total)).added
    except Refused as refusal:
        raise JobProblem(str(refusal.reason)) from refusal
    except UnreadableBook as unreadable:
        raise JobProblem(str(sentence_of(unreadable.trouble))) from unreadable
    except (TransitionRefused, ObjectDoesNotExist) as gone:
        raise JobProblem(_("The list was discarded or changed before it could be taken in.")) from gone
    return {"url": url, "added": added}


@runner(RETURN)
def return_list(job: Job) -> dict[str, Any]:
    """Write the remarks into a long list; its page offers the file."""
    build_returned(job.payload["import"], by=User.objects.get(pk=job.payload["by"]))
    return {"url": reverse("awards:import_returned", args=[job.payload["import"]])}
