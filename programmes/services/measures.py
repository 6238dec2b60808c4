"""Which indicators a programme follows, and what it aims at in each year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.indicators.models import IndicatorVersion
from emulation.indicators.selectors import reach
from emulation.indicators.services.catalogue import lock
from emulation.merging import merge
from emulation.organisations.models import Organisation
from emulation.verdicts import Refused, demand
from emulation.vietnamese import format_number
from programmes.models import Measure, Programme, Target
from programmes.permissions.programmes import may_follow
from programmes.services.programmes import locked_programme
from programmes.services.rows import still_there
from programmes.states import BEFORE_SIGNING

CATALOGUE_CHAIN = 0
"""Where the catalogue of indicators writes that a version is used for the first time."""


@dataclass(frozen=True)
class MeasureTerms:
    """An indicator followed; `targets` is {year: value}, a year without a target has no key."""

    version: IndicatorVersion
    organisation: Organisation
    baseline: Decimal | None = None
    baseline_year: int | None = None
    targets: Mapping[int, Decimal] = field(default_factory=dict)


def terms_of(measure: Measure) -> MeasureTerms:
    return MeasureTerms(
        version=measure.version,
        organisation=measure.organisation,
        baseline=measure.baseline,
        baseline_year=measure.baseline_year,
        targets={target.year: target.value for target in measure.targets.order_by("year")},
    )


def _values(terms: MeasureTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in MeasureTerms.__dataclass_fields__}


@transaction.atomic
def put_measure(
    programme: Programme,
    terms: MeasureTerms,
    *,
    by: User,
    measure: Measure | None = None,
    base: MeasureTerms | None = None,
) -> Measure:
    """Follow an indicator, or state its baseline and targets otherwise. Targets lie within the programme's years.

    `base` is what the person saw when beginning to type: raises merging.Clash for what somebody else changed since.
    Refused for a body whose figures the person does not read, unless it is a side that signed.
    """
    hold(CATALOGUE_CHAIN, programme.organisation_id)
    locked = locked_programme(programme)
    demand(may_follow(by, locked, on=timezone.localdate()))
    row = (
        still_there(Measure.objects.select_related("version", "organisation"), measure.pk)
        if measure
        else Measure(programme=locked, order=locked.measures.count() + 1)
    )
    before = terms_of(row) if measure else None
    if before and base:
        terms = MeasureTerms(**merge(_values(base), _values(terms), _values(before)))
    if any(year not in locked.years for year in terms.targets):
        raise Refused(
            _("The programme runs from %(first)s to %(last)s.")
            % {"first": locked.from_year, "last": locked.to_year}
        )
    if before is None or before.organisation != terms.organisation:
        _demand_readable(locked, terms.organisation, by=by)
    row.version, row.organisation = terms.version, terms.organisation
    row.baseline, row.baseline_year = terms.baseline, terms.baseline_year
    row.full_clean()
    row.save()
    lock(terms.version, by=by)
    row.targets.all().delete()
    Target.objects.bulk_create(
        Target(measure=row, year=year, value=value) for year, value in sorted(terms.targets.items())
    )
    record(
        "programme.put_measure",
        locked,
        by=by,
        indicator=[str(before.version) if before else None, str(terms.version)],
        targets=[_told(before.targets) if before else None, _told(terms.targets)],
    )
    return row


def _demand_readable(programme: Programme, body: Organisation, *, by: User) -> None:
    """The page of the programme shows the figures: it must not open those of a body that has no part in it."""
    signed = programme.state not in BEFORE_SIGNING
    side = signed and programme.parties.filter(organisation=body, left_on=None).exists()
    if not side and body.pk not in reach(by):
        raise Refused(
            _("The figures of %(body)s are not yours to read: it must be a side of the signed programme.")
            % {"body": body.name}
        )


def _told(targets: Mapping[int, Decimal]) -> str:
    return "; ".join(f"{year}: {format_number(value)}" for year, value in sorted(targets.items()))


@transaction.atomic
def remove_measure(measure: Measure, *, by: User) -> None:
    """Follow an indicator no longer; the figures themselves stay with whoever reported them."""
    programme = locked_programme(measure.programme)
    demand(may_follow(by, programme, on=timezone.localdate()))
    locked = still_there(Measure.objects.all(), measure.pk)
    record("programme.remove_measure", programme, by=by, indicator=[str(locked.version), None])
    locked.delete()
