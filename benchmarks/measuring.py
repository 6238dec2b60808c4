"""Clocks, memory, percentiles, and measurements that run in a process of their own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Stopwatch:
    """Seconds of the block it was started for."""

    seconds: float = 0.0


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    watch = Stopwatch()
    began = time.perf_counter()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - began


def milliseconds(act: Callable[[], Any], *, rounds: int) -> list[float]:
    """Milliseconds of each of `rounds` calls, sorted."""
    taken = []
    for _round in range(rounds):
        with stopwatch() as watch:
            act()
        taken.append(watch.seconds * 1000)
    return sorted(taken)


def processor_milliseconds(*processes: int) -> float:
    """Time that these processes have had on a processor: what others do on the machine does not count."""
    return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in processes) / 1e6


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the sorted values lie (nearest rank)."""
    return values[min(len(values) - 1, max(0, round(share * len(values)) - 1))]


WARM_UP = 5


def figures_of(act: Callable[[], Any], rounds: int, *, warm_up: int = WARM_UP) -> dict[str, float]:
    """Milliseconds (median, 95 of 100), processor time with that of the database session, queries of one act."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.loading import number

    for _round in range(warm_up):
        act()
    both = (os.getpid(), number("SELECT pg_backend_pid()"))
    before = processor_milliseconds(*both)
    taken = milliseconds(act, rounds=rounds)
    worked = (processor_milliseconds(*both) - before) / rounds
    with CaptureQueriesContext(connection) as asked:
        act()
    return {
        "p50": percentile(taken, 0.5),
        "p95": percentile(taken, 0.95),
        "cpu": worked,
        "queries": len(asked),
    }


def peak_megabytes() -> float:
    """Most memory this process has held so far.

    From the kernel's own mark for this address space: `getrusage` of a child begins at the peak of the
    process that started it.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("The kernel does not say how much memory was used.")


def in_child(module: str, *arguments: str, **environment: str) -> Any:
    """What `python -m MODULE ANSWER-FILE ARGUMENTS` writes as JSON; SystemExit with its last words if it fails."""
    with tempfile.TemporaryDirectory(prefix="emulation-bench-") as folder:
        answer = Path(folder) / "answer.json"
        done = subprocess.run(
            [sys.executable, "-m", module, str(answer), *arguments],
            cwd=ROOT,
            env=child_environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{module} {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
        return json.loads(answer.read_text())


def few_and_many(module: str, server: str, few: int, many: int, rounds: int) -> Any:
    """What the child of `module` answers of both sizes, one after the other in one process and one new database."""
    from benchmarks.loading import fresh_database

    url = fresh_database(server, f"bench_{module.rpartition('.')[2]}")
    with tempfile.TemporaryDirectory(prefix="emulation-bench-") as folder:
        return in_child(module, str(few), str(many), str(rounds), DATABASE_URL=url, DATA_DIR=folder)


def child_environment(**more: str) -> dict[str, str]:
    """The environment of a measurement: nothing of the caller's installation reaches it."""
    own = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **own,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SECRET_KEY": "measurements-only-" + "x" * 50,
        "DEMO": "false",
        "LOG_LEVEL": "ERROR",
        **more,
    }


def answer_with(values: Any) -> None:
    """The other end of `in_child`."""
    Path(sys.argv[1]).write_text(json.dumps(values, ensure_ascii=False))
