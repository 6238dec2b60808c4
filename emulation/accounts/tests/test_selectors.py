"""Rights come from posts held on a date, and from nothing else."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from emulation.accounts import selectors
from emulation.accounts.models import User
from emulation.accounts.tests.factories import account, administrator, holder
from emulation.organisations import services as registers
from emulation.organisations.models import Kind
from emulation.organisations.offices import Office
from emulation.organisations.tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)
EVERY_OFFICE = frozenset(Office)


@pytest.fixture
def tree():
    """An Alliance with a cooperative below it, and a foreign Alliance."""
    alliance = factories.organisation("Liên minh hợp tác xã tỉnh A", kind=Kind.ALLIANCE)
    below = factories.organisation("Hợp tác xã Dưới", parent=alliance)
    foreign = factories.organisation("Liên minh hợp tác xã tỉnh B", kind=Kind.ALLIANCE)
    return alliance, below, foreign


def ids(rows):
    return set(rows.values_list("pk", flat=True))


def test_scope_is_the_organisation_of_the_post_and_what_lies_below(tree):
    alliance, below, foreign = tree
    user = holder(alliance, Office.OFFICER)
    assert selectors.organisations_where(user, {Office.OFFICER}, TODAY) == {alliance.pk}
    assert ids(selectors.organisations_in_scope(user, {Office.OFFICER}, TODAY)) == {alliance.pk, below.pk}
    assert selectors.holds(user, {Office.OFFICER}, below.pk, TODAY)
    assert not selectors.holds(user, {Office.OFFICER}, foreign.pk, TODAY)


def test_a_post_below_gives_nothing_above(tree):
    alliance, below, _ = tree
    user = holder(below)
    assert not selectors.holds(user, EVERY_OFFICE, alliance.pk, TODAY)
    assert ids(selectors.organisations_in_scope(user, EVERY_OFFICE, TODAY)) == {below.pk}


def test_another_office_gives_no_right(tree):
    alliance, _, _ = tree
    user = holder(alliance, Office.STAFF)
    assert ids(selectors.organisations_in_scope(user, EVERY_OFFICE - {Office.STAFF}, TODAY)) == set()
    assert not selectors.holds(user, {Office.OFFICER}, alliance.pk, TODAY)


def test_a_right_begins_and_ends_with_the_post(tree):
    alliance, _, _ = tree
    person = factories.person()
    post = factories.post(person, alliance, Office.OFFICER, valid_from=date(2026, 2, 1))
    registers.end_post(post, on=date(2026, 2, 28), by=None)
    user = account(person)
    assert not selectors.posts_of(user, date(2026, 1, 31))
    assert selectors.posts_of(user, date(2026, 2, 1))
    assert selectors.posts_of(user, date(2026, 2, 28))
    assert not selectors.posts_of(user, date(2026, 3, 1))


@pytest.mark.parametrize("who", ["no post", "no person", "closed", "superuser", "visitor"])
def test_no_scope_sees_nothing(tree, who):
    alliance, _, _ = tree
    user = {
        "no post": lambda: account(),
        "no person": lambda: User.objects.create_user("a@example.vn", "x"),
        "closed": lambda: administrator(alliance, is_active=False),
        "superuser": lambda: User.objects.create_superuser("b@example.vn", "x"),
        "visitor": AnonymousUser,
    }[who]()
    assert selectors.posts_of(user, TODAY) == []
    assert ids(selectors.organisations_in_scope(user, EVERY_OFFICE, TODAY)) == set()
    assert not selectors.holds(user, EVERY_OFFICE, alliance.pk, TODAY)
    assert not selectors.is_administrator(user, TODAY)
    assert not selectors.organisations_in_scope(user, EVERY_OFFICE, TODAY).exists()
    assert not selectors.people_in_scope(user, TODAY).exists()


def test_users_with_posts_finds_open_accounts_at_the_very_organisations(tree):
    alliance, below, foreign = tree
    officer = holder(alliance, Office.OFFICER)
    holder(alliance, Office.STAFF)
    holder(alliance, Office.OFFICER, is_active=False)
    holder(below, Office.OFFICER)
    holder(foreign, Office.OFFICER)
    assert selectors.users_with_posts([alliance.pk], {Office.OFFICER}, TODAY) == [officer]


def test_posts_are_asked_once_for_one_page(tree, django_assert_num_queries):
    alliance, below, _ = tree
    user = User.objects.select_related("person").get(pk=holder(alliance).pk)
    with django_assert_num_queries(3):
        # The posts; the paths of the organisations held; the path of one organisation.
        for _time in range(3):
            selectors.posts_of(user, TODAY)
            selectors.organisations_in_scope(user, {Office.OFFICER}, TODAY)
            selectors.holds(user, {Office.OFFICER}, below.pk, TODAY)
