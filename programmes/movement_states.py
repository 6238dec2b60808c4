"""The states of a movement, a round of registration, a registration and an overlap, and every move between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from emulation.lifecycle import Lifecycle, Move


class MovementState(TextChoices):
    DRAFT = "draft", _("Being prepared")
    LAUNCHED = "launched", _("Launched")
    SUMMED_UP = "summed_up", _("Summed up")
    ENDED = "ended", _("Ended")


M = MovementState

MOVEMENT = Lifecycle(
    Move("launch", M.DRAFT, M.LAUNCHED),
    Move("unlaunch", M.LAUNCHED, M.DRAFT),
    Move("sum_up", M.LAUNCHED, M.SUMMED_UP),
    Move("resume", M.SUMMED_UP, M.LAUNCHED),
    Move("end", M.SUMMED_UP, M.ENDED),
    Move("reopen", M.ENDED, M.SUMMED_UP),
)
# Undoing is a move of its own and always gives its reason.
MOVEMENT_NEEDS_REASON = frozenset({"unlaunch", "resume", "reopen"})
KNOWN_BELOW = frozenset({M.LAUNCHED, M.SUMMED_UP, M.ENDED})
"""States in which the units below the keeper read of a movement."""


class RoundState(TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open for registration")
    CLOSED = "closed", _("Closed")


ROUND = Lifecycle(
    Move("open", RoundState.DRAFT, RoundState.OPEN),
    Move("unopen", RoundState.OPEN, RoundState.DRAFT),
    Move("close", RoundState.OPEN, RoundState.CLOSED),
    Move("reopen", RoundState.CLOSED, RoundState.OPEN),
)
ROUND_NEEDS_REASON = frozenset({"unopen", "reopen"})


class RegistrationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Waiting to be accepted")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


R = RegistrationState

REGISTRATION = Lifecycle(
    Move("send", (R.DRAFT, R.RETURNED), R.SENT),
    Move("return", R.SENT, R.RETURNED),
    Move("accept", R.SENT, R.ACCEPTED),
    Move("reopen", R.ACCEPTED, R.SENT),
    Move("withdraw", (R.DRAFT, R.SENT, R.RETURNED), R.WITHDRAWN),
    Move("restore", R.WITHDRAWN, R.DRAFT),
)
REGISTRATION_NEEDS_REASON = frozenset({"return", "reopen", "withdraw"})
EDITABLE = frozenset({R.DRAFT, R.RETURNED})
"""States in which the unit may still change the words of its registration."""
BEFORE_THE_COORDINATOR = frozenset({R.SENT, R.RETURNED, R.ACCEPTED})
"""States of what the coordinator has received and not been asked to put aside."""


class OverlapState(TextChoices):
    OPEN = "open", _("To be settled")
    KEEP = "keep", _("Both keep what they registered")
    JOIN = "join", _("They do it together")
    YIELD = "yield", _("One leaves it to the other")
    GONE = "gone", _("No longer alike")


OVERLAP = Lifecycle(
    Move("keep", OverlapState.OPEN, OverlapState.KEEP),
    Move("join", OverlapState.OPEN, OverlapState.JOIN),
    Move("yield", OverlapState.OPEN, OverlapState.YIELD),
    Move("part", OverlapState.OPEN, OverlapState.GONE),
    Move("meet", OverlapState.GONE, OverlapState.OPEN),
    Move("reopen", (OverlapState.KEEP, OverlapState.JOIN, OverlapState.YIELD), OverlapState.OPEN),
)
DECIDED = frozenset({OverlapState.KEEP, OverlapState.JOIN, OverlapState.YIELD})
