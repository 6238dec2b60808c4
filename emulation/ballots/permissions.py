"""Who runs, votes, counts and reads a secret ballot; the same words on the button, the page and in the service."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.ballots.models import Ballot, RollEntry, Teller
from emulation.ballots.owners import owner_of
from emulation.ballots.states import BallotState
from emulation.verdicts import YES, No, Verdict

NOT_OPEN = {
    BallotState.PREPARED: _("The vote has not been opened yet."),
    BallotState.ENDED: _("Voting has ended: nobody can vote any more."),
    BallotState.CLOSED: _("The vote has been counted."),
    BallotState.ANNULLED: _("The vote was annulled."),
}


def may_run(user: User, ballot: Ballot, *, on: date) -> Verdict:
    """Prepare, open, end, annul: as the owning room says; without one, whoever prepared the ballot."""
    owner = owner_of(ballot)
    if owner is not None:
        return owner.may_run(user, ballot, on)
    if user.is_active and user.pk == ballot.opened_by_id:
        return YES
    return No(_("Only whoever prepared this vote runs it."))


def may_tell(user: User, ballot: Ballot) -> Verdict:
    """Mark who votes on paper, end the voting, enter the papers, count: the tellers named on the ballot."""
    if teller_of(user, ballot) is not None:
        return YES
    return No(_("Only the tellers named for this vote do this."))


def may_end(user: User, ballot: Ballot, *, on: date) -> Verdict:
    return YES if may_tell(user, ballot) else may_run(user, ballot, on=on)


def may_cast(user: User, ballot: Ballot, entry: RollEntry | None) -> Verdict:
    """Vote: whoever stands on the roll (`entry`), once, while the ballot is open."""
    if entry is None or entry.ballot_id != ballot.pk or entry.person_id != user.person_id:
        return No(_("You are not on the list of members of this vote."))
    if ballot.state != BallotState.OPEN:
        return No(NOT_OPEN[BallotState(ballot.state)])
    if entry.barred:
        return No(_("You do not take part in this vote: %(reason)s") % {"reason": entry.barred})
    return YES


def may_see(user: User, ballot: Ballot, *, on: date) -> Verdict:
    """Know of the ballot at all: its members, its tellers, whoever runs it."""
    concerned = user.person_id is not None and (
        teller_of(user, ballot) is not None or ballot.roll.filter(person=user.person_id).exists()
    )
    if ballot.is_secret and (concerned or may_run(user, ballot, on=on)):
        return YES
    return No(_("You have no part in this vote."))


def may_read_result(user: User, ballot: Ballot, *, on: date) -> Verdict:
    """The count, once there is one: whoever sees the ballot, unless the owning room announces it later."""
    if ballot.state != BallotState.CLOSED:
        return No(_("There is no result before the count."))
    owner = owner_of(ballot)
    if owner is None or may_tell(user, ballot) or may_run(user, ballot, on=on):
        return YES
    return owner.may_read_result(user, ballot, on)


def teller_of(user: User, ballot: Ballot) -> Teller | None:
    if user.person_id is None:
        return None
    return next((one for one in ballot.tellers.all() if one.person_id == user.person_id), None)
