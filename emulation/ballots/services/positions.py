"""Opening a ballot, taking positions and counting them. The caller has already decided who may."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.ballots import tally
from emulation.ballots.models import Ballot, BallotKind, Position, PositionValue, Question, RollEntry
from emulation.ballots.selectors import newest_positions
from emulation.ballots.states import OPEN_BALLOT
from emulation.organisations.models import Organisation, Person
from emulation.verdicts import Refused


@dataclass(frozen=True)
class Terms:
    """The rule of one question as the catalogue states it: percents, and the clause they come from."""

    threshold: Decimal
    quorum: Decimal
    legal_ground: str
    of_members: bool = True
    strict: bool = False
    recusal_lowers_base: bool = False


@transaction.atomic
def open_ballot(
    title: str,
    *,
    organisation: Organisation,
    members: Sequence[tuple[Person, str]],
    terms: Sequence[Terms],
    by: User,
) -> tuple[Ballot, list[Question]]:
    """Freeze the roll (person, printed title) and put one question for each of `terms`, in that order."""
    if not members:
        raise Refused(_("The board has no members on this day."))
    ballot = Ballot.objects.create(title=title, organisation=organisation, opened_by=by)
    RollEntry.objects.bulk_create(
        RollEntry(ballot=ballot, person=person, name=person.full_name, title=printed)
        for person, printed in members
    )
    questions = ask(ballot, terms)
    record("ballot.open", ballot, by=by, members=[None, len(members)], questions=[None, len(terms)])
    return ballot, questions


def ask(ballot: Ballot, terms: Iterable[Terms]) -> list[Question]:
    """Add questions to an open ballot; the roll stays as it was frozen."""
    return Question.objects.bulk_create(
        [Question(ballot=ballot, **asdict(term)) for term in terms], batch_size=500
    )


@transaction.atomic
def take_position(question: Question, *, member: Person, value: str, reason: str, by: User) -> Position:
    """Append the member's position; the newest counts.

    Raises Refused when the question is closed, the member is not on the roll, or a position other than
    agreement has no reason.
    """
    locked = Question.objects.select_for_update(of=("self",)).select_related("ballot").get(pk=question.pk)
    if locked.ballot.is_secret:
        raise Refused(_("This vote is secret: nobody takes a position by name."))
    if locked.closed_at is not None:
        raise Refused(
            _("The vote was closed at %(when)s.")
            % {"when": f"{timezone.localtime(locked.closed_at):%H:%M %d/%m/%Y}"}
        )
    entry = RollEntry.objects.filter(ballot_id=locked.ballot_id, person=member).first()
    if entry is None:
        raise Refused(_("You are not on the list of members of this vote."))
    if value != PositionValue.AGREE and not reason.strip():
        raise Refused(_("Say why: a position other than agreement needs a reason."))
    return Position.objects.create(
        question=locked, member=entry, value=value, reason=reason.strip(), entered_by=by
    )


@transaction.atomic
def close_ballot(ballot: Ballot, *, recused: dict[int, set[int]], by: User) -> list[Question]:
    """Close every open question of the ballot and freeze its count.

    recused: question id → ids of persons on the roll who must not take part (a conflict of interest);
    whatever they may have entered is counted as a recusal.
    """
    locked = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if locked.kind != BallotKind.OPEN:
        raise Refused(_("This vote is secret: its tellers count it."))
    if not locked.is_open:
        raise Refused(_("This vote has been closed already."))
    questions = list(locked.questions.select_for_update().filter(closed_at=None).order_by("pk"))
    seats = locked.roll.count()
    positions = newest_positions(questions)
    now = timezone.now()
    for question in questions:
        out = recused.get(question.pk, set())
        values = [p.value for p in positions.get(question.pk, []) if p.member.person_id not in out]
        outcome = tally.tally([*values, *[tally.RECUSE] * len(out)], seats=seats, rule=question.rule)
        question.outcome, question.closed_at = asdict(outcome), now
    Question.objects.bulk_update(questions, ["outcome", "closed_at"], batch_size=500)
    locked.state = OPEN_BALLOT.target("close", locked.state, locked)
    locked.closed_at, locked.closed_by = now, by
    locked.save(update_fields=["state", "closed_at", "closed_by"])
    counted = [
        (p.question_id, p.member_id, p.value, p.reason) for q in questions for p in positions.get(q.pk, [])
    ]
    record(
        "ballot.close", locked, by=by, questions=[None, len(questions)], positions=[None, digest_of(counted)]
    )
    return questions


def digest_of(counted: list[tuple[int, int, str, str]]) -> str:
    """The fingerprint of the positions counted: a row changed afterwards no longer matches the audit."""
    return hashlib.sha256(json.dumps(counted, ensure_ascii=False).encode()).hexdigest()
