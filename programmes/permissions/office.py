"""Where programmes, movements and rounds of registration begin."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.organisations.models import Organisation
from emulation.verdicts import No, Verdict
from programmes.offices import BEGIN_NONE, MAY_RUN

NONE_BELOW = _("A cooperative or fund takes part in programmes and registration; it begins none of its own.")


def may_begin_here(user: User, organisation: Organisation, on: date) -> Verdict:
    """Begin a programme or a round of registration, which only bodies above units do."""
    if organisation.kind in BEGIN_NONE:
        return No(NONE_BELOW)
    return at_office(user, MAY_RUN, organisation.pk, on)
