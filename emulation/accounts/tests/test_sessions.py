"""A session that ends loses nothing typed (trap 17: OJS 2428), and one ends one's sessions from afar."""

import time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError

from emulation.accounts import middleware
from emulation.accounts.session_store import SessionStore
from emulation.accounts.tests.factories import PASSWORD, account, queries_of_the_frame
from emulation.drafts.models import Draft

REDIS = "django.core.cache.backends.redis.RedisCache"
pytestmark = pytest.mark.django_db
TEXT = "Vượt khó vươn lên, tạo việc làm cho 85 lao động"


@pytest.fixture(autouse=True)
def no_failed_attempts():
    cache.clear()


def log_in(client, user, **more):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **more})


def expire(client):
    """What time does: the session is gone on the server and in the browser; other cookies stay."""
    Session.objects.all().delete()
    cache.clear()
    del client.cookies[settings.SESSION_COOKIE_NAME]


@pytest.fixture
def protected():
    """A page that wants a login and takes text."""
    return reverse("accounts:profile")


def test_a_form_sent_after_the_session_ended_comes_back_after_login(protected):
    client = Client(enforce_csrf_checks=True)
    user = account()
    token = client.get(reverse("account_login")).context["csrf_token"]
    log_in(client, user, csrfmiddlewaretoken=str(token))
    token = str(client.get(protected).context["csrf_token"])
    expire(client)
    sent = client.post(
        protected, {"csrfmiddlewaretoken": token, "language": "en", "note": TEXT, "password1": "bí mật"}
    )
    assert sent["Location"].startswith(reverse("account_login"))
    token = str(client.get(sent["Location"]).context["csrf_token"])
    logged_in = log_in(client, user, csrfmiddlewaretoken=token, next=protected)
    assert logged_in["Location"] == reverse("accounts:kept")
    page = client.get(reverse("accounts:kept"))
    assert TEXT in page.content.decode()
    assert "bí mật" not in page.content.decode()
    again = client.post(
        reverse("accounts:kept"),
        {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "language": "en", "note": TEXT},
        follow=True,
    )
    assert again.redirect_chain[0] == (protected, 307)
    user.refresh_from_db()
    assert user.language == "en"
    assert client.get(reverse("accounts:kept")).status_code == 302


def test_text_is_never_shown_to_another_account(client, protected):
    first, second = account(), account()
    log_in(client, first)
    expire(client)
    client.post(protected, {"note": TEXT})
    assert log_in(client, second)["Location"] == reverse("portal:desk")
    assert client.get(reverse("accounts:kept")).status_code == 302
    client.post(reverse("account_logout"))
    log_in(client, first)
    assert client.get(reverse("accounts:kept")).status_code == 302


def test_a_forged_owner_keeps_nothing(client, protected):
    user = account()
    client.cookies["last_account"] = str(user.pk)
    client.post(protected, {"note": TEXT})
    assert log_in(client, user)["Location"] == reverse("portal:desk")


def test_kept_text_can_be_thrown_away(client, protected):
    user = account()
    log_in(client, user)
    expire(client)
    client.post(protected, {"note": TEXT})
    log_in(client, user)
    client.post(reverse("accounts:kept"), {"kept_drop": "1"})
    assert client.get(reverse("accounts:kept")).status_code == 302


def test_too_long_a_text_is_not_kept_in_the_session(client, protected):
    user = account()
    log_in(client, user)
    expire(client)
    client.post(protected, {"note": "x" * 201 * 1024})
    assert log_in(client, user)["Location"] == reverse("portal:desk")


def test_a_part_of_a_page_gets_401_and_no_login_page(client, protected):
    answer = client.get(protected, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.content == b""


def test_login_in_place_ends_on_the_page_that_tells_the_dialog(client, protected):
    user = account()
    log_in(client, user)
    expire(client)
    client.post(protected, {"note": TEXT})
    answer = log_in(client, user, next=reverse("accounts:in_place"))
    assert answer["Location"] == reverse("accounts:in_place")
    page = client.get(answer["Location"])
    assert b"js/in-place.js" in page.content
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_alive_tells_the_account_the_seconds_and_a_token_and_never_prolongs(client):
    address = reverse("accounts:alive")
    assert client.get(address).status_code == 401
    user = account()
    log_in(client, user)
    client.get(reverse("usersessions_list"))
    session = client.session
    session[middleware.UNTIL] = time.time() + 100
    session.save()
    said = client.get(address).json()
    assert said["user"] == user.pk
    assert said["seconds"] <= 100
    assert said["csrf"]
    assert client.post(address).json()["seconds"] > 100


def test_using_the_program_prolongs_the_session(client):
    log_in(client, account())
    client.get(reverse("usersessions_list"))
    session = client.session
    session[middleware.UNTIL] = time.time() + 100
    session.save()
    client.get(reverse("usersessions_list"))
    assert client.session[middleware.UNTIL] > time.time() + settings.SESSION_COOKIE_AGE - 60


def test_reading_pages_does_not_write_the_session_each_time(client, django_assert_num_queries):
    log_in(client, account())
    client.get(reverse("accounts:alive"))
    client.get(reverse("accounts:in_place"))
    with django_assert_num_queries(1):  # the account; the session comes from the cache
        client.get(reverse("accounts:in_place"))


def test_one_ends_this_one_and_all_others(client):
    user = account()
    browsers = [
        client,
        Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}),
        Client(),
    ]
    for browser in browsers:
        log_in(browser, user)
    listed = client.get(reverse("usersessions_list")).context["sessions"]
    assert [session.current for session in listed] == [True, False, False]
    assert "Firefox, Windows" in [session.device for session in listed]
    firefox = next(session for session in listed if session.device == "Firefox, Windows")
    client.post(reverse("accounts:end_session", args=[firefox.pk]))
    assert browsers[1].get(reverse("usersessions_list")).status_code == 302
    assert browsers[2].get(reverse("usersessions_list")).status_code == 200
    client.post(reverse("accounts:end_other_sessions"))
    assert browsers[2].get(reverse("usersessions_list")).status_code == 302
    assert len(client.get(reverse("usersessions_list")).context["sessions"]) == 1


def test_nobody_ends_a_foreign_session(client):
    stranger = Client()
    log_in(stranger, account())
    log_in(client, account())
    foreign = stranger.get(reverse("usersessions_list")).context["sessions"][0]
    assert client.post(reverse("accounts:end_session", args=[foreign.pk])).status_code == 404
    assert stranger.get(reverse("usersessions_list")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_sessions_asks_the_same_of_any_number(client, rows, django_assert_num_queries):
    user = account()
    for browser in [client, *(Client() for _more in range(rows - 1))]:
        log_in(browser, user)
    with django_assert_num_queries(queries_of_the_frame(client) + 1):
        assert len(client.get(reverse("usersessions_list")).context["sessions"]) == rows


def test_a_draft_survives_logging_out(client):
    user = account()
    log_in(client, user)
    client.post(reverse("drafts:save"), {"key": "nomination:1", "story": TEXT})
    client.post(reverse("account_logout"))
    log_in(client, user)
    assert client.get(reverse("drafts:save"), {"key": "nomination:1"}).json()["fields"] == {"story": [TEXT]}
    assert Draft.objects.count() == 1


def test_a_session_whose_copy_cannot_be_removed_is_not_ended_by_half(settings):
    """While Redis is down the copy in it may live on and come back with it: whoever ends the session is told."""
    store = SessionStore()
    store["x"] = 1
    store.save()
    working = settings.CACHES
    settings.CACHES = {"default": {"BACKEND": REDIS, "LOCATION": "redis://127.0.0.1:1/0"}}
    with pytest.raises(ConnectionError):
        SessionStore(store.session_key).delete()
    assert SessionStore(store.session_key).load() == {"x": 1}
    settings.CACHES = working
    SessionStore(store.session_key).delete()
    assert SessionStore(store.session_key).load() == {}
