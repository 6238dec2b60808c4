"""The pages on which a list is brought in, by the officer who does it."""

import pytest
from django.urls import reverse

from awards.models import Nomination
from awards.tests.factories import stage
from awards.tests.test_imports import TAY_NINH, upload

pytestmark = pytest.mark.django_db


def test_a_list_walks_from_the_upload_to_the_nominations(client, django_capture_on_commit_callbacks):
    cast = stage()
    client.force_login(cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(reverse("awards:import_new", args=[cast.campaign.pk]), {"file": upload(TAY_NINH)})
    page = client.get(sent.url)
    assert page.context["part"] == "questions"
    kept = page.context["import"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("awards:import_answer", args=[kept.pk]), {"all_new": "1"})
    act = client.get(reverse("awards:import_confirm", args=[kept.pk]))
    assert act.context["preview"]["adding"] == 20
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("awards:import_confirm", args=[kept.pk]))
    assert Nomination.objects.filter(campaign=cast.campaign).count() == 20
    after = client.get(sent.url)
    assert after.context["import"].state == "imported"
    assert reverse("awards:nominations", args=[cast.campaign.pk]) in after.content.decode()
