from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from emulation.merging import Clash, merged, take
from emulation.reasons import given
from emulation.verdicts import Refused


@dataclass(frozen=True)
class Terms:
    title: str
    place: str
    points: Decimal = Decimal(0)


SEEN = Terms("Hội nghị", "Sóc Trăng")


def test_what_only_one_changed_is_kept_from_both():
    mine, theirs = Terms("Hội nghị tổng kết", "Sóc Trăng"), Terms("Hội nghị", "Cần Thơ", Decimal("1.5"))
    assert merged(SEEN, mine, theirs) == Terms("Hội nghị tổng kết", "Cần Thơ", Decimal("1.5"))


def test_what_both_changed_is_asked_about():
    with pytest.raises(Clash) as found:
        merged(SEEN, Terms("Hội nghị", "An Giang"), Terms("Hội nghị", "Cần Thơ"))
    assert found.value.fields == {"place": ("Cần Thơ", "An Giang")}


def test_taking_columns_tells_what_changed_as_a_history_says_it():
    row = SimpleNamespace(title="cũ", points=Decimal("1.50"), day=None, search="cu", place="Cần Thơ")
    columns = {
        "title": "mới",
        "points": Decimal(2),
        "day": date(2026, 1, 5),
        "search": "moi",
        "place": "Cần Thơ",
    }
    told = take(row, columns)
    assert told == {"title": ["cũ", "mới"], "points": ["1.50", "2"], "day": [None, date(2026, 1, 5)]}
    assert vars(row) == columns


def test_a_step_that_needs_a_reason_is_given_one():
    assert given("  sai te\u0302n  ") == "sai tên"
    assert given("   ", needed=False) == ""
    with pytest.raises(Refused, match="lý do"):
        given("   ")
