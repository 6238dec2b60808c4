"""Exchanging a wrong or damaged certificate and replacing a lost one: what is asked before anything is printed."""

import pytest
from django.urls import reverse

from awards.models import Grant
from awards.services import corrections
from awards.services.corrections import Cause
from awards.tests.factories import stage
from emulation.audit.selectors import history_of
from emulation.audit.telling import sentence
from emulation.documents.models import IssuedDocument
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(client):
    """(the award, its page of reissue, what is sent from there)"""
    cast = stage(members=1)
    grant = cast.published("Đỗ Thị Ân").grants.get()
    Grant.objects.update(achievement="Dòng một\nDòng hai")
    grant.refresh_from_db()
    client.force_login(cast.decider)
    typed = {
        "cause": "wrong",
        "honorific": "Ông",
        "name": grant.name,
        "position_title": grant.position_title,
        "unit_name": grant.unit_name,
        "address": "",
        "achievement": "Dòng một\r\nDòng hai",
        "reason": "Theo đơn",
        "confirmation": "CẤP BẰNG",
        "certificate": grant.certificate_id,
    }
    return grant, reverse("awards:grant_reissue", args=[grant.pk]), typed


def certificates():
    return IssuedDocument.objects.filter(template="merit_certificate_v1").count()


@pytest.mark.parametrize("name", ["đỗ thị ân", "ĐỖ THỊ ÂN EM"])
def test_a_name_in_odd_letters_is_asked_about_before_it_is_printed(scene, client, name):
    grant, url, typed = scene
    asked = client.post(url, typed | {"name": name})
    (error,) = asked.context["form"].errors["name"]
    assert name in error
    assert "Đỗ Thị Ân" in error
    assert 'name="odd_name"' in asked.content.decode()
    assert certificates() == 1
    assert client.post(url, typed | {"name": name, "odd_name": "on"}).status_code == 302
    grant.refresh_from_db()
    assert grant.name == name


def test_a_body_may_be_named_in_capitals(scene, client):
    _grant, url, typed = scene
    Grant.objects.update(subject_kind="C", honorific="")
    words = typed | {"honorific": "", "name": "HTX ABC"}
    assert "name" in client.post(url, words | {"name": "htx abc"}).context["form"].errors
    assert client.post(url, words).status_code == 302


def test_the_same_words_are_a_new_certificate_only_for_one_damaged_or_lost(scene, client):
    grant, url, typed = scene
    refused = client.post(url, typed).context["form"].non_field_errors()
    assert refused[0].startswith("Không có gì thay đổi")
    assert certificates() == 1
    assert client.post(url, typed | {"cause": "lost"}).status_code == 302
    assert certificates() == 2
    entry = history_of(grant).get(action="grant.replace")
    assert entry.changes == {"cause": [None, "lost"]}
    assert "đã cấp lại" in sentence(entry)


def test_words_are_not_corrected_under_the_name_of_a_loss(scene):
    grant, _url, _typed = scene
    with pytest.raises(Refused):
        corrections.reissue(
            grant, {"name": "Đỗ Thị Ấn"}, cause=Cause.DAMAGED, reason="Rách", by=grant.decision.published_by
        )
    assert certificates() == 1


def test_a_new_certificate_is_confirmed_by_a_typed_word(scene, client):
    _grant, url, typed = scene
    refused = client.post(url, typed | {"cause": "lost", "confirmation": ""})
    assert list(refused.context["form"].errors) == ["confirmation"]
    assert certificates() == 1


def test_a_choice_of_reason_is_asked_for(scene, client):
    _grant, url, typed = scene
    assert list(client.post(url, typed | {"cause": ""}).context["form"].errors) == ["cause"]
