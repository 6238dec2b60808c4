"""What was issued: a frozen payload, the file printed from it, and what became of it.

Nothing that stands on the paper ever changes: the database itself refuses to change code, template or payload of
any document, and file or digest of a printed one (0002, on either database). A correction is a new document.
Beside them stands every certificate that ever sealed a file here, so that old files stay checkable.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from emulation.documents.codes import grouped
from emulation.documents.papers import Paper, paper
from emulation.documents.states import DocumentState, DocumentStatus, Ground, SealSource


class DocumentKept(Exception):
    """An attempt to delete what was issued."""


class SealCertificateQuerySet(models.QuerySet["SealCertificate"]):
    def delete(self) -> NoReturn:
        """Refused: a certificate is kept as long as a file sealed with it may be shown."""
        raise DocumentKept("Certificates of seals are never deleted.")

    def in_use(self) -> SealCertificateQuerySet:
        """Those that may seal: neither put away nor distrusted."""
        return self.filter(retired_at=None, distrusted_at=None)


class SealCertificate(models.Model):
    """The public half of a key that seals files in the name of `organisation`. Made and changed by `keyring` only.

    `name` is the organisation's name as the certificate bears it, `fingerprint` the SHA-256 of its DER form (64 hex
    digits). From `retired_at` on it seals nothing more, and old seals count. From `distrusted_at` on (the key was
    stolen) a seal proves nothing: then a file counts only if its own fingerprint stands in the register.
    """

    Source = SealSource

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=SealSource)
    name = models.CharField(max_length=300)
    fingerprint = models.CharField(_("fingerprint of the certificate"), max_length=64, unique=True)
    pem = models.TextField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    added_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    distrusted_at = models.DateTimeField(null=True, blank=True)
    distrust_reason = models.TextField(blank=True)

    objects = SealCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of a seal")
        verbose_name_plural = _("certificates of seals")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="seal_certificate_lasts", condition=Q(valid_to__gt=models.F("valid_from"))
            ),
            models.CheckConstraint(
                name="seal_distrusted_iff_explained",
                condition=Q(distrusted_at__isnull=True, distrust_reason="")
                | Q(distrusted_at__isnull=False) & ~Q(distrust_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.fingerprint[:16]})"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: a certificate is kept as long as a file sealed with it may be shown."""
        raise DocumentKept("Certificates of seals are never deleted.")

    @property
    def audit_chain(self) -> int:
        return self.organisation_id


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
    file as it is stored, sealed if its paper is: then `seal` is the certificate. `state` says how far the press
    got, `status` what the paper is worth; `status_note` says why and by which decision, in words that may be shown
    to anyone, and by their codes what a text was signed as (`signed_as`), what took a document's place (`successor`),
    or that this is being prepared (`correcting`).
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
    seal = models.ForeignKey(
        SealCertificate, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
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
            models.CheckConstraint(
                name="document_sealed_only_filed",
                condition=Q(seal__isnull=True) | Q(state=DocumentState.RENDERED),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"], condition=~Q(state=DocumentState.RENDERED), name="document_unprinted"
            ),
            models.Index(fields=["file_digest"], name="document_of_file"),
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
