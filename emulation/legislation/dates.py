"""The dates of this room in one person's calendar: the last days of instruments in use."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.selectors import posts_of
from emulation.legislation.models import Instrument
from emulation.legislation.selectors import in_use
from emulation.waiting import LAW, Date


def dates(user: User, on_from: date, on_to: date) -> Iterator[Date]:
    """Law is public: everybody with a post sees the end of what is in use, as far as they see what rests on it."""
    if not posts_of(user, timezone.localdate()):
        return
    rows = Instrument.objects.filter(in_force_to__range=(on_from, on_to)).order_by("in_force_to", "pk")
    for ending in in_use(list(rows), user, on=on_from):
        instrument = ending.instrument
        assert instrument.in_force_to is not None  # noqa: S101 -- the filter says so
        yield Date(
            day=instrument.in_force_to,
            end=instrument.in_force_to,
            sentence=_("Last day in force: %(instrument)s") % {"instrument": instrument},
            url=reverse("legislation:instrument", args=[instrument.pk]),
            kind=LAW,
            uid=f"instrument-{instrument.pk}-ends",
        )
