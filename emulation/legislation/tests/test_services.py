"""Entering, revising, ending; legal grounds; who may, and what is refused."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.audit.selectors import history_of
from emulation.confidence import Confidence
from emulation.legislation import permissions
from emulation.legislation.models import BaseSalary, Ground, Instrument, Standing
from emulation.legislation.services import grounds, instruments
from emulation.legislation.services.grounds import GroundTerms
from emulation.legislation.services.instruments import InstrumentTerms, terms_of
from emulation.legislation.tests.factories import cast, fresh, planted
from emulation.merging import Clash
from emulation.organisations.services import merge
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_an_officer_enters_an_instrument_of_the_own_alliance():
    here = cast()
    row = here.enter(" 12 / QĐ-LMHTX ", source="Văn thư lưu")
    assert (row.number, row.number_key) == ("12 / QĐ-LMHTX", "12/qd-lmhtx")
    assert (row.audit_chain, row.confidence) == (here.alliance.pk, Confidence.SOURCED)
    assert history_of(row).get().action == "instrument.enter"
    assert str(row) == "Quyết định 12 / QĐ-LMHTX"
    assert here.enter("13/QĐ").confidence == Confidence.UNSURE


@pytest.mark.parametrize("who", ["staff", "director", "stranger"])
def test_nobody_else_enters_it(who):
    here = cast()
    with pytest.raises(Refused):
        instruments.enter(here.alliance, terms_of(here.enter()), by=getattr(here, who))


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "12/qđ – LMHTX"},
        {"number": "  "},
        {"number": "Số:"} | {"kind": "NONE"},
        {"number": "14/QĐ", "in_force_to": date(2024, 5, 1)},
        {"number": "14/QĐ", "title": ""},
    ],
)
def test_what_cannot_be_entered(wrong):
    here = cast()
    here.enter()
    with pytest.raises(ValidationError):
        here.enter(**wrong)


def test_another_organisation_may_have_the_same_number():
    here = cast()
    terms = terms_of(here.enter())
    assert instruments.enter(here.other, terms, by=here.stranger).number == terms.number


def test_two_people_correct_different_fields_and_are_asked_about_the_same():
    here = cast()
    row = here.enter()
    base = terms_of(row)
    row = instruments.revise(row, replace(base, title="Quy chế mới"), base=base, by=here.officer)
    row = instruments.revise(row, replace(base, note="Ghi chú"), base=base, by=here.officer)
    assert (row.title, row.note) == ("Quy chế mới", "Ghi chú")
    assert "quy che moi" in row.search
    with pytest.raises(Clash):
        instruments.revise(row, replace(base, title="Khác"), base=base, by=here.officer)
    told = history_of(row).count()
    instruments.revise(row, terms_of(row), base=terms_of(row), by=here.officer)
    assert history_of(row).count() == told
    with pytest.raises(Refused):
        instruments.revise(row, base, base=base, by=here.stranger)


def test_national_rows_are_kept_by_the_administrators_only():
    here = cast()
    law = Instrument.objects.get(number="06/2022/QH15")
    with pytest.raises(Refused, match="quản trị"):
        instruments.revise(law, terms_of(law), base=terms_of(law), by=here.officer)
    with pytest.raises(Refused):
        instruments.end(law, on=TODAY, reason="x", by=here.officer)
    line = Ground.objects.filter(instrument=law).first()
    with pytest.raises(Refused):
        grounds.end_ground(line, on=TODAY, by=here.officer)


def test_an_instrument_ends_and_names_what_replaces_it():
    here = cast()
    old, new = here.enter("12/QĐ"), here.enter("20/QĐ", in_force_from=date(2026, 12, 1))
    ended = instruments.end(
        old, on=date(2026, 11, 30), replaced_by=new, reason="Ban hành lại", by=here.officer
    )
    assert (ended.in_force_to, ended.replaced_by) == (date(2026, 11, 30), new)
    entry = history_of(old).first()
    assert (entry.action, entry.reason) == ("instrument.end", "Ban hành lại")
    assert entry.changes["replaced_by"] == [None, "Quyết định 20/QĐ"]
    with pytest.raises(ValidationError):
        instruments.end(new, on=date(2026, 12, 31), replaced_by=old, reason="x", by=here.officer)


def test_what_cannot_end():
    here = cast()
    row = here.enter()
    foreign = instruments.enter(here.other, InstrumentTerms("9/QĐ", "DECISION", "t", "i"), by=here.stranger)
    for wrong in (
        {"on": TODAY, "reason": "  "},
        {"on": date(2024, 5, 1), "reason": "x"},
        {"on": TODAY, "reason": "x", "replaced_by": foreign},
        {"on": TODAY, "reason": "x", "by": here.staff},
    ):
        with pytest.raises(Refused):
            instruments.end(row, **{"by": here.officer, **wrong})
    instruments.end(row, on=date(2026, 1, 31), reason="x", by=here.officer)
    with pytest.raises(Refused, match="hết hiệu lực"):
        instruments.end(row, on=date(2026, 2, 1), reason="x", by=here.officer)


def test_after_a_merger_the_heir_keeps_what_the_predecessor_entered():
    here = cast()
    row = here.enter()
    assert not permissions.may_end(fresh(here.stranger), row, on=TODAY)
    merge([here.alliance], into=here.other, on=date(2026, 7, 1), document="202/2025/QH15", by=None)
    assert permissions.may_end(fresh(here.stranger), row, on=TODAY)


def test_a_line_of_the_own_body_is_made_from_its_instrument_or_as_typed():
    here = cast()
    row = here.enter()
    made = grounds.put_ground(here.alliance, GroundTerms("REPORT", row, TODAY), by=here.officer)
    assert made.text == (
        "Quyết định số 12/QĐ-LMHTX ngày 01 tháng 5 năm 2024 của Liên minh HTX tỉnh Thử"
        " ban hành Quy chế thi đua, khen thưởng"
    )
    typed = GroundTerms("LAUNCH", row, TODAY, text="  Căn cứ  Quy chế số 12; ")
    assert grounds.put_ground(here.alliance, typed, by=here.officer).text == "Quy chế số 12"
    assert history_of(made).get().action == "ground.put"
    assert made.audit_chain == here.alliance.pk


def test_what_is_refused_of_a_line():
    here = cast()
    row = here.enter()
    terms = GroundTerms("REPORT", row, date(2026, 1, 1), valid_to=date(2026, 12, 31))
    line = grounds.put_ground(here.alliance, terms, by=here.officer)
    for user in (here.staff, here.director, here.stranger):
        with pytest.raises(Refused):
            grounds.put_ground(here.alliance, replace(terms, document_kind="LAUNCH"), by=user)
        with pytest.raises(Refused):
            grounds.end_ground(line, on=TODAY, by=user)
    with pytest.raises(Refused, match="khoảng thời gian"):
        grounds.put_ground(here.alliance, replace(terms, valid_from=TODAY), by=here.officer)
    with pytest.raises(Refused, match="sổ"):
        grounds.put_ground(here.other, terms, by=here.stranger)
    later = replace(terms, valid_from=date(2027, 1, 1), valid_to=None)
    assert grounds.put_ground(here.alliance, later, by=here.officer).pk
    before = replace(terms, valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31))
    assert grounds.put_ground(here.alliance, before, by=here.officer).pk


def test_a_line_ends():
    here = cast()
    line = grounds.put_ground(
        here.alliance, GroundTerms("REPORT", here.enter(), date(2026, 1, 1)), by=here.officer
    )
    with pytest.raises(Refused):
        grounds.end_ground(line, on=date(2025, 12, 31), by=here.officer)
    ended = grounds.end_ground(line, on=date(2026, 6, 30), by=here.officer)
    assert (ended.valid_to, history_of(line).first().action) == (date(2026, 6, 30), "ground.end")
    with pytest.raises(Refused):
        grounds.end_ground(line, on=TODAY, by=here.officer)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda law: Instrument.objects.filter(pk=law.pk).update(in_force_to=date(2000, 1, 1)),
        lambda law: Instrument.objects.filter(pk=law.pk).update(replaced_by=law),
        lambda law: Instrument.objects.filter(pk=law.pk).update(source=""),
        lambda law: Instrument.objects.filter(pk=law.pk).update(number_key=""),
        lambda law: Instrument.objects.create(number="x", number_key=law.number_key, issued_on=law.issued_on),
        lambda law: [Instrument.objects.create(number="x", number_key="x") for _ in range(2)],
        lambda law: BaseSalary.objects.update(amount=0),
        lambda law: BaseSalary.objects.update(confidence="S", source=""),
        lambda law: Ground.objects.update(text=""),
        lambda law: Ground.objects.update(valid_to=date(1999, 1, 1)),
        lambda law: Ground.objects.create(
            document_kind="DECISION", instrument=law, text="x", valid_from=law.in_force_from
        ),
    ],
)
def test_the_tables_refuse_what_must_never_be_true(wrong):
    planted()
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(Instrument.objects.get(number="06/2022/QH15"))


def test_parts_of_an_instrument_go_to_two_others_and_it_stays_in_force():
    here = cast()
    old, first, second = here.enter("1/QĐ"), here.enter("2/QĐ"), here.enter("3/QĐ")
    for successor, part in ((first, "Điều 5"), (second, "Chương III")):
        instruments.replace_part(
            old, successor, part=part, on=date(2025, 1, 1), reason="Văn bản mới", by=here.officer
        )
    old.refresh_from_db()
    assert old.standing(date(2025, 6, 1)) == Standing.IN_FORCE
    assert [(row.part, row.successor) for row in old.parts_replaced.all()] == [
        ("Điều 5", first),
        ("Chương III", second),
    ]
    told = history_of(old).first()
    assert (told.action, told.reason) == ("instrument.replace_part", "Văn bản mới")
    assert told.changes["part"] == [None, "Chương III: Quyết định 3/QĐ (01/01/2025)"]


def test_what_cannot_be_replaced_in_part():
    here = cast()
    old, new = here.enter("1/QĐ", in_force_to=date(2025, 12, 31)), here.enter("2/QĐ")
    sound = {"part": "Điều 5", "on": date(2025, 1, 1), "reason": "Vì", "by": here.officer}
    foreign = instruments.enter(
        here.other, InstrumentTerms("9/QĐ", "DECISION", "x", here.other.name), by=here.stranger
    )
    wrong = [
        {"reason": " "},
        {"on": date(2024, 5, 1)},
        {"on": date(2026, 1, 2)},
        {"by": here.stranger},
    ]
    for change in wrong:
        with pytest.raises(Refused):
            instruments.replace_part(old, new, **sound | change)
    with pytest.raises(Refused):
        instruments.replace_part(old, foreign, **sound)
    with pytest.raises(ValidationError):
        instruments.replace_part(old, old, **sound)
    with pytest.raises(ValidationError):
        instruments.replace_part(old, new, **sound | {"part": ""})
    instruments.replace_part(old, new, **sound | {"on": date(2026, 1, 1)})


def test_what_is_replaced_whole_has_a_last_day():
    here = cast()
    old, new = here.enter("1/QĐ"), here.enter("2/QĐ")
    old.replaced_by = new
    with pytest.raises(ValidationError) as refusal:
        old.full_clean()
    assert "in_force_to" in refusal.value.error_dict
