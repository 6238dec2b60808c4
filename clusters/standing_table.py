"""A ranking as the one table that screen, spreadsheet and paper show. Pure: no queries, no clock."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clusters.scoring import Ranking, Standing
from clusters.scoring.rounding import Rounding, rounded
from clusters.standing_words import (
    Known,
    Unit,
    enough_words,
    notes_of_place,
    notes_of_unranked,
    number,
    rule_words,
    ties_words,
)

Cell = int | Decimal | str | None
SHARE_PLACES = Rounding(2)


@dataclass(frozen=True)
class Line:
    """One member: `cells` are the values of a row under `Table.header`, None where there is none."""

    unit: Unit
    place: int | None
    cells: tuple[Cell, ...]
    flag: bool = True

    @property
    def note(self) -> str:
        """The last cell."""
        return str(self.cells[-1] or "")

    @property
    def shown(self) -> tuple[str, ...]:
        """The cells as text, the same on every screen and paper."""
        return tuple(shown(cell) for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """The ranking with its rule in words; `warnings`: too few peers, ties that wait."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    rule: str
    warnings: tuple[str, ...]
    enough: bool = True

    @property
    def rows(self) -> list[tuple[Line, list[tuple[str, str]]]]:
        """Each line with its cells under their label."""
        return [(line, list(zip(self.header, line.shown, strict=True))) for line in self.lines]


def shown(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, Decimal):
        return number(cell)
    return str(cell)


def table_of(ranking: Ranking, known: Known) -> Table:
    """Every member once: those with a place in their order, then those without one."""
    bands = bool(ranking.rule.bands)
    placed = [
        Line(
            one.unit,
            one.place,
            _cells(
                one.place, known.name(one.unit), one.standing, one.band, notes_of_place(one, known), bands
            ),
            one.flag,
        )
        for one in ranking.places
    ]
    others = [
        Line(
            one.unit,
            None,
            _cells(None, known.name(one.unit), one.standing, "", notes_of_unranked(one), bands),
            flag=False,
        )
        for one in ranking.unranked
    ]
    enough = enough_words(ranking)
    return Table(
        header=header_of(bands),
        lines=(*placed, *others),
        rule=rule_words(ranking.rule, known),
        warnings=(*([enough] if enough else []), *ties_words(ranking, known)),
        enough=ranking.enough,
    )


def header_of(bands: bool) -> tuple[str, ...]:
    return (
        pgettext("ranking", "Place"),
        pgettext("cluster", "Member"),
        _("Points"),
        _("Points possible"),
        _("Share, %"),
        *((_("Band"),) if bands else ()),
        _("Note"),
    )


def _cells(
    place: int | None, name: str, standing: Standing, band: str, notes: list[str], bands: bool
) -> tuple[Cell, ...]:
    return (
        place,
        name,
        standing.points,
        standing.possible,
        share_of(standing),
        *((band or None,) if bands else ()),
        " ".join(notes) or None,
    )


def share_of(standing: Standing) -> Decimal | None:
    """Points over points possible, in percent, as it is shown everywhere."""
    if standing.points is None or not standing.possible:
        return None
    share = Fraction(standing.points) * 100 / Fraction(standing.possible)
    return rounded(share, SHARE_PLACES)
