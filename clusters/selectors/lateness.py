"""Self-scores submitted late whose card does not say so: a warning by name, no penalty of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clusters.models import ScoreCard
from clusters.scoring import Column, Leaf, Value, gates_of, newest
from clusters.scoring.earning import falls
from clusters.selectors.cards import Scored, cells_of, values_of
from emulation.vietnamese import fold

OF_A_SCORE = ("tu cham", "bang diem", "cham diem")
IN_TIME = ("dung han", "dung thoi han", "qua han", "tre han", "nop muon")
"""How a sheet words the condition on the day of the self-score: «Không nộp bảng tự chấm đúng hạn»."""


@dataclass(frozen=True)
class Unmarked:
    """A card that was submitted late, and the conditions on lateness that its newest answer holds to be kept."""

    card: ScoreCard
    gates: tuple[Leaf, ...]


def about_lateness(leaf: Leaf) -> bool:
    """Whether a condition is about the day on which the self-score is due."""
    words = fold(leaf.text)
    return leaf.is_gate and any(one in words for one in OF_A_SCORE) and any(one in words for one in IN_TIME)


def late_unmarked(scored: Scored, cards: Sequence[ScoreCard]) -> list[Unmarked]:
    """Of these cards, with their seats, in their order; one query where any is late and the sheet asks for it."""
    late = [card for card in cards if card.late and card.seat.left_on is None]
    if not late or not any(about_lateness(leaf) for leaf, _gate in gates_of(scored.sheet)):
        return []
    cells = cells_of([card.pk for card in late])
    found = [Unmarked(card, _standing(scored, card, values_of(cells[card.pk]))) for card in late]
    return [one for one in found if one.gates]


def _standing(
    scored: Scored, card: ScoreCard, columns: Mapping[Column, Mapping[str, Value]]
) -> tuple[Leaf, ...]:
    return tuple(
        leaf
        for leaf, gate in gates_of(scored.sheet, card.seat.sector)
        if about_lateness(leaf) and not falls(gate, newest(columns, leaf.code)[1].claim)
    )
