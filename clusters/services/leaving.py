"""A member leaves a season: its signature is waited for no longer, and it scores nobody."""

from datetime import date

from django.db import transaction

from clusters.models import Seat
from clusters.services.peers import forget
from clusters.services.seasons import unseat
from clusters.services.signatures import seal_if_complete
from clusters.states import PledgeState
from emulation.accounts.models import User


@transaction.atomic
def leave(seat: Seat, *, on: date, reason: str, by: User) -> Seat:
    """Let a member leave a composed season; a pledge that only it had not signed is thereby signed by all."""
    row = unseat(seat, on=on, reason=reason, by=by)
    forget(row, row.left_because)
    for pledge in row.season.pledges.filter(state=PledgeState.OPEN).select_related(
        "season__cluster__organiser"
    ):
        seal_if_complete(pledge, by=by)
    return row
