"""Forms posted by hand: what is too long or no number is refused in words, never with an error page."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from programmes.tests.units import units

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5000


def test_a_judgement_of_800_characters_is_refused_in_words(client):
    cast = units()
    client.force_login(cast.officer)
    judge = reverse("programmes:movement_judge", args=[cast.movement.pk])
    for judgement in ("same", "different"):
        page = client.post(judge, {"text": "a" * 800, "judgement": judgement}, follow=True)
        assert page.status_code == 200
        assert "500" in " ".join(str(message) for message in page.context["messages"])
    assert not cast.movement.judgements.exists()


def test_a_version_of_5000_digits_sends_nothing(client):
    cast = units()
    draft = cast.drafted()
    client.force_login(cast.unit_officer)
    address = reverse("programmes:registration_move", args=[draft.pk, "send"])
    assert client.post(address, {"version": DIGITS}).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_row_of_5000_digits_is_no_row(client):
    cast = units()
    draft = cast.drafted()
    client.force_login(cast.unit_officer)
    address = reverse("programmes:registration_edit", args=[draft.pk])
    base = client.get(address).context["base"]
    told = {
        "content": "Việc",
        "note": "",
        "base": base,
        f"titles-{DIGITS}-title": "Cờ",
        "titles-0-title": "Cờ",
    }
    # As a browser posts a form without files; the other kind of post refuses such a name by itself.
    page = client.post(address, urlencode(told), content_type="application/x-www-form-urlencoded")
    assert page.status_code == 302
    assert draft.titles.count() == 1
