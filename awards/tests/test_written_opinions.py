"""The page on which an absent member's written opinion is entered and read again."""

import pytest
from django.urls import reverse

from awards.services import reviews
from awards.tests.factories import stage
from emulation.ballots.models import Position
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


def scene(*names, members=2):
    cast = stage(members=members)
    rows = cast.before_board(*names)
    entry = cast.campaign.ballot.roll.get(person=cast.members[0].person)
    return cast, rows, entry, reverse("awards:review_enter", args=[cast.campaign.pk, entry.pk])


def test_a_missing_reason_is_told_above_with_the_name_and_a_link_to_its_field(client):
    cast, (first, last), _entry, url = scene("Nguyễn Văn An", "Nguyễn Văn Bình")
    client.force_login(cast.secretary)
    page = client.post(url, {f"n{first.pk}-value": "agree", f"n{last.pk}-value": "disagree"})
    (error,) = page.context["errors"]
    assert (error.label, error.anchor) == (last.full_name, f"id_n{last.pk}-reason")
    text = page.content.decode()
    assert 'id="error-summary"' in text
    assert f'href="#id_n{last.pk}-reason"' in text
    assert 'aria-invalid="true"' in text
    assert "data-autosave-bound" in text
    assert not Position.objects.exists()


def test_entering_nothing_is_said_and_not_called_done(client):
    cast, _rows, _entry, url = scene("Nguyễn Văn An")
    client.force_login(cast.secretary)
    page = client.post(url, {})
    assert page.status_code == 200
    assert "ít nhất một" in page.context["errors"][0].message


def test_the_rest_agrees_when_the_box_is_ticked(client):
    cast, rows, entry, url = scene("Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường")
    reviews.enter_position(rows[0], member=entry.person, value="defer", reason="Chờ", by=cast.secretary)
    client.force_login(cast.secretary)
    typed = {f"n{rows[1].pk}-value": "disagree", f"n{rows[1].pk}-reason": "Chưa đủ", "rest": "agree"}
    assert client.post(url, typed).status_code == 302
    given = dict(Position.objects.filter(member=entry).values_list("question__nomination", "value"))
    assert given == {rows[0].pk: "defer", rows[1].pk: "disagree", rows[2].pk: "agree"}


def test_what_was_entered_is_read_again_and_what_was_said_in_person_is_not(client):
    cast, (written, spoken), entry, url = scene("Nguyễn Văn An", "Nguyễn Văn Bình")
    person = entry.person
    reviews.enter_position(
        written, member=person, value="disagree", reason="Thiếu báo cáo", by=cast.secretary
    )
    reviews.take_position(spoken, value="disagree", reason="Không ai được đọc", by=cast.members[0])
    client.force_login(cast.secretary)
    page = client.get(url)
    text = page.content.decode()
    assert "Đã nhập: Không đồng ý" in text
    assert "Thiếu báo cáo" in text
    assert cast.secretary.person.full_name in text
    assert "Không ai được đọc" not in text
    assert [bool(line.form) for line in page.context["lines"]] == [True, False]


def test_a_refusal_names_the_dossier():
    cast, (row, other), entry, _url = scene("Nguyễn Văn An", "Nguyễn Văn Bình")
    reviews.take_position(row, value="agree", by=cast.members[0])
    opinions = {row.pk: ("agree", ""), other.pk: ("agree", "")}
    with pytest.raises(Refused, match="Nguyễn Văn An") as refusal:
        reviews.enter_opinions(cast.campaign, entry.person, opinions, by=cast.secretary)
    assert "Bình" not in str(refusal.value.reason)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_no_more_for_more_dossiers(client, django_assert_num_queries, number):
    cast, rows, entry, url = scene(*(f"Nguyễn Văn {chr(65 + place)}" for place in range(number)))
    for row in rows:
        reviews.enter_position(row, member=entry.person, value="agree", by=cast.secretary)
    client.force_login(cast.secretary)
    client.get(url)
    with django_assert_num_queries(17):
        client.get(url)
