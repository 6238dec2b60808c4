"""Which units reported a year and which did not: one line a unit, counted by the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, FilteredRelation, IntegerField, Q, QuerySet, Value, When

from emulation.accounts.models import User
from emulation.indicators.models import FigureState, Period, Population
from emulation.indicators.offices import UNITS
from emulation.indicators.selectors.catalogue import asked
from emulation.indicators.selectors.doors import reach
from emulation.indicators.selectors.figures import last_day
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import alive_on

NONE, SOME, ALL = "none", "some", "all"

CONDITIONS = {
    NONE: Q(reported=0),
    SOME: Q(reported__gt=0, reported__lt=F("asked")),
    ALL: Q(reported__gt=0, reported__gte=F("asked")),
}


@dataclass(frozen=True)
class Board:
    """`rows`: units with `reported` and `asked`, numbers of populations; `counts` = {state: units}."""

    rows: QuerySet[Organisation]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def status_board(
    user: User, year: int, *, period: str = Period.YEAR, state: str = "", term: str = ""
) -> Board:
    """The units in the user's reach that exist at the end of the period, in the order of the register.

    `state` ("none", "some", "all") narrows the rows, not the counts; `term`, folded, narrows both.
    """
    units = Organisation.objects.filter(
        alive_on(last_day(year, period)), kind__in=UNITS, pk__in=reach(user).places
    )
    if term:
        units = units.filter(search__contains=term)
    of_it = Q(
        figures__state=FigureState.CURRENT,
        figures__year=year,
        figures__period=period,
        figures__population__isnull=False,
    )
    counted = units.annotate(
        found=FilteredRelation("figures", condition=of_it),
        reported=Count("found__population", distinct=True),
        asked=asked_by_kind(Population.objects.all(), last_day(year, period)),
    )
    counts = {name: Count("pk", filter=condition) for name, condition in CONDITIONS.items()}
    tally = counted.aggregate(**counts)
    rows = counted.filter(CONDITIONS[state]) if state in CONDITIONS else counted
    return Board(rows.order_by("official_order", "sort_key", "pk"), tally)


def asked_by_kind(catalogue: Iterable[Population], on: date) -> Case:
    """How many populations an organisation of each kind of unit reports on the day."""
    everything = list(catalogue)
    lines = [When(kind=kind, then=Value(len(asked(kind, everything, on=on)))) for kind in UNITS]
    return Case(*lines, default=Value(0), output_field=IntegerField())


def expected_year(on: date) -> int:
    """The year whose figures are being gathered: until June the one before."""
    return on.year if on.month > 6 else on.year - 1


def organisations_held(user: User, *, on: date) -> list[Organisation]:
    """The very organisations in which the user reads figures by a post, in the order of the register."""
    held = reach(user, on=on).held
    rows = Organisation.objects.filter(pk__in=held)
    return list(rows.order_by("official_order", "sort_key", "pk"))
