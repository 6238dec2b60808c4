"""Writing a registration, sending it, and what the coordinator answers; each version sent is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.accounts.selectors import users_by_post, users_with_posts
from emulation.audit.services import hold, record, record_many
from emulation.indicators.models import IndicatorVersion
from emulation.indicators.services.catalogue import lock
from emulation.merging import merge
from emulation.notices.services import tell
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import fold, nfc
from programmes.models import (
    Expected,
    Registration,
    Remark,
    Revision,
    Round,
)
from programmes.movement_states import (
    REGISTRATION,
    REGISTRATION_NEEDS_REASON,
    RegistrationState,
)
from programmes.offices import MAY_RUN
from programmes.overlaps import FIELDS as RADAR_FIELDS
from programmes.permissions.registrations import may_accept_each, may_edit, may_move, may_start
from programmes.selectors.registrations import (
    TOLD_FOR_THE_UNIT,
    earlier_registration,
    expectation,
    last_day_of,
)
from programmes.services.measures import CATALOGUE_CHAIN
from programmes.services.overlaps import chains_of, look_for_overlaps, part
from programmes.services.registration_words import (
    REMARKABLE,
    Words,
    payload_of,
    said,
    values_of,
    words_of,
    write,
)
from programmes.services.rows import still_there


def _locked(registration: Registration) -> Registration:
    """The registration as it stands now, with its round; the round's chain is held first."""
    round_ = registration.round
    hold(round_.organisation_id)
    Round.objects.select_for_update().get(pk=round_.pk)
    Registration.objects.select_for_update().get(pk=registration.pk)
    return Registration.objects.select_related("round__organisation", "organisation").get(pk=registration.pk)


@transaction.atomic
def start(expected: Expected, *, by: User, copy: bool = False) -> Registration:
    """Begin the registration of an expected unit, empty or as the copy of the one before; the draft there is."""
    hold(expected.round.organisation_id)
    Round.objects.select_for_update().get(pk=expected.round_id)
    rows = Expected.objects.select_related("round__organisation", "organisation")
    asked = still_there(rows, expected.pk)
    demand(may_start(by, asked, on=timezone.localdate()))
    there = Registration.objects.filter(round=asked.round, organisation=asked.organisation).first()
    if there is not None:
        return there
    earlier = earlier_registration(asked.organisation, asked.round) if copy else None
    if copy and earlier is None:
        raise Refused(_("No earlier registration of this unit was sent."))
    registration = Registration(
        round=asked.round,
        organisation=asked.organisation,
        entered_by=by,
        state_since=timezone.now(),
        copied_from=earlier,
    )
    registration.save()
    if earlier is not None:
        write(registration, words_of(earlier))
        registration.save()
    record("registration.start", registration, by=by, copied_from=[None, str(earlier) if earlier else None])
    return registration


@transaction.atomic
def edit(registration: Registration, words: Words, *, base: Words, by: User) -> Registration:
    """Save `words` over the values of `base`, from which the person began to type.

    Fields changed by one side only are merged; a field that both changed raises merging.Clash.
    """
    locked = _locked(registration)
    demand(may_edit(by, locked, on=timezone.localdate()))
    stored = words_of(locked)
    values = merge(values_of(base), values_of(words), values_of(stored))
    changes: dict[str, Any] = {
        name: [said(getattr(stored, name)), said(value)]
        for name, value in values.items()
        if getattr(stored, name) != value
    }
    if not changes:
        return locked
    write(locked, Words(**values))
    locked.version += 1
    locked.full_clean()
    locked.save()
    record("registration.edit", locked, by=by, **changes)
    return locked


# --- sending


@transaction.atomic
def send(registration: Registration, *, by: User, version: int | None = None) -> Registration:
    """Send what stands there now; frozen as the next revision, and compared with what other units sent.

    `version` is that of the words the person read: words that have changed since are not sent. Refused empty,
    after the unit's last day, and for a unit the round no longer asks.
    """
    hold(*chains_of(registration), *_catalogue(registration))
    locked = _locked(registration)
    REGISTRATION.target("send", locked.state, locked)
    today = timezone.localdate()
    demand(may_move(by, locked, "send", on=today, last_day=last_day_of(locked)))
    if version is not None and version != locked.version:
        raise Refused(_("The registration has changed meanwhile. Read it again, then send it."))
    if not locked.content and not locked.targets.exists() and not locked.titles.exists():
        raise Refused(_("The registration is empty: write what the unit will do, a target or a title."))
    now = timezone.now()
    before, locked.state = locked.state, RegistrationState.SENT
    locked.state_since = locked.sent_at = now
    locked.sent_number += 1
    locked.version += 1
    locked.save()
    revision = Revision.objects.create(
        registration=locked,
        number=locked.sent_number,
        payload=payload_of(locked),
        folded="\n".join(fold(getattr(locked, name)) for name in RADAR_FIELDS),
        at=now,
        by=by,
    )
    lock_indicators(locked, by=by)
    record(
        "registration.send",
        locked,
        by=by,
        state=[before, locked.state],
        revision=[None, revision.number],
    )
    _tell_coordinator(locked.round)
    look_for_overlaps(locked, by=by)
    return locked


def _catalogue(registration: Registration) -> list[int]:
    """The catalogue's chain, where a definition that the targets name is locked for the first time."""
    fresh = registration.targets.filter(indicator__isnull=False, indicator__locked_at=None).exists()
    return [CATALOGUE_CHAIN] if fresh else []


def lock_indicators(registration: Registration, *, by: User) -> None:
    """A version that a registration was sent with keeps its meaning: another reading is another version."""
    used = registration.targets.filter(indicator__isnull=False).values("indicator")
    for version in IndicatorVersion.objects.filter(pk__in=used, locked_at=None).order_by("pk"):
        lock(version, by=by)


def _tell_coordinator(round_: Round) -> None:
    waiting = round_.registrations.filter(state=RegistrationState.SENT).count()
    tell(
        users_with_posts([round_.organisation_id], MAY_RUN, timezone.localdate()),
        text=gettext_lazy("%(count)s registrations wait to be accepted: %(round)s"),
        values={"count": waiting, "round": round_.title},
        url=reverse("programmes:round_board", args=[round_.pk]),
        instead=True,
        organisation_id=round_.organisation_id,
    )


def _tell_unit(registration: Registration, text: object) -> None:
    unit = registration.organisation_id
    reached = users_by_post([unit], TOLD_FOR_THE_UNIT, timezone.localdate())
    tell(
        reached.get(unit, []),
        text=text,
        values={"round": registration.round.title},
        url=reverse("programmes:registration", args=[registration.pk]),
        instead=True,
        organisation_id=registration.round.organisation_id,
    )


# --- answering


@transaction.atomic
def return_to_unit(
    registration: Registration,
    *,
    by: User,
    reason: str,
    remarks: Mapping[str, str] | None = None,
    until: date | None = None,
    number: int | None = None,
) -> Registration:
    """Give a registration back with the reason, and remarks {field: what to put right}.

    `number` is that of the revision the person read. After the unit's last day `until` must say until when it
    may be sent again.
    """
    locked = _locked(registration)
    kept = _begin_answer(locked, "return", by=by, reason=reason, number=number)
    wrong = set(remarks or {}) - set(REMARKABLE)
    if wrong:
        raise ValueError(f"No such field of a registration: {sorted(wrong)}.")
    given = _give_time(locked, until)
    revision = locked.revisions.get(number=locked.sent_number)
    revision.reason, revision.returned_at, revision.returned_by = kept, timezone.now(), by
    revision.save(update_fields=["reason", "returned_at", "returned_by"])
    said = {name: nfc(text).strip() for name, text in (remarks or {}).items()}
    Remark.objects.bulk_create(
        Remark(revision=revision, field=name, text=text) for name, text in said.items() if text
    )
    _move(locked, "return", by=by, reason=kept, **given)
    _tell_unit(locked, gettext_lazy("Your registration came back with a reason: %(round)s"))
    return locked


def _give_time(registration: Registration, until: date | None) -> dict[str, Any]:
    """A later last day for the unit whose own is over, or where the coordinator names one; what changed by it."""
    expected = expectation(registration)
    today = timezone.localdate()
    if expected is None:
        return {}
    if until is None:
        if expected.last_day < today:
            raise Refused(_("The last day is over: say until when the unit may send it again."))
        return {}
    if until < today:
        raise Refused(_("The day until which it may be sent again is over already."))
    if until <= expected.last_day:
        return {}
    Expected.objects.filter(pk=expected.pk).update(extended_to=until)
    return {"extended_to": [expected.extended_to, until]}


def _begin_answer(
    registration: Registration, move: str, *, by: User, reason: str = "", number: int | None = None
) -> str:
    """The checks of every answer; the reason as it will be kept."""
    REGISTRATION.target(move, registration.state, registration)
    demand(may_move(by, registration, move, on=timezone.localdate()))
    kept = given(reason, needed=move in REGISTRATION_NEEDS_REASON)
    if number is not None and number != registration.sent_number:
        raise Refused(_("The unit has sent another version meanwhile. Read it first."))
    return kept


def _move(registration: Registration, move: str, *, by: User, reason: str = "", **changes: Any) -> None:
    before = registration.state
    registration.state = REGISTRATION.target(move, before, registration)
    registration.state_since = timezone.now()
    registration.version += 1
    registration.save(update_fields=["state", "state_since", "version"])
    state = [before, registration.state]
    record(f"registration.{move}", registration, by=by, reason=reason, state=state, **changes)


@transaction.atomic
def accept(registration: Registration, *, by: User, number: int | None = None) -> Registration:
    """Accept the revision that was read (`number`); the unit is told."""
    locked = _locked(registration)
    _begin_answer(locked, "accept", by=by, number=number)
    _move(locked, "accept", by=by)
    _tell_unit(locked, gettext_lazy("Your registration was accepted: %(round)s"))
    return locked


@transaction.atomic
def reopen(registration: Registration, *, by: User, reason: str) -> Registration:
    """Take an acceptance back with a reason: the registration waits again, as it was sent."""
    locked = _locked(registration)
    kept = _begin_answer(locked, "reopen", by=by, reason=reason)
    _move(locked, "reopen", by=by, reason=kept)
    _tell_unit(locked, gettext_lazy("The acceptance of your registration was taken back: %(round)s"))
    return locked


@transaction.atomic
def withdraw(registration: Registration, *, by: User, reason: str) -> Registration:
    """Take a registration out before its acceptance; it stays in the records, its open overlaps end."""
    hold(*chains_of(registration))
    locked = _locked(registration)
    kept = _begin_answer(locked, "withdraw", by=by, reason=reason)
    _move(locked, "withdraw", by=by, reason=kept)
    part(locked, by=by)
    return locked


@transaction.atomic
def restore(registration: Registration, *, by: User) -> Registration:
    """Take a withdrawn registration up again as a draft."""
    locked = _locked(registration)
    _begin_answer(locked, "restore", by=by)
    _move(locked, "restore", by=by)
    return locked


@dataclass
class BulkResult:
    """What a bulk act did: the registrations accepted, and those left alone with the reason for each."""

    done: list[Registration] = field(default_factory=list)
    skipped: list[tuple[Registration, str]] = field(default_factory=list)


@transaction.atomic
def accept_many(round_: Round, read: Mapping[int, int], *, by: User) -> BulkResult:
    """Accept many registrations of one round: `read` is {id: number of the revision that was on the page}.

    What was sent anew since, or cannot be accepted, is left alone and named; a few statements for any number.
    """
    hold(round_.organisation_id)
    Round.objects.select_for_update().get(pk=round_.pk)
    round_ = Round.objects.select_related("organisation").get(pk=round_.pk)
    rows = list(round_.registrations.select_for_update().filter(pk__in=read).order_by("pk"))
    known = {row.pk: row for row in round_.registrations.filter(pk__in=read).select_related("organisation")}
    result = BulkResult()
    for row in rows:
        row.round, row.organisation = round_, known[row.pk].organisation
    for row, verdict in may_accept_each(by, rows, on=timezone.localdate()):
        if not verdict:
            result.skipped.append((row, str(verdict.reason)))
        elif row.sent_number != read[row.pk]:
            result.skipped.append((row, _("The unit has sent another version meanwhile. Read it first.")))
        else:
            row.state, row.state_since = RegistrationState.ACCEPTED, timezone.now()
            row.version += 1
            result.done.append(row)
    Registration.objects.bulk_update(result.done, ["state", "state_since", "version"], batch_size=500)
    record_many(
        "registration.accept",
        result.done,
        by=by,
        state=[RegistrationState.SENT, RegistrationState.ACCEPTED],
    )
    _tell_accepted(round_, result.done)
    return result


def _tell_accepted(round_: Round, rows: Sequence[Registration]) -> None:
    reached = users_by_post([row.organisation_id for row in rows], TOLD_FOR_THE_UNIT, timezone.localdate())
    users = {user.pk: user for held in reached.values() for user in held}
    tell(
        users.values(),
        text=gettext_lazy("Your registration was accepted: %(round)s"),
        values={"round": round_.title},
        url=reverse("programmes:round", args=[round_.pk]),
        organisation_id=round_.organisation_id,
    )
