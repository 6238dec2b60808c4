"""People at browsers: each in a context of their own, each page they come to looked at for what is wrong."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from awards.tests.factories import PASSWORD
from emulation.accounts.models import User

HEIGHT = 800
# A page that shows long work loads itself anew until the work is done.
WORKING = ".job-progress[hx-get]"


class Seat:
    """One person, or a visitor, at a browser of one width."""

    def __init__(self, context: Any, base: str, axe: Callable[[Any], list[str]]) -> None:
        self.context, self.base, self.axe = context, base, axe
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: Any) -> None:
        # The browser also notes each refusal that a test provokes; blocked scripts and styles stand apart.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.complaints.append(message.text)

    def log_in(self, user: User) -> None:
        self.open("account_login")
        self.page.fill("input[name=login]", user.email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda address: "/login/" not in address)
        self.look()

    def open(self, name: str, *args: Any, query: str = "") -> None:
        self.page.goto(self.base + reverse(name, args=args) + query)
        self.look()

    def press(self, label: str) -> None:
        """Press the button or link of this name in the page itself, and look at where it leads."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=label, exact=True)
        self.follow(button.or_(main.get_by_role("link", name=label, exact=True)).first)

    def follow(self, link: Any) -> None:
        """Press what leads to another page, and look at that."""
        with self.page.expect_navigation():
            link.click()
        self.look()

    def send(self) -> None:
        """Press the one primary button of the form."""
        self.follow(self.page.locator("main form :is(button.btn-primary, button.btn-dark)").last)

    def see(self, text: str) -> None:
        """Wait until the page says this; long work reloads the page by itself."""
        self.page.locator("main").get_by_text(text).first.wait_for()

    def words(self) -> str:
        """What the page itself says, without the frame around it."""
        return str(self.page.locator("main").inner_text())

    def look(self) -> None:
        """Nothing for axe to find, nothing wider than the screen, no complaint of the browser."""
        self.page.wait_for_load_state("load")
        if self.page.locator(WORKING).count():
            self.page.locator(WORKING).wait_for(state="detached")
            self.page.wait_for_load_state("load")
        assert self.axe(self.page) == [], self.page.url
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} overflows by {wide} px"
        assert self.complaints == [], self.page.url


@pytest.fixture
def sit(browser: Any, live_server: Any, axe: Any, browser_context_args: Any) -> Iterator[Callable[..., Seat]]:
    """Sit somebody down: `sit(user, width=360)`; without a user, a visitor; `script=False` for an old browser."""
    cache.clear()
    contexts = []

    def at(user: User | None = None, *, width: int = 1280, script: bool = True) -> Seat:
        size = {"width": width, "height": HEIGHT}
        context = browser.new_context(**browser_context_args, viewport=size, java_script_enabled=script)
        contexts.append(context)
        seat = Seat(context, live_server.url, axe if script else lambda page: [])
        if user is not None:
            seat.log_in(user)
        return seat

    yield at
    for context in contexts:
        context.close()
