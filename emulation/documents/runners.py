"""The kinds of background work of this room."""

from typing import Any

from django.urls import reverse

from emulation.documents.selectors import failed_among
from emulation.jobs.models import Job
from emulation.jobs.registry import runner
from emulation.jobs.services import advance


@runner("documents.render")
def render(job: Job) -> dict[str, Any]:
    """Print the queued ones of `ids`; the answer names those that could not be printed."""
    # WeasyPrint takes half a second to import: only the worker should pay it.
    from emulation.documents.printing import print_queued

    ids = job.payload["ids"]
    print_queued(ids, told=lambda through: advance(job, through, len(ids)))
    failed = [
        {"id": document.pk, "title": str(document), "error": document.error} for document in failed_among(ids)
    ]
    return {"printed": len(ids) - len(failed), "failed": failed}


@runner("documents.bundle")
def bundle(job: Job) -> dict[str, Any]:
    """Join the issued files of `ids` into one file that the job's owner may fetch."""
    # pikepdf, for the worker alone
    from emulation.documents.bundles import store_bundle

    stored = store_bundle(job, told=lambda done: advance(job, done, len(job.payload["ids"])))
    return {**stored, "url": reverse("documents:bundle", args=[job.pk])}


@runner("documents.preview")
def preview(job: Job) -> dict[str, Any]:
    """Print a draft that the job's owner may fetch."""
    from emulation.documents.previews import store_preview  # WeasyPrint, for the worker alone

    return {**store_preview(job), "url": reverse("documents:bundle", args=[job.pk])}
