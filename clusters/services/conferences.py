"""Planning a conference, its agenda and guests, opening and ending it, and the item that every screen shows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.agenda import usual
from clusters.conference_states import CONFERENCE, CONFERENCE_NEEDS_REASON, OPENS, ConferenceKind
from clusters.models import AgendaItem, Conference, Guest, Season
from clusters.permissions import conferences as permissions
from clusters.selectors.clusters import leading_bodies
from clusters.selectors.conferences import attendance_of, quorum_of, vote_under_way
from clusters.services.letterheads import word
from clusters.services.seasons import locked_season, pass_on, tell_members
from clusters.states import SEASON, SeasonState
from clusters.thresholds import QUORUM
from emulation.accounts.models import User
from emulation.audit.services import record
from emulation.merging import merged, take
from emulation.organisations.models import Organisation, Person
from emulation.organisations.selectors import organisation_of
from emulation.reasons import given
from emulation.verdicts import Refused, demand
from emulation.vietnamese import format_date, nfc


@dataclass(frozen=True)
class ConferenceTerms:
    """Where and when, who is invited, who chairs; the same value plans and revises a conference."""

    title: str
    day: date
    place: str
    town: str
    until: date | None = None
    begins: str = ""
    invited: str = ""
    letter_number: str = ""
    quorum: Decimal = QUORUM
    chair: Person | None = None
    chair_title: str = ""
    secretary: Person | None = None
    secretary_title: str = ""


@transaction.atomic
def plan(season: Season, kind: str, terms: ConferenceTerms, *, by: User) -> Conference:
    """Plan a conference with the usual agenda. The body that leads today convenes it, else the organiser."""
    kept = locked_season(season)
    today = timezone.localdate()
    demand(permissions.may_plan(by, kept, on=today))
    conference = Conference(
        season=kept,
        kind=ConferenceKind(kind).value,
        state_since=timezone.now(),
        convener=_convener(kept, today),
        entered_by=by,
        **_columns(terms),
    )
    _save(conference)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            conference=conference, order=place, kind=one.kind.value, title=one.title, minutes=one.minutes
        )
        for place, one in enumerate(usual(conference.kind, word(kept.cluster)), start=1)
    )
    record("conference.plan", conference, by=by, day=[None, conference.day], place=[None, conference.place])
    return conference


def _convener(season: Season, on: date) -> Organisation:
    leading = sorted(leading_bodies(season.cluster_id, on))
    found = organisation_of(leading[0]) if leading else None
    return found or season.cluster.organiser


def _columns(terms: ConferenceTerms) -> dict[str, Any]:
    values = {field.name: getattr(terms, field.name) for field in fields(terms)}
    return {name: nfc(value).strip() if isinstance(value, str) else value for name, value in values.items()}


def _save(conference: Conference) -> None:
    if conference.chair_id is not None and conference.chair_id == conference.secretary_id:
        raise Refused(_("Chair and secretary are two people."))
    conference.full_clean()
    conference.save()


def locked_conference(conference: Conference) -> Conference:
    """The conference as it is now, nobody else changing it or its season; called first in every act on it."""
    locked_season(conference.season)
    Conference.objects.select_for_update().get(pk=conference.pk)
    rows = Conference.objects.select_related(
        "season__cluster__organiser", "convener", "chair", "secretary", "current"
    )
    return rows.get(pk=conference.pk)


def terms_of(conference: Conference) -> ConferenceTerms:
    return ConferenceTerms(
        **{field.name: getattr(conference, field.name) for field in fields(ConferenceTerms)}
    )


@transaction.atomic
def revise(conference: Conference, terms: ConferenceTerms, *, base: ConferenceTerms, by: User) -> Conference:
    """Change where and when. `base` is what the person saw; raises merging.Clash where both changed."""
    kept = locked_conference(conference)
    demand(permissions.may_change(by, kept, on=timezone.localdate()))
    before = ground_of(kept)
    changes = take(kept, _columns(merged(base, terms, terms_of(kept))))
    if not changes:
        return kept
    kept.version += 1
    _save(kept)
    _tell_the_ledger(before, kept)
    record("conference.revise", kept, by=by, **changes)
    return kept


def ground_of(conference: Conference) -> str:
    """What stands in the ledger as the ground of a turn that the conference decided."""
    return f"{conference.title}, ngày {format_date(conference.day)}"


def _tell_the_ledger(before: str, conference: Conference) -> None:
    """The turns it decided name it as it is named now."""
    turns = conference.season.cluster.turns.filter(year=conference.season.year + 1, ground=before)
    turns.update(ground=ground_of(conference))


@transaction.atomic
def invite(conference: Conference, *, by: User) -> Conference:
    """Tell the members day and place; again after a change of plans."""
    kept = locked_conference(conference)
    demand(permissions.may_change(by, kept, on=timezone.localdate()))
    kept.invited_at = timezone.now()
    kept.version += 1
    kept.save(update_fields=["invited_at", "version"])
    record("conference.invite", kept, by=by)
    tell_members(
        kept.season,
        gettext_lazy("You are invited: %(conference)s, %(day)s, %(place)s. Say who comes."),
        key=f"conference.invite:{kept.pk}:{kept.version}",
        by=by,
        url=reverse("clusters:conference", args=[kept.pk]),
        conference=kept.title,
        day=f"{kept.day:%d/%m/%Y}",
        place=kept.place,
    )
    return kept


@transaction.atomic
def move(conference: Conference, name: str, *, by: User, reason: str = "") -> Conference:
    """Open, end or call off a conference, or take that back; the season follows where it is natural."""
    kept = locked_conference(conference)
    target = CONFERENCE.target(name, kept.state, kept)
    demand(permissions.may_move(by, kept, name, on=timezone.localdate()))
    said = given(reason, needed=name in CONFERENCE_NEEDS_REASON)
    ACTS.get(name, _nothing)(kept, by, said)
    before, kept.state = kept.state, target
    kept.state_since = timezone.now()
    kept.version += 1
    kept.save()
    record(f"conference.{name}", kept, by=by, state=[before, target], reason=said)
    return kept


def _nothing(conference: Conference, by: User, reason: str) -> None:
    return None


def _open(conference: Conference, by: User, reason: str) -> None:
    places = attendance_of(conference)
    quorum = quorum_of(conference, places)
    if not quorum.reached:
        raise Refused(quorum.in_words())
    season, known = conference.season, OPENS[ConferenceKind(conference.kind)]
    if season.state not in known:
        raise Refused(
            _("The season stands as “%(state)s”: this conference does not open yet.")
            % {"state": season.get_state_display()}
        )
    if step := known[SeasonState(season.state)]:
        pass_on(season, step, SEASON.target(step, season.state, season), by=by)
    conference.opened_at = conference.opened_at or timezone.now()
    conference.current = conference.items.order_by("order", "pk").first()


def _unopen(conference: Conference, by: User, reason: str) -> None:
    if conference.motions.exists() or conference.records.exists():
        raise Refused(_("Votes were prepared or minutes begun: the conference has been opened."))
    season = conference.season
    if conference.kind == ConferenceKind.YEAREND and season.state == SeasonState.CONFERENCE:
        pass_on(season, "unconfer", SEASON.target("unconfer", season.state, season), by=by, reason=reason)
    conference.current, conference.opened_at = None, None


def _end(conference: Conference, by: User, reason: str) -> None:
    if vote_under_way(conference):
        raise Refused(_("A vote is under way: count it or annul it first."))
    season = conference.season
    if conference.kind == ConferenceKind.MIDYEAR and season.state == SeasonState.RUNNING:
        pass_on(season, "review", SEASON.target("review", season.state, season), by=by)
    conference.current, conference.ended_at = None, timezone.now()


def _resume(conference: Conference, by: User, reason: str) -> None:
    conference.ended_at = None


ACTS = {"open": _open, "unopen": _unopen, "end": _end, "resume": _resume}


# --- the agenda


@dataclass(frozen=True)
class ItemTerms:
    """A point of the agenda."""

    kind: str
    title: str
    minutes: int = 15
    presenter: str = ""


@transaction.atomic
def put_item(
    conference: Conference, terms: ItemTerms, *, by: User, item: AgendaItem | None = None
) -> AgendaItem:
    """Enter an item at the end, or change one."""
    kept = locked_conference(conference)
    demand(permissions.may_change(by, kept, on=timezone.localdate()))
    row = kept.items.get(pk=item.pk) if item else AgendaItem(conference=kept, order=kept.items.count() + 1)
    before = row.title if item else None
    row.kind, row.title, row.minutes = terms.kind, nfc(terms.title).strip(), terms.minutes
    row.presenter = nfc(terms.presenter).strip()
    row.full_clean()
    row.save()
    record("conference.put_item", kept, by=by, item=[before, row.title])
    return row


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User) -> None:
    kept = locked_conference(item.conference)
    demand(permissions.may_change(by, kept, on=timezone.localdate()))
    row = kept.items.get(pk=item.pk)
    record("conference.remove_item", kept, by=by, item=[row.title, None])
    row.delete()


@transaction.atomic
def arrange(conference: Conference, order: Sequence[int], *, by: User) -> None:
    """Put the items in this order (ids); those not named stay behind in theirs."""
    kept = locked_conference(conference)
    demand(permissions.may_change(by, kept, on=timezone.localdate()))
    rows = {row.pk: row for row in kept.items.order_by("order", "pk")}
    named = [rows[pk] for pk in dict.fromkeys(order) if pk in rows]
    rest = [row for row in rows.values() if row not in named]
    for place, row in enumerate([*named, *rest], start=1):
        row.order = place
    AgendaItem.objects.bulk_update(rows.values(), ["order"])
    record("conference.arrange", kept, by=by)


@transaction.atomic
def show(conference: Conference, item: AgendaItem | None, *, by: User) -> Conference:
    """Put an item on every screen; None shows the agenda."""
    kept = locked_conference(conference)
    demand(permissions.may_show(by, kept, on=timezone.localdate()))
    kept.current = kept.items.get(pk=item.pk) if item else None
    kept.save(update_fields=["current"])
    return kept


@transaction.atomic
def put_guest(conference: Conference, *, name: str, title: str, body: str, by: User) -> Guest:
    kept = locked_conference(conference)
    demand(permissions.may_enter_attendance(by, kept, on=timezone.localdate()))
    guest = Guest(conference=kept, name=nfc(name).strip(), title=nfc(title).strip(), body=nfc(body).strip())
    guest.full_clean()
    guest.save()
    record("conference.put_guest", kept, by=by, guest=[None, guest.name])
    return guest


@transaction.atomic
def remove_guest(guest: Guest, *, by: User) -> None:
    kept = locked_conference(guest.conference)
    demand(permissions.may_enter_attendance(by, kept, on=timezone.localdate()))
    row = kept.guests.get(pk=guest.pk)
    record("conference.remove_guest", kept, by=by, guest=[row.name, None])
    row.delete()
