"""The cast of case 000: the Alliance and the Emulation Board of Kiên Giang in September 2017, through services."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from emulation.accounts.models import User
from emulation.organisations.models import Kind, Level, Organisation
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint, register
from programmes.models import Programme
from programmes.services import parties, programmes, signings
from programmes.services.parties import PartyTerms
from programmes.services.programmes import ProgrammeTerms
from programmes.services.signings import Signing

SINCE = date(2015, 1, 1)
SIGNED = date(2017, 9, 13)
PASSWORD = "mat-khau-thu-nghiem-2026"
TITLE = "phát huy vai trò của công tác thi đua, khen thưởng tạo động lực thúc đẩy phát triển kinh tế - xã hội"
CONTENTS = (
    "tuyên truyền, nâng cao nhận thức",
    "tổ chức các phong trào thi đua yêu nước và phong trào của Liên minh Hợp tác xã Việt Nam",
    "phát hiện, bồi dưỡng, biểu dương, khen thưởng điển hình",
)
numbers = count(1)


def account(name: str, organisation: Organisation | None = None, *offices: str, since: date = SINCE) -> User:
    """A person with these posts since that day, and an open account."""
    person = add_person(name, by=None)
    for office in offices:
        if organisation is not None:
            appoint(person, organisation, office, title=str(office), valid_from=since, by=None)
    user = User(email=f"canbo{next(numbers)}@example.vn", person=person)
    user.set_password(PASSWORD)
    user.save()
    return user


@dataclass
class Stage:
    """Bodies and people by the part they play."""

    alliance: Organisation
    committee: Organisation
    board_office: Organisation
    other_alliance: Organisation
    coop: Organisation
    officer: User
    secretary: User
    head: User
    observer: User
    unit_officer: User
    board_officer: User
    stranger: User

    def officer_of(self, heir: Organisation) -> User:
        """The officer of the body that a merger made; the same one at every call."""
        known: dict[int, User] = self.__dict__.setdefault("_newcomers", {})
        if heir.pk not in known:
            known[heir.pk] = account("Trần Người Mới", heir, Office.OFFICER, since=date(2025, 7, 1))
        return known[heir.pk]

    def draft(self, **changes: object) -> Programme:
        """Case 000 as a draft with its two sides."""
        terms = {
            "title": TITLE,
            "from_year": 2017,
            "to_year": 2022,
            "contents": "\n".join(CONTENTS),
            **changes,
        }
        programme = programmes.enter(self.alliance, ProgrammeTerms(**terms), by=self.officer)  # type: ignore[arg-type]
        for terms_of_side in self.sides():
            parties.add(programme, terms_of_side, by=self.officer)
        return programme

    def sides(self) -> list[PartyTerms]:
        return [
            PartyTerms(
                name=self.alliance.name,
                organisation=self.alliance,
                signatory_name="Trần Thanh Dũng",
                signatory_titles="Chủ tịch",
                focal_unit="Phòng Tổ chức – Phong trào",
                responsibilities="Chủ trì tuyên truyền trong các hợp tác xã",
            ),
            PartyTerms(
                name=self.board_office.name,
                organisation=self.board_office,
                signatory_name="Hà Văn Chiến",
                signatory_titles=(
                    "Phó Giám đốc Sở Nội vụ\n"
                    "Phó Chủ tịch Thường trực Hội đồng Thi đua - Khen thưởng tỉnh\n"
                    "Trưởng ban Thi đua - Khen thưởng"
                ),
                focal_unit="Phòng Nghiệp vụ",
                order=2,
            ),
        ]

    def signed(self, **changes: object) -> Programme:
        """Case 000, signed on its day."""
        return signings.sign(self.draft(**changes), signing(), by=self.officer)

    def under_way(self, **changes: object) -> Programme:
        return programmes.move(self.signed(**changes), "begin", by=self.officer)


def signing(number: str = "05/CTPH-LMHTX-BTĐKT", on: date = SIGNED) -> Signing:
    return Signing(number=number, signed_on=on, place="Rạch Giá", event="Lễ ký kết Chương trình phối hợp")


def stage() -> Stage:
    committee = register(
        Kind.PEOPLES_COMMITTEE,
        name="Ủy ban nhân dân tỉnh Kiên Giang",
        valid_from=SINCE,
        level=Level.PROVINCE,
        by=None,
    )
    alliance = register(
        Kind.ALLIANCE,
        name="Liên minh Hợp tác xã tỉnh Kiên Giang",
        valid_from=SINCE,
        province=committee,
        level=Level.PROVINCE,
        place="Rạch Giá",
        by=None,
    )
    board_office = register(
        Kind.EMULATION_BOARD,
        name="Ban Thi đua - Khen thưởng tỉnh Kiên Giang",
        valid_from=SINCE,
        province=committee,
        level=Level.PROVINCE,
        by=None,
    )
    other = register(
        Kind.ALLIANCE,
        name="Liên minh Hợp tác xã tỉnh Quảng Ninh",
        valid_from=SINCE,
        level=Level.PROVINCE,
        by=None,
    )
    coop = register(
        Kind.COOPERATIVE, name="HTX Nông nghiệp Giồng Riềng", valid_from=SINCE, parent=alliance, by=None
    )
    return Stage(
        alliance=alliance,
        committee=committee,
        board_office=board_office,
        other_alliance=other,
        coop=coop,
        officer=account("Lê Thị Phong Trào", alliance, Office.OFFICER),
        secretary=account("Ngô Văn Thư Ký", alliance, Office.COUNCIL_SECRETARY),
        head=account("Trần Thanh Dũng", alliance, Office.HEAD),
        observer=account("Phạm Quan Sát", alliance, Office.OBSERVER),
        unit_officer=account("Danh Văn Ruộng", coop, Office.OFFICER),
        board_officer=account("Võ Nghiệp Vụ", board_office, Office.OFFICER),
        stranger=account("Bùi Người Xa", other, Office.OFFICER),
    )
