"""One ranking for screen, spreadsheet and paper: places, ties and what separated them, knock-outs, bands.

The order in which units come in never matters; a better result never lowers a place.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from clusters.scoring.kinds import ZERO, Effect
from clusters.scoring.sectors import Basis, Standing, standings
from clusters.scoring.totals import Knock, Total

LEAST_PEERS = 5
BALLOT = "BALLOT"
"""The step of a tie-break that is decided by secret ballot among the tied; every other step is a code of the sheet."""

Unit = Hashable


class BandsBy(StrEnum):
    """What a band goes by: the share of the points possible, in percent, or the place."""

    SHARE = "SHARE"
    PLACE = "PLACE"


@dataclass(frozen=True)
class RankBand:
    """Xuất sắc, Tốt, Khá: from this percent on, or down to this place. Tied units are in one band."""

    code: str
    bound: Decimal


@dataclass(frozen=True)
class RankingRule:
    """How a cluster ranks; frozen with the pledge.

    tie_break: codes of groups or criteria compared in this order, more is better, and BALLOT; empty leaves ties.
    bands: best first. least_peers: with fewer units to compare the result says that it is not enough to compare.
    """

    basis: Basis = Basis.POINTS
    tie_break: tuple[str, ...] = ()
    bands: tuple[RankBand, ...] = ()
    bands_by: BandsBy = BandsBy.SHARE
    least_peers: int = LEAST_PEERS


@dataclass(frozen=True)
class Entrant:
    """One unit as it enters a ranking.

    order: place in the official list, for the order of tied rows alone; parts: points by code, for tie-breaks; votes:
    of the secret ballot among the tied; knocks: gates that fell; comparable: points and possible between sectors.
    """

    unit: Unit
    points: Decimal | None
    possible: Decimal = ZERO
    parts: Mapping[str, Decimal | None] = field(default_factory=dict)
    votes: int | None = None
    knocks: tuple[Knock, ...] = ()
    sector: str = ""
    comparable: tuple[Decimal | None, Decimal] | None = None
    order: int = 0
    provisional: bool = False
    missing: tuple[str, ...] = ()


def entrant(
    unit: Unit, total: Total, *, sector: str = "", votes: int | None = None, order: int = 0
) -> Entrant:
    """A unit with its total: groups and leaves become the parts that a tie-break may ask for."""
    leaves = {line.leaf.code: None if line.base is None else line.base + line.bonus for line in total.lines}
    groups = {code: group.points for code, group in total.groups.items()}
    return Entrant(
        unit=unit,
        points=total.points,
        possible=total.possible,
        parts={**leaves, **groups},
        votes=votes,
        knocks=total.knocks,
        sector=sector,
        comparable=total.comparable,
        order=order,
        provisional=bool(total.provisional),
        missing=total.missing,
    )


@dataclass(frozen=True)
class Separation:
    """What lies between two neighbours in a ranking.

    step: the basis (POINTS, SHARE, …), a code of the tie-break, or "" where nothing does: they share the place.
    mine, theirs: the two numbers compared; difference: mine less theirs. Shares are percents, as shown.
    """

    other: Unit
    step: str
    mine: Decimal | None = None
    theirs: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        return None if self.mine is None or self.theirs is None else self.mine - self.theirs


@dataclass(frozen=True)
class Place:
    """A ranked unit and why it stands there.

    shared_with: others on the same place; before, after: what separates it from its neighbours; untold: tie-break
    steps that could not be taken because one of the tied has no number there; flag: whether no gate forbids it.
    """

    unit: Unit
    place: int
    standing: Standing
    band: str
    shared_with: tuple[Unit, ...]
    before: Separation | None
    after: Separation | None
    untold: tuple[str, ...]
    knocks: tuple[Knock, ...]
    provisional: bool
    missing: tuple[str, ...]

    @property
    def flag(self) -> bool:
        """Whether it may be put forward for the flag."""
        return all(knock.effect is not Effect.NO_FLAG for knock in self.knocks)


@dataclass(frozen=True)
class Unranked:
    """A unit without a place: KNOCKED_OUT with its gates, NOT_SCORED, NOTHING_POSSIBLE, SECTOR_TOO_SMALL."""

    unit: Unit
    reason: str
    standing: Standing
    knocks: tuple[Knock, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """The result. `enough`: whether there are peers enough for places to mean anything ("đủ cơ sở so sánh")."""

    places: tuple[Place, ...]
    unranked: tuple[Unranked, ...]
    rule: RankingRule

    @property
    def peers(self) -> int:
        return len(self.places)

    @property
    def enough(self) -> bool:
        return self.peers >= self.rule.least_peers

    @property
    def provisional(self) -> bool:
        return any(place.provisional or place.missing for place in self.places)

    def place_of(self, unit: Unit) -> int | None:
        return next((place.place for place in self.places if place.unit == unit), None)


def rank(entrants: Sequence[Entrant], rule: RankingRule) -> Ranking:
    """The places of all units. Raises ValueError where a unit enters twice.

    Equal units share a place and the next is skipped. Of a tie, the first step of the tie-break at which all of the
    tied have a number and the numbers differ separates them; what it leaves equal goes on to the next step.
    """
    if len({one.unit for one in entrants}) < len(entrants):
        raise ValueError("A unit enters a ranking once.")
    ordered = sorted(entrants, key=_listed)
    # Who is barred is nobody's peer: its points are shown, and no sector is measured by them.
    peers = [one for one in ordered if not _barred(one)]
    known = standings(peers, rule.basis, rule.least_peers)
    known |= standings([one for one in ordered if _barred(one)], Basis.POINTS, rule.least_peers)
    unranked = [out for one in ordered if (out := _unranked(one, known[one.unit]))]
    away = {out.unit for out in unranked}
    ranked = [one for one in ordered if one.unit not in away]
    return Ranking(_places(_parted(ranked, rule, known), rule, known), tuple(unranked), rule)


def _listed(one: Entrant) -> tuple[int, str]:
    return (one.order, str(one.unit))


def _barred(one: Entrant) -> tuple[Knock, ...]:
    return tuple(knock for knock in one.knocks if knock.effect is Effect.UNRANKED)


def _unranked(one: Entrant, standing: Standing) -> Unranked | None:
    if _barred(one):
        return Unranked(one.unit, "KNOCKED_OUT", standing, _barred(one))
    if standing.value is None:
        return Unranked(one.unit, standing.lacks, standing, one.knocks)
    return None


@dataclass(frozen=True)
class Tied:
    """Units that nothing separates any more. parted: by which step this set came apart from the one before it."""

    units: tuple[Entrant, ...]
    parted: str
    untold: tuple[str, ...] = ()


def _parted(units: Sequence[Entrant], rule: RankingRule, known: Mapping[Unit, Standing]) -> list[Tied]:
    """The units in sets of equals, the best set first."""
    values = {one.unit: value for one in units if (value := known[one.unit].value) is not None}
    sets = _by_value(units, values, rule.basis.value, ())
    for step in rule.tie_break:
        sets = [piece for tied in sets for piece in _broken(tied, step)]
    return sets


def _by_value(
    units: Sequence[Entrant], values: Mapping[Unit, Fraction], step: str, untold: tuple[str, ...]
) -> list[Tied]:
    found: dict[Fraction, list[Entrant]] = defaultdict(list)
    for one in units:
        found[values[one.unit]].append(one)
    return [Tied(tuple(found[value]), step, untold) for value in sorted(found, reverse=True)]


def _broken(tied: Tied, step: str) -> list[Tied]:
    """The set divided by one step; whole, where someone has no number there: nobody is put last for a gap."""
    if len(tied.units) == 1:
        return [tied]
    values = {one.unit: number for one in tied.units if (number := _number(one, step)) is not None}
    if len(values) < len(tied.units):
        return [Tied(tied.units, tied.parted, (*tied.untold, step))]
    first, *rest = _by_value(tied.units, values, step, tied.untold)
    return [Tied(first.units, tied.parted, first.untold), *rest]


def _number(one: Entrant, step: str) -> Fraction | None:
    found = one.votes if step == BALLOT else one.parts.get(step)
    return None if found is None else Fraction(found)


def _places(sets: Sequence[Tied], rule: RankingRule, known: Mapping[Unit, Standing]) -> tuple[Place, ...]:
    rows = [(tied, number, one) for number, tied in enumerate(sets) for one in tied.units]
    ahead = list(accumulate((len(tied.units) for tied in sets), initial=0))
    places = []
    for position, (tied, number, one) in enumerate(rows):
        before = rows[position - 1] if position else None
        after = rows[position + 1] if position + 1 < len(rows) else None
        place = ahead[number] + 1
        standing = known[one.unit]
        places.append(
            Place(
                unit=one.unit,
                place=place,
                standing=standing,
                band=_band(rule, place, standing),
                shared_with=tuple(other.unit for other in tied.units if other is not one),
                before=before and _between(one, before[2], tied if before[0] is not tied else None, known),
                after=after and _between(one, after[2], after[0] if after[0] is not tied else None, known),
                untold=tied.untold,
                knocks=one.knocks,
                provisional=one.provisional,
                missing=one.missing,
            )
        )
    return tuple(places)


def _between(one: Entrant, other: Entrant, parted: Tied | None, known: Mapping[Unit, Standing]) -> Separation:
    if parted is None:
        return Separation(other.unit, "")
    step = parted.parted
    if step in list(Basis):
        return Separation(other.unit, step, known[one.unit].shown, known[other.unit].shown)
    mine, theirs = (_number(entry, step) for entry in (one, other))
    return Separation(other.unit, step, _decimal(mine), _decimal(theirs))


def _decimal(number: Fraction | None) -> Decimal | None:
    return None if number is None else Decimal(number.numerator) / Decimal(number.denominator)


def _band(rule: RankingRule, place: int, standing: Standing) -> str:
    """The first band whose bound is met, "" where none is."""
    for band in rule.bands:
        if rule.bands_by is BandsBy.PLACE and place <= band.bound:
            return band.code
        if (
            rule.bands_by is BandsBy.SHARE
            and standing.share is not None
            and standing.share * 100 >= band.bound
        ):
            return band.code
    return ""
