"""Run the web server and the worker as children of this one process; started by bin/run.

Each child leads a process group of its own, so that Ctrl-C reaches only this process, which then ends the
groups. The kernel ends the children if this process is killed (PR_SET_PDEATHSIG).
"""

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
LOGS = DATA_DIR / "logs"
PYTHON = sys.executable
PR_SET_PDEATHSIG = 1
SECONDS_TO_END = 10
RESTARTS = 3


class Stopped(Exception):
    """Ctrl-C or SIGTERM."""


def main() -> int:
    options = arguments()
    lock = sole_use_of_the_data()
    refuse_taken_port(options.port)
    environment(options)
    signal.signal(signal.SIGTERM, stopped)
    signal.signal(signal.SIGINT, stopped)
    signal.signal(signal.SIGHUP, stopped)
    house = House(options.port)
    try:
        prepare()
        house.start()
        house.wait_until_it_works()
        welcome()
        house.watch()
    except Stopped:
        return 0
    except subprocess.CalledProcessError:
        return 1
    finally:
        house.end()
        lock.close()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run")
    parser.add_argument("--port", type=port_number, default=8000)
    parser.add_argument("--no-demo", action="store_true")
    return parser.parse_args()


def port_number(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port: write a number from 1 to 65535")
    return int(text)


def sole_use_of_the_data() -> IO[str]:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    LOGS.mkdir(exist_ok=True)
    lock = (DATA_DIR / "run.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        refuse(f"The program already runs on the data in {DATA_DIR}. End it first, or set another DATA_DIR.")
    return lock


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            refuse(f"Port {port} needs root; choose one above 1023:  bin/run --port 8000")
        except OSError:
            refuse(f"Port {port} is taken by another program. Choose another:  bin/run --port {port + 1}")


def refuse(sentence: str) -> NoReturn:
    sys.exit(sentence)


def stopped(*_signal: object) -> None:
    # The ending itself is not interrupted by a second Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def environment(options: argparse.Namespace) -> None:
    """What the children inherit: the address by which this machine reaches the program."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{options.port}")
    if options.no_demo:
        os.environ["DEMO"] = "false"


def prepare() -> None:
    """Bring database, static files and demo data up to date, unless nothing changed since the last start."""
    stamp, now = DATA_DIR / "prepared", fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    print("Preparing database and files …", flush=True)
    manage("prepare")
    stamp.write_text(now)


def fingerprint() -> str:
    """Changes with any migration, static file, catalogue or setting, and with a database that went away."""
    facts = [os.environ.get(name, "") for name in ("DATABASE_URL", "FILES_URL", "DEMO", "DEBUG")]
    facts.append(os.environ.get("SITE_URL", "").partition(":")[0])  # with https more is asked of the settings
    facts.append(str((DATA_DIR / "emulation.sqlite3").exists()))
    facts.extend(f"{path}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in sorted(inputs()))
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def inputs() -> Iterator[Path]:
    yield ROOT / "requirements.txt"
    yield from (path for path in (ROOT / "static").rglob("*") if path.is_file())
    for package in ("emulation", "awards", "clusters", "programmes"):
        yield from (ROOT / package).rglob("migrations/*.py")


def manage(*command: str) -> None:
    """Run one management command; its output is the user's, and so is its failure."""
    child = subprocess.Popen([PYTHON, "manage.py", *command], cwd=ROOT, preexec_fn=dies_with_parent())
    try:
        code = child.wait()
    except Stopped:
        child.terminate()
        child.wait()
        raise
    if code:
        print(f"'{' '.join(command)}' did not succeed; nothing was started.", file=sys.stderr)
        raise subprocess.CalledProcessError(code, command)


def dies_with_parent(sent: int = signal.SIGTERM) -> Callable[[], None]:
    """For preexec_fn: the kernel sends `sent` to the child when this process ends in whatever way."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    library, parent = ctypes.CDLL(None), os.getpid()

    def ask_the_kernel() -> None:
        library.prctl(PR_SET_PDEATHSIG, sent)
        if os.getppid() != parent:  # it ended before the kernel was asked
            os._exit(1)

    return ask_the_kernel


class Child:
    """One program with its process group and its log."""

    def __init__(self, name: str, command: list[str], dies_by: int) -> None:
        self.name, self.command, self.dies_by = name, command, dies_by
        self.log = LOGS / f"{name}.log"
        self.starts: list[float] = []
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.starts.append(time.monotonic())
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [PYTHON, "-m", *self.command],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_parent(self.dies_by),
            )

    def code(self) -> int | None:
        return self.process.poll() if self.process else None

    def may_start_again(self) -> bool:
        return sum(start > time.monotonic() - 60 for start in self.starts) <= RESTARTS

    def signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def signal_group(self, number: int) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class House:
    """The children together."""

    def __init__(self, port: int) -> None:
        self.port = port
        gunicorn = "gunicorn emulation.wsgi --workers 2 --preload --timeout 120 --graceful-timeout 5"
        celery = "celery -A emulation worker --concurrency 2 --loglevel INFO --without-mingle --beat"
        self.web = Child("web", [*gunicorn.split(), "--bind", f"127.0.0.1:{port}"], signal.SIGTERM)
        # The worker's cold end (SIGQUIT) takes a second, its warm end many; interrupted work is put back.
        self.worker = Child("worker", [*celery.split(), "--schedule", str(DATA_DIR / "beat")], signal.SIGQUIT)
        self.children = [self.web, self.worker]

    def start(self) -> None:
        for child in self.children:
            child.start()

    def wait_until_it_works(self) -> None:
        self.wait_for_page()
        proof = subprocess.Popen([PYTHON, "manage.py", "ready"], cwd=ROOT, preexec_fn=dies_with_parent())
        try:
            while proof.poll() is None:
                self.mend()
                time.sleep(0.05)
        finally:
            if proof.poll() is None:
                proof.kill()
                proof.wait()
        if proof.returncode:
            refuse(f"The worker rendered no document. Its log: {self.worker.log}")

    def wait_for_page(self) -> None:
        began = time.monotonic()
        while time.monotonic() - began < 60:
            self.mend()
            status = self.page_status()
            if status in (200, 302):
                return
            if status and status >= 500:
                refuse(f"The first page answers with error {status}. The log: {self.web.log}")
            time.sleep(0.05)
        refuse(f"The web server did not answer within a minute. Its log: {self.web.log}")

    def page_status(self) -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/accounts/login/", headers={"X-Forwarded-Proto": "https"})
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def watch(self) -> None:
        while True:
            self.mend()
            time.sleep(0.5)

    def mend(self) -> None:
        """Start a child that died once more; give up, in words, when it dies again and again."""
        for child in self.children:
            code = child.code()
            if code is None:
                continue
            child.signal_group(signal.SIGKILL)
            if not child.may_start_again():
                refuse(f"The {child.name} process keeps ending (code {code}). Its log: {child.log}")
            print(f"The {child.name} process ended (code {code}); it is started again.", flush=True)
            child.start()

    def end(self) -> None:
        for child in self.children:
            child.signal(child.dies_by)
        began = time.monotonic()
        while any(child.process and child.code() is None for child in self.children):
            if time.monotonic() - began > SECONDS_TO_END:
                break
            time.sleep(0.05)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.process:
                child.process.wait()


def welcome() -> None:
    print(f"\nReady:  {os.environ['SITE_URL']}/\n")
    accounts = DATA_DIR / "demo_accounts.txt"
    if accounts.exists() and os.environ.get("DEMO") != "false":
        print(accounts.read_text().rstrip() + "\n")
    print(f"Logs: {LOGS}. Ctrl-C ends everything.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
