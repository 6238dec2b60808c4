"""Targets beside targets: what is new against last year, what changed, what is gone, what stands twice (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from emulation.vietnamese import fold


class Asked(Protocol):
    """A target as far as it is compared."""

    text: str
    comparator: str
    value: Decimal | None
    unit: str
    scope: str


@dataclass(frozen=True)
class Change:
    """`kind` is "new", "changed" or "gone"; `fields` are the names of what differs."""

    kind: str
    before: Asked | None
    after: Asked | None
    fields: tuple[str, ...] = ()


COMPARED = ("text", "comparator", "value", "unit", "scope")


def changes_between(before: Sequence[Asked], after: Sequence[Asked]) -> list[Change]:
    """In the order of the new targets, then what is gone; a target is known by its definition, else by its words."""
    left = list(before)
    changes = []
    for target in after:
        old = next((one for one in left if _same(one, target)), None)
        if old is None:
            changes.append(Change("new", None, target))
            continue
        left.remove(old)
        differing = tuple(name for name in COMPARED if getattr(old, name) != getattr(target, name))
        if differing:
            changes.append(Change("changed", old, target, differing))
    return changes + [Change("gone", old, None) for old in left]


def twice(targets: Sequence[Asked]) -> list[Asked]:
    """Each target that an earlier one asks already: of the same, with the same words, or the same number of the same.

    Two numbers of one indicator (a floor and a ceiling; of each member and of the whole) are two targets.
    """
    return [
        target
        for place, target in enumerate(targets)
        if any(_repeats(earlier, target) for earlier in targets[:place])
    ]


def _repeats(earlier: Asked, later: Asked) -> bool:
    if (earlier.scope, earlier.comparator, earlier.value) != (later.scope, later.comparator, later.value):
        return False
    return fold(earlier.text) == fold(later.text) or (later.value is not None and _same(earlier, later))


def _same(old: Asked, new: Asked) -> bool:
    codes = [getattr(getattr(one, "indicator", None), "indicator_id", None) for one in (old, new)]
    if codes[0] is not None or codes[1] is not None:
        return codes[0] == codes[1]
    return fold(old.text) == fold(new.text)
