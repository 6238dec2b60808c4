"""The sheets and the pledge that come with the program."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from clusters.catalogue import pledges, sheet_data, sheet_named, sheets
from clusters.scoring import (
    BadSheet,
    Claim,
    Kind,
    example,
    faults,
    leaves_below,
    nodes,
    params_of,
    rule_of,
    scored,
)
from clusters.scoring.sheets import Group, Leaf
from emulation import indicators

DEMO = sheet_named("CUM-DBSCL-DEMO")


def test_the_sheet_of_seven_contents_is_1000_and_that_is_950_and_50():
    sheet = DEMO.sheet()
    leaves = leaves_below(sheet)
    assert (sheet.total, sheet.base, sheet.bonus_cap) == (1000, 950, 50)
    assert sum(leaf.max for leaf in leaves) == 950
    assert sum(leaf.bonus_cap for leaf in leaves) == 50
    groups = [node for node in nodes(sheet) if isinstance(node, Group)]
    assert [(group.code, group.max) for group in groups] == [
        ("A", 120),
        ("B", 120),
        ("C", 350),
        ("D", 150),
        ("E", 80),
        ("F", 80),
        ("G", 50),
    ]
    assert all(sum(child.max for child in group.children) == group.max for group in groups)
    assert faults(sheet) == []


def test_it_has_a_worked_example_for_every_criterion():
    sheet = DEMO.sheet()
    kinds = set()
    for leaf in (node for node in nodes(sheet) if isinstance(node, Leaf)):
        assert example(leaf.rule, leaf.max).points.total is not None
        kinds.add(leaf.rule.kind)
    assert kinds == set(Kind) - {Kind.OVER_BONUS, Kind.RELATIVE}


@pytest.mark.parametrize("data", sheets(), ids=lambda data: data.code)
def test_a_sheet_adds_up_and_what_is_not_known_of_it_is_marked(data):
    wrong = faults(data.sheet())
    assert {fault.code for fault in wrong} <= {"GROUP_EMPTY"}
    assert data.complete is not bool(wrong) or data.code == "HAU-GIANG-2021"
    assert data.complete or data.notes
    assert data.source
    for row in data.rows:
        assert row.text
        assert data.confidence_of[row.code] in {"S", "M", "U"}
        if row.kind:
            rule = rule_of(row.kind, row.params, bonus_cap=row.bonus_cap)
            assert rule_of(row.kind, params_of(rule)) == rule


def test_the_known_sheets_are_there():
    assert [data.code for data in sheets()] == [
        "CUM-DBSCL-DEMO",
        "HAU-GIANG-2021",
        "KG-KHOI-1000",
        "TAY-NGUYEN-2019",
    ]


def test_tay_nguyen_s_share_of_members():
    sheet = sheet_named("TAY-NGUYEN-2019").sheet()
    membership = next(leaf for leaf in leaves_below(sheet) if leaf.code == "2.3")
    earned = {
        n: scored(sheet, membership, Claim(n=Decimal(n), d=Decimal(100))).base for n in (59, 60, 79, 80)
    }
    assert earned == {59: 2, 60: 3, 79: 3, 80: 4}


def test_a_misspelt_field_of_a_sheet_is_not_passed_over():
    raw = {
        "code": "X", "name": "X", "source": "X", "confidence": "U", "complete": True, "notes": [], "total": 1,
        "base": 1, "bonus_cap": 0, "decimals": 2, "rounding": "HALF_UP", "not_applicable": "POINTS_POSSIBLE",
        "tie_break": [], "criteria": [{"code": "A", "text": "A", "max": 1, "kind": "BINARY", "param": {}}],
    }  # fmt: skip
    with pytest.raises(BadSheet) as refused:
        sheet_data(raw)
    assert refused.value.faults[0].field == "param"


def test_the_pledge_of_2021_has_nine_targets_and_the_disputed_one_beside_them():
    (pledge,) = pledges()
    assert (pledge.year, pledge.signed_on, len(pledge.members)) == (2021, date(2021, 1, 27), 7)
    assert (pledge.leader_before, pledge.leader, pledge.deputy) == ("Sóc Trăng", "An Giang", "Cần Thơ")
    assert [target.code for target in pledge.targets if target.pledged] == [
        "HTX_MOI",
        "LH_HTX_MOI",
        "HTX_HIEU_QUA",
        "CB_DAO_TAO",
        "THANH_VIEN",
        "HO_NONG_THON",
        "NQ_TINH",
        "NQ_VN",
        "DAO_TAO_LM",
    ]
    assert [target.code for target in pledge.targets if target.disputed] == ["ND3_LAO_DONG"]
    ninety = next(target for target in pledge.targets if target.code == "NQ_VN")
    assert (ninety.comparator, ninety.value) == ("GE", 90)
    assert "tự mâu thuẫn" in ninety.ambiguity
    assert [target.code for target in pledge.targets if target.target() is None] == ["DAO_TAO_LM"]


def test_what_is_printed_is_a_reading_and_what_it_leaves_open_is_a_remark():
    (pledge,) = pledges()
    asides = ("không nói", "mâu thuẫn", "thống nhất", "ở đây", "văn bản", "dự thảo", "cách hiểu")
    for target in pledge.targets:
        assert not [words for words in asides if words in target.reading.lower()], target.code
        assert target.reading != target.ambiguity or not target.reading
    readings = {target.code: target.reading for target in pledge.targets}
    assert readings["NQ_VN"] == "từ 90% trở lên"
    assert "từng Liên minh" in readings["HTX_MOI"]


def test_every_target_is_an_indicator_of_the_catalogue_with_the_same_comparator():
    text = (Path(indicators.__file__).parent / "data" / "catalogue.json").read_text(encoding="utf-8")
    known = {one["code"]: one["versions"][-1]["comparator"] for one in json.loads(text)["indicators"]}
    for target in pledges()[0].targets:
        assert target.indicator in known
        assert target.comparator is None or known[target.indicator] == target.comparator, target.code
