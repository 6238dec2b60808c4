"""The JSON kept with a criterion: read back to the same rule, every fault told at its field."""

import json
from decimal import Decimal

import pytest
from hypothesis import given

from clusters.scoring import BadClaim, BadRule, Claim, Kind, claim_data, claim_of, params_of, rule_of
from clusters.scoring.kinds import Proportional
from clusters.tests.strategies import any_rule, cases, few

RATIO = {"numerator": "a", "denominator": "b", "target": 65}


@few
@given(any_rule)
def test_a_rule_comes_back_from_its_json_the_same(rule):
    stored = json.loads(json.dumps(params_of(rule)))
    assert rule_of(rule.kind, stored) == rule


@few
@given(cases())
def test_a_claim_comes_back_from_its_json_the_same(case):
    claim = case[2]
    assert claim_of(json.loads(json.dumps(claim_data(claim)))) == claim


def test_what_was_not_answered_is_not_in_the_json_and_nought_is():
    assert claim_data(Claim(n=Decimal(0), yes=False)) == {"n": "0", "yes": False}
    assert claim_of({"n": "", "d": None}) == Claim()
    assert claim_of({"n": 0}).n == 0


def test_na_and_the_reason_may_come_from_columns_of_their_own():
    assert claim_of({}, na=True, reason="không có") == Claim(na=True, reason="không có")
    assert claim_data(Claim(na=True, reason="không có")) == {"na": True, "reason": "không có"}


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"n": "một"}, ("n", "NOT_A_NUMBER")),
        ({"n": True}, ("n", "NOT_A_NUMBER")),
        ({"n": "NaN"}, ("n", "NOT_A_NUMBER")),
        ({"n": "1e40"}, ("n", "NOT_A_NUMBER")),
        ({"n": "0.00000001"}, ("n", "NOT_A_NUMBER")),
        ({"n": [1]}, ("n", "NOT_A_NUMBER")),
        ({"yes": "có"}, ("yes", "NOT_A_YES_OR_NO")),
        ({"na": 1}, ("na", "NOT_A_YES_OR_NO")),
        ({"parts": 3}, ("parts", "NOT_A_LIST")),
        ({"parts": [3, "x"]}, ("parts.1", "NOT_A_NUMBER")),
        ({"numerator": 3}, ("numerator", "UNKNOWN_FIELD")),
    ],
)
def test_a_claim_that_cannot_be_read_says_where(data, fault):
    with pytest.raises(BadClaim) as refused:
        claim_of(data)
    assert [(one.field, one.code) for one in refused.value.faults] == [fault]


def test_a_float_is_read_as_it_is_written():
    assert claim_of({"value": 0.1}).value == Decimal("0.1")


@pytest.mark.parametrize(
    ("kind", "params", "faults"),
    [
        ("SUMS", {}, {("kind", "NOT_A_CHOICE")}),
        ("BINARY", {"goal": 3}, {("goal", "UNKNOWN_FIELD")}),
        ("BINARY", {"target": 0}, {("target", "TOO_SMALL")}),
        ("PROPORTIONAL", {"target": "hai mươi"}, {("target", "NOT_A_NUMBER")}),
        ("PROPORTIONAL", {"measure": "PERCENT"}, {("measure", "NOT_A_CHOICE")}),
        ("PROPORTIONAL", {"bonus": "OVER_BONUS"}, {("bonus_cap", "MISSING")}),
        ("PROPORTIONAL", {"bonus": "MORE", "bonus_cap": 2}, {("bonus", "NOT_A_CHOICE")}),
        (
            "PROPORTIONAL",
            {"bonus_cap": 2, "bonus_whole_percents": "yes"},
            {("bonus_whole_percents", "NOT_A_YES_OR_NO")},
        ),
        ("OVER_BONUS", {}, {("standard", "MISSING"), ("bonus_cap", "MISSING")}),
        ("COUNT_CAP", {"unit_points": 0}, {("unit_points", "TOO_SMALL")}),
        ("COUNT_CAP", {"unit_points": 5, "bonus_cap": 10}, {("target", "BONUS_NEEDS_TARGET")}),
        ("PER_UNIT_DEDUCT", {}, {("unit_points", "MISSING")}),
        ("RATIO", {}, {("numerator", "MISSING"), ("denominator", "MISSING"), ("target", "MISSING")}),
        ("RATIO", {**RATIO, "numerator": "  "}, {("numerator", "MISSING")}),
        ("RATIO", {**RATIO, "comparator": "LE"}, {("comparator", "NOT_A_CHOICE")}),
        ("RATIO", {**RATIO, "below": "HALF"}, {("below", "NOT_A_CHOICE")}),
        ("SUBSUM", {}, {("parts", "MISSING")}),
        ("SUBSUM", {"parts": [5, 0]}, {("parts.1.max", "TOO_SMALL")}),
        ("SUBSUM", {"parts": [{"max": 5, "name": "x"}]}, {("parts.0.name", "UNKNOWN_FIELD")}),
        ("SUBSUM", {"parts": [{"code": "a", "max": 5}, {"code": "a", "max": 2}]}, {("parts", "CODE_TWICE")}),
        ("GATE", {}, {("effect", "MISSING")}),
        ("GATE", {"effect": "DEDUCT"}, {("points", "MISSING")}),
        ("GATE", {"effect": "UNRANKED", "choices": ["UNRANKED", "DEDUCT"]}, {("points", "MISSING")}),
        ("GATE", {"effect": "NO_FLAG", "choices": ["UNRANKED"]}, {("effect", "NOT_A_CHOICE")}),
        ("GATE", {"effect": "NO_FLAG", "choices": ["OUT"]}, {("choices", "NOT_A_CHOICE")}),
        ("EXPERT", {"max": 3}, {("max", "UNKNOWN_FIELD")}),
        ("RELATIVE", {}, {("points", "MISSING")}),
        ("RELATIVE", {"points": [8, 10]}, {("points", "LOWER_PLACE_EARNS_MORE")}),
        ("RELATIVE", {"points": [8], "rest": 9}, {("points", "LOWER_PLACE_EARNS_MORE")}),
        ("RELATIVE", {"points": [8], "rest": -1}, {("rest", "BELOW_ZERO")}),
        ("RELATIVE", {"points": [8, "x"]}, {("points.1", "NOT_A_NUMBER")}),
        ("BAND", {}, {("bands", "MISSING")}),
        ("BAND", {"bands": [[80, "x"], [0, 2]]}, {("bands.0.points", "NOT_A_NUMBER")}),
        ("BAND", {"bands": [[80, -1], [0, -2]]}, {("bands", "BELOW_ZERO")}),
        ("BAND", {"bands": [{"low": 80, "high": 100, "points": 4}]}, {("bands", "TOP_BAND_ENDS")}),
        (
            "BAND",
            {"bands": [{"low": 80, "points": 4}, {"low": 60, "high": 70, "points": 3}]},
            {("bands", "BANDS_GAP")},
        ),
        (
            "BAND",
            {"bands": [{"low": 80, "points": 4}, {"low": 60, "high": 90, "points": 3}]},
            {("bands", "BANDS_OVERLAP")},
        ),
        (
            "BAND",
            {"bands": [{"low": 80, "points": 4}, {"high": 80, "high_closed": True, "points": 3}]},
            {("bands", "SEAM_IN_BOTH")},
        ),
        (
            "BAND",
            {"bands": [{"low": 80, "low_closed": False, "points": 4}, {"high": 80, "points": 3}]},
            {("bands", "SEAM_IN_NEITHER")},
        ),
        ("BAND", {"bands": [{"from": 80, "points": 4}]}, {("bands.0.from", "UNKNOWN_FIELD")}),
        ("BAND", {"bands": [80]}, {("bands.0.points", "MISSING")}),
    ],
)
def test_what_makes_no_rule_is_told_at_its_field(kind, params, faults):
    with pytest.raises(BadRule) as refused:
        rule_of(kind, params)
    assert {(one.field, one.code) for one in refused.value.faults} == faults


def test_all_faults_come_at_once():
    with pytest.raises(BadRule) as refused:
        rule_of("RATIO", {"target": "x", "below": "y", "z": 1})
    assert len(refused.value.faults) == 5
    assert "target: NOT_A_NUMBER" in str(refused.value)


def test_a_bonus_cap_may_stand_in_a_column_of_its_own():
    rule = rule_of("PROPORTIONAL", {"target": 20}, bonus_cap=Decimal(20))
    assert isinstance(rule, Proportional)
    assert rule.bonus.cap == 20
    with pytest.raises(BadRule) as refused:
        rule_of("BINARY", {}, bonus_cap=Decimal(20))
    assert refused.value.faults[0].field == "bonus_cap"


def test_the_short_form_of_bands_is_from_here_on():
    short = rule_of("BAND", {"bands": [[0, 20], [80, 40], [60, 30]]})
    assert [(band.low, band.high, band.points) for band in short.bands] == [
        (80, None, 40),
        (60, 80, 30),
        (0, 60, 20),
    ]


def test_every_kind_can_be_read():
    assert {rule_of(kind, params).kind for kind, params in SMALLEST.items()} == set(Kind)


SMALLEST = {
    "BINARY": {},
    "PROPORTIONAL": {},
    "OVER_BONUS": {"standard": 1, "bonus_cap": 1},
    "BAND": {"bands": [[0, 1]]},
    "PER_UNIT_DEDUCT": {"unit_points": 1},
    "COUNT_CAP": {"unit_points": 1},
    "SUBSUM": {"parts": [1]},
    "RATIO": RATIO,
    "GATE": {"effect": "NO_FLAG"},
    "EXPERT": {},
    "RELATIVE": {"points": [1]},
}
