"""The fingerprint of a payload and of a file (pure)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest(payload: Mapping[str, Any]) -> str:
    """SHA-256 (64 hex digits) over the canonical JSON of `payload`: keys sorted, no spaces, letters as they are.

    Equal payloads have equal digests whatever the order of their keys. Raises TypeError for a value that JSON
    does not know and ValueError for NaN and infinity.
    """
    canonical = json.dumps(
        payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def file_digest(data: bytes) -> str:
    """SHA-256 (64 hex digits) of the bytes of a file."""
    return hashlib.sha256(data).hexdigest()
