"""Two states of a document: how far the press got, and what it is worth; where the key of a seal comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from emulation.lifecycle import Lifecycle, Move


class DocumentState(TextChoices):
    """How far the press got."""

    QUEUED = "queued", _("Waiting to be printed")
    RENDERED = "rendered", _("Ready")
    FAILED = "failed", _("Could not be printed")


class DocumentStatus(TextChoices):
    """What an issued document is worth today."""

    VALID = "valid", _("Valid")
    REPLACED = "replaced", _("Replaced")
    REVOKED = "revoked", _("Revoked")
    WITHDRAWN = "withdrawn", _("Taken back")


class SealSource(TextChoices):
    """Where the private key of a seal lies."""

    MADE = "made", _("Made by this program")
    PKCS12 = "pkcs12", _("The organisation's own file (PKCS#12)")
    PKCS11 = "pkcs11", _("The organisation's own token (PKCS#11)")


class Ground(TextChoices):
    """Why an award is annulled: Law on Emulation and Commendation 06/2022/QH15, Chapter VII."""

    FRAUD = "fraud", _("Fraud in declaring the achievements for which it was given")
    FALSE_PAPERS = "false_papers", _("False information or forged papers in the dossier")
    UNLAWFUL_PROCEDURE = "unlawful_procedure", _("Appraised, considered or proposed against the law")
    VIOLATION = (
        "violation",
        _(
            "A competent body concluded on violations in the achievement period, so that the standard was not met"
        ),
    )


PRESS = Lifecycle(
    Move("render", DocumentState.QUEUED, DocumentState.RENDERED),
    Move("fail", DocumentState.QUEUED, DocumentState.FAILED),
    Move("retry", DocumentState.FAILED, DocumentState.QUEUED),
)

WORTH = Lifecycle(
    Move("revoke", DocumentStatus.VALID, DocumentStatus.REVOKED),
    Move("reissue", DocumentStatus.VALID, DocumentStatus.REPLACED),
    Move("withdraw", DocumentStatus.VALID, DocumentStatus.WITHDRAWN),
    Move("retry", DocumentStatus.VALID, DocumentStatus.VALID),
    Move("note", DocumentStatus.VALID, DocumentStatus.VALID),
)
