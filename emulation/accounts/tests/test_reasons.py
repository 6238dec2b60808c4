"""Each refusal about an account says which of the reasons it is."""

import pytest
from django.utils import timezone

from emulation.accounts import permissions
from emulation.accounts.models import User
from emulation.accounts.tests.factories import administrator, holder
from emulation.organisations.tests import factories

pytestmark = pytest.mark.django_db


def test_who_is_no_administrator_and_who_is_one_elsewhere_get_different_reasons():
    mine, theirs = factories.organisation(), factories.organisation()
    today = timezone.localdate()
    person = holder(theirs).person
    officer = permissions.may_administer(holder(theirs), person, on=today)
    stranger = permissions.may_administer(administrator(mine), person, on=today)
    assert not officer
    assert not stranger
    assert officer.reason == permissions.NOT_AN_ADMINISTRATOR
    assert stranger.reason == permissions.NOT_IN_SCOPE
    assert permissions.may_administer(administrator(theirs), person, on=today)


def test_an_account_of_djangos_admin_is_changed_there():
    root = User.objects.create_superuser("goc@example.vn", "mật khẩu đủ dài")
    verdict = permissions.may_reset_second_factor(
        administrator(factories.organisation()), root, on=timezone.localdate()
    )
    assert not verdict
    assert "sửa tại trang đó" in str(verdict.reason)
