"""Long lists a page at a time, at a cost that does not grow with the table.

`page_of` counts exactly to 10,000 and then says "more than"; `key_page_of` does not count at all and goes
to the next rows by the key of the last one, for lists that may hold a million rows.
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

SIZES = (10, 20, 50)
DEFAULT_SIZE = 20
EXACT_TO = 10_000


@dataclass(frozen=True)
class Page:
    """Rows `first` to `last` (from 1) of `total`; `exact` is False when there are more than EXACT_TO rows."""

    rows: Sequence[Any]
    number: int
    size: int
    total: int
    exact: bool
    sizes: tuple[int, ...] = SIZES
    by_key: bool = field(default=False, init=False)

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None

    @property
    def numbers(self) -> list[int | None]:
        """The page numbers to offer: first, last, and two each side; None is a gap."""
        near = {1, self.pages, *range(self.number - 2, self.number + 3)}
        shown = sorted(number for number in near if 1 <= number <= self.pages)
        offered: list[int | None] = []
        for number in shown:
            if offered and number != (offered[-1] or 0) + 1:
                offered.append(None)
            offered.append(number)
        return offered


@dataclass(frozen=True)
class KeyPage:
    """Rows after (or before) a key; `after` and `before` are tokens for the address, "" at either end."""

    rows: Sequence[Any]
    size: int
    before: str
    after: str
    sizes: tuple[int, ...] = SIZES
    by_key: bool = field(default=True, init=False)


def page_of(rows: QuerySet[Any], query: QueryDict) -> Page:
    """The page that the address asks for (`page`, `size`); a nonsensical page number gets the nearest page.

    Two queries: one counts to EXACT_TO + 1 at most, one fetches `size` rows. Rows beyond EXACT_TO are
    reached by narrowing the filter, because deep offsets grow slow.
    """
    size = size_in(query)
    counted = rows.order_by()[: EXACT_TO + 1].count()
    total = min(counted, EXACT_TO)
    last_page = max(1, -(-total // size))
    number = min(max(1, _whole(query.get("page"), 1)), last_page)
    start = (number - 1) * size
    return Page(list(rows[start : start + size]) if total else [], number, size, total, counted <= EXACT_TO)


def key_page_of(rows: QuerySet[Any], query: QueryDict, *, keys: Sequence[str]) -> KeyPage:
    """The rows beyond the key in the address (`after` or `before`), in the order of `keys`.

    `keys` must be non-null columns and together unique ("sort_key", "pk"); "-pk" descends, and then every
    key must. One query of `size` + 1 rows.
    """
    descending = keys[0].startswith("-")
    keys = [key.removeprefix("-") for key in keys]
    forward, backward = ("-", "") if descending else ("", "-")
    beyond, short_of = ("lt", "gt") if descending else ("gt", "lt")
    size = size_in(query)
    back = _key_in(query.get("before"), keys, rows.model)
    forth = None if back else _key_in(query.get("after"), keys, rows.model)
    if back:
        found = list(
            rows.filter(_beyond(keys, back, short_of)).order_by(*(backward + key for key in keys))[: size + 1]
        )
        more_before, more_after = len(found) > size, True
        found = found[:size][::-1]
    else:
        narrowed = rows.filter(_beyond(keys, forth, beyond)) if forth else rows
        found = list(narrowed.order_by(*(forward + key for key in keys))[: size + 1])
        more_before, more_after = forth is not None, len(found) > size
        found = found[:size]
    return KeyPage(
        found,
        size,
        before=_token(found[0], keys) if found and more_before else "",
        after=_token(found[-1], keys) if found and more_after else "",
    )


def size_in(query: QueryDict) -> int:
    """Rows a page as the address asks, one of SIZES."""
    size = _whole(query.get("size"), DEFAULT_SIZE)
    return size if size in SIZES else DEFAULT_SIZE


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """The ids of a posted list; whatever is no plain number of at most nine digits is left out."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


def one_up(order: Sequence[int], moved: int) -> list[int]:
    """The ids with `moved` one place further up; as they are where it stands first or not among them."""
    found = list(order)
    if moved in found[1:]:
        place = found.index(moved)
        found[place - 1], found[place] = found[place], found[place - 1]
    return found


def _whole(text: object, otherwise: int) -> int:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _beyond(keys: Sequence[str], values: Mapping[str, Any], operator: str) -> Q:
    """(a, b) > (x, y) written as a > x or (a = x and b > y), which both databases answer from an index."""
    condition = Q()
    equal = Q()
    for key in keys:
        condition |= equal & Q(**{f"{key}__{operator}": values[key]})
        equal &= Q(**{key: values[key]})
    return condition


def _token(row: Model, keys: Sequence[str]) -> str:
    values = [getattr(row, key) for key in keys]
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _key_in(token: str | None, keys: Sequence[str], model: type[Model]) -> dict[str, Any] | None:
    """The key that a token of the address carries; None where it is missing or was tampered with."""
    if not token:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, RecursionError):
        return None
    whole = isinstance(values, list) and len(values) == len(keys)
    if not whole or not all(isinstance(value, str | int) for value in values):
        return None
    try:
        return {key: _of_column(model, key, value) for key, value in zip(keys, values, strict=True)}
    except (ValidationError, ValueError):
        return None


def _of_column(model: type[Model], key: str, value: str | int) -> Any:
    """The value as the column holds it. Raises ValidationError or ValueError for one that no row can have."""
    column: Any = model._meta.pk if key == "pk" else model._meta.get_field(key)
    kept = column.to_python(value)
    if isinstance(kept, int) and not -(2**63) <= kept < 2**63:
        raise ValueError(key)
    if isinstance(kept, str) and ("\0" in kept or not kept.isprintable()):
        raise ValueError(key)
    return kept
