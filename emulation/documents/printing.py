"""The press: prints what is queued, batch by batch, and files it. Killed at any point it loses and doubles nothing.

A batch is laid out, and sealed if its paper is, without any lock; then, in one transaction, the rows are locked,
those still queued are filed under a name that comes from the document alone and recorded. Whoever is killed before
the commit leaves files that nobody knows, and the next run writes over them; whoever comes second finds nothing
queued.
A batch that cannot be printed is halved until the culprit stands alone: it fails with its cause, the others do not.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.documents import certificates, rendering, storage
from emulation.documents.digest import file_digest
from emulation.documents.models import IssuedDocument, SealCertificate
from emulation.documents.rendering import Press, RenderProblem
from emulation.documents.sealing import SealProblem, seal
from emulation.documents.selectors import documents_in_order
from emulation.documents.states import DocumentState
from emulation.jobs.services import JobProblem

log = logging.getLogger(__name__)

BATCH = 35
"""Certificates laid out together: more hardly print faster, and every page holds a third of a megabyte."""


class Printed(NamedTuple):
    """A document with its file (and what sealed it), or with the sentence why there is none."""

    document: IssuedDocument
    data: bytes = b""
    pages: int = 0
    problem: str = ""
    seal: SealCertificate | None = None


def print_queued(ids: Sequence[int], *, told: Callable[[int], None]) -> None:
    """Print those of `ids` that are queued; `told` hears after each batch how many of `ids` are through.

    Raises JobProblem when the storage takes no files: what is printed by then is kept, the rest stays queued.
    """
    press = Press()
    waiting = [pk for pk in ids if pk in _queued(ids)]
    before = through = len(ids) - len(waiting)
    told(through)
    for start in range(0, len(waiting), BATCH):
        part = documents_in_order(waiting[start : start + BATCH])
        for batch in batches(part):
            if through > before:
                # Pages refer to one another in circles and would lie in memory beside those of the next batch.
                gc.collect()
            file(print_batch(press, batch))
            through += len(batch)
            told(through)


def batches(documents: Iterable[IssuedDocument]) -> Iterator[list[IssuedDocument]]:
    """Documents that go through the press together: certificates of one kind; everything else alone."""
    for batch, group in groupby(
        documents, key=lambda document: document.template if document.paper.batch else ""
    ):
        if batch:
            yield list(group)
        else:
            yield from ([document] for document in group)


def print_batch(press: Press, batch: Sequence[IssuedDocument]) -> list[Printed]:
    """Each document of the batch with its file or its cause."""
    try:
        return _print(press, batch)
    except MemoryError:
        raise
    except Exception as problem:
        if len(batch) > 1:
            middle = len(batch) // 2
            return print_batch(press, batch[:middle]) + print_batch(press, batch[middle:])
        return [Printed(batch[0], problem=_cause(batch[0], problem))]


def file(printed: Sequence[Printed]) -> None:
    """Store the files of those still queued and record them, all or none. Raises JobProblem (storage)."""
    by_pk = {one.document.pk: one for one in printed}
    with transaction.atomic():
        rows = IssuedDocument.objects.select_for_update().waiting().filter(pk__in=by_pk).order_by("pk")
        for document in rows:
            _record(document, by_pk[document.pk])


def _print(press: Press, batch: Sequence[IssuedDocument]) -> list[Printed]:
    paper = batch[0].paper
    if paper.batch:
        files = certificates.render(press, paper, [document.payload for document in batch])
        printed = [Printed(document, data, 1) for document, data in zip(batch, files, strict=True)]
    else:
        printed = [Printed(document, *rendering.render(press, paper, document.payload)) for document in batch]
    return [_sealed(one) for one in printed] if paper.sealed else printed


def _sealed(printed: Printed) -> Printed:
    document = printed.document
    address = document.payload["verification"]["address"]
    sealed = seal(printed.data, organisation=document.organisation, code=document.code, address=address)
    return printed._replace(data=sealed.data, seal=sealed.certificate)


def _cause(document: IssuedDocument, problem: Exception) -> str:
    if isinstance(problem, RenderProblem | SealProblem):
        return str(problem)
    log.exception("Document %s cannot be printed.", document.pk, exc_info=problem)
    return _("The page could not be laid out (%(cause)s).") % {"cause": type(problem).__name__}


def _record(document: IssuedDocument, printed: Printed) -> None:
    if printed.problem:
        document.state, document.error = DocumentState.FAILED, printed.problem
    else:
        document.file.name = _store(document, printed.data)
        document.file_digest = file_digest(printed.data)
        document.pages = printed.pages
        document.seal = printed.seal
        document.state, document.rendered_at = DocumentState.RENDERED, timezone.now()
    document.save(update_fields=["file", "file_digest", "pages", "seal", "state", "rendered_at", "error"])


def _store(document: IssuedDocument, data: bytes) -> str:
    """The name of the stored file; a file that an interrupted run left under it is written over."""
    name = f"documents/{document.organisation_id}/{document.issued_at:%Y}/{document.code}.pdf"
    try:
        storage.write(name, data)
    except storage.StorageTrouble as problem:
        log.exception("The storage did not take %s.", name)
        raise JobProblem(
            _(
                "The files could not be stored (%(cause)s). Nothing is lost: "
                "make room or mend the storage, then try again."
            )
            % {"cause": problem}
        ) from problem
    return name


def _queued(ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(ids), 500):
        part = IssuedDocument.objects.waiting().filter(pk__in=ids[start : start + 500])
        found.update(part.values_list("pk", flat=True))
    return found
