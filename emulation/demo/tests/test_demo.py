"""The demo is loaded by the services a click would call, and each of its accounts has something waiting."""

import pytest
from django.core.management import call_command
from django.utils import timezone

import emulation.settings
from awards.models import Campaign, Decision, Grant
from emulation.accounts.models import User
from emulation.demo.accounts import ACCOUNTS
from emulation.portal.desk import desk_of
from programmes.models import OverlapCase, Registration, Round
from programmes.selectors.registrations import recipients

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.EMAIL_BACKEND = emulation.settings.EMAIL_BACKEND  # the outbox, as in an installation
    for command in ("load_catalogue", "load_provinces", "demo"):
        call_command(command, verbosity=0)


def test_case_001_and_the_campaign_half_way(demo):
    decision = Decision.objects.get(number="2158/QĐ-UBND")
    kinds = list(Grant.objects.filter(decision=decision).values_list("subject_kind", flat=True))
    assert (kinds.count("C"), kinds.count("I")) == (9, 11)
    assert decision.organisation.kind == "PEOPLES_COMMITTEE"
    assert decision.presenter.kind == "ALLIANCE"
    assert Campaign.objects.get(code="dang-xet").state == "in_review"
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["accepted", "returned"]
    assert OverlapCase.objects.get().state == "open"
    reached = [one for one in recipients(Round.objects.get(), on=timezone.localdate()) if not one.obstacle]
    assert [[user.email for user in one.users] for one in reached] == [["quytindung@demo.vn"]]
    today = timezone.localdate()
    waiting = {}
    for account in ACCOUNTS:
        found = desk_of(User.objects.get(email=account.email), today)
        waiting[account.key] = len(found.todo) + len(found.back)
    assert [key for key, number in waiting.items() if not number] == []
    stranger = desk_of(User.objects.get(email="tinhkhac@demo.vn"), today)
    assert not [task for task in stranger.todo + stranger.back if "/awards/" in task.url]
