"""What of this room stands on the desk of one person."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from emulation.accounts.models import User
from emulation.legislation.selectors import endings, homes, keeps_national_watch
from emulation.ui_tags import day
from emulation.waiting import Task


def tasks(user: User, on: date) -> Iterator[Task]:
    """Instruments in use that soon cease, for those who keep the register they concern."""
    if not homes(user, on) and not keeps_national_watch(user, on):
        return
    for ending in endings(user, on, concerning_only=True):
        sentence = ngettext(
            "%(instrument)s is no longer in force from %(day)s; %(number)s thing depends on it",
            "%(instrument)s is no longer in force from %(day)s; %(number)s things depend on it",
            ending.number,
        )
        words = {
            "instrument": ending.instrument,
            "day": day(ending.instrument.ceases_on),
            "number": ending.number,
        }
        yield Task(
            sentence % words,
            _("See what depends on it"),
            reverse("legislation:instrument", args=[ending.instrument.pk]),
            due=ending.instrument.in_force_to,
        )
