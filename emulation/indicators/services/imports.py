"""Bringing in a table of many units' figures: read, looked at with every wrong row, then taken in."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.indicators.cells import read_amount
from emulation.indicators.models import Figure, FigureImport, Population
from emulation.indicators.models.figure import FIRST_YEAR
from emulation.indicators.permissions import may_import
from emulation.indicators.selectors import asked
from emulation.indicators.services.entries import Entry, Return, plan_of, standing_at
from emulation.indicators.services.reporting import write
from emulation.indicators.services.tables import CODE, UNIT, YEAR, columns
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import exact_names
from emulation.paging import whole_numbers
from emulation.spreadsheets import Sheet, UnreadableBook, read_book
from emulation.uploads.checking import Received, UploadRefused, check_spreadsheet, sentence_of
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold

MOST_ROWS = 2000
HEADER_WITHIN = 30
UNTOLD = "?"
"""Stands for a reason while a table is only looked at."""


@dataclass
class Line:
    """One row of the table held against what stands: how many figures are new, changed and the same."""

    row: int
    unit: str
    year: int | None = None
    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class Checked:
    """`lines` in the order of the table; `returns` are the rows that may be taken in."""

    lines: list[Line]
    returns: list[Return]

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.problems]

    def count(self, what: str) -> int:
        """How many figures of the good rows are "new", "changed" or "same"."""
        return sum(getattr(line, what) for line in self.lines if not line.problems)

    @property
    def counts(self) -> dict[str, int]:
        return {what: self.count(what) for what in ("new", "changed", "same")}


@transaction.atomic
def receive(
    organisation: Organisation, file: Received | IO[bytes], name: str, *, year: int, source: str, by: User
) -> FigureImport:
    """Read a table and keep its rows until somebody says yes; `year` holds for rows without one.

    Raises UploadRefused for a file that cannot be opened, Refused for one without a row of headings, with
    none of the populations, or with more than MOST_ROWS rows.
    """
    hold(organisation.pk)
    demand(may_import(by, organisation, on=timezone.localdate()))
    check_spreadsheet(file)
    data = file.read()
    rows = _rows_of(data, name, year)
    return FigureImport.objects.create(
        organisation=organisation,
        filename=name[-200:],
        digest=hashlib.sha256(data).hexdigest(),
        source=source,
        rows=rows,
        uploaded_by=by,
    )


def _rows_of(data: bytes, name: str, year: int) -> list[dict[str, Any]]:
    try:
        book = read_book(data, name)
    except UnreadableBook as failure:
        raise UploadRefused(sentence_of(failure.trouble)) from failure
    wanted = {fold(heading): one for one in columns() for heading in (one.name, one.code)}
    for sheet in book.sheets:
        header = _header_of(sheet, wanted)
        if header is not None:
            rows = list(_read(sheet, *header, year))
            if len(rows) > MOST_ROWS:
                limit = {"rows": len(rows), "most": MOST_ROWS}
                raise Refused(_("The table has %(rows)s rows; bring in at most %(most)s at once.") % limit)
            return rows
    raise Refused(
        _("No row of headings was found with “%(unit)s” and the name of at least one population.")
        % {"unit": UNIT}
    )


def _header_of(
    sheet: Sheet, wanted: Mapping[str, Population]
) -> tuple[int, dict[str, int], dict[int, str]] | None:
    """(row, {CODE, UNIT or YEAR: column}, {column: place of a population}) of the row of headings."""
    names = {fold(one): one for one in (CODE, UNIT, YEAR)}
    for row in range(1, min(HEADER_WITHIN, len(sheet.rows)) + 1):
        found = [
            (column, fold(cell.text)) for column, cell in enumerate(sheet.rows[row - 1], start=1) if cell.text
        ]
        fixed = {names[text]: column for column, text in found if text in names}
        counted = {column: f"p{wanted[text].pk}" for column, text in found if text in wanted}
        if UNIT in fixed and counted:
            return row, fixed, counted
    return None


def _read(sheet: Sheet, header: int, fixed: Mapping[str, int], counted: Mapping[int, str], year: int) -> Any:
    """The rows below the headings that say anything of a unit, as plain values."""

    def text(row: int, column: int | None) -> str:
        return sheet.cell(row, column).text if column else ""

    for row in range(header + 1, len(sheet.rows) + 1):
        cells = {place: said for column, place in counted.items() if (said := text(row, column))}
        unit = text(row, fixed[UNIT])
        if unit and cells:
            yield {
                "row": row,
                "code": text(row, fixed.get(CODE)),
                "unit": unit,
                "year": text(row, fixed.get(YEAR)) or str(year),
                "cells": cells,
            }


def check(kept: FigureImport, *, by: User) -> Checked:
    """Hold every row against the register and against what stands; nothing is written. Few queries in all."""
    units = _Units(kept)
    wanted = {f"p{one.pk}": one for one in columns()}
    lines, drafts = [], []
    for row in kept.rows:
        line = Line(row["row"], row["unit"])
        drafts.append(_return_of(kept, row, line, units, wanted))
        lines.append(line)
    _find_twins(lines, drafts)
    standing = standing_at([one for one in drafts if one is not None], locked=False)
    returns = []
    for line, draft in zip(lines, drafts, strict=True):
        if draft is not None:
            _hold_against(line, draft, standing, by, wanted)
            if not line.problems:
                returns.append(draft)
    return Checked(lines, returns)


def _return_of(
    kept: FigureImport, row: Mapping[str, Any], line: Line, units: "_Units", wanted: Mapping[str, Population]
) -> Return | None:
    organisation = units.find(row, line)
    line.year = _year_of(row["year"], line)
    if organisation is None or line.year is None:
        return None
    entries = [
        entry
        for place, said in row["cells"].items()
        if place in wanted and (entry := _entry(wanted[place], said, organisation, line, kept.source))
    ]
    return Return(organisation, line.year, entries)


def _entry(one: Population, said: str, unit: Organisation, line: Line, source: str) -> Entry | None:
    try:
        amount = read_amount(said)
    except ValueError:
        amount = None
        line.problems.append(_("%(name)s: “%(said)s” is not a number.") % {"name": one.name, "said": said})
    if amount is None:
        return None
    if not asked(unit.kind, [one]):
        line.problems.append(_("%(name)s is not asked of this kind of organisation.") % {"name": one.name})
    return Entry(one, amount.value, qualifier=amount.qualifier, source=source)


def _year_of(text: str, line: Line) -> int | None:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if FIRST_YEAR <= year <= timezone.localdate().year:
        return year
    line.problems.append(_("“%(text)s” is no year that can be reported.") % {"text": text})
    return None


class _Units:
    """Which unit below the Alliance a row means: by its code, otherwise by any name it ever bore."""

    def __init__(self, kept: FigureImport) -> None:
        self.path = kept.organisation.path
        below = Organisation.objects.filter(path__startswith=self.path)
        self.by_code = below.in_bulk(whole_numbers(row["code"] for row in kept.rows))
        self.by_name = exact_names({row["unit"] for row in kept.rows}, near=kept.organisation)

    def find(self, row: Mapping[str, Any], line: Line) -> Organisation | None:
        for code in whole_numbers([row["code"]]):
            if code in self.by_code:
                return self.by_code[code]
        named = self.by_name.get(fold(row["unit"]), [])
        found = [one for one in named if one.path.startswith(self.path)]
        if len(found) == 1:
            return found[0]
        if found:
            line.problems.append(_("Several units bear this name. Write the code of the unit."))
        else:
            line.problems.append(_("No unit of this name belongs to this organisation."))
        return None


def _find_twins(lines: Sequence[Line], drafts: Sequence[Return | None]) -> None:
    places = Counter((one.organisation.pk, one.year) for one in drafts if one is not None)
    for line, one in zip(lines, drafts, strict=True):
        if one is not None and places[one.organisation.pk, one.year] > 1:
            line.problems.append(_("The table has this unit and year more than once."))


def _hold_against(
    line: Line,
    draft: Return,
    standing: Mapping[Any, Figure],
    by: User,
    wanted: Mapping[str, Population],
) -> None:
    plan = plan_of(draft, standing, by, UNTOLD)
    line.problems += [f"{wanted[place].name}: {sentence}" for place, sentence in plan.faults.items()]
    line.changed = sum(row.replaces is not None for row in plan.rows)
    line.new = len(plan.rows) - line.changed
    line.same = len(draft.entries) - len(plan.rows) - len(plan.faults)


@transaction.atomic
def take(kept: FigureImport, *, by: User, reason: str = "") -> list[Figure]:
    """Take the good rows in, as they stand against the register now; the wrong rows stay out.

    `reason` is needed where figures change that were reported before. Raises Refused for a table that was
    taken in already, that has no good row, or changes something without a reason.
    """
    checked = check(kept, by=by)
    hold(kept.organisation_id, *{one.organisation.pk for one in checked.returns})
    locked = FigureImport.objects.select_for_update().get(pk=kept.pk)
    demand(may_import(by, kept.organisation, on=timezone.localdate()))
    if locked.taken_at is not None:
        raise Refused(_("This table was taken in already."))
    if not checked.returns:
        raise Refused(_("No row of this table can be taken in."))
    if checked.count("changed") and not reason.strip():
        raise Refused(_("Figures that were reported before would change. Say why."))
    rows = write(checked.returns, by=by, reason=reason, batch=f"figures-{locked.pk}")
    locked.taken_at = timezone.now()
    locked.save(update_fields=["taken_at"])
    record(
        "figure.import",
        locked,
        by=by,
        reason=reason,
        batch=f"figures-{locked.pk}",
        figures=[None, len(rows)],
        bad=[None, len(checked.wrong)],
    )
    return rows
