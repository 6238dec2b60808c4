"""The emulation year as rows: kept by administrators, recorded, unsure days marked, reports led to their page."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from emulation.accounts.models import User
from emulation.audit.selectors import history_of
from emulation.portal.calendar import dates_of
from emulation.portal.calendar_planting import plant
from emulation.portal.models import CycleStep, ReportDeadline
from emulation.portal.tests.dated import plan_with_task
from programmes.models import Programme
from programmes.services import reports
from programmes.tests.stage import stage

pytestmark = [pytest.mark.django_db, pytest.mark.once]
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def cast():
    plant(CycleStep, ReportDeadline)
    return stage()


def fresh(user):
    return User.objects.get(pk=user.pk)


def due(user, **facts):
    return {
        row.uid.rpartition("-report-")[2]: row
        for row in dates_of(fresh(user), *YEAR)
        if "-report-" in row.uid
    }


def test_planting_again_adds_nothing(cast):
    assert plant(CycleStep, ReportDeadline) == 0


def keeper(client):
    client.force_login(User.objects.create_superuser("quantri@example.vn", "mật khẩu đủ dài"))


def test_an_administrator_ends_a_custom_and_begins_another(client, cast):
    keeper(client)
    old = CycleStep.objects.get(code="mid_year")
    url = reverse("admin:portal_cyclestep_change", args=[old.pk])
    form = client.get(url).context["adminform"].form
    assert "code" not in form.fields
    sent = {name: form.initial[name] for name in form.fields}
    assert client.post(url, sent | {"until": "2026"}).status_code == 302
    assert history_of(old).get().changes == {"until": [2100, 2026]}
    new = sent | {"code": "mid_year", "since": "2027", "until": "2100", "first_month": "6", "confidence": "U"}
    twin = client.post(reverse("admin:portal_cyclestep_add"), new | {"since": "2026"})
    assert "since" in twin.context["adminform"].form.errors
    assert client.post(reverse("admin:portal_cyclestep_add"), new).status_code == 302
    (row,) = [
        one
        for one in dates_of(fresh(cast.officer), date(2027, 6, 1), date(2027, 7, 31), kind="cycle")
        if one.uid.startswith("cycle-mid_year")
    ]
    assert (row.day, row.unsure) == (date(2027, 6, 1), True)
    assert "chưa kiểm chứng" in str(row.note)
    assert client.post(reverse("admin:portal_cyclestep_delete", args=[old.pk])).status_code == 403
    for name in ("cyclestep", "reportdeadline"):
        assert client.get(reverse(f"admin:portal_{name}_changelist")).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"first_month": 2, "first_day": 29}, "first_day"),
        ({"last_month": 4, "last_day": 31}, "last_day"),
        ({"until": 2008}, "until"),
        ({"first_month": 13}, "first_month"),
    ],
)
def test_days_that_are_none_are_refused(cast, change, field):
    step = CycleStep.objects.get(code="pledge")
    for name, value in change.items():
        setattr(step, name, value)
    with pytest.raises(ValidationError) as refusal:
        step.full_clean()
    assert field in refusal.value.error_dict


def test_a_day_reports_are_due_is_moved_and_marked_while_unsure(client, cast):
    programme = plan_with_task(cast, date(2026, 3, 1), side=cast.alliance).plan.programme
    Programme.objects.filter(pk=programme.pk).update(signed_on=date(2026, 1, 5))
    found = due(cast.officer)
    assert (found["half-2026"].unsure, found["year-2026"].unsure) == (True, False)
    keeper(client)
    row = ReportDeadline.objects.get(kind="half")
    url = reverse("admin:portal_reportdeadline_change", args=[row.pk])
    sent = {
        name: client.get(url).context["adminform"].form.initial[name] for name in ("kind", "since", "until")
    }
    sent |= {"month": "7", "day": "5", "source": "Công văn 1/LM", "confidence": "S"}
    assert client.post(url, sent).status_code == 302
    moved = due(cast.officer)["half-2026"]
    assert (moved.day, moved.unsure, moved.note) == (date(2026, 7, 5), False, "Công văn 1/LM")
    assert history_of(row).get().changes["month"] == [6, 7]
    ReportDeadline.objects.filter(pk=row.pk).update(until=2025)
    assert "half-2026" not in due(cast.officer)


def test_a_report_that_comes_once_has_no_day_of_every_year(client, cast):
    known = ReportDeadline.objects.get(kind="year")
    for kind in ("midterm", "closing"):
        row = ReportDeadline(kind=kind, month=12, day=20, source="Công văn 1/LM", since=2022)
        with pytest.raises(ValidationError) as refusal:
            row.full_clean()
        assert "kind" in refusal.value.error_dict
    keeper(client)
    form = client.get(reverse("admin:portal_reportdeadline_add")).context["adminform"].form
    assert [value for value, _label in form.fields["kind"].choices if value] == ["half", "year"]
    programme = plan_with_task(cast, date(2026, 3, 1), side=cast.alliance).plan.programme
    Programme.objects.filter(pk=programme.pk).update(signed_on=date(2026, 1, 5), to_year=2027)
    ReportDeadline.objects.filter(pk=known.pk).update(kind="closing")
    assert not any(uid.startswith("closing") for uid in due(cast.officer))
    Programme.objects.filter(pk=programme.pk).update(to_year=2026)
    assert "closing-2026" in due(cast.officer)


def test_an_unsure_day_is_marked_on_the_page(client, cast):
    programme = plan_with_task(cast, date(2026, 3, 1), side=cast.alliance).plan.programme
    Programme.objects.filter(pk=programme.pk).update(signed_on=date(2026, 1, 5))
    client.force_login(fresh(cast.officer))
    page = client.get(reverse("portal:calendar"), {"month": "2026-06"}).content.decode()
    assert "Chưa kiểm chứng" in page
    assert reverse("admin:app_list", args=["portal"]) not in page
    assert (
        "Chưa kiểm chứng" not in client.get(reverse("portal:calendar"), {"month": "2026-12"}).content.decode()
    )


def test_the_date_of_a_report_leads_to_its_draft_or_to_the_act_that_begins_one(cast):
    programme = plan_with_task(cast, date(2026, 3, 1), side=cast.alliance).plan.programme
    Programme.objects.filter(pk=programme.pk).update(signed_on=date(2026, 1, 5))
    programme.refresh_from_db()
    begin = reverse("programmes:report_new", args=[programme.pk])
    assert due(cast.officer)["year-2026"].url == f"{begin}?kind=year"
    made = reports.draft(programme, kind="year", year=2026, as_of=date(2026, 6, 30), by=cast.officer)
    assert due(cast.officer)["year-2026"].url == reverse("programmes:report", args=[made.pk])
    assert due(cast.officer)["half-2026"].url == f"{begin}?kind=half"
