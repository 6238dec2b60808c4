"""A brake on the public pages: so many questions a minute from one address, counted in the shared cache."""

import hashlib
import logging
import time

from django.core.cache import cache

QUESTIONS_A_MINUTE = 30
FILES_A_MINUTE = 10
logger = logging.getLogger(__name__)


def allows(address: str, *, limit: int = QUESTIONS_A_MINUTE, question: str = "verify") -> bool:
    """True while `address` has asked that `question` at most `limit` times in the present minute; each call counts.

    A cache that cannot be written (a full disk, a Redis that is down) is logged, and nobody is turned away.
    """
    minute = int(time.time() // 60)
    key = f"documents.{question}.{minute}.{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, timeout=120)
        return cache.incr(key) <= limit
    except ValueError:
        # The count was thrown out of a full cache between two lines: this question is the first again.
        return True
    except Exception as trouble:
        # Each backend has its own errors. Whether a paper is genuine must be answered all the same.
        logger.warning("Checks are answered uncounted, the cache cannot be written: %r", trouble)
        return True
