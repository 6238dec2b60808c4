"""Which function does which kind of work; each room registers its own in `runners.py` at the start.

A runner gets the claimed Job and returns a dict of plain values (stored as `job.result`) or None; its "url",
if any, becomes the address that the progress page offers at the end. A runner must be harmless to repeat:
after a crash it is run again from the beginning. It calls `services.advance` outside transactions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emulation.jobs.models import Job

    Runner = Callable[[Job], dict[str, Any] | None]
    Listener = Callable[[Job], None]

RUNNERS: dict[str, Runner] = {}
LISTENERS: list[Listener] = []


def runner(kind: str) -> Callable[[Runner], Runner]:
    """Register the decorated function for `kind`; ValueError when another function holds the kind."""

    def register(function: Runner) -> Runner:
        if RUNNERS.get(kind, function) is not function:
            raise ValueError(f"Two runners for the kind of job '{kind}'.")
        RUNNERS[kind] = function
        return function

    return register


def when_finished(function: Listener) -> Listener:
    """Call the decorated function with every job that ended, well or not (a room above tells its owner)."""
    if function not in LISTENERS:
        LISTENERS.append(function)
    return function
