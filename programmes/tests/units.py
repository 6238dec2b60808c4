"""The cast of registration: two cooperatives of Kiên Giang, a launched movement, an open round."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from emulation.accounts.models import User
from emulation.organisations.models import Kind, Organisation
from emulation.organisations.offices import Office
from emulation.organisations.services import register
from programmes.models import Expected, Movement, Registration, Round
from programmes.services import movements, registrations, rounds
from programmes.services.movements import MovementTerms
from programmes.services.registration_words import Words, words_of
from programmes.services.rounds import RoundTerms
from programmes.tests.stage import SINCE, Stage, account, stage

MOVEMENT = (
    "Đoàn kết, sáng tạo, nâng cao hiệu quả hoạt động của các HTX, Liên hiệp HTX, Liên minh HTX các cấp, "
    "góp phần xây dựng nông thôn mới"
)
RICE = {
    "content": "Tập huấn kỹ thuật trồng lúa chất lượng cao cho thành viên",
    "audience": "thành viên hợp tác xã",
    "place": "xã Tân Hội, huyện Tân Hiệp",
    "beneficiaries": "nông dân trồng lúa",
}
RICE_TOO = {
    "content": "Lớp bồi dưỡng kỹ thuật trồng lúa chất lượng cao",
    "audience": "xã viên HTX",
    "place": "xã Tân Hội, huyện Tân Hiệp",
    "beneficiaries": "nông dân",
}
SHRIMP = {
    "content": "Hỗ trợ con giống nuôi tôm nước lợ",
    "audience": "hộ nuôi tôm",
    "place": "xã Nam Thái A, huyện An Biên",
    "beneficiaries": "hộ nghèo nuôi tôm",
}


def movement_terms(**changes: Any) -> MovementTerms:
    """A movement with everything its launch needs."""
    given: dict[str, Any] = {
        "name": MOVEMENT,
        "level": "PROVINCE",
        "launched_by": "Liên minh Hợp tác xã tỉnh Kiên Giang",
        "audience": "các hợp tác xã, quỹ tín dụng nhân dân",
        "criteria": "hoàn thành các chỉ tiêu đăng ký",
        "award_forms": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "from_year": 2026,
        "to_year": 2030,
        "document_number": "12/KH-LMHTX",
        "document_date": timezone.localdate(),
    }
    return MovementTerms(**given | changes)


@dataclass
class Units:
    """The stage of case 000 with what registration adds."""

    stage: Stage
    second: Organisation
    second_officer: User
    movement: Movement
    round: Round

    @property
    def alliance(self) -> Organisation:
        return self.stage.alliance

    @property
    def officer(self) -> User:
        return self.stage.officer

    @property
    def unit_officer(self) -> User:
        return self.stage.unit_officer

    @property
    def coop(self) -> Organisation:
        return self.stage.coop

    def expected(self, unit: Organisation | None = None) -> Expected:
        return Expected.objects.select_related("round", "organisation").get(
            round=self.round, organisation=unit or self.coop
        )

    def drafted(self, unit: Organisation | None = None, **words: Any) -> Registration:
        """A draft of the first cooperative, or of the one given, with these words."""
        unit = unit or self.coop
        by = self.unit_officer if unit == self.coop else self.second_officer
        registration = registrations.start(self.expected(unit), by=by)
        return registrations.edit(registration, Words(**{**RICE, **words}), base=Words(), by=by)

    def sent(self, unit: Organisation | None = None, **words: Any) -> Registration:
        registration = self.drafted(unit, **words)
        by = self.unit_officer if registration.organisation == self.coop else self.second_officer
        return registrations.send(registration, by=by)

    def rewrite(self, registration: Registration, **words: Any) -> Registration:
        by = self.unit_officer if registration.organisation_id == self.coop.pk else self.second_officer
        base = words_of(registration)
        texts = {name: getattr(base, name) for name in base.__dataclass_fields__}
        return registrations.edit(registration, Words(**texts | words), base=base, by=by)


def units(*, state: str = "open", **terms: Any) -> Units:
    """Everybody, with a round of this year in the state."""
    cast = stage()
    second = register(
        Kind.COOPERATIVE, name="HTX Dịch vụ Tân Hiệp", valid_from=SINCE, parent=cast.alliance, by=None
    )
    movement = movements.enter(cast.alliance, movement_terms(), by=cast.officer)
    movement = movements.advance(movement, "launch", by=cast.officer)
    today = timezone.localdate()
    given: dict[str, Any] = {
        "title": "Đăng ký thi đua năm nay",
        "year": today.year,
        "opens_on": today - timedelta(days=10),
        "closes_on": today + timedelta(days=20),
        "movements": [movement],
    }
    round_ = rounds.enter_round(
        cast.alliance, RoundTerms(**given | terms), by=cast.officer, kinds=[Kind.COOPERATIVE]
    )
    if state == "open":
        round_ = rounds.move_round(round_, "open", by=cast.officer)
    return Units(
        stage=cast,
        second=second,
        second_officer=account("Huỳnh Văn Hai", second, Office.OFFICER),
        movement=movement,
        round=round_,
    )
