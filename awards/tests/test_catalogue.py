"""The catalogue of titles and forms: whole, dated, marked for what is not verified, and never undone by a reload."""

from datetime import date

import pytest

from awards import selectors
from awards.models import AwardAlias, AwardForm, AwardRule
from awards.services.catalogue import load_catalogue
from emulation.confidence import Confidence
from emulation.vietnamese import fold

pytestmark = pytest.mark.django_db
CODES = [
    *(
        "LDTT",
        "CSTDCS",
        "CSTDT",
        "CSTDTQ",
        "TTLDTT",
        "TTLDXS",
        "CO_TINH",
        "CO_LMVN",
        "CO_CP",
        "GK_LM",
        "GK_HTX",
    ),
    *(
        "GK_XA",
        "BK_TINH",
        "BK_LMVN",
        "BK_TTG",
        "HCLD3",
        "HCLD2",
        "HCLD1",
        "KNC_LMVN",
        "COOPSTAR",
        "MAI_AN_TIEM",
    ),
    "HTX_TIEU_BIEU",
]
NINETY = {"CSTDT", "CSTDTQ", "HCLD1", "HCLD2", "HCLD3"}
SECRET = {"CSTDT", "CSTDTQ", "CO_TINH", "CO_LMVN", "HTX_TIEU_BIEU"}
"""Decided by secret ballot (Decree 91/2017 art. 45(8); practice of the flags and of the 100 cooperatives)."""


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (AwardForm, AwardAlias, AwardRule)]


def test_the_whole_table_is_loaded_and_a_second_time_adds_nothing():
    assert load_catalogue() > 60
    assert list(AwardForm.objects.order_by("official_order").values_list("code", flat=True)) == CODES
    before = everything()
    assert load_catalogue() == 0
    assert everything() == before


def test_every_form_has_a_rule_with_its_ground_and_its_mark_of_confidence():
    load_catalogue()
    for form in AwardForm.objects.all():
        rule = selectors.rule_of(form, on=date(2026, 6, 1))
        assert rule is not None, form.code
        assert rule.legal_ground
        assert rule.confidence in Confidence.values
        assert form.name_en
        assert form.levels
        assert set(form.subjects) <= set("ICH")
    marks = set(AwardRule.objects.values_list("confidence", flat=True))
    assert {"S", "U"} <= marks
    unsure = AwardRule.objects.exclude(confidence="S")
    assert unsure.filter(form__code="HCLD1").exists()


def test_thresholds_and_secret_ballots_are_those_of_the_sources():
    load_catalogue()
    today = date(2026, 6, 1)
    rules = selectors.rules_on(list(AwardForm.objects.values_list("pk", flat=True)), on=today)
    by_code = {form.code: rules[form.pk] for form in AwardForm.objects.all()}
    assert {code for code, rule in by_code.items() if rule.secret} == SECRET
    assert {code for code, rule in by_code.items() if rule.threshold == 90} == NINETY
    assert all(rule.of_members for rule in by_code.values())
    assert {float(rule.quorum) for rule in by_code.values()} == {66.66}
    assert not any(rule.recusal_lowers_base for rule in by_code.values())


def test_a_rule_holds_from_its_day_until_the_next():
    load_catalogue()
    form = AwardForm.objects.get(code="BK_TINH")
    days = [rule.valid_from for rule in form.rules.order_by("valid_from")]
    assert days == [date(2017, 10, 1), date(2024, 1, 1), date(2025, 7, 1)]
    for on, index in ((date(2023, 12, 31), 0), (date(2024, 1, 1), 1), (date(2026, 1, 1), 2)):
        assert selectors.rule_of(form, on=on).valid_from == days[index]
    assert selectors.rule_of(form, on=date(2017, 9, 30)) is None
    assert selectors.rules_on([form.pk], on=date(2017, 9, 30)) == {}


def test_what_an_administrator_has_mended_stays():
    load_catalogue()
    form = AwardForm.objects.get(code="HCLD1")
    AwardForm.objects.filter(pk=form.pk).update(name="Huân chương Lao động hạng Nhất (sửa)")
    AwardRule.objects.filter(form=form).update(threshold=85, confidence="S", standard="Đã kiểm chứng")
    AwardAlias.objects.filter(form__code="LDTT").first().delete()
    assert load_catalogue() == 1
    form.refresh_from_db()
    rule = form.rules.get()
    assert (form.name, rule.threshold, rule.confidence) == ("Huân chương Lao động hạng Nhất (sửa)", 85, "S")


def test_one_wording_may_mean_several_forms():
    load_catalogue()
    codes = AwardAlias.objects.filter(folded=fold("Giấy khen")).values_list("form__code", flat=True)
    assert set(codes) == {"GK_LM", "GK_HTX", "GK_XA"}
    form, rule, alias = AwardForm.objects.first(), AwardRule.objects.first(), AwardAlias.objects.first()
    assert [str(form), str(alias), form.audit_chain] == [form.name, alias.text, 0]
    assert str(rule) == f"{rule.form.code} {rule.valid_from:%d/%m/%Y}"
