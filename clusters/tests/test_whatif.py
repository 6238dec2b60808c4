"""Kiên Giang's dispute: the same cluster under both readings of one criterion, all sums by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.scoring import Claim, Leaf, RankingRule, Reading, Scored, Sheet, Value, faults, rule_of, what_if
from clusters.scoring.kinds import Below
from clusters.scoring.whatif import read
from clusters.tests.strategies import cents, few
from clusters.tests.test_sheets import DEMO

D = Decimal
LABOUR = rule_of("RATIO", {"numerator": "lao động được khen", "denominator": "lao động", "target": 65})
SHEET = Sheet(
    "S",
    "S",
    D(100),
    D(100),
    (
        Leaf("K", "Kết quả khác", rule_of("EXPERT", {}), D(60)),
        Leaf("L", "Khen thưởng 65% lao động", LABOUR, D(40)),
    ),
)


def unit(name, other, n, d, points, **also):
    values = {"K": Value(D(other)), "L": Value(D(points), claim=Claim(n=D(n), d=D(d)))}
    return Scored(name, values, **also)


# As the appraisers read it: labourers and members. Kiên Giang 9/312, Cà Mau 6/150, An Giang 30/100.
# 9/312 = 2.8846 %, of 65 % that is 4.4379 %, of 40 points 1.78; 6/150 = 4 % makes 2.46; 30/100 makes 18.46.
AS_APPRAISED = [
    unit("Kiên Giang", 55, 9, 312, "1.78"),
    unit("Cà Mau", 50, 6, 150, "2.46"),
    unit("An Giang", 45, 30, 100, "18.46"),
]
# As Kiên Giang reads it: labourers alone.
LABOURERS = {"Kiên Giang": 12, "Cà Mau": 40, "An Giang": 90}
READING = Reading(
    "L",
    claims={one.unit: Claim(n=one.values["L"].claim.n, d=D(LABOURERS[one.unit])) for one in AS_APPRAISED},
)


def test_the_ruling_on_the_denominator_would_lift_kien_giang_from_the_second_place_to_the_first():
    found = what_if(SHEET, AS_APPRAISED, RankingRule(), [READING])
    moves = {move.unit: move for move in found.moves}
    kien_giang = moves["Kiên Giang"]
    # 55 + 1.78 against 45 + 18.46: second; with 9/12 = 75 % all 40 points: 95 against 45 + 20.51.
    assert (kien_giang.total_before, kien_giang.place_before) == (D("56.78"), 2)
    assert (kien_giang.total_after, kien_giang.place_after, kien_giang.rises) == (D("95.00"), 1, 1)
    assert (moves["An Giang"].total_before, moves["An Giang"].place_before) == (D("63.46"), 1)
    assert (moves["An Giang"].total_after, moves["An Giang"].place_after) == (D("65.51"), 2)
    assert (moves["Cà Mau"].total_after, moves["Cà Mau"].rises) == (D("59.23"), 0)
    assert [move.unit for move in found.moves] == ["An Giang", "Kiên Giang", "Cà Mau"]
    assert kien_giang.steps_before["L"][0].data()["facts"]["d"] == "312"
    assert kien_giang.steps_after["L"][0].data()["facts"] == {"n": "9", "d": "12", "percent": "75"}
    assert (kien_giang.before["L"], kien_giang.after["L"]) == (D("1.78"), D("40.00"))


def test_another_rule_or_another_weight_may_be_tried():
    nothing_below = replace(LABOUR, below=Below.NOTHING)
    found = what_if(SHEET, AS_APPRAISED, RankingRule(), [Reading("L", rule=nothing_below)])
    assert [move.total_after for move in found.moves] == [45, 55, 50]
    heavier = what_if(SHEET, AS_APPRAISED, RankingRule(), [Reading("L", max=D(80))])
    assert heavier.sheet.base == 140
    assert faults(heavier.sheet) == []
    assert {move.unit: move.after["L"] for move in heavier.moves} == {
        "An Giang": D("36.92"),
        "Kiên Giang": D("3.55"),
        "Cà Mau": D("4.92"),
    }


def test_points_typed_without_an_answer_are_kept_or_scaled_and_say_so():
    rule = rule_of("EXPERT", {})
    kept = what_if(SHEET, AS_APPRAISED, RankingRule(), [Reading("K", rule=rule)])
    assert {step.code for move in kept.moves for step in move.steps_after["K"]} == {"KEPT"}
    assert {step.code for move in kept.moves for step in move.steps_before["K"]} == {"KEPT"}
    scaled = what_if(SHEET, AS_APPRAISED, RankingRule(), [Reading("K", max=D(30))])
    first = scaled.moves[0].steps_after["K"][0]
    assert (first.code, first.data()["facts"]["points"]) == ("SCALED", "22.5")


def test_what_does_not_apply_or_is_not_answered_stays_so():
    away = Scored("A", {"K": Value(D(5)), "L": Value(na=True, reason="không có lao động")})
    empty = Scored("B", {"K": Value(D(4))})
    found = what_if(SHEET, [away, empty], RankingRule(), [Reading("L", max=D(20))])
    assert [(move.total_before, move.total_after) for move in found.moves] == [(5, 5), (4, 4)]
    assert [line.steps_after["L"][0].code for line in found.moves] == ["NOT_APPLICABLE", "NOT_ANSWERED"]
    assert found.after.places[1].missing == ("L",)


def test_a_unit_that_a_reading_bars_moves_to_no_place():
    gate = Leaf("G", "Nộp chậm", rule_of("GATE", {"effect": "DEDUCT", "points": 20}), D(0))
    sheet = replace(SHEET, children=(*SHEET.children, gate))
    late = AS_APPRAISED[0]
    late = replace(late, values={**late.values, "G": Value(D(-20), claim=Claim(yes=True))})
    found = what_if(
        sheet, [late], RankingRule(), [Reading("G", rule=rule_of("GATE", {"effect": "UNRANKED"}))]
    )
    (move,) = found.moves
    assert (move.place_before, move.total_before) == (1, D("36.78"))
    assert (move.place_after, move.total_after, move.rises) == (None, D("56.78"), 0)


def test_a_gate_answered_otherwise_falls_or_holds_anew():
    gate = Leaf("G", "Nộp chậm", rule_of("GATE", {"effect": "UNRANKED"}), D(0))
    late = replace(
        AS_APPRAISED[0], values={**AS_APPRAISED[0].values, "G": Value(D(0), claim=Claim(yes=True))}
    )
    sheet = replace(SHEET, children=(*SHEET.children, gate))
    (move,) = what_if(
        sheet, [late], RankingRule(), [Reading("G", claims={late.unit: Claim(yes=False)})]
    ).moves
    assert (move.place_before, move.place_after) == (None, 1)


def test_a_place_among_peers_is_taken_anew():
    sheet = replace(SHEET, children=(Leaf("R", "Hạng", rule_of("RELATIVE", {"points": [10, 5]}), D(100)),))
    units = [
        Scored(name, {"R": Value(D(points), claim=Claim(value=D(n)))})
        for name, n, points in (("A", 3, 10), ("B", 2, 5))
    ]
    other = Reading("R", claims={"B": Claim(value=D(4))})
    found = what_if(sheet, units, RankingRule(), [other])
    assert [(move.unit, move.place_before, move.place_after) for move in found.moves] == [
        ("A", 1, 2),
        ("B", 2, 1),
    ]


def test_a_criterion_that_the_sheet_has_not_is_no_reading():
    with pytest.raises(KeyError):
        what_if(SHEET, AS_APPRAISED, RankingRule(), [Reading("X")])


def test_a_weight_inside_a_group_makes_the_group_heavier():
    heavier = read(DEMO, [Reading("D2", max=D(60))])
    assert (heavier.base, heavier.total, faults(heavier)) == (970, 1020, [])
    assert next(group.max for group in heavier.children if group.code == "D") == 170


@few
@given(st.lists(st.tuples(cents(0, 60), st.integers(0, 50), st.integers(1, 300)), min_size=1, max_size=6))
def test_no_other_reading_is_no_change(drawn):
    units = []
    for number, (other, n, d) in enumerate(drawn):
        plain = Scored(number, {"K": Value(other), "L": Value(claim=Claim(n=D(n), d=D(d)))})
        (move,) = what_if(SHEET, [plain], RankingRule(), [Reading("L")]).moves
        units.append(unit(number, other, n, d, move.after["L"]))
    found = what_if(SHEET, units, RankingRule(), [Reading("L")])
    assert found.before == found.after
    assert all(move.rises == 0 and move.before == move.after for move in found.moves)
    assert all(move.steps_before == move.steps_after for move in found.moves)
