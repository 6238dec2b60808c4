"""A secret vote in a real browser, at both widths: the paper, the last look, and nothing left behind in the browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from emulation.accounts.tests.factories import PASSWORD
from emulation.ballots.models import Receipt
from emulation.ballots.services import casting
from emulation.ballots.tally import AGREE
from emulation.ballots.tests.factories import SECRETS, confirming, electing, vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


def clean(page, axe) -> None:
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.fixture
def go(screen, live_server):
    def there(name, scene):
        screen.goto(live_server.url + reverse(f"ballots:{name}", args=[scene.ballot.pk]))

    return there


def test_a_member_votes_on_a_phone_and_at_a_desk(screen, sign_in, go, axe):
    scene = vote(
        7, items=[electing(), confirming("HTX Mỹ Lộc"), confirming("HTX Tân Hưng")], of_units=True
    ).open()
    sign_in(screen, scene.members[0])
    go("ballot", scene)
    clean(screen, axe)
    screen.get_by_role("button", name="Xem lại phiếu").click()
    screen.wait_for_selector("#error-summary")
    clean(screen, axe)
    screen.get_by_label("Cần Thơ", exact=True).check()
    for place in (0, 1):
        screen.get_by_label("Đồng ý", exact=True).nth(place).check()
    screen.get_by_role("button", name="Xem lại phiếu").click()
    screen.wait_for_selector(".chosen-words")
    assert screen.locator(".chosen-words").all_inner_texts() == ["Cần Thơ", "Đồng ý", "Đồng ý"]
    clean(screen, axe)
    screen.get_by_role("button", name="Sửa lại").click()
    screen.wait_for_selector(".ballot-option")
    assert screen.get_by_label("Cần Thơ", exact=True).is_checked()
    screen.get_by_role("button", name="Xem lại phiếu").click()
    screen.locator("#id_password").fill(PASSWORD)
    screen.get_by_role("button", name="Bỏ phiếu").click()
    screen.wait_for_selector(".answer")
    clean(screen, axe)
    assert "Đã bỏ phiếu" in screen.content()
    assert Receipt.objects.filter(voted=True).count() == 1
    # Neither what the browser keeps nor what its back button shows tells what was chosen.
    assert "question-" not in screen.evaluate(STORED)
    assert screen.url.endswith(reverse("ballots:ballot", args=[scene.ballot.pk]))
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        screen.go_back()


def test_the_tellers_pages(screen, sign_in, go, axe):
    scene = vote(5, items=[electing(), confirming()], of_units=True, tellers=3)
    sign_in(screen, scene.tellers[0])
    for name in ("tellers", "key", "members"):
        go(name, scene)
        clean(screen, axe)
    sign_in(screen, scene.runner)
    for name in ("open", "members", "annul"):
        go(name, scene)
        clean(screen, axe)
    scene.open()
    first, second, _third = scene.candidates()
    election, flag = scene.questions
    for place in range(3):
        choices = {election.pk: [first], flag.pk: [AGREE]}
        casting.cast(scene.ballot, choices, by=scene.members[place])
    sign_in(screen, scene.tellers[0])
    for name in ("tellers", "paper", "end"):
        go(name, scene)
        clean(screen, axe)
    casting.mark_paper_voters(scene.ballot, [scene.entry(3), scene.entry(4)], by=scene.tellers[0])
    scene.end()
    scene.ballot.refresh_from_db()
    numbers = [{first: 1, second: 1}, {first: 2, second: 0}]
    for teller, votes in zip(scene.tellers, numbers, strict=False):
        sign_in(screen, teller)
        go("batch", scene)
        clean(screen, axe)
        for name, value in typed(election, flag, votes).items():
            screen.locator(f"#id_{name}").fill(str(value))
        screen.get_by_role("button", name="Niêm phong số liệu").click()
        screen.wait_for_selector(".notice.good")
    sign_in(screen, scene.tellers[0])
    go("count", scene)
    clean(screen, axe)
    open_urn(screen, scene)
    screen.wait_for_selector(".notice.bad .data-table")
    clean(screen, axe)
    sign_in(screen, scene.tellers[1])
    go("batch", scene)
    for name, value in typed(election, flag, numbers[0]).items():
        screen.locator(f"#id_{name}").fill(str(value))
    screen.get_by_role("button", name="Niêm phong số liệu").click()
    screen.wait_for_selector(".notice.good")
    go("count", scene)
    open_urn(screen, scene)
    screen.wait_for_selector(".vote")
    clean(screen, axe)
    assert "An Giang: 4/5 thành viên = 80%" in screen.content()
    go("tellers", scene)
    clean(screen, axe)
    screen.goto(screen.url.replace(f"{scene.ballot.pk}/tellers/", ""))
    clean(screen, axe)


def typed(election, flag, votes):
    numbers = {
        f"question-{election.pk}-{code}": 0 for code in (*(one.code for one in election.candidates.all()),)
    }
    numbers |= {f"question-{election.pk}-{code}": number for code, number in votes.items()}
    numbers |= {f"question-{flag.pk}-agree": 2, f"question-{flag.pk}-disagree": 0, "returned": 2}
    voids = {f"question-{one.pk}-{kind}": 0 for one in (election, flag) for kind in ("blank", "invalid")}
    return {**numbers, **voids}


def open_urn(screen, scene) -> None:
    for teller, secret in zip(scene.ballot.tellers.all()[:2], SECRETS, strict=False):
        screen.locator(f"#id_password-{teller.pk}").fill(secret)
    screen.locator("#id_confirmation").fill("KIỂM PHIẾU")
    screen.get_by_role("button", name="Mở hòm và kiểm phiếu").click()
