"""Reporting, correcting, withdrawing: nothing is overwritten, nothing becomes 0, every fault at its place."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emulation.audit.models import Entry as AuditEntry
from emulation.audit.selectors import history_of
from emulation.indicators.models import Figure, FigureState
from emulation.indicators.services.entries import Return
from emulation.indicators.services.reporting import correct, report, withdraw, write
from emulation.indicators.tests.factories import entry, land, population, version
from emulation.lifecycle import TransitionRefused
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return land()


def saved(cast, *entries, reason="", by=None, unit=None, year=2025, period="YEAR"):
    return report(unit or cast.coop, year, period, list(entries), by=by or cast.unit_officer, reason=reason)


def fault(cast, one, **facts):
    with pytest.raises(ValidationError) as caught:
        saved(cast, one, **facts)
    return caught.value.message_dict


def test_many_are_saved_at_once_with_source_and_author(cast):
    rows = saved(
        cast,
        entry("THANH_VIEN", 120, source="Báo cáo năm 2025", as_of=date(2025, 12, 31)),
        entry("LAO_DONG", 30, qualifier="gần"),
        entry("QUAN_LY", None),
    )
    assert [(row.subject.code, row.value, row.qualifier) for row in rows] == [
        ("THANH_VIEN", 120, ""),
        ("LAO_DONG", 30, "gần"),
    ]
    stored = Figure.objects.get(population__code="THANH_VIEN")
    assert (stored.source, stored.as_of, stored.entered_by) == (
        "Báo cáo năm 2025",
        date(2025, 12, 31),
        cast.unit_officer,
    )
    assert stored.words == "120"
    assert Figure.objects.get(population__code="LAO_DONG").words == "gần 30"
    told = history_of(cast.coop).get(action="figure.report")
    assert told.changes["figures"][1] == ["Thành viên, 2025: 120", "Người lao động, 2025: gần 30"]


def test_a_missing_figure_is_no_row_and_nought_is_one(cast):
    saved(cast, entry("THANH_VIEN", None), entry("LAO_DONG", 0))
    assert list(Figure.objects.values_list("population__code", "value")) == [("LAO_DONG", 0)]


def test_a_percent_is_computed_from_both_its_numbers(cast):
    (row,) = saved(cast, entry("HTX_HIEU_QUA", 13, denominator=15))
    row.refresh_from_db()
    assert (row.value, row.numerator, row.denominator) == (D("86.6667"), 13, 15)
    assert row.words == "13/15 = 86,7%"


def test_a_growth_is_against_the_number_of_the_year_before(cast):
    (row,) = saved(cast, entry("THANH_VIEN", 108, denominator=100))
    assert row.value == 8


@pytest.mark.parametrize(
    "one",
    [
        {"code": "THANH_VIEN", "number": -1},
        {"code": "THANH_VIEN", "number": "1.5"},
        {"code": "THANH_VIEN", "number": 10**17},
        {"code": "HTX_HIEU_QUA", "number": 3, "denominator": 0},
        {"code": "HTX_HIEU_QUA", "number": -3, "denominator": 4},
        {"code": "HTX_HIEU_QUA", "number": 3, "denominator": -4},
    ],
)
def test_a_number_that_cannot_be_is_refused_at_its_place(cast, one):
    asked = entry(one.pop("code"), one.pop("number"), **one)
    assert list(fault(cast, asked)) == [asked.place]
    assert not Figure.objects.exists()


def test_half_a_percent_and_a_percent_without_numbers_are_refused(cast):
    whole = entry("HTX_HIEU_QUA", 3, denominator=4)
    for half in (
        replace(whole, denominator=None),
        replace(whole, numerator=None),
        replace(whole, numerator=None, denominator=None, value=D(75)),
    ):
        assert fault(cast, half)
    assert fault(cast, replace(entry("LAO_DONG", 3), denominator=D(4)))


def test_done_or_not_done(cast):
    done = replace(entry("LAO_DONG", 1), subject=version("DAO_TAO_LM"))
    assert saved(cast, done)[0].value == 1
    assert fault(cast, replace(done, value=D(2)), year=2024)


def test_one_wrong_entry_saves_nothing(cast):
    wrong = entry("LAO_DONG", -5)
    with pytest.raises(ValidationError) as caught:
        saved(cast, entry("THANH_VIEN", 120), wrong)
    assert list(caught.value.message_dict) == [wrong.place]
    assert not Figure.objects.exists()


def test_the_same_again_changes_nothing(cast):
    saved(cast, entry("THANH_VIEN", 120))
    acts = AuditEntry.objects.count()
    assert saved(cast, entry("THANH_VIEN", "120.0")) == []
    assert AuditEntry.objects.count() == acts


def test_what_differs_replaces_the_old_row_and_says_why(cast):
    (old,) = saved(cast, entry("THANH_VIEN", 120))
    assert "120" in fault(cast, entry("THANH_VIEN", 125))[f"p{old.population_id}"][0]
    (new,) = saved(cast, entry("THANH_VIEN", 125), reason="Đếm lại")
    old.refresh_from_db()
    assert (old.state, old.value) == (FigureState.REPLACED, 120)
    assert (new.replaces, new.reason, new.state) == (old, "Đếm lại", FigureState.CURRENT)
    told = history_of(new).get()
    assert (told.action, told.changes["value"], told.reason) == ("figure.correct", ["120", "125"], "Đếm lại")


def test_a_figure_that_another_reported_meanwhile_is_not_overwritten(cast):
    (theirs,) = saved(cast, entry("THANH_VIEN", 120), by=cast.officer)
    assert "120" in fault(cast, entry("THANH_VIEN", 125, seen=0), reason="x")[f"p{theirs.population_id}"][0]
    (newer,) = saved(cast, entry("THANH_VIEN", 121), reason="Đếm lại")
    assert fault(cast, entry("THANH_VIEN", 125, seen=theirs.pk), reason="x")
    assert saved(cast, entry("THANH_VIEN", 125, seen=newer.pk), reason="x")


def test_what_was_left_as_it_was_shown_is_left_alone(cast):
    (seen,) = saved(cast, entry("THANH_VIEN", 120))
    saved(cast, entry("THANH_VIEN", 121), reason="Đếm lại", by=cast.officer)
    assert saved(cast, entry("THANH_VIEN", 120, seen=seen.pk), entry("LAO_DONG", 5, seen=0)) != []
    assert Figure.objects.get(population__code="THANH_VIEN", state="current").value == 121
    assert saved(cast, entry("THANH_VIEN", None, seen=0)) == []


def test_a_stored_figure_is_withdrawn_not_blanked(cast):
    (row,) = saved(cast, entry("THANH_VIEN", 120))
    assert fault(cast, entry("THANH_VIEN", None, seen=row.pk), reason="x")
    withdraw(row, reason="Báo nhầm", by=cast.unit_officer)
    assert fault(cast, entry("THANH_VIEN", 130, seen=row.pk), reason="x")
    assert saved(cast, entry("THANH_VIEN", None, seen=row.pk)) == []


def test_periods_and_days_are_apart(cast):
    saved(cast, entry("THANH_VIEN", 120))
    saved(cast, entry("THANH_VIEN", 110), period="H1")
    saved(cast, entry("THANH_VIEN", 115, as_of=date(2025, 9, 30)), period="AS_OF")
    saved(cast, entry("THANH_VIEN", 116, as_of=date(2025, 11, 30)), period="AS_OF")
    assert Figure.objects.filter(state="current").count() == 4
    assert fault(cast, entry("LAO_DONG", 7), period="AS_OF")
    assert fault(cast, entry("THANH_VIEN", 117, as_of=date(2025, 11, 30)), period="AS_OF")


def test_a_year_to_come_has_no_figures(cast):
    with pytest.raises(Refused):
        saved(cast, entry("THANH_VIEN", 120), year=2100)


def test_who_may_report(cast):
    assert saved(cast, entry("THANH_VIEN", 120), by=cast.officer)
    for user in (cast.reader, cast.stranger):
        with pytest.raises(Refused):
            saved(cast, entry("LAO_DONG", 12), by=user)
    with pytest.raises(Refused):
        saved(cast, entry("LAO_DONG", 12), unit=cast.alliance)


def test_many_organisations_at_once_need_the_office_at_each(cast):
    both = [Return(one, 2025, [entry("THANH_VIEN", 10)]) for one in (cast.coop, cast.fund)]
    with pytest.raises(Refused):
        write(both, by=cast.unit_officer)
    assert len(write(both, by=cast.officer)) == 2
    assert write([], by=cast.officer) == []


def test_a_version_is_locked_by_its_first_use(cast):
    used = version("HTX_HIEU_QUA")
    saved(cast, entry("HTX_HIEU_QUA", 13, denominator=15))
    used.refresh_from_db()
    assert used.locked_at is not None
    assert history_of(used).get().action == "indicator.lock"
    saved(cast, entry("HTX_HIEU_QUA", 14, denominator=15), year=2024)
    assert history_of(used).count() == 1


def test_a_correction_keeps_the_old_row(cast):
    old = cast.reported("THANH_VIEN", 120)
    new = correct(old, entry("THANH_VIEN", 125, qualifier="khoảng"), reason="Đếm lại", by=cast.unit_officer)
    assert (new.words, new.replaces_id) == ("khoảng 125", old.pk)
    with pytest.raises(TransitionRefused):
        correct(old, entry("THANH_VIEN", 130), reason="Đếm lại", by=cast.unit_officer)
    with pytest.raises(TransitionRefused):
        withdraw(old, reason="Nhầm", by=cast.unit_officer)


def test_what_a_correction_asks_for(cast):
    old = cast.reported("THANH_VIEN", 120)
    for one, reason, by in (
        (entry("THANH_VIEN", 125), " ", cast.unit_officer),
        (entry("THANH_VIEN", 120), "Đếm lại", cast.unit_officer),
        (entry("LAO_DONG", 5), "Đếm lại", cast.unit_officer),
        (entry("THANH_VIEN", 125), "Đếm lại", cast.reader),
    ):
        with pytest.raises(Refused):
            correct(old, one, reason=reason, by=by)
    with pytest.raises(ValidationError):
        correct(old, entry("THANH_VIEN", -1), reason="Đếm lại", by=cast.unit_officer)
    assert Figure.objects.get().state == FigureState.CURRENT


def test_what_was_withdrawn_may_be_reported_anew(cast):
    old = withdraw(cast.reported("THANH_VIEN", 120), reason="Nhầm đơn vị", by=cast.officer)
    assert old.state == FigureState.WITHDRAWN
    new = cast.reported("THANH_VIEN", 12)
    assert new.replaces is None
    with pytest.raises(Refused):
        withdraw(new, reason="", by=cast.officer)


def broken(**facts):
    with transaction.atomic(), pytest.raises(IntegrityError):
        Figure.objects.bulk_create([Figure(**facts)])


def test_the_database_knows_the_rules_too(cast):
    row = cast.reported("THANH_VIEN", 120)
    sound = {
        "organisation": cast.coop,
        "year": 2024,
        "population": population("THANH_VIEN"),
        "value": D(1),
        "entered_by": cast.officer,
    }
    broken(**sound | {"indicator_version": version("HTX_MOI")})
    broken(**sound | {"population": None})
    broken(**sound | {"period": "WEEK"})
    broken(**sound | {"period": "AS_OF"})
    broken(**sound | {"qualifier": "chừng"})
    broken(**sound | {"year": 1900})
    broken(**sound | {"value": D(-1)})
    broken(**sound | {"numerator": D(1), "denominator": D(2)})
    broken(**sound | {"state": "gone"})
    broken(**sound | {"replaces": row})
    broken(**sound | {"year": 2025})
    ratio = sound | {"population": None, "indicator_version": version("HTX_HIEU_QUA")}
    broken(**ratio | {"numerator": D(1)})
    broken(**ratio | {"numerator": D(1), "denominator": D(0)})


@pytest.mark.parametrize("values", [{"value": D(1)}, {"source": "khác"}, {"year": 2020}])
def test_the_database_refuses_to_change_a_figure(cast, values):
    cast.reported("THANH_VIEN", 120)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Figure.objects.update(**values)


def test_the_database_refuses_to_remove_or_revive_a_figure(cast):
    row = cast.reported("THANH_VIEN", 120)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Figure.objects.all().delete()
    withdraw(row, reason="Nhầm", by=cast.officer)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Figure.objects.update(state=FigureState.CURRENT)
