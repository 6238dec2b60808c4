"""What is typed is kept by the server, for its author only."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from emulation.accounts.tests.factories import account
from emulation.accounts.tests.test_access import named_urls
from emulation.drafts import services
from emulation.drafts.models import Draft

pytestmark = pytest.mark.django_db
KEY = "nomination:17"
SAVE = "/drafts/"
NO_VERSIONS = ("NaN", "Infinity", "-Infinity", "1e999", "-1", "1.5", "true", "[1]", "{}", '"²"')
NO_VERSIONS += (f"{2**31}", f"{10**4000}", "9" * 5000)


def send(client, fields, *, key=KEY, seen=None):
    body = {"key": key, "fields": fields, "seen": seen}
    return client.post(SAVE, json.dumps(body), content_type="application/json")


@pytest.fixture
def author(client):
    user = account()
    client.force_login(user)
    return user


def test_a_draft_is_saved_with_its_time_offered_back_and_discarded(author, client):
    assert client.get(SAVE, {"key": KEY}).json() == {"version": 0}
    with time_machine.travel("2026-03-01T09:41:00+07:00", tick=False):
        said = send(client, {"story": ["Trồng lúa"]}, seen=0).json()
    assert said["saved"] == "Đã lưu lúc 09:41"
    offered = client.get(SAVE, {"key": KEY}).json()
    assert offered["fields"] == {"story": ["Trồng lúa"]}
    assert "09:41 ngày 01/03/2026" in offered["offer"]
    services.discard(author, KEY)
    assert client.get(SAVE, {"key": KEY}).json() == {"version": 0}


def test_a_form_post_works_as_well_and_delete_forgets(author, client):
    client.post(SAVE, {"key": KEY, "story": ["a", "b"], "csrfmiddlewaretoken": "x", "password1": "bí mật"})
    assert services.load(author, KEY).data == {"story": ["a", "b"]}
    assert client.delete(f"{SAVE}?key={KEY}").status_code == 200
    assert services.load(author, KEY) is None


def test_drafts_are_seen_by_their_author_only(author, client):
    send(client, {"story": ["Chuyện riêng"]})
    client.force_login(account())
    assert client.get(SAVE, {"key": KEY}).json() == {"version": 0}
    send(client, {"story": ["Của tôi"]})
    client.delete(f"{SAVE}?key={KEY}")
    assert services.load(author, KEY).data == {"story": ["Chuyện riêng"]}


def test_a_second_tab_does_not_overwrite_silently(author, client):
    first = send(client, {"story": ["thẻ một"]}, seen=0).json()["version"]
    send(client, {"story": ["thẻ một, tiếp"]}, seen=first)
    late = send(client, {"story": ["thẻ hai"]}, seen=first)
    assert late.status_code == 409
    assert late.json()["fields"] == {"story": ["thẻ một, tiếp"]}
    assert send(client, {"story": ["thẻ hai"]}, seen=late.json()["version"]).status_code == 200
    assert services.load(author, KEY).data == {"story": ["thẻ hai"]}


def test_a_visitor_gets_401_and_leaves_nothing(client):
    assert send(client, {"story": ["x"]}).status_code == 401
    assert not Draft.objects.exists()


def test_too_long_a_text_is_refused_with_a_sentence(author, client):
    answer = send(client, {"story": ["x" * 201 * 1024]})
    assert answer.status_code == 413
    assert "200 KB" in answer.json()["reason"]
    assert send(client, {"story": ["x" * 450 * 1024]}).status_code == 413
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"key": ""}',
        '{"key": "a"}',
        '{"key": 7, "fields": {}}',
        '{"key": "a", "fields": {}, "seen": "x"}',
        *('{"key": "a", "fields": {"a": ["b"]}, "seen": ' + seen + "}" for seen in NO_VERSIONS),
        '{"key": "a", "fields": {"a": "b"}}',
        '{"key": "a", "fields": {"a": [["b"]]}}',
        '{"key": "a", "fields": {"a": ["\\u0000"]}}',
        '{"key": "a", "fields": {"a": ["\\ud800"]}}',
        '{"key": "a", "fields": {"\\udfff": ["b"]}}',
        '{"key": "\\ud800", "fields": {}}',
        "[" * 100_000,
        '{"key": "a", "fields": {"a": ' + "[" * 50_000 + "]" * 50_000 + "}}",
        b"\xff\xfe\x00",
        b'{"key": "a", "fields": {"a": ["\xc3"]}}',
    ],
    ids=lambda body: repr(body[-40:]),
)
def test_nonsense_is_refused_with_a_sentence(author, client, body):
    answer = client.post(SAVE, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["reason"].endswith(".")
    assert client.get(SAVE).status_code == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize("seen", ["²", "9" * 5000, "9" * 19, "-1", "x", "1.5", "NaN"])
def test_a_form_with_a_strange_version_is_refused_with_a_sentence(author, client, seen):
    answer = client.post(SAVE, {"key": KEY, "seen": seen, "story": "a"})
    assert answer.status_code == 400
    assert answer.json()["reason"].endswith(".")


def test_a_form_with_a_zero_byte_is_refused_with_a_sentence(author, client):
    assert client.post(SAVE, {"key": KEY, "story": "a\x00b"}).status_code == 400


@pytest.mark.parametrize("said", ["abc", "²", "9" * 5000])
def test_a_strange_length_is_refused_with_a_sentence(author, client, said):
    body = json.dumps({"key": KEY, "fields": {}})
    answer = client.post(SAVE, body, content_type="application/json", CONTENT_LENGTH=said)
    assert answer.status_code == 400
    assert answer.json()["reason"].endswith(".")


def test_old_and_too_many_drafts_are_forgotten(author, monkeypatch):
    monkeypatch.setattr(services, "LIMIT_DRAFTS", 3)
    with time_machine.travel("2026-01-01T08:00:00+07:00", tick=False) as clock:
        services.save(author, "ancient", {"a": ["1"]})
        clock.shift(timedelta(days=91))
        for number in range(4):
            clock.shift(timedelta(minutes=1))
            services.save(author, f"k{number}", {"a": ["1"]})
    assert set(Draft.objects.values_list("key", flat=True)) == {"k1", "k2", "k3"}
    assert timezone.now()


def test_every_address_stands_here():
    assert named_urls("drafts/") == {"drafts:save"}
    assert reverse("drafts:save") == SAVE
