"""The table of moves and the one gate that reads it: a state changes by a named move or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass


class TransitionRefused(Exception):
    """A move that the object's present state does not allow; usually somebody else was first."""

    def __init__(self, move: str, state: str, subject: object = None) -> None:
        super().__init__(f"'{move}' is not possible from '{state}'.")
        self.move = move
        self.state = state
        self.subject = subject


@dataclass(frozen=True)
class Move:
    """One line of the table: `name` leads from any of `source` to `target`."""

    name: str
    source: str | tuple[str, ...]
    target: str

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else self.source


class Lifecycle:
    """All moves of one kind of object; a name may stand on several lines with different sources."""

    def __init__(self, *moves: Move) -> None:
        self._targets: dict[tuple[str, str], str] = {}
        for move in moves:
            for source in move.sources:
                if (move.name, source) in self._targets:
                    raise ValueError(f"'{move.name}' from '{source}' stands twice in the table.")
                self._targets[move.name, source] = move.target

    def target(self, move: str, state: str, subject: object = None) -> str:
        """The state that `move` leads to from `state`; TransitionRefused when the table has no such line.

        `subject` is what is being moved: the page of the refusal tells what happened to it last.
        """
        try:
            return self._targets[move, state]
        except KeyError:
            raise TransitionRefused(move, state, subject) from None

    def moves_from(self, state: str) -> tuple[str, ...]:
        """Names of the moves possible from `state`, in the order of the table."""
        return tuple(name for name, source in self._targets if source == state)

    def sources(self, move: str) -> frozenset[str]:
        """The states from which `move` is possible."""
        return frozenset(source for name, source in self._targets if name == move)

    def states(self) -> frozenset[str]:
        return frozenset(_flatten((source, target) for (_, source), target in self._targets.items()))


def _flatten(pairs: Iterable[tuple[str, str]]) -> Iterable[str]:
    for pair in pairs:
        yield from pair
