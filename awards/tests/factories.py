"""The cast of the tests of this room: an Alliance and its officers, a People's Committee, a board, a campaign.

`stage()` sets the whole cast through the services a user's click would call; a test arranges what matters to it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from awards.models import AwardForm, Board, Campaign, CampaignKind, Decision, Nomination, Seat, SubjectKind
from awards.services import campaigns, decisions, nominations, reviews
from awards.services.campaigns import CampaignTerms
from awards.services.catalogue import load_catalogue
from awards.services.decisions import DecisionTerms
from awards.services.nominations import Words
from emulation.accounts.models import User
from emulation.ballots.models import Question
from emulation.legislation.models import BaseSalary, Ground, Instrument
from emulation.legislation.planting import plant
from emulation.organisations.models import Kind, Organisation, Person, Post
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint, register

SINCE = date(2020, 1, 1)
PASSWORD = "mat-khau-thu-nghiem-2026"
VOTED = datetime(2024, 12, 30, 3, tzinfo=UTC)
"""When the board closed its vote: before any day on which a test lets a decision be signed."""
numbers = count(1)


def account(
    name: str,
    organisation: Organisation | None = None,
    *offices: str,
    title: str = "",
    birth_year: int | None = None,
) -> User:
    """A person with these posts since 2020, and an open account."""
    person = add_person(name, by=None, birth_year=birth_year)
    for office in offices:
        if organisation is not None:
            appoint(person, organisation, office, title=title or str(office), valid_from=SINCE, by=None)
    user = User(email=f"nguoi{next(numbers)}@example.vn", person=person)
    user.set_password(PASSWORD)
    user.save()
    return user


def unit(name: str, alliance: Organisation, kind: str = Kind.COOPERATIVE) -> Organisation:
    return register(kind, name=name, valid_from=SINCE, parent=alliance, by=None)


@dataclass
class Stage:
    """Everybody and everything; users are named by what they do."""

    alliance: Organisation
    committee: Organisation
    coop: Organisation
    other_coop: Organisation
    board: Board
    campaign: Campaign
    officer: User
    appraiser: User
    secretary: User
    unit_officer: User
    members: list[User]
    decider: User
    stranger: User

    def nominate(
        self, name: str = "Nguyễn Văn An", unit: Organisation | None = None, **words: Any
    ) -> Nomination:
        """An individual drafted by the officer."""
        values: dict[str, Any] = {
            "form": AwardForm.objects.get(code="BK_TINH"),
            "unit": unit or self.coop,
            "name": name,
            "honorific": "Ông",
            "birth_year": 1980,
            "position_title": "Giám đốc",
            "unit_name": (unit or self.coop).name,
            "achievement": "Có thành tích xuất sắc năm 2026",
        }
        return nominations.draft(
            self.campaign, SubjectKind.INDIVIDUAL, Words(**values | words), by=self.officer
        )

    def collective(self, unit: Organisation | None = None, **words: Any) -> Nomination:
        subject = unit or self.coop
        values: dict[str, Any] = {
            "form": AwardForm.objects.get(code="BK_TINH"),
            "unit": subject,
            "name": subject.name,
            "achievement": "Có thành tích xuất sắc năm 2026",
        }
        return nominations.draft(
            self.campaign, SubjectKind.COLLECTIVE, Words(**values | words), by=self.officer
        )

    def carry(self, nomination: Nomination, *moves: str) -> Nomination:
        """Move a nomination on: submit, receive by the officer, appraise by the appraiser."""
        for move in moves:
            by = self.appraiser if move.startswith("appraise") else self.officer
            nomination = nominations.advance(
                nomination, move, by=by, reason="" if move != "return" else "Thiếu báo cáo"
            )
        return nomination

    def eligible(self, *names: str) -> list[Nomination]:
        return [self.carry(self.nominate(name), "submit", "receive", "appraise_ok") for name in names]

    def before_board(self, *names: str) -> list[Nomination]:
        """Individuals on the agenda of an open vote."""
        rows = self.eligible(*names)
        self.campaign = reviews.open_review(self.campaign, by=self.secretary)
        return fresh(rows)

    def vote(self, row: Nomination, *values: str, reason: str = "Có ý kiến") -> None:
        """The members' positions in the order of the members; fewer values leave the last ones silent."""
        for member, value in zip(self.members, values, strict=False):
            reviews.take_position(row, value=value, reason="" if value == "agree" else reason, by=member)

    def approved(self, *names: str) -> list[Nomination]:
        """Individuals whom every member agreed to, the vote closed."""
        rows = self.before_board(*names)
        for row in rows:
            self.vote(row, *["agree"] * len(self.members))
        reviews.close_review(self.campaign, by=self.secretary)
        voted_long_ago(list(self.campaign.nominations.all()))
        self.campaign.refresh_from_db()
        return fresh(rows)

    def terms(self, number: str = "123/QĐ-UBND", **values: Any) -> DecisionTerms:
        given: dict[str, Any] = {
            "summary": "Về việc tặng Bằng khen",
            "number": number,
            "signed_on": date(2026, 11, 20),
            "place": "Thử Nghiệm",
            "grounds": "Luật Thi đua, khen thưởng",
            "signatory": Post.objects.get(person=self.decider.person, office=Office.HEAD),
        }
        return DecisionTerms(**given | values)

    def drafted(self, rows: list[Nomination], number: str = "123/QĐ-UBND", **values: Any) -> Decision:
        voted_long_ago(rows)
        return decisions.draft_decision(
            self.campaign,
            self.terms(number, **values),
            nominations=[row.pk for row in rows],
            by=self.secretary,
        )

    def proposed(self, rows: list[Nomination], number: str = "123/QĐ-UBND", **values: Any) -> Decision:
        return decisions.propose(self.drafted(rows, number, **values), by=self.secretary)

    def published(self, *names: str, number: str = "123/QĐ-UBND") -> Decision:
        """An issued decision; nothing is printed before the transaction commits."""
        return decisions.publish(self.proposed(self.approved(*names), number), by=self.decider)


def voted_long_ago(rows: list[Nomination]) -> None:
    """The board closed its vote on them before any day on which a test lets a decision be signed."""
    Question.objects.filter(nomination__in=rows, closed_at__isnull=False).update(closed_at=VOTED)


def fresh(rows: list[Nomination]) -> list[Nomination]:
    """The same nominations as they are stored now, without what was read before."""
    stored = Nomination.objects.in_bulk([row.pk for row in rows])
    return [stored[row.pk] for row in rows]


def stage(*, members: int = 3, province: str = "Thử Nghiệm") -> Stage:
    load_catalogue()
    if not Instrument.objects.exists():
        # A test that emptied the tables took the law with it, and a draft begins with its grounds.
        plant(Instrument, BaseSalary, Ground)
    alliance = register(
        Kind.ALLIANCE, name=f"Liên minh HTX tỉnh {province}", valid_from=SINCE, place=province, by=None
    )
    committee = register(
        Kind.PEOPLES_COMMITTEE,
        name=f"Ủy ban nhân dân tỉnh {province}",
        valid_from=SINCE,
        place=province,
        by=None,
    )
    coop = unit(f"HTX Nông nghiệp {province} Một", alliance)
    other_coop = unit(f"HTX Nông nghiệp {province} Hai", alliance)
    officer = account("Lê Thị Cán Bộ", alliance, Office.OFFICER)
    board = Board.objects.create(organisation=alliance, name=f"Hội đồng TĐKT tỉnh {province}")
    users = [account(f"Phạm Văn Ủy {number}") for number in range(1, members + 1)]
    for user in users:
        assert user.person is not None
        Seat.objects.create(board=board, person=user.person, title="Ủy viên", valid_from=SINCE)
    campaign = campaigns.open_campaign(
        alliance,
        CampaignTerms(
            title=f"Khen thưởng tổng kết năm 2026 tỉnh {province}",
            year=2026,
            kind=CampaignKind.REGULAR,
            deciding_body=committee,
            forms=list(AwardForm.objects.filter(code__in=["BK_TINH", "CSTDT", "GK_LM"])),
            board=board,
        ),
        by=officer,
    )
    stranger_alliance = register(
        Kind.ALLIANCE, name=f"Liên minh HTX tỉnh khác {province}", valid_from=SINCE, by=None
    )
    return Stage(
        alliance=alliance,
        committee=committee,
        coop=coop,
        other_coop=other_coop,
        board=board,
        campaign=campaign,
        officer=officer,
        appraiser=account("Trần Thị Thẩm Định", alliance, Office.APPRAISER),
        secretary=account("Võ Văn Thư Ký", alliance, Office.COUNCIL_SECRETARY),
        unit_officer=account("Hồ Thị Đơn Vị", coop, Office.OFFICER),
        members=users,
        decider=account("Đặng Văn Chủ Tịch", committee, Office.HEAD, Office.CLERK, title="Chủ tịch"),
        stranger=account("Bùi Thị Tỉnh Khác", stranger_alliance, Office.OFFICER, Office.APPRAISER),
    )


def seat(person: Person, board: Board) -> Seat:
    return Seat.objects.create(board=board, person=person, title="Ủy viên", valid_from=SINCE)
