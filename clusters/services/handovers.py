"""The hand-over of leadership: who to whom on which day, with which files and the flag; signatures move the rights."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.conference_states import FlagState
from clusters.models import Conference, Flag, HandOver, Outcome, Record, Role, Season, Turn
from clusters.permissions import conferences as permissions
from clusters.selectors.clusters import leading
from clusters.selectors.conferences import elected_for, hand_over_of
from clusters.services.conferences import locked_conference
from clusters.services.custody import pass_on_flag
from clusters.services.record_papers import deputy_line, deputy_named
from clusters.services.seasons import pass_on, tell_members
from clusters.states import SEASON
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.verdicts import Refused, demand
from emulation.vietnamese import nfc

MOST_FILES = 100
AHEAD = timedelta(days=366)
"""A day further ahead is a slip of the pen, and rights would wait for it."""


@dataclass(frozen=True)
class HandOverTerms:
    """The day, the files as (title, number of them, remark), and how the flag is."""

    on: date
    files: Sequence[tuple[str, int | str, str]] = ()
    flag: Flag | None = None
    flag_state: str = ""
    flag_note: str = ""


@transaction.atomic
def put(conference: Conference, terms: HandOverTerms, *, by: User) -> HandOver:
    """Prepare the hand-over from the body that leads this year to the one elected for the next, or change it."""
    kept = locked_conference(conference)
    demand(permissions.may_change_hand_over(by, kept, on=timezone.localdate()))
    giver, taker = _sides(kept.season)
    row = hand_over_of(kept) or HandOver(conference=kept, entered_by=by)
    row.giver, row.taker = giver.organisation, taker.organisation
    row.on, row.files = terms.on, _tidied(terms.files)
    row.flag, row.flag_note = terms.flag, nfc(terms.flag_note).strip()
    row.flag_state = (terms.flag_state or FlagState.GOOD) if terms.flag else ""
    if row.flag is not None and row.flag.cluster_id != kept.season.cluster_id:
        raise Refused(_("This flag is of another cluster."))
    if giver.held_from is not None and row.on <= giver.held_from:
        raise Refused(_("%(name)s took over on that day or later.") % {"name": giver.name})
    if row.on < kept.day:
        raise Refused(_("Leadership is handed over at the conference or after it."))
    if row.on > max(kept.day, timezone.localdate()) + AHEAD:
        raise Refused(_("Leadership is handed over within a year from now."))
    row.version += 1
    row.full_clean()
    row.save()
    record(
        "conference.put_hand_over",
        kept,
        by=by,
        hand_over=[None, f"{row.giver} → {row.taker}, {row.on:%d/%m/%Y}"],
        files=[None, len(row.files)],
    )
    return row


def _sides(season: Season) -> tuple[Turn, Turn]:
    giver, taker = leading(season).leader, elected_for(season).get(Role.LEADER)
    if giver is None:
        raise Refused(_("Nobody is entered as leading this year."))
    if taker is None:
        raise Refused(_("Nobody is elected yet to lead next year."))
    return giver, taker


def _tidied(files: Sequence[tuple[str, int | str, str]]) -> list[list[Any]]:
    rows = [[nfc(title).strip(), number, nfc(remark).strip()] for title, number, remark in files]
    if len(rows) > MOST_FILES:
        raise Refused(_("At most %(count)s lines of files.") % {"count": MOST_FILES})
    return [row for row in rows if row[0]]


def terms_of(row: HandOver) -> HandOverTerms:
    told = {field.name: getattr(row, field.name) for field in fields(HandOverTerms)}
    return HandOverTerms(**{**told, "files": [tuple(one) for one in row.files]})


def complete(over: HandOver, signed: Record, *, by: User) -> HandOver:
    """Both heads have signed: from the day of the record the rights of leader and deputy are the new ones'.

    Called with the conference held, by the signature that completes the record. Raises Refused where another than
    the record names has been elected since it was closed: nobody signed for that body.
    """
    conference = over.conference
    season = conference.season
    _refuse_others(over, signed)
    _end_turns(season, over.on)
    for turn in elected_for(season).values():
        if turn.held_from is None:
            turn.held_from = over.on
            turn.full_clean()
            turn.save(update_fields=["held_from"])
    pass_on_flag(over, signed, by=by)
    over.done_at = timezone.now()
    over.save(update_fields=["done_at"])
    record(
        "conference.hand_over",
        conference,
        by=by,
        leader=[over.giver.name, over.taker.name],
        valid_from=[None, over.on],
    )
    if season.state in SEASON.sources("hand_over"):
        pass_on(season, "hand_over", SEASON.target("hand_over", season.state, season), by=by)
    tell_members(
        season,
        gettext_lazy("From %(day)s %(leader)s leads: the hand-over is signed."),
        key=f"conference.hand_over:{over.pk}",
        by=by,
        day=f"{over.on:%d/%m/%Y}",
        leader=over.taker.name,
    )
    return over


def _refuse_others(over: HandOver, signed: Record) -> None:
    """Refuse to move rights to a leader or deputy that is not the one on the signed paper."""
    leader = elected_for(over.conference.season).get(Role.LEADER)
    if leader is None or leader.organisation_id != over.taker_id:
        raise Refused(_("The body elected to lead is not the one this record names: take its closing back."))
    if deputy_named(signed) != deputy_line(over.conference):
        raise Refused(
            _("The body elected as deputy is not the one this record names: take its closing back.")
        )


def _end_turns(season: Season, on: date) -> None:
    """The turns whose rights run on the day end with it; a line of the ledger without days stays without."""
    rows = season.cluster.turns.filter(
        outcome=Outcome.HELD, held_from__lt=on, held_to=None, year__lte=season.year
    )
    for turn in rows:
        turn.held_to = on
        turn.full_clean()
        turn.save(update_fields=["held_to"])
