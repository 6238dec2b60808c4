"""The ways of a ballot: an open one is open and closed; a secret one is prepared, opened, ended and then counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from emulation.lifecycle import Lifecycle, Move


class BallotState(models.TextChoices):
    PREPARED = "prepared", _("Being prepared")
    OPEN = "open", _("Open")
    ENDED = "ended", _("Voting has ended")
    CLOSED = "closed", _("Counted")
    ANNULLED = "annulled", _("Annulled")


LIVING = frozenset({BallotState.PREPARED, BallotState.OPEN, BallotState.ENDED})
"""States from which something is still to come."""

OPEN_BALLOT = Lifecycle(Move("close", BallotState.OPEN, BallotState.CLOSED))

SECRET_BALLOT = Lifecycle(
    Move("open", BallotState.PREPARED, BallotState.OPEN),
    Move("end", BallotState.OPEN, BallotState.ENDED),
    Move("count", BallotState.ENDED, BallotState.CLOSED),
    Move("annul", (BallotState.PREPARED, BallotState.OPEN, BallotState.ENDED), BallotState.ANNULLED),
)
