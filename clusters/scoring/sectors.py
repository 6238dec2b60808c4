"""Units of unlike sectors side by side: what each is measured by, and which small sectors to put together.

Case 001: "nhiều lĩnh vực nên khó xác định tiêu chí chung", and few cooperatives in a sector hardly compete.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import mean, median
from typing import NamedTuple, Protocol

from clusters.scoring.rounding import percent


class Basis(StrEnum):
    """What places go by.

    POINTS: the points. SHARE: points over points possible. SECTOR_SHARE (the default between unlike sectors): the
    same over the comparable criteria alone, bonus apart; it needs no peers. SECTOR_MEAN, SECTOR_MEDIAN: that share
    over the mean or median of the unit's own sector; a sector with too few units is not placed by them.
    """

    POINTS = "POINTS"
    SHARE = "SHARE"
    SECTOR_SHARE = "SECTOR_SHARE"
    SECTOR_MEAN = "SECTOR_MEAN"
    SECTOR_MEDIAN = "SECTOR_MEDIAN"


BETWEEN_SECTORS = Basis.SECTOR_SHARE
OVER_THE_SECTOR = (Basis.SECTOR_MEAN, Basis.SECTOR_MEDIAN)


class Measured(Protocol):
    """What a standing is made of; an Entrant of a ranking is one."""

    @property
    def unit(self) -> Hashable: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def possible(self) -> Decimal: ...
    @property
    def comparable(self) -> tuple[Decimal | None, Decimal] | None: ...
    @property
    def sector(self) -> str: ...


@dataclass(frozen=True)
class Standing:
    """What a unit is placed by. value: exact, None where there is none, and `lacks` says why.

    share: points over points possible, of what the basis counts; norm: mean or median share of its sector, of `peers`
    units.
    """

    value: Fraction | None
    points: Decimal | None
    possible: Decimal
    share: Fraction | None
    basis: Basis
    lacks: str = ""
    norm: Fraction | None = None
    peers: int = 0

    @property
    def shown(self) -> Decimal | None:
        """The value for the eye: points as they are, all else as a percent."""
        if self.basis is Basis.POINTS or self.value is None:
            return self.points if self.value is not None else None
        return percent(self.value)


def standings(units: Sequence[Measured], basis: Basis, least: int) -> dict[Hashable, Standing]:
    """What each unit is placed by. `least`: units a sector must have for a mean or median of it to count."""
    shares = {one.unit: _share(one, basis) for one in units}
    by_sector: dict[str, list[Fraction]] = defaultdict(list)
    for one in units:
        if (share := shares[one.unit]) is not None:
            by_sector[one.sector].append(share)
    norms = {sector: _norm(found, basis, least) for sector, found in by_sector.items()}
    missing = Norm(None, 0)
    return {
        one.unit: _standing(one, basis, shares[one.unit], norms.get(one.sector, missing)) for one in units
    }


class Norm(NamedTuple):
    """What the units of a sector are held against: None where they are too few, or all have nothing."""

    share: Fraction | None
    peers: int


def _norm(shares: Sequence[Fraction], basis: Basis, least: int) -> Norm:
    if basis not in OVER_THE_SECTOR:
        return Norm(None, len(shares))
    middle = mean(shares) if basis is Basis.SECTOR_MEAN else median(shares)
    return Norm(middle if len(shares) >= least and middle > 0 else None, len(shares))


def _counted(one: Measured, basis: Basis) -> tuple[Decimal | None, Decimal]:
    """Points and points possible: of all criteria, or of those that sectors may be compared by."""
    if basis in (Basis.POINTS, Basis.SHARE) or one.comparable is None:
        return one.points, one.possible
    return one.comparable


def _share(one: Measured, basis: Basis) -> Fraction | None:
    points, possible = _counted(one, basis)
    return None if points is None or not possible else Fraction(points) / Fraction(possible)


def _standing(one: Measured, basis: Basis, share: Fraction | None, norm: Norm) -> Standing:
    """The unit held against what the basis says; `lacks` where it cannot be."""
    points, _ = _counted(one, basis)
    if points is None:
        return Standing(None, one.points, one.possible, None, basis, "NOT_SCORED")
    if basis is Basis.POINTS:
        return Standing(Fraction(points), one.points, one.possible, share, basis)
    if share is None:
        return Standing(None, one.points, one.possible, None, basis, "NOTHING_POSSIBLE")
    if basis not in OVER_THE_SECTOR:
        return Standing(share, one.points, one.possible, share, basis)
    lacks = "SECTOR_TOO_SMALL" if norm.share is None else ""
    value = None if norm.share is None else share / norm.share
    return Standing(value, one.points, one.possible, share, basis, lacks, norm.share, norm.peers)


# --- pooling


@dataclass(frozen=True)
class Joining:
    """One proposed step: the units of `small` join those of `other`, and why: SAME_FAMILY or SMALLEST."""

    small: tuple[str, ...]
    other: tuple[str, ...]
    because: str
    units_small: int
    units_other: int

    @property
    def units(self) -> int:
        return self.units_small + self.units_other


@dataclass(frozen=True)
class Pool:
    """Sectors ranked together, and how many units that makes."""

    sectors: tuple[str, ...]
    units: int


@dataclass(frozen=True)
class Pooling:
    """A proposal; `enough` is False where all units together are still too few."""

    pools: tuple[Pool, ...]
    steps: tuple[Joining, ...]
    least: int

    @property
    def enough(self) -> bool:
        return all(pool.units >= self.least for pool in self.pools)


def pooling(
    units: Mapping[str, int], *, families: Mapping[str, str] | None = None, least: int = 5
) -> Pooling:
    """Which sectors to rank together until every pool has `least` units; sectors without units are left out.

    The smallest pool that has too few joins the smallest other one of its family (kindred lines of business, from
    `families`), else the smallest of all: as few units as may be are moved. Equal sizes go by name, so the proposal
    is the same for the same numbers.
    """
    kin = families or {}
    pools = sorted((Pool((sector,), count) for sector, count in units.items() if count > 0), key=_size)
    steps = []
    while len(pools) > 1 and pools[0].units < least:
        small, others = pools[0], pools[1:]
        related = [pool for pool in others if _families(pool, kin) & _families(small, kin)]
        other = (related or others)[0]
        because = "SAME_FAMILY" if related else "SMALLEST"
        steps.append(Joining(small.sectors, other.sectors, because, small.units, other.units))
        joined = Pool(tuple(sorted((*small.sectors, *other.sectors))), small.units + other.units)
        pools = sorted([pool for pool in others if pool != other] + [joined], key=_size)
    return Pooling(tuple(sorted(pools, key=lambda pool: pool.sectors)), tuple(steps), least)


def _size(pool: Pool) -> tuple[int, tuple[str, ...]]:
    return (pool.units, pool.sectors)


def _families(pool: Pool, families: Mapping[str, str]) -> frozenset[str]:
    return frozenset(families[sector] for sector in pool.sectors if sector in families)
