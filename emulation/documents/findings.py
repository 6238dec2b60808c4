"""What `inspection` found in a file, asked in a process of its own that a hostile file cannot outlive."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

INSPECTION = Path(__file__).with_name("inspection.py")
SECONDS = 20
KEPT = ("LD_LIBRARY_PATH", "PATH", "SYSTEMROOT")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Signature:
    """One signature of the file, as `inspection._signature` describes it; `at` is what the signer says."""

    field: str
    fingerprint: str
    name: str
    at: datetime | None
    sound: bool
    whole: bool
    exact: bool
    end: int
    added: str


@dataclass(frozen=True)
class Findings:
    """ "stopped": the file asked for more time or memory than a check is given."""

    state: Literal["read", "encrypted", "damaged", "stopped"]
    signatures: tuple[Signature, ...] = ()


def findings_in(data: bytes) -> Findings:
    """The signatures in `data`; never raises for anything that is in the file."""
    command = [sys.executable, "-I", str(INSPECTION)]
    surroundings = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 -- our own program; the file is its input, not its command
            command, input=data, capture_output=True, timeout=SECONDS, check=True, env=surroundings
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as end:
        log.warning("The inspection of an uploaded file of %d bytes was stopped: %s", len(data), end)
        return Findings("stopped")
    return of(json.loads(done.stdout))


def of(found: dict[str, Any]) -> Findings:
    """The answer of `inspection.inspect` as values."""
    return Findings(found["state"], tuple(_signature(one) for one in found["signatures"]))


def _signature(one: dict[str, Any]) -> Signature:
    return Signature(**{**one, "at": datetime.fromisoformat(one["at"]) if one["at"] else None})
