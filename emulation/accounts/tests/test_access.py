"""Who gets what answer at every address of accounts and of the login library."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import get_resolver, reverse

from emulation.accounts import services
from emulation.accounts.models import User
from emulation.accounts.tests.factories import account, administrator, holder
from emulation.organisations.models import Kind
from emulation.organisations.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LOGIN = "login"
# One's own pages answer everybody who is logged in; pages about people answer their administrator only.
#                                visitor officer admin  admin of another province, superuser without a post
ACCESS = {
    "accounts:accept":              (200, 200, 200, 200, 200),
    "accounts:alive":               (401, 200, 200, 200, 200),
    "accounts:close":               (LOGIN, 404, 200, 404, 404),
    "accounts:end_other_sessions":  (LOGIN, 302, 302, 302, 302),
    "accounts:end_session":         (LOGIN, 404, 404, 404, 404),
    "accounts:in_place":            (LOGIN, 200, 200, 200, 200),
    "accounts:invite":              (LOGIN, 404, 200, 404, 404),
    "accounts:kept":                (LOGIN, 302, 302, 302, 302),
    "accounts:list":                (LOGIN, 403, 200, 200, 403),
    "accounts:matrix":              (LOGIN, 200, 200, 200, 403),
    "accounts:person":              (LOGIN, 404, 200, 404, 404),
    "accounts:profile":             (LOGIN, 200, 200, 200, 200),
    "accounts:renew_password":      (LOGIN, 404, 200, 404, 404),
    "accounts:reopen":              (LOGIN, 404, 200, 404, 404),
    "accounts:reset_second_factor": (LOGIN, 404, 200, 404, 404),
    "accounts:withdraw":            (LOGIN, 404, 302, 404, 404),
    "account_change_password":      (LOGIN, 200, 200, 200, 200),
    "account_inactive":             (200, 200, 200, 200, 200),
    "account_login":                (200, 302, 302, 302, 302),
    "account_logout":               (LOGIN, 200, 200, 200, 200),
    "account_reauthenticate":       (LOGIN, 200, 200, 200, 200),
    "account_reset_password":       (200, 200, 200, 200, 200),
    "account_reset_password_done":  (200, 200, 200, 200, 200),
    "account_reset_password_from_key": (200, 200, 200, 200, 200),
    "account_reset_password_from_key_done": (200, 200, 200, 200, 200),
    "mfa_activate_totp":            (LOGIN, 302, 302, 302, 302),
    "mfa_authenticate":             (LOGIN, 302, 302, 302, 302),
    "mfa_deactivate_totp":          (LOGIN, 404, 404, 404, 404),
    "mfa_download_recovery_codes":  (LOGIN, 404, 404, 404, 404),
    "mfa_generate_recovery_codes":  (LOGIN, 302, 302, 302, 302),
    "mfa_index":                    (LOGIN, 200, 200, 200, 200),
    "mfa_reauthenticate":           (LOGIN, 302, 302, 302, 302),
    "mfa_view_recovery_codes":      (LOGIN, 404, 404, 404, 404),
    "usersessions_list":            (LOGIN, 200, 200, 200, 200),
}  # fmt: skip
POSTED = {"accounts:end_other_sessions", "accounts:end_session", "accounts:withdraw"}
SENT = {
    "accounts:accept": (200, 200, 200, 200, 200),
    "accounts:alive": (401, 200, 200, 200, 200),
    "accounts:close": (LOGIN, 404, 200, 404, 404),
    "accounts:end_other_sessions": (LOGIN, 302, 302, 302, 302),
    "accounts:end_session": (LOGIN, 404, 404, 404, 404),
    "accounts:in_place": (LOGIN, 405, 405, 405, 405),
    "accounts:invite": (LOGIN, 404, 200, 404, 404),
    "accounts:kept": (LOGIN, 404, 404, 404, 404),
    "accounts:list": (LOGIN, 405, 405, 405, 405),
    "accounts:matrix": (LOGIN, 405, 405, 405, 405),
    "accounts:person": (LOGIN, 405, 405, 405, 405),
    "accounts:profile": (LOGIN, 200, 200, 200, 200),
    "accounts:renew_password": (LOGIN, 404, 200, 404, 404),
    "accounts:reopen": (LOGIN, 404, 200, 404, 404),
    "accounts:reset_second_factor": (LOGIN, 404, 200, 404, 404),
    "accounts:withdraw": (LOGIN, 404, 302, 404, 404),
    "account_change_password": (LOGIN, 200, 200, 200, 200),
    "account_inactive": (405, 405, 405, 405, 405),
    "account_login": (200, 302, 302, 302, 302),
    "account_logout": (LOGIN, LOGIN, LOGIN, LOGIN, LOGIN),
    "account_reauthenticate": (LOGIN, 200, 200, 200, 200),
    "account_reset_password": (200, 200, 200, 200, 200),
    "account_reset_password_done": (405, 405, 405, 405, 405),
    "account_reset_password_from_key": (200, 200, 200, 200, 200),
    "account_reset_password_from_key_done": (405, 405, 405, 405, 405),
    "mfa_activate_totp": (LOGIN, 302, 302, 302, 302),
    "mfa_authenticate": (LOGIN, 302, 302, 302, 302),
    "mfa_deactivate_totp": (LOGIN, 404, 404, 404, 404),
    "mfa_download_recovery_codes": (LOGIN, 404, 404, 404, 404),
    "mfa_generate_recovery_codes": (LOGIN, 302, 302, 302, 302),
    "mfa_index": (LOGIN, 405, 405, 405, 405),
    "mfa_reauthenticate": (LOGIN, 302, 302, 302, 302),
    "mfa_view_recovery_codes": (LOGIN, 405, 405, 405, 405),
    "usersessions_list": (LOGIN, 405, 405, 405, 405),
}
ROLES = ["visitor", "officer", "admin", "foreign", "superuser"]


def named_urls(prefix: str) -> set[str]:
    """Every named address below the prefix, with its namespace."""

    def walk(patterns, start, space):
        for pattern in patterns:
            route = start + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, route, inner)
            elif pattern.name and route.startswith(prefix):
                yield f"{space}{pattern.name}"

    return set(walk(get_resolver().url_patterns, "", ""))


def test_every_address_is_in_the_table():
    assert named_urls("accounts/") == ACCESS.keys() == SENT.keys()


@pytest.fixture
def world():
    alliance = factories.organisation("Liên minh A", kind=Kind.ALLIANCE)
    admin = administrator(alliance)
    newcomer = factories.person("Lê Văn Mới")
    factories.post(newcomer, alliance)
    closed = holder(alliance)
    services.close(closed, by=admin, reason="x")
    roles = {
        "visitor": None,
        "officer": holder(alliance),
        "admin": admin,
        "foreign": administrator(factories.organisation("Liên minh B", kind=Kind.ALLIANCE)),
        "superuser": User.objects.create_superuser("goc@example.vn", "mật khẩu đủ dài"),
    }
    invitation = services.invite(newcomer, "moi@example.vn", by=admin)
    someone = holder(alliance)
    arguments = {
        "accounts:accept": [services.token_of(invitation)],
        "accounts:end_session": [10**9],
        "accounts:invite": [newcomer.pk],
        "accounts:withdraw": [newcomer.pk],
        "accounts:person": [someone.person_id],
        "accounts:close": [someone.person_id],
        "accounts:renew_password": [someone.person_id],
        "accounts:reset_second_factor": [someone.person_id],
        "accounts:reopen": [closed.person_id],
        "account_reset_password_from_key": ["1", "khong-dung"],
    }
    return roles, arguments


def answers_to(client, world, role, methods):
    roles, arguments = world
    got = {}
    for name, method in methods.items():
        client.logout()
        if roles[role] is not None:
            client.force_login(roles[role])
        cache.clear()
        with transaction.atomic():
            answer = getattr(client, method)(reverse(name, args=arguments.get(name, [])))
            transaction.set_rollback(True)
        to_login = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
        got[name] = LOGIN if to_login else answer.status_code
    return got


@pytest.mark.parametrize("role", ROLES)
def test_access(client, world, role):
    methods = {name: "post" if name in POSTED else "get" for name in ACCESS}
    got = answers_to(client, world, role, methods)
    assert got == {name: answers[ROLES.index(role)] for name, answers in ACCESS.items()}


@pytest.mark.parametrize("role", ROLES)
def test_sending_without_a_word(client, world, role):
    """An empty form is shown again (200), refused (400) or, where nothing needs to be said, done (302)."""
    got = answers_to(client, world, role, dict.fromkeys(ACCESS, "post"))
    assert got == {name: answers[ROLES.index(role)] for name, answers in SENT.items()}


def test_a_person_without_posts_sees_only_their_own_account(client):
    client.force_login(account())
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert client.get(reverse("accounts:list")).status_code == 403
    assert client.get(reverse("notices:outbox")).status_code == 403
