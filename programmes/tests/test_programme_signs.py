"""What the pages of programmes and activities hint at: what is due, unreported, unassigned, over."""

from datetime import date

import pytest
from django.urls import reverse

from emulation.indicators.selectors import versions_on
from programmes.models import Programme
from programmes.services import activities, measures, plans
from programmes.services.measures import MeasureTerms
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.tests.stage import stage
from programmes.tests.test_programme_pages import as_, furnished

pytestmark = pytest.mark.django_db


def test_a_plan_with_tasks_that_nobody_owns_is_signed_when_the_person_says_so():
    cast = stage()
    programme = cast.under_way()
    plan = plans.put_plan(programme, PlanTerms(year=2018, title="Kế hoạch 2018"), by=cast.officer)
    plans.put_task(plan, TaskTerms(text="Việc chưa giao"), by=cast.officer)
    url = reverse("programmes:plan_sign", args=[programme.pk, plan.pk])
    client, said = as_(cast.officer), {"number": "12/KHPH", "on": "15/1/2018"}
    assert "1 nhiệm vụ chưa phân công đủ" in client.post(url, said).content.decode()
    plan.refresh_from_db()
    assert plan.state == "draft"
    client.post(url, {**said, "anyway": "on"})
    plan.refresh_from_db()
    assert plan.state == "signed"


def test_the_page_says_what_is_due_and_leads_to_what_was_not_reported():
    cast = stage()
    programme, year = cast.under_way(), date.today().year
    version = versions_on(date.today())[0]
    terms = MeasureTerms(version=version, organisation=cast.alliance, targets={2018: 10})
    measures.put_measure(programme, terms, by=cast.officer)
    Programme.objects.filter(pk=programme.pk).update(to_year=year)
    plan = plans.put_plan(programme, PlanTerms(year=2018, title="Kế hoạch 2018"), by=cast.officer)
    task = TaskTerms(text="Mở lớp tập huấn cuối kỳ", due_on=date.today())
    plans.put_task(plan, task, by=cast.officer)
    url = reverse("programmes:programme", args=[programme.pk])
    page = as_(cast.officer).get(url).content.decode()
    assert "Mở lớp tập huấn cuối kỳ" in page.split('id="due"')[1].split("</section>")[0]
    figures = reverse("indicators:figures", args=[cast.alliance.pk, 2018])
    assert f'href="{figures}"' in page
    assert figures not in as_(cast.observer).get(url).content.decode()


def test_days_of_an_activity_are_folded_away_but_for_the_filled_and_one_more():
    cast = stage()
    programme = furnished(cast, rows=1)
    activity = programme.activities.get()
    page = as_(cast.officer).get(reverse("programmes:activity_edit", args=[activity.pk])).content.decode()
    before, folded = page.split("<details", 1)
    assert 'name="from_2"' in before
    assert 'name="from_3"' in folded.split("</details>")[0]
    assert 'name="lead"' in folded.split("</details>")[1]


def test_an_activity_that_is_over_asks_to_be_entered_as_held():
    cast = stage()
    activity = furnished(cast, rows=1).activities.get()
    url = reverse("programmes:activity", args=[activity.pk])
    assert "vẫn ghi là Dự kiến" in as_(cast.officer).get(url).content.decode()
    assert "vẫn ghi là Dự kiến" not in as_(cast.observer).get(url).content.decode()
    activities.move(activity, "hold", by=cast.officer)
    assert "vẫn ghi là Dự kiến" not in as_(cast.officer).get(url).content.decode()


def test_a_cooperative_is_not_offered_to_begin_programmes_and_rounds():
    cast = stage()
    for name in ("programme", "round"):
        new = reverse(f"programmes:{name}_new")
        listed = reverse(f"programmes:{name}s")
        assert new in as_(cast.officer).get(listed).content.decode()
        assert new not in as_(cast.unit_officer).get(listed).content.decode()


def test_a_preview_leads_back_to_its_programme():
    cast = stage()
    programme = cast.draft()
    answer = as_(cast.officer).post(reverse("programmes:programme_preview", args=[programme.pk]))
    assert answer.url.endswith(f"?from=%2Fprogrammes%2F{programme.pk}%2F")
    assert f'href="/programmes/{programme.pk}/"' in as_(cast.officer).get(answer.url).content.decode()
