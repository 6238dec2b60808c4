"""The paper batch and the count of a secret ballot."""

import json
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from nacl.public import PrivateKey

from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.ballots import sealing, slips, tally
from emulation.ballots.models import (
    Ballot,
    BatchEntry,
    Envelope,
    Keeping,
    Paper,
    Question,
    QuestionKind,
    Receipt,
    RollEntry,
    Teller,
    TellerKey,
    Urn,
)
from emulation.ballots.owners import owner_of
from emulation.ballots.permissions import may_tell
from emulation.ballots.selectors.secret import is_whole
from emulation.ballots.services.casting import options_of, slip_key
from emulation.ballots.services.opening import box_key
from emulation.ballots.services.preparing import locked_ballot
from emulation.ballots.services.traces import overwrite_freed_pages, wipe
from emulation.ballots.states import SECRET_BALLOT, BallotState
from emulation.ballots.tally import BLANK, INVALID, Papers
from emulation.verdicts import Refused, demand

PAD = 1024
Batch = Mapping[int, Papers]
"""{question id: what the paper ballots and written opinions say of it}."""
Secrets = Mapping[int, str]
"""{teller id: the teller's secret}."""


@dataclass(frozen=True)
class Difference:
    """A number that the two tellers entered differently: the question, what was counted (an option, "returned",
    "blank", "invalid"), and each one's number."""

    question: Question
    what: str
    first: int
    second: int


class BatchesDiffer(Exception):
    """The two entries of the papers do not agree; nothing was counted. `differences` is shown, never stored."""

    def __init__(self, names: tuple[str, str], differences: Sequence[Difference]) -> None:
        super().__init__(_("The two entries of the papers differ."))
        self.names = names
        self.differences = differences


class DoesNotAddUp(Refused):
    """What is in the urn does not fit the receipts, or was not put in by this program: the vote is repeated."""


@sensitive_variables()
@transaction.atomic
def enter_batch(ballot: Ballot, batch: Batch, *, by: User) -> BatchEntry:
    """One teller's count of the paper ballots and written opinions, sealed until the count; again replaces it.

    Only after the voting has ended. Raises Refused for numbers that cannot be true, when two other tellers have
    entered theirs, and where nobody votes on paper.
    """
    locked = locked_ballot(ballot)
    demand(may_tell(by, locked))
    if locked.state != BallotState.ENDED:
        raise Refused(_("The papers are counted when the voting has ended."))
    if not locked.on_paper:
        raise Refused(_("Nobody was marked as voting on paper."))
    others = BatchEntry.objects.filter(ballot=locked).exclude(entered_by=by).count()
    if others > 1:
        raise Refused(_("Two tellers have entered the papers already."))
    _refuse_impossible(locked, batch)
    content = json.dumps({str(pk): asdict(papers) for pk, papers in batch.items()}, sort_keys=True).encode()
    content = content.ljust(-(-len(content) // PAD) * PAD)
    overwrite_freed_pages()
    entry, _made = BatchEntry.objects.update_or_create(
        ballot=locked, entered_by=by, defaults={"sealed": sealing.seal(locked.public_key, content)}
    )
    record("ballot.enter_batch", locked, by=by)
    return entry


def _refuse_impossible(ballot: Ballot, batch: Batch) -> None:
    questions = {one.pk: one for one in ballot.questions.prefetch_related("candidates")}
    if batch.keys() != questions.keys() or len({papers.returned for papers in batch.values()}) != 1:
        raise Refused(_("Each question has as many papers returned as the others."))
    for pk, papers in batch.items():
        if papers.returned > ballot.on_paper:
            raise Refused(
                _("%(returned)s papers came back and %(issued)s were given out.")
                % {"returned": papers.returned, "issued": ballot.on_paper}
            )
        question = questions[pk]
        if papers.problem(options=options_of(question), places=question.places):
            raise Refused(
                _("%(question)s: the votes, blank and invalid papers do not add up to the papers returned.")
                % {"question": question}
            )


@sensitive_variables()
@transaction.atomic
def count(ballot: Ballot, given: Secrets, *, by: User) -> Ballot:
    """Open the urn with the secrets of two tellers, count, freeze the result and erase all that led to it.

    Raises sealing.WrongSecret for a secret that does not fit, BatchesDiffer when the two entries of the papers
    differ, DoesNotAddUp when the urn does not hold what the receipts say; nothing is changed then.
    """
    locked = locked_ballot(ballot)
    target = SECRET_BALLOT.target("count", locked.state, locked)
    demand(may_tell(by, locked))
    demand(is_whole(locked))
    box, tellers = _open(locked, given)
    questions = list(locked.questions.prefetch_related("candidates").order_by("pk"))
    batch = _agreed_batch(locked, questions, box)
    voted = Receipt.objects.filter(ballot=locked, voted=True)
    screen = {one.pk: _from_urn(one, box, voted.count() - locked.on_paper) for one in questions}
    now, seats = timezone.now(), locked.roll.count()
    barred = locked.roll.exclude(barred="").count()
    papers: list[Paper] = []
    for question in questions:
        counted = screen[question.pk] + batch.get(question.pk, Papers())
        question.outcome, question.closed_at = _outcome(question, counted, seats, barred), now
        papers += [Paper(question=question, choice=choice) for choice in _marks(counted)]
    Question.objects.bulk_update(questions, ["outcome", "closed_at"])
    secrets.SystemRandom().shuffle(papers)
    Paper.objects.bulk_create(papers)
    _tell_roll(locked)
    wipe(locked)
    locked.state, locked.closed_at, locked.closed_by = target, now, by
    locked.save(update_fields=["state", "closed_at", "closed_by"])
    record(
        "ballot.count",
        locked,
        by=by,
        questions=[None, len(questions)],
        tellers=[None, [teller.name for teller in tellers]],
    )
    owner = owner_of(locked)
    if owner is not None:
        owner.counted(locked)
    return locked


@sensitive_variables()
def _open(ballot: Ballot, given: Secrets) -> tuple[PrivateKey, list[Teller]]:
    """The urn's private key, and the tellers who opened it."""
    envelopes = Envelope.objects.filter(ballot=ballot)
    try:
        if ballot.keeping == Keeping.PROGRAM:
            return sealing.open_plain_box(envelopes.get().sealed, box_key()), list(ballot.tellers.all())
        tellers = list(ballot.tellers.select_related("key").filter(pk__in=given, key__isnull=False))[:2]
        if len(tellers) < 2:
            raise Refused(_("Two tellers enter their secrets together."))
        outer, inner = (_unlocked(teller.key, given[teller.pk]) for teller in tellers)
        envelope = envelopes.get(outer=tellers[0], inner=tellers[1])
        return sealing.open_box(envelope.sealed, outer, inner), tellers
    except (sealing.Spoilt, Envelope.DoesNotExist) as problem:
        raise DoesNotAddUp(_("The keys of this vote were changed. Annul it and repeat it.")) from problem


@sensitive_variables()
def _unlocked(key: TellerKey, secret: str) -> PrivateKey:
    return sealing.unlock(sealing.LockedKey(key.public, key.salt, key.locked), secret)


@sensitive_variables()
def _agreed_batch(ballot: Ballot, questions: Sequence[Question], box: PrivateKey) -> dict[int, Papers]:
    """What two tellers entered alike; nothing where nobody votes on paper."""
    if not ballot.on_paper:
        return {}
    entries = list(
        BatchEntry.objects.filter(ballot=ballot).select_related("entered_by__person").order_by("pk")
    )
    if len(entries) < 2:
        raise Refused(_("Two tellers, each alone, enter the papers before the urn is opened."))
    try:
        first, second = (_read_batch(sealing.unseal(box, entry.sealed)) for entry in entries)
    except sealing.Spoilt as problem:
        raise DoesNotAddUp(_("An entry of the papers was changed. Enter it anew.")) from problem
    differences = list(_differences(questions, first, second))
    if differences:
        names = (str(entries[0].entered_by), str(entries[1].entered_by))
        raise BatchesDiffer(names, differences)
    return first


def _read_batch(content: bytes) -> dict[int, Papers]:
    return {int(pk): Papers(**told) for pk, told in json.loads(content).items()}


def _differences(
    questions: Sequence[Question], first: Mapping[int, Papers], second: Mapping[int, Papers]
) -> Iterator[Difference]:
    for question in questions:
        one, two = first[question.pk], second[question.pk]
        pairs = [("returned", one.returned, two.returned)]
        pairs += [
            (option, one.votes.get(option, 0), two.votes.get(option, 0)) for option in options_of(question)
        ]
        pairs += [(BLANK, one.blank, two.blank), (INVALID, one.invalid, two.invalid)]
        yield from (
            Difference(question, what, mine, theirs) for what, mine, theirs in pairs if mine != theirs
        )


@sensitive_variables()
def _from_urn(question: Question, box: PrivateKey, expected: int) -> Papers:
    """The papers of the screen. Raises DoesNotAddUp."""
    urn = Urn.objects.filter(pk=question.pk).first()
    if urn is None or len(urn.papers) != expected:
        raise DoesNotAddUp(
            _(
                "The urn holds %(papers)s papers and %(receipts)s members have voted. Annul the vote and repeat it."
            )
            % {"papers": len(urn.papers) if urn else 0, "receipts": expected}
        )
    options = options_of(question)
    try:
        opened = [sealing.unseal(box, sealed) for sealed in urn.papers]
        return tally.read_papers(
            slips.unpack(question.pk, options, opened, slip_key()), options=options, places=question.places
        )
    except (sealing.Spoilt, slips.Forged) as problem:
        raise DoesNotAddUp(
            _("The urn holds a paper that this program did not put in. Annul the vote and repeat it.")
        ) from problem


def _outcome(question: Question, papers: Papers, seats: int, barred: int) -> dict[str, object]:
    if question.kind != QuestionKind.ELECTION:
        return asdict(tally.confirm(papers, seats=seats, recused=barred, rule=question.rule))
    return asdict(
        tally.elect(
            papers,
            candidates=options_of(question),
            places=question.places,
            seats=seats,
            recused=barred,
            rule=question.rule,
        )
    )


def _marks(papers: Papers) -> Iterator[str]:
    """One for each mark, each blank and each invalid paper: what the count can be made again from."""
    yield from Counter(papers.votes).elements()
    yield from [BLANK] * papers.blank + [INVALID] * papers.invalid


def _tell_roll(ballot: Ballot) -> None:
    """Put on the roll who took part: by one statement, when nothing is secret about it any more."""
    voted = Receipt.objects.filter(ballot=ballot, voted=True).values("member")
    members = RollEntry.objects.filter(ballot=ballot)
    took_part = frozenset(voted.values_list("member", flat=True))
    entries = list(members.order_by("pk"))
    for entry in entries:
        entry.took_part = entry.pk in took_part
    RollEntry.objects.bulk_update(entries, ["took_part"])
