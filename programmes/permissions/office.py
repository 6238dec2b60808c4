"""Holding an office at the body that keeps something, above it, or at the body that took its place."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.selectors import holds
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import heir_ids
from emulation.verdicts import YES, No, Verdict
from programmes.offices import BEGIN_NONE, MAY_RUN

NOT_YOUR_OFFICE = _("Your posts do not include this act for this organisation.")

NONE_BELOW = _("A cooperative or fund takes part in programmes and registration; it begins none of its own.")


def may_begin_here(user: User, organisation: Organisation, on: date) -> Verdict:
    """Begin a programme or a round of registration, which only bodies above units do."""
    if organisation.kind in BEGIN_NONE:
        return No(NONE_BELOW)
    return at_office(user, MAY_RUN, organisation.pk, on)


def at_office(user: User, offices: Collection[str], organisation_id: int, on: date) -> Verdict:
    """At the body itself, above it, or at the one that took its place: what a body keeps outlives a merger."""
    if holds(user, offices, organisation_id, on):
        return YES
    heirs = _heirs(user, organisation_id)
    return YES if any(holds(user, offices, heir, on) for heir in heirs) else No(NOT_YOUR_OFFICE)


def _heirs(user: User, organisation_id: int) -> frozenset[int]:
    """Asked once per account object: one page puts this question for each of its acts."""
    known: dict[int, frozenset[int]] = user.__dict__.setdefault("_heirs_known", {})
    if organisation_id not in known:
        known[organisation_id] = heir_ids({organisation_id})
    return known[organisation_id]
