"""For which bodies a person keeps programmes, movements, rounds and activities."""

from django.utils import timezone

from emulation.accounts.models import User
from emulation.accounts.selectors import organisations_where, posts_of
from programmes.offices import BEGIN_NONE, MAY_RUN


def coordinating_homes(user: User) -> frozenset[int]:
    """Of `homes`, those that may have units below them: where programmes and rounds of registration begin."""
    posts = posts_of(user, timezone.localdate())
    above_units = {post.organisation_id for post in posts if post.organisation.kind not in BEGIN_NONE}
    return homes(user) & above_units


def homes(user: User) -> frozenset[int]:
    """Ids of the very bodies where the user holds an office that enters them."""
    return organisations_where(user, MAY_RUN, timezone.localdate())
