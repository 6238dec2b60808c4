"""How far a unit's own score lies from what others gave it: the first thing a page of scores shows."""

from dataclasses import dataclass
from decimal import Decimal

from clusters.scoring.sheets import Sheet, leaves_below
from clusters.scoring.totals import EMPTY, Column, Columns


@dataclass(frozen=True)
class Gap:
    """How far the unit's own score lies above (+) or below (−) the others; None where one of the two is empty."""

    code: str
    own: Decimal | None
    cross: Decimal | None
    appraised: Decimal | None
    final: Decimal | None
    over_cross: Decimal | None
    over_appraised: Decimal | None


def gaps(sheet: Sheet, columns: Columns, *, sector: str = "") -> tuple[Gap, ...]:
    """Self − cross and self − appraised for every leaf of the sector, in the order of the sheet."""
    return tuple(_gap(leaf.code, columns) for leaf in leaves_below(sheet, sector))


def _gap(code: str, columns: Columns) -> Gap:
    own, cross, appraised, final = (columns.get(column, {}).get(code, EMPTY).points for column in Column)
    return Gap(code, own, cross, appraised, final, _less(own, cross), _less(own, appraised))


def _less(own: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if own is None or other is None else own - other
