"""The tellers' secrets, the opening of a secret ballot, and giving it up."""

import secrets
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.ballots import sealing
from emulation.ballots.models import (
    Ballot,
    Envelope,
    Keeping,
    Receipt,
    RollEntry,
    Teller,
    TellerKey,
    Urn,
)
from emulation.ballots.permissions import may_run, teller_of
from emulation.ballots.services.preparing import locked_ballot
from emulation.ballots.services.traces import overwrite_freed_pages, wipe
from emulation.ballots.states import SECRET_BALLOT, BallotState
from emulation.notices.services import tell
from emulation.verdicts import Refused, demand

BOX_KEY = "emulation.ballots.box"


@sensitive_variables()
@transaction.atomic
def take_key(ballot: Ballot, *, secret: str, by: User) -> TellerKey:
    """The teller chooses the secret that helps to open the urn; again before the opening replaces it.

    The secret is stored nowhere. Raises ValidationError for one that is too easy, Refused when it is too late.
    """
    locked = locked_ballot(ballot)
    teller = teller_of(by, locked)
    if teller is None:
        raise Refused(_("Only the tellers named for this vote do this."))
    if locked.state != BallotState.PREPARED or locked.keeping != Keeping.TELLERS:
        raise Refused(_("The vote has been opened: the secrets of its tellers stay as they are."))
    validate_password(secret, by)
    key = sealing.new_key(secret)
    overwrite_freed_pages()
    stored, _made = TellerKey.objects.update_or_create(
        teller=teller, defaults={"public": key.public, "salt": key.salt, "locked": key.locked}
    )
    record("ballot.take_key", locked, by=by)
    return stored


def missing_keys(ballot: Ballot) -> list[Teller]:
    """The tellers who have not chosen their secret yet."""
    if ballot.keeping != Keeping.TELLERS:
        return []
    return list(ballot.tellers.filter(key__isnull=True))


@transaction.atomic
def open_secret(ballot: Ballot, *, by: User) -> Ballot:
    """Freeze the roll, make the urn's key and one receipt a member, and call the members.

    Raises Refused while a teller has no secret: a vote that cannot be opened afterwards must not begin.
    """
    locked = locked_ballot(ballot)
    target = SECRET_BALLOT.target("open", locked.state, locked)
    demand(may_run(by, locked, on=timezone.localdate()))
    if waiting := missing_keys(locked):
        names = ", ".join(teller.name for teller in waiting)
        raise Refused(_("%(names)s: these tellers have not chosen their secret yet.") % {"names": names})
    locked.public_key = _make_box(locked)
    locked.state, locked.opened_at, locked.opened_by = target, timezone.now(), by
    locked.save(update_fields=["state", "opened_at", "opened_by", "public_key"])
    members = list(locked.roll.filter(barred=""))
    # In no order: where a row lies in the table must say nothing either.
    secrets.SystemRandom().shuffle(members)
    Receipt.objects.bulk_create(Receipt(ballot=locked, member=member) for member in members)
    Urn.objects.bulk_create(Urn(question=question) for question in locked.questions.order_by("pk"))
    record("ballot.open", locked, by=by, members=[None, locked.roll.count()])
    _call(locked, members)
    return locked


def _make_box(ballot: Ballot) -> str:
    if ballot.keeping == Keeping.PROGRAM:
        box = sealing.new_plain_box(box_key())
        Envelope.objects.create(ballot=ballot, sealed=box.envelopes[0][2])
        return box.public
    tellers = list(ballot.tellers.select_related("key"))
    box = sealing.new_box([teller.key.public for teller in tellers])
    Envelope.objects.bulk_create(
        Envelope(ballot=ballot, outer=tellers[outer], inner=tellers[inner], sealed=sealed)
        for outer, inner, sealed in box.envelopes
    )
    return box.public


def box_key() -> bytes:
    """The key by which the program keeps an urn without tellers' secrets: of this installation, not in a backup."""
    return sealing.derived_key(settings.SECRET_KEY, BOX_KEY)


def _call(ballot: Ballot, members: Iterable[RollEntry]) -> None:
    people = User.objects.filter(person__in=[entry.person_id for entry in members], is_active=True)
    text = gettext_lazy("Your vote is asked for, in secret: %(ballot)s")
    tell(
        people.order_by("pk"),
        text=text,
        values={"ballot": ballot.title},
        url=reverse("ballots:ballot", args=[ballot.pk]),
    )


@transaction.atomic
def annul(ballot: Ballot, *, reason: str, by: User) -> Ballot:
    """Give the vote up uncounted, for a reason: a lost secret, a wrong roll, a restored backup. The urn is erased."""
    locked = locked_ballot(ballot)
    target = SECRET_BALLOT.target("annul", locked.state, locked)
    demand(may_run(by, locked, on=timezone.localdate()))
    if not reason.strip():
        raise Refused(_("Say why."))
    before, locked.state = locked.state, target
    locked.save(update_fields=["state"])
    wipe(locked)
    record("ballot.annul", locked, by=by, reason=reason, state=[before, locked.state])
    return locked
