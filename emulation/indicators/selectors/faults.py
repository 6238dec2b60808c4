"""What does not fit together in one organisation's figures of one year: flagged, never corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from emulation.indicators.formulas import Amount, breakdown_faults
from emulation.indicators.models import Figure, Period, Population
from emulation.indicators.selectors.catalogue import populations
from emulation.indicators.selectors.figures import figures_on
from emulation.indicators.selectors.people import BOTH, MEMBERS
from emulation.organisations.models import Organisation


@dataclass(frozen=True)
class Fault:
    """One contradiction. `kind`: "part", "more" or "differs" (a breakdown), "over_one" (a numerator greater
    than its denominator), "overlap" (more people in both sets than in one). `places` are the ids of what it
    concerns: populations by "p12", versions by "i7"."""

    kind: str
    places: tuple[str, ...]
    names: tuple[str, ...]
    found: Decimal
    whole: Decimal


def place_of(figure_or_subject: Figure | Population) -> str:
    """The mark of what is counted: "p12" for a population, "i7" for a version of an indicator."""
    if isinstance(figure_or_subject, Population):
        return f"p{figure_or_subject.pk}"
    if figure_or_subject.population_id:
        return f"p{figure_or_subject.population_id}"
    return f"i{figure_or_subject.indicator_version_id}"


def faults_of(organisation: Organisation, year: int, *, period: str = Period.YEAR) -> list[Fault]:
    """Breakdowns that do not add up, numerators above their denominator, overlaps that cannot be; two queries."""
    known = figures_on([organisation.pk], [year], period=period)
    return faults_in(known.values(), populations())


def faults_in(figures: Iterable[Figure], catalogue: Iterable[Population]) -> list[Fault]:
    """The same for figures that are at hand: of one organisation, year and period."""
    rows = list(figures)
    amounts = {row.population_id: row.amount for row in rows if row.population_id}
    everything = list(catalogue)
    return [
        *_breakdowns(amounts, everything),
        *(fault for row in rows if (fault := _over_one(row))),
        *_overlaps(amounts, {one.code: one for one in everything}),
    ]


def _breakdowns(amounts: Mapping[int, Amount], catalogue: list[Population]) -> Iterable[Fault]:
    divisions: dict[tuple[Population, str], list[Population]] = {}
    for part in catalogue:
        if part.part_of is not None:
            # Parts without an axis divide nothing together: each is looked at by itself.
            divisions.setdefault((part.part_of, part.axis or part.code), []).append(part)
    for (whole, _axis), parts in divisions.items():
        divides = bool(parts[0].axis) and len(parts) > 1
        by_code = {part.code: part for part in parts}
        named = {part.code: amounts.get(part.pk) for part in parts}
        for fault in breakdown_faults(named, amounts.get(whole.pk), divides=divides):
            concerned = [by_code[fault.part]] if fault.part else parts
            yield Fault(
                fault.kind,
                tuple(place_of(one) for one in [whole, *concerned]),
                tuple(one.name for one in [whole, *concerned]),
                fault.found,
                fault.whole,
            )


def _over_one(figure: Figure) -> Fault | None:
    version, percent = figure.indicator_version, figure.percent
    if version is None or percent is None or version.nature != "RATIO":
        return None
    n, d = percent.numerator, percent.denominator
    if n is None or d is None or n <= d:
        return None
    return Fault("over_one", (place_of(figure),), (version.name,), n, d)


def _overlaps(amounts: Mapping[int, Amount], by_code: Mapping[str, Population]) -> Iterable[Fault]:
    """Members who also work are a part of both; that they are a part of the labourers, the catalogue knows."""
    if not {MEMBERS, BOTH} <= by_code.keys():
        return
    members, both = by_code[MEMBERS], by_code[BOTH]
    whole, part = amounts.get(members.pk), amounts.get(both.pk)
    if whole is None or part is None or not (whole.exact and part.exact) or part.value <= whole.value:
        return
    places = (place_of(members), place_of(both))
    yield Fault("overlap", places, (members.name, both.name), part.value, whole.value)
