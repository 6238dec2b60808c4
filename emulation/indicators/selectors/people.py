"""Members and labourers together, those who are both counted once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from emulation.indicators.formulas import Amount, Overlap, Total, counted_once
from emulation.indicators.models import Figure, Population
from emulation.indicators.selectors.figures import figures_on

MEMBERS, LABOURERS, BOTH = "THANH_VIEN", "LAO_DONG", "THANH_VIEN_LAO_DONG"
"""The codes of the three populations it is made of."""


@dataclass(frozen=True)
class CountedOnce:
    """`parts`: members, labourers and those who are both, each with its amount, None where not reported."""

    parts: tuple[tuple[Population, Amount | None], ...]

    @property
    def missing(self) -> list[Population]:
        return [one for one, amount in self.parts if amount is None]

    @property
    def value(self) -> Decimal | None:
        """How many people they are; None where a part is missing or the parts contradict one another."""
        members, labourers, both = (amount.value if amount else None for _one, amount in self.parts)
        try:
            return counted_once(members, labourers, both)
        except Overlap:
            return None

    @property
    def hedges(self) -> tuple[str, ...]:
        """The words by which any of the parts is hedged, sorted."""
        return tuple(sorted({amount.qualifier for _one, amount in self.parts if amount and amount.qualifier}))


def once_of(amounts: Mapping[int, Amount | None], catalogue: Iterable[Population]) -> CountedOnce | None:
    """From {population id: amount}; None where the catalogue lacks one of the three."""
    by_code = {one.code: one for one in catalogue}
    if not {MEMBERS, LABOURERS, BOTH} <= by_code.keys():
        return None
    return CountedOnce(
        tuple((by_code[code], amounts.get(by_code[code].pk)) for code in (MEMBERS, LABOURERS, BOTH))
    )


def once_in(figures: Iterable[Figure], catalogue: Iterable[Population]) -> CountedOnce | None:
    """The same from the figures of one organisation and period; None where none of the three was reported."""
    once = once_of({row.population_id: row.amount for row in figures if row.population_id}, catalogue)
    return once if once and len(once.missing) < len(once.parts) else None


def once_in_totals(totals: Mapping[int, Total], catalogue: Collection[Population]) -> CountedOnce | None:
    """The same from sums; one in which a unit is missing is missing itself. None where no unit reported any."""
    amounts = {
        pk: None if one.missing or one.value is None else Amount(one.value, ", ".join(one.qualifiers))
        for pk, one in totals.items()
    }
    once = once_of(amounts, catalogue)
    return once if once and any(totals[one.pk].counted for one, _amount in once.parts) else None


def once_at(organisation_ids: Collection[int], year: int, *, period: str) -> dict[int, CountedOnce]:
    """{organisation id: its people}, of those that reported any of the three; two queries."""
    catalogue = list(Population.objects.filter(code__in=[MEMBERS, LABOURERS, BOTH]))
    by_unit: dict[int, list[Figure]] = {}
    for row in figures_on(organisation_ids, [year], populations=catalogue, period=period).values():
        by_unit.setdefault(row.organisation_id, []).append(row)
    found = ((unit, once_in(rows, catalogue)) for unit, rows in by_unit.items())
    return {unit: once for unit, once in found if once is not None}
