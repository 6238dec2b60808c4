"""Bringing in a table of many units' figures: read, looked at with every wrong row, then taken in."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.indicators.cells import read_amount
from emulation.indicators.formulas import Amount
from emulation.indicators.models import Figure, FigureImport, Period
from emulation.indicators.models.figure import FIRST_YEAR
from emulation.indicators.permissions import may_import
from emulation.indicators.selectors import (
    Subject,
    in_force,
    is_asked,
    is_whole,
    last_day,
    populations,
    versions_by_indicator,
)
from emulation.indicators.services.entries import Entry, Return, plan_of, standing_at
from emulation.indicators.services.reading import rows_of
from emulation.indicators.services.reporting import chains_of_first_use, write
from emulation.indicators.services.tables import DENOMINATOR, NUMBER
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import exact_names
from emulation.paging import whole_numbers
from emulation.uploads.checking import Received, check_spreadsheet
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold

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
    nothing that is counted, or with more than MOST_ROWS rows.
    """
    hold(organisation.pk)
    demand(may_import(by, organisation, on=timezone.localdate()))
    check_spreadsheet(file)
    data = file.read()
    rows = rows_of(data, name, year)
    kept = FigureImport.objects.create(
        organisation=organisation,
        filename=name[-200:],
        digest=hashlib.sha256(data).hexdigest(),
        source=source,
        rows=rows,
        uploaded_by=by,
    )
    record("figure.upload", kept, by=by, **_file(kept), rows=[None, len(rows)], source=[None, source])
    return kept


def _file(kept: FigureImport) -> dict[str, Any]:
    """By which the file of a table is known again in the journal."""
    return {"file": [None, kept.filename], "digest": [None, kept.digest]}


def check(kept: FigureImport, *, by: User) -> Checked:
    """Hold every row against the register and against what stands; nothing is written. Few queries in all."""
    known = _Known(kept)
    lines, drafts = [], []
    for row in kept.rows:
        line = Line(row["row"], row["unit"])
        drafts.append(_return_of(kept, row, line, known))
        lines.append(line)
    _find_twins(lines, drafts)
    standing = standing_at([one for one in drafts if one is not None], locked=False)
    returns = []
    for line, draft in zip(lines, drafts, strict=True):
        if draft is not None:
            _hold_against(line, draft, standing, by)
            if not line.problems:
                returns.append(draft)
    return Checked(lines, returns)


def _return_of(kept: FigureImport, row: Mapping[str, Any], line: Line, known: "_Known") -> Return | None:
    organisation = known.unit(row, line)
    line.year = _year_of(row["year"], line)
    if organisation is None or line.year is None:
        return None
    entries = []
    for subject, said in known.said_in(row["cells"], line.year):
        entry = _entry(subject, said, organisation, line, kept.source)
        if entry is not None:
            entries.append(entry)
    return Return(organisation, line.year, entries)


def _entry(subject: Subject, said: list[str], unit: Organisation, line: Line, source: str) -> Entry | None:
    """What the cells of one subject say: one cell, of a percent its numerator and denominator."""
    amounts = [_amount(subject, text, line) for text in said]
    told = [amount for amount in amounts if amount is not None]
    if not told:
        return None
    if not is_asked(unit.kind, subject, on=last_day(line.year or 0, Period.YEAR)):
        line.problems.append(_("%(name)s is not asked of this kind of organisation.") % {"name": subject})
    numbers = [amount.value if amount else None for amount in amounts]
    hedge = next((amount.qualifier for amount in told if amount.qualifier), "")
    if len(numbers) == 1:
        return Entry(subject, numbers[0], qualifier=hedge, source=source)
    numerator, denominator = numbers
    return Entry(subject, numerator=numerator, denominator=denominator, qualifier=hedge, source=source)


def _amount(subject: Subject, text: str, line: Line) -> Amount | None:
    try:
        return read_amount(text, whole=is_whole(subject))
    except ValueError:
        line.problems.append(_("%(name)s: “%(said)s” is not a number.") % {"name": subject, "said": text})
    return None


def _year_of(text: str, line: Line) -> int | None:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if FIRST_YEAR <= year <= timezone.localdate().year:
        return year
    line.problems.append(_("“%(text)s” is no year that can be reported.") % {"text": text})
    return None


class _Known:
    """Which unit below the Alliance a row means, and which population or version each of its cells is of."""

    def __init__(self, kept: FigureImport) -> None:
        self.path = kept.organisation.path
        below = Organisation.objects.filter(path__startswith=self.path)
        self.by_code = below.in_bulk(whole_numbers(row["code"] for row in kept.rows))
        self.by_name = exact_names({row["unit"] for row in kept.rows}, near=kept.organisation)
        self.populations = {f"p{one.pk}": one for one in populations()}
        self.versions = versions_by_indicator()

    def unit(self, row: Mapping[str, Any], line: Line) -> Organisation | None:
        """By its code, otherwise by any name it ever bore."""
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

    def said_in(self, cells: Mapping[str, str], year: int) -> Iterator[tuple[Subject, list[str]]]:
        """(population, [its cell]), then (version in force at the end of the year, [its cells])."""
        for place, said in cells.items():
            if place in self.populations:
                yield self.populations[place], [said]
        for indicator, versions in self.versions.items():
            both = [cells.get(f"{mark}{indicator}", "") for mark in (NUMBER, DENOMINATOR)]
            version = in_force(versions, last_day(year, Period.YEAR))
            if version is not None and any(both):
                yield version, both if version.is_percent else both[:1]


def _find_twins(lines: Sequence[Line], drafts: Sequence[Return | None]) -> None:
    places = Counter((one.organisation.pk, one.year) for one in drafts if one is not None)
    for line, one in zip(lines, drafts, strict=True):
        if one is not None and places[one.organisation.pk, one.year] > 1:
            line.problems.append(_("The table has this unit and year more than once."))


def _hold_against(line: Line, draft: Return, standing: Mapping[Any, Figure], by: User) -> None:
    plan = plan_of(draft, standing, by, UNTOLD)
    names = {entry.place: entry.subject for entry in draft.entries}
    line.problems += [f"{names[place]}: {sentence}" for place, sentence in plan.faults.items()]
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
    places = {one.organisation.pk for one in checked.returns}
    hold(kept.organisation_id, *places, *chains_of_first_use(checked.returns))
    locked = _open(kept, by)
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
        **_file(locked),
        figures=[None, len(rows)],
        bad=[None, len(checked.wrong)],
    )
    return rows


def _open(kept: FigureImport, by: User) -> FigureImport:
    """The locked table, for whoever may say yes or no to it; Refused where that was said already."""
    locked = (
        FigureImport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=kept.pk)
    )
    demand(may_import(by, locked.organisation, on=timezone.localdate()))
    if locked.taken_at is not None:
        raise Refused(_("This table was taken in already."))
    if locked.discarded_at is not None:
        raise Refused(_("This table was discarded already."))
    return locked


@transaction.atomic
def discard(kept: FigureImport, *, by: User) -> FigureImport:
    """Say no to a table: none of its figures is taken in any more. Raises Refused as `take`."""
    hold(kept.organisation_id)
    locked = _open(kept, by)
    locked.discarded_at = timezone.now()
    locked.save(update_fields=["discarded_at"])
    record("figure.discard", locked, by=by, **_file(locked))
    return locked
