"""The checks beside a dossier: what each finds, and that what is not known never blocks."""

from dataclasses import replace

import pytest

from awards.eligibility import Facts, Finding, checks

GOOD = Facts(
    subject_kind="I",
    allowed_kinds="ICH",
    authorised=True,
    twins=(),
    unit_ended_on="",
    achievement="Có thành tích xuất sắc",
    birth_year=1980,
    rule_confidence="S",
    same_year_grants=(),
)


def found(**facts):
    return {check.code: (check.finding, check.values) for check in checks(replace(GOOD, **facts))}


def test_a_dossier_without_a_flaw():
    lines = checks(GOOD)
    assert [line.code for line in lines] == ["C01", "C02", "C06", "C10", "C18", "rule"]
    assert {line.finding for line in lines} == {Finding.OK}


@pytest.mark.parametrize(
    ("facts", "code", "finding", "values"),
    [
        ({"subject_kind": "H", "allowed_kinds": "IC"}, "C01", Finding.BLOCK, ()),
        ({"authorised": False}, "C02", Finding.BLOCK, ()),
        ({"authorised": None}, "C02", Finding.UNKNOWN, ()),
        ({"twins": ("Ông A, đợt 1",)}, "C06", Finding.WARN, ("Ông A, đợt 1",)),
        ({"same_year_grants": ("Bằng khen, 1/QĐ",)}, "C06", Finding.WARN, ("Bằng khen, 1/QĐ",)),
        ({"unit_ended_on": "01/07/2025"}, "C10", Finding.BLOCK, ("01/07/2025",)),
        ({"achievement": "  "}, "C18", Finding.WARN, ("achievement",)),
        ({"birth_year": None}, "C18", Finding.WARN, ("birth_year",)),
        ({"birth_year": None, "subject_kind": "C"}, "C18", Finding.OK, ()),
        ({"rule_confidence": "U"}, "rule", Finding.WARN, ()),
        ({"rule_confidence": "M"}, "rule", Finding.WARN, ()),
        ({"rule_confidence": ""}, "rule", Finding.UNKNOWN, ()),
    ],
)
def test_each_flaw_is_found_alone(facts, code, finding, values):
    lines = found(**facts)
    assert lines.pop(code) == (finding, values)
    assert {other for other, _values in lines.values()} == {Finding.OK}
