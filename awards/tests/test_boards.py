"""Boards set up by decision, and seats from one day to another."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from awards import permissions, selectors
from awards.models import Board, Seat
from awards.services import boards
from awards.services.boards import BoardTerms
from awards.tests.factories import SINCE, account, stage
from emulation.audit.selectors import history_of
from emulation.organisations.models import Person
from emulation.organisations.offices import Office
from emulation.organisations.services import add_person, appoint
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db
JANUARY = date(2026, 1, 1)


def seat(cast, person, since, by=None):
    return boards.seat(
        cast.board, person, role=Seat.Role.MEMBER, title="Ủy viên", valid_from=since, by=by or cast.secretary
    )


def test_a_board_is_set_up_by_the_secretary_of_its_organisation_only():
    cast = stage(members=1)
    made = boards.set_up(
        cast.alliance, BoardTerms(" Hội đồng sáng kiến ", "1/QĐ", JANUARY), by=cast.secretary
    )
    assert (str(made), made.audit_chain) == ("Hội đồng sáng kiến", cast.alliance.pk)
    assert history_of(made).get().action == "board.set_up"
    for user in (cast.officer, cast.stranger, cast.unit_officer, cast.decider):
        with pytest.raises(Refused):
            boards.set_up(cast.alliance, BoardTerms("x"), by=user)
    with pytest.raises(ValidationError):
        boards.set_up(cast.alliance, BoardTerms(" "), by=cast.secretary)


def test_the_particulars_of_a_board_are_corrected_on_its_page(client):
    cast = stage(members=1)
    client.force_login(cast.secretary)
    url = reverse("awards:board_edit", args=[cast.board.pk])
    base = client.get(url).context["base"]
    typed = {"name": "Hội đồng TĐKT", "decision_number": "9/QĐ", "decision_date": "01/01/2026", "base": base}
    assert client.post(url, typed | {"name": " "}).context["form"].errors
    assert client.post(url, typed).status_code == 302
    cast.board.refresh_from_db()
    assert (str(cast.board), cast.board.decision_date) == ("Hội đồng TĐKT", JANUARY)
    assert history_of(cast.board).get().changes["decision_number"] == ["", "9/QĐ"]
    assert client.post(url, typed).status_code == 302
    assert history_of(cast.board).count() == 1
    # Somebody who began before that is asked which number stays.
    late = client.post(url, typed | {"decision_number": "10/QĐ"})
    assert [row["name"] for row in late.context["clashes"]] == ["decision_number"]
    again = typed | {"decision_number": "10/QĐ", "base": late.context["base"]}
    assert client.post(url, again | {"keep_decision_number": "theirs"}).status_code == 302
    assert client.post(url, {**again, "base": "x"}).context["clashes"]
    cast.board.refresh_from_db()
    assert cast.board.decision_number == "9/QĐ"
    with pytest.raises(Refused):
        boards.revise(cast.board, BoardTerms("x"), base=BoardTerms("x"), by=cast.officer)


def test_a_board_without_a_chair_is_noticed(client):
    cast = stage(members=1)
    client.force_login(cast.secretary)
    page = reverse("awards:board", args=[cast.board.pk])
    agenda = reverse("awards:review_open", args=[cast.campaign.pk])
    assert client.get(page).context["without_chair"]
    assert client.get(agenda).context["without_chair"]
    cast.board.seats.update(role=Seat.Role.CHAIR)
    assert not client.get(page).context["without_chair"]
    assert not client.get(agenda).context["without_chair"]


def test_a_person_sits_once_at_a_time():
    cast = stage(members=1)
    person = add_person("Người Mới", by=None)
    first = seat(cast, person, JANUARY)
    assert str(first) == f"Người Mới – {cast.board}"
    for since in (JANUARY, date(2026, 6, 1), date(2020, 1, 1)):
        with pytest.raises(Refused, match="Người Mới"):
            seat(cast, person, since)
    with pytest.raises(Refused):
        seat(cast, add_person("Ai Đó", by=None), JANUARY, by=cast.officer)
    with pytest.raises(Refused):
        boards.end_seat(first, on=date(2025, 12, 31), by=cast.secretary)
    with pytest.raises(Refused):
        boards.end_seat(first, on=date(2026, 3, 31), by=cast.officer)
    ended = boards.end_seat(first, on=date(2026, 3, 31), by=cast.secretary)
    assert ended.valid_to == date(2026, 3, 31)
    again = seat(cast, person, date(2026, 5, 1))
    with pytest.raises(Refused):
        boards.end_seat(ended, on=date(2026, 5, 1), by=cast.secretary)
    boards.end_seat(ended, on=date(2026, 4, 30), by=cast.secretary)
    on_day = [
        [row.pk for row in selectors.members_on(cast.board, on=on) if row.person == person]
        for on in (date(2025, 12, 31), date(2026, 4, 30), date(2026, 5, 1))
    ]
    assert on_day == [[], [first.pk], [again.pk]]
    assert [row.pk for row in selectors.former_members(cast.board, on=date(2026, 11, 22))] == [first.pk]


def test_the_database_wants_the_days_in_order():
    cast = stage(members=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.board.seats.update(valid_to=date(2000, 1, 1))


def test_who_sees_which_board():
    cast = stage(members=1)
    assert selectors.board_for(cast.members[0], cast.board.pk) == cast.board
    assert selectors.board_for(cast.officer, cast.board.pk) == cast.board
    for user in (cast.stranger, cast.decider, cast.unit_officer, account("Không Nơi Nào")):
        assert not selectors.boards_visible_to(user).exists()
    assert selectors.boards_home(cast.secretary) == {cast.alliance.pk}
    assert selectors.boards_home(cast.officer) == frozenset()


def test_people_are_found_by_name_among_those_of_the_organisation():
    cast = stage(members=1)
    found = selectors.people_for_seats(cast.board, "ho thi", on=JANUARY)
    assert [person.full_name for person in found] == ["Hồ Thị Đơn Vị"]
    assert not selectors.people_for_seats(cast.board, "  ", on=JANUARY)
    assert not selectors.people_for_seats(cast.board, "bui thi", on=JANUARY)


def test_the_pages_keep_a_board(client):
    cast = stage(members=1)
    client.force_login(cast.officer)
    assert client.get(reverse("awards:board_new")).status_code == 404
    assert client.get(reverse("awards:seat_new", args=[cast.board.pk])).status_code == 403
    client.force_login(cast.secretary)
    new = reverse("awards:board_new")
    assert client.get(new).status_code == 200
    assert client.post(new, {"name": "", "decision_date": "32/01/2026"}).context["form"].errors
    typed = {"name": "Hội đồng mới", "decision_number": "1/QĐ", "decision_date": "05/02/2026"}
    made = client.post(new, typed)
    board = Board.objects.get(name="Hội đồng mới")
    assert made.url == reverse("awards:board", args=[board.pk])
    url = reverse("awards:seat_new", args=[board.pk])
    known = cast.officer.person
    appoint(known, cast.coop, Office.STAFF, title="Kế toán", valid_from=JANUARY, by=None)
    page = client.get(url, {"q": "can bo"})
    assert "Lê Thị Cán Bộ" in page.content.decode()
    both = {"person": known.pk, "new_name": "Ai Đó", "role": "member", "valid_from": "01/01/2026"}
    assert client.post(f"{url}?q=can+bo", both).context["form"].errors
    chosen = {"person": known.pk, "role": "chair", "title": "Chủ tịch Hội đồng", "valid_from": "01/01/2026"}
    assert client.post(f"{url}?q=can+bo", chosen).status_code == 302
    twice = client.post(f"{url}?q=can+bo", chosen)
    assert twice.context["form"].non_field_errors()
    entered = {
        "new_name": "Người Chưa Có",
        "new_birth_year": "1970",
        "role": "member",
        "valid_from": "01/01/2026",
    }
    assert client.post(url, entered).status_code == 302
    assert Person.objects.get(full_name="Người Chưa Có").keeper == cast.alliance
    # Clicked twice: a second record of the person would be a second voice, and move the base of every share.
    assert client.post(url, entered).context["form"].non_field_errors()
    assert Person.objects.filter(full_name="Người Chưa Có").count() == 1
    other = {**entered, "new_birth_year": "1971"}
    assert client.post(url, other).status_code == 302
    place = board.seats.get(person=known)
    end = reverse("awards:seat_end", args=[board.pk, place.pk])
    assert client.get(end).status_code == 200
    assert client.post(end, {"on": "31/12/2025"}).context["form"].errors["on"]
    assert client.post(end, {"on": "31/03/2026"}).status_code == 302
    assert client.get(reverse("awards:seat_end", args=[cast.board.pk, place.pk])).status_code == 404
    assert client.get(reverse("awards:boards")).status_code == 200


def test_a_member_writes_no_nomination_of_their_own_unit():
    cast = stage(members=1)
    member = cast.members[0]
    appoint(member.person, cast.coop, Office.OFFICER, title="Cán bộ", valid_from=SINCE, by=None)
    verdict = permissions.may_draft(member, cast.campaign, cast.coop, on=timezone.localdate())
    assert not verdict
    assert "đơn vị" in str(verdict.reason)
    assert permissions.may_draft(cast.unit_officer, cast.campaign, cast.coop, on=timezone.localdate())
