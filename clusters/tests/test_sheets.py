"""A sheet keeps what it declares, or every place where it does not is named."""

from dataclasses import replace
from decimal import Decimal

import pytest

from clusters.catalogue import sheet_named
from clusters.scoring import (
    BadSheet,
    Group,
    Leaf,
    Row,
    Sheet,
    faults,
    gates_of,
    leaf_of,
    leaves_below,
    rule_of,
    tree,
)
from clusters.scoring.sheets import described, sectors_of

D = Decimal
DEMO = sheet_named("CUM-DBSCL-DEMO").sheet()


def leaf(code, most=10, kind="BINARY", params=None, **also):
    return Leaf(code, code, rule_of(kind, params or {}), D(str(most)), **also)


def sheet(*children, base=None, bonus=0, total=None, **also):
    base = sum((child.max for child in children), D(0)) if base is None else D(base)
    total = base + bonus if total is None else D(total)
    return Sheet("S", "S", total, base, children, D(bonus), **also)


def found(one):
    return {(fault.place, fault.field, fault.code) for fault in faults(one)}


def test_a_sheet_whose_sums_are_right_has_no_faults():
    assert faults(DEMO) == []


def test_one_point_too_many_is_found_in_its_leaf_s_group_and_in_the_sheet():
    group = DEMO.children[0]
    more = replace(group, children=(replace(group.children[0], max=D(51)), *group.children[1:]))
    assert found(replace(DEMO, children=(more, *DEMO.children[1:]))) == {("A", "max", "SUM_DIFFERS")}
    declared = replace(more, max=D(121))
    assert found(replace(DEMO, children=(declared, *DEMO.children[1:]))) == {("", "base", "SUM_DIFFERS")}
    wrong = faults(replace(DEMO, children=(declared, *DEMO.children[1:])))[0]
    assert wrong.facts == {"found": "951", "declared": "950", "sector": ""}


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (sheet(leaf("A"), leaf("A")), ("A", "code", "CODE_TWICE")),
        (sheet(leaf("")), ("", "code", "MISSING")),
        (sheet(leaf("A"), total=12), ("", "total", "TOTAL_IS_NOT_BASE_AND_BONUS")),
        (sheet(leaf("A"), bonus=5), ("", "bonus_cap", "BONUS_OUT_OF_REACH")),
        (sheet(leaf("A", -1)), ("A", "max", "BELOW_ZERO")),
        (sheet(leaf("A", "1.005")), ("A", "max", "TOO_MANY_PLACES")),
        (sheet(leaf("A", 0)), ("A", "max", "TOO_SMALL")),
        (sheet(Group("G", "", D(0), ())), ("G", "children", "GROUP_EMPTY")),
        (sheet(leaf("A", 5, "GATE", {"effect": "NO_FLAG"})), ("A", "max", "EARNS_NO_STANDARD_POINTS")),
        (sheet(leaf("A", 0, "PER_UNIT_DEDUCT", {"unit_points": 1})), ("A", "cap", "MISSING")),
        (sheet(leaf("A", 5, "PER_UNIT_DEDUCT", {"unit_points": 1, "cap": 6})), ("A", "cap", "OVER_MAX")),
        (sheet(leaf("A", 5, "BAND", {"bands": [[0, 4]]})), ("A", "bands", "BEST_IS_NOT_MAX")),
        (sheet(leaf("A", 5, "RELATIVE", {"points": [6]})), ("A", "points", "BEST_IS_NOT_MAX")),
        (sheet(leaf("A", 5, "SUBSUM", {"parts": [2, 2]})), ("A", "parts", "SUM_DIFFERS")),
        (
            sheet(leaf("A", 30, "COUNT_CAP", {"unit_points": 5, "target": 4, "bonus_cap": 5}), bonus=5),
            ("A", "target", "BONUS_BEFORE_ALL_POINTS"),
        ),
        (
            sheet(leaf("A", 30, "PROPORTIONAL", {"target": 4, "bonus_cap": 9}), bonus=5),
            ("A", "bonus_cap", "BONUS_OVER_CAP"),
        ),
    ],
)
def test_what_contradicts_the_sheet_is_named(one, fault):
    assert found(one) == {fault}


def test_the_bonus_of_a_leaf_may_not_be_more_than_its_group_s():
    bonus = leaf("A", 30, "PROPORTIONAL", {"target": 4, "bonus_cap": 9})
    one = sheet(Group("G", "", D(30), (bonus,), bonus_cap=D(8)), bonus=8)
    assert found(one) == {("A", "bonus_cap", "BONUS_OVER_CAP")}


def test_the_sums_are_right_for_every_sector_or_that_sector_is_named():
    credit, farms = leaf("Q", 20, sector="QTDND"), leaf("N", 15, sector="NN")
    one = sheet(leaf("A", 80), credit, farms, base=100)
    assert [(fault.code, fault.facts["sector"]) for fault in faults(one)] == [("SUM_DIFFERS", "NN")]
    assert sectors_of(one) == ("QTDND", "NN")
    assert [each.code for each in leaves_below(one, "NN")] == ["A", "N"]
    assert [each.code for each in leaves_below(one)] == ["A", "Q", "N"]


def test_a_part_of_one_sector_inside_another_s_would_hold_for_nobody():
    one = sheet(
        Group("G", "", D(20), (leaf("Q", 20, sector="QTDND"),), sector="NN"),
        leaf("P", 20, sector="QTDND"),
        base=20,
    )
    assert ("Q", "sector", "SECTOR_WITHIN_SECTOR") in found(one)


def test_what_is_printed_at_the_head_are_the_declared_numbers_and_choices():
    assert described(DEMO) == {
        "total": "1000",
        "base": "950",
        "bonus_cap": "50",
        "decimals": "2",
        "rounding": "HALF_UP",
        "not_applicable": "POINTS_POSSIBLE",
    }


def test_rows_become_a_tree_in_their_order_whatever_order_they_come_in():
    rows = sheet_named("CUM-DBSCL-DEMO").rows
    assert tree(reversed(rows)) == DEMO.children
    assert [child.code for child in DEMO.children] == ["A", "B", "C", "D", "E", "F", "G", "GATE1", "GATE2"]
    assert [gate.code for gate, _ in gates_of(DEMO)] == ["GATE1", "GATE2"]
    assert leaf_of(DEMO, "C1").bonus_cap == 20
    with pytest.raises(KeyError):
        leaf_of(DEMO, "C")


def row(code, kind="", parent="", **also):
    return Row(code, code, kind, D(1), {}, parent, **also)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([row("A"), row("A")], ("A", "code", "CODE_TWICE")),
        ([row("A", parent="B")], ("A", "parent", "NO_SUCH_PARENT")),
        ([row("A", "BINARY"), row("B", parent="A")], ("B", "parent", "NO_SUCH_PARENT")),
        ([row("A", parent="A")], ("A", "parent", "NO_SUCH_PARENT")),
        ([row("A", "RELATIVE")], ("A", "points", "MISSING")),
        ([row("A", "BINARY", bonus_cap=D(3))], ("A", "bonus_cap", "UNKNOWN_FIELD")),
    ],
)
def test_rows_that_make_no_tree_say_which(rows, fault):
    with pytest.raises(BadSheet) as refused:
        tree(rows)
    assert [(one.place, one.field, one.code) for one in refused.value.faults] == [fault]


def test_groups_in_a_circle_are_refused():
    with pytest.raises(BadSheet) as refused:
        tree([row("A", parent="B"), row("B", parent="A")])
    assert {one.place for one in refused.value.faults} == {"A", "B"}
