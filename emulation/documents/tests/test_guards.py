"""What was issued never changes and never goes: the database itself says so, whatever writes to it."""

import pytest
from django.db import DatabaseError, connection, transaction

from emulation.documents import guards
from emulation.documents.models import DocumentKept, IssuedDocument
from emulation.documents.states import DocumentState, DocumentStatus
from emulation.documents.tests import factories as make

pytestmark = pytest.mark.django_db


def refused(document: IssuedDocument, **values: object) -> bool:
    try:
        with transaction.atomic():
            IssuedDocument.objects.filter(pk=document.pk).update(**values)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("name", ["code", "template", "payload_digest"])
def test_what_is_frozen_at_issue_never_changes(name):
    (document,) = make.issued()
    assert refused(document, **{name: "x"})


def test_the_payload_never_changes():
    (document,) = make.issued()
    assert refused(document, payload={**document.payload, "recipient": "Người Khác"})
    assert not refused(document, payload=document.payload)


@pytest.mark.parametrize(
    "values",
    [
        {"file": "documents/other.pdf"},
        {"file_digest": "0" * 64},
        {"pages": 2},
        {"state": DocumentState.QUEUED, "file": "", "file_digest": "", "pages": 0, "rendered_at": None},
        {"rendered_at": None},
    ],
)
def test_a_printed_file_never_changes(values):
    (document,) = make.filed()
    assert refused(document, **values)


def test_what_a_printed_document_is_worth_may_change():
    (document,) = make.filed()
    assert not refused(document, status=DocumentStatus.REVOKED, status_on="2026-03-01")


def test_no_row_is_removed_by_any_way():
    (document,) = make.issued()
    with pytest.raises(DocumentKept):
        document.delete()
    with pytest.raises(DocumentKept):
        IssuedDocument.objects.all().delete()
    with (
        pytest.raises(DatabaseError, match="never removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {guards.DOCUMENTS.table}")
    assert IssuedDocument.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"state": DocumentState.RENDERED},
        {"state": DocumentState.FAILED},
        {"error": "why"},
        {"file": "a.pdf"},
        {"status": DocumentStatus.REVOKED},
        {"status_on": "2026-01-01"},
    ],
)
def test_states_without_their_facts_are_impossible(values):
    (document,) = make.issued()
    assert refused(document, **values)


def test_the_guards_can_be_taken_away_and_put_back():
    (document,) = make.issued()
    guards.remove(connection)
    assert not refused(document, code="x")
    guards.install(connection)
    guards.install(connection)
    assert refused(document, code="y")
