"""Fixtures used by more than one app: the real worker, the real browser, the marker for PostgreSQL."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from emulation.celery import app

ROOT = Path(__file__).resolve().parent
AXE = ROOT / "emulation" / "tests" / "assets" / "axe.min.js"
WORKER = "celery -A emulation worker --concurrency 2 --loglevel INFO --without-mingle"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

pytest_plugins = ["emulation.audit.tests.flush"]

# Playwright keeps an event loop in the main thread, in which Django would refuse its synchronous queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


DRAWN = re.compile(r"(?:^test|_)(?:pages?|papers|words|wording|forms|permissions)\.py$")
"""Modules that test what is drawn or decided out of what was asked: one kind of database is enough for them."""
COUNTED = re.compile("ask|cost|quer")
"""But the tests that count its queries open every kind of page, and do so on both."""


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db"))


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not _asks_a_database(item) or (DRAWN.search(item.path.name) and not COUNTED.search(item.name)):
            item.add_marker(pytest.mark.once)
    if settings.DATABASE_URL:
        return
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: bin/test --postgres"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Instead of pytest-django's suffix: the test settings give each process of -n a database of its own."""


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_blocker: Any) -> bool:
    """Begins from a copy of the database that bin/test migrated once for all its rounds, where it made one."""
    template = os.environ.get("TEST_TEMPLATE", "")
    if not template:
        return bool(request.config.getvalue("reuse_db"))
    name = (
        settings.DATABASES["default"]["TEST"].get("NAME") or f"test_{settings.DATABASES['default']['NAME']}"
    )
    if not settings.DATABASE_URL:
        shutil.copyfile(template, name)
        return True
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(1)")  # one copy after the other: the template must be at rest
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return True


class Worker:
    """A Celery worker as bin/run starts it, on the database, the broker and the files of the test run."""

    def __init__(self, log: Path) -> None:
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *WORKER.split()],
                cwd=ROOT,
                env=self.environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait_for(lambda: b" ready." in log.read_bytes(), "the worker to be ready")

    @staticmethod
    def environment() -> dict[str, str]:
        values = {**os.environ, "DJANGO_SETTINGS_MODULE": "emulation.settings", "JOB_LEASE_SECONDS": "5"}
        if settings.DATABASE_URL:
            url = urlsplit(settings.DATABASE_URL)
            values["DATABASE_URL"] = url._replace(path="/" + connection.settings_dict["NAME"]).geturl()
        return values

    def wait_for(self, happened: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Return as soon as `happened()`; fail with the worker's log when it does not in time."""
        until = time.monotonic() + seconds
        pause = threading.Event()
        while not happened():
            if time.monotonic() > until or self.process.poll() is not None:
                pytest.fail(f"Waited in vain for {what}.\n{self.log.read_text()[-4000:]}")
            pause.wait(0.05)

    def kill(self) -> None:
        """SIGKILL to the worker itself, as an out-of-memory killer or a power cut would."""
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)  # at once: no test leaves work behind
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], Worker]]:
    """Start a worker now; tasks go through the broker, no longer in place."""
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker(tmp_path / f"worker-{len(started)}.log"))
        return started[-1]

    with _tasks_through_the_broker():
        yield start
    for worker in started:
        worker.end()


@pytest.fixture(scope="session")
def _lasting_worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    worker = Worker(tmp_path_factory.mktemp("worker") / "worker.log")
    yield worker
    worker.end()


@pytest.fixture
def worker(transactional_db: None, _lasting_worker: Worker) -> Iterator[Worker]:
    """The one worker of the run, started by the first test that asks for it."""
    with _tasks_through_the_broker():
        yield _lasting_worker


@contextmanager
def _tasks_through_the_broker() -> Iterator[None]:
    # Celery's configuration object cannot forget a value, so it is given the old one back.
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    quiet += ["--disable-background-networking", "--disable-component-update"]
    chosen = {"executable_path": CHROMIUM} if CHROMIUM else {}
    return {**browser_type_launch_args, **chosen, "args": quiet}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


@pytest.fixture(params=[360, 1280], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    """The two widths in pixels at which every page must work."""
    return request.param


@pytest.fixture
def screen(page, width: int, live_server):  # type: ignore[no-untyped-def]  # Playwright is absent from the runtime environment
    """A browser page of `width` whose addresses begin at the live server."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url)
    return page


@pytest.fixture
def sign_in(live_server):  # type: ignore[no-untyped-def]  # Playwright is absent from the runtime environment
    """Give a browser page the session of a user, as after a log-in that is tested elsewhere."""

    def become(page, user) -> None:  # type: ignore[no-untyped-def]
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return become


@pytest.fixture(scope="session")
def axe() -> Callable[[object], list[str]]:
    """Names and places of what axe-core finds wrong on a page; an empty list is a clean page."""
    source = AXE.read_text()

    def violations(page) -> list[str]:  # type: ignore[no-untyped-def]
        page.evaluate(source)
        found = page.evaluate("async () => (await axe.run(document)).violations")
        return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]

    return violations
