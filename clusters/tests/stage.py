"""The cast of case 002: the cluster Tây Nam sông Hậu, seven Alliances below the Vietnam Cooperative Alliance."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count

from clusters.models import Cluster, ClusterKind, Ladder, Outcome, Pledge, Role, Season, Seat, Signatory
from clusters.selectors.pledges import signatories_of
from clusters.services import clusters, pledges, seasons, signatures
from clusters.services.clusters import ClusterTerms, TurnTerms
from clusters.services.pledges import PledgeTerms, TargetTerms
from clusters.services.seasons import SeasonTerms
from emulation.accounts.identity import PASSWORD as BY_PASSWORD
from emulation.accounts.identity import Proof
from emulation.accounts.models import User
from emulation.organisations.models import Kind, Level, Organisation
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint, register

SINCE = date(2015, 1, 1)
SECRET = "mat-khau-thu-nghiem-2026"
MEMBERS = ("Sóc Trăng", "An Giang", "Bạc Liêu", "Cần Thơ", "Hậu Giang", "Kiên Giang", "Cà Mau")
LEADERS = {2018: "Hậu Giang", 2019: "Bạc Liêu", 2020: "Sóc Trăng"}
numbers = count(1)


def account(name: str, organisation: Organisation | None = None, *offices: str, since: date = SINCE) -> User:
    """A person with these posts since that day, and an open account."""
    person = add_person(name, by=None)
    for office in offices:
        if organisation is not None:
            appoint(person, organisation, office, title=str(Office(office).label), valid_from=since, by=None)
    user = User(email=f"cum{next(numbers)}@example.vn", person=person)
    user.set_password(SECRET)
    user.save()
    return user


@dataclass
class Stage:
    """Bodies and people by the part they play; `heads` and `officers` by the name of the province."""

    centre: Organisation
    officer: User
    stranger: User
    members: dict[str, Organisation]
    heads: dict[str, User]
    officers: dict[str, User] = field(default_factory=dict)

    def cluster(self, *names: str) -> Cluster:
        """The cluster with these members (all seven), and its ledger of 2018 to 2020."""
        cluster = clusters.found(
            self.centre,
            ClusterTerms(
                kind=ClusterKind.CLUSTER,
                ladder=Ladder.VCA,
                name="Cụm thi đua Tây Nam sông Hậu",
                founding_number="15/QĐ-LMHTXVN",
                founded_on=date(2018, 1, 10),
                term_reference="Đại hội VI, nhiệm kỳ 2020-2025",
            ),
            by=self.officer,
        )
        bodies = [self.members[name] for name in names or MEMBERS]
        clusters.admit(cluster, bodies, on=date(2018, 1, 10), by=self.officer)
        return cluster

    def with_ledger(self, cluster: Cluster) -> Cluster:
        for year, name in LEADERS.items():
            clusters.enter_turn(
                cluster,
                TurnTerms(
                    year=year,
                    role=Role.LEADER,
                    organisation=self.members[name],
                    outcome=Outcome.HELD,
                    held_from=date(year, 1, 20),
                    held_to=date(year + 1, 1, 27),
                ),
                by=self.officer,
            )
        return cluster

    def season(self, cluster: Cluster | None = None, *, year: int = 2021, leader: str = "An Giang") -> Season:
        """A composed season, led by one of its members."""
        season = seasons.begin(
            cluster or self.cluster(),
            SeasonTerms(year=year),
            by=self.officer,
            leader=self.members[leader],
        )
        return seasons.move(season, "compose", by=self.officer)

    def pledge(self, season: Season | None = None) -> Pledge:
        """A draft with two targets and two sentences."""
        pledge = pledges.draft(
            season or self.season(),
            terms=PledgeTerms(
                title="Giao ước thi đua năm 2021",
                commitments="Thực hiện thắng lợi nhiệm vụ được giao\nBáo cáo đúng hạn",
                place="Sóc Trăng",
                day=date(2021, 1, 27),
            ),
            by=self.officer,
        )
        for terms in TARGETS:
            pledges.put_target(pledge, terms, by=self.officer)
        return pledge

    def opened(self, season: Season | None = None) -> Pledge:
        return pledges.move(self.pledge(season), "open", by=self.officer)

    def place(self, pledge: Pledge, name: str) -> Signatory:
        """The place of a member under a pledge as it is opened now."""
        return next(
            row for row in signatories_of(pledge) if row.seat.organisation_id == self.members[name].pk
        )

    def signs(self, pledge: Pledge, *names: str) -> None:
        """The heads of these members sign, one after the other."""
        for name in names:
            row, head = self.place(pledge, name), self.heads[name]
            signatures.sign(row, digest=row.pledge.digest, proof=proof_of(head), by=head)

    def seat(self, season: Season, name: str) -> Seat:
        return season.seats.get(organisation=self.members[name])


TARGETS = (
    TargetTerms(text="HTX thành lập mới", value=Decimal(20), unit="HTX", reading="tính cho mỗi Liên minh"),
    TargetTerms(text="Số thành viên của HTX tăng so với năm trước", value=Decimal(8), unit="%"),
)


def proof_of(user: User) -> Proof:
    return Proof(user.pk, BY_PASSWORD)


def stage(*names: str) -> Stage:
    """The cast with these members (all seven), each with a head and an officer."""
    centre = register(
        Kind.CENTRAL_ALLIANCE,
        name="Liên minh Hợp tác xã Việt Nam",
        valid_from=SINCE,
        level=Level.CENTRAL,
        by=None,
    )
    members, heads, officers = {}, {}, {}
    for name in names or MEMBERS:
        members[name] = register(
            Kind.ALLIANCE,
            name=f"Liên minh Hợp tác xã {name}",
            short_name=name,
            valid_from=SINCE,
            level=Level.PROVINCE,
            parent=centre,
            place=name,
            by=None,
        )
        heads[name] = account(f"Nguyễn Văn {name}", members[name], Office.HEAD)
        officers[name] = account(f"Trần Thị {name}", members[name], Office.OFFICER)
    other = register(
        Kind.ALLIANCE,
        name="Liên minh Hợp tác xã Lào Cai",
        valid_from=SINCE,
        level=Level.PROVINCE,
        parent=centre,
        by=None,
    )
    return Stage(
        centre=centre,
        officer=account("Lê Thị Trung Ương", centre, Office.OFFICER),
        stranger=account("Lò Người Xa", other, Office.OFFICER),
        members=members,
        heads=heads,
        officers=officers,
    )
