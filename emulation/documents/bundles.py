"""Many issued files in one: a PDF for the printing press, or a ZIP with names that any computer takes.

The joined PDF shows the pages as they were issued. What many of them carry alike (fonts, frame, drawings) is kept
once: each resource is known by a digest over everything it consists of, so 1,000 certificates stay small.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.documents import storage
from emulation.documents.facts import full_name
from emulation.documents.joining import Told, append_page
from emulation.documents.letters import RenderProblem
from emulation.documents.models import IssuedDocument
from emulation.documents.packs import packed
from emulation.documents.selectors import FileDamaged, documents_in_order, read_verified
from emulation.jobs.models import Job
from emulation.jobs.services import JobProblem
from emulation.vietnamese import fold

KEPT = timedelta(days=7)
# Device names of Windows, which it takes for no file name whatever the ending.
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def store_bundle(job: Job, *, told: Told) -> dict[str, Any]:
    """Make the bundle that `job` describes and store it for its owner: {"file", "name", "type", "documents"}.

    Raises JobProblem: nothing to join, a damaged file (named), a storage that takes nothing.
    """
    documents = documents_in_order(job.payload["ids"])
    names = job.payload["names"] or [recipient_name(document) for document in documents]
    if not documents or len(names) != len(documents) or not all(document.is_ready for document in documents):
        raise JobProblem(_("Some of these documents are not printed yet: print them first, then join them."))
    form = job.payload["form"]
    try:
        data = _made(job, documents, names, told)
    except (FileDamaged, RenderProblem) as trouble:
        raise JobProblem(str(trouble)) from trouble
    ending = "zip" if form == "zip" else "pdf"
    name = f"bundles/{job.pk}.{ending}"
    try:
        forget_old(job)
        storage.write(name, data)
    except storage.StorageTrouble as problem:
        raise JobProblem(
            _("The joined file could not be stored (%(cause)s). Make room, then try again.")
            % {"cause": problem}
        ) from problem
    return {
        "file": name,
        "name": f"{safe_name(job.payload['title']) or 'tai-lieu'}.{ending}",
        "type": "application/zip" if form == "zip" else "application/pdf",
        "documents": len(documents),
    }


def _made(job: Job, documents: Sequence[IssuedDocument], names: Sequence[str], told: Told) -> bytes:
    form = job.payload["form"]
    if form == "zip":
        return zipped(documents, names, told=told)
    if form == "pack":
        return packed(documents, names, title=job.payload["title"], told=told)
    return joined(documents, told=told)


def joined(documents: Iterable[IssuedDocument], *, told: Told) -> bytes:
    """One PDF with all pages of `documents` in order; like resources are kept once. Raises FileDamaged."""
    kept: dict[str, Any] = {}
    with pikepdf.new() as together:
        for done, document in enumerate(documents, start=1):
            with pikepdf.open(BytesIO(read_verified(document))) as source:
                for page in source.pages:
                    append_page(together, source, page, kept)
            told(done)
        together.Root.Lang = "vi"
        target = BytesIO()
        together.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def zipped(documents: Sequence[IssuedDocument], names: Sequence[str], *, told: Told) -> bytes:
    """A ZIP of the issued files, byte for byte, under `file_names`. Raises FileDamaged."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for done, (document, name) in enumerate(
            zip(documents, file_names(documents, names), strict=True), start=1
        ):
            archive.writestr(name, read_verified(document))
            told(done)
    return target.getvalue()


def file_names(documents: Sequence[IssuedDocument], names: Sequence[str]) -> list[str]:
    """`007_Dang_Cong_An_ABCDE.pdf`: place in the list, name without diacritics, code. Unique by the place alone."""
    digits = max(3, len(str(len(documents))))
    return [
        f"{place:0{digits}}_{safe_name(name) or 'tai-lieu'}_{document.code}.pdf"
        for place, (document, name) in enumerate(zip(documents, names, strict=True), start=1)
    ]


def safe_name(text: str) -> str:
    """`text` as a file name for any system: letters without diacritics, digits, `_` and `-`, at most 60."""
    words = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:60].strip("_")
    return f"_{words}" if words in RESERVED else "_".join(word.capitalize() for word in words.split("_"))


def recipient_name(document: IssuedDocument) -> str:
    """Whose document it is; its title where it belongs to nobody."""
    return full_name(document.payload) if "recipient" in document.payload else str(document)


def forget_old(job: Job) -> None:
    """Bundles can be made again at any time: those of a week ago make room."""
    old = Job.objects.filter(
        kind__in=["documents.bundle", "documents.preview"],
        finished_at__lt=timezone.now() - KEPT,
        result__file__isnull=False,
    )
    for file in old.order_by("-finished_at").values_list("result__file", flat=True)[:50]:
        storage.remove(file)
