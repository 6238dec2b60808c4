"""A secret ballot as a cluster or a board puts it: units or people who vote, tellers with their secrets."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

from emulation.accounts.models import User
from emulation.accounts.tests.factories import account, holder
from emulation.ballots import sealing
from emulation.ballots.models import Ballot, Candidate, Keeping, Question, QuestionKind, TellerKey
from emulation.ballots.services import casting, counting, opening, preparing
from emulation.ballots.services.positions import Terms
from emulation.ballots.services.preparing import Item, Nominee, Voter
from emulation.organisations.models import Kind, Organisation, Person
from emulation.organisations.offices import Office
from emulation.organisations.tests import factories as organisations

NINETY = Terms(threshold=Decimal(90), quorum=Decimal("66.66"), legal_ground="Điều 45 khoản 8")
HALF = Terms(threshold=Decimal(50), quorum=Decimal("66.66"), legal_ground="Quy chế cụm", strict=True)
PROVINCES = ("An Giang", "Kiên Giang", "Cần Thơ", "Hậu Giang", "Sóc Trăng", "Bạc Liêu", "Cà Mau")
NAMES = ("Ân", "Bình", "Châu", "Dũng", "Em", "Giang", "Hạnh", "Khoa", "Lan", "Mỹ", "Nghị", "Oanh")
SECRETS = ("tre xanh đầu ngõ 1", "ba con cá rô 2", "mưa chiều miền Tây 3")
numbers = count(1)
key_of = cache(sealing.new_key)


@dataclass
class Vote:
    """A ballot with the accounts of its members and tellers, and of whoever runs it."""

    ballot: Ballot
    members: list[User]
    tellers: list[User]
    runner: User

    @property
    def questions(self) -> list[Question]:
        return list(self.ballot.questions.order_by("pk"))

    @property
    def secrets(self) -> dict[int, str]:
        """{teller id: secret} of the first two."""
        rows = list(self.ballot.tellers.all())
        return dict(zip((row.pk for row in rows[:2]), SECRETS, strict=False))

    def entry(self, place: int) -> Any:
        return self.ballot.roll.get(person=self.members[place].person_id)

    def candidates(self, question: Question | None = None) -> list[str]:
        chosen = question or self.questions[0]
        return [one.code for one in Candidate.objects.filter(question=chosen)]

    def choose_secrets(self) -> None:
        """As `opening.take_key` does, with keys made once for the whole run: they cost a fifth of a second each."""
        for teller, secret in zip(self.ballot.tellers.all(), SECRETS, strict=False):
            key = key_of(secret)
            TellerKey.objects.update_or_create(
                teller=teller, defaults={"public": key.public, "salt": key.salt, "locked": key.locked}
            )

    def open(self) -> "Vote":
        if self.ballot.keeping == Keeping.TELLERS:
            self.choose_secrets()
        self.ballot = opening.open_secret(self.ballot, by=self.runner)
        return self

    def cast(self, place: int, *chosen: str) -> None:
        """The member at that place chooses the same on every question."""
        choices = {question.pk: list(chosen) for question in self.questions}
        casting.cast(self.ballot, choices, by=self.members[place])

    def end(self) -> "Vote":
        self.ballot = casting.end_voting(self.ballot, by=self.tellers[0])
        return self

    def count(self) -> "Vote":
        self.ballot = counting.count(self.ballot, self.secrets, by=self.tellers[0])
        return self


def confirming(name: str = "Hợp tác xã Mỹ Lộc", terms: Terms = NINETY, **facts: Any) -> Item:
    return Item(text=f"Suy tôn {name}", terms=terms, nominees=[Nominee(name)], **facts)


def electing(*names: str, places: int = 1, terms: Terms = HALF) -> Item:
    return Item(
        text="Bầu Cụm trưởng",
        terms=terms,
        nominees=[Nominee(name) for name in names or ("An Giang", "Cần Thơ", "Cà Mau")],
        kind=QuestionKind.ELECTION,
        places=places,
    )


def vote(
    members: int = 7,
    *,
    items: list[Item] | None = None,
    tellers: int = 2,
    of_units: bool = False,
    organisation: Organisation | None = None,
    **facts: Any,
) -> Vote:
    """A prepared ballot of `members` people, or `of_units`: each represents a unit."""
    home = organisation or organisations.organisation(f"Cụm {next(numbers)}", kind=Kind.ALLIANCE)
    runner = holder(home, Office.COUNCIL_SECRETARY, name="Thư Ký Hội Nghị")
    people, voters = [], []
    for place in range(members):
        person = organisations.person(f"Nguyễn Văn {NAMES[place % len(NAMES)]}")
        people.append(account(person))
        voters.append(_unit(person, place) if of_units else Voter(person=person, title="Ủy viên"))
    counters = [account(organisations.person(f"Trần Thị Kiểm {NAMES[place]}")) for place in range(tellers)]
    ballot = preparing.prepare(
        f"Bỏ phiếu kín lần {next(numbers)}",
        organisation=home,
        voters=voters,
        items=items or [confirming()],
        tellers=[
            (one.person, "Trưởng ban" if place == 0 else "Ủy viên") for place, one in enumerate(counters)
        ],
        by=runner,
        **facts,
    )
    return Vote(ballot, people, counters, runner)


def _unit(person: Person, place: int) -> Voter:
    name = f"Liên minh HTX {PROVINCES[place % len(PROVINCES)]} {next(numbers)}"
    unit = organisations.organisation(name, kind=Kind.ALLIANCE)
    return Voter(person, "Chủ tịch", unit, "Người đứng đầu đơn vị")
