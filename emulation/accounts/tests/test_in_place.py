"""In a real browser: a session that ends offers login in place and loses nothing; typing is saved meanwhile."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from emulation.accounts.tests.factories import PASSWORD, account, administrator
from emulation.drafts.models import Draft
from emulation.organisations.tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(where, user):
    where.get_by_label("Thư điện tử").fill(user.email)
    where.get_by_label("Mật khẩu", exact=False).first.fill(PASSWORD)
    where.get_by_role("button", name="Đăng nhập").click()


@pytest.fixture
def user():
    cache.clear()
    return administrator(factories.organisation())


@pytest.fixture
def at_profile(screen, live_server, user):
    """A page with a form, logged in."""
    screen.goto(live_server.url + reverse("account_login") + "?next=" + reverse("accounts:profile"))
    log_in(screen, user)
    screen.wait_for_url("**" + reverse("accounts:profile"))
    return screen


def expire():
    Session.objects.all().delete()
    cache.clear()


def test_sending_after_the_session_ended_asks_to_log_in_and_goes_on(at_profile, user, axe):
    at_profile.locator("input[name=large_print]").check()
    expire()
    at_profile.get_by_role("button", name="Lưu").click()
    at_profile.get_by_role("heading", name="Phiên đăng nhập đã hết hạn").wait_for()
    log_in(at_profile.frame_locator("#session-dialog iframe"), user)
    at_profile.get_by_text("Đã lưu lựa chọn").wait_for()
    user.refresh_from_db()
    assert user.large_print
    assert axe(at_profile) == []


def test_another_account_in_the_dialog_does_not_send_the_page(at_profile, user):
    at_profile.locator("input[name=large_print]").check()
    expire()
    at_profile.get_by_role("button", name="Lưu").click()
    other = account()
    log_in(at_profile.frame_locator("#session-dialog iframe"), other)
    at_profile.get_by_text("Một tài khoản khác đã đăng nhập").first.wait_for()
    assert at_profile.locator("input[name=large_print]").is_checked()
    for one in (user, other):
        one.refresh_from_db()
        assert not one.large_print


def test_typing_is_saved_and_offered_back(at_profile, live_server, user):
    at_profile.route(
        "**" + reverse("accounts:profile"),
        lambda route: route.fulfill(body=_with_key(route.fetch().text()), content_type="text/html"),
    )
    at_profile.reload()
    at_profile.locator("select[name=language]").select_option("en")
    at_profile.get_by_text(re.compile(r"Đã lưu lúc \d\d:\d\d")).wait_for()
    assert Draft.objects.get(user=user).data["language"] == ["en"]
    at_profile.reload()
    at_profile.get_by_text("Có bản nháp lưu lúc").wait_for()
    at_profile.get_by_role("button", name="Khôi phục").click()
    assert at_profile.locator("select[name=language]").input_value() == "en"


def test_typing_without_a_session_stays_in_the_browser(at_profile, live_server, user):
    at_profile.route(
        "**" + reverse("accounts:profile"),
        lambda route: route.fulfill(body=_with_key(route.fetch().text()), content_type="text/html"),
    )
    at_profile.reload()
    expire()
    at_profile.locator("select[name=language]").select_option("en")
    at_profile.get_by_text("nội dung được giữ trong trình duyệt này").first.wait_for()
    assert not Draft.objects.exists()
    kept = at_profile.evaluate(f"() => localStorage.getItem('draft:{user.pk}:profile')")
    assert '"language":["en"]' in kept


def _with_key(page: str) -> str:
    """The page as a room with a long form would write it: its form asks to be saved while one types."""
    return page.replace('<form method="post">', '<form method="post" data-autosave-key="profile">')


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "accounts:profile",
        "usersessions_list",
        "mfa_index",
        "accounts:list",
        "notices:outbox",
        "accounts:matrix",
        "notices:list",
    ],
)
def test_pages_are_clean(at_profile, live_server, axe, name):
    if name in ("account_login", "account_reset_password"):
        at_profile.context.clear_cookies()
    at_profile.goto(live_server.url + reverse(name))
    assert axe(at_profile) == []
    assert at_profile.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
