"""Models that a field visit found, followed until they are proposed for commendation."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.organisations.models import Organisation, Person
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc
from programmes.coverage import named_by_a_nomination
from programmes.models import Activity, Candidate
from programmes.permissions.programmes import may_keep_activity
from programmes.services.activities import locked_activity
from programmes.states import CANDIDATE, CANDIDATE_NEEDS_REASON, CandidateState

UNDO_A_PROPOSAL = frozenset({"unpropose", "let_go"})


@dataclass(frozen=True)
class Found:
    """A model that a visit found."""

    name: str
    text: str
    organisation: Organisation | None = None
    person: Person | None = None
    direct_labour: bool = False


@transaction.atomic
def note(activity: Activity, found: Found, *, by: User) -> Candidate:
    """Note a model to be followed until it is proposed for commendation; the same words note it once."""
    locked = locked_activity(activity)
    demand(may_keep_activity(by, locked, on=timezone.localdate()))
    candidate = Candidate(
        activity=locked,
        name=nfc(found.name).strip(),
        text=nfc(found.text).strip(),
        organisation=found.organisation,
        person=found.person,
        direct_labour=found.direct_labour,
    )
    if locked.candidates.filter(name=candidate.name, text=candidate.text).exists():
        raise Refused(_("%(name)s is noted here already.") % {"name": candidate.name})
    candidate.full_clean()
    candidate.save()
    record("activity.note_candidate", locked, by=by, name=[None, candidate.name])
    return candidate


@transaction.atomic
def follow(candidate: Candidate, move: str, *, by: User, reason: str = "") -> Candidate:
    """How far a model has come; a step back and giving up need a reason.

    While a living nomination names the model it stays proposed: the nomination is withdrawn first.
    """
    locked = locked_activity(candidate.activity)
    demand(may_keep_activity(by, locked, on=timezone.localdate()))
    if move in UNDO_A_PROPOSAL and named_by_a_nomination(candidate.pk):
        raise Refused(_("A nomination names this model: it must be withdrawn first."))
    return _advance(candidate, locked, move, by=by, reason=reason)


def _advance(candidate: Candidate, activity: Activity, move: str, *, by: User, reason: str) -> Candidate:
    row = Candidate.objects.select_for_update().get(pk=candidate.pk)
    row.activity = activity
    target = CANDIDATE.target(move, row.state, row)
    said = given(reason, needed=move in CANDIDATE_NEEDS_REASON)
    before, row.state = row.state, target
    row.save(update_fields=["state"])
    labels = [str(CandidateState(state).label) for state in (before, target)]
    record("activity.follow_candidate", activity, by=by, reason=said, name=[None, row.name], state=labels)
    return row


@transaction.atomic
def mark_proposed(candidate: Candidate, *, by: User) -> Candidate:
    """A nomination names the model: it is proposed, whoever wrote the nomination and wherever it stood before.

    The caller holds the chain of the model's activity together with its own.
    """
    activity = locked_activity(candidate.activity)
    state = Candidate.objects.get(pk=candidate.pk).state
    if state == CandidateState.PROPOSED:
        return candidate
    if state == CandidateState.LET_GO:
        raise Refused(_("This model is not followed further: take it up again first."))
    return _advance(candidate, activity, "propose", by=by, reason="")
