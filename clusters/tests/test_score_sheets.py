"""Score sheets in versions: loaded, copied, changed, chosen, and locked by the service and by the database."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from clusters.models import Criterion, ScoreSheet
from clusters.scoring import BadRule
from clusters.selectors.sheets import criteria_of, differences, faults_of
from clusters.services import seasons, sheets
from clusters.services.sheets import CriterionTerms, SheetTerms
from clusters.states import SheetState
from clusters.tests.scoring_stage import scene
from clusters.tests.stage import stage
from emulation.merging import Clash
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
HEAD = SheetTerms(code="CUM-2021", name="Bảng điểm năm 2021", total=Decimal(10), base=Decimal(10))


def test_loading_the_templates_again_changes_nothing():
    call_command("load_score_sheets")
    first = list(ScoreSheet.objects.order_by("pk").values_list("pk", "code", "state"))
    assert len(first) == 4
    assert {state for _, _, state in first} == {SheetState.IN_USE}
    call_command("load_score_sheets")
    assert list(ScoreSheet.objects.order_by("pk").values_list("pk", "code", "state")) == first


def test_the_demo_template_keeps_what_it_declares():
    sheets.load_templates()
    sheet = ScoreSheet.objects.get(code="CUM-DBSCL-DEMO")
    assert faults_of(sheet, criteria_of(sheet)) == []


def test_a_sheet_is_drawn_up_and_its_faults_are_told():
    cast = stage("Sóc Trăng", "An Giang")
    sheet = sheets.draw_up(cast.cluster("Sóc Trăng", "An Giang"), HEAD, by=cast.officer)
    group = sheets.put_criterion(sheet, CriterionTerms("A", "Tuyên truyền", max=Decimal(10)), by=cast.officer)
    sheets.put_criterion(
        sheet,
        CriterionTerms("A1", "Tin, bài", group, 1, "COUNT_CAP", Decimal(8), {"unit_points": "0.5"}),
        by=cast.officer,
    )
    (fault,) = faults_of(sheet, criteria_of(sheet))
    assert (fault.place, fault.code, fault.facts["found"]) == ("A", "SUM_DIFFERS", "8")
    with pytest.raises(BadRule):
        sheets.put_criterion(
            sheet, CriterionTerms("A2", "Sự kiện", group, 2, "COUNT_CAP", Decimal(2)), by=cast.officer
        )
    with pytest.raises(Refused):
        sheets.remove_criterion(group, by=cast.officer)
    terms = CriterionTerms("A", "Tuyên truyền", max=Decimal(10))
    with pytest.raises(Refused, match="nhóm"):
        sheets.put_criterion(sheet, replace(terms, parent=group), by=cast.officer, criterion=group)
    counted = replace(terms, kind="COUNT_CAP", params={"unit_points": "0.5"})
    with pytest.raises(Refused, match="nhóm"):
        sheets.put_criterion(sheet, counted, by=cast.officer, criterion=group)
    group.refresh_from_db()
    assert (group.parent, group.kind) == (None, "")


def test_a_copy_of_its_own_is_the_next_version_and_says_what_differs():
    made = scene(opened=False)
    assert (made.sheet.code, made.sheet.number) == ("CUM-DBSCL-DEMO", 1)
    assert differences(made.sheet) == []
    second = sheets.copy(made.sheet, made.season.cluster, by=made.cast.officer)
    assert second.number == 2
    row = second.criteria.get(code="A3")
    terms = CriterionTerms(**{name: getattr(row, name) for name in CriterionTerms.__dataclass_fields__})
    sheets.put_criterion(second, replace(terms, max=Decimal(41)), by=made.cast.officer, criterion=row)
    (changed,) = differences(ScoreSheet.objects.get(pk=second.pk))
    assert (changed["code"], changed["fields"]) == ("A3", {"max": (Decimal(40), Decimal(41))})


def test_two_who_change_the_head_are_told_of_each_other():
    cast = stage("Sóc Trăng", "An Giang")
    sheet = sheets.draw_up(cast.cluster("Sóc Trăng", "An Giang"), HEAD, by=cast.officer)
    sheets.revise(sheet, replace(HEAD, name="Tên mới"), base=HEAD, by=cast.officer)
    with pytest.raises(Clash):
        sheets.revise(sheet, replace(HEAD, name="Tên khác"), base=HEAD, by=cast.officer)
    merged = sheets.revise(sheet, replace(HEAD, notes="Ghi chú"), base=HEAD, by=cast.officer)
    assert (merged.name, merged.notes) == ("Tên mới", "Ghi chú")


def test_only_who_runs_the_cluster_keeps_its_sheets():
    made = scene(opened=False)
    for user in (made.cast.officers["Bạc Liêu"], made.cast.stranger):
        with pytest.raises(Refused):
            sheets.copy(made.sheet, made.season.cluster, by=user)
    assert sheets.copy(made.sheet, made.season.cluster, by=made.cast.officers["An Giang"]).number == 2


def test_self_scoring_does_not_open_without_a_faultless_sheet():
    made = scene(opened=False)
    row = made.sheet.criteria.get(code="A3")
    terms = CriterionTerms(**{name: getattr(row, name) for name in CriterionTerms.__dataclass_fields__})
    sheets.put_criterion(made.sheet, replace(terms, max=Decimal(41)), by=made.cast.officer, criterion=row)
    with pytest.raises(Refused):
        seasons.move(made.season, "open_scoring", by=made.cast.officer)
    sheets.put_criterion(made.sheet, terms, by=made.cast.officer, criterion=row)
    made.season.sheet = None
    made.season.save(update_fields=["sheet"])
    with pytest.raises(Refused):
        seasons.move(made.season, "open_scoring", by=made.cast.officer)


def test_opening_locks_the_sheet_and_lays_out_a_card_for_every_member():
    made = scene()
    stored = ScoreSheet.objects.get(pk=made.sheet.pk)
    assert stored.state == SheetState.IN_USE
    assert made.season.seats.filter(card__isnull=False).count() == 3
    with pytest.raises(Refused):
        sheets.revise(stored, HEAD, base=sheets.sheet_terms_of(stored), by=made.cast.officer)
    with pytest.raises(Refused):
        sheets.choose(made.season, stored, by=made.cast.officer)


@pytest.mark.parametrize(
    "damage",
    [
        lambda sheet: ScoreSheet.objects.filter(pk=sheet.pk).update(total=1),
        lambda sheet: ScoreSheet.objects.filter(pk=sheet.pk).update(bands=[["A", 1]]),
        lambda sheet: ScoreSheet.objects.filter(pk=sheet.pk).update(state="draft"),
        lambda sheet: Criterion.objects.filter(sheet=sheet, code="A1").update(max=1),
        lambda sheet: Criterion.objects.filter(sheet=sheet, code="A1").delete(),
        lambda sheet: Criterion.objects.create(sheet=sheet, code="Z", text="Thêm"),
    ],
)
def test_the_database_keeps_a_sheet_in_use(damage):
    sheets.load_templates()
    sheet = ScoreSheet.objects.get(code="CUM-DBSCL-DEMO")
    with pytest.raises(DatabaseError), transaction.atomic():
        damage(sheet)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state="retired")


def test_a_season_takes_no_sheet_of_another_cluster_and_none_retired():
    made = scene(opened=False)
    template = ScoreSheet.objects.get(cluster=None, code="CUM-DBSCL-DEMO")
    with pytest.raises(Refused):
        sheets.choose(made.season, template, by=made.cast.officer)
    other = sheets.copy(template, made.season.cluster, by=made.cast.officer, code="KHAC")
    sheets.retire(other, by=made.cast.officer)
    with pytest.raises(Refused):
        sheets.choose(made.season, other, by=made.cast.officer)
