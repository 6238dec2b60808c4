"""The smallest subjects and actors an entry needs."""

from itertools import count

from emulation.accounts.models import User
from emulation.audit.models import Chain

numbers = count(1)


def body(key: int) -> Chain:
    """Something that belongs to organisation `key`; the chain itself serves."""
    return Chain(key=key)


def clerk() -> User:
    return User.objects.create_user(f"clerk{next(numbers)}@example.vn", "a-password-of-tests")
