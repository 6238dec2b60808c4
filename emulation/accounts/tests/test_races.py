"""Two people, or one impatient one, at the same link at the same moment."""

import threading

import pytest
from django.db import connection

from emulation.accounts import services
from emulation.accounts.models import Invitation, User
from emulation.accounts.tests.factories import PASSWORD, administrator, holder
from emulation.audit.selectors import history_of
from emulation.organisations.tests import factories
from emulation.verdicts import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(act, times=2):
    """Run the act on connections of their own at the same moment; what each returned or raised."""
    start = threading.Barrier(times)
    ends: list[object] = []

    def run():
        start.wait()
        try:
            ends.append(act())
        except (services.InvitationInvalid, Refused) as refusal:
            ends.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _time in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


@pytest.fixture
def admin_and_newcomer():
    unit = factories.organisation()
    person = factories.person("Lê Văn Mới")
    factories.post(person, unit)
    return administrator(unit), person


def test_a_link_opened_twice_at_once_opens_one_account(admin_and_newcomer):
    admin, person = admin_and_newcomer
    token = services.token_of(services.invite(person, "moi@example.vn", by=admin))
    ends = at_once(lambda: services.accept(token, PASSWORD))
    assert sorted(type(end).__name__ for end in ends) == ["InvitationInvalid", "User"]
    assert User.objects.filter(person=person).count() == 1


def test_two_invitations_at_once_leave_one_open(admin_and_newcomer):
    admin, person = admin_and_newcomer
    at_once(lambda: services.invite(person, "moi@example.vn", by=User.objects.get(pk=admin.pk)))
    assert Invitation.objects.filter(person=person).count() == 2
    assert Invitation.objects.filter(person=person, withdrawn_at=None).count() == 1


def test_an_address_accepted_by_two_people_at_once_opens_one_account(admin_and_newcomer):
    admin, person = admin_and_newcomer
    other = factories.person("Phạm Thị Cùng")
    factories.post(other, person.posts.get().organisation)
    tokens = [
        services.token_of(services.invite(one, "phong@example.vn", by=admin)) for one in (person, other)
    ]
    ends = at_once(lambda: services.accept(tokens.pop(), PASSWORD))
    assert sorted(type(end).__name__ for end in ends) == ["InvitationInvalid", "User"]
    assert User.objects.filter(email="phong@example.vn").count() == 1


def test_an_account_closed_twice_at_once_is_closed_once(admin_and_newcomer):
    admin, person = admin_and_newcomer
    user = holder(person.posts.get().organisation)

    def close():
        mine = User.objects.get(pk=admin.pk)
        services.close(User.objects.get(pk=user.pk), by=mine, reason="Nghỉ hưu")

    ends = at_once(close)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]
    assert [entry.action for entry in history_of(user)] == ["account.close"]


def test_an_invitation_renewed_while_it_is_accepted_ends_one_way_or_the_other(admin_and_newcomer):
    admin, person = admin_and_newcomer
    token = services.token_of(services.invite(person, "moi@example.vn", by=admin))
    acts = [
        lambda: services.accept(token, PASSWORD),
        lambda: services.invite(person, "moi@example.vn", by=User.objects.get(pk=admin.pk)),
    ]
    ends = at_once(lambda: acts.pop()())
    assert sorted(type(end).__name__ for end in ends) in (
        ["Invitation", "InvitationInvalid"],
        ["Refused", "User"],
    )
