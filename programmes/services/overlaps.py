"""Finding registrations of different units that promise the same, and recording what becomes of each pair."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.accounts.permissions import NOT_YOUR_OFFICE, at_office
from emulation.accounts.selectors import users_by_post
from emulation.audit.services import hold, record, record_many
from emulation.jobs.services import enqueue
from emulation.notices.services import tell
from emulation.organisations.models import Organisation
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc
from programmes.models import Credit, OverlapCase, OverlapComment, Registration, Revision, Round
from programmes.movement_states import BEFORE_THE_COORDINATOR, DECIDED, OVERLAP, OverlapState
from programmes.offices import MAY_REGISTER, MAY_RUN
from programmes.overlaps import Alikeness, Entry, Reason, phrases, radar
from programmes.permissions.registrations import (
    may_comment_overlap,
    may_decide_overlap,
    may_reopen_overlap,
    units_to_register_for,
)
from programmes.selectors.overlaps import rounds_beside

LOOK = "programmes.overlaps"
SIDES = ("first__organisation", "second__organisation", "first__round", "second__round")
INLINE_UP_TO = 3_000
"""So many registrations are compared while the unit waits (a quarter of a second); more in the background."""
SOURCES = {"content": ("content",), "place": ("place",), "people": ("audience", "beneficiaries")}
"""Where in a registration the words of a reason stand."""


def chains_of(registration: Registration) -> frozenset[int]:
    """The chains to which comparing it may write: those of all rounds beside its own and of its known pairs."""
    beside = rounds_beside(registration.round).values_list("organisation_id", flat=True)
    known = Registration.objects.filter(pk__in=_met_before(registration))
    return frozenset(beside).union(known.values_list("round__organisation_id", flat=True))


def entries_of(
    round_: Round, *, among: Collection[int] | None = None, only: Collection[int] | None = None
) -> list[Entry]:
    """What the units of this round and of those beside it last sent.

    `among` are the ids of the units to be asked, `only` those of the registrations.
    """
    rows = Revision.objects.filter(
        registration__round__in=rounds_beside(round_).values("pk"),
        registration__state__in=sorted(BEFORE_THE_COORDINATOR),
        number=F("registration__sent_number"),
    )
    if among is not None:
        rows = rows.filter(registration__organisation_id__in=among)
    if only is not None:
        rows = rows.filter(registration__in=only)
    plain = rows.order_by("registration_id").values_list(
        "registration_id", "registration__organisation_id", "folded"
    )
    return [Entry(pk, unit, "", folded=tuple(folded.split("\n"))) for pk, unit, folded in plain]


def look_for_overlaps(registration: Registration, *, by: User, among: Collection[int] | None = None) -> None:
    """Compare what was just sent with the others, at once or, where they are many, in the background."""
    round_ = registration.round
    beside = Registration.objects.filter(
        round__in=rounds_beside(round_).values("pk"), state__in=sorted(BEFORE_THE_COORDINATOR)
    )
    if beside.count() <= INLINE_UP_TO:
        compare(registration, by=by, among=among)
        return
    enqueue(
        LOOK,
        {"registration": registration.pk, "by": by.pk, "among": None if among is None else sorted(among)},
        by=by,
        organisation_id=round_.organisation_id,
        key=f"{LOOK}:{registration.pk}:{registration.sent_number}",
        title=_("Overlaps of registrations: %(round)s") % {"round": round_.title},
    )


@transaction.atomic
def compare(
    registration: Registration, *, by: User, among: Collection[int] | None = None
) -> list[OverlapCase]:
    """Keep a case for every like pair, and note of those that were open and are alike no more that they are gone.

    What was decided stays decided. Returns the cases that are new or open again; harmless to repeat.
    """
    round_ = registration.round
    met = _found(registration, entries_of(round_, among=among)).keys() | _met_before(registration)
    # Thousands are compared before any chain is held; under the chains of those concerned only these few again.
    near = Registration.objects.filter(pk__in=[registration.pk, *met])
    hold(*near.values_list("round__organisation_id", flat=True))
    found = _found(registration, entries_of(round_, among=among, only=[registration.pk, *met]))
    known = {pk: case for case in _cases_of(registration) if (pk := _other(case, registration.pk)) in met}
    _part([case for pk, case in known.items() if pk not in found], by=by)
    sent = _sent([registration.pk, *found])
    fresh = [
        case
        for pk, result in found.items()
        if (case := _kept(registration, pk, result, known.get(pk), sent)) is not None
    ]
    record_many("overlap.find", fresh, by=by)
    _tell(fresh)
    return fresh


def _found(registration: Registration, entries: Sequence[Entry]) -> dict[int, Alikeness]:
    """{other registration: what makes it alike}; of what is not before the coordinator nothing is."""
    mine = next((entry for entry in entries if entry.id == registration.pk), None)
    return {one.other: one for one in radar(mine, entries)} if mine else {}


def _met_before(registration: Registration) -> set[int]:
    """The ids of those with which it was ever a pair; no row is locked."""
    pairs = _pairs(registration).values_list("first_id", "second_id")
    return {pk for pair in pairs for pk in pair} - {registration.pk}


def _pairs(registration: Registration) -> QuerySet[OverlapCase]:
    return OverlapCase.objects.filter(Q(first_id=registration.pk) | Q(second_id=registration.pk))


def _cases_of(registration: Registration) -> list[OverlapCase]:
    rows = _pairs(registration).select_for_update()
    known = {
        row.pk: row
        for row in OverlapCase.objects.filter(pk__in=[row.pk for row in rows]).select_related("round", *SIDES)
    }
    return list(known.values())


def _other(case: OverlapCase, pk: int) -> int:
    return case.second_id if case.first_id == pk else case.first_id


def _sent(registration_ids: Collection[int]) -> dict[int, Revision]:
    """{registration: its newest version}."""
    rows = Revision.objects.filter(
        registration_id__in=registration_ids, number=F("registration__sent_number")
    )
    return {row.registration_id: row for row in rows}


def _kept(
    registration: Registration,
    other: int,
    result: Alikeness,
    case: OverlapCase | None,
    sent: Mapping[int, Revision],
) -> OverlapCase | None:
    """The case as it is saved; None where it was open before, or is decided and stays so."""
    first, second = (sent[pk] for pk in sorted((registration.pk, other)))
    found: dict[str, Any] = {
        "first_number": first.number,
        "second_number": second.number,
        "score": round(result.score * 100),
        "reasons": in_words(result.reasons, first.payload, second.payload),
    }
    if case is None:
        return OverlapCase.objects.create(
            round=registration.round,
            first_id=first.registration_id,
            second_id=second.registration_id,
            found_at=timezone.now(),
            **found,
        )
    if case.state in DECIDED:
        return None
    back = case.state == OverlapState.GONE
    if back:
        found |= {"state": OVERLAP.target("meet", case.state, case), "gone_on": None}
        found["found_at"] = timezone.now()
    for name, value in found.items():
        setattr(case, name, value)
    case.save(update_fields=list(found))
    return case if back else None


def in_words(
    reasons: Iterable[Reason], first: Mapping[str, Any], second: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The reasons as they are kept: field, percent, and the phrases of either text that made them alike."""
    return [
        {
            "field": reason.field,
            "score": round(reason.score * 100),
            "first": _phrases(reason, first),
            "second": _phrases(reason, second),
        }
        for reason in reasons
    ]


def _phrases(reason: Reason, payload: Mapping[str, Any]) -> list[str]:
    words = [word for phrase in reason.words for word in phrase.split()]
    texts = (payload[name] for name in SOURCES[reason.field])
    return list(dict.fromkeys(phrase for text in texts for phrase in phrases(text, words)))


def part(registration: Registration, *, by: User) -> None:
    """End the open cases of a registration that was withdrawn; of the settled ones tell who coordinates.

    The caller holds `chains_of` the registration.

    A settlement stands until the coordinator takes it back; that the unit which was to leave it to the other
    withdraws is what was settled.
    """
    cases = _cases_of(registration)
    _part(cases, by=by)
    settled = [case for case in cases if case.state in DECIDED]
    for case in settled:
        if case.yielding_id != registration.organisation_id:
            _tell_of_withdrawal(case)


def _tell_of_withdrawal(case: OverlapCase) -> None:
    for round_ in {case.first.round, case.second.round}:
        runs = users_by_post([round_.organisation_id], MAY_RUN, timezone.localdate())
        tell(
            runs.get(round_.organisation_id, []),
            text=gettext_lazy("A unit withdrew its registration after its overlap was settled: %(round)s"),
            values={"round": round_.title},
            url=reverse("programmes:overlap", args=[case.pk]),
            instead=True,
            organisation_id=round_.organisation_id,
        )


def _part(cases: Sequence[OverlapCase], *, by: User) -> None:
    gone = [case for case in cases if case.state == OverlapState.OPEN]
    for case in gone:
        case.state, case.gone_on = OVERLAP.target("part", case.state, case), timezone.localdate()
    OverlapCase.objects.bulk_update(gone, ["state", "gone_on"], batch_size=500)
    record_many("overlap.part", gone, by=by)


def _tell(cases: Sequence[OverlapCase]) -> None:
    """Both units of each pair hear of it, each in its own round, and whoever coordinates that."""
    ids = [case.pk for case in cases]
    fresh = OverlapCase.objects.filter(pk__in=ids).select_related(*SIDES)
    for round_, held_by in _units_by_round(fresh).items():
        held = users_by_post(held_by, MAY_REGISTER, timezone.localdate())
        runs = users_by_post([round_.organisation_id], MAY_RUN, timezone.localdate())
        users = {user.pk: user for found in (*held.values(), *runs.values()) for user in found}
        tell(
            users.values(),
            text=gettext_lazy("Another unit has registered something alike: %(round)s"),
            values={"round": round_.title},
            url=reverse("programmes:overlaps", args=[round_.pk]),
            instead=True,
            organisation_id=round_.organisation_id,
        )


def _units_by_round(cases: Iterable[OverlapCase]) -> dict[Round, set[int]]:
    units: dict[Round, set[int]] = defaultdict(set)
    for case in cases:
        for side in (case.first, case.second):
            units[side.round].add(side.organisation_id)
    return units


@dataclass(frozen=True)
class Settlement:
    """What the coordinator decides: keep, join or yield, with who yields or how joint work is credited."""

    state: str
    reason: str
    yielding: Organisation | None = None
    credit: str = ""
    credited: Organisation | None = None
    first_share: int | None = None


def _locked(case: OverlapCase) -> OverlapCase:
    hold(case.round.organisation_id)
    OverlapCase.objects.select_for_update().get(pk=case.pk)
    return OverlapCase.objects.select_related("round__organisation", *SIDES).get(pk=case.pk)


@transaction.atomic
def settle(case: OverlapCase, settlement: Settlement, *, by: User) -> OverlapCase:
    """Record what becomes of an open overlap; both units are told.

    Joint work is credited once to one of the two, or shared in percents that make up 100. Where the two have
    different coordinators, neither credits the own unit alone.
    """
    locked = _locked(case)
    target = OVERLAP.target(settlement.state, locked.state, locked)
    demand(may_decide_overlap(by, locked, on=timezone.localdate()))
    kept = given(settlement.reason)
    _refuse_settlement(locked, settlement, by=by)
    before = locked.state
    locked.state, locked.reason = target, kept
    locked.decided_by, locked.decided_at = by, timezone.now()
    locked.yielding = settlement.yielding
    locked.credit, locked.credited = settlement.credit, settlement.credited
    locked.first_share = settlement.first_share
    locked.full_clean()
    locked.save()
    record(
        f"overlap.{settlement.state}",
        locked,
        by=by,
        reason=kept,
        state=[before, target],
        yielding=[None, settlement.yielding],
        credited=[None, settlement.credited],
        first_share=[None, settlement.first_share],
    )
    _tell_both(locked, gettext_lazy("An overlap of registrations was settled: %(round)s"), by=by)
    return locked


def _refuse_settlement(case: OverlapCase, settlement: Settlement, *, by: User) -> None:
    two = {case.first.organisation_id, case.second.organisation_id}
    named = {one.pk for one in (settlement.yielding, settlement.credited) if one is not None}
    if not named <= two:
        raise Refused(_("Name one of the two units."))
    if settlement.state == OverlapState.YIELD and settlement.yielding is None:
        raise Refused(_("Say which unit leaves it to the other."))
    if settlement.state != OverlapState.JOIN:
        return
    one = settlement.credit == Credit.ONE and settlement.credited is not None
    shared = settlement.credit == Credit.SHARED and 0 < (settlement.first_share or 0) < 100
    if not one and not shared:
        raise Refused(_("Say for whom joint work is counted: for one unit, or shared in percents of 100."))
    if one and settlement.credited is not None:
        _refuse_own_gain(case, settlement.credited, by=by)


def _refuse_own_gain(case: OverlapCase, credited: Organisation, *, by: User) -> None:
    """Of two coordinators only that of the unit which is not counted may say that the other is counted alone."""
    loser = case.second if case.first.organisation_id == credited.pk else case.first
    if not at_office(by, MAY_RUN, loser.round.organisation_id, timezone.localdate()):
        raise Refused(
            _(
                "Counting joint work for your own unit alone is recorded by the coordinator of the other unit. "
                "Here count it for the other unit, or share it."
            )
        )


def _tell_both(case: OverlapCase, text: object, *, by: User) -> None:
    """Both units hear of it, each in its own round, and whoever else coordinates that."""
    for round_, units in _units_by_round([case]).items():
        held = users_by_post(units, MAY_REGISTER, timezone.localdate())
        runs = users_by_post([round_.organisation_id], MAY_RUN, timezone.localdate())
        users = {user.pk: user for found in (*held.values(), *runs.values()) for user in found}
        users.pop(by.pk, None)
        tell(
            users.values(),
            text=text,
            values={"round": round_.title},
            url=reverse("programmes:overlap", args=[case.pk]),
            instead=True,
            organisation_id=round_.organisation_id,
        )


@transaction.atomic
def reopen_overlap(case: OverlapCase, *, by: User, reason: str) -> OverlapCase:
    """Take a settlement back with a reason; both units and whoever coordinates them are told."""
    locked = _locked(case)
    target = OVERLAP.target("reopen", locked.state, locked)
    demand(may_reopen_overlap(by, locked, on=timezone.localdate()))
    kept = given(reason)
    before = locked.state
    locked.state, locked.reason, locked.credit = target, "", ""
    locked.decided_by = locked.decided_at = locked.yielding = locked.credited = locked.first_share = None
    locked.save()
    record("overlap.reopen", locked, by=by, reason=kept, state=[before, target])
    _tell_both(locked, gettext_lazy("The settlement of an overlap was taken back: %(round)s"), by=by)
    return locked


@transaction.atomic
def comment(
    case: OverlapCase, text: str, *, organisation: Organisation, by: User, proposal: str = ""
) -> OverlapComment:
    """Speak for one of the two units; the other, and the coordinator, read it."""
    locked = _locked(case)
    demand(may_comment_overlap(by, locked, on=timezone.localdate()))
    own = units_to_register_for(by, on=timezone.localdate())
    if organisation.pk not in own & {locked.first.organisation_id, locked.second.organisation_id}:
        raise Refused(NOT_YOUR_OFFICE)
    said = OverlapComment(
        case=locked, organisation=organisation, proposal=proposal, text=nfc(text).strip(), by=by
    )
    last = locked.comments.order_by("pk").last()
    if last and (last.organisation_id, last.proposal, last.text) == (organisation.pk, proposal, said.text):
        raise Refused(_("You have just said so."))
    said.full_clean()
    said.save()
    record("overlap.comment", locked, by=by, reason=said.text, proposal=[None, said.get_proposal_display()])
    return said
