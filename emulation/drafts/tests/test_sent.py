"""What was sent and taken is not offered again; what was refused is."""

import pytest
from django.urls import reverse

from awards.tests.factories import stage
from emulation.drafts import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    cast = stage(members=1)
    client.force_login(cast.secretary)
    services.save(cast.secretary, "board-new", {"name": ["Hội đồng"]})
    services.save(cast.decider, "board-new", {"name": ["Hội đồng khác"]})
    return cast


def test_a_taken_form_leaves_no_draft(client, secretary):
    typed = {"name": "Hội đồng sáng kiến", "draft": "board-new"}
    assert client.post(reverse("awards:board_new"), typed).status_code == 302
    assert services.load(secretary.secretary, "board-new") is None
    assert services.load(secretary.decider, "board-new") is not None


def test_a_refused_form_keeps_its_draft(client, secretary):
    typed = {"name": " ", "draft": "board-new"}
    assert client.post(reverse("awards:board_new"), typed).status_code == 200
    assert services.load(secretary.secretary, "board-new") is not None


def test_a_form_sent_after_the_session_ended_keeps_its_draft(client, secretary):
    client.logout()
    typed = {"name": "Hội đồng sáng kiến", "draft": "board-new"}
    assert client.post(reverse("awards:board_new"), typed).status_code == 302
    assert services.load(secretary.secretary, "board-new") is not None
