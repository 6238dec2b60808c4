"""Sessions of the database, read through the cache; while the cache is out of order, of the database alone."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import cached_db
from django.core.cache import caches

logger = logging.getLogger(__name__)


class SessionStore(cached_db.SessionStore):
    """As Django's, except that a cache out of order (a full disk, a Redis that is down) logs nobody out.

    Django's forgives it on saving alone.
    """

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._cache = _Forgiving(caches[settings.SESSION_CACHE_ALIAS])

    def delete(self, session_key: str | None = None) -> None:
        """End a session: its copy in the cache first, because one that stays would let in whoever comes back.

        Not forgiven: while the cache is out of order a session cannot be ended, and whoever ends it is told.
        """
        key = session_key or self.session_key
        if key is not None:
            self._cache.delete(self.cache_key_prefix + key)
            super().delete(key)


class _Forgiving:
    """A cache that, when it is out of order, remembers nothing and says so in the log."""

    def __init__(self, cache: Any) -> None:
        self._cache = cache

    def get(self, key: str) -> Any:
        return _tried(lambda: self._cache.get(key))

    def set(self, key: str, value: Any, timeout: float) -> None:
        _tried(lambda: self._cache.set(key, value, timeout))

    def delete(self, key: str) -> None:
        self._cache.delete(key)

    def __contains__(self, key: str) -> bool:
        return bool(_tried(lambda: key in self._cache))


def _tried(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Exception as trouble:
        # Each backend has its own errors; the database knows every session.
        logger.warning("Sessions are kept by the database alone, the cache is out of order: %r", trouble)
        return None
