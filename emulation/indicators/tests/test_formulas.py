"""The arithmetic: what is not reported never becomes 0, what is hedged is never added silently."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.indicators import formulas
from emulation.indicators.formulas import Amount, NothingToDivideBy, Overlap, Total

counts = st.integers(0, 10**9).map(Decimal)
wholes = st.integers(1, 10**9).map(Decimal)
hedges = st.sampled_from(["", "gần", "khoảng", "khoảng gần", "trên", "hơn"])
amounts = st.none() | st.builds(Amount, counts, hedges)
D = Decimal


@given(counts, wholes)
def test_a_percent_is_n_of_d_to_four_places(n, d):
    assert abs(Fraction(formulas.value(n, d)) - Fraction(n) * 100 / Fraction(d)) <= Fraction(1, 20000)


@pytest.mark.parametrize(
    ("n", "d", "percent"),
    [(13, 15, "86.6667"), (9, 12, "75"), (9, 312, "2.8846"), (0, 5, "0"), (1, 8, "12.5")],
)
def test_known_percents(n, d, percent):
    assert str(formulas.value(D(n), D(d))) == percent


@pytest.mark.parametrize("formula", [formulas.value, formulas.growth])
def test_nothing_comes_out_where_nothing_goes_in(formula):
    assert formula(None, D(3)) is None
    assert formula(D(3), None) is None
    with pytest.raises(NothingToDivideBy):
        formula(D(3), D(0))


@pytest.mark.parametrize(("now", "before", "percent"), [(110, 100, "10"), (90, 100, "-10"), (5, 5, "0")])
def test_growth_is_against_the_year_before(now, before, percent):
    assert str(formulas.growth(D(now), D(before))) == percent


@given(wholes, wholes)
def test_growth_is_the_percent_less_a_hundred(now, before):
    assert abs(formulas.growth(now, before) - (formulas.value(now, before) - 100)) <= D("0.0001")


@pytest.mark.parametrize(
    ("value", "comparator", "target", "met"),
    [
        (20, "GE", 20, True), (19, "GE", 20, False), (90, "GT", 90, False), (91, "GT", 90, True),
        (3, "LE", 3, True), (3, "LT", 3, False), (2, "LT", 3, True), (100, "EQ", 100, True), (99, "EQ", 100, False),
        (None, "GE", 20, None), (20, "GE", None, None),
    ],
)  # fmt: skip
def test_reached(value, comparator, target, met):
    number = None if value is None else D(value)
    assert formulas.reached(number, comparator, None if target is None else D(target)) is met


@pytest.mark.parametrize(
    ("n", "d", "words"),
    [
        (D(13), D(15), "13/15 = 86,7%"),
        (D(9), D(312), "9/312 = 2,9%"),
        (D(1234), D("2468.5000"), "1.234/2.468,5 = 50%"),
        (None, D(15), "chưa báo cáo/15"),
        (D(13), None, "13/chưa báo cáo"),
        (D(0), D(0), "0/0"),
    ],
)
def test_a_percent_always_shows_both_numbers(n, d, words):
    assert str(formulas.percent_words(n, d)) == words


@given(counts, counts, counts)
def test_who_is_in_both_is_counted_once(members, labourers, both):
    if both > min(members, labourers):
        with pytest.raises(Overlap):
            formulas.counted_once(members, labourers, both)
    else:
        union = formulas.counted_once(members, labourers, both)
        assert max(members, labourers) <= union <= members + labourers


def test_the_complaint_of_kien_giang():
    """12 employees, 300 members, 4 of them both: 308 people, not 312."""
    assert formulas.counted_once(D(300), D(12), D(4)) == 308
    assert formulas.counted_once(D(300), D(12), None) is None
    assert formulas.counted_once(None, D(12), D(4)) is None
    assert formulas.counted_once(D(300), None, D(4)) is None


def kinds(parts, whole, **facts):
    return [fault.kind for fault in formulas.breakdown_faults(parts, whole, **facts)]


def test_breakdowns():
    women, men = Amount(D(40)), Amount(D(60))
    assert kinds({"women": women, "men": men}, Amount(D(100))) == []
    assert kinds({"women": women, "men": men}, Amount(D(101))) == ["differs"]
    assert kinds({"women": women, "men": men}, Amount(D(99))) == ["more"]
    assert kinds({"women": women, "men": None}, Amount(D(99))) == []
    assert kinds({"women": women, "men": None}, Amount(D(39))) == ["part"]
    assert kinds({"women": women, "men": men}, None) == []
    assert kinds({"women": None, "men": None}, Amount(D(5))) == []
    assert kinds({"women": women}, Amount(D(100)), divides=False) == []
    assert kinds({"women": women}, Amount(D(39)), divides=False) == ["part"]


def test_what_is_hedged_contradicts_nothing():
    assert kinds({"women": Amount(D(40), "gần"), "men": Amount(D(60))}, Amount(D(99))) == []
    assert kinds({"women": Amount(D(40))}, Amount(D(39), "khoảng")) == []


@given(st.lists(counts, min_size=1, max_size=6))
def test_parts_that_add_up_are_never_flagged(parts):
    named = {str(place): Amount(part) for place, part in enumerate(parts)}
    assert kinds(named, Amount(sum(parts))) == []
    assert kinds(named, Amount(sum(parts) + 1)) == ["differs"]


@given(st.lists(amounts, max_size=12))
def test_a_total_says_what_it_is_made_of(rows):
    total = Total.of(rows)
    known = [row for row in rows if row is not None]
    assert total.missing == len(rows) - len(known)
    assert total.counted == len(known)
    assert total.asked == len(rows)
    assert total.value == (sum(row.value for row in known) if known else None)
    assert total.exact == (len(known) == len(rows) and all(row.exact for row in known))
    assert set(total.qualifiers) == {row.qualifier for row in known if row.qualifier}


@given(st.lists(amounts, max_size=8), st.lists(amounts, max_size=8))
def test_totals_add_in_any_grouping(first, second):
    assert Total.of(first) + Total.of(second) == Total.of([*second, *first])


@pytest.mark.parametrize(
    ("number", "shown"), [("70.0000", "70"), ("86.5000", "86.5"), ("1000000", "1000000")]
)
def test_no_zeros_trail(number, shown):
    assert str(formulas.trimmed(D(number))) == shown
