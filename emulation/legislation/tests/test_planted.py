"""The national rows against the history of the law: Official Gazette, decrees on base salary, and their sources."""

from datetime import date

import pytest

from emulation.confidence import Confidence
from emulation.legislation import selectors
from emulation.legislation.models import BaseSalary, Ground, Instrument
from emulation.legislation.planting import FIRST, plant, rows_of, uproot
from emulation.legislation.tests.factories import planted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows():
    planted()


def of(number):
    return Instrument.objects.get(number=number, organisation=None)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2016, 4, 30), None),
        (date(2016, 5, 1), 1_210_000),
        (date(2017, 9, 13), 1_300_000),
        (date(2018, 7, 1), 1_390_000),
        (date(2019, 6, 30), 1_390_000),
        (date(2019, 7, 1), 1_490_000),
        (date(2023, 6, 30), 1_490_000),
        (date(2023, 7, 1), 1_800_000),
        (date(2024, 6, 30), 1_800_000),
        (date(2024, 7, 1), 2_340_000),
        (date(2026, 6, 30), 2_340_000),
        (date(2026, 7, 1), 2_530_000),
    ],
)
def test_the_base_salary_of_a_day(day, amount):
    found = selectors.base_salary_on(day)
    assert (found.amount if found else None) == amount


def test_every_base_salary_begins_with_its_decree():
    for row in BaseSalary.objects.select_related("instrument"):
        assert row.instrument.in_force_from == row.valid_from
    assert selectors.base_salary_on(date(2026, 11, 22)).instrument.number == "161/2026/NĐ-CP"


@pytest.mark.parametrize(
    ("number", "first", "last", "heir"),
    [
        ("15/2003/QH11", date(2004, 7, 1), date(2023, 12, 31), "06/2022/QH15"),
        ("91/2017/NĐ-CP", date(2017, 10, 1), date(2023, 12, 31), "98/2023/NĐ-CP"),
        ("06/2022/QH15", date(2024, 1, 1), None, None),
        ("98/2023/NĐ-CP", date(2024, 1, 1), date(2025, 6, 30), "152/2025/NĐ-CP"),
        ("152/2025/NĐ-CP", date(2025, 7, 1), date(2027, 2, 28), None),
        ("15/2025/TT-BNV", date(2025, 8, 5), None, None),
        ("73/2024/NĐ-CP", date(2024, 7, 1), date(2026, 6, 30), "161/2026/NĐ-CP"),
        ("429/QĐ-LMHTXVN", date(2019, 11, 18), date(2024, 8, 14), "437/QĐ-LMHTXVN"),
        ("23/2012/QH13", date(2013, 7, 1), date(2024, 6, 30), "17/2023/QH15"),
        ("91/2025/QH15", date(2026, 1, 1), None, None),
    ],
)
def test_the_validity_of_an_instrument(number, first, last, heir):
    row = of(number)
    assert (row.in_force_from, row.in_force_to) == (first, last)
    assert (row.replaced_by.number if row.replaced_by else None) == heir


@pytest.mark.parametrize(
    ("day", "decree"),
    [
        (date(2017, 9, 13), "42/2010/NĐ-CP"),
        (date(2017, 10, 1), "91/2017/NĐ-CP"),
        (date(2023, 12, 31), "91/2017/NĐ-CP"),
        (date(2024, 1, 1), "98/2023/NĐ-CP"),
        (date(2025, 6, 30), "98/2023/NĐ-CP"),
        (date(2025, 7, 1), "152/2025/NĐ-CP"),
        (date(2027, 2, 28), "152/2025/NĐ-CP"),
        (date(2027, 3, 1), None),
    ],
)
def test_one_decree_on_emulation_holds_at_a_time(day, decree):
    ours = {"42/2010/NĐ-CP", "91/2017/NĐ-CP", "98/2023/NĐ-CP", "152/2025/NĐ-CP"}
    holding = selectors.in_force(day).filter(number__in=ours)
    assert [row.number for row in holding] == ([decree] if decree else [])


def test_what_the_page_says_of_decree_152():
    row = of("152/2025/NĐ-CP")
    assert row.ceases_on == date(2027, 3, 1)
    assert "01/03/2027" in row.note
    assert "28/02/2027" in row.note


def test_sourced_rows_name_their_source_and_what_is_unsure_says_so():
    assert not Instrument.objects.filter(confidence=Confidence.SOURCED, source="").exists()
    unsure = Instrument.objects.filter(confidence=Confidence.UNSURE)
    assert of("39/2012/NĐ-CP") in unsure
    assert not unsure.filter(note="").exists()
    assert of("06/2022/QH15").get_confidence_display() == "Có nguồn"


def test_planting_again_adds_nothing_and_undoes_no_correction():
    Instrument.objects.filter(number="06/2022/QH15").update(title="Đã sửa")
    assert plant(Instrument, BaseSalary, Ground) == 0
    assert of("06/2022/QH15").title == "Đã sửa"


def test_what_was_planted_can_be_taken_out_except_what_is_named_elsewhere():
    uproot(Instrument, BaseSalary, Ground)
    assert (Instrument.objects.count(), BaseSalary.objects.count(), Ground.objects.count()) == (0, 0, 0)
    planted()
    kept = of("06/2022/QH15")
    Instrument.objects.filter(number="437/QĐ-LMHTXVN").update(number_key="x")
    Instrument.objects.filter(number_key="x").update(replaced_by=kept)
    uproot(Instrument, BaseSalary, Ground)
    assert set(Instrument.objects.values_list("number", flat=True)) == {"06/2022/QH15", "437/QĐ-LMHTXVN"}


def test_every_replacement_of_the_file_stands_in_it():
    rows = rows_of(FIRST)["instruments"]
    numbers = {row["number"] for row in rows}
    assert {row["replaced_by"] for row in rows} - {None} <= numbers
    assert len(numbers) == len(rows) == Instrument.objects.count()
