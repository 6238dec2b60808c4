"""What the units below an organisation report together, in the tree of the year's end or in that of today."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from emulation.indicators.formulas import Total
from emulation.indicators.models import Period, Population
from emulation.indicators.selectors.catalogue import is_asked
from emulation.indicators.selectors.figures import current, last_day
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import alive_on, below_on, predecessor_ids, version_on
from emulation.vietnamese import trimmed


def totals_below(
    organisation: Organisation,
    year: int,
    wanted: Collection[Population],
    *,
    period: str = Period.YEAR,
    tree_on: date | None = None,
) -> dict[int, Total]:
    """{population id: the sum, how many units are missing, which words hedge it}; `tree_on` as `units_below`.

    Asked are the units of the kinds that report the population and exist at the end of the period; the
    organisation itself is not one of them.
    """
    end = last_day(year, period)
    units = units_below(organisation, year, period=period, tree_on=tree_on)
    by_kind = dict(units.order_by().values_list("kind").annotate(Count("pk")))
    rows = current().filter(organisation__in=units, year=year, period=period, population__in=list(wanted))
    lines = rows.order_by().values_list("population", "organisation__kind", "qualifier")
    sums: dict[int, Total] = {one.pk: Total() for one in wanted}
    reported = dict.fromkeys(sums, 0)
    kinds = {one.pk: frozenset(kind for kind in by_kind if is_asked(kind, one, on=end)) for one in wanted}
    for pk, kind, qualifier, number, value in lines.annotate(Count("pk"), Sum("value")):
        if kind in kinds[pk]:
            sums[pk] += Total(trimmed(value), number, 0, (qualifier,) if qualifier else ())
            reported[pk] += number
    return {
        pk: total + Total(missing=sum(by_kind[kind] for kind in kinds[pk]) - reported[pk])
        for pk, total in sums.items()
    }


def units_below(
    organisation: Organisation, year: int, *, period: str = Period.YEAR, tree_on: date | None = None
) -> QuerySet[Organisation]:
    """The organisations below it that exist at the end of the period, in the tree of the day `tree_on`.

    Without a day the tree is that of the period's end. A body that did not exist then yet had the units of
    those whose place it took.
    """
    end = last_day(year, period)
    if tree_on == timezone.localdate():
        below = Q(path__startswith=organisation.path) & ~Q(pk=organisation.pk)
        return Organisation.objects.filter(below & alive_on(end))
    day = tree_on or end
    return below_on(bodies_on(organisation, day), day).filter(alive_on(end))


def bodies_on(organisation: Organisation, on: date) -> list[int]:
    """Ids of the body and, where it did not exist on the day, of those living then whose place it took.

    The body itself always: a register may say of a unit of old that it stands below the body of today.
    """
    if version_on(organisation, on) is not None:
        return [organisation.pk]
    before = Organisation.objects.filter(alive_on(on), pk__in=predecessor_ids([organisation.pk]))
    return [organisation.pk, *before.order_by("pk").values_list("pk", flat=True)]
