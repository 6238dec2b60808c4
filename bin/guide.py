"""The pictures of the guides, taken anew from the running demo; started by `bin/shots --guide`.

A guide names each picture with the page it shows: `![words](pictures/ROLE.NAME.png "/address/")`.
"""

import io
import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from emulation.demo.accounts import ACCOUNTS

GUIDES = Path(__file__).resolve().parent.parent / "docs" / "guide"
NAMED = re.compile(r'!\[[^\]]*\]\((pictures/([a-z0-9_]+)\.[^)\s]+\.png) "([^"]+)"\)')
SIZE = {"width": 1280, "height": 800}
COLOURS = 64
"""So many are enough for a page of text, and keep a picture below 60 kB."""


def take(browser: Browser, url: str) -> list[Path]:
    """Every picture that a guide names, at 1280 pixels; the first screen of its page."""
    wanted = [found for guide in sorted(GUIDES.glob("*.md")) for found in NAMED.findall(guide.read_text())]
    pages = {role: _logged_in(browser, url, role) for role in {role for _file, role, _path in wanted}}
    taken = []
    for file, role, path in wanted:
        answer = pages[role].goto(path)
        if answer is None or answer.status != 200:
            raise SystemExit(f"{path} cannot be opened as {role}: the guide's picture {file} shows nothing.")
        taken.append(GUIDES / file)
        _save(pages[role].screenshot(), taken[-1])
    return taken


def _logged_in(browser: Browser, url: str, role: str) -> Page:
    account = next(one for one in ACCOUNTS if one.key == role)
    context = browser.new_context(base_url=url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport=SIZE)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", account.email)
    page.fill("input[name=password]", account.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/login/" not in address)
    return page


def _save(data: bytes, target: Path) -> None:
    from PIL import Image  # the renderer's own picture library

    target.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS).save(target, optimize=True)
