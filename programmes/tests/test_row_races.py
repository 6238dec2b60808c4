"""Two people at one row of a programme at the same moment, on two real connections: done once, the other is told."""

from datetime import date

import pytest

from awards.tests.test_races import at_once
from emulation.verdicts import Refused
from programmes.models import Activity, PlanTask
from programmes.services import activities, measures, parties, plans
from programmes.services.activities import ActivityTerms
from programmes.services.plans import TaskTerms
from programmes.tests.reporting import reporting

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_two_who_take_one_thing_away_do_it_once():
    scene = reporting()
    task, measure = PlanTask.objects.get(text="Biên soạn sổ tay"), scene.programme.measures.first()
    side = scene.stage.draft(title="Chương trình khác").parties.get(order=2)

    def taking(act, row):
        read = type(row).objects.get(pk=row.pk)
        return lambda: act(read, by=scene.officer)

    for act, row in (
        (plans.remove_task, task),
        (measures.remove_measure, measure),
        (parties.remove, side),
    ):
        answers = at_once(taking(act, row), taking(act, row))
        assert [type(one) for one in refusals(answers)] == [Refused]
        assert not type(row).objects.filter(pk=row.pk).exists()


def test_two_clicks_on_one_form_enter_one_thing():
    scene = reporting()
    plan = scene.programme.plans.get()
    terms = ActivityTerms(
        kind="TRAINING", title="Lớp quý IV", days=[(date(2018, 12, 1), date(2018, 12, 1), "")]
    )

    def task():
        return plans.put_task(plan, TaskTerms(text="Tổ chức hội thi"), by=scene.officer)

    def activity():
        return activities.plan(scene.stage.alliance, terms, by=scene.officer, programme=scene.programme)

    for act in (task, activity):
        assert [type(one) for one in refusals(at_once(act, act))] == [Refused]
    assert plan.tasks.filter(text="Tổ chức hội thi").count() == 1
    assert Activity.objects.filter(title="Lớp quý IV").count() == 1
