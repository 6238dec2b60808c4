"""Cells of a grid as a page and an answer show them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clusters.cells import AWAY_WORD, NO_WORD, YES_WORD, claim_text, value_text
from clusters.models import Criterion, ScoreCard, ScoreValue, Source
from clusters.scoring import BadClaim, Column, Leaf, Sheet, scored
from clusters.selectors.cards import Cells, Scored
from clusters.sentences import working_words
from clusters.services.cards import same
from emulation.ui_tags import moment
from emulation.vietnamese import format_number, trimmed


@dataclass(frozen=True)
class Cell:
    """One cell: what is shown, what editing begins with, and the id of the value it begins from."""

    card_id: int
    criterion: Criterion
    column: str
    value_id: int
    text: str
    shown: str
    detail: str
    reason: str
    unproven: str
    differs: bool
    by: str
    edit: bool


def cell_of(
    leaf: Leaf, criterion: Criterion, card: ScoreCard, column: Column, cells: Cells, *, edit: bool
) -> Cell:
    row = cells[column].get(leaf.code)
    own = cells[Column.SELF].get(leaf.code)
    return Cell(
        card_id=card.pk,
        criterion=criterion,
        column=column.value,
        value_id=row.pk if row else 0,
        text=text_of(leaf, row, column),
        shown=shown_of(leaf, row),
        detail=detail_of(leaf, row, column),
        reason=row.reason if row else "",
        unproven=row.unproven if row else "",
        differs=row is not None and own is not None and column is not Column.SELF and not same(row, own),
        by=written_by(row),
        edit=edit,
    )


def text_of(leaf: Leaf, row: ScoreValue | None, column: Column) -> str:
    return "" if row is None else value_text(leaf.rule, row.value, as_claim=column is Column.SELF)


def shown_of(leaf: Leaf, row: ScoreValue | None) -> str:
    """Points, yes or no of a gate, KAD; nothing where nothing stands."""
    if row is None:
        return ""
    if row.na:
        return AWAY_WORD
    if row.points is not None:
        return format_number(trimmed(row.points))
    if leaf.is_gate:
        return {True: YES_WORD, False: NO_WORD, None: ""}[row.answer.yes]
    return "…" if not row.answer.empty else ""


def detail_of(leaf: Leaf, row: ScoreValue | None, column: Column) -> str:
    """What was answered, where that is more than the points."""
    if row is None or row.na or leaf.is_gate or row.answer.empty:
        return ""
    text = claim_text(leaf.rule, row.answer, lambda number: format_number(trimmed(number)))
    return text if text != shown_of(leaf, row) else ""


def written_by(row: ScoreValue | None) -> str:
    """Who put the value there, when and how."""
    if row is None:
        return ""
    who = str(row.author)
    how = Source(row.source).label
    return _("%(who)s, %(at)s, %(how)s") % {"who": who, "at": moment(row.at), "how": how}


def working_of(sheet: Sheet, leaf: Leaf, row: ScoreValue | None) -> str:
    """How the points came about, in words; what was typed as points says so by itself."""
    if row is None or row.na or row.answer.empty:
        return ""
    try:
        return working_words(scored(sheet, leaf, row.answer).steps)
    except BadClaim:
        return ""


def total_of(scored_by: Scored, card: ScoreCard, cells: Cells, columns: Collection[Column]) -> dict[str, str]:
    """The total of a card as far as it is known, and what it is of; a column that is hidden does not show in it."""
    total = scored_by.total(cells, card.seat.sector, columns)
    points = "" if total.points is None else format_number(trimmed(total.points))
    return {"points": points, "possible": format_number(trimmed(total.possible))}
