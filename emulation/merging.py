"""Two people save the same object: what only one of them changed is kept, what both changed is asked about."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Terms = TypeVar("Terms", bound="DataclassInstance")


class Clash(Exception):
    """Somebody saved first and changed the same fields. `fields` is {name: (theirs, mine)}; `theirs` the object."""

    def __init__(self, theirs: object, fields: Mapping[str, tuple[Any, Any]]) -> None:
        super().__init__(", ".join(fields))
        self.theirs = theirs
        self.fields = dict(fields)


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Three-way merge by field. All three hold the same names; `base` is what I saw when I began to type.

    Raises Clash(theirs, …) naming every field that both sides changed to different values.
    """
    clashes = {
        name: (theirs[name], mine[name])
        for name in base
        if mine[name] != base[name] and theirs[name] != base[name] and mine[name] != theirs[name]
    }
    if clashes:
        raise Clash(theirs, clashes)
    return {name: mine[name] if mine[name] != base[name] else theirs[name] for name in base}


def merged(base: Terms, mine: Terms, theirs: Terms) -> Terms:
    """The three-way merge of dataclasses of one kind; raises Clash with dictionaries of their fields."""
    names = [one.name for one in fields(base)]
    plain = [{name: getattr(terms, name) for name in names} for terms in (base, mine, theirs)]
    return type(base)(**merge(*plain))


def take(row: object, columns: Mapping[str, Any], *, silent: Collection[str] = ("search",)) -> dict[str, Any]:
    """Write the columns that differ on the row, unsaved: {name: [before, after]} as a history tells them.

    What follows from other columns (`silent`) is written and not told.
    """
    before = {name: getattr(row, name) for name in columns}
    changed = [name for name, value in columns.items() if before[name] != value]
    for name in changed:
        setattr(row, name, columns[name])
    return {name: [_told(before[name]), _told(columns[name])] for name in changed if name not in silent}


def _told(value: Any) -> Any:
    return value if isinstance(value, str | int | date | list | dict | None) else str(value)
