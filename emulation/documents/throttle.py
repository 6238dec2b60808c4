"""A brake on the public pages: so many questions a minute from one address, counted in the shared cache."""

import hashlib
import time

from django.core.cache import cache

QUESTIONS_A_MINUTE = 30


def allows(address: str, *, limit: int = QUESTIONS_A_MINUTE) -> bool:
    """True while `address` has asked at most `limit` times in the present minute; each call counts."""
    minute = int(time.time() // 60)
    key = f"documents.verify.{minute}.{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= limit
    except ValueError:
        # The count was thrown out of a full cache between two lines: this question is the first again.
        return True
