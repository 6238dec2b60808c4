"""What was issued: a frozen payload, the file printed from it, and what became of it.

Nothing that stands on the paper ever changes: the database itself refuses to change code, template or payload of
any document, and file or digest of a printed one (0002, on either database). A correction is a new document.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.documents.codes import grouped
from emulation.documents.papers import Paper, paper
from emulation.documents.states import DocumentState, DocumentStatus, Ground


class DocumentKept(Exception):
    """An attempt to delete what was issued."""


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    def delete(self) -> NoReturn:
        """Refused: an issued document is kept, whatever becomes of it."""
        raise DocumentKept("Issued documents are never deleted.")

    def waiting(self) -> IssuedDocumentQuerySet:
        return self.filter(state=DocumentState.QUEUED)

    def printed(self) -> IssuedDocumentQuerySet:
        return self.filter(state=DocumentState.RENDERED)


class IssuedDocument(models.Model):
    """One paper given to somebody. Made and changed by `services` only.

    `payload` holds every word that is printed; `payload_digest` is its fingerprint, `file_digest` that of the
    file. `state` says how far the press got, `status` what the paper is worth; `status_note` says why and by
    which decision, in words that may be shown to anyone.
    """

    State = DocumentState
    Status = DocumentStatus
    Ground = Ground

    code = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=60)
    payload = models.JSONField()
    payload_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=DocumentState, default=DocumentState.QUEUED)
    error = models.TextField(blank=True)
    file = models.FileField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=10, choices=DocumentStatus, default=DocumentStatus.VALID)
    status_on = models.DateField(null=True, blank=True)
    status_note = models.JSONField(default=dict, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    rendered_at = models.DateTimeField(null=True, blank=True)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="document_rendered_iff_filed",
                condition=Q(state=DocumentState.RENDERED, rendered_at__isnull=False, pages__gt=0)
                & ~Q(file="")
                & ~Q(file_digest="")
                | ~Q(state=DocumentState.RENDERED)
                & Q(rendered_at__isnull=True, file="", file_digest="", pages=0),
            ),
            models.CheckConstraint(
                name="document_failed_iff_explained",
                condition=Q(state=DocumentState.FAILED) & ~Q(error="")
                | ~Q(state=DocumentState.FAILED) & Q(error=""),
            ),
            models.CheckConstraint(
                name="document_valid_iff_undated",
                condition=Q(status=DocumentStatus.VALID, status_on__isnull=True)
                | ~Q(status=DocumentStatus.VALID) & Q(status_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"], condition=~Q(state=DocumentState.RENDERED), name="document_unprinted"
            ),
        ]

    def __str__(self) -> str:
        return str(self.paper.title(self.payload))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: an issued document is kept, whatever becomes of it."""
        raise DocumentKept("Issued documents are never deleted.")

    @property
    def paper(self) -> Paper:
        return paper(self.template)

    @property
    def audit_chain(self) -> int:
        return self.organisation_id

    @property
    def shown_code(self) -> str:
        return grouped(self.code)

    @property
    def is_ready(self) -> bool:
        return self.state == DocumentState.RENDERED
