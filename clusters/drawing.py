"""Who scores whom (chấm chéo): drawn by lot, the same again for the same seed, and nobody scores the one who scores it.

Wishes come after that: not units that became one body in a merger, not last year's pair, not last year's pair turned
round. Where not all can be kept, the draw gives up the lesser wish first and says which pairs it cost.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

Unit = Hashable
Pair = tuple[Unit, Unit]
"""(who scores, who is scored)."""

ROUNDS = 60
"""New beginnings of the search by exchange before it is content with what it has."""
LOOKS = 20_000
"""Choices the exhaustive search may look at; beyond, the best draw found is taken without proof."""


class Wish(StrEnum):
    """What a draw avoids, the most important first."""

    SISTERS = "SISTERS"
    SAME_PAIR = "SAME_PAIR"
    TURNED_PAIR = "TURNED_PAIR"


class CannotDraw(ValueError):
    """No draw without mutual scoring: `units` units cannot each score `each` others; `needed` units could."""

    def __init__(self, units: int, each: int) -> None:
        self.units, self.each, self.needed = units, each, 2 * each + 1
        super().__init__(f"{units} units cannot each score {each} others; {self.needed} could.")


@dataclass(frozen=True)
class GaveWay:
    """A wish that could not be kept for this pair."""

    pair: Pair
    wish: Wish


@dataclass(frozen=True)
class Draw:
    """The pairs, by scorer in the order of the list. proven: that no draw gives up less; seed: to draw it again."""

    pairs: tuple[Pair, ...]
    gave_way: tuple[GaveWay, ...]
    seed: str
    each: int
    proven: bool

    def scored_by(self, scorer: Unit) -> tuple[Unit, ...]:
        return tuple(scored for one, scored in self.pairs if one == scorer)

    def scorers_of(self, scored: Unit) -> tuple[Unit, ...]:
        return tuple(scorer for scorer, one in self.pairs if one == scored)


def draw(
    units: Sequence[Unit],
    *,
    seed: str,
    each: int = 1,
    last_year: Iterable[Pair] = (),
    sisters: Iterable[Collection[Unit]] = (),
    looks: int = LOOKS,
) -> Draw:
    """Every unit scores `each` others and is scored by as many; none scores the one who scores it.

    The draw depends on the set of units and the seed, not on the order of the list, which only orders the answer.
    last_year: pairs to avoid; sisters: sets of units that come from or go into one body; looks: how far it searches
    for a proof that no draw gives up less. Raises CannotDraw where
    there are fewer than 2 × each + 1 units (two units would have to score each other), ValueError for a unit twice.
    """
    if len(set(units)) < len(units):
        raise ValueError("A unit stands in the list once.")
    if each < 1 or len(units) < 2 * each + 1:
        raise CannotDraw(len(units), each)
    by_name = sorted(units, key=str)
    costs = _costs(by_name, last_year, sisters, each)
    search = Search(len(by_name), each, costs, Random(seed), looks)  # noqa: S311 -- a lot that can be drawn again
    arcs = search.best()
    position = {unit: number for number, unit in enumerate(units)}
    pairs = sorted(
        ((by_name[scorer], by_name[scored]) for scorer, scored in arcs),
        key=lambda pair: (position[pair[0]], position[pair[1]]),
    )
    avoided = wishes(last_year, sisters)
    gave_way = tuple(GaveWay(pair, avoided[pair]) for pair in pairs if pair in avoided)
    return Draw(tuple(pairs), gave_way, seed, each, search.proven)


def wishes(last_year: Iterable[Pair], sisters: Iterable[Collection[Unit]]) -> dict[Pair, Wish]:
    """Every pair to avoid with the most important wish against it."""
    pairs = list(last_year)
    avoided: dict[Pair, Wish] = {(scored, scorer): Wish.TURNED_PAIR for scorer, scored in pairs}
    avoided |= dict.fromkeys(pairs, Wish.SAME_PAIR)
    for family in sisters:
        avoided |= {(one, other): Wish.SISTERS for one in family for other in family if one != other}
    return avoided


Costs = Mapping[tuple[int, int], int]


def _costs(
    units: Sequence[Unit], last_year: Iterable[Pair], sisters: Iterable[Collection[Unit]], each: int
) -> Costs:
    """What a pair costs: one of a greater wish more than all pairs of the lesser ones together."""
    more = len(units) * each + 1
    weight = {Wish.TURNED_PAIR: 1, Wish.SAME_PAIR: more, Wish.SISTERS: more**2}
    number = {unit: place for place, unit in enumerate(units)}
    return {
        (number[scorer], number[scored]): weight[wish]
        for (scorer, scored), wish in wishes(last_year, sisters).items()
        if scorer in number and scored in number
    }


class Search:
    """Looks for the cheapest set of pairs: by exchange first, and by trying all where that may be left with a cost."""

    def __init__(self, units: int, each: int, costs: Costs, lot: Random, looks: int) -> None:
        self.units, self.each, self.costs, self.lot, self.looks = units, each, costs, lot, looks
        self.proven = False

    def cost(self, arcs: Iterable[tuple[int, int]]) -> int:
        return sum(self.costs.get(arc, 0) for arc in arcs)

    def best(self) -> list[tuple[int, int]]:
        found = self._ring()
        for _ in range(ROUNDS):
            found = min(found, self._exchanged(self._ring()), key=self.cost)
            if not self.cost(found):
                self.proven = True
                return sorted(found)
        found, self.proven = self._tried(found)
        return sorted(found)

    def _ring(self) -> list[tuple[int, int]]:
        """Everyone in a ring drawn by lot scores the next ones: never mutual, with 2 × each + 1 units or more."""
        order = list(range(self.units))
        self.lot.shuffle(order)
        steps = range(1, self.each + 1)
        return [(one, order[(n + step) % self.units]) for n, one in enumerate(order) for step in steps]

    def _exchanged(self, arcs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Two scorers exchange whom they score, as long as that makes it cheaper."""
        there = set(arcs)
        better = True
        while better:
            better = False
            for first in sorted(arc for arc in there if arc in self.costs):
                better |= self._exchange(first, there)
        return list(there)

    def _exchange(self, first: tuple[int, int], there: set[tuple[int, int]]) -> bool:
        if first not in there:
            return False
        others = sorted(there - {first})
        self.lot.shuffle(others)
        for second in others:
            new = ((first[0], second[1]), (second[0], first[1]))
            if self.cost(new) < self.cost((first, second)) and self._fits(new, there - {first, second}):
                there.difference_update((first, second))
                there.update(new)
                return True
        return False

    def _fits(self, new: Iterable[tuple[int, int]], there: Collection[tuple[int, int]]) -> bool:
        """Whether the pairs may join those there: no unit scores itself, none twice, none back."""
        together = set(there)
        for scorer, scored in new:
            if scorer == scored or (scorer, scored) in together or (scored, scorer) in together:
                return False
            together.add((scorer, scored))
        return True

    def _tried(self, found: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], bool]:
        """The cheapest of all draws, and whether all were looked at; `found` where nothing beats it."""
        least = [
            sum(
                sorted(self.costs.get((one, other), 0) for other in range(self.units) if other != one)[
                    : self.each
                ]
            )
            for one in range(self.units)
        ]
        order = sorted(range(self.units), key=lambda one: -least[one])
        slots = [one for one in order for _ in range(self.each)]
        rest = [sum(least[one] for one in order[number:]) for number in range(self.units + 1)]
        best, lowest = found, self.cost(found)
        waiting: list[tuple[tuple[tuple[int, int], ...], int]] = [((), 0)]
        while waiting and self.looks > 0:
            self.looks -= 1
            taken, spent = waiting.pop()
            if spent + rest[-(-len(taken) // self.each)] >= lowest:
                continue
            if len(taken) == len(slots):
                best, lowest = list(taken), spent
                continue
            waiting += self._next(taken, spent, slots[len(taken)])
        return best, not waiting

    def _next(
        self, taken: tuple[tuple[int, int], ...], spent: int, scorer: int
    ) -> list[tuple[tuple[tuple[int, int], ...], int]]:
        """The draw with one pair more, the cheapest continuation last, to be looked at first."""
        load = Counter(scored for _, scored in taken)
        mine = {scored for one, scored in taken if one == scorer} | {scorer}
        mine |= {one for one, scored in taken if scored == scorer}
        # One scorer's pairs are taken in the order of the list, or each set of them would be tried in every order.
        after = taken[-1][1] if taken and taken[-1][0] == scorer else -1
        free = [
            (scorer, other)
            for other in range(after + 1, self.units)
            if load[other] < self.each and other not in mine
        ]
        self.lot.shuffle(free)
        free.sort(key=lambda arc: -self.costs.get(arc, 0))
        return [((*taken, arc), spent + self.costs.get(arc, 0)) for arc in free]
