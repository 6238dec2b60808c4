"""Voting in a secret ballot. What is chosen here is never written in clear, recorded, logged or passed on."""

import secrets
from collections.abc import Collection, Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.ballots import sealing, slips, tally
from emulation.ballots.models import Ballot, Question, QuestionKind, Receipt, RollEntry, Urn
from emulation.ballots.permissions import may_cast, may_end, may_tell
from emulation.ballots.selectors.secret import is_whole
from emulation.ballots.services.preparing import locked_ballot
from emulation.ballots.services.traces import overwrite_freed_pages
from emulation.ballots.states import SECRET_BALLOT, BallotState
from emulation.verdicts import Refused, demand

SLIP_KEY = "emulation.ballots.slip"
Choices = Mapping[int, Collection[str]]
"""{question id: the options chosen}; nothing chosen is a blank paper."""


def options_of(question: Question) -> list[str]:
    """What a paper on the question may say, in the order of the paper."""
    if question.kind == QuestionKind.ELECTION:
        return [candidate.code for candidate in question.candidates.all()]
    return [tally.AGREE, tally.DISAGREE, *([tally.DEFER] if question.may_defer else [])]


def slip_key() -> bytes:
    """By which this installation marks its slips."""
    return sealing.derived_key(settings.SECRET_KEY, SLIP_KEY)


@sensitive_variables()
@transaction.atomic
def cast(ballot: Ballot, choices: Choices, *, by: User) -> None:
    """Put the member's papers into the urns and note that the member has voted. Cannot be changed or taken back.

    One answer to every question, an empty one for a blank paper. Raises Refused when the member is not on the
    roll, has voted, or the ballot is not open; and for answers that do not fit the questions. Leaves no other
    trace: no entry in the log, no time.
    """
    # Without the chain: nothing is recorded, and members do not wait for the rest of the office.
    locked = Ballot.objects.select_for_update().get(pk=ballot.pk)
    entry = locked.roll.filter(person_id=by.person_id).first() if by.person_id else None
    demand(may_cast(by, locked, entry))
    assert entry is not None  # noqa: S101 -- may_cast has refused who is not on the roll
    questions = _fitting(locked, choices)
    _take_receipts(locked, [entry.pk])
    key = slip_key()
    for urn in Urn.objects.filter(question__in=questions).order_by("pk"):
        question = questions[urn.pk]
        slip = slips.pack(question.pk, options_of(question), choices[question.pk], key)
        urn.papers.append(sealing.seal(locked.public_key, slip))
        secrets.SystemRandom().shuffle(urn.papers)
        urn.save(update_fields=["papers"])


@sensitive_variables()
def _fitting(ballot: Ballot, choices: Choices) -> dict[int, Question]:
    questions = {one.pk: one for one in ballot.questions.prefetch_related("candidates")}
    if choices.keys() != questions.keys():
        raise Refused(_("Answer every question, or leave its paper blank."))
    for pk, question in questions.items():
        chosen = list(choices[pk])
        if len(chosen) > question.places or set(chosen) - set(options_of(question)):
            raise Refused(_("The paper has more marks than it may have."))
        if len(set(chosen)) < len(chosen):
            raise Refused(_("The paper has more marks than it may have."))
    return questions


def _take_receipts(ballot: Ballot, entries: Sequence[int]) -> None:
    """Note that these members have voted. Raises Refused when one has already.

    All receipts of the ballot are written by one statement: the database marks them all alike.
    """
    receipts = Receipt.objects.filter(ballot=ballot)
    demand(is_whole(ballot))
    if receipts.filter(member__in=entries, voted=False).count() != len(entries):
        raise Refused(_("You have voted already. A vote cannot be changed."))
    overwrite_freed_pages()
    receipts.update(voted=Case(When(member_id__in=entries, then=Value(True)), default=F("voted")))


@transaction.atomic
def mark_paper_voters(ballot: Ballot, entries: Collection[RollEntry], *, by: User) -> Ballot:
    """These members vote on paper or in writing: they count as having voted and cannot vote on screen any more.

    It cannot be taken back: whoever is marked by mistake is given a paper. Recorded is how many, never who. Raises
    Refused for somebody who has voted, is not on the roll or must not vote.
    """
    locked = locked_ballot(ballot)
    demand(may_tell(by, locked))
    if locked.state != BallotState.OPEN:
        raise Refused(_("Members are marked while the vote is open."))
    ids = sorted({entry.pk for entry in entries})
    if not ids:
        raise Refused(_("Choose at least one member."))
    known = Receipt.objects.filter(ballot=locked, member__in=ids)
    if known.filter(voted=False).count() != len(ids):
        raise Refused(_("One of them has voted already, or does not vote here. Nobody was marked."))
    _take_receipts(locked, ids)
    locked.on_paper += len(ids)
    locked.save(update_fields=["on_paper"])
    record("ballot.mark_paper", locked, by=by, members=[None, len(ids)])
    return locked


@transaction.atomic
def end_voting(ballot: Ballot, *, by: User) -> Ballot:
    """From now on nobody can vote; what is in the urn stays sealed until the tellers open it."""
    locked = locked_ballot(ballot)
    target = SECRET_BALLOT.target("end", locked.state, locked)
    demand(may_end(by, locked, on=timezone.localdate()))
    locked.state, locked.ended_at = target, timezone.now()
    locked.save(update_fields=["state", "ended_at"])
    voted = Receipt.objects.filter(ballot=locked, voted=True).count()
    record("ballot.end", locked, by=by, receipts=[None, voted], papers=[None, locked.on_paper])
    return locked
