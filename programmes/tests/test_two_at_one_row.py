"""What is sent twice is entered once, and what was taken away meanwhile is said to be gone."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from emulation.verdicts import Refused
from programmes.models import Activity, Confirmation, Measure, Participation, Party, PlanTask
from programmes.services import measures, parties, people, plans, programmes, reports
from programmes.services.measures import MeasureTerms
from programmes.services.people import Attendee
from programmes.services.plans import TaskTerms
from programmes.tests.reporting import reporting

pytestmark = pytest.mark.django_db
GONE = "bị người khác xóa"


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_task_sent_twice_stands_in_the_plan_once():
    scene = reporting()
    plan = scene.programme.plans.get()
    client = as_(scene.officer)
    address = reverse("programmes:task_new", args=[scene.programme.pk, plan.pk])
    first, second = (client.post(address, {"text": "Tổ chức hội thi"}) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 200)
    assert plan.tasks.filter(text="Tổ chức hội thi").count() == 1


def test_an_activity_or_a_model_sent_twice_is_entered_once():
    scene = reporting()
    client = as_(scene.officer)
    new = reverse("programmes:programme_activity_new", args=[scene.programme.pk])
    typed = {"kind": "TRAINING", "title": "Lớp quý IV", "from_1": "01/12/2018", "to_1": "02/12/2018"}
    first, second = (client.post(new, typed) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 200)
    other_days = client.post(new, {**typed, "from_1": "05/12/2018", "to_1": "05/12/2018"})
    assert other_days.status_code == 302
    assert Activity.objects.filter(title="Lớp quý IV").count() == 2
    activity = Activity.objects.filter(title="Lớp quý IV").earliest("pk")
    found = reverse("programmes:candidate_new", args=[activity.pk])
    told = {"name": "Tổ nuôi tôm", "text": "Giảm chi phí thức ăn"}
    assert [client.post(found, told).status_code for _time in range(2)] == [302, 200]
    assert activity.candidates.count() == 1


def test_an_addendum_sent_twice_changes_the_programme_once():
    scene = reporting()
    client = as_(scene.officer)
    address = reverse("programmes:addendum_new", args=[scene.programme.pk])
    typed = {
        "number": "1/PL",
        "signed_on": "01/02/2018",
        "effective_on": "01/02/2018",
        "text": "Thêm nội dung",
    }
    assert [client.post(address, typed).status_code for _time in range(2)] == [302, 200]
    assert scene.programme.addenda.count() == 1
    parties.take_back_addendum(scene.programme.addenda.get(), by=scene.officer, reason="Nhập nhầm ngày")
    assert client.post(address, typed).status_code == 302


def test_what_was_taken_away_meanwhile_is_said_to_be_gone():
    scene = reporting()
    programme, officer = scene.programme, scene.officer
    task = PlanTask.objects.get(text="Biên soạn sổ tay")
    measure = Measure.objects.get(version__indicator__code="HTX_MOI")
    terms = MeasureTerms(measure.version, measure.organisation)
    plans.remove_task(PlanTask.objects.get(pk=task.pk), by=officer)
    measures.remove_measure(Measure.objects.get(pk=measure.pk), by=officer)
    for act in (
        lambda: plans.remove_task(task, by=officer),
        lambda: plans.put_task(task.plan, TaskTerms(text="Khác"), task=task, by=officer),
        lambda: measures.remove_measure(measure, by=officer),
        lambda: measures.put_measure(programme, terms, measure=measure, by=officer),
    ):
        with pytest.raises(Refused, match=GONE):
            act()
    assert not Measure.objects.filter(pk=measure.pk).exists()


def test_a_side_that_gave_its_word_on_a_report_is_not_removed():
    scene = reporting()
    report, side = scene.frozen(), scene.sides[1]
    reports.confirm(report, side, by=scene.stage.board_officer)
    reports.thaw(report, reason="Sửa số liệu", by=scene.officer)
    for move in ("unbegin", "unsign"):
        programmes.move(scene.programme, move, by=scene.officer, reason="Ký nhầm bản")
    address = reverse("programmes:party_remove", args=[scene.programme.pk, side.pk])
    page = as_(scene.officer).post(address)
    assert page.status_code == 403
    assert side.name in page.content.decode()
    assert Confirmation.objects.filter(party=side).count() == 1


def test_somebody_struck_off_the_list_meanwhile_is_said_to_be_gone():
    scene = reporting()
    activity = scene.held(date(2018, 5, 4))
    (row,) = people.invite(activity, [Attendee(name="Lê Văn Cử", role="TRAINEE")], by=scene.officer)
    seen = people.attendee_of(row)
    people.strike(Participation.objects.get(pk=row.pk), by=scene.officer)
    with pytest.raises(Refused, match=GONE):
        people.correct(row, Attendee(name="Lê Văn Cừ", role="TRAINEE"), base=seen, by=scene.officer)


def test_a_side_removed_meanwhile_is_said_to_be_gone():
    cast = reporting().stage
    draft = cast.draft(title="Chương trình khác")
    side = draft.parties.get(order=2)
    parties.remove(Party.objects.get(pk=side.pk), by=cast.officer)
    with pytest.raises(Refused, match=GONE):
        parties.remove(side, by=cast.officer)
