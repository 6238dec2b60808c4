"""What held on a date: boundaries, standings, search, lineage, grounds."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.http import Http404

from emulation.legislation import selectors
from emulation.legislation.models import Ground, Instrument, Standing
from emulation.legislation.selectors import Sought
from emulation.legislation.services import grounds
from emulation.legislation.services.grounds import GroundTerms
from emulation.legislation.tests.factories import cast, planted

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def numbers(rows):
    return [row.number for row in rows]


def made(number, first=None, last=None, **values):
    row = Instrument(
        number=number, kind="DECREE", title="t", issuer="i", in_force_from=first, in_force_to=last, **values
    )
    row.full_clean()
    row.save()
    return row


@pytest.mark.parametrize(
    ("first", "last", "standing"),
    [
        (TODAY, None, Standing.IN_FORCE),
        (TODAY, TODAY, Standing.IN_FORCE),
        (TODAY + timedelta(1), None, Standing.NOT_YET),
        (date(2020, 1, 1), TODAY - timedelta(1), Standing.EXPIRED),
        (None, TODAY, Standing.UNKNOWN),
        (None, None, Standing.UNKNOWN),
        (None, TODAY - timedelta(1), Standing.EXPIRED),
    ],
)
def test_the_standing_on_a_day_is_the_same_for_one_row_and_for_a_list(first, last, standing):
    row = made("999/TEST", first, last)
    assert row.standing(TODAY) == standing
    for word in Standing:
        found = Instrument.objects.filter(selectors.standing_on(word, TODAY), pk=row.pk).exists()
        assert found == (word == standing), word
    assert selectors.in_force(TODAY).filter(pk=row.pk).exists() == (standing == Standing.IN_FORCE)


def test_180_days_before_the_first_day_without_force():
    planted()
    assert "152/2025/NĐ-CP" not in numbers(selectors.expiring(date(2026, 9, 1)))
    assert numbers(selectors.expiring(date(2026, 9, 2))) == ["152/2025/NĐ-CP"]
    assert numbers(selectors.expiring(date(2027, 2, 28))) == ["152/2025/NĐ-CP"]
    assert numbers(selectors.expiring(date(2027, 3, 1))) == []
    assert numbers(selectors.expiring(date(2027, 1, 30), within=30)) == ["152/2025/NĐ-CP"]
    assert numbers(selectors.expiring(date(2027, 1, 29), within=30)) == []


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("152/2025", ["152/2025/NĐ-CP"]),
        ("136 / CTPH", ["136/CTPH-LMHTXVN-BTĐKTTW"]),
        ("136/ctph–lmhtxvn", ["136/CTPH-LMHTXVN-BTĐKTTW"]),
        ("  ", []),
    ],
)
def test_an_instrument_is_found_by_its_number(term, found):
    planted()
    assert numbers(selectors.by_number(term)) == found


def test_the_register_is_narrowed_by_term_kind_standing_and_owner():
    here = cast()
    own = here.enter("12/QĐ-LMHTX")
    page = lambda **sought: set(numbers(selectors.register_page(here.officer, Sought(**sought), on=TODAY)))  # noqa: E731 -- one line a question
    assert page(q="luu tru") == {"33/2024/QH15"}
    assert page(q="152 / 2025") == {"152/2025/NĐ-CP"}
    assert page(kind="CONCLUSION") == {"230-KL/TW"}
    assert page(whose="own") == {own.number}
    assert own.number not in page(whose="national")
    assert "98/2023/NĐ-CP" in page(standing="expired")
    assert "98/2023/NĐ-CP" not in page(standing="in_force")
    stranger = selectors.register_page(here.stranger, Sought(whose="own"), on=TODAY)
    assert list(stranger) == []
    newest = list(selectors.register_page(here.officer, Sought(), on=TODAY))
    assert newest[0].number == "161/2026/NĐ-CP"
    assert newest[-1].issued_on is None


def test_the_chain_of_replacement_is_told_both_ways(django_assert_num_queries):
    planted()
    middle = Instrument.objects.get(number="98/2023/NĐ-CP")
    with django_assert_num_queries(2):
        family = selectors.lineage(middle)
    assert numbers(family) == [
        "42/2010/NĐ-CP",
        "39/2012/NĐ-CP",
        "65/2014/NĐ-CP",
        "91/2017/NĐ-CP",
        "98/2023/NĐ-CP",
        "152/2025/NĐ-CP",
    ]
    alone = made("1/TEST", TODAY)
    assert selectors.lineage(alone) == [alone]


def test_a_circle_in_the_tables_ends_all_the_same():
    first, second = made("1/TEST", TODAY), made("2/TEST", TODAY)
    Instrument.objects.filter(pk=first.pk).update(replaced_by=second)
    Instrument.objects.filter(pk=second.pk).update(replaced_by=first)
    first.refresh_from_db()
    assert len(selectors.lineage(first)) == 2
    assert set(first.heirs()) == {first.pk, second.pk}


def test_a_door_for_each_kind_of_row():
    here = cast()
    assert selectors.instrument_for(here.stranger, here.enter().pk).organisation == here.alliance
    with pytest.raises(Http404):
        selectors.instrument_for(here.officer, 10**9)
    with pytest.raises(Http404):
        selectors.ground_for(here.officer, 10**9)


def texts(kind, organisation, on):
    return [line.instrument.number for line in selectors.grounds_of(kind, organisation, on)]


def test_the_grounds_of_a_decision_follow_its_day():
    planted()
    assert texts("DECISION", None, date(2026, 2, 5)) == ["06/2022/QH15", "152/2025/NĐ-CP"]
    assert texts("DECISION", None, date(2025, 6, 30)) == ["06/2022/QH15", "98/2023/NĐ-CP"]
    assert texts("DECISION", None, date(2027, 3, 1)) == ["06/2022/QH15"]
    old = texts("DECISION", None, date(2017, 9, 13))
    assert old == ["15/2003/QH11", "47/2005/QH11", "39/2013/QH13", "42/2010/NĐ-CP"]
    assert texts("PROGRAMME", None, date(2026, 2, 5)) == ["06/2022/QH15", "17/2023/QH15", "152/2025/NĐ-CP"]
    assert "02/2023/TT-BNV" in texts("STATISTICS_0601", None, TODAY)
    first = selectors.grounds_of("DECISION", None, TODAY)[0]
    assert first.text == "Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"


def test_own_lines_are_printed_by_the_body_and_those_below_it_only():
    here = cast()
    own = here.enter()
    line = grounds.put_ground(here.alliance, GroundTerms("DECISION", own, date(2026, 1, 1)), by=here.officer)
    assert texts("DECISION", here.alliance, TODAY) == ["06/2022/QH15", "152/2025/NĐ-CP", own.number]
    assert texts("DECISION", here.coop, TODAY)[-1] == own.number
    assert own.number not in texts("DECISION", here.other, TODAY)
    assert own.number not in texts("DECISION", here.alliance, date(2025, 12, 31))
    assert own.number not in texts("REPORT", here.alliance, TODAY)
    Ground.objects.filter(pk=line.pk).update(valid_to=TODAY - timedelta(1))
    assert own.number not in texts("DECISION", here.alliance, TODAY)


def test_a_line_is_left_out_once_its_instrument_is_out_of_force():
    here = cast()
    own = here.enter()
    grounds.put_ground(
        here.alliance, GroundTerms("REPORT", own, date(2024, 6, 1), official_order=5), by=here.officer
    )
    assert texts("REPORT", here.alliance, TODAY)[0] == own.number
    Instrument.objects.filter(pk=own.pk).update(in_force_to=TODAY - timedelta(1))
    assert own.number not in texts("REPORT", here.alliance, TODAY)
    Instrument.objects.filter(pk=own.pk).update(in_force_to=None, in_force_from=TODAY + timedelta(1))
    assert own.number not in texts("REPORT", here.alliance, TODAY)
    Instrument.objects.filter(pk=own.pk).update(in_force_from=None)
    assert own.number in texts("REPORT", here.alliance, TODAY)


def test_the_history_of_the_base_salary_has_no_gap():
    planted()
    periods = selectors.base_salaries()
    assert periods[0].valid_to is None
    for newer, older in pairwise(periods):
        assert older.valid_to == newer.salary.valid_from - timedelta(1)
