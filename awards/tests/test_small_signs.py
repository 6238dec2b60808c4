"""Small signs on the pages: where one is, what a mark means, what is not offered."""

import pytest
from django.urls import reverse

from awards.models import Seat
from awards.services import corrections, reviews
from awards.services.corrections import Revocation
from awards.tests.factories import SINCE, account, stage, unit
from emulation.documents.models import IssuedDocument
from emulation.documents.states import Ground
from emulation.organisations.services import dissolve

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def at(name, *arguments):
    return reverse(f"awards:{name}", args=arguments)


def test_the_page_of_opening_says_that_the_vote_is_open(client):
    cast = stage(members=1)
    cast.before_board("Nguyễn Văn An")
    client.force_login(cast.secretary)
    text = client.get(at("review_open", cast.campaign.pk)).content.decode()
    assert at("review_progress", cast.campaign.pk) in text
    assert "why-not" not in text
    assert '<form method="post" class="narrow">' not in text


def test_the_chair_stands_first_on_the_list_of_members():
    cast = stage(members=2)
    chair = account("Vũ Văn Chủ Tọa").person
    Seat.objects.create(board=cast.board, person=chair, role=Seat.Role.CHAIR, valid_from=SINCE)
    cast.before_board("Nguyễn Văn An")
    assert cast.campaign.ballot.roll.order_by("pk").first().person == chair


def test_the_page_of_an_award_leads_to_its_decision_and_tells_of_its_issue(client):
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An")
    grant = decision.grants.get()
    client.force_login(cast.decider)
    page = client.get(at("grant", grant.pk))
    assert f'href="{at("decision", decision.pk)}"' in page.content.decode()
    assert [entry.action for entry in page.context["entries"]] == ["decision.publish"]
    client.force_login(cast.unit_officer)
    assert at("decision", decision.pk) not in client.get(at("grant", grant.pk)).content.decode()


def test_a_revoked_award_does_not_offer_its_certificate_as_the_first_act(client):
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An")
    grant = decision.grants.get()
    IssuedDocument.objects.filter(pk=grant.certificate_id).update(
        state="rendered", file="x.pdf", file_digest="0" * 64, pages=1, rendered_at=decision.published_at
    )
    client.force_login(cast.decider)
    primary = f'class="btn btn-primary" href="{at("grant_certificate", grant.pk)}"'
    assert primary in client.get(at("grant", grant.pk)).content.decode()
    corrections.revoke(grant, Revocation(Ground.FRAUD, "9/QĐ", decision.signed_on), by=cast.decider)
    text = client.get(at("grant", grant.pk)).content.decode()
    assert primary not in text
    assert "Mở bằng đã thu hồi" in text
    assert at("grant_certificate", grant.pk) not in client.get(at("decision", decision.pk)).content.decode()


def test_the_papers_are_counted_with_the_decision_itself(client):
    cast = stage(members=1)
    decision = cast.published("Nguyễn Văn An", "Nguyễn Văn Bình")
    client.force_login(cast.decider)
    text = client.get(at("decision", decision.pk)).content.decode()
    assert "Gồm quyết định kèm danh sách và 2 bằng." in text


def test_living_units_are_suggested_before_those_that_ended(client):
    cast = stage(members=1)
    gone = unit("HTX Trùng Tên", cast.alliance)
    dissolve(gone, on=SINCE.replace(year=2022), document="1/QĐ", by=None)
    unit("HTX Trùng Tên Mới", cast.alliance)
    client.force_login(cast.officer)
    units = client.get(at("unit_options"), {"unit": "HTX Trùng Tên"}).context["units"]
    assert [found.name for found in units] == ["HTX Trùng Tên Mới", "HTX Trùng Tên"]


def test_a_verdict_not_chosen_is_asked_for_as_a_choice(client):
    cast = stage(members=1)
    (row,) = cast.before_board("Nguyễn Văn An")
    client.force_login(cast.members[0])
    page = client.post(at("review", cast.campaign.pk, row.pk), {})
    assert page.status_code == 200
    asked = client.post(at("review", cast.campaign.pk, row.pk), {"reason": ""})
    assert asked.context["form"].errors["value"] == ["Hãy chọn một mục."]


@pytest.mark.parametrize("rows", [1, 3])
def test_likely_duplicates_are_marked_before_many_are_moved(client, django_assert_num_queries, rows):
    cast = stage(members=1)
    one = cast.nominate("Nguyễn Văn An", birth_year=1980)
    other = cast.nominate("Nguyễn Văn An", birth_year=None, position_title="Kế toán")
    alone = [cast.nominate(f"Trần Thị {chr(65 + place)}") for place in range(rows)]
    client.force_login(cast.officer)
    ids = [one.pk, other.pk, *(row.pk for row in alone)]
    page = client.post(at("nominations_move", cast.campaign.pk), {"move": "submit", "ids": ids})
    assert page.context["duplicated"] == {one.pk, other.pk}
    assert page.content.decode().count("có thể trùng") == 2
    with django_assert_num_queries(13):
        client.post(at("nominations_move", cast.campaign.pk), {"move": "submit", "ids": ids})


def test_a_nominee_of_another_year_of_birth_is_no_duplicate(client):
    cast = stage(members=1)
    rows = [cast.nominate("Nguyễn Văn An", birth_year=year) for year in (1980, 1985)]
    client.force_login(cast.officer)
    sent = {"move": "submit", "ids": [row.pk for row in rows]}
    assert client.post(at("nominations_move", cast.campaign.pk), sent).context["duplicated"] == frozenset()


def test_the_word_of_a_running_vote_says_that_it_runs(client):
    cast = stage(members=1)
    cast.before_board("Nguyễn Văn An")
    campaign = reviews.Campaign.objects.get(pk=cast.campaign.pk)
    assert campaign.get_state_display() == "Hội đồng đang xét"
