"""A text document to look at before it is issued: printed like the real one, without a code, kept for its owner."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from emulation.documents import storage
from emulation.documents.bundles import safe_name
from emulation.documents.papers import paper
from emulation.documents.rendering import Press, RenderProblem, render
from emulation.jobs.models import Job
from emulation.jobs.services import JobProblem


def store_preview(job: Job) -> dict[str, Any]:
    """Print the payload of `job` and store the file: {"file", "name", "type"}.

    Raises JobProblem for a payload that cannot be printed and for a storage that takes nothing.
    """
    try:
        data, _pages = render(Press(), paper(job.payload["template"]), job.payload["payload"])
        name = f"bundles/{job.pk}.pdf"
        storage.write(name, data)
    except RenderProblem as problem:
        raise JobProblem(str(problem)) from problem
    except storage.StorageTrouble as problem:
        raise JobProblem(
            _("The joined file could not be stored (%(cause)s). Make room, then try again.")
            % {"cause": problem}
        ) from problem
    return {
        "file": name,
        "name": f"{safe_name(job.payload['title']) or 'xem-truoc'}.pdf",
        "type": "application/pdf",
    }
