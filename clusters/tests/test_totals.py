"""Totals of one unit: columns, caps, gates, what does not apply, what is missing."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.catalogue import sheet_named
from clusters.scoring import (
    Claim,
    Column,
    Group,
    NotApplicable,
    Value,
    column_total,
    gaps,
    leaf_of,
    leaves_below,
    newest,
    scored,
    standing_total,
    unfinished,
    value_faults,
)
from clusters.scoring.weighing import divided
from clusters.tests.strategies import cents, few
from clusters.tests.test_sheets import DEMO, leaf, sheet

D = Decimal
HELD = Value(claim=Claim(yes=False), points=D(0))
FELL = Value(claim=Claim(yes=True), points=D(0))
FULL = {one.code: Value(one.max) for one in leaves_below(DEMO)} | {"GATE1": HELD, "GATE2": HELD}


def value(points):
    return Value(D(str(points)))


def test_all_points_and_no_bonus_are_950_and_nothing_is_left_to_do():
    total = column_total(DEMO, FULL, column=Column.FINAL)
    assert (total.base, total.bonus, total.points) == (950, 0, 950)
    assert {code: group.points for code, group in total.groups.items()} == {
        "A": 120,
        "B": 120,
        "C": 350,
        "D": 150,
        "E": 80,
        "F": 80,
        "G": 50,
    }
    assert (total.missing, total.provisional, total.share) == ((), (), Fraction(1))


def test_the_bonus_is_capped_over_the_group_and_over_the_sheet():
    most = {one.code: Value(one.most) for one in leaves_below(DEMO)} | {"GATE1": HELD, "GATE2": HELD}
    assert column_total(DEMO, most).points == 1000
    tighter = replace(DEMO, bonus_cap=D(30))
    total = column_total(tighter, most)
    assert (total.bonus, total.bonus_lost, total.points) == (30, 20, 980)
    first = DEMO.children[2]
    assert isinstance(first, Group)
    capped = replace(DEMO, children=(replace(first, bonus_cap=D(25)),))
    assert column_total(capped, most).groups["C"].bonus == 25


def test_nothing_scored_is_no_total_and_nought_is_one():
    assert column_total(DEMO, {}).points is None
    nought = column_total(DEMO, {"A1": value(0)})
    assert (nought.points, nought.groups["A"].points, nought.groups["B"].points) == (0, 0, None)
    assert "A1" not in nought.missing
    assert len(nought.missing) == len(leaves_below(DEMO)) - 1 + 2


def test_publishing_needs_a_final_value_on_every_leaf_and_every_gate():
    final = {code: value for code, value in FULL.items() if code not in ("F2", "GATE2")}
    assert unfinished(DEMO, final) == ("F2", "GATE2")
    assert unfinished(DEMO, FULL) == ()


def test_until_then_the_newest_column_counts_and_is_marked():
    columns = {
        Column.SELF: {"A1": value(50), "A2": value(30), "A3": value(40), "B1": value(70)},
        Column.CROSS: {"A1": value(40), "A2": value(28), "A3": value(30)},
        Column.APPRAISED: {"A1": value(45), "A2": Value()},
        Column.FINAL: {"A1": value(0)},
    }
    total = standing_total(DEMO, columns)
    taken = {line.leaf.code: (line.column, line.base) for line in total.lines if line.column}
    assert taken == {
        "A1": (Column.FINAL, 0),
        "A2": (Column.CROSS, 28),
        "A3": (Column.CROSS, 30),
        "B1": (Column.SELF, 70),
    }
    assert total.provisional == ("A2", "A3", "B1")
    assert newest(columns, "G2") == (None, Value())


def test_the_appraisal_counts_before_the_peer_s_score():
    columns = {
        Column.SELF: {"A1": value(50)},
        Column.CROSS: {"A1": value(40)},
        Column.APPRAISED: {"A1": value(45)},
    }
    assert newest(columns, "A1") == (Column.APPRAISED, value(45))
    assert newest(columns | {Column.FINAL: {"A1": value(0)}}, "A1") == (Column.FINAL, value(0))


def test_a_column_alone_takes_nothing_from_the_others():
    total = column_total(DEMO, {"A1": value(40)}, column=Column.CROSS)
    assert (total.points, total.provisional) == (40, ("A1",))


def test_the_gap_is_the_own_score_less_the_other_s():
    columns = {
        Column.SELF: {"A1": value(50), "A2": value(20)},
        Column.CROSS: {"A1": value(40)},
        Column.APPRAISED: {"A1": value("52.5")},
    }
    first, second, *_ = gaps(DEMO, columns)
    assert (first.over_cross, first.over_appraised) == (10, D("-2.5"))
    assert (second.own, second.over_cross, second.over_appraised) == (20, None, None)


# --- gates


def test_a_fallen_gate_is_told_with_its_reason_and_takes_only_what_it_says():
    late = replace(FELL, reason="nộp ngày 05/12")
    total = column_total(DEMO, FULL | {"GATE1": FELL, "GATE2": late})
    assert (total.points, total.deducted) == (930, 20)
    assert [(knock.code, knock.effect, knock.points, knock.reason) for knock in total.knocks] == [
        ("GATE1", "NO_FLAG", 0, ""),
        ("GATE2", "DEDUCT", 20, "nộp ngày 05/12"),
    ]


def test_a_gate_answered_by_the_unit_alone_is_provisional():
    total = standing_total(DEMO, {Column.SELF: {"GATE1": FELL}})
    assert total.provisional == ("GATE1",)
    assert total.knocks[0].code == "GATE1"


# --- what does not apply


AWAY = Value(na=True, reason="không có kiến nghị nào")


def test_what_does_not_apply_is_not_possible():
    total = column_total(DEMO, FULL | {"E2": AWAY})
    assert (total.points, total.possible, total.share) == (920, 920, Fraction(1))
    assert total.missing == ()


def test_or_its_points_go_to_its_siblings():
    shared = replace(DEMO, not_applicable=NotApplicable.REDISTRIBUTE)
    total = column_total(shared, FULL | {"E2": AWAY, "E1": value(25)})
    line = next(line for line in total.lines if line.leaf.code == "E1")
    # 25 of 50 stand for 40 of 80.
    assert (line.entered, line.base, line.possible) == (25, 40, 80)
    assert (total.points, total.possible) == (910, 950)


def test_or_to_the_other_groups_where_nothing_of_the_group_applies():
    shared = replace(DEMO, not_applicable=NotApplicable.REDISTRIBUTE)
    total = column_total(shared, FULL | {"G1": AWAY, "G2": AWAY})
    assert (total.points, total.possible) == (950, 950)
    assert (total.groups["G"].points, total.groups["G"].possible) == (None, 0)


def test_or_the_unit_is_given_the_standard_points():
    given_points = replace(DEMO, not_applicable=NotApplicable.STANDARD_POINTS)
    total = column_total(given_points, FULL | {"E2": AWAY, "E1": value(25)})
    assert (total.points, total.possible) == (925, 950)


def test_where_nothing_applies_there_is_no_share():
    one = sheet(leaf("A"), leaf("B"))
    for policy in (NotApplicable.POINTS_POSSIBLE, NotApplicable.REDISTRIBUTE):
        total = column_total(replace(one, not_applicable=policy), {"A": AWAY, "B": AWAY})
        assert (total.points, total.share) == (None, None)


def test_a_sector_has_its_own_part_and_not_the_others():
    one = sheet(leaf("A", 80), leaf("Q", 20, sector="QTDND"), leaf("N", 20, sector="NN"), base=100)
    total = column_total(one, {"A": value(80), "Q": value(20), "N": value(5)}, sector="NN")
    assert (total.points, total.possible) == (85, 100)
    common = column_total(one, {"A": value(80)}, sector="")
    assert (common.possible, common.missing) == (80, ())


def test_a_group_may_be_one_sector_s():
    farms = Group("N", "", D(20), (leaf("N1", 20),), sector="NN")
    one = sheet(leaf("A", 80), farms, leaf("Q", 20, sector="QTDND"), base=100)
    assert [each.code for each in leaves_below(one, "QTDND")] == ["A", "Q"]
    total = column_total(one, {"A": value(80), "N1": value(9), "Q": value(20)}, sector="QTDND")
    assert (total.points, total.complete, set(total.groups)) == (100, True, set())


def test_only_comparable_criteria_are_compared_between_sectors():
    total = column_total(DEMO, FULL | {"D2": value(0), "C1": value(100)})
    assert total.comparable == (910, 910)
    assert column_total(DEMO, FULL | {"GATE2": FELL}).comparable == (890, 910)
    assert column_total(DEMO, {"D2": value(3)}).comparable == (None, 910)


# --- values typed by hand


@pytest.mark.parametrize(
    ("code", "value", "codes"),
    [
        ("C1", Value(D(100)), []),
        ("C1", Value(D("100.01")), ["OUT_OF_BOUNDS"]),
        ("C1", Value(D("-0.01")), ["OUT_OF_BOUNDS"]),
        ("C1", Value(D("3.005")), ["TOO_MANY_PLACES"]),
        ("C1", Value(na=True), ["REASON_NEEDED"]),
        ("GATE2", Value(D(-20)), []),
        ("GATE2", Value(D(1)), ["OUT_OF_BOUNDS"]),
        ("GATE1", Value(D(-1)), ["OUT_OF_BOUNDS"]),
        ("GATE1", Value(na=True, reason="vì"), ["GATE_ALWAYS_APPLIES"]),
        ("D3", Value(D(0)), []),
    ],
)
def test_a_value_typed_by_hand_keeps_its_bounds(code, value, codes):
    assert [fault.code for fault in value_faults(DEMO, leaf_of(DEMO, code), value)] == codes


def test_hau_giang_may_be_below_nought():
    extract = sheet_named("HAU-GIANG-2021").sheet()
    deduction = leaf_of(extract, "HG2")
    assert (deduction.least, deduction.most) == (D("-1.5"), 0)
    points = scored(extract, deduction, Claim(count=D(2))).total
    assert column_total(extract, {"HG1": value("1.5"), "HG2": Value(points)}).points == D("0.50")


# --- for every sheet and every value


LEAVES = leaves_below(DEMO)
values = st.fixed_dictionaries(
    {one.code: st.none() | cents(one.least, one.most) | st.just("away") for one in LEAVES}
).map(lambda drawn: {code: AWAY if points == "away" else Value(points) for code, points in drawn.items()})
policies = st.sampled_from(NotApplicable)


@few
@given(values, policies)
def test_the_leaves_are_the_groups_and_the_groups_the_total(found, policy):
    total = column_total(replace(DEMO, not_applicable=policy), found)
    known = [line.base for line in total.lines if line.base is not None]
    groups = [group.base for group in total.groups.values() if group.base is not None]
    assert total.base == (sum(known) if known else None)
    assert sum(groups) == sum(known)
    assert total.bonus + total.bonus_lost == sum(line.bonus for line in total.lines)
    assert total.bonus <= DEMO.bonus_cap
    for code, group in total.groups.items():
        assert group.base is None or 0 <= group.base <= group.possible, code
    assert sum(group.possible for group in total.groups.values()) == total.possible
    assert total.possible <= DEMO.base
    if policy is not NotApplicable.POINTS_POSSIBLE and any(not one.na for one in found.values()):
        assert total.possible == DEMO.base


@few
@given(values, policies, st.data())
def test_a_point_more_on_a_leaf_is_never_a_point_less_on_the_sheet(found, policy, data):
    one = data.draw(st.sampled_from([one for one in LEAVES if found[one.code].points is not None] or [None]))
    if one is None:
        return
    more = data.draw(cents(found[one.code].points, one.most))
    other = replace(DEMO, not_applicable=policy)
    before, after = (column_total(other, given) for given in (found, found | {one.code: Value(more)}))
    assert after.points >= before.points
    assert after.possible == before.possible


@few
@given(values)
def test_an_empty_cell_is_named_and_never_counted(found):
    total = column_total(DEMO, found)
    empty = {code for code, one in found.items() if one.empty}
    assert set(total.missing) == empty | {"GATE1", "GATE2"}
    assert all((line.base is None) == (line.leaf.code in empty or line.na) for line in total.lines)


@few
@given(cents(0, 1000), st.lists(cents(0, 100), min_size=1, max_size=9))
def test_a_division_keeps_the_sum_and_no_share_is_out_by_a_whole_place(points, shares):
    parts = divided(points, shares, 2)
    if not sum(shares):
        assert parts == [0] * len(shares)
        return
    assert sum(parts) == points
    for part, share in zip(parts, shares, strict=True):
        assert abs(Fraction(part) - Fraction(points) * Fraction(share) / Fraction(sum(shares))) < Fraction(
            1, 100
        )
