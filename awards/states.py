"""The states of a campaign, a nomination, a decision, a grant and an import, and every move between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from emulation.lifecycle import Lifecycle, Move


class CampaignState(TextChoices):
    OPEN = "open", _("Open for nominations")
    IN_REVIEW = "in_review", _("Before the board")
    REVIEWED = "reviewed", _("Board has voted")
    CLOSED = "closed", _("Closed")


CAMPAIGN = Lifecycle(
    Move("open_review", (CampaignState.OPEN, CampaignState.REVIEWED), CampaignState.IN_REVIEW),
    Move("close_review", CampaignState.IN_REVIEW, CampaignState.REVIEWED),
    Move("close", (CampaignState.OPEN, CampaignState.REVIEWED), CampaignState.CLOSED),
    Move("reopen", CampaignState.CLOSED, CampaignState.OPEN),
)


class NominationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting to be received")
    RETURNED = "returned", _("Returned")
    RECEIVED = "received", _("Being appraised")
    APPRAISED_OK = "appraised_ok", _("Eligible")
    APPRAISED_NOT_OK = "appraised_not_ok", _("Not eligible")
    ON_AGENDA = "on_agenda", _("Before the board")
    PASSED = "passed", _("Approved by the board")
    FAILED = "failed", _("Not approved")
    DEFERRED = "deferred", _("Deferred")
    DECIDED = "decided", _("Decision issued")
    REVOKED = "revoked", _("Revoked")
    WITHDRAWN = "withdrawn", _("Withdrawn")


N = NominationState

NOMINATION = Lifecycle(
    Move("submit", (N.DRAFT, N.RETURNED), N.SUBMITTED),
    Move("recall", N.SUBMITTED, N.DRAFT),
    Move("receive", N.SUBMITTED, N.RECEIVED),
    Move("return", (N.SUBMITTED, N.RECEIVED), N.RETURNED),
    Move("appraise_ok", (N.RECEIVED, N.APPRAISED_NOT_OK), N.APPRAISED_OK),
    Move("appraise_not_ok", (N.RECEIVED, N.APPRAISED_OK), N.APPRAISED_NOT_OK),
    Move("put_on_agenda", (N.APPRAISED_OK, N.DEFERRED), N.ON_AGENDA),
    Move("pass", N.ON_AGENDA, N.PASSED),
    Move("fail", N.ON_AGENDA, N.FAILED),
    Move("defer", N.ON_AGENDA, N.DEFERRED),
    Move("decide", N.PASSED, N.DECIDED),
    Move("revoke", N.DECIDED, N.REVOKED),
    Move(
        "withdraw",
        (N.DRAFT, N.SUBMITTED, N.RETURNED, N.RECEIVED, N.APPRAISED_OK, N.APPRAISED_NOT_OK, N.DEFERRED),
        N.WITHDRAWN,
    ),
    Move("restore", N.WITHDRAWN, N.DRAFT),
)

EDITABLE = frozenset({N.DRAFT, N.RETURNED})
"""States in which the unit may still change the words of a nomination."""

BEFORE_THE_BOARD = frozenset({N.ON_AGENDA, N.PASSED, N.FAILED, N.DEFERRED})
GRANTED = frozenset({N.DECIDED, N.REVOKED})


class DecisionState(TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waiting for the deciding body")
    PUBLISHED = "published", _("Issued")


DECISION = Lifecycle(
    Move("propose", DecisionState.DRAFT, DecisionState.PROPOSED),
    Move("take_back", DecisionState.PROPOSED, DecisionState.DRAFT),
    Move("publish", DecisionState.PROPOSED, DecisionState.PUBLISHED),
    Move("record", DecisionState.DRAFT, DecisionState.PUBLISHED),
)


class GrantState(TextChoices):
    VALID = "valid", _("In force")
    REVOKED = "revoked", _("Revoked")


GRANT = Lifecycle(Move("revoke", GrantState.VALID, GrantState.REVOKED))


class ImportState(TextChoices):
    UPLOADED = "uploaded", _("Waiting to be read")
    READY = "ready", _("Waiting for confirmation")
    IMPORTED = "imported", _("Imported")
    FAILED = "failed", _("Could not be read")
    DISCARDED = "discarded", _("Discarded")


STILL_OPEN = (ImportState.UPLOADED, ImportState.READY, ImportState.FAILED)

IMPORT = Lifecycle(
    Move("read", ImportState.UPLOADED, ImportState.READY),
    Move("give_up", ImportState.UPLOADED, ImportState.FAILED),
    Move("answer", STILL_OPEN, ImportState.UPLOADED),
    Move("remap", STILL_OPEN, ImportState.UPLOADED),
    Move("confirm", ImportState.READY, ImportState.READY),
    Move("take_in", STILL_OPEN, ImportState.IMPORTED),
    Move("discard", STILL_OPEN, ImportState.DISCARDED),
)
