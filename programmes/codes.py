"""Words for the codes that the audit entries of this room keep and no field of their subjects knows."""

from emulation.audit.telling import name_codes
from programmes.models import CandidateState
from programmes.movement_states import OverlapState


def register() -> None:
    """Told to the timeline when the program starts."""
    name_codes("programmes.activity", "state", CandidateState.choices)
    name_codes("programmes.overlapcase", "proposal", OverlapState.choices)
