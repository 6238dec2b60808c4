"""A secret ballot and its roll until it is opened. The caller decides who may prepare one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.ballots.models import (
    Ballot,
    BallotKind,
    Candidate,
    Keeping,
    Question,
    QuestionKind,
    RollEntry,
    Teller,
)
from emulation.ballots.permissions import may_run
from emulation.ballots.services.positions import Terms
from emulation.ballots.states import BallotState
from emulation.notices.services import tell
from emulation.organisations.models import Organisation, Person
from emulation.verdicts import Refused, demand

FEWEST_TELLERS = 2


@dataclass(frozen=True)
class Voter:
    """A member: a person, or `organisation` represented by that person (`representation` says by what right).

    Who is `barred` (the reason, in words) counts among the members and must not vote.
    """

    person: Person
    title: str = ""
    organisation: Organisation | None = None
    representation: str = ""
    barred: str = ""


@dataclass(frozen=True)
class Nominee:
    """A candidate as printed on the paper."""

    name: str
    detail: str = ""
    organisation: Organisation | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Item:
    """One question of a secret ballot, with the rule of its date.

    CONFIRM: agree or disagree (or defer) on one candidate, or on `text` alone. ELECTION: choose at most `places`.
    """

    text: str
    terms: Terms
    nominees: Sequence[Nominee] = field(default_factory=tuple)
    kind: str = QuestionKind.CONFIRM
    places: int = 1
    may_defer: bool = False


@transaction.atomic
def prepare(
    title: str,
    *,
    organisation: Organisation,
    voters: Sequence[Voter],
    items: Sequence[Item],
    tellers: Sequence[tuple[Person, str]],
    by: User,
    owner: str = "",
    owner_pk: int | None = None,
    after: Ballot | None = None,
    keeping: str = Keeping.TELLERS,
) -> Ballot:
    """A secret ballot with its roll, questions and tellers (person, printed title; the chief first), not yet open.

    `after` is the ballot whose next round this is. Raises Refused for a roll without anybody who may vote, for
    fewer than two tellers, for one named twice, and for an election without candidates.
    """
    _refuse_incomplete(voters, items, tellers)
    if after is not None and after.state not in (BallotState.CLOSED, BallotState.ANNULLED):
        raise Refused(_("The round before this one is not over yet."))
    ballot = Ballot.objects.create(
        title=title,
        organisation=organisation,
        kind=BallotKind.SECRET,
        state=BallotState.PREPARED,
        keeping=Keeping(keeping).value,
        owner=owner,
        owner_pk=owner_pk,
        previous=after,
        round=after.round + 1 if after else 1,
        opened_by=by,
    )
    RollEntry.objects.bulk_create(_entry(ballot, voter) for voter in voters)
    for item in items:
        _ask(ballot, item)
    Teller.objects.bulk_create(
        Teller(ballot=ballot, person=person, place=place, name=person.full_name, title=printed)
        for place, (person, printed) in enumerate(tellers, start=1)
    )
    record(
        "ballot.prepare",
        ballot,
        by=by,
        members=[None, len(voters)],
        questions=[None, len(items)],
        tellers=[None, [person.full_name for person, _title in tellers]],
        keeping=[None, ballot.keeping],
    )
    people = User.objects.filter(person__in=[person for person, _title in tellers], is_active=True)
    if ballot.keeping == Keeping.TELLERS:
        text = gettext_lazy("You are a teller of a secret vote: choose your secret. %(ballot)s")
        tell(people, text=text, values={"ballot": title}, url=reverse("ballots:tellers", args=[ballot.pk]))
    return ballot


def _refuse_incomplete(
    voters: Sequence[Voter], items: Sequence[Item], tellers: Sequence[tuple[Person, str]]
) -> None:
    if not any(not voter.barred for voter in voters):
        raise Refused(_("Nobody on the list of members may vote."))
    if len({voter.person.pk for voter in voters}) < len(voters):
        raise Refused(_("Somebody stands on the list of members twice."))
    units = [voter.organisation.pk for voter in voters if voter.organisation]
    if len(set(units)) < len(units):
        raise Refused(_("A unit stands on the list of members twice: one unit, one vote."))
    if len({person.pk for person, _title in tellers}) < max(FEWEST_TELLERS, len(tellers)):
        raise Refused(_("Name at least two different tellers."))
    if not items:
        raise Refused(_("There is no question to vote on."))
    if any(item.kind == QuestionKind.ELECTION and len(item.nominees) < 1 for item in items):
        raise Refused(_("An election needs candidates."))


def _entry(ballot: Ballot, voter: Voter) -> RollEntry:
    return RollEntry(
        ballot=ballot,
        person=voter.person,
        name=voter.person.full_name,
        title=voter.title,
        organisation=voter.organisation,
        organisation_name=voter.organisation.name if voter.organisation else "",
        representation=voter.representation,
        barred=voter.barred,
    )


def _ask(ballot: Ballot, item: Item) -> Question:
    election = item.kind == QuestionKind.ELECTION
    question = Question.objects.create(
        ballot=ballot,
        kind=QuestionKind(item.kind).value,
        text=item.text,
        places=item.places if election else 1,
        may_defer=item.may_defer and not election,
        **asdict(item.terms),
    )
    Candidate.objects.bulk_create(
        Candidate(
            question=question,
            place=place,
            name=one.name,
            detail=one.detail,
            organisation=one.organisation,
            person=one.person,
        )
        for place, one in enumerate(item.nominees, start=1)
    )
    return question


def locked_ballot(ballot: Ballot) -> Ballot:
    """The secret ballot, held with its organisation's chain until the transaction ends: for acts that record."""
    hold(ballot.organisation_id)
    return Ballot.objects.select_for_update().get(pk=ballot.pk, kind=BallotKind.SECRET)


@transaction.atomic
def take_off(entry: RollEntry, *, reason: str, by: User) -> None:
    """Take somebody off the roll who is no member any more; only before the opening."""
    ballot = _still_prepared(entry.ballot, reason, by=by)
    if ballot.roll.filter(barred="").exclude(pk=entry.pk).count() == 0:
        raise Refused(_("Nobody on the list of members may vote."))
    record("ballot.take_off", ballot, by=by, reason=reason, member=[entry.member_name, None])
    entry.delete()


@transaction.atomic
def bar(entry: RollEntry, *, reason: str, by: User) -> RollEntry:
    """Somebody with a conflict of interest stays among the members and does not vote; only before the opening."""
    ballot = _still_prepared(entry.ballot, reason, by=by)
    if ballot.roll.filter(barred="").exclude(pk=entry.pk).count() == 0:
        raise Refused(_("Nobody on the list of members may vote."))
    entry.barred = reason.strip()
    entry.save(update_fields=["barred"])
    record("ballot.bar", ballot, by=by, reason=reason, member=[None, entry.member_name])
    return entry


def _still_prepared(ballot: Ballot, reason: str, *, by: User) -> Ballot:
    locked = locked_ballot(ballot)
    demand(may_run(by, locked, on=timezone.localdate()))
    if locked.state != BallotState.PREPARED:
        raise Refused(_("The list of members is frozen: the vote has been opened."))
    if not reason.strip():
        raise Refused(_("Say why."))
    return locked
