"""What is wrong with a payload, in the words of whoever issues it."""

import re

import pytest
from django.utils import translation

from emulation.documents import faults
from emulation.documents.papers import PAPERS
from emulation.documents.schemas import FAULTS, Group, Kind, Many, PayloadRefused, Problem, demand_fit
from emulation.documents.tests import factories as make


def told(template, payload):
    with pytest.raises(PayloadRefused) as refusal:
        demand_fit(template, PAPERS[template].schema, payload)
    return faults.in_words(refusal.value)


def test_a_fault_of_a_certificate_names_the_field_and_the_person():
    payload = make.certificate(honorific="Bà", recipient="Quách Mỹ Nghị", achievement="x" * 601)
    payload["signature"] = {"lines": [], "name": "n" * 81}
    assert told(make.MERIT, payload) == [
        "Bà Quách Mỹ Nghị – thành tích: dài quá 600 ký tự",
        "Bà Quách Mỹ Nghị – quyền hạn và chức vụ trên chữ ký: phải có từ 1 đến 5 mục",
        "Bà Quách Mỹ Nghị – họ tên người ký: dài quá 80 ký tự",
    ]


def test_a_fault_in_the_list_names_the_person_of_the_line():
    payload = make.decision(grounds=["Căn cứ", "y" * 601])
    row = payload["annex"]["sections"][1]["rows"][2]
    row |= {"name": "Võ Ngọc Quỳnh", "achievement": "x" * 601, "post": 3, "birth_year": 17}
    payload["signature"] = {"lines": ["KT. CHỦ TỊCH", "P" * 121], "name": " "}
    assert told(make.DECISION, payload) == [
        "căn cứ, dòng 2: dài quá 600 ký tự",
        "quyền hạn và chức vụ trên chữ ký, dòng 2: dài quá 120 ký tự",
        "họ tên người ký: còn thiếu",
        "Bà Võ Ngọc Quỳnh – năm sinh: phải là số nguyên từ 1850 đến 2200",
        "Bà Võ Ngọc Quỳnh – chức vụ: không in được như hiện có",
        "Bà Võ Ngọc Quỳnh – thành tích: dài quá 600 ký tự",
    ]


def paths(kind: Kind, path=()):
    """The way to every value that a template knows."""
    if isinstance(kind, Many):
        kind, path = kind.of, (*path, 0)
    if not isinstance(kind, Group):
        yield path
        return
    for key, part in kind.of.items():
        yield from paths(part, (*path, key))


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("code", FAULTS)
def test_no_fault_of_any_field_shows_a_key_of_the_program(name, code):
    values = {"limit": 1, "choices": "A3, A4", "low": 1, "high": 2, "least": 1, "most": 2, "letters": "漢"}
    for path in paths(PAPERS[name].schema):
        problem = Problem(path, code, values)
        with translation.override("vi"):
            (sentence,) = faults.in_words(PayloadRefused(name, [problem], {}))
        keys = {step for step in path if isinstance(step, str)}
        assert not keys & set(re.split(r"\W+", sentence)), sentence
