"""Whom a movement brought a commendation, asked of whichever room decides on them.

The rooms above register a function from their AppConfig.ready(); programmes know no awards.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

Counter = Callable[[Collection[int]], Mapping[int, frozenset[int]]]
"""{id of a movement: ids of the units commended for it}; a movement nobody commends for has no key."""
COUNTERS: list[Counter] = []


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
