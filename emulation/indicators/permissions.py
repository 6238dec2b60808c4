"""Who may report, correct and bring in figures: a verdict with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from emulation.accounts.models import User
from emulation.accounts.permissions import NOT_YOUR_OFFICE
from emulation.accounts.selectors import holds, organisations_where
from emulation.indicators.models import Figure, IndicatorVersion, Population
from emulation.indicators.offices import MAY_IMPORT, MAY_REPORT
from emulation.indicators.states import FIGURE
from emulation.organisations.models import Organisation
from emulation.organisations.offices import Office
from emulation.verdicts import YES, No, Verdict


def _office(user: User, offices: frozenset[Office], organisation_id: int, on: date) -> Verdict:
    return YES if holds(user, offices, organisation_id, on) else No(NOT_YOUR_OFFICE)


def may_report(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Enter the figures of an organisation: for the own one, or from an Alliance above it."""
    return _office(user, MAY_REPORT, organisation.pk, on)


def may_report_year(user: User, organisation: Organisation, year: int, *, on: date) -> Verdict:
    """Enter figures of that year; a year to come has targets, not figures."""
    if year > on.year:
        return No(_("The year %(year)s has not begun: there is nothing to report yet.") % {"year": year})
    return may_report(user, organisation, on=on)


def may_correct(user: User, figure: Figure, *, on: date) -> Verdict:
    """Replace a figure by another, or take it back."""
    if figure.state not in FIGURE.sources("correct"):
        return No(_("This figure was replaced or withdrawn already."))
    return _office(user, MAY_REPORT, figure.organisation_id, on)


def may_import(user: User, organisation: Organisation, *, on: date) -> Verdict:
    """Bring in a table of the figures of `organisation` and of the units below it."""
    return _office(user, MAY_IMPORT, organisation.pk, on)


def importing_at(user: User, *, on: date) -> frozenset[int]:
    """Ids of the organisations at which the user may bring in tables."""
    return organisations_where(user, MAY_IMPORT, on)


def may_change_meaning(population: Population) -> Verdict:
    """Change what a population is: never after a figure, or a version in use, rests on it."""
    if population.locked_at is not None:
        return No(_("This population is in use and stays what it is. Retire it and add a new one instead."))
    return YES


def may_change_version(version: IndicatorVersion) -> Verdict:
    """Change what a version means: never after a figure, a pledge or a programme used it."""
    if version.locked_at is not None:
        return No(_("This version is in use and stays as it is. Add a new version instead."))
    return YES
