"""Reporting figures, many at once, and putting them right: a correction is a new row beside the old one."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.accounts.models import User
from emulation.accounts.selectors import holds_at_each
from emulation.audit.services import hold, record, record_many
from emulation.indicators.models import Figure, FigureState
from emulation.indicators.offices import MAY_REPORT
from emulation.indicators.permissions import NOT_YOUR_OFFICE, may_correct, may_report_year
from emulation.indicators.services.catalogue import lock, lock_populations
from emulation.indicators.services.entries import Entry, Plan, Return, plan_of, row_of, slot_of, standing_at
from emulation.indicators.states import FIGURE
from emulation.organisations.models import Organisation
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc


@transaction.atomic
def report(
    organisation: Organisation,
    year: int,
    period: str,
    entries: Sequence[Entry],
    *,
    by: User,
    reason: str = "",
) -> list[Figure]:
    """Save a grid of entries, all or nothing; returns the rows that are new.

    An entry equal to what stands changes nothing; one that differs replaces it and needs `reason`. Raises
    Refused, or ValidationError with {place of the entry: sentence}: a number that cannot be, a figure that
    somebody else reported meanwhile, a stored figure left empty (it is withdrawn, not blanked).
    """
    demand(may_report_year(by, organisation, year, on=timezone.localdate()))
    return write([Return(organisation, year, entries, period)], by=by, reason=reason)


@transaction.atomic
def write(returns: Sequence[Return], *, by: User, reason: str = "", batch: str = "") -> list[Figure]:
    """`report` for many organisations in few statements: for tables brought in and for other rooms' services.

    Demands the office at each organisation, of a person who acts for several; all or nothing.
    """
    today = timezone.localdate()
    places = {one.organisation.pk for one in returns}
    if not places:
        return []
    hold(*places, *chains_of_first_use(returns))
    if not holds_at_each(by, MAY_REPORT, places, today):
        raise Refused(NOT_YOUR_OFFICE)
    standing = standing_at(returns)
    plans = [plan_of(one, standing, by, nfc(reason).strip()) for one in returns]
    faults = {place: sentence for plan in plans for place, sentence in plan.faults.items()}
    if faults:
        raise ValidationError(faults)
    rows = [row for plan in plans for row in plan.rows]
    _store(rows, by)
    _record(plans, returns, by=by, reason=reason, batch=batch)
    return rows


def chains_of_first_use(returns: Sequence[Return]) -> list[int]:
    """The chain of the catalogue, where an entry is the first to use something of it and thereby locks it."""
    used = [entry.subject for one in returns for entry in one.entries if not entry.is_blank]
    return [0] if any(one.locked_at is None for one in used) else []


def _store(rows: Sequence[Figure], by: User) -> None:
    replaced = [row.replaces_id for row in rows if row.replaces_id]
    # First the old rows give up their places: there is never more than one current figure in one.
    Figure.objects.filter(pk__in=replaced).update(state=FigureState.REPLACED)
    Figure.objects.bulk_create(rows, batch_size=500)
    used = {row.indicator_version_id: row.indicator_version for row in rows if row.indicator_version}
    for version in used.values():
        if version.locked_at is None:
            lock(version, by=by)
    counted = {row.population.pk for row in rows if row.population and row.population.locked_at is None}
    lock_populations(counted, by=by)


def _record(plans: Sequence[Plan], returns: Sequence[Return], *, by: User, reason: str, batch: str) -> None:
    """One entry a unit for what is new; each correction has its own, with what stood before."""
    reported = [
        (one.organisation, {"figures": [None, [_told(row) for row in fresh]]})
        for one, plan in zip(returns, plans, strict=True)
        if (fresh := [row for row in plan.rows if row.replaces is None])
    ]
    corrected = [
        (row, {"value": [row.replaces.words, row.words]})
        for plan in plans
        for row in plan.rows
        if row.replaces is not None
    ]
    if reported:
        record_many("figure.report", reported, by=by, batch=batch)
    if corrected:
        record_many("figure.correct", corrected, by=by, reason=reason, batch=batch)


def _told(row: Figure) -> str:
    return f"{row}: {row.words}"


@transaction.atomic
def correct(figure: Figure, entry: Entry, *, reason: str, by: User) -> Figure:
    """Replace a figure by what `entry` says of the same thing; returns the new row.

    Raises TransitionRefused where it was replaced or withdrawn meanwhile, Refused without a reason or where
    nothing differs, ValidationError for a number that cannot be.
    """
    locked, kept = _take_hold(figure, "correct", reason=reason, by=by)
    one = Return(locked.organisation, locked.year, [entry], locked.period)
    row = row_of(one, entry, {slot_of(locked): locked}, {}, kept)
    if row is None:
        raise Refused(_("Nothing differs from what stands already."))
    if row.replaces is None:
        raise Refused(_("A correction is about the same thing, of the same day."))
    row.entered_by = by
    _store([row], by)
    record("figure.correct", row, by=by, reason=kept, value=[locked.words, row.words])
    return row


@transaction.atomic
def withdraw(figure: Figure, *, reason: str, by: User) -> Figure:
    """Take a figure back: from then on it counts as not reported. Raises as `correct`."""
    locked, kept = _take_hold(figure, "withdraw", reason=reason, by=by)
    before, locked.state = locked.state, FIGURE.target("withdraw", locked.state, locked)
    locked.save(update_fields=["state"])
    record("figure.withdraw", locked, by=by, reason=kept, state=[before, locked.state])
    return locked


def _take_hold(figure: Figure, move: str, *, reason: str, by: User) -> tuple[Figure, str]:
    """The locked figure, still movable, and the reason without blanks around it."""
    hold(figure.organisation_id)
    rows = Figure.objects.select_for_update(of=("self",))
    rows = rows.select_related("organisation", "population", "indicator_version")
    locked = rows.get(pk=figure.pk)
    FIGURE.target(move, locked.state, locked)
    demand(may_correct(by, locked, on=timezone.localdate()))
    kept = given(reason)
    return locked, kept
