"""Preparing, opening and closing a round of registration, the units it expects, and reminding those that are late."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post
from emulation.audit.services import hold, record
from emulation.merging import merge
from emulation.notices.services import tell
from emulation.organisations.models import Organisation
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, nfc
from programmes.models import Expected, Movement, Registration, Round
from programmes.movement_states import ROUND, ROUND_NEEDS_REASON, MovementState, RegistrationState
from programmes.permissions.registrations import (
    may_change_round,
    may_enter_round,
    may_move_round,
    may_remind,
)
from programmes.selectors.registrations import (
    TOLD_FOR_THE_UNIT,
    Recipient,
    possible_units,
    recipients,
)
from programmes.services.rows import still_there


@dataclass(frozen=True)
class RoundTerms:
    """What the coordinator says of a round; the same value enters and revises it."""

    title: str
    year: int
    opens_on: date
    closes_on: date
    instruction: str = ""
    movements: Collection[Movement] = ()


@transaction.atomic
def enter_round(
    organisation: Organisation, terms: RoundTerms, *, by: User, kinds: Collection[str] = ()
) -> Round:
    """Prepare a round; the living units of these kinds below the coordinating body are expected to register."""
    hold(organisation.pk)
    today = timezone.localdate()
    demand(may_enter_round(by, organisation, on=today))
    round_ = Round(organisation=organisation, entered_by=by, **_columns(terms))
    round_.full_clean(exclude=["search"])
    round_.save()
    round_.movements.set(terms.movements)
    _expect(round_, possible_units(round_, kinds, on=today).values_list("pk", flat=True))
    record("round.enter", round_, by=by, units=[None, round_.expected.count()])
    return round_


def _columns(terms: RoundTerms) -> dict[str, Any]:
    title = " ".join(nfc(terms.title).split())
    return {
        "title": title,
        "search": fold(title),
        "year": terms.year,
        "opens_on": terms.opens_on,
        "closes_on": terms.closes_on,
        "instruction": nfc(terms.instruction).strip(),
    }


def _expect(round_: Round, unit_ids: Collection[int] | Any) -> list[int]:
    """Ask these units as well; the ids of those that were not asked before."""
    known = set(round_.expected.values_list("organisation_id", flat=True))
    new = [pk for pk in unit_ids if pk not in known]
    Expected.objects.bulk_create([Expected(round=round_, organisation_id=pk) for pk in new], batch_size=500)
    return new


def _locked(round_: Round) -> Round:
    hold(round_.organisation_id)
    Round.objects.select_for_update().get(pk=round_.pk)
    return Round.objects.select_related("organisation").get(pk=round_.pk)


def round_terms_of(round_: Round) -> RoundTerms:
    """What is said of the round as stored now."""
    stored = {field.name: getattr(round_, field.name) for field in fields(RoundTerms)}
    return RoundTerms(**{**stored, "movements": list(round_.movements.order_by("pk"))})


def _values(terms: RoundTerms) -> dict[str, Any]:
    plain = {field.name: getattr(terms, field.name) for field in fields(terms)}
    return {**plain, "movements": sorted(terms.movements, key=lambda one: one.pk)}


@transaction.atomic
def revise_round(round_: Round, terms: RoundTerms, *, base: RoundTerms, by: User) -> Round:
    """Change a round that is not closed. `base` is what the person saw; raises merging.Clash where both changed."""
    locked = _locked(round_)
    demand(may_change_round(by, locked, on=timezone.localdate()))
    merged = RoundTerms(**merge(_values(base), _values(terms), _values(round_terms_of(locked))))
    changes: dict[str, Any] = {
        name: [str(getattr(locked, name)), str(value)]
        for name, value in _columns(merged).items()
        if name != "search" and getattr(locked, name) != value
    }
    before = sorted(one.name for one in locked.movements.all())
    after = sorted(one.name for one in merged.movements)
    if before != after:
        changes["movements"] = [before, after]
    if not changes:
        return locked
    for name, value in _columns(merged).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.full_clean(exclude=["search"])
    locked.save()
    locked.movements.set(merged.movements)
    record("round.revise", locked, by=by, **changes)
    return locked


@transaction.atomic
def move_round(round_: Round, move: str, *, by: User, reason: str = "") -> Round:
    """Open, take back, close or reopen a round; the units hear of the opening."""
    locked = _locked(round_)
    target = ROUND.target(move, locked.state, locked)
    demand(may_move_round(by, locked, move, on=timezone.localdate()))
    kept = given(reason, needed=move in ROUND_NEEDS_REASON)
    _refuse_move(locked, move)
    before, locked.state = locked.state, target
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    record(f"round.{move}", locked, by=by, state=[before, target], reason=kept)
    if move == "open":
        _tell_units(locked, gettext_lazy("Registration is open until %(day)s: %(round)s"))
    return locked


def _refuse_move(round_: Round, move: str) -> None:
    if move == "open" and not round_.expected.exists():
        raise Refused(_("Say first which units are to register."))
    unlaunched = round_.movements.filter(state=MovementState.DRAFT) if move == "open" else []
    if unlaunched:
        raise Refused(
            _("Not launched yet: %(names)s.") % {"names": "; ".join(one.name for one in unlaunched)}
        )
    if move == "unopen" and round_.registrations.exists():
        raise Refused(_("Units have begun to register: the round can be closed, not taken back."))
    waiting = round_.registrations.filter(state=RegistrationState.SENT).count() if move == "close" else 0
    if waiting:
        raise Refused(_("%(count)s registrations still wait to be accepted.") % {"count": waiting})


def _tell_units(round_: Round, text: object) -> None:
    today = timezone.localdate()
    units = round_.expected.values_list("organisation_id", flat=True)
    reached = users_by_post(units, TOLD_FOR_THE_UNIT, today)
    users = {user.pk: user for held in reached.values() for user in held}
    tell(
        users.values(),
        text=text,
        values={"day": f"{round_.closes_on:%d/%m/%Y}", "round": round_.title},
        url=reverse("programmes:round", args=[round_.pk]),
        key=f"round.open:{round_.pk}:{round_.version}",
        organisation_id=round_.organisation_id,
    )


@transaction.atomic
def expect(round_: Round, units: Collection[Organisation], *, by: User) -> list[int]:
    """Ask more units to register; refused for one that has ended. The ids of those new to the round."""
    locked = _locked(round_)
    today = timezone.localdate()
    demand(may_change_round(by, locked, on=today))
    ended = [unit.name for unit in units if unit.ended_on is not None and unit.ended_on <= today]
    if ended:
        raise Refused(_("These units have ended: %(names)s.") % {"names": "; ".join(ended)})
    outside = [unit.name for unit in units if not unit.path.startswith(locked.organisation.path)]
    if outside:
        raise Refused(
            _("These units are not below the coordinating body: %(names)s.") % {"names": "; ".join(outside)}
        )
    new = _expect(locked, [unit.pk for unit in units])
    if new:
        added = [unit.name for unit in units if unit.pk in new]
        record("round.expect", locked, by=by, units=[None, sorted(added)])
    return new


@transaction.atomic
def expect_no_more(expected: Expected, *, by: User, reason: str) -> Round:
    """Take a unit out of those asked; refused once it has begun to register."""
    locked = _locked(expected.round)
    demand(may_change_round(by, locked, on=timezone.localdate()))
    kept = given(reason)
    if Registration.objects.filter(round=locked, organisation=expected.organisation_id).exists():
        raise Refused(_("This unit has begun its registration; it can withdraw it."))
    row = still_there(Expected.objects.all(), expected.pk)
    record("round.expect_no_more", locked, by=by, reason=kept, unit=[expected.organisation.name, None])
    row.delete()
    return locked


@transaction.atomic
def extend(expected: Expected, *, to: date, by: User, reason: str) -> Expected:
    """Give one unit a later last day than the round's; the unit is told."""
    round_ = _locked(expected.round)
    demand(may_change_round(by, round_, on=timezone.localdate()))
    locked = still_there(Expected.objects.all(), expected.pk)
    locked.round = round_
    kept = given(reason)
    if to <= locked.last_day or to < timezone.localdate():
        raise Refused(
            _("The new day must come after %(day)s and not be over.") % {"day": f"{locked.last_day:%d/%m/%Y}"}
        )
    before, locked.extended_to = locked.extended_to, to
    locked.save(update_fields=["extended_to"])
    record(
        "round.extend",
        round_,
        by=by,
        reason=kept,
        unit=[None, expected.organisation.name],
        extended_to=[before, to],
    )
    reached = users_by_post([locked.organisation_id], TOLD_FOR_THE_UNIT, timezone.localdate())
    tell(
        reached.get(locked.organisation_id, []),
        text=gettext_lazy("Your last day of registration is now %(day)s: %(round)s"),
        values={"day": f"{to:%d/%m/%Y}", "round": round_.title},
        url=reverse("programmes:round", args=[round_.pk]),
        organisation_id=round_.organisation_id,
    )
    return locked


@dataclass(frozen=True)
class Reminded:
    """The units whose officers or head were told, and those nobody could be told for, with the reason."""

    told: list[Recipient]
    left_out: list[Recipient]


@transaction.atomic
def remind(round_: Round, *, by: User, units: Collection[int] | None = None) -> Reminded:
    """Remind the units (ids; None: all) that have not sent, each at most once a day."""
    locked = _locked(round_)
    today = timezone.localdate()
    demand(may_remind(by, locked, on=today))
    rows = [
        one for one in recipients(locked, on=today) if units is None or one.expected.organisation_id in units
    ]
    told = [one for one in rows if not one.obstacle]
    if not told:
        raise Refused(_("There is nobody to remind today."))
    _tell_late(locked, told, on=today)
    Expected.objects.filter(pk__in=[one.expected.pk for one in told]).update(reminded_on=today)
    record(
        "round.remind", locked, by=by, units=[None, sorted(one.expected.organisation.name for one in told)]
    )
    return Reminded(told, [one for one in rows if one.obstacle])


def _tell_late(round_: Round, told: Collection[Recipient], *, on: date) -> None:
    """One sentence for all units with the same last day: what it costs does not grow with their number."""
    by_day: dict[date, list[User]] = {}
    for one in told:
        by_day.setdefault(one.expected.last_day, []).extend(one.users)
    for day, users in by_day.items():
        tell(
            users,
            text=gettext_lazy("Please send your registration by %(day)s: %(round)s"),
            values={"day": f"{day:%d/%m/%Y}", "round": round_.title},
            url=reverse("programmes:round", args=[round_.pk]),
            key=f"round.remind:{round_.pk}:{on:%Y%m%d}:{day:%Y%m%d}",
            organisation_id=round_.organisation_id,
        )
