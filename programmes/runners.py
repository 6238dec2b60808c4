"""The kinds of background work of this room."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.jobs.models import Job
from emulation.jobs.registry import runner
from emulation.jobs.services import JobProblem
from programmes.models import Registration
from programmes.services.overlaps import LOOK, compare


@runner(LOOK)
def find_overlaps(job: Job) -> dict[str, Any]:
    """Compare one registration with a large round; repeated after a crash it finds the same."""
    try:
        registration = Registration.objects.select_related("round").get(pk=job.payload["registration"])
        by = User.objects.get(pk=job.payload["by"])
    except ObjectDoesNotExist as gone:
        raise JobProblem(_("The registration is no longer there.")) from gone
    found = compare(registration, by=by, among=job.payload["among"])
    return {"url": reverse("programmes:overlaps", args=[registration.round_id]), "found": len(found)}
