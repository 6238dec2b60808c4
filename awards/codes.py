"""Words for the codes that the awards' audit entries keep and no field of their subjects knows."""

from awards.services.corrections import Cause
from emulation.audit.telling import name_codes
from emulation.documents.states import Ground


def register() -> None:
    """Told to the timeline when the program starts."""
    name_codes("awards.grant", "ground", Ground.choices)
    name_codes("awards.grant", "cause", Cause.choices)
