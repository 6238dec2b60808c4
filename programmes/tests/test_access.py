"""Who gets what at each address: the table is complete by construction, and superusers get no column."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse

from emulation.indicators.models import Indicator
from emulation.indicators.selectors import version_on
from emulation.tests.access import answers, signed_in
from programmes import movement_urls, report_urls
from programmes.selectors.programmes import parties_of
from programmes.services import activities, candidates, measures, parties, people, plans
from programmes.services.activities import ActivityTerms
from programmes.services.candidates import Found
from programmes.services.measures import MeasureTerms
from programmes.services.parties import AddendumTerms
from programmes.services.people import Attendee
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.tests.pictures import PNG
from programmes.tests.stage import SIGNED, Stage, stage

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLES = ("visitor", "stranger", "unit", "officer", "observer", "head", "partner")

#   visitor: nobody logged in; stranger: an officer of another province; unit: of a cooperative below the Alliance;
#   partner: the officer of the programme's other side
ACCESS: dict[str, tuple[object, ...]] = {
    "programmes": ("login", 200, 200, 200, 200, 200, 200),
    "programme_new": ("login", 200, 403, 200, 404, 404, 200),
    "programme": ("login", 404, 200, 200, 200, 200, 200),
    "programme_edit": ("login", 404, 403, 403, 403, 403, 403),
    "programme_sign": ("login", 404, 409, 409, 409, 409, 409),
    "programme_move": ("login", 404, 403, 200, 403, 403, 403),
    "programme_preview": ("login", 405, 405, 405, 405, 405, 405),
    "programme_paper": ("login", 404, 404, 404, 404, 404, 404),
    "party_new": ("login", 404, 403, 403, 403, 403, 403),
    "party_edit": ("login", 404, 403, 403, 403, 403, 403),
    "party_remove": ("login", 405, 405, 405, 405, 405, 405),
    "party_succeed": ("login", 404, 403, 200, 403, 403, 403),
    "addendum_new": ("login", 404, 403, 200, 403, 403, 403),
    "addendum_undo": ("login", 404, 403, 200, 403, 403, 403),
    "programme_number": ("login", 404, 403, 200, 403, 200, 403),
    "successor_new": ("login", 404, 403, 200, 403, 403, 403),
    "plan_new": ("login", 404, 403, 200, 403, 403, 403),
    "plan": ("login", 404, 200, 200, 200, 200, 200),
    "plan_edit": ("login", 404, 403, 200, 403, 403, 403),
    "plan_remove": ("login", 404, 403, 200, 403, 403, 403),
    "plan_sign": ("login", 404, 403, 200, 403, 403, 403),
    "plan_unsign": ("login", 404, 409, 409, 409, 409, 409),
    "plan_paper": ("login", 404, 404, 404, 404, 404, 404),
    "task_new": ("login", 404, 403, 200, 403, 403, 403),
    "task_edit": ("login", 404, 403, 200, 403, 403, 403),
    "task_remove": ("login", 405, 405, 405, 405, 405, 405),
    "task_move": ("login", 404, 403, 200, 403, 403, 403),
    "measure_new": ("login", 404, 403, 200, 403, 403, 403),
    "measure_edit": ("login", 404, 403, 200, 403, 403, 403),
    "measure_remove": ("login", 405, 405, 405, 405, 405, 405),
    "programme_activity_new": ("login", 404, 403, 200, 403, 403, 403),
    "activities": ("login", 200, 200, 200, 200, 200, 200),
    "activity_new": ("login", 200, 200, 200, 404, 404, 200),
    "training_gaps": ("login", 200, 200, 200, 200, 200, 200),
    "activity": ("login", 404, 200, 200, 200, 200, 200),
    "activity_edit": ("login", 404, 403, 200, 403, 403, 403),
    "activity_move": ("login", 404, 403, 200, 403, 403, 403),
    "attendee_new": ("login", 404, 403, 200, 403, 403, 403),
    "attendees_new": ("login", 404, 403, 200, 403, 403, 403),
    "attendee_edit": ("login", 404, 403, 200, 403, 403, 403),
    "attendee_remove": ("login", 404, 403, 200, 403, 403, 403),
    "attendance": ("login", 405, 405, 405, 405, 405, 405),
    "evidence_new": ("login", 404, 403, 200, 403, 403, 403),
    "candidate_new": ("login", 404, 403, 200, 403, 403, 403),
    "candidate_follow": ("login", 404, 403, 200, 403, 403, 403),
    "evidence": ("login", 404, 404, 200, 200, 200, 404),
}

# What is sent is a reason and little else: a form that needs more is shown again (200), an act that needs no
# more is done (302).
BODY = {"reason": "Vì có lý do"}
SENT: dict[str, tuple[object, ...]] = {
    "programme_new": ("login", 200, 403, 200, 404, 404, 200),
    "programme_edit": ("login", 404, 403, 403, 403, 403, 403),
    "programme_sign": ("login", 404, 409, 409, 409, 409, 409),
    "programme_move": ("login", 404, 403, 302, 403, 403, 403),
    "programme_preview": ("login", 404, 403, 403, 403, 403, 403),
    "party_new": ("login", 404, 403, 403, 403, 403, 403),
    "party_edit": ("login", 404, 403, 403, 403, 403, 403),
    "party_remove": ("login", 404, 403, 403, 403, 403, 403),
    "party_succeed": ("login", 404, 403, 200, 403, 403, 403),
    "addendum_new": ("login", 404, 403, 200, 403, 403, 403),
    "addendum_undo": ("login", 404, 403, 302, 403, 403, 403),
    "programme_number": ("login", 404, 403, 200, 403, 200, 403),
    "successor_new": ("login", 404, 403, 200, 403, 403, 403),
    "plan_new": ("login", 404, 403, 200, 403, 403, 403),
    "plan_edit": ("login", 404, 403, 200, 403, 403, 403),
    "plan_remove": ("login", 404, 403, 200, 403, 403, 403),
    "plan_sign": ("login", 404, 403, 200, 403, 403, 403),
    "plan_unsign": ("login", 404, 409, 409, 409, 409, 409),
    "task_new": ("login", 404, 403, 200, 403, 403, 403),
    "task_edit": ("login", 404, 403, 200, 403, 403, 403),
    "task_remove": ("login", 404, 403, 302, 403, 403, 403),
    "task_move": ("login", 404, 403, 302, 403, 403, 403),
    "measure_new": ("login", 404, 403, 200, 403, 403, 403),
    "measure_edit": ("login", 404, 403, 200, 403, 403, 403),
    "measure_remove": ("login", 404, 403, 302, 403, 403, 403),
    "programme_activity_new": ("login", 404, 403, 200, 403, 403, 403),
    "activity_new": ("login", 200, 200, 200, 404, 404, 200),
    "activity_edit": ("login", 404, 403, 200, 403, 403, 403),
    "activity_move": ("login", 404, 403, 302, 403, 403, 403),
    "attendee_new": ("login", 404, 403, 200, 403, 403, 403),
    "attendees_new": ("login", 404, 403, 200, 403, 403, 403),
    "attendee_edit": ("login", 404, 403, 200, 403, 403, 403),
    "attendee_remove": ("login", 404, 403, 302, 403, 403, 403),
    "attendance": ("login", 404, 403, 302, 403, 403, 403),
    "evidence_new": ("login", 404, 403, 200, 403, 403, 403),
    "candidate_new": ("login", 404, 403, 200, 403, 403, 403),
    "candidate_follow": ("login", 404, 403, 200, 403, 403, 403),
}
READ_ONLY = {name for name, row in ACCESS.items() if name not in SENT}


def set_up() -> tuple[Stage, dict[str, tuple[object, ...]]]:
    """Case 000 signed, with one of everything; {name of an address: its arguments}."""
    cast = stage()
    programme = cast.signed()
    programme.document, programme.minutes = None, None
    programme.save()
    party = parties_of(programme)[0]
    terms = AddendumTerms(signed_on=SIGNED, effective_on=SIGNED, text="Bổ sung nội dung")
    addendum = parties.amend(programme, terms, by=cast.officer)
    plan = plans.put_plan(programme, PlanTerms(year=2018, title="Kế hoạch 2018"), by=cast.officer)
    task = plans.put_task(plan, TaskTerms(text="Mở lớp"), by=cast.officer)
    version = version_on(Indicator.objects.order_by("official_order")[0].code, date.today())
    assert version is not None
    measure = measures.put_measure(
        programme, MeasureTerms(version=version, organisation=cast.alliance), by=cast.officer
    )
    activity = activities.plan(
        cast.alliance,
        ActivityTerms(kind="TRAINING", title="Lớp 1", days=[(date(2017, 9, 14), date(2017, 9, 14), "")]),
        by=cast.officer,
        programme=programme,
    )
    evidence = activities.add_evidence(activity, ContentFile(PNG, name="anh.png"), note="", by=cast.officer)
    attendee = people.invite(activity, [Attendee("Danh Văn Ruộng", "TRAINEE")], by=cast.officer)[0]
    candidate = candidates.note(activity, Found(name="Điển hình", text="…"), by=cast.officer)
    one, in_plan = (programme.pk,), (programme.pk, plan.pk)
    arguments: dict[str, tuple[object, ...]] = {name: one for name in ACCESS}
    arguments |= dict.fromkeys(("programmes", "programme_new"), ())
    arguments |= dict.fromkeys(("activities", "activity_new", "training_gaps"), ())
    arguments |= {"programme_move": (programme.pk, "begin"), "programme_paper": (programme.pk, "programme")}
    arguments |= dict.fromkeys(("party_edit", "party_remove", "party_succeed"), (programme.pk, party.pk))
    arguments |= dict.fromkeys(
        ("plan", "plan_edit", "plan_remove", "plan_sign", "plan_unsign", "plan_paper", "task_new"), in_plan
    )
    arguments |= dict.fromkeys(("task_edit", "task_remove"), (*in_plan, task.pk))
    arguments["addendum_undo"] = (programme.pk, addendum.pk)
    arguments |= dict.fromkeys(("attendee_edit", "attendee_remove"), (activity.pk, attendee.pk))
    arguments["task_move"] = (*in_plan, task.pk, "drop")
    arguments |= dict.fromkeys(("measure_edit", "measure_remove"), (programme.pk, measure.pk))
    arguments |= dict.fromkeys(
        (
            "activity",
            "activity_edit",
            "attendee_new",
            "attendees_new",
            "attendance",
            "evidence_new",
            "candidate_new",
        ),
        (activity.pk,),
    )
    arguments["activity_move"] = (activity.pk, "hold")
    arguments["candidate_follow"] = (activity.pk, candidate.pk)
    arguments["evidence"] = (evidence.pk,)
    return cast, arguments


def clients(cast: Stage) -> dict[str, Client]:
    return signed_in(
        stranger=cast.stranger,
        unit=cast.unit_officer,
        officer=cast.officer,
        observer=cast.observer,
        head=cast.head,
        partner=cast.board_officer,
    )


@pytest.fixture
def scene() -> tuple[Stage, dict[str, tuple[object, ...]]]:
    return set_up()


def address(name: str, arguments: dict[str, tuple[object, ...]]) -> str:
    return reverse(f"programmes:{name}", args=arguments[name])


def test_who_reads(scene):
    cast, arguments = scene
    people = clients(cast)
    found = {name: answers(people, address(name, arguments)) for name in ACCESS}
    assert tuple(people) == ROLES
    assert found == ACCESS


def test_who_acts(scene):
    cast, arguments = scene
    people = clients(cast)
    found = {name: answers(people, address(name, arguments), BODY) for name in SENT}
    assert found == SENT


def test_what_is_read_takes_nothing(scene):
    cast, arguments = scene
    officer = clients(cast)["officer"]
    found = {name: officer.post(address(name, arguments), BODY).status_code for name in READ_ONLY}
    assert found == dict.fromkeys(READ_ONLY, 405)


def test_every_address_is_in_the_table():
    others = {pattern.name for pattern in [*movement_urls.urlpatterns, *report_urls.urlpatterns]}
    names = {key for key in get_resolver("programmes.urls").reverse_dict if isinstance(key, str)}
    assert names - others == ACCESS.keys()
