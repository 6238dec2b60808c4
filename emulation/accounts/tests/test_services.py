"""Opening, closing and helping accounts: links, entries, mail."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail, signing
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from emulation.accounts import services
from emulation.accounts.models import Invitation, User
from emulation.accounts.tests.factories import PASSWORD, account, administrator, holder
from emulation.audit.selectors import acts_of, history_of
from emulation.organisations.models import Kind, Post
from emulation.organisations.offices import Office
from emulation.organisations.tests import factories
from emulation.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def alliance():
    return factories.organisation("Liên minh hợp tác xã tỉnh A", kind=Kind.ALLIANCE)


@pytest.fixture
def admin(alliance):
    return administrator(alliance, name="Trần Thị Quản")


@pytest.fixture
def newcomer(alliance):
    person = factories.person("Lê Văn Mới")
    factories.post(person, alliance, Office.OFFICER)
    return person


def test_an_invitation_opens_an_account_once(admin, newcomer):
    services.invite(newcomer, "Moi@Example.VN", by=admin)
    (link,) = [
        line
        for line in mail.outbox[0].body.splitlines()
        if line.startswith("http") and "/invitation/" in line
    ]
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert mail.outbox[0].to == ["moi@example.vn"]
    assert mail.outbox[0].extra_headers == {"X-Handover": "yes"}
    user = services.accept(token, PASSWORD)
    assert user.person == newcomer
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified
    with pytest.raises(services.InvitationInvalid):
        services.accept(token, PASSWORD)
    assert User.objects.filter(person=newcomer).count() == 1
    assert [entry.action for entry in acts_of(user)] == ["account.open"]
    assert [entry.action for entry in acts_of(admin)] == ["account.invite"]


def test_a_link_lives_seven_days(admin, newcomer):
    with time_machine.travel("2026-03-01T08:00:00+07:00", tick=False) as clock:
        token = services.token_of(services.invite(newcomer, "moi@example.vn", by=admin))
        clock.shift(timedelta(days=7) - timedelta(seconds=1))
        assert services.invitation_of(token)
        clock.shift(timedelta(seconds=1))
        with pytest.raises(services.InvitationInvalid):
            services.accept(token, PASSWORD)
    assert not User.objects.filter(person=newcomer).exists()


def test_a_newer_invitation_replaces_the_older(admin, newcomer):
    older = services.token_of(services.invite(newcomer, "moi@example.vn", by=admin))
    newer = services.token_of(services.invite(newcomer, "moi2@example.vn", by=admin))
    with pytest.raises(services.InvitationInvalid):
        services.accept(older, PASSWORD)
    assert services.accept(newer, PASSWORD).email == "moi2@example.vn"


def test_a_withdrawn_or_forged_link_opens_nothing(admin, newcomer):
    invitation = services.invite(newcomer, "moi@example.vn", by=admin)
    forged = signing.dumps([invitation.pk, "khac"], salt=services.SALT)
    foreign = signing.dumps([invitation.pk, invitation.nonce], salt="another")
    token = services.token_of(invitation)
    services.withdraw(invitation, by=admin)
    for link in (forged, foreign, token, token[:-2], ""):
        with pytest.raises(services.InvitationInvalid):
            services.accept(link, PASSWORD)


@pytest.mark.parametrize("password", ["ngan", "1234567890123", "password123", "moi@example.vn"])
def test_a_weak_password_opens_nothing_and_leaves_the_link_whole(admin, newcomer, password):
    token = services.token_of(services.invite(newcomer, "moi@example.vn", by=admin))
    with pytest.raises(ValidationError):
        services.accept(token, password)
    assert services.accept(token, PASSWORD)


def test_only_an_administrator_above_invites(alliance, newcomer):
    foreign = administrator(factories.organisation("Liên minh hợp tác xã tỉnh B", kind=Kind.ALLIANCE))
    superuser = User.objects.create_superuser("goc@example.vn", PASSWORD)
    for who in (foreign, superuser, holder(alliance, Office.HEAD)):
        with pytest.raises(Refused):
            services.invite(newcomer, "moi@example.vn", by=who)
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_an_address_or_a_person_with_an_account_is_not_invited(admin, newcomer):
    with pytest.raises(Refused):
        services.invite(newcomer, admin.email.upper(), by=admin)
    account(newcomer)
    with pytest.raises(Refused):
        services.invite(newcomer, "khac@example.vn", by=admin)


def test_an_address_opened_meanwhile_by_somebody_else_is_said_in_a_sentence(admin, alliance, newcomer):
    colleague = factories.person("Phạm Thị Cùng")
    factories.post(colleague, alliance, Office.OFFICER)
    first = services.token_of(services.invite(newcomer, "phong@example.vn", by=admin))
    second = services.token_of(services.invite(colleague, "phong@example.vn", by=admin))
    services.accept(first, PASSWORD)
    with pytest.raises(services.InvitationInvalid, match="địa chỉ khác"):
        services.accept(second, PASSWORD)
    assert not User.objects.filter(person=colleague).exists()


def test_an_act_sees_the_account_as_it_stands_and_not_as_a_page_read_it(admin, alliance):
    user = holder(alliance)
    stale = User.objects.get(pk=user.pk)
    services.close(user, by=admin, reason="Nghỉ hưu")
    for act in (services.close, services.reset_second_factor, services.renew_password):
        with pytest.raises(Refused):
            act(stale, by=admin, reason="x")
    assert [entry.action for entry in history_of(user)] == ["account.close"]


def test_closing_ends_sessions_and_links_and_keeps_the_reason(admin, alliance, client):
    user = holder(alliance)
    client.force_login(user)
    link = services.token_of(services.renew_password(user, by=admin, reason="quên"))
    services.close(user, by=admin, reason="Chuyển công tác")
    assert client.get("/accounts/me/").status_code == 302
    with pytest.raises(services.InvitationInvalid):
        services.accept(link, PASSWORD)
    entry = history_of(user)[0]
    assert (entry.action, entry.reason) == ("account.close", "Chuyển công tác")
    services.reopen(user, by=admin, reason="Nhầm")
    user.refresh_from_db()
    assert user.is_active


def test_nobody_closes_themselves_or_somebody_with_a_post_elsewhere(admin, alliance):
    with pytest.raises(Refused):
        services.close(admin, by=admin, reason="x")
    foreign = factories.organisation("Liên minh hợp tác xã tỉnh B", kind=Kind.ALLIANCE)
    both = holder(alliance)
    factories.post(both.person, foreign, Office.HEAD)
    with pytest.raises(Refused):
        services.close(both, by=admin, reason="x")


def test_who_left_every_post_is_closed_by_the_last_office(admin, alliance):
    user = holder(alliance)
    Post.objects.filter(person=user.person).update(valid_to=timezone.localdate() - timedelta(days=1))
    services.close(user, by=admin, reason="Nghỉ hưu")
    user.refresh_from_db()
    assert not user.is_active


def test_a_reset_second_factor_is_logged_and_told(admin, alliance):
    user = holder(alliance)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    services.reset_second_factor(user, by=admin, reason="Mất điện thoại")
    assert not Authenticator.objects.filter(user=user).exists()
    assert history_of(user)[0].action == "account.reset_second_factor"
    assert mail.outbox[-1].to == [user.email]
    assert admin.get_full_name() in mail.outbox[-1].body
    assert "Mất điện thoại" not in mail.outbox[-1].body


def test_a_link_for_a_new_password_changes_the_same_account(admin, alliance):
    user = holder(alliance)
    token = services.token_of(services.renew_password(user, by=admin, reason="quên"))
    assert user.check_password(PASSWORD)
    assert services.accept(token, "một mật khẩu khác") == user
    user.refresh_from_db()
    assert user.check_password("một mật khẩu khác")


def test_the_first_administrator_is_appointed_by_command(alliance, capsys):
    call_command("appoint_administrator", "lien minh hop tac xa tinh a", "Phạm Văn Đầu", "dau@example.vn")
    link = capsys.readouterr().out.strip()
    assert services.accept(link.rstrip("/").rsplit("/", 1)[1], PASSWORD).person.full_name == "Phạm Văn Đầu"
    with pytest.raises(CommandError):
        call_command("appoint_administrator", "không có", "Phạm Văn Đầu", "dau2@example.vn")
