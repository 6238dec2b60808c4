"""Reading secret ballots: doors, turnout, what waits. Never what anybody chose: nothing here could know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.ballots.models import (
    Ballot,
    BallotKind,
    BatchEntry,
    Keeping,
    Question,
    Receipt,
    RollEntry,
    Teller,
    TellerKey,
)
from emulation.ballots.permissions import may_see
from emulation.ballots.selectors.telling import sentences
from emulation.ballots.states import BallotState
from emulation.verdicts import YES, No, Verdict
from emulation.waiting import Task


@dataclass(frozen=True)
class Turnout:
    """How many of those who may vote have: the only number known before the count. `members` is the whole roll."""

    voted: int
    voters: int
    members: int


def ballot_for(user: User, pk: int) -> Ballot:
    """The door to a secret ballot: 404 for an unknown one and for whoever has no part in it alike."""
    found = Ballot.objects.filter(pk=pk, kind=BallotKind.SECRET).select_related("organisation", "previous")
    ballot = found.prefetch_related("tellers").first()
    if ballot is None or not may_see(user, ballot, on=timezone.localdate()):
        raise Http404
    return ballot


def entry_of(ballot: Ballot, pk: int) -> RollEntry:
    """A member of the ballot; 404 for anybody else."""
    entry = ballot.roll.filter(pk=pk).select_related("ballot").first()
    if entry is None:
        raise Http404
    return entry


def questions_of(ballot: Ballot) -> list[Question]:
    """In the order of the paper, with their candidates; two queries."""
    return list(ballot.questions.select_related("ballot").prefetch_related("candidates").order_by("pk"))


def own_entry(user: User, ballot: Ballot) -> RollEntry | None:
    """The person's place on the roll."""
    if user.person_id is None:
        return None
    return ballot.roll.filter(person=user.person_id).first()


def has_voted(entry: RollEntry) -> bool:
    """Whether the member has voted, on screen or on paper; known of an own entry and to tellers only as a number."""
    if entry.took_part is not None:
        return entry.took_part
    return Receipt.objects.filter(member=entry, voted=True).exists()


def turnout_of(ballot: Ballot) -> Turnout:
    """One query, and one more while the receipts still say it."""
    told = ballot.roll.aggregate(
        members=Count("pk"),
        voters=Count("pk", filter=Q(barred="")),
        took_part=Count("pk", filter=Q(took_part=True)),
    )
    voted = told["took_part"]
    if ballot.state != BallotState.CLOSED:
        voted = Receipt.objects.filter(ballot=ballot, voted=True).count()
    return Turnout(voted, told["voters"], told["members"])


def is_whole(ballot: Ballot) -> Verdict:
    """Whether urn and receipts of an opened ballot are there: a restored backup has neither."""
    opened = ballot.state in (BallotState.OPEN, BallotState.ENDED)
    if not opened or Receipt.objects.filter(ballot=ballot).exists():
        return YES
    return No(
        _(
            "This vote was under way when the data were restored from a backup. Votes are in no backup: annul it "
            "and repeat it."
        )
    )


def voters_of(ballot: Ballot) -> QuerySet[RollEntry]:
    """Who may vote, in the order of the roll. Whether they have is told to nobody, the tellers included."""
    return ballot.roll.filter(barred="").order_by("pk")


@dataclass(frozen=True)
class Result:
    """What a question came to: its sentences, whether it passed (or every place was filled), and its papers."""

    question: Question
    sentences: list[str]
    passed: bool
    returned: int
    valid: int
    blank: int
    invalid: int


def results_of(ballot: Ballot) -> list[Result]:
    """The counted questions; two queries."""
    return [_result(question) for question in questions_of(ballot) if question.outcome is not None]


def _result(question: Question) -> Result:
    told, election, outcome = sentences(question), question.election, question.result
    if election is not None:
        done = not election.again
        return Result(
            question, told, done, election.returned, election.valid, election.blank, election.invalid
        )
    if outcome is None:
        raise ValueError("a counted question has an outcome")
    valid = outcome.agree + outcome.disagree + outcome.defer
    returned = valid + outcome.blank + outcome.invalid
    return Result(question, told, outcome.passed, returned, valid, outcome.blank, outcome.invalid)


def tellers_of(ballot: Ballot) -> list[tuple[Teller, bool]]:
    """(teller, whether the secret is chosen), the chief first; one query."""
    keys = TellerKey.objects.filter(teller=OuterRef("pk"))
    rows = Teller.objects.filter(ballot=ballot).annotate(has_key=Exists(keys)).order_by("place")
    return [(row, row.has_key) for row in rows]


def entries_of_papers(ballot: Ballot) -> list[str]:
    """The names of the tellers who have entered the papers; never what."""
    rows = BatchEntry.objects.filter(ballot=ballot).select_related("entered_by__person").order_by("pk")
    return [str(row.entered_by) for row in rows]


def ballots_of(user: User) -> QuerySet[Ballot]:
    """Secret ballots that the person votes in, counts or prepared: those that are still to come first."""
    person = user.person_id or 0
    mine = Q(roll__person=person) | Q(tellers__person=person) | Q(opened_by=user)
    living = ~Q(state__in=(BallotState.CLOSED, BallotState.ANNULLED))
    rows = Ballot.objects.filter(mine, kind=BallotKind.SECRET).distinct().select_related("organisation")
    return rows.alias(living=living).order_by("-living", "-pk")


def tasks(user: User, on: date) -> Iterator[Task]:
    """What waits for the person: a vote to cast, a teller's secret to choose, an urn to open."""
    if user.person_id is None:
        return
    ballots = Ballot.objects.filter(kind=BallotKind.SECRET)
    for ballot in ballots.filter(
        state=BallotState.OPEN, receipts__member__person=user.person_id, receipts__voted=False
    ).order_by("pk"):
        yield Task(
            _("Your vote is asked for, in secret: %(ballot)s") % {"ballot": ballot.title},
            _("Vote"),
            reverse("ballots:ballot", args=[ballot.pk]),
            since=timezone.localdate(ballot.opened_at),
        )
    secretless = ballots.filter(tellers__person=user.person_id, tellers__key__isnull=True)
    for ballot in secretless.filter(state=BallotState.PREPARED, keeping=Keeping.TELLERS).order_by("pk"):
        yield Task(
            _("You are a teller of a secret vote: choose your secret. %(ballot)s") % {"ballot": ballot.title},
            _("Choose the secret"),
            reverse("ballots:key", args=[ballot.pk]),
        )
    for ballot in ballots.filter(tellers__person=user.person_id, state=BallotState.ENDED).order_by("pk"):
        yield Task(
            _("The voting has ended, the urn is to be opened: %(ballot)s") % {"ballot": ballot.title},
            _("Open the urn"),
            reverse("ballots:tellers", args=[ballot.pk]),
        )
