"""The pages of programmes, plans and activities: what is typed arrives, what is refused stays typed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from emulation.audit.selectors import history_of
from emulation.indicators.selectors import version_on
from emulation.legislation.models import InstrumentKind
from emulation.legislation.selectors import by_number
from emulation.legislation.services import instruments
from emulation.legislation.services.instruments import InstrumentTerms
from programmes.models import Activity, AnnualPlan, Programme
from programmes.selectors.activities import InCharge
from programmes.selectors.programmes import parties_of
from programmes.services import activities, candidates, measures, people, plans, programmes
from programmes.services.activities import ActivityTerms
from programmes.services.candidates import Found
from programmes.services.measures import MeasureTerms
from programmes.services.people import Attendee
from programmes.services.plans import PlanTerms, TaskTerms
from programmes.states import ActivityState, ProgrammeState, TaskState
from programmes.tests.stage import CONTENTS, TITLE, Stage, stage

pytestmark = pytest.mark.django_db


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def furnished(cast: Stage, *, rows: int) -> Programme:
    """Case 000 under way with `rows` of everything that a page lists."""
    programme = cast.under_way()
    for number in range(rows):
        plan = plans.put_plan(
            programme, PlanTerms(year=2018 + number, title=f"Kế hoạch {number}"), by=cast.officer
        )
        for place in range(rows):
            plans.put_task(
                plan,
                TaskTerms(
                    text=f"Nhiệm vụ {number}.{place}",
                    party=parties_of(programme)[0],
                    content=programme.contents.first(),
                ),
                by=cast.officer,
            )
        activity = activities.plan(
            cast.alliance,
            ActivityTerms(
                kind="TRAINING",
                title=f"Lớp {number}",
                days=[(date(2017, 9, 14), date(2017, 9, 15), "Tân Hiệp")],
            ),
            by=cast.officer,
            programme=programme,
        )
        people.invite(
            activity,
            [Attendee(name=f"Học viên {n}", role="TRAINEE", organisation=cast.coop) for n in range(rows)],
            by=cast.officer,
        )
        for n in range(rows):
            candidates.note(activity, Found(name=f"Điển hình {n}", text="…"), by=cast.officer)
    for code in INDICATORS[:rows]:
        version = version_on(code, date(2017, 9, 13)) or version_on(code, date.today())
        measures.put_measure(
            programme,
            MeasureTerms(version=version, organisation=cast.alliance, targets={2018: 10}),
            by=cast.officer,
        )
    return programme


@pytest.fixture(autouse=True)
def _indicators(db):
    from emulation.indicators.models import Indicator

    global INDICATORS
    INDICATORS = list(Indicator.objects.order_by("official_order").values_list("code", flat=True))


INDICATORS: list[str] = []


def test_an_officer_enters_case_000_through_the_pages():
    cast = stage()
    client = as_(cast.officer)
    answer = client.post(
        reverse("programmes:programme_new"),
        {
            "title": TITLE,
            "from_year": "2017",
            "to_year": "2022",
            "contents": "\n".join(f"- {line}" for line in CONTENTS),
        },
    )
    programme = Programme.objects.get()
    assert answer["Location"].startswith(reverse("programmes:programme", args=[programme.pk]))
    for side in cast.sides():
        typed = {name: getattr(side, name) for name in side.__dataclass_fields__ if name != "organisation"}
        client.post(reverse("programmes:party_new", args=[programme.pk]), typed)
    assert [party.organisation for party in parties_of(programme)] == [cast.alliance, cast.board_office]
    signing = {
        "number": "05/CTPH-LMHTX-BTĐKT",
        "signed_on": "13/9/2017",
        "place": "Rạch Giá",
        "event": "Lễ ký kết",
        "confirmation": "ký kết",
    }
    client.post(reverse("programmes:programme_sign", args=[programme.pk]), signing)
    programme.refresh_from_db()
    assert (programme.state, programme.signed_on) == (ProgrammeState.SIGNED, date(2017, 9, 13))
    assert [row.text for row in programme.contents.all()] == list(CONTENTS)


def test_a_body_outside_the_register_is_a_party_under_the_name_typed():
    cast = stage()
    programme = cast.draft()
    typed = {"name": "Trung ương Hội Nông dân Việt Nam", "order": "3"}
    as_(cast.officer).post(reverse("programmes:party_new", args=[programme.pk]), typed)
    party = parties_of(programme)[2]
    assert (party.name, party.organisation) == ("Trung ương Hội Nông dân Việt Nam", None)


def test_what_keeps_a_programme_from_being_signed_is_said_before_anything_is_typed():
    cast = stage()
    programme = cast.draft(contents="")
    page = as_(cast.officer).get(reverse("programmes:programme_sign", args=[programme.pk]))
    assert "Chưa nhập nội dung phối hợp." in page.content.decode()
    assert 'name="number"' not in page.content.decode()


def test_two_savers_of_one_field_are_asked_which_value_stays():
    cast = stage()
    programme = cast.draft()
    url = reverse("programmes:programme_edit", args=[programme.pk])
    one, two = as_(cast.officer), as_(cast.secretary)
    typed = {"title": TITLE, "from_year": "2017", "to_year": "2022", "contents": "\n".join(CONTENTS)}
    first, second = (client.get(url).context["act"].base for client in (one, two))
    one.post(url, {**typed, "base": first, "emphasis": "tập thể nhỏ"})
    answer = two.post(url, {**typed, "base": second, "emphasis": "người trực tiếp lao động"})
    assert answer.status_code == 200
    assert "tập thể nhỏ" in answer.content.decode()
    programme.refresh_from_db()
    assert programme.emphasis == "tập thể nhỏ"


def test_an_instrument_that_the_register_lacks_is_named_at_its_field():
    cast = stage()
    typed = {"title": TITLE, "from_year": "2017", "to_year": "2022", "implements": "999-CT/XX"}
    page = as_(cast.officer).post(reverse("programmes:programme_new"), typed)
    assert "999-CT/XX" in " ".join(page.context["form"].errors["implements"])
    assert Programme.objects.count() == 0


def test_a_party_instrument_with_a_hyphen_is_found():
    cast = stage()
    instruments.enter(
        cast.alliance,
        InstrumentTerms(
            number="15-CT/TU",
            kind=InstrumentKind.DIRECTIVE,
            title="Về phát triển kinh tế tập thể",
            issuer="Tỉnh ủy Quảng Ninh",
            issued_on=date(2017, 3, 7),
        ),
        by=cast.officer,
    )
    typed = {"title": TITLE, "from_year": "2017", "to_year": "2022", "implements": "15-ct/tu"}
    as_(cast.officer).post(reverse("programmes:programme_new"), typed)
    assert [one.number for one in Programme.objects.get().implements.all()] == ["15-CT/TU"]


def test_a_year_plan_is_drafted_signed_and_its_task_finished_through_the_pages():
    cast = stage()
    client, programme = as_(cast.officer), cast.under_way()
    client.post(
        reverse("programmes:plan_new", args=[programme.pk]), {"year": "2018", "title": "Kế hoạch 2018"}
    )
    plan = AnnualPlan.objects.get()
    party = parties_of(programme)[0]
    client.post(
        reverse("programmes:task_new", args=[programme.pk, plan.pk]),
        {
            "text": "Mở ba lớp tập huấn",
            "party": party.pk,
            "person": "Lê Thị Phong Trào",
            "due_on": "30/9/2018",
        },
    )
    sign = reverse("programmes:plan_sign", args=[programme.pk, plan.pk])
    client.post(sign, {"number": "12/KHPH-LMHTX-BTĐKT", "on": "15/1/2018"})
    plan.refresh_from_db()
    assert plan.document.payload["kind"] == "KẾ HOẠCH"
    task = plan.tasks.get()
    client.post(
        reverse("programmes:task_move", args=[programme.pk, plan.pk, task.pk, "finish"]),
        {"on": "15/9/2018", "result": "Đã mở 03 lớp"},
    )
    task.refresh_from_db()
    assert (task.state, task.done_on) == (TaskState.DONE, date(2018, 9, 15))
    edit = reverse("programmes:task_edit", args=[programme.pk, plan.pk, task.pk])
    assert client.post(edit, {"text": "Việc khác"}).status_code == 403


def test_a_year_outside_the_period_is_refused_on_the_form():
    cast = stage()
    programme = cast.under_way()
    url = reverse("programmes:plan_new", args=[programme.pk])
    page = as_(cast.officer).post(url, {"year": "2030", "title": "Kế hoạch"})
    assert "từ năm 2017 đến năm 2022" in page.content.decode()


def test_an_activity_of_two_days_at_a_place_that_is_gone_is_kept_as_it_was():
    cast = stage()
    client, programme = as_(cast.officer), cast.under_way()
    client.post(
        reverse("programmes:programme_activity_new", args=[programme.pk]),
        {
            "kind": "CONFERENCE",
            "title": "Sơ kết 6 tháng",
            "from_1": "17/7/2018",
            "to_1": "18/7/2018",
            "place_1": "Phường Trà Cổ, thành phố Móng Cái",
            "actual": "70",
            "actual_qualifier": "gần",
        },
    )
    activity = Activity.objects.get()
    occasion = activity.occasions.get()
    assert (occasion.starts_on, occasion.ends_on) == (date(2018, 7, 17), date(2018, 7, 18))
    assert occasion.place == "Phường Trà Cổ, thành phố Móng Cái"
    page = client.get(reverse("programmes:activity", args=[activity.pk])).content.decode()
    assert "gần 70" in page
    client.post(reverse("programmes:activity_move", args=[activity.pk, "hold"]), {"reason": ""})
    activity.refresh_from_db()
    assert activity.state == ActivityState.HELD


@pytest.mark.parametrize(
    "typed",
    [{"actual_qualifier": "gần"}, {"to_1": "18/7/2018"}, {"from_1": "18/7/2018", "to_1": "17/7/2018"}],
)
def test_a_half_written_activity_comes_back_with_what_was_typed(typed):
    cast = stage()
    programme = cast.under_way()
    url = reverse("programmes:programme_activity_new", args=[programme.pk])
    page = as_(cast.officer).post(url, {"kind": "FAIR", "title": "Hội chợ OCOP", **typed})
    assert page.context["form"].errors
    assert "Hội chợ OCOP" in page.content.decode()
    assert not Activity.objects.exists()


def test_who_had_no_training_since_when_is_named():
    cast = stage()
    programme = cast.under_way()
    activity = activities.plan(
        cast.alliance,
        ActivityTerms(
            kind="TRAINING", title="Lớp 1", days=[(date(2017, 9, 14), date(2017, 9, 14), "Giồng Riềng")]
        ),
        by=cast.officer,
        programme=programme,
    )
    activities.move(activity, "hold", by=cast.officer)
    name = cast.unit_officer.person.full_name
    row = people.invite(
        activity, [Attendee(name=name, role="TRAINEE", organisation=cast.coop)], by=cast.officer
    )[0]
    url = reverse("programmes:training_gaps")
    client = as_(cast.officer)
    assert [line[0] for line in client.get(url, {"since": "1/1/2017"}).context["lines"]] == [cast.coop]
    client.post(reverse("programmes:attendance", args=[activity.pk]), {f"came_{row.pk}": "yes"})
    assert client.get(url, {"since": "1/1/2017"}).context["lines"] == []
    lines = client.get(url, {"since": "1/1/2018"}).context["lines"]
    assert lines == [(cast.coop, [InCharge(name, date(2017, 9, 14))])]


def test_the_next_programme_takes_over_what_is_open():
    cast = stage()
    programme = furnished(cast, rows=1)
    task = plans.put_plan(programme, PlanTerms(year=2022, title="Kế hoạch 2022"), by=cast.officer)
    open_task = plans.put_task(
        task, TaskTerms(text="Việc còn dở", person="Lê Thị Phong Trào"), by=cast.officer
    )
    url = reverse("programmes:successor_new", args=[programme.pk])
    client = as_(cast.officer)
    client.post(
        url,
        {
            "title": "đẩy mạnh phong trào thi đua yêu nước",
            "from_year": "2022",
            "to_year": "2027",
            "contents": "tuyên truyền",
            "tasks": [open_task.pk],
        },
    )
    new = Programme.objects.get(predecessor=programme)
    carried = new.plans.get().tasks.get()
    assert (carried.text, carried.carried_from_id) == ("Việc còn dở", open_task.pk)
    open_task.refresh_from_db()
    assert open_task.state == TaskState.CARRIED
    assert [party.name for party in parties_of(new)] == [cast.alliance.name, cast.board_office.name]
    assert new.measures.get().baseline is None
    told = next(entry for entry in history_of(new) if entry.action == "programme.take_over")
    assert told.changes["party"][1] == f"{cast.alliance.name}; {cast.board_office.name}"
    assert client.post(url, {}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_programme_asks_the_same_questions_of_any(rows, django_assert_num_queries):
    cast = stage()
    programme = furnished(cast, rows=rows)
    client = as_(cast.officer)
    client.get(reverse("programmes:programme", args=[programme.pk]))
    with django_assert_num_queries(28):
        client.get(reverse("programmes:programme", args=[programme.pk]))


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_questions_of_any_number(rows):
    cast = stage()
    programme = furnished(cast, rows=rows)
    for number in range(rows - 1):
        cast.signed(title=f"chương trình {number}") if number < 0 else cast.draft(
            title=f"chương trình {number}"
        )
    client = as_(cast.officer)
    activity = programme.activities.first()
    plan = programme.plans.first()
    asked = {}
    for name, url in (
        ("programmes", reverse("programmes:programmes")),
        ("activities", reverse("programmes:activities")),
        ("plan", reverse("programmes:plan", args=[programme.pk, plan.pk])),
        ("activity", reverse("programmes:activity", args=[activity.pk])),
        ("training_gaps", reverse("programmes:training_gaps")),
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked[name] = len(queries)
    assert asked == {"programmes": 11, "activities": 11, "plan": 13, "activity": 14, "training_gaps": 9}


def test_a_new_programme_begins_with_the_grounds_in_force_and_its_instruments_know_it():
    cast = stage()
    client = as_(cast.officer)
    given = client.get(reverse("programmes:programme_new")).context["form"].initial["grounds"]
    assert given.startswith("Căn cứ Luật Thi đua, khen thưởng")
    programme = cast.draft(grounds="Căn cứ Nghị định số 152/2025/NĐ-CP của Chính phủ", to_year=2100)
    decree = by_number("152/2025/NĐ-CP").get()
    page = client.get(reverse("legislation:instrument", args=[decree.pk])).content.decode()
    assert reverse("programmes:programme", args=[programme.pk]) in page
    stranger = as_(cast.stranger).get(reverse("legislation:instrument", args=[decree.pk])).content.decode()
    assert reverse("programmes:programme", args=[programme.pk]) not in stranger


def test_an_activity_with_days_and_a_cost_is_changed_and_only_true_clashes_are_asked():
    cast = stage()
    terms = ActivityTerms(
        kind="FAIR", title="Hội chợ", days=[(date(2018, 2, 7), date(2018, 2, 9), "")], cost=Decimal(5000000)
    )
    activity = activities.plan(cast.alliance, terms, by=cast.officer)
    client, url = as_(cast.officer), reverse("programmes:activity_edit", args=[activity.pk])
    form = client.get(url)
    typed = {"kind": "FAIR", "title": "Hội chợ", "from_1": "8/2/2018", "to_1": "9/2/2018", "cost": "6000000"}
    answer = client.post(url, {**typed, "base": form.context["act"].base})
    assert answer.status_code == 302
    activity.refresh_from_db()
    assert (activity.cost, activity.occasions.get().starts_on) == (Decimal(6000000), date(2018, 2, 8))


def test_a_year_that_is_none_leaves_the_other_filters_in_force():
    cast = stage()
    cast.draft()
    client = as_(cast.officer)
    found = (
        client.get(reverse("programmes:programmes"), {"year": "hai", "state": "signed"}).context["page"].rows
    )
    assert list(found) == []


def test_a_refused_step_tells_who_did_what_only_where_the_journal_is_read():
    cast = stage()
    programme = cast.under_way()
    programmes.move(programme, "terminate", by=cast.officer, reason="nội bộ biết")
    url = reverse("programmes:programme_move", args=[programme.pk, "consult"])
    told = as_(cast.secretary).get(url)
    assert (told.status_code, "nội bộ biết" in told.content.decode()) == (409, True)
    for user in (cast.unit_officer, cast.board_officer):
        page = as_(user).get(url)
        assert page.status_code == 409
        assert "nội bộ biết" not in page.content.decode()
        assert cast.officer.person.full_name not in page.content.decode()
