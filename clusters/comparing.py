"""Last year's targets beside this year's: what is new, what changed and how, what is gone (pure)."""

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


def _same(old: Asked, new: Asked) -> bool:
    codes = [getattr(getattr(one, "indicator", None), "indicator_id", None) for one in (old, new)]
    if codes[0] is not None or codes[1] is not None:
        return codes[0] == codes[1]
    return fold(old.text) == fold(new.text)
