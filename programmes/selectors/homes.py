"""For which bodies a person keeps programmes, movements, rounds and activities."""

from django.utils import timezone

from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where
from programmes.offices import MAY_RUN


def homes(user: User) -> frozenset[int]:
    """Ids of the very bodies where the user holds an office that enters them."""
    return organisations_where(user, MAY_RUN, timezone.localdate())
