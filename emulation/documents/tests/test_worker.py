"""The press under a real worker that is killed, and under two workers at once."""

import threading
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from emulation.documents import printing, services
from emulation.documents.models import IssuedDocument
from emulation.documents.selectors import read_verified
from emulation.documents.states import DocumentState
from emulation.documents.tests import factories as make

CERTIFICATES = 280  # a full batch and a part of one


def printed() -> int:
    return IssuedDocument.objects.filter(state=DocumentState.RENDERED).count()


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_none_and_doubles_none(start_worker):
    documents = make.issued(CERTIFICATES)
    first = start_worker()
    job = services.queue_rendering(
        documents, by=None, organisation=documents[0].organisation, title="In giấy khen"
    )
    first.wait_for(lambda: printed() > 0, "the first batch")
    first.kill()
    before = dict(IssuedDocument.objects.printed().values_list("pk", "file_digest"))
    assert 0 < len(before) < CERTIFICATES
    second = start_worker()
    second.wait_for(lambda: printed() == CERTIFICATES, "the rest", seconds=120)
    job.refresh_from_db()
    second.wait_for(lambda: type(job).objects.get(pk=job.pk).state == "done", "the job to end")
    after = dict(IssuedDocument.objects.values_list("pk", "file_digest"))
    assert {pk: after[pk] for pk in before} == before
    folder = Path(default_storage.path(IssuedDocument.objects.first().file.name)).parent
    for document in IssuedDocument.objects.all():
        assert read_verified(document)
        assert len(list(folder.glob(f"{document.code}*"))) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_list_file_each_document_once():
    documents = make.issued(6)
    ids = [document.pk for document in documents]
    start, problems = threading.Barrier(2), []

    def work() -> None:
        try:
            start.wait(timeout=30)
            printing.print_queued(ids, told=lambda through: None)
        except Exception as problem:  # handed to the main thread
            problems.append(problem)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert problems == []
    for document in IssuedDocument.objects.all():
        assert document.state == DocumentState.RENDERED
        assert read_verified(document)
