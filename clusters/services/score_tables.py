"""Scores of one column as a workbook: what is exported is what may be filled in and brought back."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.cells import value_text
from clusters.models import COLUMNS, ScoreCard, ScoreImport, Season, Source
from clusters.scoring import Column
from clusters.selectors.cards import Cells, Scored, newest_of
from clusters.services import scores
from clusters.services.scores import SAME, SAVED, Entry
from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.spreadsheets import Cell, Sheet, UnreadableBook, read_book
from emulation.uploads.checking import Received, UploadRefused, check_spreadsheet, sentence_of
from emulation.verdicts import Refused
from emulation.vietnamese import fold

CODE, UNIT = "Mã phiếu", "Đơn vị"
"""The headings by which a column is known again; below the others stand the codes of criteria."""
HEADER_WITHIN = 30
MOST_ROWS = 500


def table_of(
    scored: Scored, cards: Sequence[ScoreCard], cells: Mapping[int, Cells], column: Column, *, on: date
) -> bytes:
    """An .xlsx with one row a member and one column a criterion; an empty cell is empty, 0 is 0."""
    from emulation.spreadsheets.writing import write_table

    leaves = list(scored.leaves.values())
    rows = (
        [place, card.pk, card.seat.name, *(_content(cells[card.pk], leaf, column) for leaf in leaves)]
        for place, card in enumerate(cards, start=1)
    )
    return write_table(
        title=f"{COLUMNS[column]}: {scored.season}",
        header=["STT", CODE, UNIT, *(leaf.code for leaf in leaves)],
        rows=rows,
        filters=f"{scored.sheet.name}",
        on=on,
    )


def _content(cells: Cells, leaf: Any, column: Column) -> object:
    row = cells[column].get(leaf.code)
    if row is None:
        return None
    text = value_text(leaf.rule, row.value, as_claim=column is Column.SELF)
    try:
        return Decimal(text.replace(",", "."))
    except ArithmeticError:
        return text or None


@dataclass
class Line:
    """One row of the table held against what stands: how many scores are new or changed, the same, and wrong."""

    row: int
    unit: str
    new: int = 0
    same: int = 0
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def receive(
    season: Season, column: Column, file: Received | IO[bytes], name: str, *, by: User, reason: str = ""
) -> ScoreImport:
    """Read a table and keep its rows until somebody says yes. Raises UploadRefused, Refused."""
    hold(season.audit_chain)
    check_spreadsheet(file)
    data = file.read()
    kept = ScoreImport.objects.create(
        season=season,
        column=column.value,
        filename=name[-200:],
        digest=hashlib.sha256(data).hexdigest(),
        reason=reason,
        rows=list(_rows(data, name, Scored.of(season))),
        uploaded_by=by,
    )
    record("score.upload", kept, by=by, file=[None, kept.filename], rows=[None, len(kept.rows)])
    return kept


def _rows(data: bytes, name: str, scored: Scored) -> Iterator[dict[str, Any]]:
    try:
        book = read_book(data, name)
    except UnreadableBook as failure:
        raise UploadRefused(sentence_of(failure.trouble)) from failure
    codes = {fold(code): code for code in scored.leaves}
    for sheet in book.sheets:
        found = _header(sheet, codes)
        if found is not None:
            yield from _read(sheet, *found)
            return
    raise Refused(
        _("No row of headings was found with “%(unit)s” and the codes of criteria.") % {"unit": UNIT}
    )


def _header(sheet: Sheet, codes: Mapping[str, str]) -> tuple[int, dict[str, int], dict[int, str]] | None:
    names = {fold(one): one for one in (CODE, UNIT)}
    for row in range(1, min(HEADER_WITHIN, len(sheet.rows)) + 1):
        found = [
            (place, fold(cell.text)) for place, cell in enumerate(sheet.rows[row - 1], start=1) if cell.text
        ]
        fixed = {names[text]: place for place, text in found if text in names}
        scored = {place: codes[text] for place, text in found if text in codes}
        if UNIT in fixed and scored:
            return row, fixed, scored
    return None


def _read(
    sheet: Sheet, header: int, fixed: Mapping[str, int], scored: Mapping[int, str]
) -> Iterator[dict[str, Any]]:
    if len(sheet.rows) - header > MOST_ROWS:
        raise Refused(_("The table has more than %(most)s rows.") % {"most": MOST_ROWS})
    for row in range(header + 1, len(sheet.rows) + 1):
        unit = sheet.cell(row, fixed[UNIT]).text
        cells = {code: said for place, code in scored.items() if (said := _text(sheet.cell(row, place)))}
        if unit and cells:
            code = sheet.cell(row, fixed[CODE]).text if CODE in fixed else ""
            yield {"row": row, "code": code, "unit": unit, "cells": cells}


def _text(cell: Cell) -> str:
    """A number as one types it: what Excel kept as a number is not ambiguous."""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return f"{Decimal(str(cell.value)):f}".replace(".", ",")
    return cell.text


def check(kept: ScoreImport, *, by: User) -> list[Line]:
    """Hold every row against what stands; nothing is written."""
    return _held(kept, by, dry=True)


@transaction.atomic
def take(kept: ScoreImport, *, by: User) -> int:
    """Take the good cells in, as they stand against the cards now; empty cells of the table change nothing.

    Returns how many were saved. Raises Refused for a table that was taken in already or has nothing to save.
    """
    hold(kept.audit_chain)
    locked = ScoreImport.objects.select_for_update().get(pk=kept.pk)
    if locked.taken_at is not None:
        raise Refused(_("This table was taken in already."))
    lines = _held(locked, by, dry=False)
    saved = sum(line.new for line in lines)
    if not saved:
        raise Refused(_("There is nothing to take in: what is not wrong stands already."))
    locked.taken_at = timezone.now()
    locked.save(update_fields=["taken_at"])
    bad = sum(len(line.problems) for line in lines)
    record("score.import", locked, by=by, scores=[None, saved], bad=[None, bad])
    return saved


def _held(kept: ScoreImport, by: User, *, dry: bool) -> list[Line]:
    season = Season.objects.select_related("sheet", "cluster").get(pk=kept.season_id)
    scored = Scored.of(season)
    cards = list(ScoreCard.objects.filter(seat__season=season).select_related("seat"))
    by_id = {str(card.pk): card for card in cards}
    by_name = {fold(name): card for card in cards for name in (card.seat.name, card.seat.short_name) if name}
    lines, entries, places = [], [], []
    standing = newest_of([card.pk for card in cards], scored.by_id.keys())
    for row in kept.rows:
        line = Line(row["row"], row["unit"])
        lines.append(line)
        card = by_id.get(row["code"]) or by_name.get(fold(row["unit"]))
        if card is None:
            line.problems.append(_("No member of this season bears this name."))
            continue
        for code, text in row["cells"].items():
            criterion = scored.by_code[code]
            current = standing.get((card.pk, criterion.pk, kept.column))
            entries.append(
                Entry(card.pk, criterion.pk, text, began=current.pk if current else 0, reason=kept.reason)
            )
            places.append((line, code))
    outcomes = scores.put(season, Column(kept.column), entries, by=by, source=Source.IMPORTED, dry=dry)
    for (line, code), outcome in zip(places, outcomes, strict=False):
        if outcome.state == SAVED:
            line.new += 1
        elif outcome.state == SAME:
            line.same += 1
        else:
            line.problems.append(f"{code}: {outcome.say}")
    return lines
