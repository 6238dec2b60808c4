"""Whom a movement brought a commendation and whom a nomination names, asked of whichever room decides on them.

The rooms above register a function from their AppConfig.ready(); programmes know no awards.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

Counter = Callable[[Collection[int]], Mapping[int, frozenset[int]]]
"""{id of a movement: ids of the units commended for it}; a movement nobody commends for has no key."""
COUNTERS: list[Counter] = []
Namer = Callable[[int], bool]
"""Whether a living nomination names the model of this id, whoever may read it."""
NAMERS: list[Namer] = []


def register(counter: Counter) -> Counter:
    """Ask this room as well; registering it again changes nothing."""
    if counter not in COUNTERS:
        COUNTERS.append(counter)
    return counter


def awarded(movement_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """What all rooms know of these movements."""
    found: dict[int, frozenset[int]] = defaultdict(frozenset)
    for counter in COUNTERS:
        for movement_id, units in counter(movement_ids).items():
            found[movement_id] |= units
    return dict(found)


def register_namer(namer: Namer) -> Namer:
    """Ask this room as well whether a model is named; registering it again changes nothing."""
    if namer not in NAMERS:
        NAMERS.append(namer)
    return namer


def named_by_a_nomination(candidate_id: int) -> bool:
    """Whether any room has a living nomination that names the model."""
    return any(namer(candidate_id) for namer in NAMERS)
