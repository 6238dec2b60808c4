"""Who plans, runs, attends, minutes and signs a conference and its hand-over: a verdict with its reason."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.conference_states import (
    CONFERENCE,
    CONFERENCE_LIVING,
    HANDS,
    RECORD,
    ConferenceKind,
    ConferenceState,
    Hand,
    RecordKind,
    RecordState,
)
from clusters.models import Attendance, Cluster, Conference, HandOver, Outcome, Record, Season, Seat, Turn
from clusters.offices import MAY_RECORD, MAY_SIGN
from clusters.permissions.clusters import OVER, runs
from clusters.states import BEFORE_COMPOSITION
from emulation.accounts.models import User
from emulation.accounts.permissions import at_office
from emulation.accounts.selectors import organisations_where
from emulation.verdicts import YES, No, Verdict
from emulation.vietnamese import format_date

NOT_UNDER_WAY = _("The conference is not under way.")
NOT_FINISHING = _("Only who runs the cluster, and the body that convened this conference, may do this.")
NOT_CLOSED = _("The record is signed once it is closed.")
HAS_SIGNED = _("This signature is there already.")
NO_STEP = _("This step does not follow from the present state.")


def may_plan(user: User, season: Season, *, on: date) -> Verdict:
    """Plan a conference of a composed season."""
    if season.is_over:
        return No(OVER)
    if season.state in BEFORE_COMPOSITION:
        return No(_("A conference is planned once the season is composed."))
    return runs(user, season.cluster, on=on)


def may_change(user: User, conference: Conference, *, on: date) -> Verdict:
    """Day, place, agenda, guests: until the conference has been held."""
    if conference.state not in CONFERENCE_LIVING:
        return No(_("The conference is over: its minutes tell what it was."))
    return runs(user, conference.season.cluster, on=on)


def may_move(user: User, conference: Conference, move: str, *, on: date) -> Verdict:
    if conference.state not in CONFERENCE.sources(move):
        return No(NO_STEP)
    if conference.season.is_over:
        return No(OVER)
    if move == "open" and conference.day > on:
        told = _("The conference is planned for %(day)s: change its day, or open it then.")
        return No(told % {"day": format_date(conference.day)})
    if move == "resume" and conference.records.exclude(state=RecordState.DRAFT).exists():
        return No(_("A record is closed: take that back first."))
    return runs(user, conference.season.cluster, on=on)


def may_show(user: User, conference: Conference, *, on: date) -> Verdict:
    """Say which item every screen shows, and write what was said of it."""
    if conference.state != ConferenceState.UNDER_WAY:
        return No(NOT_UNDER_WAY)
    if user.person_id is not None and user.person_id == conference.secretary_id:
        return YES
    return runs(user, conference.season.cluster, on=on)


def may_enter_attendance(user: User, conference: Conference, *, on: date) -> Verdict:
    """For any member: who runs the cluster, and the secretary of the conference."""
    if conference.state not in CONFERENCE_LIVING:
        return No(_("The conference is over: its minutes tell what it was."))
    if user.person_id is not None and user.person_id == conference.secretary_id:
        return YES
    return runs(user, conference.season.cluster, on=on)


def may_confirm(
    user: User, conference: Conference, seat: Seat, *, on: date, newest: Attendance | None = None
) -> Verdict:
    """For the own member: its office, or whoever was entered (`newest`) as taking part for it."""
    if conference.state not in CONFERENCE_LIVING:
        return No(_("The conference is over: its minutes tell what it was."))
    if seat.left_on is not None:
        return No(_("The member has left the season."))
    if seat.organisation_id in organisations_where(user, MAY_RECORD, on):
        return YES
    if newest is not None and user.person_id is not None and newest.person_id == user.person_id:
        return YES
    return No(_("Only the member itself confirms who takes part for it."))


def may_prepare_vote(user: User, conference: Conference, *, on: date) -> Verdict:
    if conference.state != ConferenceState.UNDER_WAY:
        return No(NOT_UNDER_WAY)
    return runs(user, conference.season.cluster, on=on)


def finishes(user: User, conference: Conference, *, on: date) -> Verdict:
    """Runs the cluster, or belongs to the body that convened: its minutes outlast the hand-over."""
    if runs(user, conference.season.cluster, on=on):
        return YES
    return YES if at_office(user, MAY_RECORD, conference.convener_id, on) else No(NOT_FINISHING)


def may_decline_turn(user: User, turn: Turn, *, on: date) -> Verdict:
    """Decline to lead after the election: the elected body, or who runs the cluster enters it."""
    if turn.outcome != Outcome.HELD or turn.held_from is not None:
        return No(_("It has taken over, or declined already."))
    if at_office(user, MAY_RECORD, turn.organisation_id, on):
        return YES
    return runs(user, turn.cluster, on=on)


# --- records


def may_draft_record(user: User, conference: Conference, kind: str, *, on: date) -> Verdict:
    """Begin the minutes of a conference that has begun, or the hand-over record of a year-end one."""
    if conference.state not in (ConferenceState.UNDER_WAY, ConferenceState.HELD):
        return No(_("A record is begun when the conference has begun."))
    if kind == RecordKind.HAND_OVER and conference.kind != ConferenceKind.YEAREND:
        return No(_("Leadership is handed over at the year-end conference."))
    if conference.records.filter(kind=kind).exclude(state=RecordState.REPLACED).exists():
        return No(_("There is a record already."))
    return _writes(user, conference, on)


def _writes(user: User, conference: Conference, on: date) -> Verdict:
    if user.person_id is not None and user.person_id == conference.secretary_id:
        return YES
    return finishes(user, conference, on=on)


def may_read_record(user: User, record: Record, *, on: date) -> Verdict:
    """A draft is read by those who write it; what is closed by all members of the season."""
    return YES if record.state != RecordState.DRAFT else _writes(user, record.conference, on)


def may_write_record(user: User, record: Record, *, on: date) -> Verdict:
    """Change the words around the facts of a draft."""
    if record.state != RecordState.DRAFT:
        return No(_("The record is closed: its text stays as it is."))
    return _writes(user, record.conference, on)


def may_move_record(user: User, record: Record, move: str, *, on: date) -> Verdict:
    """Close it, take that back, or replace what was signed by a corrected version."""
    if move == "sign" or record.state not in RECORD.sources(move):
        return No(NO_STEP)
    if move == "close" and record.conference.state != ConferenceState.HELD and not _is_hand_over(record):
        return No(_("The minutes are closed when the conference has ended."))
    if move == "replace" and _is_hand_over(record):
        return No(_("What was handed over stays handed over: a new record would not undo it."))
    return _writes(user, record.conference, on)


def _is_hand_over(record: Record) -> bool:
    return record.kind == RecordKind.HAND_OVER


def may_sign_record(user: User, record: Record, hand: str, *, on: date) -> Verdict:
    """Chair and secretary sign the minutes, the two heads the hand-over: nobody else for them."""
    refusal = _not_signed_now(record, hand)
    if refusal is not None:
        return refusal
    return YES if _is_hand_of(user, record, hand, on) else No(_("Only the person named there signs it."))


def _not_signed_now(record: Record, hand: str) -> Verdict | None:
    if record.state != RecordState.CLOSED:
        return No(NOT_CLOSED)
    if hand not in HANDS[RecordKind(record.kind)]:
        return No(NO_STEP)
    # In memory: a page asks for both hands, and the signatures are read once.
    if any(one.hand == hand and one.digest == record.digest for one in record.signatures.all()):
        return No(HAS_SIGNED)
    return None


def _is_hand_of(user: User, record: Record, hand: str, on: date) -> bool:
    conference = record.conference
    if hand in (Hand.CHAIR, Hand.SECRETARY):
        person = conference.chair_id if hand == Hand.CHAIR else conference.secretary_id
        return person is not None and user.person_id == person
    over: HandOver = conference.hand_over
    body = over.giver_id if hand == Hand.GIVER else over.taker_id
    return body in organisations_where(user, MAY_SIGN, on)


def may_enter_paper(user: User, record: Record, hand: str, *, on: date) -> Verdict:
    """Enter a signature given on the printed record: those who write it."""
    refusal = _not_signed_now(record, hand)
    return _writes(user, record.conference, on) if refusal is None else refusal


def may_change_hand_over(user: User, conference: Conference, *, on: date) -> Verdict:
    """Who hands over to whom, on which day, with which files: until the record is closed."""
    if conference.kind != ConferenceKind.YEAREND:
        return No(_("Leadership is handed over at the year-end conference."))
    if conference.state not in (ConferenceState.UNDER_WAY, ConferenceState.HELD):
        return No(_("Leadership is handed over when the conference has begun."))
    closed = conference.records.filter(kind=RecordKind.HAND_OVER).exclude(state=RecordState.DRAFT)
    if closed.exists():
        return No(_("The hand-over record is closed: take that back to change it."))
    return finishes(user, conference, on=on)


def may_keep_flags(user: User, cluster: Cluster, *, on: date) -> Verdict:
    """Enter a flag and what becomes of it outside a hand-over."""
    return runs(user, cluster, on=on)
