"""Walk every page as each role at two widths and keep pictures; started by bin/shots.

The pages are those of the URL patterns: an address without parameters is opened as it is; one with
parameters is found by following the links that the role sees, and by trying, for each object seen, every
address that lies below it. What no role came to is listed at the end, so that no page is forgotten.
"""

import argparse
import html
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 -- the path comes first

django.setup()

import guide  # noqa: E402 -- beside this file
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from emulation.demo.accounts import ACCOUNTS  # noqa: E402

AXE = (ROOT / "emulation" / "tests" / "assets" / "axe.min.js").read_text()
WIDTHS = (1280, 360)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
LEFT_OUT = ("admin:", "account_logout")
VISITOR = "visitor"


@dataclass(frozen=True)
class Address:
    """One named address of the program: its name with the namespace, its route and its parameters."""

    name: str
    route: str
    parameters: frozenset[str]


@dataclass
class Sight:
    """What was seen of one page by one role at one width."""

    role: str
    width: int
    name: str
    path: str
    status: int
    picture: str
    faults: list[str] = field(default_factory=list)


def main() -> int:
    wanted = arguments()
    out = wanted.out / wanted.language if wanted.language != "vi" else wanted.out
    roles = wanted.role or [VISITOR, *(account.key for account in ACCOUNTS)]
    for role in () if wanted.guide else roles:
        shutil.rmtree(out / role, ignore_errors=True)
    with program(wanted.url) as url, sync_playwright() as playwright:
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
        if wanted.guide:
            print("\n".join(str(one.relative_to(ROOT)) for one in guide.take(browser, url)))
            return 0
        sights = [sight for role in roles for sight in Walk(browser, url, role, wanted, out).all_pages()]
        browser.close()
    write_index(out, sights)
    return report(out, sights, whole=not (wanted.role or wanted.page))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/shots")
    parser.add_argument("--url")
    parser.add_argument("--role", action="append")
    parser.add_argument("--page", action="append", default=[])
    parser.add_argument("--samples", type=int, default=2)
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.add_argument("--guide", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "shots")
    return parser.parse_args()


@contextmanager
def program(url: str | None) -> Iterator[str]:
    """The address of the program: the given one, or one started for this walk on a free port."""
    if url:
        yield url.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(ROOT / "bin" / "run"), "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None  # noqa: S101 -- said to mypy: it is a pipe
        for line in running.stdout:
            print(line, end="", flush=True)
            if line.startswith("Ready:"):
                break
        else:
            sys.exit("The program did not start.")
        yield f"http://127.0.0.1:{port}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait()


def addresses() -> list[Address]:
    return list(_below(get_resolver(), "", ""))


def _below(resolver: URLResolver, namespace: str, route: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _below(one, inner, here)
        elif isinstance(one, URLPattern) and one.name:
            name = f"{namespace}{one.name}"
            if not name.startswith(LEFT_OUT):
                parameters = frozenset(one.pattern.converters) or frozenset(one.pattern.regex.groupindex)
                yield Address(name, here, parameters)


class Walk:
    """One role's way through the program, the nearest pages first."""

    def __init__(self, browser: Browser, url: str, role: str, wanted: argparse.Namespace, out: Path) -> None:
        self.url, self.role, self.wanted, self.out = url, role, wanted, out
        self.known = addresses()
        self.seen: set[str] = set()
        self.taken: Counter[str] = Counter()
        self.refused: set[int] = set()
        self.heard: list[str] = []
        context = browser.new_context(base_url=url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
        self.page: Page = context.new_page()
        self.page.on("console", lambda said: self.heard.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))

    def all_pages(self) -> list[Sight]:
        if self.role != VISITOR:
            self.log_in()
        # After the login, which brings the account's own language.
        self.page.context.add_cookies(
            [{"name": "django_language", "value": self.wanted.language, "url": self.url}]
        )
        queue = deque(["/", *(reverse(one.name) for one in self.known if not one.parameters)])
        sights: list[Sight] = []
        while queue:
            path = queue.popleft()
            name = self.wants(path)
            if name is None:
                continue
            found = self.visit(path, name)
            sights.extend(sight for sight in found if sight.picture)
            if found and found[0].status == 200:
                queue.extend(self.links())
                queue.extend(self.addresses_below(path))
        self.page.context.close()
        print(f"{self.role}: {len(sights)} pictures", flush=True)
        return sights

    def log_in(self) -> None:
        account = next(one for one in ACCOUNTS if one.key == self.role)
        self.page.goto(reverse("account_login"))
        self.page.fill("input[name=login]", account.email)
        self.page.fill("input[name=password]", account.password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda address: "/login/" not in address)

    def wants(self, path: str) -> str | None:
        """The name of the address, or None when it was seen or enough of its kind were."""
        bare = urlsplit(path).path
        if bare in self.seen:
            return None
        self.seen.add(bare)
        try:
            name = resolve(bare).view_name
        except Resolver404:
            return None
        if name.startswith(LEFT_OUT) or self.taken[name] >= self.wanted.samples:
            return None
        return name

    def visit(self, path: str, name: str) -> list[Sight]:
        """Pictures of the page at each width; none for a download, a fragment or a refusal seen before."""
        asked = self.page.request.get(path)
        if asked.status == 405 or not asked.headers.get("content-type", "").startswith("text/html"):
            self.taken[name] += 1
            return []
        self.heard.clear()
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        answer = self.page.goto(path)
        status = answer.status if answer else 0
        landed = urlsplit(self.page.url).path
        if landed != path:
            elsewhere = self.wants(landed)
            if elsewhere is None:
                return []
            name = elsewhere
        if not self.page.title() or (status != 200 and status in self.refused):
            return []
        if status == 200:
            self.taken[name] += 1
        else:
            self.refused.add(status)
        looked = [self.look(name, landed, status, width) for width in WIDTHS] if self.shown(name) else []
        return looked or [Sight(self.role, 0, name, landed, status, "")]

    def shown(self, name: str) -> bool:
        return not self.wanted.page or any(part in name for part in self.wanted.page)

    def look(self, name: str, path: str, status: int, width: int) -> Sight:
        self.page.set_viewport_size({"width": width, "height": 800})
        numbers = "-".join(re.findall(r"\d+", path)[:3])
        label = "-".join(
            filter(None, [name.replace(":", "."), numbers, "" if status == 200 else str(status)])
        )
        picture = f"{self.role}/{width}/{label}.png"
        sight = Sight(self.role, width, name, path, status, picture, self.faults(status))
        target = self.out / picture
        target.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=target, full_page=True)
        return sight

    def faults(self, status: int) -> list[str]:
        self.page.evaluate(AXE)
        found: list[dict[str, Any]] = self.page.evaluate("async () => (await axe.run(document)).violations")
        faults = [f"axe {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        faults += [f"overflows by {wide} px"] if wide > 0 else []
        # The browser itself notes every answer that is not a success.
        faults += [
            f"console: {text[:200]}" for text in self.heard if not (status != 200 and "status of" in text)
        ]
        self.heard.clear()
        return faults

    def links(self) -> list[str]:
        found = self.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        own = (urlsplit(one) for one in found if one.startswith(self.url + "/"))
        return [one.path for one in own]

    def addresses_below(self, path: str) -> list[str]:
        """For an object's page, what lies below it and needs nothing but the same parameters."""
        match = resolve(path)
        if not match.kwargs:
            return []
        return [
            path + one.route.removeprefix(match.route)
            for one in self.known
            if one.route.startswith(match.route) and one.parameters == frozenset(match.kwargs)
        ]


def write_index(out: Path, sights: list[Sight]) -> None:
    """All pictures of this walk on one page, by role, with what is wrong beside them."""
    lines = ["<!doctype html><html lang=en><meta charset=utf-8><title>Pages by role</title>"]
    lines.append("<style>body{font:14px sans-serif}img{border:1px solid #999;vertical-align:top}</style>")
    for role in dict.fromkeys(sight.role for sight in sights):
        lines.append(f"<h1>{role}</h1>")
        for path in dict.fromkeys(sight.path for sight in sights if sight.role == role):
            both = [sight for sight in sights if sight.role == role and sight.path == path]
            lines.append(f"<h2>{html.escape(both[0].name)} <small>{html.escape(path)}</small></h2><p>")
            for one in both:
                shown = 240 if one.width == 360 else 640
                lines.append(
                    f"<a href='{one.picture}'><img src='{one.picture}' width={shown} loading=lazy></a>"
                )
            faults = [f"{one.width}: {fault}" for one in both for fault in one.faults]
            lines.extend(f"<br>{html.escape(fault)}" for fault in faults)
    out.mkdir(parents=True, exist_ok=True)
    (out / "index.html").write_text("\n".join(lines))


def report(out: Path, sights: list[Sight], *, whole: bool) -> int:
    faulty = [sight for sight in sights if sight.faults]
    for sight in faulty:
        print(f"\n{sight.role} {sight.width} {sight.path}")
        print("\n".join(f"  {fault}" for fault in sight.faults))
    print(f"\n{len(sights)} pictures in {out}/index.html; {len(faulty)} with something wrong.")
    came_to = {sight.name for sight in sights if sight.status == 200}
    nobody = sorted({one.name for one in addresses()} - came_to)
    if whole:
        print("No page was seen of (acts without a page, downloads, fragments, and what the demo lacks):")
        print("  " + ", ".join(nobody))
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
