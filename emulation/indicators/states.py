"""The moves of a figure: what was reported is replaced or withdrawn once, and stays as it was."""

from emulation.lifecycle import Lifecycle, Move

CURRENT, REPLACED, WITHDRAWN = "current", "replaced", "withdrawn"

FIGURE = Lifecycle(
    Move("correct", CURRENT, REPLACED),
    Move("withdraw", CURRENT, WITHDRAWN),
)
