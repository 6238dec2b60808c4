"""Codes, fingerprints and schemas: the pure part."""

import unicodedata

import pytest

from emulation.documents import codes
from emulation.documents.digest import digest
from emulation.documents.papers import PAPERS
from emulation.documents.schemas import PayloadRefused, cleaned, demand_fit
from emulation.documents.tests import factories as make


def test_a_digest_does_not_depend_on_the_order_of_keys_and_sees_every_letter():
    assert digest({"a": 1, "b": ["ệ"]}) == digest({"b": ["ệ"], "a": 1})
    assert digest({"a": "Ân"}) != digest({"a": "Án"})
    with pytest.raises(ValueError, match="Out of range"):
        digest({"a": float("nan")})


def test_codes_are_long_and_of_letters_that_cannot_be_confused():
    many = {codes.new_code() for _ in range(500)}
    assert len(many) == 500
    assert all(len(code) == 20 and not set(code) & set("ILOU") for code in many)
    assert codes.grouped("0123456789ABCDEFGHJK") == "01234-56789-ABCDE-FGHJK"


@pytest.mark.parametrize(
    "typed",
    [
        "0123456789ABCDEFGHJ1",
        "0123456789abcdefghj1",
        "01234-56789-ABCDE-FGHJ1",
        " 01234 56789 ABCDE FGHJ1 ",
        "O1234–56789–ABCDE–FGHJI",
        "OL234 56789 ABCDE FGHJl",
    ],
)
def test_a_code_is_understood_as_people_type_it(typed):
    assert codes.normal(typed) == "0123456789ABCDEFGHJ1"


@pytest.mark.parametrize(
    "typed", ["", "-", "0123", "U123456789ABCDEFGHJ1", "0123456789ABCDEFGHJ12", "<script>" * 3]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.normal(typed) == ""


def test_texts_are_cleaned_before_they_are_frozen():
    payload = {
        "name": unicodedata.normalize("NFD", "Đặng  Công\nÂn\u200b "),
        "lines": ["\ta\u00adb"],
        "year": 1970,
    }
    assert cleaned(payload) == {"name": "Đặng Công Ân", "lines": ["ab"], "year": 1970}


@pytest.mark.parametrize(
    ("template", "payload"),
    [
        (make.DECISION, make.decision()),
        (make.MERIT, make.certificate(paper="A4")),
        (make.COMMENDATION, make.certificate(kind="household", honorific="Hộ ông")),
    ],
)
def test_the_payloads_of_the_rooms_above_fit(template, payload):
    demand_fit(template, PAPERS[template].schema, payload)


def test_every_fault_of_a_payload_is_named_at_once():
    payload = make.certificate(
        kind="robot", recipient=" ", birth_year=1970, signature={"lines": [], "name": 3}
    )
    del payload["issuer"]
    with pytest.raises(PayloadRefused) as refusal:
        demand_fit(make.MERIT, PAPERS[make.MERIT].schema, payload)
    assert [str(problem) for problem in refusal.value.problems] == [
        "birth_year: unknown key",
        "kind: one of individual, collective, household is expected",
        "issuer: is missing",
        "recipient: must not be empty",
        "signature.lines: 1 to 5 entries are expected",
        "signature.name: text is expected",
    ]


def test_faults_deep_in_a_list_are_named_with_their_place():
    payload = make.decision()
    payload["annex"]["sections"][1]["rows"][2] |= {"birth_year": True, "id_number": "012345678901"}
    payload["annex"]["show_post"] = "yes"
    payload["grounds"] = "Căn cứ"
    with pytest.raises(PayloadRefused) as refusal:
        demand_fit(make.DECISION, PAPERS[make.DECISION].schema, payload)
    assert [str(problem) for problem in refusal.value.problems] == [
        "grounds: a list is expected",
        "annex.show_post: true or false is expected",
        "annex.sections[1].rows[2].id_number: unknown key",
        "annex.sections[1].rows[2].birth_year: a whole number from 1850 to 2200 is expected",
    ]


def test_what_anyone_may_know_never_holds_a_birth_date_or_a_number_of_a_person():
    for name, payload in ((make.MERIT, make.frozen()), (make.DECISION, make.decision())):
        shown = " ".join(value for _, value in PAPERS[name].facts(payload))
        assert "1970" not in shown
        assert "05/QĐ-UBND" in shown
