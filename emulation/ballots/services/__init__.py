"""The verbs of this room: `positions` for open ballots; `preparing`, `opening`, `casting`
and `counting` for secret ones."""

from emulation.ballots.services.positions import (
    Terms,
    ask,
    close_ballot,
    digest_of,
    open_ballot,
    take_position,
)

__all__ = ["Terms", "ask", "close_ballot", "digest_of", "open_ballot", "take_position"]
