"""Who took part in an activity, who of the officers was trained in person, and models on their way to a proposal."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from emulation.audit.selectors import history_of
from emulation.merging import Clash
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint
from emulation.verdicts import Refused
from programmes.models import Activity, Participation
from programmes.selectors.activities import officers_of, without_training
from programmes.services import activities, candidates, people
from programmes.services.activities import ActivityTerms
from programmes.services.candidates import Found
from programmes.services.people import Attendee
from programmes.states import CandidateState
from programmes.tests.stage import SINCE, Stage, stage

pytestmark = pytest.mark.django_db
CLASS = date(2017, 9, 14)


def training(cast: Stage) -> Activity:
    terms = ActivityTerms(kind="TRAINING", title="Lớp tập huấn", days=[(CLASS, CLASS, "Giồng Riềng")])
    planned = activities.plan(cast.alliance, terms, by=cast.officer, programme=cast.under_way())
    return activities.move(planned, "hold", by=cast.officer)


def came(activity: Activity, cast: Stage, *names: str) -> list[Participation]:
    attendees = [Attendee(name, "TRAINEE", organisation=cast.coop, attended=True) for name in names]
    return people.invite(activity, attendees, by=cast.officer)


def test_training_counts_for_who_attended_in_person() -> None:
    cast = stage()
    activity = training(cast)
    (row,) = came(activity, cast, "Thạch Thị Sen")
    asked = {"since": date(2017, 1, 1), "on": date(2018, 1, 1)}
    unit = without_training([cast.alliance.pk], **asked).get(pk=cast.coop.pk)
    assert (unit.last, unit.last_of_unit) == (None, CLASS)
    name = cast.unit_officer.person.full_name
    assert [(one.name, one.last) for one in officers_of([cast.coop], date(2018, 1, 1))[cast.coop.pk]] == [
        (name, None)
    ]
    seen = people.attendee_of(row)
    corrected = people.correct(
        row,
        Attendee(name.upper(), "TRAINEE", organisation=cast.coop, attended=True),
        base=seen,
        by=cast.officer,
    )
    assert corrected.person == cast.unit_officer.person
    assert cast.coop not in without_training([cast.alliance.pk], **asked)
    with pytest.raises(Clash):
        people.correct(row, Attendee("Ai Khác", "TRAINEE"), base=seen, by=cast.officer)


def test_two_of_one_name_are_nobody() -> None:
    cast = stage()
    name = cast.unit_officer.person.full_name
    twin = add_person(name, by=None)
    appoint(twin, cast.coop, Office.STAFF, title="", valid_from=SINCE, by=None)
    (row,) = came(training(cast), cast, name)
    assert row.person is None


def test_somebody_is_taken_off_the_list_once() -> None:
    cast = stage()
    activity = training(cast)
    first, second = came(activity, cast, "Danh Văn Ruộng", "Thị Hoa")
    people.strike(first, by=cast.officer)
    assert list(activity.participations.all()) == [second]
    with pytest.raises(Refused):
        people.strike(first, by=cast.officer)
    with pytest.raises(Refused):
        people.strike(second, by=cast.unit_officer)


def page(cast: Stage) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def test_a_list_is_pasted_and_its_faults_stand_at_their_lines() -> None:
    cast = stage()
    activity = training(cast)
    address = reverse("programmes:attendees_new", args=[activity.pk])
    lines = f"Danh Văn Ruộng; Giám đốc; {cast.coop.name}\nThị Hoa\tKế toán\t{cast.coop.name}\nLý Bé"
    wrong = page(cast).post(
        address, {"role": "TRAINEE", "lines": lines + "\nA; B; HTX không có thật\n; Giám đốc"}
    )
    said = wrong.content.decode()
    assert "HTX không có thật" in said
    assert "Dòng 4" in said
    assert "Dòng 5" in said
    assert not activity.participations.exists()
    assert page(cast).post(address, {"role": "TRAINEE", "lines": lines}).status_code == 302
    rows = [(row.name, row.position, row.organisation) for row in activity.participations.all()]
    assert rows == [
        ("Danh Văn Ruộng", "Giám đốc", cast.coop),
        ("Thị Hoa", "Kế toán", cast.coop),
        ("Lý Bé", "", None),
    ]
    page(cast).post(address, {"role": "TRAINEE", "lines": lines})
    assert activity.participations.count() == 3


def test_a_person_is_corrected_and_removed_through_the_page() -> None:
    cast = stage()
    activity = training(cast)
    (row,) = came(activity, cast, "Danh Văn Ruong")
    address = reverse("programmes:attendee_edit", args=[activity.pk, row.pk])
    client = page(cast)
    people.mark_attendance(activity, {row.pk: False}, by=cast.officer)
    form = client.get(address)
    assert '<option value="false" selected' in form.content.decode()
    base = form.context["act"].base
    sent = {
        "role": "TRAINEE",
        "name": "Danh Văn Ruộng",
        "organisation": cast.coop.name,
        "attended": "true",
        "base": base,
    }
    assert client.post(address, sent).status_code == 302
    row.refresh_from_db()
    assert row.name == "Danh Văn Ruộng"
    other = training_elsewhere(cast)
    assert client.get(reverse("programmes:attendee_edit", args=[other.pk, row.pk])).status_code == 404
    away = reverse("programmes:attendee_remove", args=[activity.pk, row.pk])
    assert row.name in client.get(away).content.decode()
    assert client.post(away).status_code == 302
    assert not activity.participations.exists()


def training_elsewhere(cast: Stage) -> Activity:
    terms = ActivityTerms(kind="TRAINING", title="Lớp khác", days=[(CLASS, CLASS, "")])
    return activities.plan(cast.alliance, terms, by=cast.officer)


def test_a_model_goes_forward_freely_and_back_with_a_reason() -> None:
    cast = stage()
    found = Found(name="HTX Ruộng Xanh", text="liên kết chuỗi", organisation=cast.coop)
    model = candidates.note(training(cast), found, by=cast.officer)
    model = candidates.follow(model, "propose", by=cast.officer)
    assert model.state == CandidateState.PROPOSED
    for move in ("unpropose", "let_go"):
        with pytest.raises(Refused):
            candidates.follow(model, move, by=cast.officer)
    model = candidates.follow(model, "let_go", by=cast.officer, reason="Đã giải thể")
    with pytest.raises(Refused, match="theo dõi tiếp"):
        candidates.mark_proposed(model, by=cast.officer)


def test_a_correction_tells_what_changed_and_nothing_tells_of_nothing() -> None:
    cast = stage()
    activity = training(cast)
    (row,) = came(activity, cast, "Danh Văn Ruộng")
    seen = people.attendee_of(row)
    people.correct(row, seen, base=seen, by=cast.officer)
    assert not history_of(activity).filter(action="activity.correct_person").exists()
    people.correct(row, replace(seen, position="Kế toán"), base=seen, by=cast.officer)
    (before, after) = history_of(activity).get(action="activity.correct_person").changes["people"]
    assert ("Kế toán" in before, "Kế toán" in after) == (False, True)
