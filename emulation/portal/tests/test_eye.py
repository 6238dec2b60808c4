"""The frame and every page piece in a real browser, at both widths: axe finds nothing, nothing overflows."""

import pytest

from emulation.organisations.offices import Office
from emulation.portal.tests.test_pages import account

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("emulation.portal.tests.samples"),
]


@pytest.fixture
def signed_in(screen, client, live_server):
    client.force_login(account(Office.OFFICER))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    screen.context.add_cookies([cookie])
    return screen


@pytest.fixture
def complaints(screen):
    """What the browser itself complains about: blocked scripts and styles, missing files, script errors."""
    heard: list[str] = []
    screen.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    screen.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_the_start_page(screen, live_server, axe, complaints):
    assert screen.goto(live_server.url).status == 200
    assert axe(screen) == []
    assert overflow(screen) <= 0
    assert complaints == []


@pytest.mark.parametrize("address", ["/", "/sample/", "/sample/?wrong=1", "/help/"])
def test_pages_of_a_person(signed_in, live_server, axe, complaints, address):
    assert signed_in.goto(live_server.url + address).status == 200
    assert axe(signed_in) == []
    assert overflow(signed_in) <= 0
    assert complaints == []


@pytest.mark.parametrize(
    ("address", "status"), [("/refused/", 403), ("/overtaken/", 409), ("/nowhere/", 404), ("/broken/", 500)]
)
def test_pages_that_refuse(signed_in, live_server, axe, address, status):
    assert signed_in.goto(live_server.url + address).status == status
    assert "Thi đua" in signed_in.title()
    assert axe(signed_in) == []
    assert overflow(signed_in) <= 0


def test_the_keys_work_without_a_mouse(signed_in, live_server):
    signed_in.goto(live_server.url + "/sample/")
    signed_in.keyboard.press("Tab")
    assert signed_in.evaluate("document.activeElement.className") == "skip-link"
    signed_in.keyboard.press("Shift+?")
    assert signed_in.locator("#keys").is_visible()
    signed_in.keyboard.press("Escape")
    assert not signed_in.locator("#keys").is_visible()


def test_errors_take_the_focus_and_lead_into_the_field(signed_in, live_server):
    signed_in.goto(live_server.url + "/sample/?wrong=1")
    assert signed_in.evaluate("document.activeElement.id") == "error-summary"
    signed_in.locator("#error-summary a[href='#id_born']").click()
    assert signed_in.evaluate("document.activeElement.id") == "id_born"


def test_the_bar_counts_what_is_chosen(signed_in, live_server):
    signed_in.goto(live_server.url + "/sample/")
    bar = signed_in.locator("[data-selection-bar]")
    assert not bar.is_visible()
    signed_in.locator("[data-select]").nth(0).check()
    signed_in.locator("[data-select]").nth(1).check()
    assert "Đã chọn 2 dòng" in bar.inner_text()
    signed_in.locator("[data-select]").nth(0).uncheck()
    assert "Đã chọn 1 dòng" in bar.inner_text()


def test_a_date_is_chosen_by_keyboard(signed_in, live_server, axe):
    signed_in.goto(live_server.url + "/sample/")
    box = signed_in.locator("#id_born")
    box.fill("28/02/2026")
    signed_in.locator(".date-input > button").click()
    assert axe(signed_in) == []
    assert signed_in.evaluate("document.activeElement.dataset.day") == "28/02/2026"
    signed_in.keyboard.press("ArrowRight")
    signed_in.keyboard.press("Enter")
    assert box.input_value() == "01/03/2026"
    assert signed_in.locator(".calendar").count() == 0
