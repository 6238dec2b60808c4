"""Two people save the same object: what only one of them changed is kept, what both changed is asked about."""

from collections.abc import Mapping
from typing import Any


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
