"""Who may keep the register: everybody reads it, an organisation's own rows are kept at that organisation or above."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.permissions import NOT_YOUR_OFFICE
from emulation.accounts.selectors import holds, organisations_where
from emulation.legislation.models import Ground, Instrument
from emulation.legislation.offices import MAY_KEEP
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import heir_ids
from emulation.verdicts import YES, No, Verdict

NATIONAL_ROW = _("This holds for the whole country; the administrators of the installation keep it.")


def may_enter(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Enter an instrument into the register of the organisation."""
    return YES if holds(user, MAY_KEEP, organisation.pk, on) else No(NOT_YOUR_OFFICE)


def may_revise(user: User, instrument: Instrument, *, on: date) -> Verdict:
    """Correct what the register says of an own instrument."""
    return _keeps(user, instrument.organisation_id, on)


def may_end(user: User, instrument: Instrument, *, on: date) -> Verdict:
    """Set the last day of an own instrument that has not ended yet."""
    kept = _keeps(user, instrument.organisation_id, on)
    if kept and instrument.in_force_to is not None and instrument.in_force_to < on:
        return No(_("It is no longer in force; correct its dates if they are wrong."))
    return kept


def may_put_ground(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Add a line to the legal grounds of the organisation's documents."""
    return may_enter(user, organisation, on=on)


def may_end_ground(user: User, ground: Ground, *, on: date) -> Verdict:
    """Let an own line no longer be printed."""
    kept = _keeps(user, ground.organisation_id, on)
    if kept and ground.valid_to is not None and ground.valid_to < on:
        return No(_("This line is printed no longer."))
    return kept


def _keeps(user: User, organisation_id: int | None, on: date) -> Verdict:
    """At the organisation or above it; after its end, at a body that continues it."""
    if organisation_id is None:
        return No(NATIONAL_ROW)
    if holds(user, MAY_KEEP, organisation_id, on):
        return YES
    held = organisations_where(user, MAY_KEEP, on)
    return YES if held and held & heir_ids([organisation_id]) else No(NOT_YOUR_OFFICE)
