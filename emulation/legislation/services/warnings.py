"""Telling, once for each threshold, that an instrument in use soon ceases to be in force."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.selectors import users_with_posts
from emulation.audit.services import hold, record
from emulation.legislation.models import Instrument, InstrumentKind, Warned
from emulation.legislation.offices import ISSUING_KINDS, MAY_KEEP
from emulation.legislation.selectors import in_use
from emulation.notices.services import tell
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import heir_ids
from emulation.ui_tags import day

THRESHOLDS = (180, 90, 30, 0)
"""Days before the first day without force; 0 is that day itself."""
LATE = 30
"""So many days after the end it is still told of; what ended longer ago is history."""

SOON = _("%(kind)s %(number)s is no longer in force from %(day)s; %(dependents)s things depend on it.")
NOW = _("%(kind)s %(number)s is no longer in force since %(day)s; %(dependents)s things still depend on it.")


def warn_of_expiry(on: date) -> int:
    """Tell those who keep the registers, under the bell and by mail; returns how many notices were made.

    Each threshold of each end is told once, however often and by how many at once this is called. Where
    several have passed unheard (a new installation, a stopped timer) only the nearest is told.
    """
    last_days = (on - timedelta(days=LATE + 1), on + timedelta(days=max(THRESHOLDS) - 1))
    rows = Instrument.objects.filter(in_force_to__range=last_days).order_by("in_force_to", "pk")
    return sum(_warn(instrument, on) for instrument in rows)


@transaction.atomic
def _warn(instrument: Instrument, on: date) -> int:
    hold(instrument.audit_chain)
    locked = Instrument.objects.select_for_update().get(pk=instrument.pk)
    fresh = _unheard(locked, on)
    if not fresh or not in_use([locked], None, on=on):
        return 0
    told_now = [
        Warned(instrument=locked, last_day=ceases - timedelta(days=1), days=days, told_on=on)
        for days, ceases in fresh
    ]
    Warned.objects.bulk_create(told_now)
    nearest, ceases = min(fresh)
    told = sum(_tell(user, locked, ceases, nearest, on) for user in concerned(locked, on))
    record("instrument.warn", locked, by=None, in_force_to=locked.in_force_to, told=told)
    return told


def _unheard(instrument: Instrument, on: date) -> list[tuple[int, date]]:
    """The thresholds reached and not told yet for this very end, each with the first day without force."""
    heard = set(instrument.warnings.values_list("last_day", "days"))
    last, ceases = instrument.in_force_to, instrument.ceases_on
    return [
        (days, ceases)
        for days in THRESHOLDS
        if ceases is not None and (last, days) not in heard and (ceases - on).days <= days
    ]


def concerned(instrument: Instrument, on: date) -> Iterable[User]:
    """Who keeps the register it stands in.

    For national law: the administrators of the catalogues, and the registers of the bodies that issue under it.
    """
    if instrument.organisation_id is not None:
        places = {instrument.organisation_id, *heir_ids([instrument.organisation_id])}
        return users_with_posts(places, MAY_KEEP, on)
    bodies = Organisation.objects.filter(kind__in=ISSUING_KINDS, ended_on=None)
    users = users_with_posts(bodies.values_list("pk", flat=True), MAY_KEEP, on)
    administrators = User.objects.filter(is_staff=True, is_active=True).exclude(pk__in=[u.pk for u in users])
    return [*users, *administrators.select_related("person").order_by("pk")]


def _tell(user: User, instrument: Instrument, ceases: date, days: int, on: date) -> int:
    """One person, with the number of things that this person will see on the page."""
    number = sum(ending.number for ending in in_use([instrument], user, on=on))
    notices = tell(
        [user],
        text=SOON if on < ceases else NOW,
        values={
            "kind": InstrumentKind(instrument.kind).label,
            "number": instrument.number,
            "day": day(ceases),
            "dependents": number,
        },
        url=reverse("legislation:instrument", args=[instrument.pk]),
        key=f"legislation.end.{instrument.pk}.{instrument.in_force_to}.{days}",
        organisation_id=instrument.organisation_id,
        instead=True,
    )
    return len(notices)
