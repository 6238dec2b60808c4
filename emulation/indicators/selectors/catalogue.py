"""The catalogue as it stands on a day: versions in force, and who reports what."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from emulation.indicators.models import Indicator, IndicatorVersion, Nature, Population

Subject = Population | IndicatorVersion


def versions_on(on: date, *, indicators: Collection[Indicator | int] | None = None) -> list[IndicatorVersion]:
    """The version of each indicator in force on the day, in official order; retired ones are left out."""
    rows = IndicatorVersion.objects.filter(valid_from__lte=on)
    rows = rows.filter(Q(indicator__retired_on=None) | Q(indicator__retired_on__gt=on))
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    rows = rows.select_related("indicator", "numerator_population", "denominator_population")
    newest = {version.indicator_id: version for version in rows.order_by("valid_from")}
    return sorted(newest.values(), key=lambda one: (one.indicator.official_order, one.indicator.code))


def version_on(code: str, on: date) -> IndicatorVersion | None:
    """The version in force on the day of the indicator with this code."""
    rows = IndicatorVersion.objects.filter(indicator__code=code, valid_from__lte=on)
    return rows.select_related("indicator").order_by("-valid_from").first()


def populations() -> list[Population]:
    """All populations in official order, each with its whole."""
    return list(Population.objects.select_related("part_of"))


def is_asked(kind: str, subject: Subject, *, on: date) -> bool:
    """Whether an organisation of this kind reports it on the day; what is retired nobody reports any more."""
    line = subject if isinstance(subject, Population) else subject.indicator
    if line.retired_on is not None and line.retired_on <= on:
        return False
    return not line.asked_of or kind in line.asked_of


def asked(kind: str, subjects: Iterable[Subject], *, on: date) -> list[Subject]:
    """Those of the populations and versions that an organisation of this kind reports on the day."""
    return [one for one in subjects if is_asked(kind, one, on=on)]


def is_whole(subject: Subject) -> bool:
    """Whether its boxes take whole numbers: both numbers of a percent are counts too."""
    return not isinstance(subject, IndicatorVersion) or subject.nature != Nature.AMOUNT


def versions_by_indicator() -> dict[int, list[IndicatorVersion]]:
    """{indicator id: its versions, the newest first}; one query."""
    rows = IndicatorVersion.objects.select_related("indicator").order_by("indicator_id", "-valid_from")
    found: dict[int, list[IndicatorVersion]] = {}
    for row in rows:
        found.setdefault(row.indicator_id, []).append(row)
    return found


def in_force(versions: Iterable[IndicatorVersion], on: date) -> IndicatorVersion | None:
    """Of the versions of one indicator, the newest first, that which holds on the day."""
    return next((one for one in versions if one.valid_from <= on), None)


def indicators_page() -> QuerySet[Indicator]:
    """The catalogue in official order, each with its versions, the newest first, as `all_versions`."""
    versions = IndicatorVersion.objects.order_by("-valid_from").select_related(
        "numerator_population", "denominator_population"
    )
    return Indicator.objects.prefetch_related(Prefetch("versions", versions, to_attr="all_versions"))
