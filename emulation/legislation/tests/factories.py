"""The cast of the tests of this room: two Alliances, a cooperative, and the register as it is planted."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from emulation.accounts.models import User
from emulation.legislation.models import BaseSalary, Ground, Instrument
from emulation.legislation.planting import plant
from emulation.legislation.services import instruments
from emulation.legislation.services.instruments import InstrumentTerms
from emulation.organisations.models import Kind, Organisation
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint, register

SINCE = date(2020, 1, 1)
numbers = count(1)


def planted() -> None:
    """The national rows, also after a test that emptied the tables."""
    plant(Instrument, BaseSalary, Ground)


def account(name: str, organisation: Organisation | None = None, *offices: str) -> User:
    """A person with these posts since 2020, and an open account."""
    person = add_person(name, by=None)
    for office in offices:
        if organisation is not None:
            appoint(person, organisation, office, title=str(office), valid_from=SINCE, by=None)
    return User.objects.create(email=f"luat{next(numbers)}@example.vn", person=person)


@dataclass
class Cast:
    """Users are named by what they are: officer and staff of the Alliance, director of its cooperative."""

    alliance: Organisation
    coop: Organisation
    other: Organisation
    officer: User
    staff: User
    director: User
    stranger: User

    def enter(self, number: str = "12/QĐ-LMHTX", **values: Any) -> Instrument:
        """An instrument of the Alliance, in force since 2024, entered by the officer."""
        begun: dict[str, Any] = {
            "number": number,
            "kind": "DECISION",
            "title": "Ban hành Quy chế thi đua, khen thưởng",
            "issuer": self.alliance.name,
            "issued_on": date(2024, 5, 1),
            "in_force_from": date(2024, 5, 2),
        }
        return instruments.enter(self.alliance, InstrumentTerms(**{**begun, **values}), by=self.officer)


def cast() -> Cast:
    planted()
    alliance = register(Kind.ALLIANCE, name="Liên minh HTX tỉnh Thử", valid_from=SINCE, by=None)
    other = register(Kind.ALLIANCE, name="Liên minh HTX tỉnh Khác", valid_from=SINCE, by=None)
    coop = register(Kind.COOPERATIVE, name="Hợp tác xã Tân Phú", valid_from=SINCE, parent=alliance, by=None)
    return Cast(
        alliance=alliance,
        coop=coop,
        other=other,
        officer=account("Lê Thị Cán", alliance, Office.OFFICER),
        staff=account("Trần Văn Nhân", alliance, Office.STAFF),
        director=account("Phạm Văn Giám", coop, Office.HEAD),
        stranger=account("Ngô Thị Khác", other, Office.OFFICER),
    )


def fresh(user: User) -> User:
    """The account as the next request finds it."""
    return User.objects.get(pk=user.pk)
