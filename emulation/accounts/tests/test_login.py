"""Logging in, second factor, forgotten passwords, invitations in the browser: in Vietnamese, with limits."""

import re

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from emulation.accounts import services
from emulation.accounts.models import User
from emulation.accounts.tests.factories import PASSWORD, account, administrator
from emulation.organisations.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_failed_attempts():
    cache.clear()


def log_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_one_logs_in_with_address_and_password_and_lands_on_the_desk(client):
    user = account(language="en")
    answer = log_in(client, user.email.upper())
    assert answer.status_code == 302
    assert answer["Location"] == reverse("portal:desk")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert answer.cookies["django_language"].value == "en"


def test_unknown_address_and_wrong_password_get_the_same_vietnamese_sentence(client):
    user = account()
    wrong = log_in(client, user.email, "sai mật khẩu").content.decode()
    unknown = log_in(client, "khong-co@example.vn", "sai mật khẩu").content.decode()
    sentence = "Địa chỉ thư điện tử hoặc mật khẩu không đúng."
    assert sentence in wrong
    assert sentence in unknown


def test_a_closed_account_does_not_log_in(client):
    user = account(is_active=False)
    log_in(client, user.email)
    assert "_auth_user_id" not in client.session


def test_the_sixth_failure_in_five_minutes_is_refused_with_the_time_to_come_back(client):
    user = account()
    with time_machine.travel("2026-03-01T09:00:00+07:00", tick=False) as clock:
        for _attempt in range(5):
            log_in(client, user.email, "sai mật khẩu")
        page = log_in(client, user.email).content.decode()
        assert "thử lại lúc 09:05:00" in page
        assert "_auth_user_id" not in client.session
        clock.move_to("2026-03-01T09:05:01+07:00")
        assert log_in(client, user.email).status_code == 302


def fail(client, email, times, address="10.0.0.1"):
    for _attempt in range(times):
        client.post(reverse("account_login"), {"login": email, "password": "sai"}, REMOTE_ADDR=address)


def test_failures_of_others_behind_the_same_address_keep_nobody_out(client):
    colleagues = [account() for _ in range(12)]
    with time_machine.travel("2026-03-01T09:00:00+07:00", tick=False):
        for colleague in colleagues:
            fail(client, colleague.email, 5)
        mine = {"login": account().email, "password": PASSWORD}
        assert client.post(reverse("account_login"), mine, REMOTE_ADDR="10.0.0.1").status_code == 302


def test_failures_elsewhere_do_not_count_here_until_there_are_very_many(client):
    user = account()
    with time_machine.travel("2026-03-01T09:00:00+07:00", tick=False) as clock:
        fail(client, user.email, 6, address="10.9.9.9")
        assert log_in(client, user.email).status_code == 302
        client.logout()
        for place in range(10):
            fail(client, user.email, 5, address=f"10.8.8.{place}")
        assert "thử lại lúc 10:00:00" in log_in(client, user.email).content.decode()
        clock.move_to("2026-03-01T10:00:01+07:00")
        assert log_in(client, user.email).status_code == 302


def test_nobody_elsewhere_locks_an_owner_out_of_the_browser_they_used_last(client):
    user, other = account(), account()
    stranger = type(client)()
    with time_machine.travel("2026-03-01T09:00:00+07:00", tick=False):
        log_in(client, user.email)
        client.post(reverse("account_logout"))
        for place in range(11):
            fail(stranger, user.email, 5, address=f"10.8.8.{place}")
            fail(stranger, other.email, 5, address=f"10.8.8.{place}")
        assert "_auth_user_id" not in client.session
        assert "thử lại" in log_in(client, other.email).content.decode()
        assert log_in(client, user.email).status_code == 302


def test_one_address_that_tries_hundreds_of_accounts_is_refused(client):
    with time_machine.travel("2026-03-01T09:00:00+07:00", tick=False) as clock:
        for attempt in range(300):
            if attempt % 100 == 0:
                clock.shift(61)
            fail(client, f"{attempt}@example.vn", 1)
        mine = {"login": account().email, "password": PASSWORD}
        page = client.post(reverse("account_login"), mine, REMOTE_ADDR="10.0.0.1")
        assert "thử lại lúc 10:01:01" in page.content.decode()


def test_the_right_password_is_not_counted(client):
    user = account()
    with time_machine.travel("2026-03-01T09:00:00+07:00", tick=False):
        for _login in range(60):
            assert log_in(client, user.email).status_code == 302
            client.logout()


def test_nobody_signs_up_or_manages_addresses(client):
    for name in ("account_signup", "account_email", "mfa_list_webauthn", "socialaccount_connections"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("signup/", "email/", "3rdparty/", "confirm-email/x/", "login/code/"):
        assert client.get(f"/accounts/{path}").status_code == 404


def test_a_forgotten_password_is_set_anew_by_mail_once(client):
    user = account()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    target = page.redirect_chain[-1][0]
    new = {"password1": "một mật khẩu khác", "password2": "một mật khẩu khác"}
    short = client.post(target, {"password1": "ngắn", "password2": "ngắn"}).content.decode()
    assert "10 ký tự" in short
    assert client.post(target, new).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new["password1"])
    client.logout()
    assert "không còn dùng được" in client.get(link, follow=True).content.decode()


def test_an_unknown_address_gets_the_same_page_and_no_mail(client):
    answer = client.post(reverse("account_reset_password"), {"email": "khong-co@example.vn"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert not mail.outbox


def test_changing_the_password_ends_the_other_sessions(client):
    user = account()
    other = type(client)()
    log_in(client, user.email)
    log_in(other, user.email)
    new = "một mật khẩu khác"
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer["Location"] == reverse("accounts:profile")
    assert client.get(reverse("usersessions_list")).status_code == 200
    assert other.get(reverse("usersessions_list")).status_code == 302
    assert "Mật khẩu" in mail.outbox[-1].subject


def code_of(user: User) -> str:
    stored = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    secret = get_adapter().decrypt(stored.data["secret"])
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def connect_app(client, user):
    log_in(client, user.email)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    wrong = client.post(asked["Location"], {"password": "sai mật khẩu"}).content.decode()
    assert "Mật khẩu không đúng." in wrong
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp"))
    assert b"data:image/svg+xml" in page.content
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret


def test_second_factor_is_set_up_stored_encrypted_and_asked_for(client):
    user = account()
    with time_machine.travel("2026-03-01T09:00:00+07:00", tick=False) as clock:
        secret = connect_app(client, user)
        assert secret not in str(Authenticator.objects.get(user=user, type="totp").data)
        codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
        assert len(codes) == 10
        client.logout()
        clock.shift(120)
        answer = log_in(client, user.email)
        assert answer["Location"] == reverse("mfa_authenticate")
        assert "_auth_user_id" not in client.session
        wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
        assert "Mã không đúng" in wrong
        client.post(reverse("mfa_authenticate"), {"code": code_of(user)})
        assert client.session["_auth_user_id"] == str(user.pk)
        client.logout()
        log_in(client, user.email)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert client.session["_auth_user_id"] == str(user.pk)


def test_a_new_password_by_link_does_not_go_round_the_second_factor(client):
    unit = factories.organisation()
    user = administrator(unit)
    chief = administrator(unit)
    connect_app(client, user)
    client.logout()
    link = services.link_of(services.renew_password(user, by=chief, reason="quên"))
    new = {"password1": "một mật khẩu khác", "password2": "một mật khẩu khác"}
    client.post(link.split("/", 3)[3].join(["/", ""]), new)
    assert "_auth_user_id" not in client.session
    assert log_in(client, user.email, new["password1"])["Location"] == reverse("mfa_authenticate")


def test_the_invitation_page_opens_the_account_and_logs_in(client):
    unit = factories.organisation()
    person = factories.person("Lê Văn Mới")
    factories.post(person, unit)
    token = services.token_of(services.invite(person, "moi@example.vn", by=administrator(unit)))
    page = reverse("accounts:accept", args=[token])
    assert "Lê Văn Mới" in client.get(page).content.decode()
    differ = client.post(page, {"password1": PASSWORD, "password2": PASSWORD + "x"})
    assert not User.objects.filter(person=person).exists()
    assert "khác nhau" in differ.content.decode()
    client.post(page, {"password1": PASSWORD, "password2": PASSWORD})
    assert client.session["_auth_user_id"] == str(User.objects.get(person=person).pk)
    assert client.get(page).status_code == 410


def test_the_admin_login_goes_through_ours(client):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_asking_for_links_without_end_is_refused_in_words(client):
    user = account()
    with time_machine.travel("2026-03-01T09:00:00+07:00", tick=False):
        answers = [client.post(reverse("account_reset_password"), {"email": user.email}) for _ask in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Hãy chờ một phút" in answers[-1].content.decode()
    assert len(mail.outbox) == 5
