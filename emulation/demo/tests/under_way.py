"""What is under way in the demo; each of its accounts has something waiting. Asked by test_cases, which loads it."""

from django.utils import timezone

from awards.models import Campaign, Decision, Grant
from emulation.accounts.models import User
from emulation.demo.accounts import ACCOUNTS
from emulation.portal.desk import desk_of
from programmes.models import OverlapCase, Registration, Round
from programmes.selectors.registrations import recipients


def campaign_half_way():
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
